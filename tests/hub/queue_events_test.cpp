#include <doctest/doctest.h>

#include <memory>
#include <vector>

#include "tests/hub/messages.hpp"
#include "tests/server/client.hpp"
#include "tests/server/service.hpp"

namespace cimgate::test {
namespace {

constexpr const char* events = "/cim/v1/queues/market-processes/events";

std::string fields(const std::string& gln, const std::string& more = {}) {
  return "SenderGLN: " + gln + "\r\n" + more;
}

/// Hears a queue: the head of the answer, and what comes after it.
class Listener {
 public:
  Listener(std::uint16_t port, const std::string& gln, const std::string& more = {}) : client_(port) {
    client_.send(request_text("GET", events, fields(gln, more)));
    head = client_.receive_until("\r\n\r\n");
    until(":\n\n");
  }
  std::string until(const std::string& text) { return client_.receive_until(text); }
  bool silent() { return client_.silent_for(300); }

  std::string head;

 private:
  Client client_;
};

void send(std::uint16_t port, std::uint64_t number) {
  const auto answer =
      ask(port, "POST", "/emif/services/MarketProcesses", "Content-Type: text/xml\r\n",
          enveloped(market_ns, "RequestStartOfSupplyRequest", start_of_supply(uuid(number), point, true)));
  REQUIRE(answer.status == 200);
}

}  // namespace

TEST_CASE("a message that comes into a queue is heard by whoever listens, and by nobody else") {
  const Service hub;
  Listener listener(hub.port(), supplier);
  Listener other(hub.port(), old_supplier);
  CHECK(listener.head.find("200 OK") != std::string::npos);
  CHECK(listener.head.find("Content-Type: text/event-stream") != std::string::npos);
  CHECK(listener.head.find("Transfer-Encoding: chunked") != std::string::npos);
  CHECK(listener.head.find("Content-Length") == std::string::npos);
  send(hub.port(), 1);
  const auto heard = listener.until("\"message\":\"ConfirmStartOfSupply\"}\n\n");
  CHECK(heard.find("id: 1\nevent: message\ndata: {\"id\":\"") != std::string::npos);
  // The old supplier is told of it only after the cancellation deadline.
  other.until("\r\n");
  CHECK(other.silent());
}

TEST_CASE("who comes again goes on behind the last event, and what was fetched is not told again") {
  const Service hub;
  send(hub.port(), 1);
  send(hub.port(), 2);  // is refused: another message
  Listener first(hub.port(), supplier);
  const auto both = first.until("id: 2\nevent: message\n");
  CHECK(both.find("id: 1\n") != std::string::npos);
  Listener again(hub.port(), supplier, "Last-Event-ID: 1\r\n");
  CHECK(again.until("event: message").find("id: 2\n") != std::string::npos);
  const auto set = ask(hub.port(), "GET", "/cim/v1/queues/market-processes", fields(supplier));
  const auto id = set.body.substr(set.body.find("\"id\": \"") + 7, 36);
  REQUIRE(ask(hub.port(), "DELETE", "/cim/v1/queues/market-processes/" + id, fields(supplier)).status == 204);
  // Numbers are not used again, though the queue is empty.
  Listener late(hub.port(), supplier, "Last-Event-ID: 2\r\n");
  send(hub.port(), 3);
  CHECK(late.until("event: message").find("id: 3\n") != std::string::npos);
  Listener fresh(hub.port(), supplier);
  CHECK(fresh.until("event: message").find("id: 3\n") != std::string::npos);
}

TEST_CASE("who may not listen is told so") {
  const Service hub;
  const auto status = [&](const std::string& target, const std::string& more) {
    return ask(hub.port(), "GET", target, more).status;
  };
  CHECK(status(events, "") == 400);
  CHECK(status(events, fields("7099990009998")) == 403);
  CHECK(status(events, fields(supplier, std::string("OnBehalfOfGLN: ") + old_supplier + "\r\n")) == 403);
  CHECK(status(events, fields(supplier, "Last-Event-ID: one\r\n")) == 400);
  CHECK(status(events, fields(supplier, "Accept: text/csv\r\n")) == 406);
  CHECK(status("/cim/v1/queues/others/events", fields(supplier)) == 404);
}

TEST_CASE("who wants the head alone, and who knows no chunks") {
  const Service hub;
  Client client(hub.port());
  client.send(request_text("HEAD", events, fields(supplier)));
  const auto head = client.receive(true);
  REQUIRE(head);
  CHECK(head->status == 200);
  CHECK(head->headers.at("content-type") == "text/event-stream");
  // Nothing comes behind it: the connection serves the next request.
  client.send(request_text("GET", "/livez"));
  const auto next = client.receive();
  REQUIRE(next);
  CHECK(next->body == "alive\n");
  Client old(hub.port());
  old.send(std::string("GET ") + events + " HTTP/1.0\r\nHost: localhost\r\n" + fields(supplier) + "\r\n");
  const auto answer = old.receive_until("\r\n\r\n");
  CHECK(answer.find("Transfer-Encoding") == std::string::npos);
  CHECK(answer.find("Connection: close") != std::string::npos);
  send(hub.port(), 1);
  CHECK(old.receive_until("event: message").ends_with("\n\nid: 1\nevent: message"));
}

TEST_CASE("so many listen, and no more; all are told when the server stops") {
  Service hub;
  std::vector<std::unique_ptr<Listener>> all;
  all.reserve(100);
  for (int i = 0; i < 100; ++i) all.push_back(std::make_unique<Listener>(hub.port(), supplier));
  const auto more = ask(hub.port(), "GET", events, fields(supplier));
  CHECK(more.status == 503);
  CHECK(more.headers.count("retry-after") == 1);
  hub.signal(15);
  for (auto& one : all) CHECK(one->until("0\r\n\r\n").ends_with("0\r\n\r\n"));
  CHECK(hub.wait() == 0);
}

}  // namespace cimgate::test
