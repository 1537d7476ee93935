#include <doctest/doctest.h>

#include <cstdlib>

#include "gateway/database/transaction.hpp"
#include "gateway/store/load_market.hpp"
#include "gateway/store/stored_market.hpp"
#include "tests/test_database.hpp"

/// What only a server does. The server is one that scripts/with-postgresql has started.
namespace cimgate {
namespace {

using database::Begin;
using database::Connection;
using database::Error;
using database::Mode;
using database::Table;
using database::Type;
using test::TestDatabase;

const Table words{"words", {{"word"}, {"from", Type::integer}, {"note", Type::text, false}}, 2};

void put(Connection& connection, std::string_view word, std::int64_t from, std::string_view note = {}) {
  const auto row = connection.query(database::put_into("words", {"word", "from", "note"}, 2));
  row->bind(1, word).bind(2, from).bind(3, note);
  row->step();
}

std::int64_t count(Connection& connection) {
  return connection.integer("SELECT count(*) FROM words");
}

/// Ends the other end of a connection, as an administrator or a server that stops does.
void cut(Connection& connection, const TestDatabase& database) {
  const auto number = connection.integer("SELECT pg_backend_pid()");
  Connection other(database.location(), Mode::write);
  const auto end = other.query("SELECT pg_terminate_backend(CAST(?1 AS integer), 5000)");
  end->bind(1, number);
  REQUIRE(end->step());
}

template <class Work>
std::string error_of(const Work& work) {
  try {
    work();
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

bool there_is_none() {
  return std::getenv("CIMGATE_TEST_DATABASE") == nullptr;
}

}  // namespace

TEST_SUITE_BEGIN("database server" * doctest::skip(there_is_none()));

TEST_CASE("bytes that are no text are kept, found again and told apart") {
  using namespace std::string_literals;
  const TestDatabase database;
  Connection connection(database.location(), Mode::write);
  connection.create(words);
  for (const auto& word : {"a\0b"s, "a\xFF"s, "a"s}) put(connection, word, 1, word);
  CHECK(count(connection) == 3);
  const auto row = connection.query("SELECT word, note FROM words WHERE word = ?");
  row->bind(1, "a\xFF"s);
  REQUIRE(row->step());
  CHECK(row->text(0) == "a\xFF"s);
  CHECK(row->text(1) == "a\xFF"s);
  CHECK_FALSE(row->step());
}

TEST_CASE("texts are sorted by their bytes, whatever the database is set to") {
  const TestDatabase database;
  Connection connection(database.location(), Mode::write);
  connection.create(words);
  for (const auto* word : {"b", "a", "B", "Å", "_"}) put(connection, word, 1);
  std::string all;
  const auto row = connection.query("SELECT word FROM words ORDER BY word");
  while (row->step()) all += row->text(0);
  CHECK(all == "B_abÅ");
}

TEST_CASE("what was rolled back leaves no gap in the numbers") {
  const TestDatabase database;
  Connection connection(database.location(), Mode::write);
  connection.create({"steps", {{"sequence", Type::integer}, {"name"}}, 1, true});
  const auto add = [&] {
    const auto row = connection.query("INSERT INTO steps (name) VALUES ('x') RETURNING sequence");
    REQUIRE(row->step());
    return row->integer(0);
  };
  CHECK(add() == 1);
  {
    const database::Transaction transaction(connection);
    CHECK(add() == 2);
    CHECK(add() == 3);
  }
  CHECK(add() == 2);
}

TEST_CASE("a connection that was cut comes back when nothing was half done") {
  const TestDatabase database;
  Connection connection(database.location(), Mode::write);
  connection.create(words);
  put(connection, "a", 1);
  CHECK(count(connection) == 1);
  cut(connection, database);
  CHECK(count(connection) == 1);
  cut(connection, database);
  {
    database::Transaction transaction(connection);
    put(connection, "b", 1);
    transaction.commit();
  }
  CHECK(count(connection) == 2);
  CHECK(connection.columns("words").size() == 3);  // it is in the same schema
}

TEST_CASE("a transaction begins also after statements that nobody needs any more") {
  const TestDatabase database;
  Connection connection(database.location(), Mode::write);
  connection.create(words);
  for (const auto how : {Begin::reading, Begin::writing, Begin::claiming}) {
    connection.prepare("SELECT 1").step();
    connection.begin(how);
    CHECK(count(connection) == 0);
    connection.commit();
  }
}

TEST_CASE("a transaction whose connection was cut is gone, and nothing of it is done as if it were not") {
  const TestDatabase database;
  Connection connection(database.location(), Mode::write);
  connection.create(words);
  {
    database::Transaction transaction(connection);
    put(connection, "a", 1);
    cut(connection, database);
    CHECK(error_of([&] { put(connection, "b", 1); }).find("was lost") != std::string::npos);
    CHECK_FALSE(connection.in_transaction());
    // Once more: what follows is not done on its own.
    CHECK(error_of([&] { put(connection, "c", 1); }).find("was lost") != std::string::npos);
    CHECK(error_of([&] { transaction.commit(); }).find("was lost") != std::string::npos);
  }
  CHECK(count(connection) == 0);
  {
    database::Transaction transaction(connection);
    database::Savepoint savepoint(connection, "part");
    put(connection, "a", 1);
    cut(connection, database);
    CHECK_FALSE(error_of([&] { savepoint.keep(); }).empty());
  }
  put(connection, "d", 1);
  CHECK(count(connection) == 1);
}

TEST_CASE("a change outside a transaction whose connection is cut is not made twice: it is an error") {
  const TestDatabase database;
  Connection connection(database.location(), Mode::write);
  connection.create(words);
  cut(connection, database);
  CHECK(error_of([&] { put(connection, "a", 1); }).find("was lost") != std::string::npos);
  put(connection, "a", 1);
  CHECK(count(connection) == 1);
}

TEST_CASE("a transaction in which something failed is not committed in silence") {
  const TestDatabase database;
  Connection connection(database.location(), Mode::write);
  connection.create(words);
  database::Transaction transaction(connection);
  put(connection, "a", 1);
  CHECK_THROWS_AS(connection.execute("SELECT nothing"), Error);
  CHECK(error_of([&] { transaction.commit(); }).find("given up") != std::string::npos);
  CHECK(count(connection) == 0);
}

TEST_CASE("a name is held by one connection, which is told, until it ends or is cut") {
  const TestDatabase database, elsewhere;
  auto first = std::make_unique<Connection>(database.location(), Mode::write);
  Connection second(database.location(), Mode::write);
  first->hold("the hub");
  const auto refused = error_of([&] { second.hold("the hub"); });
  CHECK(refused.find("as the hub: cimgate " + std::to_string(::getpid()) + " on ") != std::string::npos);
  second.hold("another name");
  Connection(elsewhere.location(), Mode::write).hold("the hub");
  // Who comes back has it again; who finds it taken meanwhile goes no further.
  cut(*first, database);
  first->begin(Begin::reading);
  first->commit();
  CHECK_FALSE(error_of([&] { second.hold("the hub"); }).empty());
  cut(*first, database);
  second.hold("the hub");
  CHECK(error_of([&] { first->begin(Begin::writing); }).find("as the hub") != std::string::npos);
  first.reset();
}

TEST_CASE("one who only reads can change nothing, and makes no schema") {
  const TestDatabase database;
  CHECK(error_of([&] { Connection(database.location(), Mode::read); }).find("no schema test_") !=
        std::string::npos);
  Connection(database.location(), Mode::write).create(words);
  Connection reader(database.location(), Mode::read);
  CHECK_THROWS_AS(put(reader, "a", 1), Error);
}

TEST_CASE("a role that works with the tables of another needs no more than docs/postgresql.md grants") {
  const TestDatabase database;
  const std::string owner = "cimgate_owner", worker = "cimgate_worker";
  const auto location = database.location();
  const auto schema = location.substr(location.find("schema=") + 7);
  const auto as = [&](const std::string& role) {
    auto made = location;
    return made.replace(made.find("cimgate@"), 7, role);
  };
  {
    Connection admin(std::getenv("CIMGATE_TEST_DATABASE"), Mode::write);
    admin.execute("DROP ROLE IF EXISTS cimgate_owner; DROP ROLE IF EXISTS cimgate_worker");
    admin.execute("CREATE ROLE cimgate_owner LOGIN; CREATE ROLE cimgate_worker LOGIN; CREATE SCHEMA " +
                  schema + " AUTHORIZATION cimgate_owner");
    admin.execute("GRANT USAGE ON SCHEMA " + schema +
                  " TO cimgate_worker; ALTER DEFAULT PRIVILEGES FOR ROLE cimgate_owner IN SCHEMA " + schema +
                  " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO cimgate_worker");
  }
  const std::string yaml = "parties: [{ gln: \"7099990001015\", name: A, roles: [DDQ] }]\n";
  // Before there are tables, it cannot make them.
  const auto refused = store::load_market_text(as(worker), "m.yaml", yaml);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().find("permission denied") != std::string::npos);
  REQUIRE(store::load_market_text(as(owner), "m.yaml", yaml));
  const auto loaded =
      store::load_market_text(as(worker), "m.yaml",
                              "parties: [{ gln: \"7099990001022\", name: B, roles: [DDQ] }]\n"
                              "metering_points: [{ gsrn: \"707057599000100316\", from: 2020-01-01 }]\n");
  REQUIRE_MESSAGE(loaded, loaded.error());
  CHECK(loaded->errors.empty());
  CHECK((*store::open_market(as(worker)))->party_history("7099990001022").size() == 1);
  CHECK_THROWS_AS(Connection(as(worker), Mode::write).execute("DROP TABLE parties"), Error);
  CHECK_THROWS_AS(Connection(as(worker), Mode::write).execute("CREATE TABLE own (x integer)"), Error);
  Connection admin(std::getenv("CIMGATE_TEST_DATABASE"), Mode::write);
  admin.execute(
      "DROP SCHEMA " + schema +
      " CASCADE; DROP OWNED BY cimgate_owner, cimgate_worker; DROP ROLE cimgate_owner, cimgate_worker");
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("database");

TEST_CASE("a server that cannot be reached is told without the password") {
  for (const auto* location :
       {"postgresql://u:secret@127.0.0.1:1/d", "postgresql://u:secret@127.0.0.1:port/d",
        "postgresql://u:sec%ret@127.0.0.1:1/d",
        "postgresql://u@127.0.0.1:1/d?password=secret&nonsense=secret",
        "postgresql://u@127.0.0.1:1/d?password=secret&schema=a b"}) {
    const auto market = store::open_market(location);
    REQUIRE_FALSE(market);
    CHECK_MESSAGE(market.error().starts_with("postgresql://u"), market.error());
    CHECK_MESSAGE(market.error().find("sec") == std::string::npos, market.error());
  }
}

TEST_SUITE_END();

}  // namespace cimgate
