#include "tests/bridge/through_bridge.hpp"

#include <chrono>
#include <map>
#include <thread>

#include "gateway/elhub/bridge/bridge.hpp"
#include "gateway/elhub/cim_rest/routes.hpp"
#include "gateway/elhub/emif/routes.hpp"
#include "gateway/http/server.hpp"
#include "gateway/scenario/built_in_hub.hpp"
#include "gateway/scenario/route_exchange.hpp"
#include "tests/bridge/rehearsal.hpp"
#include "tests/test_database.hpp"

namespace cimgate::test {
namespace {

using scenario::Call;
using scenario::Exchange;
using scenario::Reply;

std::string header(const Call& call, std::string_view name) {
  for (const auto& [key, value] : call.headers)
    if (key == name) return value;
  return {};
}

std::int64_t now_millis() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

/// The SOAP services of a hub on a port of their own.
class Listening {
 public:
  static tl::expected<std::unique_ptr<Listening>, std::string> open(const std::shared_ptr<hub::Hub>& hub) {
    http::ServerOptions options;
    options.port = 0;
    std::vector<http::Part> parts;
    parts.push_back(emif::routes(hub));
    auto server = http::Server::open(options, std::move(parts));
    if (!server) return tl::make_unexpected(server.error().text);
    return std::make_unique<Listening>(*std::move(server));
  }
  explicit Listening(std::unique_ptr<http::Server> server)
      : server_(std::move(server)), thread_([this] { server_->run(false); }) {}
  ~Listening() {
    server_->stop();
    thread_.join();
  }
  Listening(const Listening&) = delete;
  Listening& operator=(const Listening&) = delete;
  std::uint16_t port() const { return server_->port(); }

 private:
  std::unique_ptr<http::Server> server_;
  std::thread thread_;
};

/// The bridge of one party, and its face.
struct Bridged {
  std::shared_ptr<bridge::Bridge> bridge;
  std::unique_ptr<Exchange> face;
};

/// CIM goes through the bridge of whoever sends it, everything else to the hub itself. Since a step of a
/// scenario is judged at once, what is handed in is waited for until the hub has it, and a queue is only
/// empty when nothing waits at the hub either.
class ThroughBridges final : public Exchange {
 public:
  ThroughBridges(Gateway gateway, const scenario::Pack& pack, std::shared_ptr<hub::Hub> hub,
                 std::unique_ptr<Exchange> direct, std::unique_ptr<Listening> listening)
      : gateway_(std::move(gateway)),
        pack_(pack),
        hub_(std::move(hub)),
        direct_(std::move(direct)),
        listening_(std::move(listening)) {}
  ~ThroughBridges() override {
    // All at once: each waits for those who poll.
    std::vector<std::thread> ends;
    for (auto& [gln, one] : bridges_) ends.emplace_back([&one = one] { one.bridge->stop(); });
    for (auto& end : ends) end.join();
  }
  ThroughBridges(const ThroughBridges&) = delete;
  ThroughBridges& operator=(const ThroughBridges&) = delete;

  tl::expected<Reply, std::string> send(const Call& call) override {
    // What a bridge does not stand before.
    if (!call.target.starts_with("/cim/v1/documents") && !call.target.starts_with("/cim/v1/queues"))
      return direct_->send(call);
    auto* one = bridge_of(header(call, "SenderGLN"));
    if (one == nullptr) return tl::make_unexpected("no bridge: " + why_);
    if (call.method == "POST") return hand_in(*one, call);
    if (call.method == "GET") return fetch(*one, call);
    return one->face->send(call);
  }

