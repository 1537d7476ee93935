#include "gateway/amqp/place.hpp"

#include <doctest/doctest.h>

using cimgate::amqp::parse_place;

TEST_CASE("amqp place: a broker, and an address as the broker calls it") {
  const auto plain = parse_place("amqp://localhost/in");
  REQUIRE(plain);
  CHECK_FALSE(plain->tls);
  CHECK(plain->host == "localhost");
  CHECK(plain->port == 5672);
  CHECK(plain->address == "in");
  const auto tls = parse_place("amqps://[::1]:1234//exchange/day%20one");
  REQUIRE(tls);
  CHECK(tls->tls);
  CHECK(tls->host == "::1");
  CHECK(tls->port == 1234);
  CHECK(tls->address == "/exchange/day one");
  CHECK(tls->text() == "amqps://[::1]:1234//exchange/day one");
  CHECK(parse_place("amqps://broker.example.no/in")->port == 5671);
}

TEST_CASE("amqp place: what is none says why, and a password is never repeated") {
  for (const auto* wrong : {"",
                            "amqp",
                            "amqp:/host/in",
                            "http://host/in",
                            "amqp://",
                            "amqp:///in",
                            "amqp://host",
                            "amqp://host/",
                            "amqp://host:/in",
                            "amqp://host:0/in",
                            "amqp://host:65536/in",
                            "amqp://host:1x/in",
                            "amqp://[::1/in",
                            "amqp://[::1]x/in",
                            "amqp://ho st/in",
                            "amqp://host/%",
                            "amqp://host/%4",
                            "amqp://host/%zz",
                            "amqp://host/%00",
                            "amqp://host/a%0ab",
                            "amqp://ho\nst/in"}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_place(wrong));
  }
  CHECK_FALSE(parse_place("amqp://host/" + std::string(5000, 'a')));
  const auto with_password = parse_place("amqp://someone:geheim@host/in");
  REQUIRE_FALSE(with_password);
  CHECK(with_password.error().find("geheim") == std::string::npos);
  CHECK(with_password.error().find("--amqp-user") != std::string::npos);
}
