#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "client.hpp"
#include "gateway/http/server.hpp"

namespace cimgate::http {
namespace {

using test::ask;
using test::Client;
using test::request_text;

/// A server of one part inside the test; stops with the object.
class Running {
 public:
  explicit Running(Part part, Limits limits = {}) {
    ServerOptions options;
    options.port = 0;
    options.limits = limits;
    std::vector<Part> parts;
    parts.push_back(std::move(part));
    auto opened = Server::open(std::move(options), std::move(parts));
    if (!opened) throw std::runtime_error(opened.error().text);
    server_ = std::move(*opened);
    thread_ = std::thread([this] { clean_ = server_->run(false); });
  }
  ~Running() {
    if (thread_.joinable()) stop();
  }
  bool stop() {
    server_->stop();
    thread_.join();
    return clean_;
  }
  std::uint16_t port() const { return server_->port(); }

 private:
  std::unique_ptr<Server> server_;
  std::thread thread_;
  bool clean_ = false;
};

Route post(std::string pattern, std::function<void(Request, Reply)> handle) {
  Route route;
  route.method = "POST";
  route.pattern = std::move(pattern);
  route.body = BodyIs::optional;
  route.handle = std::move(handle);
  return route;
}

Answer text(std::string body) {
  Answer answer;
  answer.content_type = "text/plain";
  answer.body = std::move(body);
  return answer;
}

Part of(std::vector<Route> routes) {
  Part part;
  part.routes = std::move(routes);
  return part;
}

/// Replies that wait until the test lets them go.
class Held {
 public:
  void add(Reply reply) {
    const std::lock_guard lock(mutex_);
    replies_.push_back(std::move(reply));
    added_.notify_all();
  }
  bool wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    return added_.wait_for(lock, std::chrono::seconds(10), [&] { return replies_.size() >= count; });
  }
  std::vector<Reply> take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(replies_, {});
  }

 private:
  std::mutex mutex_;
  std::condition_variable added_;
  std::vector<Reply> replies_;
};

TEST_CASE("a handler answers from another thread, later") {
  Held held;
  Running server(of({post("/later", [&](Request request, Reply reply) {
    held.add([reply, body = request.body](Answer answer) {
      answer.body += body;
      reply(std::move(answer));
    });
  })}));
  // More of them than there are threads: none is held while they wait.
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 50; ++i) {
    clients.push_back(std::make_unique<Client>(server.port()));
    clients.back()->send(request_text("POST", "/later", "", "number " + std::to_string(i)));
  }
  REQUIRE(held.wait_for(50));
  CHECK(ask(server.port(), "GET", "/livez").status == 200);
  std::thread answering([&] {
    for (auto& reply : held.take()) {
      reply(text("this is "));
      reply(text("never seen "));
    }
  });
  for (int i = 0; i < 50; ++i)
    CHECK(clients[static_cast<std::size_t>(i)]->receive()->body == "this is number " + std::to_string(i));
  answering.join();
  CHECK(server.stop());
}

TEST_CASE("the server ends only when nobody holds a reply any more") {
  std::thread answering;
  std::atomic<bool> gone{false};
  auto slow = post("/slow", [&](const Request&, Reply reply) {
    answering = std::thread([&gone, reply = std::move(reply)]() mutable {
      reply(text("told"));
      // The other end has its answer; this thread is not done with the reply.
      std::this_thread::sleep_for(std::chrono::milliseconds(500));
      gone = true;
      reply = {};
    });
  });
  slow.error_answer = [kept = std::make_shared<std::string>("x")](const TransportError&) {
    return text(*kept);
  };
  Running server(of({std::move(slow)}));
  CHECK(ask(server.port(), "POST", "/slow", "Connection: close\r\n", "x").body == "told");
  CHECK(server.stop());
  CHECK(gone);
  answering.join();
}

TEST_CASE("work that remains is done by a worker, and its answer is sent") {
  Running server(of({post("/rest",
                          [](const Request&, const Reply& reply) {
                            Answer answer;
                            answer.rest = [] { return text("done later"); };
                            reply(std::move(answer));
                          }),
                     post("/fails", [](const Request&, const Reply& reply) {
                       Answer answer;
                       answer.rest = []() -> Answer { throw std::runtime_error("kari nordmann"); };
                       reply(std::move(answer));
                     })}));
  CHECK(ask(server.port(), "POST", "/rest", "", "x").body == "done later");
  const auto failed = ask(server.port(), "POST", "/fails", "", "x");
  CHECK(failed.status == 500);
  CHECK(failed.body.find("kari") == std::string::npos);
}

TEST_CASE("a handler that fails or forgets is a fault of ours, and the connection goes on") {
  Running server(
      of({post("/throws", [](const Request&, const Reply&) { throw std::runtime_error("kari nordmann"); }),
          post("/forgets", [](const Request&, const Reply&) {})}));
  Client client(server.port());
  for (const auto* target : {"/throws", "/forgets", "/throws"}) {
    client.send(request_text("POST", target, "", "x"));
    const auto answer = client.receive();
    REQUIRE(answer);
    CHECK(answer->status == 500);
    CHECK(answer->body.find("kari") == std::string::npos);
  }
}

