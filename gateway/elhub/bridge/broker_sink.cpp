#include "gateway/elhub/bridge/broker_sink.hpp"

#include <deque>
#include <utility>

#include "gateway/elhub/bridge/posts.hpp"

namespace cimgate::bridge {
namespace {

constexpr Millis look_every = 250;
constexpr Millis look_for_turn_every = 1000;  ///< where another bridge hands over
constexpr std::size_t at_once = 50;

}  // namespace

/// What is handed over at once.
struct BrokerSink::Round {
  struct One {
    work::Job job;
    work::Output output;
  };
  std::vector<Pages::ToPost> messages, formless;
  std::vector<Pages::Outcome> outcomes;
  std::deque<One> all;  // parcels point into it

  bool is_empty() const { return messages.empty() && formless.empty() && outcomes.empty(); }
  void add(std::string id, std::string group, std::string traceparent, std::string body) {
    auto& one = all.emplace_back();
    auto& envelope = one.job.envelope;
    envelope.id = std::move(id);
    envelope.subject = group;
    envelope.group = std::move(group);
    envelope.traceparent = std::move(traceparent);
    one.output.text = std::move(body);
  }
};

BrokerSink::BrokerSink(std::shared_ptr<Book> book, std::shared_ptr<const BrokerSinkSetting> setting,
                       SpokenOf spoken_of, Surroundings surroundings)
    : book_(std::move(book)),
      setting_(std::move(setting)),
      spoken_of_(std::move(spoken_of)),
      around_(std::move(surroundings)),
      back_off_(setting_->retry_first, setting_->retry_most),
      background_(around_, [this] { work(); }) {}

void BrokerSink::say(const Round& round, const std::string& why) const {
  Happening happening;
  happening.at = around_.now();
  happening.trouble = !why.empty();
  happening.event = why.empty() ? "handed-over" : "hand-over-failed";
  happening.count = round.all.size();
  happening.text = why;
  around_.log(happening);
}

void BrokerSink::work() {
  const auto sink = setting_->sink();
  std::int64_t failures = 0;
  while (!*around_.stopping) {
    if (!book_->turns().is_ours("post")) {
      background_.sleep(look_for_turn_every);
      continue;
    }
    const auto round = next_round();
    if (round.is_empty()) {
      background_.sleep(look_every);
      continue;
    }
    const auto done = hand_over(*sink, round);
    say(round, done ? "" : done.error());
    if (done)
      failures = 0;
    else
      background_.sleep(back_off_.wait(++failures));
  }
}

BrokerSink::Round BrokerSink::next_round() const {
  Round round;
  std::vector<Pages::ToPost> due;
  std::vector<std::string> traceparents;
  book_->read([&](Pages& pages) {
    round.outcomes = pages.outcomes_to_tell(at_once);
    due = pages.to_post(around_.now(), at_once);
    traceparents.clear();
    for (const auto& one : due) {
      const auto asked = one.message.reference.empty() ? std::nullopt : pages.outgoing(one.message.reference);
      traceparents.push_back(asked ? asked->traceparent : "");
    }
  });
  for (const auto& outcome : round.outcomes) {
    const auto& document = outcome.document;
    if (document.state != State::failed && document.state != State::answered)
      continue;  // sent again meanwhile
    const auto answer = document.state == State::answered ? spoken_of_(document.answer) : Spoken();
    const auto point = spoken_of_(document.xml).point;
    round.add(id_of_post(outcome), point.empty() ? document.sender : point, document.traceparent,
              post_of(outcome, answer.bundle));
  }
  for (std::size_t i = 0; i < due.size(); ++i) {
    const auto& message = due[i].message;
    const auto spoken = spoken_of_(message.xml);
    if (spoken.bundle.empty()) {
      round.formless.push_back(std::move(due[i]));
      continue;
    }
    round.add(id_of_post(message), spoken.point.empty() ? message.party : spoken.point,
              std::move(traceparents[i]), post_of(message, spoken.bundle));
    round.messages.push_back(std::move(due[i]));
  }
  return round;
}

BrokerSink::Done BrokerSink::hand_over(work::Sink& sink, const Round& round) {
  std::vector<work::Parcel> parcels;
  parcels.reserve(round.all.size());
  for (const auto& one : round.all) parcels.push_back({&one.job, &one.output});
  if (!parcels.empty())
    if (auto staged = sink.stage({}, parcels); !staged) return staged;
  // When this is not written, the broker gets them again, with the same ids.
  const bool written = book_->run([&](Pages& pages) {
    for (const auto& outcome : round.outcomes) pages.told(outcome);
    for (const auto& one : round.messages) pages.posted(one.message, around_.now());
    // It had a form when it was fetched; now it can only be fetched from its queue, and blocks nothing.
    for (const auto& one : round.formless) pages.post_later(one.message, never);
  });
  if (!written) return tl::make_unexpected(std::string("the outcome could not be written to the database"));
  around_.upstream->handed_over += round.all.size();
  return {};
}

}  // namespace cimgate::bridge
