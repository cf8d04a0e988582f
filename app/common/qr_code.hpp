#pragma once
// QR codes (ISO/IEC 18004) through libqrencode: in a terminal and as a picture.

#include <string>
#include <string_view>
#include <vector>

namespace siaga::app {

class QrCode {
public:
    /// Throws Fault when the text is too long for one, some 2,300 bytes.
    explicit QrCode(std::string_view text);

    [[nodiscard]] int side() const { return side_; }  ///< modules, without the quiet zone
    /// Outside of it everything is light.
    [[nodiscard]] bool dark(int x, int y) const;

    /// Lines of half blocks, two modules a character, light on dark terminals and on light ones.
    [[nodiscard]] std::string terminal_text() const;
    /// PNG, black on white, with its quiet zone.
    [[nodiscard]] std::string png() const;

private:
    int side_ = 0;
    std::vector<bool> dark_;
};

}  // namespace siaga::app
