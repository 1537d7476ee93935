// The peer, against a broker in this process that says what it should not.
#include <doctest/doctest.h>

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <list>
#include <mutex>
#include <optional>
#include <proton/binary.hpp>
#include <proton/codec/map.hpp>
#include <proton/codec/vector.hpp>
#include <proton/connection.hpp>
#include <proton/connection_options.hpp>
#include <proton/container.hpp>
#include <proton/delivery.hpp>
#include <proton/error_condition.hpp>
#include <proton/listen_handler.hpp>
#include <proton/listener.hpp>
#include <proton/message.hpp>
#include <proton/messaging_handler.hpp>
#include <proton/receiver_options.hpp>
#include <proton/sender.hpp>
#include <proton/sender_options.hpp>
#include <proton/source.hpp>
#include <proton/source_options.hpp>
#include <proton/ssl.hpp>
#include <proton/target.hpp>
#include <proton/target_options.hpp>
#include <proton/tracker.hpp>
#include <proton/types.hpp>
#include <proton/uuid.hpp>
#include <thread>

#include "cut_proxy.hpp"
#include "gateway/amqp/proton/messages.hpp"
#include "gateway/amqp/proton/proton_peer.hpp"
#include "tests/temporary_folder.hpp"

using namespace cimgate::amqp;
using std::chrono::milliseconds;

namespace {

/// Gives `to_send` to whoever reads, and does with what it gets as `answer` says.
class Host : public proton::messaging_handler, private proton::listen_handler {
 public:
  enum class Answer { accept, reject, release, nothing, close };

  explicit Host(std::deque<proton::message> to_send = {}, Answer answer = Answer::accept,
                std::optional<proton::connection_options> more = std::nullopt)
      : to_send_(std::move(to_send)), answer_(answer), more_(std::move(more)), container_(*this, "host") {
    thread_ = std::thread([this] { container_.run(); });
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return port_ != 0; });
  }
  ~Host() override {
    container_.stop();
    thread_.join();
  }
  std::uint16_t port() const { return port_; }
  std::deque<proton::message> got() {
    const std::lock_guard lock(mutex_);
    return got_;
  }
  int sent() const { return sent_; }
  int accepted() const { return accepted_; }

 private:
  void on_container_start(proton::container& container) override {
    listener_ = container.listen("127.0.0.1:0", *this);
  }
  void on_open(proton::listener& listener) override {
    {
      const std::lock_guard lock(mutex_);
      port_ = static_cast<std::uint16_t>(listener.port());
    }
    changed_.notify_all();
  }
  proton::connection_options on_accept(proton::listener&) override {
    auto options = proton::connection_options().handler(*this).sasl_allowed_mechs("ANONYMOUS");
    if (more_) options.update(*more_);
    return options;
  }
  void on_sender_open(proton::sender& sender) override {
    if (sender.source().address() == "nowhere") {
      sender.close(proton::error_condition("amqp:not-found", "no\r\nsuch address" + std::string(1000, 'x')));
      return;
    }
    sender.open(proton::sender_options().source(proton::source_options().address(sender.source().address())));
  }
  void on_receiver_open(proton::receiver& receiver) override {
    receiver.open(proton::receiver_options().credit_window(3).auto_accept(false).target(
        proton::target_options().address(receiver.target().address())));
  }
  void on_sendable(proton::sender& sender) override {
    while (!to_send_.empty() && sender.credit() > 0) {
      sender.send(to_send_.front());
      to_send_.pop_front();
      ++sent_;
    }
  }
  void on_message(proton::delivery& delivery, proton::message& message) override {
    {
      const std::lock_guard lock(mutex_);
      got_.push_back(message);
    }
    if (answer_ == Answer::accept) delivery.accept();
    if (answer_ == Answer::reject) delivery.reject();
    if (answer_ == Answer::release) delivery.release();
    if (answer_ == Answer::close)
      delivery.connection().close(proton::error_condition("amqp:internal-error", "enough"));
  }
  void on_tracker_accept(proton::tracker&) override { ++accepted_; }
  void on_error(const proton::error_condition&) override {}

  std::deque<proton::message> to_send_;
  Answer answer_;
  std::optional<proton::connection_options> more_;
  proton::container container_;
  proton::listener listener_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint16_t port_ = 0;
  std::deque<proton::message> got_;
  std::atomic<int> sent_ = 0, accepted_ = 0;
  std::thread thread_;
};

