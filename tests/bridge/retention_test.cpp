#include <doctest/doctest.h>

#include "gateway/elhub/bridge/book.hpp"
#include "gateway/elhub/bridge/tables.hpp"
#include "tests/test_database.hpp"

/// What is old and done goes away, and what remains still holds together.
namespace cimgate::test {
namespace {

using namespace bridge;

Outgoing sent_at(const std::string& id, Millis at) {
  Outgoing made;
  made.id = id;
  made.physical_sender = made.sender = "7099990001022";
  made.digest = "d-" + id;
  made.accepted = at;
  made.xml = "<x/>";
  return made;
}

Incoming fetched_at(const std::string& id, Millis at, Fetched state = Fetched::waiting) {
  Incoming made;
  made.party = "7099990001022";
  made.id = id;
  made.state = state;
  made.received = at;
  made.xml = "<" + id + "/>";
  return made;
}

/// Two days of a bridge, of which the first is to be forgotten.
void fill(Pages& pages) {
  pages.add(sent_at("old", 10), {});
  pages.sent(*pages.outgoing("old"), "", 11);
  pages.claim_key("7099990001022", "key", "old");
  pages.add(sent_at("stuck", 12), {});
  pages.take(fetched_at("read", 13));
  pages.next_result_set("7099990001022", Channel::market_processes, 10, "set", 14);
  pages.acknowledge("7099990001022", Channel::market_processes, "set", 15);
  pages.take(fetched_at("unread", 16));
  pages.take(fetched_at("odd", 17, Fetched::unreadable));
  pages.add(sent_at("new", 100), {});
  pages.sent(*pages.outgoing("new"), "", 101);
}

}  // namespace

TEST_CASE("what is old and done is forgotten; what is on its way or waits is not") {
  const TestDatabase kept;
  database::Connection connection(kept.in_memory(), database::Mode::write);
  make_tables(connection);
  Pages pages(connection);
  fill(pages);
  const auto forgotten = pages.forget(50, 100, 200);
  CHECK(forgotten.outgoing == 1);
  CHECK(forgotten.incoming == 2);
  CHECK(!pages.outgoing("old"));
  CHECK(pages.outgoing("stuck"));
  CHECK(pages.outgoing("new"));
  // Nothing is sent or taken twice because it was forgotten.
  CHECK(pages.was_used("old"));
  CHECK(!pages.was_used("other"));
  CHECK(!pages.take(fetched_at("read", 300)));
  const auto left = pages.inbox({}, {0, 10, false});
  REQUIRE(left.size() == 1);
  CHECK(left.front().id == "unread");
  // The key may stand for another document now.
  CHECK(pages.claim_key("7099990001022", "key", "third"));
  CHECK(pages.forget(50, 100, 201).outgoing == 0);
}

TEST_CASE("a little at a time") {
  const TestDatabase kept;
  database::Connection connection(kept.in_memory(), database::Mode::write);
  make_tables(connection);
  Pages pages(connection);
  for (int i = 0; i < 7; ++i) {
    pages.add(sent_at(std::to_string(i), i), {});
    pages.sent(*pages.outgoing(std::to_string(i)), "", i);
  }
  CHECK(pages.forget(50, 3, 60).outgoing == 3);
  CHECK(pages.forget(50, 3, 60).outgoing == 3);
  CHECK(pages.forget(50, 3, 60).outgoing == 1);
  CHECK(verify_audit(connection));
}

TEST_CASE("an audit log whose old entries were forgotten is a chain, and says so; one that was cut is not") {
  struct Attack {
    const char* sql;
    bool whole;
  };
  for (const auto& attack : {Attack{"", true},
                             {"DELETE FROM audit WHERE sequence = (SELECT min(sequence) FROM audit)", false},
                             {"DELETE FROM audit_base", false},
                             {"UPDATE audit_base SET hash = 'x'", false},
                             {"DELETE FROM audit WHERE event = 'forgotten'", false},
                             // Another beginning, which no entry tells of.
                             {"DELETE FROM audit WHERE sequence < (SELECT max(sequence) FROM audit); "
                              "UPDATE audit_base SET sequence = (SELECT max(sequence) - 1 FROM audit)",
                              false}}) {
    CAPTURE(attack.sql);
    const TestDatabase kept;
    std::string last;
    {
      const auto book = Book::open(kept.location(), 10);
      REQUIRE(book);
      CHECK((*book)->run([](Pages& pages) { fill(pages); }));
      CHECK((*book)->run([](Pages& pages) { CHECK(pages.forget(50, 100, 200).entries == 8); }));
    }
    database::Connection(kept.location(), database::Mode::write).execute(attack.sql);
    database::Connection connection(kept.location(), database::Mode::read);
    const auto chain = verify_audit(connection);
    CHECK(chain.has_value() == attack.whole);
    if (chain) CHECK(chain->forgotten == 8);
    if (chain) CHECK(chain->entries == 3);
  }
}

}  // namespace cimgate::test
