# The window: everything that needs ImGui, OpenGL or a display.
find_package(glfw3 3.3 REQUIRED)
find_package(Freetype REQUIRED)
find_package(Gettext REQUIRED)
find_path(IMGUI_INCLUDE_DIR imgui.h PATH_SUFFIXES imgui REQUIRED)
find_library(IMGUI_LIBRARY imgui REQUIRED)
find_library(STB_LIBRARY stb REQUIRED)
file(STRINGS ${IMGUI_INCLUDE_DIR}/imgui.h imgui_version REGEX "define IMGUI_VERSION_NUM")
string(REGEX MATCH "[0-9]+" imgui_version "${imgui_version}")
if(imgui_version LESS 19000)
  message(FATAL_ERROR "Dear ImGui ${imgui_version} in ${IMGUI_INCLUDE_DIR} is older than 1.90; ./run.sh fetches one that fits")
endif()
add_library(siaga_imgui INTERFACE)
target_include_directories(siaga_imgui SYSTEM INTERFACE ${IMGUI_INCLUDE_DIR} ${IMGUI_INCLUDE_DIR}/backends)
target_link_libraries(siaga_imgui INTERFACE ${IMGUI_LIBRARY} ${STB_LIBRARY} Freetype::Freetype ${CMAKE_DL_LIBS})

# Catalogues, compiled to where the program looks for them: bin/../locale.
set(locale_dir ${CMAKE_BINARY_DIR}/locale)
set(catalogues)
foreach(language id en)
  set(catalogue ${locale_dir}/${language}/LC_MESSAGES/siaga.mo)
  add_custom_command(
    OUTPUT ${catalogue}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${locale_dir}/${language}/LC_MESSAGES
    COMMAND ${GETTEXT_MSGFMT_EXECUTABLE} --check-format --check-domain -o ${catalogue} ${CMAKE_SOURCE_DIR}/assets/locale/${language}.po
    DEPENDS ${CMAKE_SOURCE_DIR}/assets/locale/${language}.po
    COMMENT "Compiling the texts of ${language}" VERBATIM)
  list(APPEND catalogues ${catalogue})
endforeach()
add_custom_target(siaga_locale ALL DEPENDS ${catalogues})

set(window_folders theme language layout time_control scene_builder panels live window wall)
set(window_globs)
foreach(folder ${window_folders})
  list(APPEND window_globs ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.cpp)
endforeach()
file(GLOB window_sources CONFIGURE_DEPENDS ${window_globs})
add_library(siaga_app_window STATIC ${window_sources})
add_dependencies(siaga_app_window siaga_locale)
target_link_libraries(siaga_app_window PUBLIC siaga_settings siaga_data siaga_net siaga_render siaga_simulator siaga_app_common siaga_imgui glfw)
target_precompile_headers(siaga_app_window PRIVATE <algorithm> <array> <chrono> <functional> <map> <memory> <optional>
  <string> <string_view> <unordered_map> <variant> <vector> <fmt/format.h> <imgui.h>)

file(GLOB siaga_sources CONFIGURE_DEPENDS siaga/*.cpp bench_window/*.cpp)
if(siaga_sources)
  add_executable(siaga ${siaga_sources})
  target_link_libraries(siaga PRIVATE siaga_app_window siaga_bench CLI11::CLI11)
  target_precompile_headers(siaga PRIVATE ${usual_headers})
endif()
