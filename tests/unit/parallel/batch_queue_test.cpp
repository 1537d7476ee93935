#include "gateway/parallel/batch_queue.hpp"

#include <doctest/doctest.h>

#include <string>
#include <thread>
#include <vector>

using cimgate::parallel::BatchQueue;

TEST_SUITE("parallel: jobs that are taken together") {
  TEST_CASE("in their order, so many at once, and no more than may wait") {
    BatchQueue<std::string> queue(3, 2);
    for (std::string job : {"a", "b", "c"}) CHECK(queue.put(job));
    std::string refused = "d";
    CHECK_FALSE(queue.put(refused));
    CHECK(refused == "d");
    CHECK(queue.take() == std::deque<std::string>{"a", "b"});
    CHECK(queue.put(refused));
    CHECK(queue.take() == std::deque<std::string>{"c", "d"});
  }

  TEST_CASE("what waits when it is closed is taken, and then nothing; what comes is refused") {
    BatchQueue<std::string> queue(3, 2);
    std::string job = "a";
    CHECK(queue.put(job));
    queue.close();
    std::string late = "b";
    CHECK_FALSE(queue.put(late));
    CHECK(queue.take() == std::deque<std::string>{"a"});
    CHECK(queue.take().empty());
  }

  TEST_CASE("many put, one takes: nothing is lost or comes twice") {
    constexpr int senders = 4, each = 500;
    BatchQueue<int> queue(senders * each, 7);
    std::vector<int> seen(senders * each, 0);
    std::thread taker([&] {
      for (auto batch = queue.take(); !batch.empty(); batch = queue.take()) {
        CHECK(batch.size() <= 7);
        for (const int job : batch) ++seen[static_cast<std::size_t>(job)];
      }
    });
    std::vector<std::thread> threads;
    for (int sender = 0; sender < senders; ++sender)
      threads.emplace_back([&, sender] {
        for (int i = 0; i < each; ++i) {
          int job = sender * each + i;
          queue.put(job);
        }
      });
    for (auto& thread : threads) thread.join();
    queue.close();
    taker.join();
    CHECK(seen == std::vector<int>(senders * each, 1));
  }
}
