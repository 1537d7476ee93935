#include "gateway/work/relay_flow.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <vector>

#include "gateway/work/amqp_sides.hpp"
#include "gateway/work/folder_sides.hpp"
#include "tests/temporary_folder.hpp"
#include "tests/unit/example_files.hpp"

using namespace cimgate;
using std::chrono::milliseconds;
using work::Job;
using work::Output;
namespace fs = std::filesystem;

namespace {

amqp::Message message(const std::string& id, const std::string& group, const std::string& body) {
  amqp::Message made;
  made.id = id;
  made.group_id = group;
  made.body = body;
  return made;
}

/// A broker with queues, as far as a peer sees it.
struct Broker {
  std::map<std::string, std::vector<amqp::Message>> queues;
  std::size_t calls_to_send = 0;
  bool refuses = false;  ///< what is sent
  bool cut = false;      ///< the next that anybody asks fails

  class Peer : public amqp::Peer {
   public:
    explicit Peer(Broker& broker) : broker_(broker) {}
    ~Peer() override {
      // What was not accepted goes back to where it was.
      for (auto at = given_.rbegin(); at != given_.rend(); ++at) {
        auto& queue = broker_.queues[at->second.address];
        queue.insert(queue.begin(), at->second.message);
      }
    }
    tl::expected<void, std::string> receive_from(const std::string& address, unsigned credit) override {
      addresses_.push_back(address);
      credit_ = credit;
      return {};
    }
    tl::expected<std::optional<amqp::Delivery>, std::string> next(milliseconds) override {
      if (broker_.cut) return tl::make_unexpected("cut");
      for (const auto& address : addresses_) {
        auto& queue = broker_.queues[address];
        if (queue.empty() || given_.size() >= credit_) continue;
        amqp::Delivery delivery{++number_, address, queue.front()};
        queue.erase(queue.begin());
        given_[delivery.number] = delivery;
        return delivery;
      }
      return std::nullopt;
    }
    void accept(const std::vector<std::uint64_t>& deliveries) override {
      if (broker_.cut) return;
      for (const auto number : deliveries) given_.erase(number);
    }
    tl::expected<void, std::string> send(const std::vector<amqp::Sending>& messages) override {
      ++broker_.calls_to_send;
      if (broker_.refuses || broker_.cut) return tl::make_unexpected("refused");
      for (const auto& sending : messages) broker_.queues[sending.address].push_back(sending.message);
      return {};
    }

   private:
    Broker& broker_;
    std::vector<std::string> addresses_;
    std::size_t credit_ = 0;
    std::uint64_t number_ = 0;
    std::map<std::uint64_t, amqp::Delivery> given_;
  };

  work::Connect connect() {
    return [this](const amqp::Place&) -> amqp::Connected {
      if (cut) return tl::make_unexpected("nobody there");
      return std::make_unique<Peer>(*this);
    };
  }
  std::vector<std::string> bodies(const std::string& queue) {
    std::vector<std::string> all;
    for (const auto& one : queues[queue]) all.push_back(one.body);
    return all;
  }
};

amqp::Place place(const std::string& address) {
  return {false, "localhost", 5672, address};
}

using Strings = std::vector<std::string>;

struct Bench {
  test::TemporaryFolder folder;
  Broker broker;
  std::optional<work::Claims> claims;
  std::size_t most_together = 64;
  int workers = 0;

