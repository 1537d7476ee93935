#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "gateway/elhub/bridge/broker_sink.hpp"
#include "gateway/elhub/bridge/broker_source.hpp"
#include "gateway/http/problem.hpp"
#include "tests/bridge/rehearsal.hpp"
#include "tests/hub/messages.hpp"
#include "tests/test_database.hpp"

/// What a bridge does with a broker, step by step; with RabbitMQ: tests/brokers/bridge_test.cpp.
namespace cimgate::test {
namespace {

using namespace bridge;

/// What a broker and the bridge did, in their order: "take a", "hand in a", "accept a", "release".
class Deeds {
 public:
  void add(const std::string& what) {
    const std::lock_guard lock(mutex_);
    all_.push_back(what);
  }
  std::vector<std::string> all() const {
    const std::lock_guard lock(mutex_);
    return all_;
  }
  bool has(const std::string& what) const { return at(what) != npos; }
  static constexpr std::size_t npos = static_cast<std::size_t>(-1);
  std::size_t at(const std::string& what) const {
    const auto seen = all();
    const auto found = std::find(seen.begin(), seen.end(), what);
    return found == seen.end() ? npos : static_cast<std::size_t>(found - seen.begin());
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> all_;
};

/// Gives what was not accepted again after release(), in its order.
class Source : public work::Source {
 public:
  Source(std::vector<work::Job> jobs, Deeds& deeds) : jobs_(std::move(jobs)), deeds_(deeds) {}
  tl::expected<std::optional<work::Job>, std::string> take(std::chrono::milliseconds) override {
    if (next_ == jobs_.size()) return std::nullopt;
    return jobs_[next_++];
  }
  tl::expected<void, std::string> accept(const std::vector<work::Job>& jobs) override {
    for (const auto& job : jobs) {
      deeds_.add("accept " + job.envelope.id);
      std::erase_if(jobs_, [&](const work::Job& one) { return one.envelope.id == job.envelope.id; });
      --next_;
    }
    return {};
  }
  void release() override {
    deeds_.add("release");
    next_ = 0;
  }
  std::string key_of(const work::Job& job) const override { return "key-" + job.envelope.id; }

 private:
  std::vector<work::Job> jobs_;
  std::size_t next_ = 0;
  Deeds& deeds_;
};

/// Takes what it is told to.
class Sink : public work::Sink {
 public:
  struct Got {
    std::string id, group, traceparent, text;
    bool findings = false;
  };
  tl::expected<void, std::string> stage(const std::string&,
                                        const std::vector<work::Parcel>& parcels) override {
    const std::lock_guard lock(mutex_);
    if (refusals_ > 0) {
      --refusals_;
      return tl::make_unexpected(std::string("no"));
    }
    for (const auto& [job, output] : parcels)
      got_.push_back(
          {job->envelope.id, job->envelope.group, job->envelope.traceparent, output->text, output->findings});
    return {};
  }
  tl::expected<void, std::string> show(const std::string&, const work::Job&) override { return {}; }
  void drop(const std::string&, const work::Job&) override {}
  void refuse(int times) { refusals_ = times; }
  std::vector<Got> got() const {
    const std::lock_guard lock(mutex_);
    return got_;
  }