 private:
  Bridged* bridge_of(const std::string& gln) {
    if (const auto at = bridges_.find(gln); at != bridges_.end()) return &at->second;
    bridge::Setting setting;
    setting.database = kept_[gln].location();
    setting.own_gln = gln;
    setting.hub_gln = hub_->options().gln;
    for (const auto& [name, named] : pack_.names)
      if (const auto* party = std::get_if<scenario::Party>(&named)) {
        const bool known = std::any_of(setting.parties.begin(), setting.parties.end(),
                                       [&](const bridge::Party& other) { return other.gln == party->gln; });
        if (!known) setting.parties.push_back({party->gln, party->gln == gln ? party->role : "", ""});
      }
    setting.version = pack_.schema;
    setting.delivery.rate = 0;
    setting.delivery.connections = 1;
    setting.polling.interval = 10;
    setting.now = now_millis;
    auto emif = std::make_shared<emif_client::Setting>();
    emif->address = {false, "127.0.0.1", listening_->port(), "/WebService/services"};
    emif->now = [] { return now_millis() / 1000; };
    setting.emif = std::move(emif);
    auto opened = bridge::Bridge::open(gateway_, std::move(setting));
    if (!opened) {
      why_ = opened.error();
      return nullptr;
    }
    auto face = scenario::route_exchange(cim_rest::routes(gateway_, *opened).routes, *opened);
    if (!face) {
      why_ = face.error();
      return nullptr;
    }
    (*opened)->start();
    return &bridges_.emplace(gln, Bridged{*std::move(opened), *std::move(face)}).first->second;
  }

  tl::expected<Reply, std::string> hand_in(Bridged& one, const Call& call) {
    const auto reply = one.face->send(call);
    if (!reply || reply->status != 202) return reply;
    const auto id = member(reply->body, "id");
    auto state = cim_rest::DocumentState::State::accepted;
    const auto arrived = eventually([&] {
      one.bridge->book().read([&](bridge::Pages& pages) {
        if (const auto message = pages.outgoing(id)) state = message->state;
      });
      return state != cim_rest::DocumentState::State::accepted;
    });
    if (!arrived) return tl::make_unexpected("the document did not leave the bridge");
    if (state != cim_rest::DocumentState::State::failed) return one.face->send(call);  // with its answer
    const auto told =
        one.face->send({"GET", "/cim/v1/documents/" + id, {{"SenderGLN", header(call, "SenderGLN")}}, {}});
    if (!told) return told;
    return Reply{422, "application/problem+json", told->body};
  }

  tl::expected<Reply, std::string> fetch(Bridged& one, const Call& call) {
    tl::expected<Reply, std::string> reply;
    const auto quiet = eventually([&] {
      reply = one.face->send(call);
      if (!reply || reply->status != 204) return true;
      const auto waits = direct_->send(call);
      if (waits && waits->status != 204) return false;
      // What the hub no longer has is in the book.
      reply = one.face->send(call);
      return true;
    });
    if (!quiet) return tl::make_unexpected("the bridge does not fetch what waits at the hub");
    return reply;
  }

  Gateway gateway_;
  const scenario::Pack& pack_;
  std::shared_ptr<hub::Hub> hub_;
  std::unique_ptr<Exchange> direct_;
  std::unique_ptr<Listening> listening_;
  std::map<std::string, TestDatabase> kept_;
  std::map<std::string, Bridged> bridges_;
  std::string why_;
};

tl::expected<std::unique_ptr<Exchange>, std::string> open_behind_bridges(const Gateway& gateway,
                                                                         const scenario::Pack& pack) {
  const std::shared_ptr<const Engine> engine(std::make_shared<Gateway>(gateway), &gateway.engine());
  hub::Hub::Options options;
  options.seed = ledger::Seed{};
  options.version = pack.schema;
  auto hub = hub::Hub::open(engine, options);
  if (!hub) return tl::make_unexpected(hub.error());
  auto direct = scenario::exchange_with(gateway, *hub);
  if (!direct) return direct;
  auto listening = Listening::open(*hub);
  if (!listening) return tl::make_unexpected(listening.error());
  return std::make_unique<ThroughBridges>(gateway, pack, *hub, *std::move(direct), *std::move(listening));
}

}  // namespace

tl::expected<scenario::Rehearsal, std::string> rehearse_through_bridge(const Gateway& gateway,
                                                                       const scenario::Words& words,
                                                                       const scenario::Pack& pack) {
  scenario::RehearseOptions options;
  options.now = pack.clock;
  // The first is over SOAP, and meets the hub itself.
  bool first = true;
  const auto directly = scenario::built_in_hub(gateway);
  return scenario::rehearse(
      gateway, words, pack,
      [&](const std::string& schema) {
        const bool direct = first && pack.by.front() == "soap";
        first = false;
        return direct ? directly(schema) : open_behind_bridges(gateway, pack);
      },
      options);
}

}  // namespace cimgate::test