  std::string inbox() const { return folder.path() / "inbox.db"; }
  std::unique_ptr<work::Source> source() {
    work::AmqpAddresses addresses;
    addresses.own = {place("in")};
    addresses.most_bytes = 1000;
    addresses.claims = claims;
    return std::make_unique<work::AmqpSource>(std::move(addresses), broker.connect());
  }
  std::shared_ptr<work::Sink> sink(const std::string& address) {
    return std::make_shared<work::AmqpSink>(place(address), broker.connect(), claims, 100);
  }
  std::unique_ptr<work::RelayFlow> open(bool remembers = true, std::shared_ptr<work::Sink> result = nullptr) {
    work::RelayOptions options;
    options.most_together = most_together;
    options.wait = milliseconds(0);
    options.worker = "w" + std::to_string(++workers);
    options.clock = [] { return std::chrono::steady_clock::time_point(); };  // no batch gets old
    const auto dead = sink("dead");
    return std::make_unique<work::RelayFlow>(source(), work::Sinks{result ? result : sink("out"), dead, dead},
                                             remembers ? std::make_unique<work::Inbox>(
                                                             inbox(), [] { return 1'000'000; }, 30)
                                                       : nullptr,
                                             options);
  }
};

Job taken(work::Flow& flow) {
  auto job = flow.take();
  REQUIRE_MESSAGE(job, job.error());
  REQUIRE(*job);
  return **job;
}

bool nothing(work::Flow& flow) {
  auto job = flow.take();
  REQUIRE_MESSAGE(job, job.error());
  return !*job;
}

std::vector<Output> result(const Job& job) {
  return {{Output::To::result, job.name, "made of " + job.bytes}};
}

/// Works on all there is.
void work_off(work::Flow& flow) {
  for (;;) {
    auto job = flow.take();
    REQUIRE_MESSAGE(job, job.error());
    if (!*job) return;
    REQUIRE(flow.settle(**job, result(**job)));
  }
}

}  // namespace

TEST_CASE("relay flow: results keep id, group and order, and are sent together") {
  Bench bench;
  for (const auto* id : {"1", "2", "3"}) bench.broker.queues["in"].push_back(message(id, "g", id));
  bench.broker.queues["in"][0].traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  bench.broker.queues["in"][1].traceparent = "anything\r\n";
  auto flow = bench.open();
  work_off(*flow);
  CHECK(bench.broker.bodies("out") == Strings{"made of 1", "made of 2", "made of 3"});
  CHECK(bench.broker.calls_to_send == 1);
  CHECK(bench.broker.queues["in"].empty());
  const auto& sent = bench.broker.queues["out"];
  CHECK(sent[0].id == "1");
  CHECK(sent[0].group_id == "g");
  CHECK(sent[0].subject == "g");
  CHECK(sent[0].traceparent == "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
  CHECK(sent[1].traceparent.empty());
}

TEST_CASE("relay flow: a message that comes again is known by its id, at once or later") {
  Bench bench;
  for (const auto* id : {"1", "2", "1"}) bench.broker.queues["in"].push_back(message(id, "", id));
  {
    auto flow = bench.open();
    work_off(*flow);
  }
  CHECK(bench.broker.bodies("out") == Strings{"made of 1", "made of 2"});
  bench.broker.queues["in"].push_back(message("2", "", "2"));
  bench.broker.queues["in"].push_back(message("3", "", "3"));
  auto other = bench.open();
  work_off(*other);
  CHECK(bench.broker.bodies("out") == Strings{"made of 1", "made of 2", "made of 3"});
  CHECK(bench.broker.queues["in"].empty());
}

TEST_CASE("relay flow: messages without an id are never taken for one another") {
  Bench bench;
  for (int i = 0; i < 3; ++i) bench.broker.queues["in"].push_back(message("", "", "same"));
  auto flow = bench.open();
  work_off(*flow);
  CHECK(bench.broker.bodies("out").size() == 3);

  // Nor in a folder, where they have the same name.
  for (int i = 0; i < 3; ++i) bench.broker.queues["in"].push_back(message("", "", "same"));
  auto sink = work::FolderSink::open(bench.folder.path() / "out");
  REQUIRE(sink);
  auto to_folder = bench.open(true, std::move(*sink));
  work_off(*to_folder);
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(bench.folder.path() / "out"))
    files += entry.is_regular_file();
  CHECK(files == 3);
}

TEST_CASE("relay flow: what cannot be handed on goes back, in its order, and nobody died over it") {
  Bench bench;
  for (const auto* id : {"1", "2", "3"}) bench.broker.queues["in"].push_back(message(id, "", id));
  auto flow = bench.open();
  for (int outage = 0; outage < 10; ++outage) {
    bench.broker.refuses = true;
    const auto job = taken(*flow);
    CHECK(job.attempt == 1);
    REQUIRE(flow->settle(job, result(job)));
    const auto failed = flow->finish();
    REQUIRE_FALSE(failed);
    CHECK(failed.error() == "refused");
    CHECK(bench.broker.bodies("in") == Strings{"1", "2", "3"});
  }
  bench.broker.refuses = false;
  work_off(*flow);
  CHECK(bench.broker.bodies("out") == Strings{"made of 1", "made of 2", "made of 3"});
}

