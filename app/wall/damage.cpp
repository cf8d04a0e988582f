#include "app/wall/damage.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace siaga::app {

namespace {

constexpr std::uint64_t kPrime = 0x9E3779B97F4A7C15ULL;
constexpr int kMostVertices = 60'000;  // of a list that is drawn in one piece

std::uint64_t mixed(std::uint64_t hash, std::uint64_t value) {
    hash = (hash ^ value) * kPrime;
    return hash ^ (hash >> 29U);
}

std::uint64_t hash_of(const void* data, std::size_t size, std::uint64_t hash) {
    const auto* bytes = static_cast<const unsigned char*>(data);
    for (std::size_t i = 0; i < size; i += sizeof(std::uint32_t)) {
        std::uint32_t word = 0;
        std::memcpy(&word, bytes + i, sizeof word);
        hash = mixed(hash, word);
    }
    return hash;
}

/// Never called by Dear ImGui's backend: whoever draws the list paints the backdrop instead.
void backdrop_marker(const ImDrawList* /*list*/, const ImDrawCmd* command) {
    static_cast<const Backdrop*>(command->UserCallbackData)->paint();
}

struct Box {
    float left, top, right, bottom;
    [[nodiscard]] bool empty() const { return left >= right || top >= bottom; }
    [[nodiscard]] bool meets(const DamagedRect& r) const {
        return left < static_cast<float>(r.x1) && right > static_cast<float>(r.x0) && top < static_cast<float>(r.y1) &&
               bottom > static_cast<float>(r.y0);
    }
};

/// What a triangle can touch: its bounds within its clip rectangle.
Box box_of(const ImDrawVert& a, const ImDrawVert& b, const ImDrawVert& c, const ImVec4& clip) {
    return {std::max(std::min({a.pos.x, b.pos.x, c.pos.x}), clip.x),
            std::max(std::min({a.pos.y, b.pos.y, c.pos.y}), clip.y),
            std::min(std::max({a.pos.x, b.pos.x, c.pos.x}), clip.z),
            std::min(std::max({a.pos.y, b.pos.y, c.pos.y}), clip.w)};
}

struct Corners {
    const ImDrawVert &a, &b, &c;
};

Corners corners_of(const ImDrawList& list, const ImDrawCmd& command, const ImDrawIdx* corner) {
    const ImDrawVert* vertices = list.VtxBuffer.Data + command.VtxOffset;
    return {vertices[corner[0]], vertices[corner[1]], vertices[corner[2]]};
}

template <class Visit> void each_triangle(const ImDrawList& list, const ImDrawCmd& command, Visit visit) {
    const ImDrawIdx* end = list.IdxBuffer.Data + command.IdxOffset + command.ElemCount;
    for (const ImDrawIdx* corner = list.IdxBuffer.Data + command.IdxOffset; corner < end; corner += 3) visit(corner);
}

/// One command of `from`, cut to a rectangle, appended to `out`.
void append_cut(const ImDrawList& from, const ImDrawCmd& command, const DamagedRect& rect, ImDrawList& out) {
    ImDrawCmd cut;
    cut.ClipRect = {std::max(command.ClipRect.x, static_cast<float>(rect.x0)),
                    std::max(command.ClipRect.y, static_cast<float>(rect.y0)),
                    std::min(command.ClipRect.z, static_cast<float>(rect.x1)),
                    std::min(command.ClipRect.w, static_cast<float>(rect.y1))};
    if (cut.ClipRect.x >= cut.ClipRect.z || cut.ClipRect.y >= cut.ClipRect.w) return;
    cut.TextureId = command.TextureId;
    cut.IdxOffset = static_cast<unsigned>(out.IdxBuffer.Size);
    each_triangle(from, command, [&](const ImDrawIdx* corner) {
        const auto [a, b, c] = corners_of(from, command, corner);
        const Box box = box_of(a, b, c, command.ClipRect);
        if (box.empty() || !box.meets(rect) || out.VtxBuffer.Size > kMostVertices) return;
        for (const ImDrawVert* vertex : {&a, &b, &c}) {
            out.IdxBuffer.push_back(static_cast<ImDrawIdx>(out.VtxBuffer.Size));
            out.VtxBuffer.push_back(*vertex);
        }
    });
    cut.ElemCount = static_cast<unsigned>(out.IdxBuffer.Size) - cut.IdxOffset;
    if (cut.ElemCount > 0) out.CmdBuffer.push_back(cut);
}

}  // namespace

void add_backdrop(ImDrawList& list, Backdrop& backdrop) {
    list.AddCallback(backdrop_marker, &backdrop);
    list.AddCallback(ImDrawCallback_ResetRenderState, nullptr);
}

const Backdrop* backdrop_of(const ImDrawCmd& command) {
    return command.UserCallback == backdrop_marker ? static_cast<const Backdrop*>(command.UserCallbackData) : nullptr;
}