 private:
  mutable std::mutex mutex_;
  int refusals_ = 0;
  std::vector<Got> got_;
};

work::Job job(const std::string& id, const std::string& group) {
  work::Job made;
  made.envelope.id = id;
  made.envelope.group = group;
  made.bytes = "document " + id;
  return made;
}

Surroundings surroundings() {
  return {[] {
            return Millis{1'000'000} +
                   std::chrono::steady_clock::now().time_since_epoch().count() / 1'000'000;
          },
          [](const Happening&) {}, std::make_shared<Upstream>(), std::make_shared<std::atomic<bool>>(false),
          nullptr};
}

http::Answer problem(std::uint16_t status) {
  return http::problem({status, "some", "Some.", "", {}});
}

}  // namespace

TEST_CASE(
    "a document that cannot be written now goes back with all behind it of its group, and overtakes none") {
  Deeds deeds;
  const auto refused = std::make_shared<Sink>();
  const auto setting = std::make_shared<BrokerSourceSetting>();
  setting->source = [&] {
    return std::make_unique<Source>(
        std::vector{job("a1", "a"), job("b1", "b"), job("a2", "a"), job("b2", "b"), job("none", ""),
                    job("wrong", "a"), job("odd", "b")},
        deeds);
  };
  setting->refused = [&] { return refused; };
  setting->retry_first = setting->retry_most = 1;
  std::mutex mutex;
  int failures_of_a1 = 2;
  const auto around = surroundings();
  {
    const BrokerSource source(
        setting,
        [&](const cim_rest::Carried& document, const auto& done) {
          const std::lock_guard lock(mutex);
          const auto id = document.key.substr(4);
          CHECK(document.body == "document " + id);
          deeds.add("hand in " + id);
          if (id == "odd") throw std::runtime_error("odd");
          if (id == "a1" && failures_of_a1-- > 0) return done(tl::make_unexpected(problem(503)));
          if (id == "wrong") return done(tl::make_unexpected(problem(422)));
          done(cim_rest::Taken());
        },
        around);
    CHECK(eventually([&] { return deeds.has("accept odd"); }));
  }
  const auto all = deeds.all();
  CHECK(std::count(all.begin(), all.end(), "hand in a1") == 3);
  CHECK(std::count(all.begin(), all.end(), "release") == 2);
  CHECK(deeds.at("hand in a2") > deeds.at("accept b1"));
  CHECK(deeds.at("hand in a2") != Deeds::npos);
  // Whatever else is of a group is handed in when the one before is written.
  const auto last_a1 = all.rend() - std::find(all.rbegin(), all.rend(), "hand in a1") - 1;
  CHECK(static_cast<std::ptrdiff_t>(deeds.at("hand in a2")) > last_a1);
  for (const auto* id : {"a1", "b1", "a2", "b2", "none", "wrong", "odd"})
    CHECK(std::count(all.begin(), all.end(), std::string("accept ") + id) == 1);
  const auto dead = refused->got();
  REQUIRE(dead.size() == 4);
  CHECK(dead[0].id == "wrong");
  CHECK(dead[0].findings);
  CHECK(dead[0].text == problem(422).body);
  CHECK(dead[1].text == "document wrong");
  CHECK_FALSE(dead[1].findings);
  CHECK(dead[2].text.find("internal-error") != std::string::npos);
  CHECK(around.upstream->documents_refused == 2);
}

TEST_CASE("a refused document is not accepted before it is among the dead letters") {
  Deeds deeds;
  const auto refused = std::make_shared<Sink>();
  refused->refuse(2);
  const auto setting = std::make_shared<BrokerSourceSetting>();
  setting->source = [&] { return std::make_unique<Source>(std::vector{job("x", "a")}, deeds); };
  setting->refused = [&] { return refused; };
  setting->retry_first = setting->retry_most = 1;
  {
    const BrokerSource source(
        setting, [&](const cim_rest::Carried&, const auto& done) { done(tl::make_unexpected(problem(422))); },
        surroundings());
    CHECK(eventually([&] { return deeds.has("accept x"); }));
  }
  CHECK(deeds.all() == std::vector<std::string>{"release", "release", "accept x"});
  CHECK(refused->got().size() == 2);
}

TEST_CASE("what is handed over to a broker goes in its order, again under its id, and is then done") {
  const TestDatabase kept;
  const std::shared_ptr<Book> book = *Book::open(kept.location(), 10);
  REQUIRE(book->run([](Pages& pages) {
    pages.tell_outcomes();
    Outgoing document;
    document.id = "d";
    document.name = "RequestStartOfSupply";
    document.sender = supplier;
    document.traceparent = "trace";
    document.xml = "<d/>";
    pages.add(document, {});
    Outgoing fails = document;
    fails.id = "f";
    pages.add(fails, {});
  }));
  std::vector<Outgoing> due;
  std::optional<Millis> later;
  REQUIRE(book->claim(0, 10, due, later));
  REQUIRE(due.size() == 2);
  REQUIRE(book->run([&](Pages& pages) {
    pages.sent(due[0], "", 5);
    pages.failed(due[1], "XSD", "no", 6);
    for (const auto* id : {"1", "2", "formless", "3"}) {
      Incoming message;
      message.party = supplier;
      message.id = id;
      message.name = "N";
      message.reference = std::string(id) == "1" ? "d" : "";
      message.xml = std::string("<m") + id + "/>";
      pages.take(message);
    }
  }));
  const auto sink = std::make_shared<Sink>();
  sink->refuse(2);
  const auto setting = std::make_shared<BrokerSinkSetting>();
  setting->sink = [&] { return sink; };
  setting->retry_first = setting->retry_most = 1;
  const auto around = surroundings();
  {
    const BrokerSink handed(
        book, setting,
        [](const std::string& xml) {
          return Spoken{xml == "<mformless/>" ? "" : "{}", xml == "<m2/>" ? "point" : ""};
        },
        around);
    CHECK(eventually([&] { return around.upstream->handed_over == 4; }));
  }
  const auto got = sink->got();
  REQUIRE(got.size() == 4);
  CHECK(got[0].id == "document.failed-f-1");
  CHECK(member(got[0].text, "type") == "document.failed");
  const auto of = [](const char* id) { return std::string(supplier) + "-market-processes-" + id; };
  CHECK(got[1].id == of("1"));
  CHECK(got[1].traceparent == "trace");
  CHECK(got[1].group == supplier);
  CHECK(got[2].id == of("2"));
  CHECK(got[2].group == "point");
  CHECK(got[3].id == of("3"));
  CHECK(book->read([](Pages& pages) {
    CHECK(pages.outcomes_to_tell(10).empty());
    const auto left = pages.to_post(never - 1, 10);
    CHECK(left.empty());
    CHECK(pages.inbox(Fetched::done, {}).size() == 3);
    CHECK(pages.inbox(Fetched::waiting, {}).size() == 1);  // the one without a form
  }));
}

}  // namespace cimgate::test