TEST_CASE("relay flow: a connection that is cut is made again") {
  Bench bench;
  for (const auto* id : {"1", "2"}) bench.broker.queues["in"].push_back(message(id, "", id));
  auto flow = bench.open();
  const auto job = taken(*flow);
  bench.broker.cut = true;
  REQUIRE(flow->settle(job, result(job)));
  REQUIRE_FALSE(flow->finish());
  REQUIRE_FALSE(flow->take());
  bench.broker.cut = false;
  work_off(*flow);
  CHECK(bench.broker.bodies("out") == Strings{"made of 1", "made of 2"});
}

TEST_CASE("relay flow: a message over which workers die is told from those that were taken with it") {
  Bench bench;
  for (const auto* id : {"1", "poison", "3"}) bench.broker.queues["in"].push_back(message(id, "", id));
  std::map<std::string, unsigned> attempts;
  for (int death = 0; death < 5; ++death) {
    auto flow = bench.open();
    for (;;) {
      const auto job = taken(*flow);
      attempts[job.bytes] = job.attempt;
      if (job.bytes == "poison") break;
      REQUIRE(flow->settle(job, result(job)));
    }
    // It dies: nothing is told to anybody but by the end of the connection.
  }
  CHECK(attempts["poison"] == 5);
  auto flow = bench.open();
  const auto poison = taken(*flow);
  CHECK(poison.bytes == "poison");
  CHECK(poison.attempt == 6);
  REQUIRE(flow->settle(poison, {{Output::To::dead_letter, poison.name, poison.bytes}}));
  const auto other = taken(*flow);
  CHECK(other.bytes == "3");
  CHECK(other.attempt == 2);  // taken with it, once
  REQUIRE(flow->settle(other, result(other)));
  CHECK(nothing(*flow));
  CHECK(bench.broker.bodies("out") == Strings{"made of 1", "made of 3"});
  CHECK(bench.broker.bodies("dead") == Strings{"poison"});
}

TEST_CASE("relay flow: a worker that died after it noted what it did: what it left is shown, once") {
  Bench bench;
  const auto out = bench.folder.path() / "out";
  bench.broker.queues["in"].push_back(message("1", "g", "one"));
  const auto files = [&] {
    Strings names;
    for (const auto& entry : fs::directory_iterator(out))
      if (entry.is_regular_file()) names.push_back(entry.path().filename().string());
    return names;
  };
  {
    auto sink = work::FolderSink::open(out);
    REQUIRE(sink);
    // What RelayFlow does until it decides, and no further.
    auto source = bench.source();
    const auto job = source->take(milliseconds(0));
    REQUIRE(job);
    work::Inbox inbox(
        bench.inbox(), [] { return 1'000'000; }, 30);
    const auto key = source->key_of(**job);
    inbox.take({key});
    const Output output{Output::To::result, (*job)->name, "made"};
    REQUIRE((*sink)->stage("dead-one", {{&**job, &output}}));
    CHECK(inbox.settle({key}, "dead-one") == std::vector<bool>{true});
  }
  CHECK(files().empty());
  for (int again = 0; again < 2; ++again) {
    auto sink = work::FolderSink::open(out);
    auto flow = bench.open(true, std::move(*sink));
    CHECK(nothing(*flow));
    CHECK(files() == Strings{"g@1.xml"});
    CHECK(bench.broker.queues["in"].empty());
    bench.broker.queues["in"].push_back(message("1", "g", "one"));
  }
}

TEST_CASE("relay flow: two workers that have the same message hand it on once") {
  Bench bench;
  const auto out = bench.folder.path() / "out";
  auto one_sink = work::FolderSink::open(out);
  auto other_sink = work::FolderSink::open(out);
  bench.broker.queues["in"] = {message("1", "", "x")};
  auto one = bench.open(true, std::move(*one_sink));
  const auto first = taken(*one);
  // The broker thought that its connection was gone.
  bench.broker.queues["in"] = {message("1", "", "x")};
  auto other = bench.open(true, std::move(*other_sink));
  const auto second = taken(*other);
  REQUIRE(other->settle(second, result(second)));
  REQUIRE(other->finish());
  REQUIRE(one->settle(first, result(first)));
  REQUIRE(one->finish());
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator(out)) files += entry.is_regular_file();
  CHECK(files == 1);
}

