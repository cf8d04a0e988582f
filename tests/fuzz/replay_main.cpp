// Runs a fuzzer's function over every file of the folders given, and over every beginning of the small ones.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int argc, char** argv) {
    std::size_t files = 0;
    for (int i = 1; i < argc; ++i) {
        for (const auto& item : std::filesystem::directory_iterator(argv[i])) {
            std::ifstream in(item.path(), std::ios::binary);
            const std::string content{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
            constexpr std::size_t kSmall = 4096;
            for (std::size_t length = content.size() > kSmall ? content.size() : 0; length <= content.size();
                 ++length) {
                LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(content.data()), length);
            }
            ++files;
        }
    }
    std::printf("%zu files\n", files);
    return files > 0 ? 0 : 1;
}
