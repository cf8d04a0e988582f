#pragma once
// How the coroutines here wait: an error is a value, not an exception.

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>

namespace siaga::net {

/// `co_await timer.async_wait(into(error))`
inline auto into(boost::system::error_code& error) {
    return boost::asio::redirect_error(boost::asio::use_awaitable, error);
}

}  // namespace siaga::net
