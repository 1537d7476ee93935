#include <doctest/doctest.h>
#include <fmt/format.h>

#include <fstream>
#include <mutex>

#include "gateway/security/keys/webhook_secret.hpp"
#include "tests/bridge/market.hpp"
#include "tests/bridge/rehearsal.hpp"
#include "tests/hub/messages.hpp"
#include "tests/server/service.hpp"

/// What is fetched is posted: signed, at least once, under the same id, and in nobody's way.
namespace cimgate::test {
namespace {

/// The example of Standard Webhooks; no secret of anybody's.
constexpr const char* secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

std::string field(const Market::Asked& asked, const std::string& name) {
  const auto at = asked.head.find("\r\n" + name + ": ");
  if (at == std::string::npos) return {};
  const auto from = at + name.size() + 4;
  return asked.head.substr(from, asked.head.find('\r', from) - from);
}

/// A market that has these messages for the supplier, until they are acknowledged.
class Sends {
 public:
  explicit Sends(std::vector<std::string> messages) : messages_(std::move(messages)) {}
  Market::Said operator()(const Market::Asked& asked) {
    const std::lock_guard lock(mutex_);
    if (asked.action == "AcknowledgePoll") {
      messages_.clear();
      return {200, soap("")};
    }
    const bool here = asked.target.find("PollMarketProcesses") != std::string::npos && !messages_.empty();
    return {200, here ? result_set(uuid(90), messages_) : result_set("", {})};
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> messages_;
};

std::vector<std::string> options_with(const std::string& market, const TemporaryFolder& folder,
                                      const std::string& hook) {
  std::ofstream(folder.file("secret")) << secret << '\n';
  auto options = bridge_options(market, folder.file("b.db"));
  for (const auto& more : {std::string("--webhook"), hook + "/hook", std::string("--webhook-secret-file"),
                           folder.file("secret")})
    options.push_back(more);
  return options;
}

}  // namespace

TEST_CASE("a webhook is signed as Standard Webhooks has it") {
  const auto one = keys::WebhookSecrets::read(secret);
  REQUIRE(one);
  // The example of the standard.
  const std::string signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
  CHECK(one->sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}") == signature);
  CHECK(one->sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265331, "{\"test\": 2432232314}") != signature);
  const auto two =
      keys::WebhookSecrets::read("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD\r\n" + std::string(secret) + "\n");
  REQUIRE(two);
  CHECK(two->sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}")
            .ends_with(" " + signature));
  for (const char* wrong :
       {"", "\n", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_", "whsec_MfKQ", "whsec_%%%%"})
    CHECK_FALSE(keys::WebhookSecrets::read(wrong));
}

TEST_CASE("a webhook gets a message until it takes it, and then the queue has it no more") {
  Sends sends({start_of_supply(uuid(5), point)});
  const Market market([&](const Market::Asked& asked) { return sends(asked); });
  std::mutex mutex;
  std::vector<Market::Asked> posts;
  const Market hook([&](const Market::Asked& asked) -> Market::Said {
    const std::lock_guard lock(mutex);
    posts.push_back(asked);
    switch (posts.size()) {
      case 1:
        return {500, "no"};
      case 2:
        return {302, "elsewhere"};
      case 3:
        return {200, "cut in the middle", true};
      default:
        return {204, ""};
    }
  });
  const TemporaryFolder folder;
  const Service bridge(options_with(market.url(), folder, hook.url()), "bridge");
  const auto metric = [&](const std::string& line) {
    const auto answer = try_ask(bridge.port(), "GET", "/metrics");
    return answer && answer->body.find("\n" + line + "\n") != std::string::npos;
  };
  CHECK(eventually([&] { return metric("cimgate_bridge_webhook_taken_total 1"); }));
  CHECK(metric("cimgate_bridge_webhook_put_off_total 3"));
  CHECK(metric("cimgate_bridge_inbox{state=\"done\"} 1"));
  CHECK(try_ask(bridge.port(), "GET", "/cim/v1/queues/market-processes")->status == 204);

  const std::lock_guard lock(mutex);
  REQUIRE(posts.size() == 4);
  const auto secrets = keys::WebhookSecrets::read(secret);
  for (const auto& post : posts) {
    CHECK(post.target == "/hook");
    CHECK(field(post, "webhook-id") == std::string(supplier) + "-market-processes-" + uuid(5));
    const auto at = std::atoll(field(post, "webhook-timestamp").c_str());
    CHECK(at > 0);
    CHECK(field(post, "webhook-signature") == secrets->sign(field(post, "webhook-id"), at, post.body));
    CHECK(member(post.body, "type") == "message.received");
    CHECK(post.body == posts.front().body);
    CHECK(post.body.find("RequestChangeOfSupplier_MarketDocument") != std::string::npos);
  }
  CHECK(bridge.errors().find("whsec") == std::string::npos);
}

TEST_CASE("a message that a webhook never takes stands in no other's way, and can be fetched") {
  Sends sends({start_of_supply(uuid(5), point), start_of_supply(uuid(6), unknown_point(1))});
  const Market market([&](const Market::Asked& asked) { return sends(asked); });
  const Market hook([](const Market::Asked& asked) -> Market::Said {
    return {asked.body.find(uuid(5)) != std::string::npos ? 400 : 200, "x"};
  });
  const TemporaryFolder folder;
  const Service bridge(options_with(market.url(), folder, hook.url()), "bridge");
  CHECK(eventually([&] {
    const auto inbox = try_ask(bridge.port(), "GET", "/bridge/v1/inbox?state=done");
    return inbox && inbox->body.find(uuid(6)) != std::string::npos;
  }));
  const auto queue = try_ask(bridge.port(), "GET", "/cim/v1/queues/market-processes");
  REQUIRE(queue->status == 200);
  CHECK(queue->body.find(uuid(5)) != std::string::npos);
  CHECK(queue->body.find(uuid(6)) == std::string::npos);
}

TEST_CASE("what was not taken when the bridge ended is posted when it begins again") {
  Sends sends({start_of_supply(uuid(5), point)});
  const Market market([&](const Market::Asked& asked) { return sends(asked); });
  std::atomic<bool> takes{false};
  std::mutex mutex;
  std::vector<std::string> ids;
  const Market hook([&](const Market::Asked& asked) -> Market::Said {
    const std::lock_guard lock(mutex);
    ids.push_back(field(asked, "webhook-id"));
    return {takes ? 200 : 503, ""};
  });
  const TemporaryFolder folder;
  const auto options = options_with(market.url(), folder, hook.url());
  {
    Service bridge(options, "bridge");
    CHECK(eventually([&] {
      const std::lock_guard lock(mutex);
      return !ids.empty();
    }));
    bridge.signal(9);
    bridge.wait();
  }
  takes = true;
  const Service bridge(options, "bridge");
  CHECK(eventually([&] {
    const auto inbox = try_ask(bridge.port(), "GET", "/bridge/v1/inbox?state=done");
    return inbox && inbox->body.find(uuid(5)) != std::string::npos;
  }));
  const std::lock_guard lock(mutex);
  for (const auto& id : ids) CHECK(id == ids.front());
}

}  // namespace cimgate::test
