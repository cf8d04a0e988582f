#include "app/common/qr_code.hpp"

#include <png.h>
#include <qrencode.h>

#include <cerrno>
#include <cstdint>
#include <memory>
#include <system_error>

#include "data/core/fault.hpp"

namespace siaga::app {
namespace {

constexpr int kQuiet = 4;            // modules, as the standard asks
constexpr int kPixelsPerModule = 8;  // a phone reads it from an arm's length
constexpr std::uint8_t kBlack = 0, kWhite = 255;
constexpr const char* kBlackOnWhite = "\x1b[30;107m";
constexpr const char* kAsBefore = "\x1b[0m";

}  // namespace

QrCode::QrCode(std::string_view text) {
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeData(static_cast<int>(text.size()), reinterpret_cast<const unsigned char*>(text.data()), 0,
                          QR_ECLEVEL_M),
        &QRcode_free);
    if (!code) throw Fault("no QR code: " + std::generic_category().message(errno) + ": the text is too long for one");
    side_ = code->width;
    const std::size_t count = static_cast<std::size_t>(side_) * static_cast<std::size_t>(side_);
    dark_.reserve(count);
    for (std::size_t i = 0; i < count; ++i) dark_.push_back((code->data[i] & 1U) != 0);
}

bool QrCode::dark(int x, int y) const {
    if (x < 0 || y < 0 || x >= side_ || y >= side_) return false;
    return dark_[static_cast<std::size_t>(y) * static_cast<std::size_t>(side_) + static_cast<std::size_t>(x)];
}

std::string QrCode::terminal_text() const {
    std::string text;
    for (int y = -kQuiet; y < side_ + kQuiet; y += 2) {
        text += kBlackOnWhite;
        for (int x = -kQuiet; x < side_ + kQuiet; ++x) {
            const bool upper = dark(x, y), lower = dark(x, y + 1);
            text += upper ? (lower ? "\u2588" : "\u2580") : (lower ? "\u2584" : " ");
        }
        text += kAsBefore;
        text += '\n';
    }
    return text;
}

std::string QrCode::png() const {
    const int pixels = (side_ + 2 * kQuiet) * kPixelsPerModule;
    std::vector<std::uint8_t> grey;
    grey.reserve(static_cast<std::size_t>(pixels) * static_cast<std::size_t>(pixels));
    for (int y = 0; y < pixels; ++y) {
        for (int x = 0; x < pixels; ++x) {
            grey.push_back(dark(x / kPixelsPerModule - kQuiet, y / kPixelsPerModule - kQuiet) ? kBlack : kWhite);
        }
    }
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = image.height = static_cast<png_uint_32>(pixels);
    image.format = PNG_FORMAT_GRAY;
    png_alloc_size_t size = 0;
    if (png_image_write_to_memory(&image, nullptr, &size, 0, grey.data(), 0, nullptr) == 0) throw Fault(image.message);
    std::string bytes(size, '\0');
    if (png_image_write_to_memory(&image, bytes.data(), &size, 0, grey.data(), 0, nullptr) == 0)
        throw Fault(image.message);
    bytes.resize(size);
    return bytes;
}

}  // namespace siaga::app
