#include "gateway/templates/spool.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <string>

#include "tests/unit/templates/bound.hpp"

using namespace cimgate;

namespace {

std::string copied(templates::Spool& spool) {
  std::string all;
  CHECK(spool.copy_to([&](std::string_view text) { all += text; }));
  return all;
}

void fails(templates::Spool& spool) {
  std::string all;
  CHECK_FALSE(spool.copy_to([&](std::string_view text) { all += text; }));
  CHECK(all.empty());
}

}  // namespace

TEST_SUITE("templates: spool") {
  TEST_CASE("a long text without a file to keep it in, or room in that, is told, and never half") {
    const std::string text(std::size_t{600} * 1024, 'x');
    templates::Spool no_file, full;
    {
      const test::Bound bound(RLIMIT_NOFILE, 0);
      no_file.append(text);
    }
    no_file.append(text);
    no_file.append("y");
    fails(no_file);
    fails(no_file);

    auto* const before = std::signal(SIGXFSZ, SIG_IGN);
    {
      const test::Bound bound(RLIMIT_FSIZE, 1024);
      full.append(text);
    }
    std::signal(SIGXFSZ, before);
    full.append("y");
    fails(full);
    full.append(text);
    fails(full);
  }

  TEST_CASE("a short text waits, and is handed on as often as it is asked for") {
    templates::Spool spool;
    CHECK(spool.empty());
    CHECK(copied(spool).empty());
    spool.append("one ");
    CHECK_FALSE(spool.empty());
    spool.append("two");
    CHECK(copied(spool) == "one two");
    CHECK(copied(spool) == "one two");
  }

  TEST_CASE("numbers that are known late stand where they were left open") {
    std::uint32_t first = 0, second = 0, third = 0;
    templates::Spool spool;
    spool.append_open(&first);
    spool.append("-");
    spool.append_open(&second);
    spool.append_open(&second);
    spool.append("+");
    spool.append_open(&third);
    first = 1;
    second = 20;
    third = 300;
    CHECK(copied(spool) == "1-2020+300");
  }

  TEST_CASE("a long text is kept elsewhere meanwhile, with its open numbers, and comes back as it was") {
    // Around the sizes at which it is written out and read back.
    for (const std::size_t step :
         {std::size_t{1024}, std::size_t{65536}, std::size_t{65537}, std::size_t{524288}}) {
      templates::Spool spool;
      std::string expected;
      std::uint32_t number = 0;
      for (std::size_t i = 0; i * step < 1'300'000; ++i) {
        const std::string piece(step, static_cast<char>('a' + i % 26));
        spool.append(piece);
        spool.append_open(&number);
        expected += piece + "7";
      }
      number = 7;
      CAPTURE(step);
      CHECK_FALSE(spool.empty());
      CHECK((copied(spool) == expected));
      CHECK((copied(spool) == expected));
    }
  }
}
