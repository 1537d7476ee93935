#include <doctest/doctest.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <mutex>

#include "tests/bridge/market.hpp"
#include "tests/bridge/rehearsal.hpp"
#include "tests/hub/messages.hpp"
#include "tests/server/service.hpp"

/// A bridge whose surroundings are not as they should be: the disk, the certificates, a market that is slow.
namespace cimgate::test {
namespace {

std::string state_of(const Service& bridge, const std::string& id) {
  const auto answer = try_ask(bridge.port(), "GET", "/cim/v1/documents/" + id);
  return answer && answer->status == 200 ? member(answer->body, "state") : std::string();
}

int status_of(const Service& bridge, const std::string& method, const std::string& target,
              const std::string& body = {}) {
  const auto answer = try_ask(bridge.port(), method, target, body);
  return answer ? answer->status : 0;
}

/// Nothing can be written to files that are longer than this; the database is.
class FullDisk {
 public:
  explicit FullDisk(pid_t pid) : pid_(pid) {
    const rlimit none{4096, RLIM_INFINITY};
    REQUIRE(::prlimit(pid_, RLIMIT_FSIZE, &none, &before_) == 0);
  }
  ~FullDisk() { ::prlimit(pid_, RLIMIT_FSIZE, &before_, nullptr); }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  pid_t pid_;
  rlimit before_{};
};

std::string document(std::uint64_t number) {
  static const std::string sample = [] {
    const Service translator;
    return start_in_cim(translator.port(), uuid(0), unknown_point(0));
  }();
  return with(with(sample, uuid(0), uuid(number)), unknown_point(0), unknown_point(number));
}

}  // namespace

TEST_CASE("a full disk: nothing is taken that is not kept, and what was sent is not sent again") {
  std::mutex mutex;
  int asked = 0, polled = 0, acknowledged = 0;
  std::unique_ptr<FullDisk> full;
  const Service* bridge = nullptr;
  const auto message = start_of_supply(uuid(9), point);
  const Market market([&](const Market::Asked& request) -> Market::Said {
    const std::lock_guard lock(mutex);
    if (request.action == "AcknowledgePoll") return ++acknowledged, Market::Said{200, soap("")};
    if (request.action == "PollForData") {
      const bool gives = full != nullptr || polled > 0;
      if (!gives || acknowledged > 0 || request.target.find("PollMarketProcesses") == std::string::npos)
        return {200, result_set("", {})};
      ++polled;
      return {200, result_set(uuid(8), {message})};
    }
    ++asked;
    // The disk is full when the bridge wants to write down that this message has arrived.
    if (bridge != nullptr) full = std::make_unique<FullDisk>(bridge->pid());
    return {200, soap("")};
  });
  const TemporaryFolder folder;
  auto options = bridge_options(market.url(), folder.file("b.db"));
  options.insert(options.end(), {"--log", "json"});
  const Service made(options, "bridge");
  {
    const std::lock_guard lock(mutex);
    bridge = &made;
  }
  CHECK(status_of(made, "POST", "/cim/v1/documents", document(1)) == 202);
  CHECK(eventually([&] {
    const std::lock_guard lock(mutex);
    return asked == 1 && polled > 1 && made.errors().find("not-written") != std::string::npos;
  }));
  CHECK(status_of(made, "POST", "/cim/v1/documents", document(2)) == 503);
  CHECK(status_of(made, "GET", "/readyz") == 503);
  CHECK(state_of(made, uuid(1)) == "accepted");
  {
    const std::lock_guard lock(mutex);
    CHECK(acknowledged == 0);
    bridge = nullptr;
    full.reset();
  }
  CHECK(eventually([&] { return state_of(made, uuid(1)) == "sent"; }));
  CHECK(eventually([&] { return status_of(made, "GET", "/cim/v1/queues/market-processes") == 200; }));
  CHECK(state_of(made, uuid(2)).empty());
  CHECK(status_of(made, "POST", "/cim/v1/documents", document(2)) == 202);
  CHECK(eventually([&] { return state_of(made, uuid(2)) == "sent"; }));
  CHECK(status_of(made, "GET", "/readyz") == 200);
  const std::lock_guard lock(mutex);
  CHECK(asked == 2);
  CHECK(acknowledged == 1);
}

TEST_CASE("no more messages a second go to the market than the rate allows") {
  using Clock = std::chrono::steady_clock;
  std::mutex mutex;
  std::vector<Clock::time_point> times;
  const Market market([&](const Market::Asked& request) -> Market::Said {
    if (request.action == "PollForData") return {200, result_set("", {})};
    const std::lock_guard lock(mutex);
    times.push_back(Clock::now());
    return {200, soap("")};
  });
  const TemporaryFolder folder;
  auto options = bridge_options(market.url(), folder.file("b.db"));
  *(std::find(options.begin(), options.end(), "--rate") + 1) = "20";
  const Service bridge(options, "bridge");
  for (std::uint64_t i = 1; i <= 15; ++i)
    CHECK(status_of(bridge, "POST", "/cim/v1/documents", document(i)) == 202);
  CHECK(eventually([&] {
    const std::lock_guard lock(mutex);
    return times.size() == 15;
  }));
  // Fourteen steps of 50 ms; the first may have been under way for a moment. A slow machine makes it longer.
  CHECK(times.back() - times.front() > std::chrono::milliseconds(600));
}

TEST_CASE(
    "a certificate that is about to expire, and a file that cannot be used, are in the log and in readyz") {
  const TemporaryFolder folder;
  const auto keys = folder.file("keys");
  REQUIRE(std::system(
              (std::string(CIMGATE_BINARY) + " certs demo -q --days 20 " + keys + " >/dev/null").c_str()) ==
          0);
  const Market market([](const Market::Asked&) -> Market::Said { return {200, soap("")}; });
  auto options = bridge_options(market.url(), folder.file("b.db"), keys);
  options.insert(options.end(), {"--log", "json"});
  const Service bridge(options, "bridge");
  CHECK(eventually([&] { return bridge.errors().find("\"certificate-expires\"") != std::string::npos; }));
  const auto ready = try_ask(bridge.port(), "GET", "/readyz");
  CHECK(ready->status == 200);
  CHECK(ready->body.find("certificates: ws-security expires in ") != std::string::npos);
  CHECK(try_ask(bridge.port(), "GET", "/bridge/v1/certificates")->body.find("\"soon\": true") !=
        std::string::npos);
  CHECK(bridge.errors().find("certificate-unusable") == std::string::npos);
  std::ofstream(keys + "/" + supplier + ".pem") << "no certificate";
  CHECK(eventually([&] { return bridge.errors().find("\"certificate-unusable\"") != std::string::npos; }));
  CHECK(try_ask(bridge.port(), "GET", "/readyz")->body.find("ws-security cannot be used as it is now") !=
        std::string::npos);
  // Each is said once, not every time that it is looked at.
  CHECK(count(bridge.errors(), "certificate-unusable") == 1);
  CHECK(count(bridge.errors(), "certificate-expires") == 1);
}

}  // namespace cimgate::test
