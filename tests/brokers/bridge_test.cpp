// `cimgate bridge` with a broker: documents from an address, messages and outcomes to another.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <random>
#include <regex>
#include <set>
#include <thread>

#include "cut_proxy.hpp"
#include "gateway/database/connection.hpp"
#include "rabbit.hpp"
#include "tests/bridge/market.hpp"
#include "tests/bridge/rehearsal.hpp"
#include "tests/hub/messages.hpp"
#include "tests/server/service.hpp"
#include "tests/test_database.hpp"

namespace cimgate::test {
namespace {

constexpr const char* traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

Service& translator() {
  static Service made;
  return made;
}

std::string document(std::uint64_t number, const std::string& gsrn = point) {
  return start_in_cim(translator().port(), uuid(number), gsrn);
}

/// Options of a bridge with all that a broker can be for it.
std::vector<std::string> options_with(const Rabbit& rabbit, const std::string& upstream,
                                      const TemporaryFolder& folder, std::uint16_t port = 0) {
  auto options = bridge_options(upstream, folder.file("b.db"));
  for (const auto& more :
       {std::string("--documents-from"), rabbit.url(in_queue, port), std::string("--dead-letter"),
        rabbit.url(dead_queue, port), std::string("--messages-to"), rabbit.url(out_queue, port),
        std::string("--claims"), folder.file("claims"), std::string("--claim-above"), std::string("200kB"),
        std::string("--amqp-idle-timeout"), std::string("2")})
    options.push_back(more);
  const auto access = rabbit.access();
  options.insert(options.end(), access.begin(), access.end());
  std::filesystem::create_directories(folder.file("claims"));
  return options;
}

bool metric(const Service& bridge, const std::string& line) {
  const auto answer = try_ask(bridge.port(), "GET", "/metrics");
  return answer && answer->body.find("\n" + line + "\n") != std::string::npos;
}

}  // namespace

TEST_CASE("bridge: documents from an address; what is refused goes to the dead letters, with its finding") {
  auto* const rabbit = shared_rabbit();
  if (rabbit == nullptr) return;
  std::mutex mutex;
  std::vector<Market::Asked> heard;
  bool told = false;
  const Market market([&](const Market::Asked& asked) -> Market::Said {
    const std::lock_guard lock(mutex);
    if (asked.action == "AcknowledgePoll") told = true;
    if (asked.action == "PollForData" && !told &&
        asked.target.find("PollMarketProcesses") != std::string::npos)
      return {200, result_set(uuid(90), {with(start_of_supply(uuid(50), point), uuid(51), uuid(1))})};
    if (asked.action == "PollForData") return {200, result_set("", {})};
    if (asked.action == "RequestStartOfSupply") {
      heard.push_back(asked);
      if (asked.body.find(uuid(4)) != std::string::npos) return {500, fault("XSD", "no")};
    }
    return {200, soap("")};
  });
  const TemporaryFolder folder;
  const Service bridge(options_with(*rabbit, market.url(), folder), "bridge");
  auto traced = message("m-1", point, document(1));
  traced.traceparent = traceparent;
  auto packed = message("m-6", "", document(6, unknown_point(1)));
  packed.content_encoding = "br";
  auto claimed = message("m-7", "", "");
  claimed.claim = "sha256:" + std::string(64, '0');
  REQUIRE(
      rabbit->connect()->send({{in_queue, traced},
                               {in_queue, message("m-2", point, "{")},
                               {in_queue, message("m-3", point, document(1))},  // again
                               {in_queue, message("m-1", point, document(3))},  // another under its key
                               {in_queue, message("m-4", point, document(4))},
                               {in_queue, message("m-5", point, with(document(5), supplier, old_supplier))},
                               {in_queue, packed},
                               {in_queue, claimed}}));
  CHECK(eventually([&] { return metric(bridge, "cimgate_bridge_broker_documents_refused_total 5"); }));
  CHECK(metric(bridge, "cimgate_bridge_broker_documents_taken_total 3"));
  CHECK(eventually([&] { return metric(bridge, "cimgate_bridge_outbox{state=\"sent\"} 1"); }));
  CHECK(eventually([&] { return metric(bridge, "cimgate_bridge_broker_handed_over_total 2"); }));
  CHECK(metric(bridge, "cimgate_bridge_inbox{state=\"done\"} 1"));

  const auto dead = drain(*rabbit, dead_queue);
  REQUIRE(dead.size() == 10);
  const std::pair<const char*, const char*> expected[] = {{"m-2", "invalid-document"},
                                                          {"m-1", "key-used-before"},
                                                          {"m-5", "not-allowed"},
                                                          {"m-6", "invalid-document"},
                                                          {"m-7", "invalid-document"}};
  for (std::size_t i = 0; i < std::size(expected); ++i) {
    const auto& [id, problem] = expected[i];
    CAPTURE(id);
    CHECK(dead[2 * i].id == std::string(id) + "/findings");
    CHECK(dead[2 * i].correlation_id == id);
    CHECK(dead[2 * i].content_type == "application/json");
    CHECK(member(dead[2 * i].body, "type") == std::string("urn:cimgate:problem:") + problem);
    CHECK(dead[2 * i + 1].id == id);
  }
  CHECK(dead[0].body.find("\"findings\"") != std::string::npos);
  CHECK(dead[1].body == "{");
  CHECK(dead[9].claim == claimed.claim);

  const auto out = drain(*rabbit, out_queue);
  REQUIRE(out.size() == 2);
  std::map<std::string, amqp::Message> by_type;
  for (const auto& one : out) by_type[member(one.body, "type")] = one;
  const auto& received = by_type["message.received"];
  CHECK(received.id == std::string(supplier) + "-market-processes-" + uuid(50));
  CHECK(received.group_id == point);
  CHECK(received.content_type == "application/json");
  CHECK(received.body.find("RequestChangeOfSupplier_MarketDocument") != std::string::npos);
  const auto& failed = by_type["document.failed"];
  CHECK(failed.id == "document.failed-" + uuid(4) + "-1");
  CHECK(failed.body.find("urn:cimgate:problem:invalid-document") != std::string::npos);
  CHECK(failed.group_id == point);

  const std::lock_guard lock(mutex);
  REQUIRE(heard.size() == 2);
  CHECK(heard[0].head.find(std::string("traceparent: ") + traceparent) != std::string::npos);
  CHECK(drain(*rabbit, in_queue).empty());
}

TEST_CASE("bridge: large bodies beside the broker, both ways, and packed ones") {
  auto* const rabbit = shared_rabbit();
  if (rabbit == nullptr) return;
  const TemporaryFolder folder;
  std::atomic<bool> told = false;
  // About many metering points: large.
  const auto large = [] {
    auto text = start_of_supply(uuid(8), point);
    const auto at = text.rfind("</");
    return text.insert(at, std::string(300'000, ' '));
  }();
  const Market market([&](const Market::Asked& asked) -> Market::Said {
    if (asked.action == "AcknowledgePoll") told = true;
    if (asked.action == "PollForData" && !told &&
        asked.target.find("PollMarketProcesses") != std::string::npos)
      return {200, result_set(uuid(90), {large})};
    return {200, asked.action == "PollForData" ? result_set("", {}) : soap("")};
  });
  auto options = options_with(*rabbit, market.url(), folder);
  options[static_cast<std::size_t>(std::find(options.begin(), options.end(), "200kB") - options.begin())] =
      "500";
  const auto body = document(1);
  {
    // As a sender with the same folder does it.
    const Service bridge(options, "bridge");
    const auto packed = folder.file("claims/packed.gz");
    {
      std::ofstream out(folder.file("claims/packed"));
      out << document(2, unknown_point(2));
    }
    REQUIRE(std::system(("gzip " + folder.file("claims/packed")).c_str()) == 0);
    std::ifstream in(packed, std::ios::binary);
    auto zipped = message("z", "", std::string(std::istreambuf_iterator<char>(in), {}));
    zipped.content_encoding = "gzip";
    auto claim = message("c", "", "");
    {
      std::ofstream(folder.file("body")) << body;
      const auto line = "cp " + folder.file("body") + " " + folder.file("claims") + "/$(sha256sum < " +
                        folder.file("body") + " | cut -c1-64) && sha256sum < " + folder.file("body") +
                        " | cut -c1-64 > " + folder.file("digest");
      REQUIRE(std::system(line.c_str()) == 0);
      std::string digest;
      std::ifstream(folder.file("digest")) >> digest;
      claim.claim = "sha256:" + digest;
    }
    REQUIRE(rabbit->connect()->send({{in_queue, zipped}, {in_queue, claim}}));
    CHECK(eventually([&] { return metric(bridge, "cimgate_bridge_outbox{state=\"sent\"} 2"); }));
    CHECK(eventually([&] { return metric(bridge, "cimgate_bridge_broker_handed_over_total 1"); }));
  }
  CHECK(drain(*rabbit, dead_queue).empty());
  const auto out = drain(*rabbit, out_queue);
  REQUIRE(out.size() == 1);
  CHECK(out[0].body.empty());
  REQUIRE(out[0].claim.starts_with("sha256:"));
  std::ifstream kept(folder.file("claims/" + out[0].claim.substr(7)));
  const std::string text(std::istreambuf_iterator<char>(kept), {});
  CHECK(member(text, "type") == "message.received");
}

TEST_CASE("bridge: what does not go together is said, and the password in no place") {
  const TemporaryFolder folder;
  const auto said_with = [&](const std::vector<std::string>& more) {
    auto words = bridge_options("http://127.0.0.1:9", folder.file("b.db"));
    words.insert(words.begin(), {CIMGATE_BINARY, "bridge"});
    words.insert(words.end(), more.begin(), more.end());
    const auto log = folder.path() / "log";
    std::filesystem::remove(log);
    Process process(words, log);
    CHECK(process.wait() == 2);
    std::ifstream in(log);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  CHECK(said_with({"--documents-from", "amqp://127.0.0.1/a"}).find("--dead-letter") != std::string::npos);
  CHECK(
      said_with({"--messages-to", "http://127.0.0.1/a", "--amqp-sasl", "anonymous"}).find("--messages-to") !=
      std::string::npos);
  CHECK(said_with({"--messages-to", "amqp://127.0.0.1/a"}).find("--amqp-user") != std::string::npos);
  const auto seen = said_with({"--messages-to", "amqp://me:geheim@127.0.0.1/a", "--amqp-sasl", "anonymous"});
  CHECK(seen.find("geheim") == std::string::npos);
}

TEST_CASE(
    "bridge: it and the broker are killed, connections cut or lost without a word: nothing is lost or "
    "doubled, order holds") {
  auto* const rabbit = shared_rabbit();
  if (rabbit == nullptr) return;
  const char* asked = std::getenv("CIMGATE_BRIDGE_MESSAGES");
  const std::size_t documents = asked == nullptr ? 90 : std::stoul(asked);
  constexpr std::size_t points = 10;
  const TemporaryFolder folder;
  const auto hub_file = folder.file("hub.db");
  const auto market = std::string(CIMGATE_SOURCE_DIR) + "/examples/demo/market.yaml";
  REQUIRE(std::system((std::string(CIMGATE_BINARY) + " market load " + market + " --market " + hub_file +
                       " >/dev/null")
                          .c_str()) == 0);
  auto hub =
      std::make_unique<Service>(std::vector<std::string>{"--market", hub_file, "--clock", "2026-06-01"});
  CutProxy proxy(rabbit->port());
  const auto options =
      options_with(*rabbit, "http://127.0.0.1:" + std::to_string(hub->port()), folder, proxy.port());
  const auto sample = document(0, unknown_point(0));
  std::map<std::string, std::size_t> ours;
  {
    const auto peer = rabbit->connect();
    std::vector<amqp::Sending> all;
    for (std::size_t i = 1; i <= documents; ++i) {
      const auto gsrn = unknown_point(i % points);
      ours[uuid(i)] = i;
      const auto text = with(with(sample, uuid(0), uuid(i)), unknown_point(0), gsrn);
      all.push_back({in_queue, message(fmt::format("d-{}", i), gsrn, text)});
      if (i % 7 == 0) all.push_back({in_queue, message(fmt::format("again-{}", i), gsrn, text)});
    }
    REQUIRE(peer->send(all));
  }
  auto bridge = std::make_unique<Service>(options, "bridge");
  std::map<std::string, std::size_t> out;  // ids, and how often
  std::mt19937_64 chance(17);
  std::size_t killed = 0, cut = 0, lost = 0, broker_killed = 0;
  auto moved = std::chrono::steady_clock::now();
  auto peer = rabbit->connect();
  const auto read_again = [&] {
    peer.reset();
    peer = rabbit->connect();
    REQUIRE(peer->receive_from(out_queue, 500));
  };
  read_again();
  std::size_t next_fault = documents / 8;
  /// False when nothing comes in this time.
  const auto read = [&](std::chrono::milliseconds wait) {
    const auto delivery = peer->next(wait);
    REQUIRE_MESSAGE(delivery, delivery.error());
    if (!*delivery) return false;
    ++out[(*delivery)->message.id];
    peer->accept({(*delivery)->number});
    return true;
  };
  while (out.size() < documents && std::chrono::steady_clock::now() - moved < std::chrono::seconds(60)) {
    if (read(std::chrono::milliseconds(100))) moved = std::chrono::steady_clock::now();
    if (out.size() < next_fault || out.size() >= documents) continue;
    next_fault = out.size() + documents / 8;
    const auto faults = killed + cut + lost + broker_killed;
    if (faults % 5 == 2) {
      proxy.swallow();
      ++lost;
    } else if (faults % 5 == 3 && broker_killed == 0) {
      rabbit->kill();
      rabbit->restart();
      ++broker_killed;
      read_again();
    } else if (faults % 5 == 4) {
      proxy.cut();
      ++cut;
    } else {
      bridge->signal(SIGKILL);
      bridge->wait();
      bridge = std::make_unique<Service>(options, "bridge");
      ++killed;
    }
  }
  // All that was handed in is through; what comes now came before.
  CHECK(eventually([&] { return metric(*bridge, "cimgate_bridge_inbox{state=\"waiting\"} 0"); }));
  while (read(std::chrono::milliseconds(1500))) {
  }
  peer.reset();
  bridge->signal(SIGTERM);
  CHECK(bridge->wait() == 0);
  hub->signal(SIGTERM);
  hub->wait();
  std::size_t doubled = 0;
  for (const auto& [id, times] : out) doubled += times - 1;
  MESSAGE(documents, " documents: the bridge killed ", killed, " times, the broker ", broker_killed,
          ", connections cut ", cut, ", lost without a word ", lost, "; handed over twice with the same id ",
          doubled);
  CHECK(killed >= 2);
  CHECK(lost >= 1);
  CHECK(broker_killed == 1);
  // Each document reached the hub, in the order of its metering point, and was answered once.
  static const std::regex id("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  std::vector<std::string> heard;
  std::set<std::string> before;
  for (const auto& xml :
       column(hub_file, "SELECT first FROM hub_deeds WHERE kind = 'message' ORDER BY sequence"))
    for (std::sregex_iterator at(xml.begin(), xml.end(), id), end; at != end; ++at)
      if (ours.contains(at->str()) && before.insert(at->str()).second) heard.push_back(at->str());
  CHECK(heard.size() == documents);
  std::map<std::size_t, std::size_t> last;
  for (const auto& one : heard) {
    auto& of_point = last[ours[one] % points];
    CHECK(of_point < ours[one]);
    of_point = ours[one];
  }
  const auto book = folder.file("b.db");
  CHECK(column(book, "SELECT id FROM outbox").size() == documents);
  CHECK(column(book, "SELECT id FROM outbox WHERE state IN (1, 2)").size() == documents);
  const auto fetched = column(book, "SELECT party || '-market-processes-' || id FROM inbox");
  CHECK(std::set<std::string>(fetched.begin(), fetched.end()).size() == documents);
  for (const auto& one : fetched) CHECK(out.contains(one));
  CHECK(out.size() == documents);
  CHECK(drain(*rabbit, dead_queue).empty());
  CHECK(drain(*rabbit, in_queue).empty());
}

}  // namespace cimgate::test
