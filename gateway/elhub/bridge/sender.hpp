#pragma once
#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "gateway/elhub/bridge/book.hpp"
#include "gateway/elhub/bridge/upstream.hpp"
#include "gateway/elhub/emif_client/client.hpp"

namespace cimgate::bridge {

struct Delivery {
  std::size_t connections = 4;
  std::uint64_t rate = 20;  ///< messages a second at most, over all connections; Elhub's is not published
  Millis retry_first = 1000;
  Millis retry_most = 300'000;
  Millis give_up =
      24LL * 60 * 60 * 1000;        ///< after it was accepted, when tries are uncertain or refused for now
  std::int64_t security_tries = 5;  ///< faults of the group Security in a row until it is given up
};

/// Delivers what is in the outbox: one message about a metering point at a time, in the order in which they
/// came, under the same id until the market says that it has it.
class Sender {
 public:
  Sender(std::shared_ptr<Book> book, std::shared_ptr<const emif_client::Setting> emif,
         const Delivery& delivery, Surroundings surroundings);
  ~Sender();
  Sender(const Sender&) = delete;
  Sender& operator=(const Sender&) = delete;

  /// There is something new in the outbox. From any thread.
  void wake();

 private:
  void work();
  /// The next message, which nobody else works on; nothing when the sender is to end.
  std::optional<Outgoing> next();
  void refill(std::unique_lock<std::mutex>& lock);
  void wait_for_turn();
  void deliver(emif_client::Client& client, const Outgoing& message);
  void keep_outcome(const Outgoing& message, const Book::Work& work);
  void put_off(const Outgoing& message, bool uncertain, const std::string& group, const std::string& why);
  void give_up(const Outgoing& message, const std::string& group, const std::string& why);
  void hold(const std::string& why);
  void count_rejected(const Outgoing& message);
  void say(const Outgoing& message, std::string_view event, const std::string& why, bool trouble) const;

  std::shared_ptr<Book> book_;
  std::shared_ptr<const emif_client::Setting> emif_;
  Delivery delivery_;
  Surroundings around_;
  BackOff back_off_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Outgoing> ready_;
  std::set<std::int64_t> in_flight_;
  bool woken_ = true;
  Millis look_again_ = 0;
  Millis next_turn_ = 0;   ///< microseconds, of the rate
  Millis held_until_;      ///< nobody is reached, or would be believed: nothing is tried before
  std::int64_t held_ = 0;  ///< how often in a row
  std::vector<std::thread> threads_;
};

}  // namespace cimgate::bridge
