#include "gateway/database/location.hpp"

#include <doctest/doctest.h>

#include "gateway/database/error.hpp"
#include "gateway/database/postgresql_text.hpp"

using namespace cimgate::database;

TEST_SUITE_BEGIN("database");

TEST_CASE("a server is told from a file by its scheme") {
  CHECK(is_server("postgresql://h/d"));
  CHECK(is_server("postgres://"));
  CHECK_FALSE(is_server("postgresql.db"));
  CHECK_FALSE(is_server(":memory:"));
}

TEST_CASE("a location is shown without what may be a password") {
  CHECK(shown("market.db") == "market.db");
  CHECK(shown("postgresql://host:5432/d?schema=s") == "postgresql://host:5432/d?schema=s");
  CHECK(shown("postgresql://u@host/d") == "postgresql://u@host/d");
  CHECK(shown("postgresql://u:secret@host/d?sslmode=verify-full") ==
        "postgresql://u:***@host/d?sslmode=verify-full");
  // In whatever part it stands, and however it is written.
  for (const auto* location :
       {"postgresql://u:se/secret@host/d", "postgresql://u:a@secret@host/d", "postgresql://u:a?secret@host/d",
        "postgresql://h/d?password=secret", "postgresql://h/d?x=1&pass%77ord=secret",
        "postgresql://h/d?sslpassword=secret&x=1", "postgres://:secret@h", "postgresql://u:secret@"})
    CHECK_MESSAGE(shown(location).find("secret") == std::string::npos, location);
}

TEST_CASE("the schema is taken out of what libpq is given") {
  const auto made = parse_server("postgresql://u@h/d?sslmode=require&schema=market_1&connect_timeout=3");
  CHECK(made.uri == "postgresql://u@h/d?sslmode=require&connect_timeout=3");
  CHECK(made.schema == "market_1");
  CHECK(parse_server("postgresql://h/d?schema=a").uri == "postgresql://h/d");
  CHECK(parse_server("postgresql://h/d").schema.empty());
  for (const auto* wrong : {"?schema=", "?schema", "?schema=a\"b", "?schema=a%20b", "?schema=a;b"})
    CHECK_THROWS_AS(parse_server("postgresql://h/d" + std::string(wrong)), Error);
}

TEST_CASE("how long to wait is a number of seconds") {
  CHECK(parse_server("postgresql://h/d").wait.count() == 60);
  const auto made = parse_server("postgresql://h/d?wait=5&schema=a&sslmode=require");
  CHECK(made.wait.count() == 5);
  CHECK(made.uri == "postgresql://h/d?sslmode=require");
  for (const auto* wrong : {"", "0", "-1", "1s", "a", "86401", "99999999999"})
    CHECK_THROWS_AS(parse_server("postgresql://h/d?wait=" + std::string(wrong)), Error);
  CHECK(shown("postgresql://h/d?wait=5") == "postgresql://h/d?wait=5");
}

TEST_CASE("which hosts are this machine") {
  for (const auto* here : {"", "localhost", "127.0.0.1", "127.1.2.3", "::1", "/run/postgresql"})
    CHECK_MESSAGE(is_this_machine(here), here);
  for (const auto* there : {"db.example", "10.0.0.1", "localhost.example", "128.0.0.1", "::2"})
    CHECK_FALSE_MESSAGE(is_this_machine(there), there);
}

TEST_CASE("parameters are numbered as SQLite numbers them, and not in texts and names") {
  int count = 0;
  CHECK(with_dollars("a = ? AND b = ?", count) == "a = $1 AND b = $2");
  CHECK(count == 2);
  CHECK(with_dollars("a = ?2 AND b = ?1 AND c = ?", count) == "a = $2 AND b = $1 AND c = $3");
  CHECK(count == 3);
  CHECK(with_dollars("SELECT '?', \"?\", 'it''s ?', ?12", count) == "SELECT '?', \"?\", 'it''s ?', $12");
  CHECK(count == 12);
  CHECK(with_dollars("SELECT 1", count) == "SELECT 1");
  CHECK(count == 0);
}

TEST_CASE("bytes that are no text come back as they were") {
  using namespace std::string_literals;
  for (const auto& text : {""s, "a"s, "Åse"s, "\xF0\x9F\x94\x8C"s, "\xEF\xBF\xBE"s})
    CHECK(to_server(text) == text);
  for (const auto& bytes : {"\0"s, "a\0b"s, "\xC3"s, "\xFF\xFE"s, "\xED\xA0\x80"s, "\xC0\x80"s,
                            "\xF4\x90\x80\x80"s, "\xE0\x80\x80"s, "\xEF\xBF\xBF"s, "\xEF\xBF\xBF"s + "61"}) {
    const auto kept = to_server(bytes);
    CHECK(kept != bytes);
    CHECK(kept.find('\0') == std::string::npos);
    CHECK(from_server(kept) == bytes);
  }
}

TEST_SUITE_END();
