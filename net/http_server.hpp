#pragma once
// HttpServer: a listener of HTTP/1.1 with its connections, on one thread of its own, so that neither slow
// phones nor a monitor stand in the way of the feed.

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "data/store/operation.hpp"
#include "net/http_desk.hpp"
#include "net/limits.hpp"

namespace siaga::net {

struct HttpStatus {
    std::size_t connections = 0;
    std::uint64_t accepted = 0;     ///< connections, since the start
    std::uint64_t turned_away = 0;  ///< over a limit
    std::uint64_t accept_errors = 0;
    std::map<unsigned, std::uint64_t> answers;  ///< by status
};

class HttpServer {
public:
    /// Binds; `name` is that of [listener.NAME] in operation.toml. Throws Fault naming it, address and port: in use,
    /// not permitted, not an address of this machine.
    HttpServer(std::string name, const ListenerSettings& settings, Limits limits);
    ~HttpServer();  ///< stop()
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    /// Begins to accept. `desk` outlives the server; once.
    void start(HttpDesk& desk);
    /// On the listener's thread, or not at all once it stopped. Any thread.
    void post(std::function<void()> call);
    /// The answer that take() did not give. Listener's thread.
    void answer(SessionId id, HttpAnswer answer);

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] HttpStatus status() const;  ///< any thread
    /// Closes the listener and every connection.
    void stop();

private:
    class Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace siaga::net
