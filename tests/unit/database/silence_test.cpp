#include <doctest/doctest.h>

#include <cstdlib>
#include <memory>
#include <string>

#include "gateway/database/transaction.hpp"
#include "tests/brokers/cut_proxy.hpp"
#include "tests/test_database.hpp"

/// A network that loses everything, and ends no connection; and a disk that is full.
namespace cimgate {
namespace {

using database::Begin;
using database::Connection;
using database::Error;
using database::Mode;
using test::TestDatabase;

const database::Table words{"words", {{"word"}, {"from", database::Type::integer}}, 2};

std::string server() {
  const char* location = std::getenv("CIMGATE_TEST_DATABASE");
  return location == nullptr ? "" : location;
}

bool there_is_none() {
  return server().empty();
}

bool there_is_no_small_disk() {
  return std::getenv("CIMGATE_TEST_DATABASE_SMALL_DISK") == nullptr;
}

std::uint16_t port_of(const std::string& location) {
  return static_cast<std::uint16_t>(std::stoi(location.substr(location.rfind(':') + 1)));
}

/// The same database through a proxy; who waits does so for a second.
std::string through(const test::CutProxy& proxy, std::string location) {
  const auto port = std::to_string(port_of(server()));
  return location.replace(location.find(':' + port) + 1, port.size(), std::to_string(proxy.port())) +
         "&wait=1&connect_timeout=2";
}

void put(Connection& connection, std::string_view word) {
  const auto row = connection.query(database::insert_into("words", {"word", "from"}));
  row->bind(1, word).bind(2, std::int64_t{1});
  row->step();
}

std::int64_t count(Connection& connection) {
  return connection.integer("SELECT count(*) FROM words");
}

/// What it fails with.
template <class Work>
Error error_of(const Work& work) {
  try {
    work();
  } catch (const Error& error) {
    return error;
  }
  return Error("nothing happened");
}

void is_to_be_tried_again(const Error& error) {
  CHECK_MESSAGE(error.kind() == Error::Kind::unreachable, error.what());
  CHECK_MESSAGE(std::string(error.what()).find("nothing happened") == std::string::npos, error.what());
}

}  // namespace

TEST_SUITE_BEGIN("database server" * doctest::skip(there_is_none()));

TEST_CASE("what is asked of a server that is not heard ends, and is to be tried again") {
  const TestDatabase database;
  test::CutProxy proxy(port_of(server()));
  Connection direct(database.location(), Mode::write);
  direct.create(words);
  Connection far(through(proxy, database.location()), Mode::write);
  put(far, "before");
  CHECK(count(far) == 1);
  SUBCASE("the request is lost: it was not done") {
    proxy.lose(true, false);
    is_to_be_tried_again(error_of([&] { put(far, "a"); }));
    CHECK(count(direct) == 1);
  }
  SUBCASE("the answer is lost: it was done") {
    proxy.lose(false, true);
    is_to_be_tried_again(error_of([&] { put(far, "a"); }));
    CHECK(count(direct) == 2);
  }
  SUBCASE("both, while a transaction is open: it is gone, and its lock is free for others") {
    database::Transaction transaction(far);
    put(far, "a");
    proxy.lose(true, true);
    is_to_be_tried_again(error_of([&] { put(far, "b"); }));
    is_to_be_tried_again(error_of([&] { transaction.commit(); }));
    database::Transaction other(direct);
    put(direct, "c");
    other.commit();
    CHECK(count(direct) == 2);
  }
  // A new connection cannot be made either, and is when the way is free again.
  is_to_be_tried_again(error_of([&] { Connection(through(proxy, database.location()), Mode::read); }));
  proxy.lose(false, false);
  CHECK(count(far) == count(direct));
}

TEST_CASE("a name is free for others when its holder is not heard of, if it is one who asks all the time") {
  const TestDatabase database;
  test::CutProxy proxy(port_of(server()));
  Connection direct(database.location(), Mode::write);
  Connection far(through(proxy, database.location()), Mode::write);
  far.tune({.every_commit_on_disk = false, .temporary_in_memory = false, .asks_all_the_time = true});
  far.hold("the worker");
  CHECK(error_of([&] { direct.hold("the worker"); }).kind() == Error::Kind::locked);
  proxy.lose(true, true);
  is_to_be_tried_again(error_of([&] { far.integer("SELECT 1"); }));
  CHECK(error_of([&] { direct.hold("the worker"); }).what() == std::string("nothing happened"));
  proxy.lose(false, false);
  CHECK(error_of([&] { far.integer("SELECT 1"); }).kind() == Error::Kind::locked);
}

TEST_CASE("a statement that takes too long is ended by the server, which says so") {
  Connection connection(server() + "?wait=1", Mode::read);
  const auto error = error_of([&] { connection.integer("SELECT CAST(1 AS integer) FROM pg_sleep(30)"); });
  is_to_be_tried_again(error);
  CHECK_MESSAGE(std::string(error.what()).find("wait=") != std::string::npos, error.what());
  CHECK(connection.integer("SELECT 1") == 1);
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("database server" * doctest::skip(there_is_no_small_disk()));

TEST_CASE("a server whose disk is full keeps nothing of a transaction, and goes on when there is room") {
  const TestDatabase database;
  const std::string disk = std::getenv("CIMGATE_TEST_DATABASE_SMALL_DISK");
  Connection admin(server(), Mode::write);
  admin.execute("DROP TABLESPACE IF EXISTS small");
  admin.execute("CREATE TABLESPACE small LOCATION '" + disk + "'");
  const auto location = database.location();
  {
    Connection connection(location + "&options=-cdefault_tablespace%3Dsmall", Mode::write);
    connection.create(words);
    put(connection, "before");
    // Others fill the disk …
    connection.execute("CREATE TABLE filler (bytes text)");
    const auto fill = [&] {
      for (;;)
        connection.execute(
            "ALTER TABLE filler ALTER bytes SET STORAGE EXTERNAL; INSERT INTO filler SELECT repeat('x', "
            "100000) FROM "
            "generate_series(1, 5)");
    };
    CHECK(error_of(fill).kind() == Error::Kind::full);
    // … and what comes then is not kept, not even a part of it.
    const auto many = [&] {
      database::Transaction transaction(connection);
      for (int i = 0; i < 100'000; ++i) put(connection, "w" + std::to_string(i));
      transaction.commit();
    };
    const auto error = error_of(many);
    CHECK_MESSAGE(error.kind() == Error::Kind::full, error.what());
    CHECK(count(connection) == 1);
    connection.execute("DROP TABLE filler");
    put(connection, "after");
    CHECK(count(connection) == 2);
    connection.execute("DROP TABLE words");
  }
  admin.execute("DROP TABLESPACE small");
}

TEST_SUITE_END();

}  // namespace cimgate
