#include "net/receiver_server.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <map>
#include <optional>
#include <thread>
#include <unordered_map>
#include <utility>

#include "net/gpsd_client.hpp"
#include "net/nmea_listener.hpp"
#include "net/posted_calls.hpp"
#include "net/receiver_gate.hpp"

namespace siaga::net {

namespace asio = boost::asio;

class ReceiverServer::Impl : public std::enable_shared_from_this<ReceiverServer::Impl> {
public:
    Impl(const ReceiverSettings& settings, Inlet& inlet, const Clock& clock, Limits limits)
        : limits_(limits), inlet_(inlet), gate_(io_, inlet), world_{io_, gate_, clock, limits_} {
        for (const NmeaSettings& nmea : settings.nmea) {
            listeners_.push_back(NmeaListener::open(nmea, add("nmea", nmea.name, nmea.unit), world_));
        }
        std::map<std::pair<std::string, std::uint16_t>, std::vector<GpsdReceiver>> daemons;
        for (const GpsdSettings& gpsd : settings.gpsd) {
            daemons[{gpsd.host, gpsd.port}].push_back({&add("gpsd", gpsd.name, gpsd.unit), gpsd.device});
        }
        for (auto& [daemon, receivers] : daemons) {
            clients_.push_back(std::make_unique<GpsdClient>(daemon.first, daemon.second, std::move(receivers), world_));
        }
        describe(settings);
    }

    void start() {
        for (const auto& listener : listeners_) listener->start();
        for (const auto& client : clients_) client->start();
        thread_ = std::thread([this] { run(); });
        subscribe();
    }

    void stop() {
        if (!thread_.joinable()) return;
        asio::post(io_, [this] {
            gate_.stop();
            for (const auto& listener : listeners_) listener->stop();
            for (const auto& client : clients_) client->stop();
            work_.reset();
        });
        thread_.join();
    }

    [[nodiscard]] const std::vector<std::string>& open_ones() const { return lines_; }
    [[nodiscard]] std::uint16_t port(std::size_t i) const { return listeners_.at(i)->port(); }
    [[nodiscard]] std::vector<ReceiverFigures> figures() const {
        std::vector<ReceiverFigures> all;
        all.reserve(receivers_.size());
        for (const auto& receiver : receivers_) all.push_back(receiver->tally.figures());
        return all;
    }

private:
    Receiver& add(std::string_view kind, const std::string& name, const UnitName& unit) {
        receivers_.push_back(std::make_unique<Receiver>(kind, name, unit, inlet_.new_session(), limits_));
        by_session_[receivers_.back()->session] = receivers_.back().get();
        return *receivers_.back();
    }

    void describe(const ReceiverSettings& settings) {
        for (std::size_t i = 0; i < settings.nmea.size(); ++i) {
            const NmeaSettings& nmea = settings.nmea[i];
            lines_.push_back(fmt::format("nmea.{} of {} over {}: listening on {}:{}", nmea.name, nmea.unit.text(),
                                         nmea.transport == NmeaSettings::Transport::kUdp ? "UDP" : "TCP", nmea.address,
                                         port(i)));
        }
        for (const GpsdSettings& gpsd : settings.gpsd) {
            lines_.push_back(fmt::format("gpsd.{} of {}: connecting to gpsd at {}:{}{}{}", gpsd.name, gpsd.unit.text(),
                                         gpsd.host, gpsd.port, gpsd.device.empty() ? "" : ", device ", gpsd.device));
        }
    }

    void subscribe() {
        const PostedCalls<Impl> on_its_thread(weak_from_this(), io_);
        inlet_.subscribe({.replies =
                              [on_its_thread](const std::vector<Reply>& replies) {
                                  on_its_thread([replies](Impl& self) { self.count(replies); });
                              },
                          .room = [on_its_thread] { on_its_thread([](Impl& self) { self.gate_.on_room(); }); },
                          .published = {}});
        // Answered after the subscription has taken effect: what is committed before would not be counted.
        inlet_.ask_last_seq(SourceName::literal("nmea"),
                            [on_its_thread](std::uint64_t) { on_its_thread([](Impl& self) { self.gate_.open(); }); });
    }

    void count(const std::vector<Reply>& replies) {
        for (const Reply& reply : replies) {
            const auto found = by_session_.find(reply.session);
            if (found != by_session_.end()) found->second->tally.answered(reply);
        }
    }

    void run() {
        try {
            io_.run();
        } catch (const std::exception& fault) {
            spdlog::critical("the listener of receivers stopped: {}", fault.what());
        }
    }

    const Limits limits_;
    Inlet& inlet_;
    asio::io_context io_{1};
    std::optional<asio::executor_work_guard<asio::io_context::executor_type>> work_{io_.get_executor()};
    ReceiverGate gate_;
    ReceiverWorld world_;
    std::vector<std::unique_ptr<Receiver>> receivers_;
    std::unordered_map<SessionId, Receiver*> by_session_;
    std::vector<std::unique_ptr<NmeaListener>> listeners_;
    std::vector<std::unique_ptr<GpsdClient>> clients_;
    std::vector<std::string> lines_;
    std::thread thread_;
};

ReceiverServer::ReceiverServer(const ReceiverSettings& settings, Inlet& inlet, const Clock& clock, Limits limits)
    : impl_(std::make_shared<Impl>(settings, inlet, clock, limits)) {
    impl_->start();
}

ReceiverServer::~ReceiverServer() { stop(); }

std::vector<std::string> ReceiverServer::open_ones() const { return impl_->open_ones(); }

std::vector<ReceiverFigures> ReceiverServer::figures() const { return impl_->figures(); }

std::uint16_t ReceiverServer::port(std::size_t i) const { return impl_->port(i); }

void ReceiverServer::stop() { impl_->stop(); }

}  // namespace siaga::net
