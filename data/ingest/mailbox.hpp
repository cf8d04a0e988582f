#pragma once
// Mailbox: the newest Published and every Committed since it was last emptied, for a window that looks
// once a frame. Nothing committed is lost between two looks.

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "data/ingest/inlet.hpp"

namespace siaga {

struct Mail {
    bool fresh = false;                                       ///< something came since the last take
    Published newest;                                         ///< its `committed` is null: all of them are in the list
    std::vector<std::shared_ptr<const Committed>> committed;  ///< in order; the first ever is everything so far
};

class Mailbox {
public:
    /// `wake` is called on the ingest thread after each arrival (glfwPostEmptyEvent); may be empty.
    explicit Mailbox(std::function<void()> wake) : wake_(std::move(wake)) {}

    void put(const Published& published);
    /// Any thread; empties the list.
    [[nodiscard]] Mail take();

private:
    std::function<void()> wake_;
    std::mutex mutex_;
    Mail mail_;
};

/// A mailbox subscribed to `inlet`; it may be dropped at any time.
[[nodiscard]] std::shared_ptr<Mailbox> open_mailbox(Inlet& inlet, std::function<void()> wake);

}  // namespace siaga
