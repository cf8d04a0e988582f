#include "net/cot_mesh.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <map>
#include <thread>
#include <utility>
#include <vector>

#include "net/cot_refusals.hpp"
#include "net/cot_session.hpp"
#include "net/into.hpp"
#include "net/listening.hpp"
#include "net/posted_calls.hpp"
#include "net/receiver_gate.hpp"
#include "net/tak_message.hpp"

namespace siaga::net {

namespace asio = boost::asio;
using Udp = asio::ip::udp;
using boost::system::error_code;

namespace {

constexpr const char* kMesh = "cot_mesh";

/// Of a group: its own address, joined on the interface that the settings name.
Udp::socket heard(asio::io_context& io, const CotMeshSettings& settings) {
    if (settings.group.empty()) return bound(io, kMesh, settings);
    ListenerSettings of_group = settings;
    of_group.address = settings.group;
    Udp::socket socket = bound(io, kMesh, of_group);
    join_group(socket, kMesh, settings, settings.group);
    return socket;
}

}  // namespace

class CotMesh::Impl : public std::enable_shared_from_this<CotMesh::Impl> {
public:
    Impl(const CotMeshSettings& settings, Inlet& inlet, Gate gate, const Clock& clock, Limits limits)
        : limits_(limits),
          inlet_(inlet),
          gate_(gate),
          clock_(clock),
          from_(settings.from),
          room_(io_, inlet),
          socket_(heard(io_, settings)),
          pause_(io_),
          port_(socket_.local_endpoint().port()) {}

    void start() {
        asio::co_spawn(
            io_, [this] { return run(); }, asio::detached);
        thread_ = std::thread([this] {
            try {
                io_.run();
            } catch (const std::exception& fault) {
                spdlog::critical("the listener of TAK clients by datagrams stopped: {}", fault.what());
            }
        });
        subscribe();
    }

    void stop() {
        if (!thread_.joinable()) return;
        asio::post(io_, [this] {
            stopping_ = true;
            error_code ignored;
            socket_.close(ignored);
            pause_.cancel();
            room_.stop();
        });
        thread_.join();
    }

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] CotStatus status() const { return tally_.status(); }

private:
    /// What is heard of one device. As it was let in: a changed one begins anew.
    struct Heard {
        Heard(const Device& known, const CotWorld& world, SessionId its_id)
            : device(known), id(its_id), session(its_id, world, Steady::now()) {}
        Device device;
        SessionId id;
        CotSession session;
    };

    asio::awaitable<void> run() {
        constexpr std::size_t kDatagramBytes = 65536;
        std::vector<char> buffer(kDatagramBytes);
        bool failing = false;
        while (!stopping_) {
            Udp::endpoint peer;
            error_code error;
            const std::size_t count = co_await socket_.async_receive_from(asio::buffer(buffer), peer, into(error));
            if (stopping_) break;
            if (!error) {
                failing = false;
                if (Heard* heard = take({buffer.data(), count}, peer.address())) co_await hand_over(heard->session);
                continue;
            }
            // An answer to nothing we sent, or no memory: it goes on, but not in a circle at full speed.
            if (!std::exchange(failing, true)) spdlog::error("{}: {}; trying again", kMesh, error.message());
            pause_.expires_after(limits_.accept_retry);
            co_await pause_.async_wait(into(error));
        }
    }

    /// Whose it was, when there is something to hand over.
    Heard* take(std::string_view bytes, const asio::ip::address& peer) {
        if (!is_from(peer, from_)) {
            tally_.connected(true);
            return nullptr;
        }
        peer_ = peer.to_string();
        const Result<CotPiece> piece = cot_datagram(bytes);
        if (!piece) return broken(piece.problem());
        const Result<CotEvent> event = piece->protobuf ? decode_tak(piece->content) : decode_cot(piece->content);
        if (!event) return broken(event.problem());
        Heard* heard = session_of(*event);
        if (heard == nullptr) return nullptr;
        heard->session.on_event(*event, piece->content);
        (void)heard->session.take_output();
        return heard;
    }

