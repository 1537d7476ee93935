#include "gateway/elhub/bridge/book.hpp"

#include <doctest/doctest.h>

#include "gateway/elhub/bridge/tables.hpp"
#include "gateway/elhub/bridge/upstream.hpp"
#include "tests/temporary_folder.hpp"
#include "tests/test_database.hpp"

namespace cimgate::test {
namespace {

using namespace bridge;

Outgoing message(const std::string& id) {
  Outgoing made;
  made.id = id;
  made.name = "RequestStartOfSupply";
  made.physical_sender = made.sender = "7099990001022";
  made.digest = "d-" + id;
  made.xml = "<x/>";
  return made;
}

Incoming letter(const std::string& id, const std::string& reference = {}) {
  Incoming made;
  made.party = "7099990001022";
  made.id = id;
  made.name = "ConfirmStartOfSupply";
  made.reference = reference;
  made.xml = "<" + id + "/>";
  return made;
}

std::string ids(const std::vector<Outgoing>& all) {
  std::string text;
  for (const auto& one : all) text += one.id + " ";
  return text;
}

}  // namespace

TEST_CASE("messages about a metering point go one after the other, others beside them") {
  const TestDatabase kept;
  database::Connection connection(kept.in_memory(), database::Mode::write);
  make_tables(connection);
  Pages pages(connection);
  pages.add(message("a"), {"1"});
  pages.add(message("b"), {"1", "2"});
  pages.add(message("c"), {"2"});
  pages.add(message("d"), {"3"});
  pages.add(message("e"), {});
  CHECK(ids(pages.due(0, 10)) == "a d e ");
  const auto a = *pages.outgoing("a");
  pages.put_off(a, 50, true, "System", "busy");
  CHECK(ids(pages.due(0, 10)) == "d e ");
  CHECK(pages.next_time(0) == 50);
  CHECK(ids(pages.due(50, 10)) == "a d e ");
  CHECK(pages.outgoing("a")->uncertain);
  pages.put_off(a, 60, false, "", "again");
  CHECK(pages.outgoing("a")->uncertain);  // it stays so
  for (int i = 1; i < 4; ++i) {
    pages.put_off(*pages.outgoing("d"), 0, true, "Security", "no");
    CHECK(pages.outgoing("d")->refusals == i);
  }
  pages.put_off(*pages.outgoing("d"), 0, true, "", "cut");
  CHECK(pages.outgoing("d")->refusals == 0);
  pages.failed(a, "XSD", "no", 61);
  CHECK(ids(pages.due(61, 10)) == "b d e ");
  CHECK(pages.again("a", {"1"}, 62));
  CHECK(!pages.again("a", {"1"}, 62));
  CHECK(ids(pages.due(62, 10)) == "a d e ");
  pages.sent(*pages.outgoing("a"), "", 63);
  pages.sent(*pages.outgoing("b"), "", 64);
  CHECK(ids(pages.due(64, 10)) == "c d e ");
  CHECK(pages.outgoing("a")->tries == 4);
  CHECK(!pages.outgoing("c")->uncertain);
  pages.begin_again();
  CHECK(pages.outgoing("c")->uncertain);
}

TEST_CASE("an answer proves that a message arrived, before or after the sender learns it") {
  const TestDatabase kept;
  database::Connection connection(kept.in_memory(), database::Mode::write);
  make_tables(connection);
  Pages pages(connection);
  pages.add(message("a"), {"1"});
  pages.add(message("b"), {"1"});
  const auto on_its_way = pages.due(0, 1)[0];
  CHECK(pages.take(letter("x", "a")));
  CHECK(ids(pages.due(0, 10)) == "b ");
  const auto is_answered_once = [&] {
    CHECK(pages.outgoing("a")->state == State::answered);
    CHECK(pages.outgoing("a")->tries == 1);
    CHECK(connection.integer("SELECT count(*) FROM audit WHERE event = 'sent' AND message = 'a'") == 1);
  };
  is_answered_once();
  pages.sent(on_its_way, "", 1);
  is_answered_once();
  pages.put_off(on_its_way, 50, true, "", "cut");
  pages.failed(on_its_way, "XSD", "no", 1);
  is_answered_once();
  // One that was given up had arrived all the same.
  pages.add(message("c"), {"2"});
  pages.failed(*pages.outgoing("c"), "Security", "no", 1);
  CHECK(pages.take(letter("y", "c")));
  CHECK(pages.outgoing("c")->state == State::answered);
  CHECK(pages.answers_to("a") == std::vector<std::string>{"<x/>"});
}

TEST_CASE("an id is taken once, and handed out until it is acknowledged") {
  const TestDatabase kept;
  database::Connection connection(kept.in_memory(), database::Mode::write);
  make_tables(connection);
  Pages pages(connection);
  CHECK(pages.take(letter("x")));
  CHECK(!pages.take(letter("x")));
  CHECK(pages.take(letter("y")));
  auto bad = letter("z");
  bad.state = Fetched::unreadable;
  CHECK(pages.take(bad));
  const auto channel = Channel::market_processes;
  const auto set = pages.next_result_set("7099990001022", channel, 1, "set-1", 0);
  REQUIRE(set);
  CHECK(set->messages == std::vector<std::string>{"<x/>"});
  CHECK(pages.next_result_set("7099990001022", channel, 1, "set-2", 0)->id == "set-1");
  CHECK(!pages.acknowledge("7099990001022", Channel::metering_values, "set-1", 0));
  CHECK(!pages.acknowledge("7099990001015", channel, "set-1", 0));
  CHECK(pages.acknowledge("7099990001022", channel, "set-1", 0));
  CHECK(pages.acknowledge("7099990001022", channel, "set-1", 0));
  CHECK(pages.next_result_set("7099990001022", channel, 1, "set-3", 0)->messages.front() == "<y/>");
  CHECK(pages.acknowledge("7099990001022", channel, "set-3", 0));
  CHECK(
      !pages.next_result_set("7099990001022", channel, 1, "set-4", 0));  // what is unreadable blocks nothing
  CHECK(!pages.take(letter("x")));
}

TEST_CASE("a key stands for one document of a sender") {
  const TestDatabase kept;
  database::Connection connection(kept.in_memory(), database::Mode::write);
  make_tables(connection);
  Pages pages(connection);
  CHECK(pages.claim_key("one", "k", "a"));
  CHECK(pages.claim_key("one", "k", "a"));
  CHECK(!pages.claim_key("one", "k", "b"));
  CHECK(pages.claim_key("other", "k", "b"));
}

TEST_CASE("the audit log shows what was changed or taken out") {
  for (const char* attack :
       {"", "UPDATE audit SET party = 'x' WHERE sequence = 2", "DELETE FROM audit WHERE sequence = 2",
        "DELETE FROM audit WHERE sequence = 1", "UPDATE audit SET hash = 'x' WHERE sequence = 3"}) {
    CAPTURE(attack);
    const TestDatabase kept;
    {
      const auto book = Book::open(kept.location(), 10);
      REQUIRE(book);
      CHECK((*book)->run([](Pages& pages) {
        pages.add(message("a"), {});
        pages.sent(*pages.outgoing("a"), "", 1);
        pages.take(letter("x", "a"));
      }));
    }
    database::Connection(kept.location(), database::Mode::write).execute(attack);
    database::Connection connection(kept.location(), database::Mode::read);
    CHECK(verify_audit(connection).has_value() == std::string_view(attack).empty());
  }
}

TEST_CASE("a book in a file is opened by one bridge at a time") {
  const TemporaryFolder folder;
  const auto file = folder.file("b.db");
  {
    const auto first = Book::open(file, 10);
    REQUIRE(first);
    CHECK(Book::open(file, 10).error().find("another bridge") != std::string::npos);
  }
  CHECK(Book::open(file, 10));
}

TEST_CASE("a book that is somebody else's or newer is not opened") {
  const TestDatabase kept, other;
  REQUIRE(Book::open(kept.location(), 10));
  {
    database::Connection connection(kept.location(), database::Mode::write);
    connection.set_stamp({connection.stamp().application, 99});
  }
  CHECK(Book::open(kept.location(), 10).error().find("newer version") != std::string::npos);
  database::Connection(other.location(), database::Mode::write).execute("CREATE TABLE t (x integer)");
  CHECK(Book::open(other.location(), 10).error().find("not a bridge database") != std::string::npos);
}

TEST_CASE("what cannot be written is told, and nothing of it is kept") {
  const TestDatabase kept;
  const auto book = Book::open(kept.location(), 10);
  REQUIRE(book);
  CHECK(!(*book)->run([](Pages& pages) {
    pages.add(message("a"), {});
    pages.add(message("a"), {});
  }));
  bool there = true;
  CHECK((*book)->read([&](Pages& pages) { there = pages.outgoing("a").has_value(); }));
  CHECK(!there);
  CHECK((*book)->run([](Pages& pages) { pages.add(message("a"), {}); }));
}

TEST_CASE("waits double up to a limit, and differ by chance") {
  BackOff back_off(100, 1000);
  for (int tries = 1; tries < 70; ++tries) {
    const auto wait = back_off.wait(tries);
    const Millis whole = tries > 4 ? 1000 : 100LL << (tries - 1);
    CHECK(wait <= whole);
    CHECK(wait >= whole / 2);
  }
}

TEST_CASE("what operators look at: lists from either end, queues, and what the webhook did not get rid of") {
  const TestDatabase kept;
  database::Connection connection(kept.in_memory(), database::Mode::write);
  make_tables(connection);
  Pages pages(connection);
  CHECK(!pages.oldest_on_its_way());
  CHECK(pages.queued().empty());
  for (const char* id : {"a", "b", "c"}) {
    auto one = message(id);
    one.accepted = id[0];
    pages.add(one, {});
  }
  pages.failed(*pages.outgoing("b"), "XSD", "no", 1);
  CHECK(ids(pages.outbox({}, {0, 2, false})) == "a b ");
  CHECK(ids(pages.outbox({}, {0, 2, true})) == "c b ");
  CHECK(ids(pages.outbox({}, {2, 2, true})) == "a ");
  CHECK(ids(pages.outbox(State::failed, {0, 2, true})) == "b ");
  CHECK(pages.oldest_on_its_way() == 'a');

  for (const char* id : {"x", "y", "z"}) {
    auto one = letter(id);
    one.received = id[0];
    pages.take(one);
  }
  auto other = letter("x");
  other.channel = Channel::metering_values;
  pages.take(other);
  pages.next_result_set("7099990001022", Channel::market_processes, 1, "set", 1);
  const auto queued = pages.queued();
  REQUIRE(queued.size() == 2);
  CHECK(queued[0].channel == Channel::market_processes);
  CHECK(queued[0].waiting == 2);
  CHECK(queued[0].handed_out == 1);
  CHECK(queued[0].oldest == 'x');
  CHECK(queued[1].waiting == 1);

  const auto waiting = pages.to_post(0, 10);
  REQUIRE(waiting.size() == 3);
  pages.post_later(waiting[0].message, 50);
  pages.post_later(waiting[1].message, never);
  CHECK(pages.unposted().retried == 1);
  CHECK(pages.unposted().given_up == 1);
}

}  // namespace cimgate::test