Broker at(std::uint16_t port) {
  Broker broker;
  broker.host = "127.0.0.1";
  broker.port = port;
  broker.container = "test";
  broker.patience = milliseconds(3000);
  return broker;
}

template <class Condition>
bool soon(Condition condition) {
  for (int i = 0; i < 500 && !condition(); ++i) std::this_thread::sleep_for(milliseconds(10));
  return condition();
}

Message simple(const std::string& id) {
  Message message;
  message.id = id;
  message.group_id = "707057599000100316";
  message.subject = "s";
  message.content_type = "application/xml";
  message.content_encoding = "gzip";
  message.traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  message.claim = "sha256:0";
  message.body = std::string("bytes\0\xff", 7);
  return message;
}

}  // namespace

TEST_CASE("peer: what is sent arrives durable and whole, more than there is credit for") {
  Host host;
  ProtonPeer peer(at(host.port()));
  REQUIRE(peer.open());
  std::vector<Sending> sendings;
  for (int i = 0; i < 20; ++i) sendings.push_back({i % 2 == 0 ? "even" : "odd", simple(std::to_string(i))});
  const auto sent = peer.send(sendings);
  REQUIRE_MESSAGE(sent, sent.error());
  REQUIRE(host.got().size() == 20);
  auto first = host.got().front();
  CHECK(first.durable());
  const auto back = from_proton(first);
  CHECK(back.id == "0");
  CHECK(back.group_id == "707057599000100316");
  CHECK(back.subject == "s");
  CHECK(back.content_type == "application/xml");
  CHECK(back.content_encoding == "gzip");
  CHECK(back.traceparent == simple("").traceparent);
  CHECK(back.claim == "sha256:0");
  CHECK(back.body == simple("").body);
  CHECK(back.readable_body);
}

TEST_CASE("peer: what is accepted at once is not waited for") {
  // Whoever waits for it waits for an hour, and the test does not end in time.
  Host host;
  auto broker = at(host.port());
  broker.patience = std::chrono::hours(1);
  ProtonPeer peer(broker);
  REQUIRE(peer.open());
  for (int i = 0; i < 3000; ++i) {
    const auto sent = peer.send({{"all", simple(std::to_string(i))}});
    REQUIRE_MESSAGE(sent, sent.error());
  }
  CHECK(host.got().size() == 3000);
}

TEST_CASE("peer: what is not accepted is an error") {
  for (const auto answer :
       {Host::Answer::reject, Host::Answer::release, Host::Answer::nothing, Host::Answer::close}) {
    Host host({}, answer);
    auto broker = at(host.port());
    broker.patience = milliseconds(500);
    ProtonPeer peer(broker);
    REQUIRE(peer.open());
    CHECK_FALSE(peer.send({{"a", simple("1")}}));
  }
}

TEST_CASE("peer: no more arrive than there is credit for, until they are accepted") {
  std::deque<proton::message> many;
  for (int i = 0; i < 30; ++i) many.push_back(to_proton(simple(std::to_string(i))));
  Host host(many);
  {
    ProtonPeer peer(at(host.port()));
    REQUIRE(peer.open());
    REQUIRE(peer.receive_from("in", 5));
    std::vector<std::uint64_t> numbers;
    for (int i = 0; i < 5; ++i) numbers.push_back((*peer.next(milliseconds(3000)))->number);
    CHECK_FALSE(*peer.next(milliseconds(200)));
    CHECK(host.sent() == 5);
    peer.accept({numbers[0], numbers[1], 4711});
    REQUIRE(*peer.next(milliseconds(3000)));
    CHECK((*peer.next(milliseconds(3000)))->message.id == "6");
    CHECK_FALSE(*peer.next(milliseconds(200)));
  }
  CHECK(soon([&] { return host.accepted() == 2; }));
}