    /// Nobody's: whose it would have been is not known.
    Heard* broken(const Problem& problem) {
        CotFigures one;
        one.events = 1;
        tally_.handed_over({}, one, 0);
        tally_.refused(problem.code);
        if (!std::exchange(logged_, true))
            spdlog::warn("{}: from {}: {}; refused, and not logged again", kMesh, peer_, problem.detail);
        return nullptr;
    }

    Heard* session_of(const CotEvent& event) {
        const std::string id = event.device();
        const std::optional<Device> known = gate_.devices.find(id);
        if (!known) {
            count_unknown(event);
            return nullptr;
        }
        const auto [at, fresh] = heard_.try_emplace(id, *known, world_, inlet_.new_session());
        SessionBook& book = gate_.door.sessions();
        if (at->second.device != *known) {
            book.closed(at->second.id);
            heard_.erase(at);
            return session_of(event);
        }
        if (fresh) {
            tally_.connected(false);
            tally_.set_sessions(heard_.size());
            book.opened(at->second.id, kMesh, address_group(peer_), Steady::now());
            book.known(at->second.id, id, name_of(Role::kField));
        }
        return &at->second;
    }

    /// Only those that say where somebody is, or that somebody needs help: the rest names no device.
    void count_unknown(const CotEvent& event) {
        CotFigures one;
        one.events = 1;
        const bool of_somebody = event.kind == CotKind::kContact || event.kind == CotKind::kEmergency ||
                                 event.kind == CotKind::kEmergencyCancel;
        ++(of_somebody ? one.strangers : event.kind == CotKind::kDelete ? one.foreign : one.not_ours);
        if (of_somebody) refuse(CotRefusal::kStranger, event);
        if (event.kind == CotKind::kDelete) refuse(CotRefusal::kForeign, event);
        tally_.handed_over({}, one, 0);
    }

    void refuse(CotRefusal why, const CotEvent& event) {
        note_refusal(gate_, {kMesh, peer_}, why, event, clock_.now());
    }

    asio::awaitable<void> hand_over(CotSession& session) {
        Submission ready = session.take_ready();
        tally_.handed_over(ready.session, std::exchange(figures_, {}), ready.records.size());
        co_await room_.hand_over(std::move(ready));
    }

    void subscribe() {
        const PostedCalls<Impl> on_its_thread(weak_from_this(), io_);
        inlet_.subscribe({.replies =
                              [on_its_thread](const std::vector<Reply>& replies) {
                                  on_its_thread([replies](Impl& self) { self.tally_.answered(replies); });
                              },
                          .room = [on_its_thread] { on_its_thread([](Impl& self) { self.room_.on_room(); }); },
                          .published = {}});
        // Answered after the subscription has taken effect: what is committed before would not be counted.
        inlet_.ask_last_seq(SourceName::literal("cot"),
                            [on_its_thread](std::uint64_t) { on_its_thread([](Impl& self) { self.room_.open(); }); });
    }

    const Limits limits_;
    Inlet& inlet_;
    Gate gate_;
    const Clock& clock_;
    std::string from_;
    asio::io_context io_{1};
    ReceiverGate room_;
    Udp::socket socket_;
    asio::steady_timer pause_;
    std::uint16_t port_;
    CotTally tally_{gate_.door.sessions()};
    CotFigures figures_;  ///< that the tally has not got yet
    std::string peer_;    ///< of the datagram that is being read
    CotWorld world_{limits_,
                    clock_,
                    figures_,
                    [this](std::string_view id) { return gate_.devices.find(id); },
                    [this](CotRefusal why, const CotEvent& event) { refuse(why, event); },
                    {}};
    std::map<std::string, Heard, std::less<>> heard_;  ///< by the device's id
    bool logged_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

CotMesh::CotMesh(const CotMeshSettings& settings, Inlet& inlet, Gate gate, const Clock& clock, Limits limits)
    : impl_(std::make_shared<Impl>(settings, inlet, gate, clock, limits)) {
    impl_->start();
}

CotMesh::~CotMesh() { stop(); }

std::uint16_t CotMesh::port() const { return impl_->port(); }

CotStatus CotMesh::status() const { return impl_->status(); }

void CotMesh::stop() { impl_->stop(); }

}  // namespace siaga::net
