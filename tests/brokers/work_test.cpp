// `cimgate work` with a broker.
#include <doctest/doctest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "chaos.hpp"
#include "rabbit.hpp"

using namespace cimgate;
using namespace cimgate::test;
namespace fs = std::filesystem;

namespace {

struct Ran {
  int exit = -1;
  std::string said;
};

Ran work(const Rabbit& rabbit, const fs::path& folder, std::vector<std::string> options) {
  std::vector<std::string> words = {CIMGATE_BINARY, "work", "--once", "--poll", "2"};
  words.insert(words.end(), options.begin(), options.end());
  const auto access = rabbit.access();
  words.insert(words.end(), access.begin(), access.end());
  const auto log = folder / "log";
  fs::remove(log);
  Ran ran;
  ran.exit = Process(words, log).wait();
  std::ifstream in(log);
  std::ostringstream all;
  all << in.rdbuf();
  ran.said = all.str();
  return ran;
}

std::string valid_message() {
  return source_file("examples/demo/change-of-supplier.xml");
}

std::string invalid_message() {
  return source_file("examples/CollectedData/invalid/decimal-comma.xml");
}

std::size_t files_in(const fs::path& folder) {
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(folder)) count += entry.is_regular_file();
  return count;
}

}  // namespace

TEST_CASE("work: from an address to others") {
  auto* const rabbit = shared_rabbit();
  if (rabbit == nullptr) return;
  const TemporaryFolder folder;
  auto peer = rabbit->connect();
  auto traced = message("m-1", "g", valid_message());
  traced.traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  REQUIRE(peer->send({{in_queue, traced},
                      {in_queue, message("m-2", "g", invalid_message())},
                      {in_queue, message("m-1", "g", valid_message())},  // twice
                      {in_queue, message("m-3", "", "no message at all")}}));
  const auto ran = work(*rabbit, folder.path(),
                        {"--from", rabbit->url(in_queue), "--to", rabbit->url(out_queue), "--invalid",
                         rabbit->url(invalid_queue), "--dead-letter", rabbit->url(dead_queue), "--inbox",
                         folder.path() / "inbox.db"});
  CHECK_MESSAGE(ran.exit == 1, ran.said);
  const auto out = drain(*rabbit, out_queue);
  REQUIRE(out.size() == 1);
  CHECK(out[0].id == "m-1");
  CHECK(out[0].group_id == "g");
  CHECK(out[0].traceparent == traced.traceparent);
  CHECK(out[0].content_type == "application/json");
  CHECK(out[0].body.find("RequestChangeOfSupplier_MarketDocument") != std::string::npos);
  const auto refused = drain(*rabbit, invalid_queue);
  REQUIRE(refused.size() == 4);
  CHECK(refused[0].id == "m-2/findings");
  CHECK(refused[0].body.find("schema.bad-value") != std::string::npos);
  CHECK(refused[1].id == "m-2");
  CHECK(refused[1].body == invalid_message());
  CHECK(drain(*rabbit, dead_queue).empty());
  CHECK(drain(*rabbit, in_queue).empty());
}

TEST_CASE("work: from a folder and into one, large bodies beside the broker") {
  auto* const rabbit = shared_rabbit();
  if (rabbit == nullptr) return;
  const TemporaryFolder folder;
  const auto claims = folder.path() / "claims";
  for (const auto* name : {"in", "claims"}) fs::create_directories(folder.path() / name);
  for (int i = 0; i < 5; ++i)
    std::ofstream(folder.path() / "in" / ("g@" + std::to_string(i) + ".xml")) << valid_message();
  const auto sent = work(*rabbit, folder.path(),
                         {"--from", "dir:" + (folder.path() / "in").string(), "--to", rabbit->url(in_queue),
                          "--translate", "none", "--claims", claims, "--claim-above", "100"});
  CHECK_MESSAGE(sent.exit == 0, sent.said);
  CHECK(files_in(folder.path() / "in") == 0);
  CHECK(files_in(claims) == 1);  // the same body is kept once
  const auto got = work(*rabbit, folder.path(),
                        {"--from", rabbit->url(in_queue), "--to", "dir:" + (folder.path() / "out").string(),
                         "--dead-letter", "dir:" + (folder.path() / "dead").string(), "--claims", claims,
                         "--inbox", folder.path() / "inbox.db"});
  CHECK_MESSAGE(got.exit == 0, got.said);
  CHECK(files_in(folder.path() / "out") == 5);
  CHECK(files_in(folder.path() / "dead") == 0);
}

TEST_CASE("work: what does not work is said, without the password") {
  auto* const rabbit = shared_rabbit();
  if (rabbit == nullptr) return;
  const TemporaryFolder folder;
  const auto nowhere = work(*rabbit, folder.path(),
                            {"--from", rabbit->url("/amq/queue/nowhere"), "--to", rabbit->url(out_queue),
                             "--dead-letter", rabbit->url(dead_queue)});
  CHECK(nowhere.exit == 4);
  CHECK(nowhere.said.find("NOT_FOUND") != std::string::npos);
  const auto nobody = work(*rabbit, folder.path(),
                           {"--from", "amqp://127.0.0.1:1/in", "--to", rabbit->url(out_queue),
                            "--dead-letter", rabbit->url(dead_queue)});
  CHECK(nobody.exit == 4);
  std::ofstream(folder.path() / "wrong") << "geheim\n";
  Process wrong({CIMGATE_BINARY, "work", "--once", "--from", rabbit->url(in_queue), "--to",
                 rabbit->url(out_queue), "--dead-letter", rabbit->url(dead_queue), "--amqp-user", "cimgate",
                 "--amqp-password-file", folder.path() / "wrong"},
                folder.path() / "said");
  CHECK(wrong.wait() == 4);
  std::ifstream in(folder.path() / "said");
  std::string said;
  std::getline(in, said);
  CHECK(said.find("geheim") == std::string::npos);
  CHECK(said.find("unauthorized") != std::string::npos);
}

TEST_CASE(
    "work: workers and the broker are killed, connections cut: nothing is lost or doubled, order holds") {
  auto* const rabbit = shared_rabbit();
  if (rabbit == nullptr) return;
  const char* asked = std::getenv("CIMGATE_CHAOS_MESSAGES");
  const TemporaryFolder folder;
  const auto outcome = chaos(*rabbit, folder.path() / "inbox.db", asked == nullptr ? 900 : std::stoul(asked));
  MESSAGE(outcome.told);
  CHECK(outcome.faults >= 10);
  CHECK(outcome.lost == 0);
  CHECK(outcome.out_of_order == 0);
  CHECK(outcome.foreign == 0);
}
