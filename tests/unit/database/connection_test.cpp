#include "gateway/database/connection.hpp"

#include <doctest/doctest.h>

#include <filesystem>

#include "gateway/database/connection_pool.hpp"
#include "gateway/database/transaction.hpp"
#include "gateway/database/write_probe.hpp"
#include "tests/test_database.hpp"

using namespace cimgate;
using database::Begin;
using database::Connection;
using database::Error;
using database::Mode;
using database::Table;
using database::Type;
using test::TestDatabase;

namespace {

const Table words{"words", {{"word"}, {"from", Type::integer}, {"note", Type::text, false}}, 2};

Connection with_words(const TestDatabase& database) {
  Connection connection(database.in_memory(), Mode::write);
  connection.create(words);
  return connection;
}

void put(Connection& connection, std::string_view word, std::int64_t from, std::string_view note) {
  const auto row = connection.query(database::put_into("words", {"word", "from", "note"}, 2));
  row->bind(1, word).bind(2, from).bind(3, note);
  row->step();
}

std::int64_t count(Connection& connection) {
  return connection.integer("SELECT count(*) FROM words");
}

template <class Work>
Error::Kind kind_of_error(const Work& work) {
  try {
    work();
  } catch (const Error& error) {
    return error.kind();
  }
  FAIL("nothing was wrong");
  return Error::Kind::other;
}

}  // namespace

TEST_SUITE_BEGIN("database");

TEST_CASE("a row with a new key is added, one with a known key is changed") {
  const TestDatabase database;
  auto connection = with_words(database);
  put(connection, "a", 1, "first");
  put(connection, "a", 2, "second");
  put(connection, "a", 1, "third");
  CHECK(count(connection) == 2);
  const auto row = connection.query("SELECT note FROM words ORDER BY \"from\"");
  REQUIRE(row->step());
  CHECK(row->text(0) == "third");
  REQUIRE(row->step());
  CHECK(row->text(0) == "second");
  CHECK_FALSE(row->step());
}

TEST_CASE("a row whose key is there is an error, or is passed over when that is asked for") {
  const TestDatabase database;
  auto connection = with_words(database);
  put(connection, "a", 1, "first");
  const std::vector<std::string> columns = {"word", "from"};
  CHECK_THROWS_AS(
      [&] {
        auto again = connection.query(database::insert_into("words", columns));
        again->bind(1, std::string_view("a")).bind(2, std::int64_t{1});
        again->step();
      }(),
      Error);
  {
    auto again = connection.query(database::insert_missing("words", columns));
    again->bind(1, std::string_view("a")).bind(2, std::int64_t{1});
    again->step();
  }
  CHECK(connection.changes() == 0);
  CHECK(count(connection) == 1);
}

TEST_CASE("an empty text is a text, and nothing is nothing") {
  const TestDatabase database;
  auto connection = with_words(database);
  put(connection, std::string_view(), 1, std::string_view());
  const auto row = connection.query("SELECT word, note, NULL FROM words");
  REQUIRE(row->step());
  CHECK_FALSE(row->is_null(0));
  CHECK_FALSE(row->is_null(1));
  CHECK(row->is_null(2));
  CHECK(row->text(2).empty());
  CHECK(row->integer(2) == 0);
}

TEST_CASE("keys are never empty") {
  const TestDatabase database;
  auto connection = with_words(database);
  auto row = connection.query(database::insert_into("words", {"word", "from"}));
  row->bind_null(1).bind(2, std::int64_t{1});
  CHECK_THROWS_AS(row->step(), Error);
}

TEST_CASE("a counted table numbers its rows in the order in which they come") {
  const TestDatabase database;
  Connection connection(database.in_memory(), Mode::write);
  connection.create({"steps", {{"sequence", Type::integer}, {"name"}}, 1, true});
  for (const auto* name : {"one", "two", "three"}) {
    const auto row = connection.query(database::insert_into("steps", {"name"}));
    row->bind(1, std::string_view(name));
    row->step();
  }
  const auto row = connection.query("SELECT name FROM steps ORDER BY sequence");
  for (const auto* name : {"one", "two", "three"}) {
    REQUIRE(row->step());
    CHECK(row->text(0) == name);
  }
}

TEST_CASE("tables, columns and stamps are told") {
  const TestDatabase database;
  Connection connection(database.in_memory(), Mode::write);
  CHECK(connection.is_empty());
  CHECK(connection.stamp() == database::Stamp{});
  CHECK(connection.columns("words").empty());
  connection.create(words);
  connection.create(words);  // is there
  CHECK_FALSE(connection.is_empty());
  CHECK(connection.has_table("words"));
  CHECK_FALSE(connection.has_table("word"));
  CHECK(connection.columns("words") == std::vector<std::string>{"word", "from", "note"});
  CHECK(connection.has_column("words", "from"));
  CHECK_FALSE(connection.has_column("words", "to"));
  connection.set_stamp({7, 3});
  CHECK(connection.stamp() == database::Stamp{7, 3});
  auto temporary = words;
  temporary.name = "passing";
  temporary.temporary = true;
  connection.create(temporary);
  CHECK(connection.has_table("passing"));
}

