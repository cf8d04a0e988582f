#pragma once
// PostedCalls: from the core's thread to that of a listener. The inlet may outlive a listener: what comes late finds
// nobody.

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <memory>
#include <utility>

namespace siaga::net {

/// `Owner` outlives neither the call nor `io`, which is its own member.
template <class Owner> class PostedCalls {
public:
    PostedCalls(std::weak_ptr<Owner> owner, boost::asio::io_context& io) : owner_(std::move(owner)), io_(&io) {}

    /// `call(Owner&)` on the thread of `io`, or never. Any thread.
    template <class Call> void operator()(Call call) const {
        const auto self = owner_.lock();
        if (!self) return;
        boost::asio::post(*io_, [owner = owner_, call = std::move(call)] {
            if (const auto still = owner.lock()) call(*still);
        });
    }

private:
    std::weak_ptr<Owner> owner_;
    boost::asio::io_context* io_;
};

}  // namespace siaga::net
