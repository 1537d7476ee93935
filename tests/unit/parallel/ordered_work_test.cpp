#include "gateway/parallel/ordered_work.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <set>
#include <stdexcept>
#include <vector>

using namespace cimgate;

namespace {

struct Job {
  int number = 0;
  int squared = 0;
};

std::vector<int> counted(int to) {
  std::vector<int> all;
  for (int i = 0; i < to; ++i) all.push_back(i);
  return all;
}

}  // namespace

TEST_SUITE("parallel: ordered work") {
  TEST_CASE("is taken as it was put in, by any number of threads") {
    for (const unsigned threads : {0U, 1U, 2U, 5U}) {
      CAPTURE(threads);
      std::vector<int> taken;
      std::atomic<bool> all_squared = true;
      std::atomic<bool> known_workers = true;
      parallel::OrderedWork<Job> work(
          threads,
          [&](unsigned worker, Job& job) {
            if (worker != 0 && worker >= threads) known_workers = false;
            job.squared = job.number * job.number;
          },
          [&](Job& job) {
            taken.push_back(job.number);
            if (job.squared != job.number * job.number) all_squared = false;
          });
      for (int i = 0; i < 500; ++i) work.put({i, -1});
      work.drain();
      CHECK(taken == counted(500));
      for (int i = 500; i < 600; ++i) work.put({i, -1});
      work.finish();
      CHECK(taken == counted(600));
      CHECK(all_squared);
      CHECK(known_workers);
    }
  }

  TEST_CASE("only a few pieces wait") {
    int put = 0;
    int most = 0;
    int taken = 0;
    parallel::OrderedWork<Job> work(
        3, [](unsigned, Job&) {},
        [&](Job&) {
          most = std::max(most, put - taken);
          ++taken;
        });
    for (; put < 200; ++put) work.put({put, 0});
    work.finish();
    CHECK(taken == 200);
    CHECK(most <= 10);
  }

  TEST_CASE("two threads are two: the one that puts in works, too") {
    std::mutex mutex;
    std::set<std::thread::id> seen;
    std::condition_variable both;
    bool alone = false;
    parallel::OrderedWork<Job> work(
        2,
        [&](unsigned, Job& job) {
          if (job.number >= 2) return;
          std::unique_lock lock(mutex);
          seen.insert(std::this_thread::get_id());
          both.notify_all();
          // The first two jobs wait for each other, so they are at work at the same time.
          if (!both.wait_for(lock, std::chrono::seconds(20), [&] { return seen.size() == 2; })) alone = true;
        },
        [](Job&) {});
    for (int i = 0; i < 10; ++i) work.put({i, 0});
    work.finish();
    CHECK_FALSE(alone);
    CHECK(seen.size() == 2);
    CHECK(seen.contains(std::this_thread::get_id()));
  }

  TEST_CASE("what the work throws comes out in its turn") {
    for (const unsigned threads : {0U, 2U}) {
      CAPTURE(threads);
      std::vector<int> taken;
      parallel::OrderedWork<Job> work(
          threads,
          [](unsigned, Job& job) {
            if (job.number == 5) throw std::runtime_error("five");
          },
          [&](Job& job) { taken.push_back(job.number); });
      const auto all = [&] {
        for (int i = 0; i < 9; ++i) work.put({i, 0});
        work.finish();
      };
      CHECK_THROWS_WITH(all(), "five");
      CHECK(taken == counted(5));
    }
  }
}
