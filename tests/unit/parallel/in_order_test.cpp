#include "gateway/parallel/in_order.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <vector>

using cimgate::parallel::in_order;

TEST_SUITE("parallel: in order") {
  TEST_CASE("results come in order, each once, whatever the order of the work") {
    for (const unsigned threads : {1U, 2U, 7U}) {
      std::vector<std::size_t> taken;
      in_order(
          200, threads,
          [](std::size_t i) {
            if (i % 13 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));
            return i * i;
          },
          [&](std::size_t i, std::size_t square) {
            CHECK(square == i * i);
            taken.push_back(i);
          });
      REQUIRE(taken.size() == 200);
      for (std::size_t i = 0; i < taken.size(); ++i) CHECK(taken[i] == i);
    }
  }

  TEST_CASE("only a few results wait, also when the first takes long") {
    std::atomic<std::size_t> done = 0;
    std::size_t most = 0;
    in_order(
        500, 2,
        [&](std::size_t i) {
          if (i == 0) std::this_thread::sleep_for(std::chrono::milliseconds(50));
          ++done;
          return i;
        },
        [&](std::size_t i, std::size_t) { most = std::max(most, done - i); });
    CHECK(most <= 9);
  }

  TEST_CASE("nothing to do") {
    in_order(
        0, 4, [](std::size_t i) { return i; }, [](std::size_t, std::size_t) { FAIL("nothing to take"); });
  }

  TEST_CASE("what is thrown comes out, and all threads end") {
    const auto good = [](std::size_t i) { return i; };
    CHECK_THROWS_AS(in_order(
                        100, 3,
                        [](std::size_t i) {
                          if (i == 20) throw std::runtime_error("work");
                          return i;
                        },
                        [](std::size_t, std::size_t) {}),
                    std::runtime_error);
    CHECK_THROWS_AS(in_order(100, 3, good,
                             [](std::size_t i, std::size_t) {
                               if (i == 20) throw std::logic_error("take");
                             }),
                    std::logic_error);
  }
}
