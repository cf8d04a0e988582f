#include "render/layers/trail_layer.hpp"

#include <array>
#include <cstddef>
#include <span>

namespace siaga::render {

TrailLayer::TrailLayer(const std::filesystem::path& shaders) : program_(shaders, "trail") {
    static constexpr std::array kLayout{gl::Attribute{0, 2, GL_FLOAT, offsetof(TrailVertex, x)},
                                        gl::Attribute{1, 2, GL_FLOAT, offsetof(TrailVertex, across)},
                                        gl::Attribute{2, 4, GL_UNSIGNED_BYTE, offsetof(TrailVertex, colour)}};
    glBindVertexArray(array_.name());
    glBindBuffer(GL_ARRAY_BUFFER, vertices_.name());
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, triangles_.name());
    gl::describe(kLayout, sizeof(TrailVertex), 0);
    glBindVertexArray(0);
}

void TrailLayer::draw(const std::vector<Trail>& trails, const Camera& camera, const View& view) {
    mesh_.clear();
    for (const Trail& trail : trails) add_trail(mesh_, trail, camera, view.scale);
    if (mesh_.triangles.empty()) return;
    glBindVertexArray(array_.name());
    gl::upload(GL_ARRAY_BUFFER, vertices_, std::span<const TrailVertex>(mesh_.vertices), GL_STREAM_DRAW);
    gl::upload(GL_ELEMENT_ARRAY_BUFFER, triangles_, std::span<const std::uint32_t>(mesh_.triangles), GL_STREAM_DRAW);
    program_.use();
    view.set_on(program_);
    glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(mesh_.triangles.size()), GL_UNSIGNED_INT, nullptr);
}

}  // namespace siaga::render
