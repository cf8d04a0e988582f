#include <geos_c.h>

#include <algorithm>

#include "data/geo/areas.hpp"
#include "data/geo/geos_handle.hpp"

namespace siaga {
namespace {

struct TreeDeleter {
    GEOSContextHandle_t handle;
    void operator()(GEOSSTRtree* tree) const { GEOSSTRtree_destroy_r(handle, tree); }
};

/// A question needs a GEOS context that no other thread is using.
const geos::Context& context_of_this_thread() {
    thread_local const geos::Context kContext;
    return kContext;
}

}  // namespace

class AreaIndex::Impl {
public:
    explicit Impl(const std::vector<Area>& areas) : tree_(GEOSSTRtree_create_r(own_.handle(), 10), {own_.handle()}) {
        entries_.reserve(areas.size());
        for (std::size_t i = 0; i < areas.size(); ++i) add(i, areas[i]);
        for (Entry& entry : entries_) {
            GEOSSTRtree_insert_r(own_.handle(), tree_.get(), entry.geometry.get(), &entry);
        }
        warm_up(areas);
    }

    [[nodiscard]] std::optional<std::size_t> area_at(LonLat p) const {
        const geos::Context& context = context_of_this_thread();
        const geos::Geometry point = geos::point(context, p.lon_e7, p.lat_e7);
        std::vector<const Entry*> candidates;
        GEOSSTRtree_query_r(context.handle(), tree_.get(), point.get(), collect, &candidates);
        std::optional<std::size_t> found;
        for (const Entry* entry : candidates) {
            if (found && entry->index > *found) continue;
            if (GEOSPreparedIntersects_r(context.handle(), entry->prepared.get(), point.get()) == 1) {
                found = entry->index;
            }
        }
        return found;
    }

private:
    struct Entry {
        std::size_t index;
        geos::Geometry geometry;
        geos::Prepared prepared;
    };

    static void collect(void* item, void* candidates) {
        static_cast<std::vector<const Entry*>*>(candidates)->push_back(static_cast<const Entry*>(item));
    }

    void add(std::size_t index, const Area& area) {
        geos::Geometry geometry = geos::multipolygon(own_, area.polygons);
        geos::Prepared prepared(GEOSPrepare_r(own_.handle(), geometry.get()), {own_.handle()});
        entries_.push_back({index, std::move(geometry), std::move(prepared)});
    }

    /// The tree and the prepared geometries build their insides at the first question; asking it
    /// here leaves them read-only afterwards, which is what makes area_at safe on any thread.
    void warm_up(const std::vector<Area>& areas) const {
        for (const Area& area : areas) {
            for (const Polygon& polygon : area.polygons) static_cast<void>(area_at(polygon.shell.front()));
        }
        for (std::size_t i = 0; i < areas.size(); ++i) {
            const LonLat on_border = areas[i].polygons.front().shell.front();
            const geos::Geometry point = geos::point(own_, on_border.lon_e7, on_border.lat_e7);
            GEOSPreparedIntersects_r(own_.handle(), entries_[i].prepared.get(), point.get());
        }
    }

    geos::Context own_;
    std::vector<Entry> entries_;
    std::unique_ptr<GEOSSTRtree, TreeDeleter> tree_;
};

AreaIndex::AreaIndex(const std::vector<Area>& areas) : impl_(std::make_unique<Impl>(areas)) {}
AreaIndex::~AreaIndex() = default;

std::optional<std::size_t> AreaIndex::area_at(LonLat p) const { return impl_->area_at(p); }

}  // namespace siaga
