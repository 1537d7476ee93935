#include "gateway/elhub/bridge/poller.hpp"

#include <fmt/format.h>

#include "gateway/security/keys/uuid.hpp"

namespace cimgate::bridge {

namespace {

/// How soon another bridge goes on where one has died.
constexpr Millis look_for_turn_every = 1000;

}  // namespace

Poller::Poller(std::shared_ptr<Book> book, std::shared_ptr<const emif_client::Setting> emif,
               emif_client::Asker asker, Channel channel, const Polling& polling, Classify classify,
               Surroundings surroundings)
    : book_(std::move(book)),
      emif_(std::move(emif)),
      asker_(std::move(asker)),
      channel_(channel),
      polling_(polling),
      classify_(std::move(classify)),
      around_(std::move(surroundings)),
      back_off_(polling.retry_first, polling.retry_most),
      background_(around_, [this] { work(); }) {}

void Poller::say(std::string_view event, const std::string& set, std::size_t count,
                 const std::string& why) const {
  Happening happening;
  happening.at = around_.now();
  happening.trouble = !why.empty();
  happening.event = event;
  happening.message = set;
  happening.party = asker_.party;
  happening.queue = to_string(channel_);
  happening.count = count;
  happening.text = why;
  around_.log(happening);
}

void Poller::work() {
  emif_client::Client client(emif_, around_.stopping);
  std::int64_t troubles = 0;
  const auto turn = fmt::format("poll {} {}", asker_.party, to_string(channel_));
  background_.sleep(emif_->believes_from() - around_.now());
  while (!*around_.stopping) {
    if (!book_->turns().is_ours(turn)) {
      background_.sleep(look_for_turn_every);
      continue;
    }
    switch (poll(client)) {
      case Outcome::taken:
        troubles = 0;
        around_.upstream->polled({asker_.party, channel_}, around_.now());
        break;
      case Outcome::empty:
        troubles = 0;
        around_.upstream->polled({asker_.party, channel_}, around_.now());
        background_.sleep(polling_.interval);
        break;
      case Outcome::trouble:
        background_.sleep(back_off_.wait(++troubles));
        break;
    }
  }
}

Poller::Outcome Poller::trouble(std::string_view event, const std::string& set, const std::string& why) {
  if (*around_.stopping) return Outcome::trouble;
  ++around_.upstream->poll_troubles;
  around_.upstream->not_polled({asker_.party, channel_}, why, around_.now());
  say(event, set, 0, why);
  return Outcome::trouble;
}

Poller::Outcome Poller::poll(emif_client::Client& client) {
  const auto& service = emif::polling_service(channel_ == Channel::metering_values);
  const auto& polls = service.operations[0];
  const auto& acknowledges = service.operations[1];
  ++around_.upstream->polls;
  const auto answer =
      client.call(service, polls, poll_message(asker_, keys::new_uuid(), utc_text(around_.now())));
  if (!answer) {
    around_.upstream->silent(answer.error().text, around_.now());
    return trouble("poll-failed", "", answer.error().text);
  }
  around_.upstream->heard(around_.now());
  if (answer->fault)
    return trouble("poll-failed", "",
                   fmt::format("{}: {}", to_string(answer->fault->group), answer->fault->description));
  if (!answer->message.empty()) return trouble("poll-failed", "", "the answer is not one to a poll");
  if (!answer->result_set) return Outcome::empty;

  const auto& set = *answer->result_set;
  std::vector<Incoming> messages;
  for (const auto& xml : set.messages) {
    auto message = classify_(xml);
    message.party = asker_.party;
    message.channel = channel_;
    message.received = around_.now();
    messages.push_back(std::move(message));
  }
  std::size_t fresh = 0, unreadable = 0;
  const bool written = book_->run([&](Pages& pages) {
    fresh = unreadable = 0;
    for (const auto& message : messages)
      if (pages.take(message)) {
        ++fresh;
        if (message.state == Fetched::unreadable) ++unreadable;
      }
  });
  if (!written)
    return trouble("not-written", set.id, "what was fetched could not be written to the database");
  around_.upstream->fetched += fresh;
  around_.upstream->repeated += messages.size() - fresh;
  around_.upstream->unreadable += unreadable;
  say("fetched", set.id, fresh, "");

  // Only now: what is acknowledged is gone from there.
  const auto receipt = client.call(
      service, acknowledges, receipt_message(asker_, keys::new_uuid(), utc_text(around_.now()), set.id));
  if (!receipt) {
    around_.upstream->silent(receipt.error().text, around_.now());
    return trouble("acknowledge-failed", set.id, receipt.error().text);
  }
  if (receipt->fault)
    return trouble("acknowledge-failed", set.id,
                   fmt::format("{}: {}", to_string(receipt->fault->group), receipt->fault->description));
  ++around_.upstream->receipts;
  say("acknowledged", set.id, set.messages.size(), "");
  return Outcome::taken;
}

}  // namespace cimgate::bridge