void Damage::mix_into(float left, float top, float right, float bottom, std::uint64_t hash) {
    const auto tile = [](float px, int count) { return std::clamp(static_cast<int>(px) / kTilePx, 0, count - 1); };
    if (right <= 0 || bottom <= 0) return;
    const int x0 = tile(left, columns_), x1 = tile(std::ceil(right) - 1, columns_);
    const int y0 = tile(top, rows_), y1 = tile(std::ceil(bottom) - 1, rows_);
    for (int y = y0; y <= y1; ++y) {
        for (int x = x0; x <= x1; ++x) {
            std::uint64_t& known = tiles_[place_of(x, y)];
            known = mixed(known, hash);
        }
    }
}

void Damage::hash_triangle(const ImDrawList& list, const ImDrawCmd& command, const ImDrawIdx* corner) {
    const auto [a, b, c] = corners_of(list, command, corner);
    const Box box = box_of(a, b, c, command.ClipRect);
    if (box.empty()) return;
    std::uint64_t hash = mixed(0, reinterpret_cast<std::uintptr_t>(command.TextureId));
    for (const ImDrawVert* vertex : {&a, &b, &c}) hash = hash_of(vertex, sizeof(ImDrawVert), hash);
    hash = hash_of(&command.ClipRect, sizeof command.ClipRect, hash);
    mix_into(box.left, box.top, box.right, box.bottom, hash);
}

void Damage::hash_list(const ImDrawList& list) {
    for (const ImDrawCmd& command : list.CmdBuffer) {
        if (const Backdrop* backdrop = backdrop_of(command)) {
            const Rect& r = backdrop->rect;
            backdrops_.push_back(r);
            mix_into(r.x, r.y, r.right(), r.bottom(), mixed(backdrop->version, 1));
        } else if (command.UserCallback == nullptr) {
            each_triangle(list, command, [&](const ImDrawIdx* corner) { hash_triangle(list, command, corner); });
        }
    }
}

void Damage::hash_all(const ImDrawData& data) {
    width_px_ = static_cast<int>(data.DisplaySize.x);
    height_px_ = static_cast<int>(data.DisplaySize.y);
    columns_ = std::max(1, (width_px_ + kTilePx - 1) / kTilePx);
    rows_ = std::max(1, (height_px_ + kTilePx - 1) / kTilePx);
    tiles_.assign(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_), 0);
    backdrops_.clear();
    for (const ImDrawList* list : data.CmdLists) hash_list(*list);
}

std::vector<std::uint8_t> Damage::changed_tiles() const {
    std::vector<std::uint8_t> changed(tiles_.size(), 1);
    if (known_.size() != tiles_.size()) return changed;
    for (std::size_t i = 0; i < tiles_.size(); ++i) changed[i] = tiles_[i] == known_[i] ? 0 : 1;
    // Who draws over a backdrop needs all of it below.
    for (const Rect& rect : backdrops_) {
        const int x0 = static_cast<int>(rect.x) / kTilePx, y0 = static_cast<int>(rect.y) / kTilePx;
        const int x1 = std::min(static_cast<int>(std::ceil(rect.right())) / kTilePx, columns_ - 1);
        const int y1 = std::min(static_cast<int>(std::ceil(rect.bottom())) / kTilePx, rows_ - 1);
        const auto each = [&](auto visit) {
            for (int y = y0; y <= y1; ++y) {
                for (int x = x0; x <= x1; ++x) visit(changed[place_of(x, y)]);
            }
        };
        bool any = false;
        each([&any](std::uint8_t& tile) { any = any || tile != 0; });
        if (any) each([](std::uint8_t& tile) { tile = 1; });
    }
    return changed;
}

std::vector<DamagedRect> Damage::rects_of(const std::vector<std::uint8_t>& changed) const {
    std::vector<DamagedRect> rects;
    for (int row = 0; row < rows_; ++row) {
        for (int column = 0; column < columns_; ++column) {
            const auto at = [&](int x) { return changed[place_of(x, row)] != 0; };
            if (!at(column)) continue;
            const int first = column;
            while (column + 1 < columns_ && at(column + 1)) ++column;
            const DamagedRect run{first * kTilePx, row * kTilePx, std::min((column + 1) * kTilePx, width_px_),
                                  std::min((row + 1) * kTilePx, height_px_)};
            // The same run in the row above: one rectangle.
            const auto above = std::find_if(rects.begin(), rects.end(), [&](const DamagedRect& r) {
                return r.x0 == run.x0 && r.x1 == run.x1 && r.y1 == run.y0;
            });
            if (above != rects.end())
                above->y1 = run.y1;
            else
                rects.push_back(run);
        }
    }
    return rects;
}

std::vector<DamagedRect> Damage::since_last(const ImDrawData& data) {
    hash_all(data);
    std::vector<DamagedRect> rects = rects_of(changed_tiles());
    std::swap(known_, tiles_);
    return rects;
}

bool cut_to(const ImDrawData& data, const std::vector<DamagedRect>& rects, ImDrawList& out) {
    for (const DamagedRect& rect : rects) {
        for (const ImDrawList* list : data.CmdLists) {
            for (const ImDrawCmd& command : list->CmdBuffer) {
                if (command.UserCallback == nullptr) append_cut(*list, command, rect, out);
            }
        }
    }
    return out.VtxBuffer.Size <= kMostVertices;
}

}  // namespace siaga::app
