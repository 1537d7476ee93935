#include "chaos.hpp"

#include <fmt/format.h>

#include <chrono>
#include <map>
#include <random>
#include <set>
#include <thread>
#include <vector>

#include "cut_proxy.hpp"
#include "workers.hpp"

namespace cimgate::test {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// What a reader with an inbox makes of the results.
struct Reader {
  std::size_t expected;
  std::set<std::string> seen = {};
  std::map<std::string, std::size_t> last = {};  ///< of each group
  ChaosOutcome outcome = {};

  void take(const amqp::Message& message) {
    const auto number = message.id.size() == 9 ? std::stoul(message.id.substr(2)) : expected;
    if (number >= expected || message.body.find("MarketDocument") == std::string::npos) {
      ++outcome.foreign;
      return;
    }
    if (!seen.insert(message.id).second) {
      ++outcome.doubled;
      return;
    }
    auto& before = last.try_emplace(message.group_id, 0).first->second;
    if (number < before) ++outcome.out_of_order;
    before = number;
  }
};

}  // namespace

ChaosOutcome chaos(Rabbit& rabbit, const std::string& inbox, std::size_t messages, std::size_t faults) {
  CutProxy proxy(rabbit.port());
  const auto body = source_file("examples/demo/change-of-supplier.xml");
  Workers workers{rabbit, proxy.port(), {"--inbox", inbox, "--amqp-idle-timeout", "2"}};
  Reader reader{messages};
  std::mt19937 random(7);
  std::size_t killed = 0, cut = 0, lost = 0, broker_killed = 0;
  const auto began = Clock::now();
  const std::size_t phases[] = {2, 4, 1};
  std::size_t phase = 0;
  for (const auto count : phases) {
    feed(rabbit, messages * phase / 3, messages * (phase + 1) / 3, body);
    ++phase;
    workers.be(count);
    const auto wanted = messages * phase / 3;
    auto peer = rabbit.connect();
    auto receiving = peer->receive_from(out_queue, 500);
    if (!receiving) throw std::runtime_error(receiving.error());
    // Faults come with the results, so that each run has them, however fast it is.
    const auto some = [&] { return messages / (2 * faults) + random() % (messages / faults + 1) + 1; };
    auto next_fault = reader.seen.size() + some();
    auto last_result = Clock::now();
    bool broker_lives = phase != 2;  // in the second phase it is killed, once
    while (reader.seen.size() < wanted && Clock::now() - last_result < std::chrono::seconds(60)) {
      auto delivery = peer->next(milliseconds(100));
      if (!delivery) throw std::runtime_error(delivery.error());
      if (*delivery) {
        last_result = Clock::now();
        reader.take((*delivery)->message);
        peer->accept({(*delivery)->number});
      }
      if (reader.seen.size() < next_fault || reader.seen.size() >= wanted) continue;
      next_fault = reader.seen.size() + some();
      if (!broker_lives) {
        broker_lives = true;
        ++broker_killed;
        peer.reset();
        rabbit.kill();
        rabbit.restart();
        peer = rabbit.connect();
        receiving = peer->receive_from(out_queue, 500);
        if (!receiving) throw std::runtime_error(receiving.error());
      } else if (phase == 3 && lost == 0) {
        proxy.swallow();
        ++lost;
      } else if (random() % 3 == 0) {
        proxy.cut();
        ++cut;
      } else {
        workers.kill(random() % count);
        ++killed;
      }
    }
  }
  const auto seconds = std::chrono::duration<double>(Clock::now() - began).count();
  // What was sent again after the last was seen.
  std::this_thread::sleep_for(milliseconds(500));
  workers.running.clear();
  for (const auto& message : drain(rabbit, out_queue)) reader.take(message);
  reader.outcome.foreign += drain(rabbit, dead_queue).size() + drain(rabbit, invalid_queue).size();
  reader.outcome.lost = messages - reader.seen.size();
  reader.outcome.told = fmt::format(
      "{} messages of {} groups; workers killed {} times, connections cut {} times and lost without a word "
      "{} times, the broker killed {} times; "
      "{} s; "
      "lost {}, out of order {}, sent twice with the same id {}",
      messages, groups, killed, cut, lost, broker_killed, static_cast<int>(seconds), reader.outcome.lost,
      reader.outcome.out_of_order, reader.outcome.doubled);
  reader.outcome.faults = killed + cut + lost + broker_killed;
  return reader.outcome;
}

}  // namespace cimgate::test