TEST_CASE("a request comes to its handler as it was meant") {
  Request seen;
  Running server(of({post("/a/{b}/{rest...}", [&](Request request, const Reply& reply) {
    seen = std::move(request);
    reply(text("ok"));
  })}));
  ask(server.port(), "POST", "/a/%C3%B8st/c/d?wsdl&x=1", "SenderGLN: 7099990001015\r\n", "body");
  CHECK(seen.path == "/a/øst/c/d");
  CHECK(seen.parameters.get("b") == "øst");
  CHECK(seen.parameters.get("rest") == "c/d");
  CHECK(seen.query.find("wsdl") != nullptr);
  CHECK(seen.headers.get("sendergln") == "7099990001015");
  CHECK(seen.body == "body");
  CHECK(seen.peer == "127.0.0.1");
}

TEST_CASE("a route words the transport's errors itself") {
  Route soap = post("/soap/{service}", [](const Request&, const Reply& reply) { reply(text("ok")); });
  soap.body = BodyIs::required;
  soap.consumes = {"text/xml"};
  soap.body_limit = 100;
  soap.error_answer = [](const TransportError& error) {
    Answer answer = text("fault " + error.type);
    answer.status = error.status == 404 ? 404 : 500;
    return answer;
  };
  Running server(of({soap}));
  const auto fault = [&](const std::string& fields, const std::string& body) {
    return ask(server.port(), "POST", "/soap/x", fields, body).body;
  };
  CHECK(fault("", std::string(101, 'x')) == "fault too-large");
  CHECK(fault("Content-Type: image/png\r\n", "x") == "fault unsupported-type");
  CHECK(fault("Content-Encoding: gzip\r\n", "x") == "fault bad-gzip");
  CHECK(fault("", "") == "fault length-required");
  CHECK(fault("X: " + std::string(20000, 'x') + "\r\n", "x") == "fault header-too-large");
  CHECK(ask(server.port(), "DELETE", "/soap/x").body == "fault method-not-allowed");
  CHECK(ask(server.port(), "POST", "/other", "", "x").headers.at("content-type") ==
        "application/problem+json");
}

TEST_CASE("beyond the queue the server says so; in it, everyone has a turn") {
  std::mutex mutex;
  std::condition_variable changed;
  int running = 0;
  bool open = false;
  Limits limits;
  limits.threads = 1;
  limits.max_queue = 2;
  Running server(of({post("/work",
                          [&](const Request&, const Reply& reply) {
                            std::unique_lock lock(mutex);
                            ++running;
                            changed.notify_all();
                            changed.wait(lock, [&] { return open; });
                            reply(text("done"));
                          })}),
                 limits);
  Client first(server.port());
  first.send(request_text("POST", "/work", "", "x"));
  {
    std::unique_lock lock(mutex);
    REQUIRE(changed.wait_for(lock, std::chrono::seconds(10), [&] { return running == 1; }));
  }
  Client second(server.port()), third(server.port());
  second.send(request_text("POST", "/work", "", "x"));
  third.send(request_text("POST", "/work", "", "x"));
  CHECK(second.silent_for(100));
  CHECK(third.silent_for(100));
  const auto refused = ask(server.port(), "POST", "/work", "", "x");
  CHECK(refused.status == 503);
  CHECK(refused.headers.at("retry-after") == "1");
  CHECK(ask(server.port(), "GET", "/livez").status == 200);
  {
    const std::lock_guard lock(mutex);
    open = true;
    changed.notify_all();
  }
  for (auto* client : {&first, &second, &third}) CHECK(client->receive()->body == "done");
}

TEST_CASE("a large body arrives as it was sent") {
  std::string seen;
  Running server(of({post("/large", [&](Request request, const Reply& reply) {
    seen = std::move(request.body);
    reply(text(std::to_string(seen.size())));
  })}));
  std::string body(20'000'000, ' ');
  for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>('a' + i * i % 23);
  CHECK(ask(server.port(), "POST", "/large", "", body).body == "20000000");
  CHECK((seen == body));
  // And a large answer as it was made, though nobody is quick to read it.
  Running other(of({post("/answer", [&](const Request&, const Reply& reply) { reply(text(body)); })}));
  Client client(other.port());
  client.send(request_text("POST", "/answer"));
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  CHECK((client.receive()->body == body));
}

TEST_CASE("readiness is what the parts say") {
  std::atomic<bool> ready{false};
  Part part = of({post("/x", [](const Request&, const Reply& reply) { reply(text("x")); })});
  part.not_ready = [&] { return ready ? std::string() : std::string("the market is being opened"); };
  part.metrics = [] { return std::string("cimgate_test 1\n"); };
  Running server(std::move(part));
  const auto before = ask(server.port(), "GET", "/readyz");
  CHECK(before.status == 503);
  CHECK(before.body.find("the market is being opened") != std::string::npos);
  ready = true;
  CHECK(ask(server.port(), "GET", "/readyz").status == 200);
  CHECK(ask(server.port(), "GET", "/metrics").body.find("cimgate_test 1\n") != std::string::npos);
}

TEST_CASE("many connections at once, from many threads") {
  std::atomic<int> handled{0};
  Running server(of({post("/echo", [&](Request request, const Reply& reply) {
    ++handled;
    reply(text(std::move(request.body)));
  })}));
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&, t] {
      Client client(server.port());
      for (int i = 0; i < 500; ++i) {
        const auto body = std::to_string(t) + " " + std::to_string(i);
        client.send(request_text("POST", "/echo", "", body));
        const auto answer = client.receive();
        if (!answer || answer->body != body) ++wrong;
      }
    });
  for (auto& thread : threads) thread.join();
  CHECK(wrong == 0);
  CHECK(handled == 8 * 500);
}

}  // namespace
}  // namespace cimgate::http
