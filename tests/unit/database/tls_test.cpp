#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>

#include "gateway/database/connection.hpp"
#include "gateway/database/location.hpp"

/// TLS to a server that scripts/with-postgresql has started, with a certificate for db.example.
namespace cimgate {
namespace {

using database::Connection;
using database::Error;
using database::Mode;

const char* keys() {
  return std::getenv("CIMGATE_TEST_DATABASE_TLS");
}

bool there_are_none() {
  return keys() == nullptr;
}

/// The server that the tests have, under a name; as a user who must be encrypted, or has a certificate.
struct Server {
  Server() {
    admin("DROP ROLE IF EXISTS secured");
    admin("DROP ROLE IF EXISTS certified");
    admin("CREATE ROLE secured LOGIN PASSWORD 'gate-keeper'");
    admin("CREATE ROLE certified LOGIN");
    encrypt("on");
  }
  ~Server() {
    encrypt("off");
    admin("DROP ROLE secured");
    admin("DROP ROLE certified");
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  static void admin(const char* sql) { Connection(plain(), Mode::write).execute(sql); }
  /// New connections find it so, a moment later.
  static void encrypt(const std::string& how) {
    admin(("ALTER SYSTEM SET ssl = " + how).c_str());
    Connection(plain(), Mode::write).integer("SELECT CAST(pg_reload_conf() AS integer)");
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (std::chrono::steady_clock::now() < until) {
      const bool on = error_of(location("secured", "db.example", "&sslmode=require")).empty();
      if (on == (how == "on")) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  }
  static std::string plain() { return std::getenv("CIMGATE_TEST_DATABASE"); }

  static std::string location(const std::string& user, const std::string& host, const std::string& more) {
    const auto base = plain();
    const auto colon = base.rfind(':');
    const auto port = base.substr(colon + 1, base.find('/', colon) - colon - 1);
    return "postgresql://" + user + ":gate-keeper@/postgres?host=" + host +
           "&hostaddr=127.0.0.1&port=" + port + more;
  }

  /// Why there is no connection; "" = there is one. No password is in it.
  static std::string error_of(const std::string& location) {
    try {
      Connection connection(location, Mode::read);
      CHECK(connection.integer("SELECT CAST(ssl AS integer) FROM pg_stat_ssl WHERE pid = pg_backend_pid()") ==
            1);
      return {};
    } catch (const Error& error) {
      const std::string text = error.what();
      CHECK_MESSAGE(text.find("gate-keeper") == std::string::npos, text);
      CHECK_FALSE(text.empty());
      return text;
    }
  }
};

bool has(const std::string& text, const char* part) {
  const bool found = text.find(part) != std::string::npos;
  CHECK_MESSAGE(found, text);
  return found;
}

}  // namespace

TEST_SUITE_BEGIN("database server" * doctest::skip(there_are_none()));

TEST_CASE("a server is believed when its certificate is of the authority that was named, and for its name") {
  const Server server;
  const std::string ca = std::string("&sslrootcert=") + keys() + "/ca.pem";
  const std::string other = std::string("&sslrootcert=") + keys() + "/other.pem";
  const auto as = [](const std::string& host, const std::string& more) {
    return Server::error_of(Server::location("secured", host, more));
  };
  CHECK(as("db.example", "&sslmode=verify-full" + ca) == "");
  CHECK(has(as("db.example", "&sslmode=verify-full" + other), "certificate verify failed"));
  CHECK(has(as("elsewhere.example", "&sslmode=verify-full" + ca), "does not match host name"));
  CHECK(has(as("db.example", "&sslmode=verify-full&sslrootcert=/nowhere/ca.pem"), "/nowhere/ca.pem"));
  // In plain text the server does not talk to this role at all.
  CHECK(has(as("db.example", "&sslmode=disable"), "no encryption"));
  auto wrong = Server::location("secured", "db.example", "&sslmode=verify-full" + ca);
  wrong.replace(wrong.find("gate-keeper"), 11, "gate-keeper2");
  CHECK(has(Server::error_of(wrong), "password authentication failed"));
}

TEST_CASE(
    "another machine is not talked to in plain text, nor without knowing who it is, unless that is asked "
    "for") {
  const std::string ca = std::string("&sslrootcert=") + keys() + "/ca.pem";
  const std::string other = std::string("&sslrootcert=") + keys() + "/other.pem";
  const auto as = [](const std::string& more) {
    return Server::error_of(Server::location("secured", "db.example", more));
  };
  {
    const Server server;
    CHECK(as(ca) == "");
    CHECK(has(as(other), "certificate verify failed"));
    CHECK(has(Server::error_of(Server::location("secured", "elsewhere.example", ca)),
              "does not match host name"));
    CHECK(as("&sslmode=require") == "");
  }
  CHECK(has(as(ca), "server does not support SSL, but SSL was required"));
}

TEST_CASE("a client may show who it is by a certificate") {
  const Server server;
  const std::string folder = keys();
  const std::string ca = "&sslmode=verify-full&sslrootcert=" + folder + "/ca.pem";
  const auto as = [](const std::string& more) {
    return Server::error_of(Server::location("certified", "db.example", more));
  };
  CHECK(as(ca + "&sslcert=" + folder + "/client.pem&sslkey=" + folder + "/client.key") == "");
  CHECK(has(as(ca), "requires a valid client certificate"));
}

TEST_SUITE_END();

}  // namespace cimgate
