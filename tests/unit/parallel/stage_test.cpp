#include "gateway/parallel/stage.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <stdexcept>
#include <string>

using cimgate::parallel::Stage;

TEST_CASE("a stage hands back in order what became of the pieces") {
  Stage<int, std::string> stage([](int n) { return std::to_string(n * 2); });
  for (int i = 0; i < 100; ++i) stage.give(i);
  CHECK(stage.waiting() == 100);
  for (int i = 0; i < 100; ++i) CHECK(stage.take() == std::to_string(i * 2));
  CHECK(stage.waiting() == 0);
}

TEST_CASE("an exception of the step comes out where its piece is taken, and the stage goes on") {
  Stage<int, int> stage([](int n) { return n == 1 ? throw std::runtime_error("one") : n; });
  for (int i = 0; i < 3; ++i) stage.give(i);
  CHECK(stage.take() == 0);
  CHECK_THROWS_WITH(stage.take(), "one");
  CHECK(stage.take() == 2);
}

TEST_CASE("a stage that is left before all is taken ends, and does not do what is waiting") {
  std::atomic<int> done = 0;
  std::atomic<bool> go = false;
  {
    Stage<int, int> stage([&](int n) {
      while (!go) std::this_thread::yield();
      return ++done, n;
    });
    for (int i = 0; i < 1000; ++i) stage.give(i);
    go = true;
    CHECK(stage.take() == 0);
  }
  CHECK(done >= 1);
}
