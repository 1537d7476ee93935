#include "gateway/elhub/bridge/broker_source.hpp"

#include <exception>
#include <future>
#include <optional>
#include <set>
#include <utility>

#include "gateway/http/problem.hpp"
#include "gateway/work/envelopes.hpp"

namespace cimgate::bridge {
namespace {

constexpr std::size_t at_once = 64;
constexpr std::chrono::milliseconds glance{200}, no_time{0};
constexpr std::uint16_t not_now = 503;

using Taken = tl::expected<cim_rest::Taken, http::Answer>;

tl::unexpected<http::Answer> problem(std::uint16_t status, std::string type, std::string title,
                                     std::string detail) {
  return tl::make_unexpected(
      http::problem({status, std::move(type), std::move(title), std::move(detail), {}}));
}

/// What is told once, from whichever thread; and that it is not told, if whoever should have is gone.
class Told {
 public:
  std::future<Taken> future() { return promise_.get_future(); }
  void tell(Taken taken) {
    if (!std::exchange(told_, true)) promise_.set_value(std::move(taken));
  }
  Told() = default;
  Told(const Told&) = delete;
  Told& operator=(const Told&) = delete;
  ~Told() {
    if (!told_) promise_.set_value(problem(not_now, "hub-unavailable", "Nothing was answered.", ""));
  }

 private:
  std::promise<Taken> promise_;
  bool told_ = false;
};

}  // namespace

struct BrokerSource::Batch {
  const std::vector<work::Job>& jobs;
  std::vector<std::future<Taken>> outcomes = {};
};

BrokerSource::BrokerSource(std::shared_ptr<const BrokerSourceSetting> setting, HandIn hand_in,
                           Surroundings surroundings)
    : setting_(std::move(setting)),
      hand_in_(std::move(hand_in)),
      around_(std::move(surroundings)),
      back_off_(setting_->retry_first, setting_->retry_most),
      background_(around_, [this] { work(); }) {}

void BrokerSource::say(const work::Job* job, std::string_view event, const std::string& why) const {
  Happening happening;
  happening.at = around_.now();
  happening.trouble = true;
  happening.event = event;
  if (job != nullptr && !job->envelope.id.empty()) happening.message = work::safe_name(job->envelope.id);
  if (job != nullptr) happening.traceparent = job->envelope.traceparent;
  happening.text = why;
  around_.log(happening);
}

void BrokerSource::work() {
  source_ = setting_->source();
  refused_ = setting_->refused();
  std::int64_t failures = 0;
  while (!*around_.stopping) {
    const auto jobs = take();
    const auto done = jobs ? settle(*jobs) : tl::make_unexpected(jobs.error());
    if (done) {
      failures = 0;
      continue;
    }
    source_->release();
    ++around_.upstream->documents_put_off;
    say(nullptr, "documents-failed", done.error());
    background_.sleep(back_off_.wait(++failures));
  }
  source_.reset();
  refused_.reset();
}

/// What is there; nothing when nothing comes for a while.
tl::expected<std::vector<work::Job>, std::string> BrokerSource::take() {
  std::vector<work::Job> jobs;
  while (jobs.size() < at_once) {
    auto job = source_->take(jobs.empty() ? glance : no_time);
    if (!job) return tl::make_unexpected(job.error());
    if (!*job) break;
    jobs.push_back(std::move(**job));
  }
  return jobs;
}

/// Hands some of them in at the same time, so that the book writes them together.
void BrokerSource::hand_in(Batch& batch, std::size_t from, std::size_t to) const {
  for (std::size_t i = from; i < to; ++i) {
    const auto& job = batch.jobs[i];
    const auto told = std::make_shared<Told>();
    batch.outcomes.push_back(told->future());
    if (!job.unreadable.empty()) {
      told->tell(problem(422, "invalid-document", "The document could not be had.", job.unreadable));
      continue;
    }
    cim_rest::Carried document;
    document.way = "amqp";
    document.body = job.bytes;
    document.key = source_->key_of(job);
    document.traceparent = job.envelope.traceparent;
    try {
      hand_in_(document, [told](Taken taken) { told->tell(std::move(taken)); });
    } catch (const std::exception&) {
      // Whatever it is, it says nothing about the document; and the next one must not wait for it.
      told->tell(problem(500, "internal-error", "The document could not be judged.", ""));
    }
  }
  for (std::size_t i = from; i < to; ++i) batch.outcomes[i].wait();
}

BrokerSource::Done BrokerSource::settle(const std::vector<work::Job>& jobs) {
  Batch batch{jobs};
  std::vector<work::Output> outputs;
  outputs.reserve(2 * jobs.size());  // parcels point into it
  std::vector<work::Parcel> parcels;
  std::vector<work::Job> done;
  Done outcome;
  std::size_t taken = 0;
  for (std::size_t from = 0, to = 0; from < jobs.size() && outcome; from = to) {
    // As far as no two are of one group: the later would overtake the earlier, if only that had to go back.
    std::set<std::string> groups;
    while (to < jobs.size() &&
           (jobs[to].envelope.group.empty() || groups.insert(jobs[to].envelope.group).second))
      ++to;
    hand_in(batch, from, to);
    for (std::size_t i = from; i < to; ++i) {
      const auto& job = jobs[i];
      const auto answer = batch.outcomes[i].get();
      if (!answer && answer.error().status == not_now) {
        outcome = tl::make_unexpected(std::string("documents cannot be written now"));
        continue;
      }
      done.push_back(job);
      if (answer) {
        ++taken;
        continue;
      }
      outputs.push_back({work::Output::To::dead_letter, job.name, answer.error().body, true});
      parcels.push_back({&job, &outputs.back()});
      outputs.push_back({work::Output::To::dead_letter, job.name, job.bytes, false});
      parcels.push_back({&job, &outputs.back()});
      say(&job, "document-refused", "status " + std::to_string(answer.error().status));
    }
  }
  if (!parcels.empty())
    if (auto staged = refused_->stage({}, parcels); !staged) return staged;
  around_.upstream->documents_taken += taken;
  around_.upstream->documents_refused += parcels.size() / 2;
  if (auto accepted = source_->accept(done); !accepted) return accepted;
  return outcome;
}

}  // namespace cimgate::bridge