TEST_CASE("peer: messages of strangers, of any types") {
  std::deque<proton::message> odd(9);
  odd[0].id(std::uint64_t{42});
  odd[0].body(std::string("text"));
  odd[1].id(proton::uuid::copy("0123456789abcdef"));
  odd[1].body(proton::binary("x"));
  odd[2].id(proton::binary(std::string("\0\xff/..", 5)));
  odd[2].body(std::map<std::string, int>{{"a", 1}});
  odd[3].body(std::vector<proton::value>{1, 2});
  odd[4].properties().put("traceparent", 7);
  odd[4].properties().put("cimgate-claim", std::string(100000, 'c'));
  odd[4].properties().put("other", proton::binary("x"));
  odd[5].group_id(std::string(70000, 'g'));
  odd[5].subject("\xff\xfe");
  odd[5].content_encoding("\x01");
  odd[6].body(3.5);
  odd[8].id("last");
  Host host(odd);
  ProtonPeer peer(at(host.port()));
  REQUIRE(peer.open());
  REQUIRE(peer.receive_from("in", 20));
  std::vector<Message> got;
  for (std::size_t i = 0; i < odd.size(); ++i) {
    const auto delivery = peer.next(milliseconds(3000));
    REQUIRE_MESSAGE(delivery, delivery.error());
    REQUIRE(*delivery);
    got.push_back((*delivery)->message);
  }
  CHECK(got[0].id == "42");
  CHECK(got[0].body == "text");
  CHECK(got[0].readable_body);
  CHECK(got[1].id.size() == 36);
  CHECK(got[2].id == std::string("\0\xff/..", 5));
  for (const int i : {2, 3, 6}) {
    CAPTURE(i);
    CHECK_FALSE(got[static_cast<std::size_t>(i)].readable_body);
    CHECK_FALSE(got[static_cast<std::size_t>(i)].body.empty());
  }
  CHECK(got[4].traceparent.empty());
  CHECK(got[4].claim.size() == 100000);
  CHECK(got[4].body.empty());
  CHECK(got[5].group_id.size() == 70000);
  CHECK(got[8].id == "last");
}

TEST_CASE("peer: an address that is not there, and nobody at all") {
  {
    Host host;
    ProtonPeer peer(at(host.port()));
    REQUIRE(peer.open());
    const auto receiving = peer.receive_from("nowhere", 5);
    const auto next = peer.next(milliseconds(1000));
    const auto& error = receiving ? next.error() : receiving.error();
    CHECK(error.find("amqp:not-found") != std::string::npos);
    CHECK(error.find('\n') == std::string::npos);
    CHECK(error.size() < 500);
  }
  std::uint16_t free = 0;
  {
    Host host;
    free = host.port();
  }
  ProtonPeer peer(at(free));
  CHECK_FALSE(peer.open());
}

TEST_CASE("peer: a broker that goes silent without a word is gone, whoever waits for what") {
  // Nobody who does not notice comes to an end here.
  Host host;
  cimgate::test::CutProxy proxy(host.port());
  auto broker = at(proxy.port());
  broker.silence = milliseconds(2000);
  broker.patience = std::chrono::hours(1);
  {
    ProtonPeer receives(broker), sends(broker), idle(broker);
    for (auto* const peer : {&receives, &sends, &idle}) REQUIRE(peer->open());
    REQUIRE(receives.receive_from("in", 5));
    REQUIRE(sends.send({{"a", simple("1")}}));
    // As long as the broker is there, its heartbeats are enough.
    CHECK(*receives.next(milliseconds(3000)) == std::nullopt);
    proxy.swallow();
    CHECK_FALSE(receives.next(std::chrono::hours(1)));
    CHECK_FALSE(sends.send({{"a", simple("2")}}));
    CHECK_FALSE(idle.receive_from("in", 5));
  }
  CHECK(host.got().size() == 1);
  // And a new connection is as good as any.
  ProtonPeer again(broker);
  REQUIRE(again.open());
  CHECK(again.send({{"a", simple("3")}}));
}

