#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "client.hpp"
#include "gateway/gzip/deflater.hpp"
#include "gateway/gzip/inflater.hpp"
#include "service.hpp"

namespace cimgate::test {
namespace {

const std::string message = "RequestStartOfSupply/valid/change-of-supplier.xml";

/// One service for all cases that do not end it, with limits that a test can reach.
Service& service() {
  static Service running({"--max-header", "2000", "--max-target", "1000", "--max-body", "200000",
                          "--header-timeout", "1", "--body-timeout", "1", "--min-body-rate", "100000",
                          "--log", "text"});
  return running;
}

bool is_problem(const Response& response, int status, const std::string& type) {
  CAPTURE(response.body);
  CHECK(response.status == status);
  CHECK(response.headers.at("content-type") == "application/problem+json");
  CHECK(response.body.find("urn:cimgate:problem:" + type + "\"") != std::string::npos);
  return response.status == status;
}

bool is_verdict(const std::optional<Response>& response) {
  return response && response->status == 200 &&
         response->body.find("\"verdict\": \"valid\"") != std::string::npos;
}

std::string chunk(const std::string& text) {
  char size[32];
  std::snprintf(size, sizeof size, "%zx;name=value\r\n", text.size());
  return size + text + "\r\n";
}

TEST_CASE("a connection stays open for the next request") {
  Client client(service().port());
  for (int i = 0; i < 3; ++i) {
    client.send(request_text("POST", "/v1/validate", "Content-Type: application/xml\r\n", example(message)));
    CHECK(is_verdict(client.receive()));
  }
  client.send("GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  const auto last = client.receive();
  REQUIRE(last);
  CHECK(last->headers.at("connection") == "close");
  CHECK(client.at_end());
}

TEST_CASE("HTTP/1.0 closes unless it is asked to stay") {
  Client client(service().port());
  client.send("GET /livez HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  CHECK(client.receive()->headers.at("connection") == "keep-alive");
  client.send("GET /livez HTTP/1.0\r\n\r\n");
  CHECK(client.receive()->status == 200);
  CHECK(client.at_end());
}

TEST_CASE("pipelined requests are answered in their order") {
  Client client(service().port());
  std::string all;
  for (int i = 0; i < 20; ++i) {
    all += request_text("POST", "/v1/validate", "", example(message));
    all += request_text("GET", "/nothing-" + std::to_string(i));
    all += request_text("HEAD", "/livez");
  }
  client.send(all);
  for (int i = 0; i < 20; ++i) {
    CHECK(is_verdict(client.receive()));
    CHECK(client.receive()->status == 404);
    CHECK(client.receive(true)->status == 200);
  }
}

TEST_CASE("chunks, whatever their size") {
  const auto text = example(message);
  Client client(service().port());
  std::string body;
  for (std::size_t at = 0; at < text.size(); at += 7) body += chunk(text.substr(at, 7));
  client.send("POST /v1/validate HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + body +
              "0\r\nTrailer: x\r\n\r\n" + request_text("GET", "/livez"));
  CHECK(is_verdict(client.receive()));
  CHECK(client.receive()->status == 200);
}

TEST_CASE("chunks that come byte by byte") {
  const auto text = example(message);
  Client client(service().port());
  client.send("POST /v1/validate HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (const char c : chunk(text) + "0\r\n\r\n") client.send(std::string(1, c));
  CHECK(is_verdict(client.receive()));
}

TEST_CASE("chunks that are none") {
  for (const auto* body :
       {"zz\r\nabc\r\n0\r\n\r\n", "3\r\nabcdef\r\n0\r\n\r\n", "-1\r\n", "ffffffffffffffffff\r\nx\r\n"}) {
    CAPTURE(body);
    Client client(service().port());
    client.send(
        std::string("POST /v1/validate HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n") +
        body);
    is_problem(client.receive().value_or(Response{}), 400, "bad-request");
    CHECK(client.at_end());
  }
}

TEST_CASE("gzip both ways") {
  const auto packed = gzip::gzipped(example(message));
  const auto whole = ask(service().port(), "POST", "/v1/validate", "Content-Encoding: gzip\r\n", packed);
  CHECK(is_verdict(whole));
  Client client(service().port());
  client.send(
      "POST /v1/validate HTTP/1.1\r\nHost: localhost\r\nContent-Encoding: gzip\r\nTransfer-Encoding: "
      "chunked\r\n\r\n" +
      chunk(packed.substr(0, 10)) + chunk(packed.substr(10)) + "0\r\n\r\n");
  CHECK(is_verdict(client.receive()));
  const auto rules = ask(service().port(), "GET", "/v1/rules", "Accept-Encoding: gzip\r\n");
  CHECK(rules.headers.at("content-encoding") == "gzip");
  gzip::Inflater inflater;
  std::string text;
  inflater.put(rules.body, text, 1U << 24U);
  CHECK(inflater.whole());
  CHECK((text == ask(service().port(), "GET", "/v1/rules").body));
  CHECK(
      ask(service().port(), "GET", "/livez", "Accept-Encoding: gzip\r\n").headers.count("content-encoding") ==
      0);
}

TEST_CASE("gzip that is broken, and gzip that becomes too much") {
  const std::string gzip = "Content-Encoding: gzip\r\n";
  const auto packed = gzip::gzipped(example(message));
  is_problem(ask(service().port(), "POST", "/v1/validate", gzip, "not gzip"), 400, "bad-gzip");
  is_problem(ask(service().port(), "POST", "/v1/validate", gzip, packed.substr(0, packed.size() - 3)), 400,
             "bad-gzip");
  is_problem(ask(service().port(), "POST", "/v1/validate", gzip, packed + "rest"), 400, "bad-gzip");
  is_problem(ask(service().port(), "POST", "/v1/validate", gzip, gzip::gzipped(std::string(200001, ' '))),
             413, "too-large");
  const auto other = ask(service().port(), "POST", "/v1/validate", "Content-Encoding: br\r\n", packed);
  is_problem(other, 415, "unsupported-encoding");
  CHECK(other.headers.at("accept-encoding") == "gzip");
}

TEST_CASE("Expect: 100-continue is answered before the body comes") {
  const auto text = example(message);
  Client client(service().port());
  client.send("POST /v1/validate HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: " +
              std::to_string(text.size()) + "\r\n\r\n");
  CHECK(client.receive()->status == 100);
  client.send(text);
  CHECK(is_verdict(client.receive()));
}

TEST_CASE("what will not be taken is refused before the body comes") {
  Client client(service().port());
  client.send(
      "POST /v1/validate HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: "
      "200001\r\n\r\n");
  is_problem(client.receive().value_or(Response{}), 413, "too-large");
  CHECK(client.at_end());
  is_problem(ask(service().port(), "POST", "/v1/validate", "Expect: something\r\n", "x"), 417,
             "expectation-failed");
}

TEST_CASE("who sends too large a body anyway gets to read why") {
  Client client(service().port());
  client.send("POST /v1/validate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50000000\r\n\r\n" +
              std::string(500000, 'x'));
  is_problem(client.receive().value_or(Response{}), 413, "too-large");
}

TEST_CASE("statuses of requests that reach no handler") {
  const auto port = service().port();
  is_problem(ask(port, "GET", "/none"), 404, "not-found");
  const auto method = ask(port, "PUT", "/v1/validate", "", "x");
  is_problem(method, 405, "method-not-allowed");
  CHECK(method.headers.at("allow") == "POST");
  CHECK(ask(port, "POST", "/livez", "", "x").headers.at("allow") == "GET, HEAD");
  const auto options = ask(port, "OPTIONS", "/v1/validate");
  CHECK(options.status == 204);
  CHECK(options.headers.at("allow") == "OPTIONS, POST");
  is_problem(ask(port, "POST", "/v1/validate", "Accept: image/png\r\n", "x"), 406, "not-acceptable");
  is_problem(ask(port, "POST", "/v1/validate", "Content-Type: image/png\r\n", "x"), 415, "unsupported-type");
  is_problem(ask(port, "POST", "/v1/validate"), 411, "length-required");
  is_problem(ask(port, "POST", "/v1/validate", "Content-Length: 0\r\n"), 400, "no-body");
  is_problem(ask(port, "GET", "/livez", "", "x"), 400, "unwanted-body");
  is_problem(ask(port, "GET", "/" + std::string(1001, 'a')), 414, "target-too-long");
  is_problem(ask(port, "GET", "/" + std::string(3000, 'a')), 414, "target-too-long");
  is_problem(ask(port, "GET", "/livez", "X: " + std::string(3000, 'a') + "\r\n"), 431, "header-too-large");
  is_problem(ask(port, "GET", "/a/../livez"), 400, "bad-request");
  is_problem(ask(port, "POST", "/v1/validate", "Transfer-Encoding: gzip, chunked\r\n"), 501,
             "unsupported-transfer");
  CHECK(ask(port, "HEAD", "/v1/rules").headers.at("content-length") ==
        ask(port, "GET", "/v1/rules").headers.at("content-length"));
}

TEST_CASE("requests that are not HTTP") {
  for (const auto* text :
       {"GET / HTTP/9.9\r\n\r\n", "GET /livez HTTP/1.1\r\n\r\n",
        "GET /livez HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "GET  HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /livez HTTP/1.1\r\nHost : a\r\n\r\n", "\x16\x03\x01\x02\x00 TLS",
        "POST /v1/validate HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: "
        "chunked\r\n\r\n0\r\n\r\n",
        "POST /v1/validate HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nxxxxxx",
        "POST /v1/validate HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
        "POST /v1/validate HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999999\r\n\r\n"}) {
    CAPTURE(text);
    Client client(service().port());
    client.send(text);
    const auto response = client.receive();
    REQUIRE(response);
    CHECK((response->status == 400 || response->status == 505));
    CHECK(client.at_end());
  }
}

TEST_CASE("an empty line before a request is not a fault") {
  Client client(service().port());
  client.send("\r\n" + request_text("GET", "/livez"));
  CHECK(client.receive()->status == 200);
}

TEST_CASE("who sends slowly hears 408") {
  Client head(service().port());
  head.send("GET /livez HT");
  Client body(service().port());
  body.send("POST /v1/validate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n<a");
  Client chunks(service().port());
  chunks.send("POST /v1/validate HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab");
  is_problem(head.receive().value_or(Response{}), 408, "slow-request");
  is_problem(body.receive().value_or(Response{}), 408, "slow-request");
  is_problem(chunks.receive().value_or(Response{}), 408, "slow-request");
  CHECK(head.at_end());
  CHECK(body.at_end());
}

TEST_CASE("who drips bytes to stay below the pause hears 408, too") {
  Client client(service().port());
  client.send("POST /v1/validate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n");
  bool ended = false;
  for (int i = 0; i < 60 && !ended; ++i) {
    client.send("x");
    ended = !client.silent_for(100);
  }
  CHECK(ended);
  CHECK(client.receive().value_or(Response{}).status == 408);
}

TEST_CASE("half-closed sockets get their answers") {
  Client client(service().port());
  client.send(request_text("POST", "/v1/validate", "", example(message)) + request_text("GET", "/livez"));
  client.half_close();
  CHECK(is_verdict(client.receive()));
  CHECK(client.receive()->status == 200);
  CHECK(client.at_end());
}

TEST_CASE("who stops in the middle hears 400") {
  for (const auto* text :
       {"GET /liv", "POST /v1/validate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nabc",
        "POST /v1/validate HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"}) {
    CAPTURE(text);
    Client client(service().port());
    client.send(text);
    client.half_close();
    is_problem(client.receive().value_or(Response{}), 400, "incomplete");
    CHECK(client.at_end());
  }
}

TEST_CASE("who goes away without reading does no harm") {
  for (int i = 0; i < 50; ++i) {
    Client client(service().port());
    client.send(request_text("GET", "/v1/coverage"));
  }
  CHECK(ask(service().port(), "GET", "/livez").status == 200);
}

TEST_CASE("the log knows routes and nothing of people") {
  Service logged({"--log", "json"});
  ask(logged.port(), "GET", "/v1/rules?secret=12345678901");
  ask(logged.port(), "GET", "/kari-nordmann/12345678901");
  ask(logged.port(), "GET", "/v1/rules/12345678901");
  // The line is written when the answer has gone.
  std::string log;
  for (int i = 0; i < 100 && std::count(log.begin(), log.end(), '\n') < 3; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    log = logged.errors();
  }
  CHECK(log.find("\"route\":\"/v1/rules/{id}\",\"status\":404") != std::string::npos);
  CHECK(log.find("\"route\":\"\",\"status\":404") != std::string::npos);
  CHECK(log.find("12345678901") == std::string::npos);
  CHECK(log.find("kari") == std::string::npos);
  CHECK(log.find("127.0.0.1") == std::string::npos);
  const auto metrics = ask(logged.port(), "GET", "/metrics").body;
  CHECK(
      metrics.find("cimgate_http_requests_total{route=\"/v1/rules/{id}\",method=\"GET\",status=\"404\"} 1") !=
      std::string::npos);
  CHECK(metrics.find("12345678901") == std::string::npos);
  CHECK(metrics.find("process_resident_memory_bytes ") != std::string::npos);
}

}  // namespace
}  // namespace cimgate::test