TEST_CASE("amqp source: what cannot be had is said, and nothing is lost of it") {
  Bench bench;
  auto odd = message("1", "", "bytes");
  odd.readable_body = false;
  auto packed = message("2", "", "no gzip at all");
  packed.content_encoding = "gzip";
  auto foreign = message("3", "", "x");
  foreign.content_encoding = "br";
  auto claim = message("4", "", "");
  claim.claim = "sha256:../../etc/passwd";
  bench.broker.queues["in"] = {odd, packed, foreign, claim};
  auto flow = bench.open();
  for (int i = 0; i < 4; ++i) {
    const auto job = taken(*flow);
    CHECK_FALSE(job.unreadable.empty());
    REQUIRE(flow->settle(
        job, {{Output::To::dead_letter, "f", "{}", true}, {Output::To::dead_letter, job.name, job.bytes}}));
  }
  CHECK(nothing(*flow));
  const auto& dead = bench.broker.queues["dead"];
  REQUIRE(dead.size() == 8);
  CHECK(dead[0].id == "1/findings");
  CHECK(dead[0].correlation_id == "1");
  CHECK(dead[0].content_type == "application/json");
  CHECK(dead[1].body == "bytes");
  CHECK(dead[3].body == "no gzip at all");
  CHECK(dead[3].content_encoding.empty());
  CHECK(dead[7].claim == claim.claim);
}

TEST_CASE("amqp: packed stays packed, and what is too large is claimed") {
  Bench bench;
  bench.claims.emplace(bench.folder.path(), 1000);
  auto large = message("1", "", "");
  large.claim = bench.claims->keep(std::string(500, 'x')).value();
  bench.broker.queues["in"] = {large};
  auto flow = bench.open();
  work_off(*flow);
  const auto& out = bench.broker.queues["out"];
  REQUIRE(out.size() == 1);
  CHECK(out[0].body.empty());
  CHECK(bench.claims->read(out[0].claim).value() == "made of " + std::string(500, 'x'));
  // Packed again by whoever unpacked it.
  bench.broker.queues["in"] = {out[0]};
  bench.broker.queues["in"][0].content_encoding = "gzip";  // which it is not
  bench.broker.queues["in"][0].id = "2";
  CHECK_FALSE(taken(*flow).unreadable.empty());
}

TEST_CASE("amqp source: its own addresses first, the others later") {
  Broker broker;
  auto now = std::chrono::steady_clock::time_point();
  work::AmqpAddresses addresses;
  addresses.own = {place("mine")};
  addresses.rest = {place("others")};
  addresses.clock = [&] { return now; };
  broker.queues["others"] = {message("o", "", "o")};
  broker.queues["mine"] = {message("m", "", "m")};
  work::AmqpSource source(std::move(addresses), broker.connect());
  CHECK((*source.take(milliseconds(0)))->bytes == "m");
  CHECK_FALSE(*source.take(milliseconds(0)));
  now += milliseconds(1500);
  CHECK((*source.take(milliseconds(0)))->bytes == "o");
}

TEST_CASE("from a folder to a broker and back: what cannot be sent stays where it was") {
  Bench bench;
  const auto in = bench.folder.path() / "in";
  fs::create_directories(in);
  std::ofstream(in / "g@a.xml") << "A";
  auto source = work::FolderSource::open(in, 1000);
  REQUIRE(source);
  work::RelayOptions options;
  options.wait = milliseconds(0);
  const auto out = bench.sink("out");
  work::RelayFlow flow(std::move(*source), {out, out, out}, nullptr, options);
  bench.broker.refuses = true;
  for (int outage = 0; outage < 8; ++outage) {
    const auto job = taken(flow);
    CHECK(job.attempt == 1);
    REQUIRE(flow.settle(job, result(job)));
    REQUIRE_FALSE(flow.finish());
  }
  bench.broker.refuses = false;
  work_off(flow);
  REQUIRE(bench.broker.queues["out"].size() == 1);
  CHECK(bench.broker.queues["out"][0].body == "made of A");
  CHECK(bench.broker.queues["out"][0].group_id == "g");
  CHECK_FALSE(bench.broker.queues["out"][0].id.empty());
  CHECK_FALSE(fs::exists(in / "g@a.xml"));
}
