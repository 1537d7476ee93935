#include <doctest/doctest.h>

#include <csignal>
#include <memory>
#include <vector>

#include "client.hpp"
#include "service.hpp"

namespace cimgate::test {
namespace {

const std::string message = "RequestStartOfSupply/valid/change-of-supplier.xml";

TEST_CASE("SIGTERM ends at once when nothing is in flight") {
  Service service;
  Client idle(service.port());
  idle.send(request_text("GET", "/livez"));
  CHECK(idle.receive()->status == 200);
  service.signal(SIGTERM);
  CHECK(service.wait() == 0);
  CHECK(idle.at_end());
}

TEST_CASE("SIGTERM lets a request in flight end, and takes no new connection") {
  Service service;
  const auto text = example(message);
  Client client(service.port());
  client.send("POST /v1/validate HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
              std::to_string(text.size()) + "\r\n\r\n" + text.substr(0, 100));
  CHECK(client.silent_for(100));
  service.signal(SIGTERM);
  CHECK(client.silent_for(300));
  CHECK_THROWS(Client(service.port()));
  client.send(text.substr(100));
  const auto response = client.receive();
  REQUIRE(response);
  CHECK(response->status == 200);
  CHECK(response->headers.at("connection") == "close");
  CHECK(client.at_end());
  CHECK(service.wait() == 0);
}

TEST_CASE("what does not end in time is given up") {
  Service service({"--stop-timeout", "1"});
  Client client(service.port());
  client.send("POST /v1/validate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n<a");
  CHECK(client.silent_for(100));
  service.signal(SIGINT);
  CHECK(service.wait() == 4);
  CHECK(service.errors().find("given up") != std::string::npos);
}

TEST_CASE("an address in use is a fault of transport; one that is none, of configuration") {
  Service first;
  Service second({"--listen", "127.0.0.1:" + std::to_string(first.port())});
  CHECK(second.wait() == 4);
  CHECK(second.errors().find("in use") != std::string::npos);
  Service none({"--listen", "somewhere"});
  CHECK(none.wait() == 2);
  Service unknown({"--listen", "host.example:80"});
  CHECK(unknown.wait() == 2);
  Service limit({"--max-header", "1"});
  CHECK(limit.wait() == 2);
  Service market({"--market", "/nowhere/market.db"});
  CHECK(market.wait() == 2);
}

TEST_CASE("the greeting says where and what to try, in both languages") {
  Service english;
  CHECK(english.greeting().find("listens on http://127.0.0.1:" + std::to_string(english.port())) !=
        std::string::npos);
  CHECK(english.greeting().find("/v1/validate") != std::string::npos);
  Service norwegian({"--lang", "nb"});
  CHECK(norwegian.greeting().find("lytter") != std::string::npos);
}

TEST_CASE("beyond its connections the server says so") {
  Service service({"--max-connections", "3"});
  Client a(service.port()), b(service.port()), c(service.port());
  for (auto* client : {&a, &b, &c}) {
    client->send(request_text("GET", "/livez"));
    CHECK(client->receive()->status == 200);
  }
  Client fourth(service.port());
  const auto refused = fourth.receive();
  REQUIRE(refused);
  CHECK(refused->status == 503);
  CHECK(refused->headers.at("retry-after") == "1");
  CHECK(fourth.at_end());
}

TEST_CASE("beyond the bytes in flight the server says so, and recovers") {
  Service service({"--max-in-flight", "10000"});
  const auto text = example(message);
  {
    Client holder(service.port());
    holder.send("POST /v1/validate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000\r\n\r\n" +
                std::string(8900, ' '));
    CHECK(holder.silent_for(200));
    const auto refused = ask(service.port(), "POST", "/v1/validate", "", text);
    CHECK(refused.status == 503);
    CHECK(refused.headers.at("retry-after") == "1");
    CHECK(ask(service.port(), "GET", "/livez").status == 200);
  }
  Response after;
  for (int i = 0; i < 50 && after.status != 200; ++i)
    after = ask(service.port(), "POST", "/v1/validate", "", text);
  CHECK(after.status == 200);
}

TEST_CASE("what is announced and does not come holds nothing of the bytes in flight") {
  Service service({"--max-in-flight", "10000", "--max-body", "1000000"});
  std::vector<std::unique_ptr<Client>> holders;
  for (int i = 0; i < 5; ++i) {
    holders.push_back(std::make_unique<Client>(service.port()));
    holders.back()->send(
        "POST /v1/validate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n<a");
    CHECK(holders.back()->silent_for(50));
  }
  CHECK(ask(service.port(), "POST", "/v1/validate", "", example(message)).status == 200);
}

TEST_CASE("who announces much has to send as fast") {
  // 1 MB in 10 seconds is 100 kB a second; min-body-rate alone would be content with 1 kB.
  Service service({"--body-timeout", "1", "--max-body-time", "10"});
  Client large(service.port()), small(service.port());
  large.send("POST /v1/validate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n");
  small.send("POST /v1/validate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50000\r\n\r\n");
  for (int i = 0; i < 20 && large.silent_for(100); ++i) {
    large.send(std::string(2000, ' '));
    small.send(std::string(2000, ' '));
  }
  CHECK(large.receive().value_or(Response{}).status == 408);
  small.send(std::string(200, ' '));
  CHECK(small.silent_for(100));
}

TEST_CASE("a connection that asks nothing is closed after a while") {
  Service service({"--keep-alive", "1"});
  Client never(service.port());
  Client once(service.port());
  once.send(request_text("GET", "/livez"));
  CHECK(once.receive()->status == 200);
  CHECK(never.at_end());
  CHECK(once.at_end());
}

}  // namespace
}  // namespace cimgate::test