TEST_CASE("what is not committed, and what is not kept, is gone") {
  const TestDatabase database;
  auto connection = with_words(database);
  {
    const database::Transaction transaction(connection);
    put(connection, "a", 1, "");
    CHECK(connection.in_transaction());
  }
  CHECK_FALSE(connection.in_transaction());
  CHECK(count(connection) == 0);
  {
    database::Transaction transaction(connection);
    put(connection, "a", 1, "");
    {
      const database::Savepoint savepoint(connection, "part");
      put(connection, "b", 1, "");
    }
    {
      database::Savepoint savepoint(connection, "part");
      put(connection, "c", 1, "");
      {
        database::Savepoint inner(connection, "part");
        put(connection, "d", 1, "");
        inner.undo();
      }
      savepoint.keep();
    }
    transaction.commit();
  }
  const auto row = connection.query("SELECT word FROM words ORDER BY word");
  REQUIRE(row->step());
  CHECK(row->text(0) == "a");
  REQUIRE(row->step());
  CHECK(row->text(0) == "c");
  CHECK_FALSE(row->step());
}

TEST_CASE("a transaction that reads sees what was there when it began") {
  const TestDatabase file;
  Connection writer(file.location(), Mode::write);
  writer.share();
  writer.create(words);
  Connection reader(file.location(), Mode::read);
  {
    const database::Transaction reading(reader, Begin::reading);
    CHECK(count(reader) == 0);
    put(writer, "a", 1, "");
    CHECK(count(reader) == 0);
  }
  CHECK(count(reader) == 1);
}

TEST_CASE("one who reads changes nothing") {
  const TestDatabase file;
  Connection(file.location(), Mode::write).create(words);
  Connection reader(file.location(), Mode::read);
  CHECK_THROWS_AS(put(reader, "a", 1, ""), Error);
  CHECK(count(reader) == 0);
}

TEST_CASE("why a database could not do a thing is told in kinds") {
  const TestDatabase file;
  CHECK(kind_of_error([&] { Connection(file.location(), Mode::read).is_empty(); }) == Error::Kind::other);
  Connection writer(file.location(), Mode::write);
  writer.create(words);
  CHECK(kind_of_error([&] { writer.execute("SELECT nothing"); }) == Error::Kind::other);
  Connection second(file.location(), Mode::write);
  second.wait_for_locks(false);
  database::WriteProbe probe(file.location());
  CHECK(probe.ask() == database::WriteProbe::State::writable);
  {
    const database::Transaction transaction(writer);
    CHECK(kind_of_error([&] { second.begin(Begin::writing); }) == Error::Kind::locked);
    CHECK(probe.ask() == database::WriteProbe::State::locked);
  }
  CHECK(probe.ask() == database::WriteProbe::State::writable);
}

TEST_CASE("a pool lends each connection to one at a time, and again") {
  const TestDatabase file;
  Connection(file.location(), Mode::write).create(words);
  database::ConnectionPool pool(file.location());
  const Connection* first = nullptr;
  {
    const auto one = pool.lease();
    const auto other = pool.lease();
    first = &*one;
    CHECK(&*one != &*other);
  }
  const auto third = pool.lease();
  const auto fourth = pool.lease();
  CHECK((&*third == first || &*fourth == first));
}

TEST_SUITE_END();

// What only a database in a file or in memory can do.
TEST_SUITE_BEGIN("database files");

TEST_CASE("a copy is a database of its own") {
  Connection connection(":memory:", Mode::write);
  connection.create(words);
  auto temporary = words;
  temporary.name = "passing";
  temporary.temporary = true;
  connection.create(temporary);
  put(connection, "a", 1, "");
  auto copy = Connection::copy_of(connection.bytes());
  CHECK(copy.has_table("words"));
  CHECK_FALSE(copy.has_table("passing"));
  put(connection, "b", 1, "");
  CHECK(count(copy) == 1);
  CHECK(count(connection) == 2);
}

TEST_CASE("who only reads makes no file") {
  const test::TemporaryFolder folder;
  const auto path = folder.file("none.db");
  CHECK(kind_of_error([&] { Connection(path, Mode::read).is_empty(); }) == Error::Kind::other);
  CHECK_FALSE(std::filesystem::exists(path));
}

TEST_SUITE_END();
