#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <thread>

#include "tests/hub/messages.hpp"
#include "tests/server/client.hpp"
#include "tests/server/service.hpp"

namespace cimgate::test {
namespace {

/// How large the test is: more of both for a night, or before a release.
std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const auto* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}
const std::uint64_t messages = from_environment("CIMGATE_CRASH_MESSAGES", 1000);
const std::uint64_t kills = from_environment("CIMGATE_CRASH_KILLS", 1);

std::string body_of(std::uint64_t number) {
  return enveloped(market_ns, "RequestStartOfSupplyRequest",
                   start_of_supply(uuid(number), "707057599002999994"));  // refused: each gives one message
}

/// Sends messages one after the other over one connection, until it breaks. Those that were answered go into
/// `answered`.
void send(std::uint16_t port, std::uint64_t from, std::uint64_t step, std::vector<char>& answered) {
  Client client(port);
  for (auto number = from; number < messages; number += step) {
    if (answered[number] != 0) continue;
    const auto body = body_of(number);
    if (!client.send(
            request_text("POST", "/emif/services/MarketProcesses", "Content-Type: text/xml\r\n", body)))
      return;
    const auto answer = client.receive();
    if (!answer) return;
    if (answer->status == 200) answered[number] = 1;
  }
}

std::size_t send_all(std::uint16_t port, std::vector<char>& answered) {
  std::vector<std::thread> threads;
  constexpr std::uint64_t count = 4;
  for (std::uint64_t i = 0; i < count; ++i) threads.emplace_back([&, i] { send(port, i, count, answered); });
  for (auto& thread : threads) thread.join();
  return static_cast<std::size_t>(std::count(answered.begin(), answered.end(), 1));
}

}  // namespace

TEST_CASE(
    "kill -9 in the middle of a thousand messages: nothing that was answered is lost, nothing is doubled") {
  const TemporaryFolder folder;
  const std::vector<std::string> options = {"--market", folder.file("hub.db"), "--clock", "2026-06-01"};
  const std::string parties =
      "parties:\n  - { gln: \"7099990001022\", name: Innsjø Energi AS, roles: [DDQ] }\n"
      "  - { gln: \"7099990000018\", name: Datahub, roles: [DDZ] }\n";
  std::vector<char> answered(messages, 0);
  std::uint64_t while_sending = 0;
  for (std::uint64_t kill = 0; kill < kills; ++kill) {
    Service hub(options);
    REQUIRE(ask(hub.port(), "POST", "/hub/v1/market", "", parties).status == 200);
    std::atomic<bool> sending{true};
    std::thread killer([&] {
      // At another moment each time; the first in the middle of it all.
      std::this_thread::sleep_for(std::chrono::milliseconds(kill == 0 ? 400 : 30 + kill * 37 % 170));
      if (sending) ++while_sending;
      hub.signal(SIGKILL);
    });
    send_all(hub.port(), answered);
    sending = false;
    killer.join();
    hub.wait();
  }
  const auto before = static_cast<std::size_t>(std::count(answered.begin(), answered.end(), 1));
  MESSAGE(kills, " kills, ", while_sending, " of them while messages came; ", before, " of ", messages,
          " messages were answered before the last");
  Service hub(options);
  const auto seen = [&] {
    std::set<std::string> ids;
    std::size_t total = 0;
    std::string after = "0";
    for (;;) {
      const auto page =
          ask(hub.port(), "GET", "/hub/v1/events?kind=message-rejected&limit=1000&after=" + after).body;
      const auto here = count(page, "\"seq\"");
      if (here == 0) break;
      total += here;
      for (auto at = page.find("\"id\": \""); at != std::string::npos; at = page.find("\"id\": \"", at + 1))
        ids.insert(page.substr(at + 7, 36));
      after = page.substr(page.rfind("\"last\": ") + 8);
      after = after.substr(0, after.find_first_not_of("0123456789"));
    }
    return std::make_pair(ids, total);
  };
  const auto [kept, events] = seen();
  CHECK(events == kept.size());
  for (std::uint64_t number = 0; number < messages; ++number)
    if (answered[number] != 0) CHECK(kept.contains(uuid(number)));
  // The sender does not know what became of the others, and sends them again.
  REQUIRE(send_all(hub.port(), answered) == messages);
  const auto [all, all_events] = seen();
  CHECK(all.size() == messages);
  CHECK(all_events == messages);
  // Every refusal is fetched once.
  std::multiset<std::string> references;
  for (std::uint64_t poll = 0;; ++poll) {
    const auto set =
        ask(hub.port(), "POST", "/emif/services/PollMarketProcesses", "Content-Type: text/xml\r\n",
            enveloped(poll_ns, "PollForDataRequest", poll_for_data(uuid(500000 + poll), supplier)));
    REQUIRE(set.status == 200);
    if (set.body.find("xsi:nil") != std::string::npos) break;
    const std::string mark = "<abie:OriginalBusinessDocumentReference>";
    for (auto at = set.body.find(mark); at != std::string::npos;
         at = set.body.find(mark, at + mark.size() + 40))
      references.insert(set.body.substr(at + mark.size(), 36));
    REQUIRE(
        ask(hub.port(), "POST", "/emif/services/PollMarketProcesses", "Content-Type: text/xml\r\n",
            enveloped(poll_ns, "AcknowledgePollRequest",
                      acknowledgement(uuid(600000 + poll), supplier, element(set.body, "Identification"))))
            .status == 200);
  }
  CHECK(references.size() == messages);
  CHECK(std::set<std::string>(references.begin(), references.end()).size() == messages);
}

}  // namespace cimgate::test