namespace {

/// A certificate that is its own issuer, and its key, as NAME.pem and NAME.key.
void make_certificate(const cimgate::test::TemporaryFolder& folder, const std::string& name,
                      const std::string& subject) {
  const auto line = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=" + subject +
                    " -addext subjectAltName=DNS:" + subject + " -keyout " + folder.file(name + ".key") +
                    " -out " + folder.file(name + ".pem") + " 2>/dev/null";
  REQUIRE(std::system(line.c_str()) == 0);
}

}  // namespace

TEST_CASE("peer: TLS, with a broker that is trusted and has its name, and by a certificate of ours") {
  const cimgate::test::TemporaryFolder folder;
  make_certificate(folder, "host", "localhost");
  make_certificate(folder, "other", "localhost");
  make_certificate(folder, "named", "elsewhere.example.no");
  make_certificate(folder, "ours", "cimgate");
  const auto certificate = [&](const std::string& name) {
    return proton::ssl_certificate(folder.file(name + ".pem"), folder.file(name + ".key"));
  };
  const auto tls = [&](const Host& host, const std::string& trust) {
    auto broker = at(host.port());
    broker.host = "localhost";
    broker.tls = true;
    broker.trust = folder.file(trust + ".pem");
    return broker;
  };
  {
    Host host(
        {}, Host::Answer::accept,
        proton::connection_options().ssl_server_options(proton::ssl_server_options(certificate("host"))));
    ProtonPeer good(tls(host, "host"));
    const auto opened = good.open();
    REQUIRE_MESSAGE(opened, opened.error());
    CHECK(good.send({{"a", simple("1")}}));
    ProtonPeer untrusted(tls(host, "other"));
    CHECK_FALSE(untrusted.open());
    auto of_the_system = tls(host, "host");
    of_the_system.trust.clear();
    ProtonPeer unknown(of_the_system);
    CHECK_FALSE(unknown.open());
    auto clear = tls(host, "host");
    clear.tls = false;
    ProtonPeer without(clear);
    CHECK_FALSE(without.open());
  }
  {
    Host host(
        {}, Host::Answer::accept,
        proton::connection_options().ssl_server_options(proton::ssl_server_options(certificate("named"))));
    ProtonPeer elsewhere(tls(host, "named"));
    CHECK_FALSE(elsewhere.open());
  }
  Host host(
      {}, Host::Answer::accept,
      proton::connection_options()
          .sasl_allowed_mechs("EXTERNAL")
          .ssl_server_options(proton::ssl_server_options(certificate("host"), folder.file("ours.pem"))));
  auto known = tls(host, "host");
  known.mechanism = Broker::Mechanism::external;
  known.certificate = folder.file("ours.pem");
  known.key = folder.file("ours.key");
  ProtonPeer external(known);
  const auto opened = external.open();
  REQUIRE_MESSAGE(opened, opened.error());
  CHECK(external.send({{"a", simple("1")}}));
  auto stranger = known;
  stranger.certificate = folder.file("other.pem");
  stranger.key = folder.file("other.key");
  ProtonPeer refused(stranger);
  CHECK_FALSE(refused.open());
}

TEST_CASE("peer: a password is in no error") {
  Host host;
  auto broker = at(host.port());
  broker.mechanism = Broker::Mechanism::plain;
  broker.user = "someone";
  broker.password = "geheim";
  ProtonPeer peer(broker);
  const auto opened = peer.open();
  REQUIRE_FALSE(opened);
  CHECK(opened.error().find("geheim") == std::string::npos);
}
