// Workers on one inbox on a server that scripts/with-postgresql has started.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>

#include "chaos.hpp"
#include "rabbit.hpp"
#include "tests/test_database.hpp"
#include "workers.hpp"

namespace cimgate::test {
namespace {}  // namespace

TEST_SUITE_BEGIN("inbox on a server" * doctest::skip(there_is_no_server()));

TEST_CASE("work: two workers on one server take what came twice out") {
  auto* const rabbit = shared_rabbit();
  if (rabbit == nullptr) return;
  const TestDatabase kept;
  const TemporaryFolder folder;
  constexpr std::size_t messages = 300;
  {
    // Both of a pair may be at two workers at the same time.
    const auto peer = rabbit->connect();
    std::vector<amqp::Sending> all;
    for (std::size_t i = 0; i < 2 * messages; ++i) {
      amqp::Message message;
      message.id = "p-" + std::to_string(i / 2);
      message.body = source_file("examples/demo/change-of-supplier.xml");
      all.push_back({in_queue, std::move(message)});
    }
    REQUIRE(peer->send(all));
  }
  const auto work = [&](const std::string& name) {
    std::vector<std::string> words = {CIMGATE_BINARY, "work",   "-q", "--once",     "--level",
                                      "schema",       "--poll", "2",  "--together", "16"};
    for (const auto& [option, value] : {std::pair<std::string, std::string>{"--from", rabbit->url(in_queue)},
                                        {"--to", rabbit->url(out_queue)},
                                        {"--dead-letter", rabbit->url(dead_queue)},
                                        {"--inbox", kept.location()}}) {
      words.push_back(option);
      words.push_back(value);
    }
    const auto access = rabbit->access();
    words.insert(words.end(), access.begin(), access.end());
    return Process(words, folder.path() / name);
  };
  auto first = work("first");
  auto second = work("second");
  const auto said = [&](const std::string& name) {
    std::ifstream in(folder.path() / name);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  CHECK_MESSAGE(first.wait() == 0, said("first"));
  CHECK_MESSAGE(second.wait() == 0, said("second"));
  std::map<std::string, std::size_t> times;
  for (const auto& message : drain(*rabbit, out_queue)) ++times[message.id];
  CHECK(times.size() == messages);
  CHECK(drain(*rabbit, in_queue).empty());
  CHECK(drain(*rabbit, dead_queue).empty());
  const auto doubled =
      std::count_if(times.begin(), times.end(), [](const auto& one) { return one.second > 1; });
  MESSAGE("results that came twice, with the same id: ", doubled, " of ", messages);

  // Once more, when all are done with: nothing comes out any more.
  {
    const auto peer = rabbit->connect();
    amqp::Message message;
    message.id = "p-0";
    message.body = source_file("examples/demo/change-of-supplier.xml");
    REQUIRE(peer->send({{in_queue, message}}));
  }
  auto third = work("third");
  CHECK_MESSAGE(third.wait() == 0, said("third"));
  CHECK(drain(*rabbit, out_queue).empty());
}

TEST_CASE("work: an inbox on a server, while workers and the broker are killed and connections cut") {
  auto* const rabbit = shared_rabbit();
  if (rabbit == nullptr) return;
  const TestDatabase kept;
  const char* asked = std::getenv("CIMGATE_CHAOS_MESSAGES");
  const auto outcome = chaos(*rabbit, kept.location(), asked == nullptr ? 300 : std::stoul(asked), 9);
  MESSAGE(outcome.told);
  CHECK(outcome.faults >= 4);
  CHECK(outcome.lost == 0);
  CHECK(outcome.out_of_order == 0);
  CHECK(outcome.foreign == 0);
}

TEST_SUITE_END();

}  // namespace cimgate::test
