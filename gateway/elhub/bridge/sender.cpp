#include "gateway/elhub/bridge/sender.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "gateway/elhub/bridge/usage_light.hpp"
#include "gateway/elhub/bridge/without_values.hpp"

namespace cimgate::bridge {
namespace {

using hub::FaultGroup;
using std::chrono::milliseconds;

constexpr milliseconds glance{200};
constexpr Millis look_at_least_every = 1000;

std::string text_of(const hub::Fault& fault) {
  return fault.text.empty() ? fault.description : fmt::format("{}: {}", fault.description, fault.text);
}

/// Local name of the first element.
std::string_view root_of(std::string_view xml) {
  auto at = xml.find('<');
  while (at != std::string_view::npos && at + 1 < xml.size() && (xml[at + 1] == '?' || xml[at + 1] == '!'))
    at = xml.find('<', at + 1);
  if (at == std::string_view::npos) return {};
  auto name = xml.substr(at + 1, xml.find_first_of(" \t\r\n/>", at) - at - 1);
  if (const auto colon = name.find(':'); colon != std::string_view::npos) name.remove_prefix(colon + 1);
  return name;
}

}  // namespace

Sender::Sender(std::shared_ptr<Book> book, std::shared_ptr<const emif_client::Setting> emif,
               const Delivery& delivery, Surroundings surroundings)
    : book_(std::move(book)),
      emif_(std::move(emif)),
      delivery_(delivery),
      around_(std::move(surroundings)),
      back_off_(delivery.retry_first, delivery.retry_most),
      held_until_(emif_->believes_from()) {
  for (std::size_t i = 0; i < delivery_.connections; ++i) threads_.emplace_back([this] { work(); });
}

Sender::~Sender() {
  *around_.stopping = true;
  changed_.notify_all();
  for (auto& thread : threads_) thread.join();
}

void Sender::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_all();
}

void Sender::refill(std::unique_lock<std::mutex>& lock) {
  woken_ = false;
  const auto now = around_.now();
  // Those in flight are still due; there must be room for others beside them.
  const auto most = in_flight_.size() + delivery_.connections * 8;
  std::vector<Outgoing> due;
  std::optional<Millis> later;
  book_->claim(now, most, due, later);
  for (auto& message : due)
    if (!in_flight_.contains(message.sequence)) ready_.push_back(std::move(message));
  look_again_ = std::min(now + look_at_least_every, later.value_or(now + look_at_least_every));
  if (!ready_.empty()) {
    lock.unlock();
    changed_.notify_all();
    lock.lock();
  }
}

std::optional<Outgoing> Sender::next() {
  std::unique_lock lock(mutex_);
  while (!*around_.stopping) {
    const auto now = around_.now();
    if (held_until_ > now) {
      changed_.wait_for(lock, std::min(milliseconds(held_until_ - now), glance));
      continue;
    }
    if (ready_.empty() && (woken_ || look_again_ <= now)) refill(lock);
    if (!ready_.empty()) {
      auto message = std::move(ready_.front());
      ready_.pop_front();
      // We were thought dead, and another one sends it.
      if (message.claimed_by != book_->worker()) continue;
      // What was ready may have been taken by another since.
      if (!in_flight_.insert(message.sequence).second) continue;
      return message;
    }
    changed_.wait_for(lock, std::clamp(milliseconds(look_again_ - now), milliseconds(1), glance));
  }
  return std::nullopt;
}

/// Waits until the rate allows another message.
void Sender::wait_for_turn() {
  if (delivery_.rate == 0) return;
  std::unique_lock lock(mutex_);
  const auto step = static_cast<Millis>(1'000'000 / delivery_.rate);
  next_turn_ = std::max(next_turn_ + step, around_.now() * 1000);
  const auto turn = next_turn_ / 1000;
  while (!*around_.stopping && around_.now() < turn)
    changed_.wait_for(lock, std::min(milliseconds(turn - around_.now() + 1), glance));
}

void Sender::work() {
  emif_client::Client client(emif_, around_.stopping);
  while (auto message = next()) {
    wait_for_turn();
    if (!*around_.stopping) deliver(client, *message);
    {
      const std::lock_guard lock(mutex_);
      in_flight_.erase(message->sequence);
      woken_ = true;
    }
    changed_.notify_all();
  }
}

void Sender::say(const Outgoing& message, std::string_view event, const std::string& why,
                 bool trouble) const {
  Happening happening;
  happening.at = around_.now();
  happening.trouble = trouble;
  happening.event = event;
  happening.message = message.id;
  happening.name = message.name;
  happening.party = message.sender;
  happening.tries = message.tries + 1;
  happening.text = without_values(why);
  happening.traceparent = message.traceparent;
  around_.log(happening);
}

/// What became of a message must be written before anything else is done with it.
void Sender::keep_outcome(const Outgoing& message, const Book::Work& work) {
  std::int64_t tries = 0;
  while (!book_->run(work) && !*around_.stopping) {
    say(message, "not-written", "the outcome could not be written to the database", true);
    const auto until = around_.now() + back_off_.wait(++tries);
    std::unique_lock lock(mutex_);
    while (!*around_.stopping && around_.now() < until) changed_.wait_for(lock, glance);
  }
}

void Sender::put_off(const Outgoing& message, bool uncertain, const std::string& group,
                     const std::string& why) {
  const auto now = around_.now();
  if (now - message.accepted > delivery_.give_up) return give_up(message, group, why);
  const auto next_try = now + back_off_.wait(message.tries + 1);
  ++around_.upstream->put_off;
  say(message, "put-off", why, true);
  keep_outcome(message, [&](Pages& pages) { pages.put_off(message, next_try, uncertain, group, why); });
}

void Sender::give_up(const Outgoing& message, const std::string& group, const std::string& why) {
  ++around_.upstream->failed;
  say(message, "failed", why, true);
  keep_outcome(message, [&](Pages& pages) { pages.failed(message, group, why, around_.now()); });
  if (!group.empty()) count_rejected(message);
}

/// Nobody is reached at all: that is no fault of a message, and no message tries it for the others.
void Sender::hold(const std::string& why) {
  around_.upstream->silent(why, around_.now());
  const std::lock_guard lock(mutex_);
  if (held_until_ > around_.now()) return;
  held_until_ = around_.now() + back_off_.wait(++held_);
  // Another bridge may reach what this one does not.
  if (book_->is_shared() && !ready_.empty())
    book_->order(
        [given_back = std::move(ready_)](Pages& pages) {
          for (const auto& one : given_back) pages.release(one.sequence);
        },
        [](bool) {});
  ready_.clear();
}

void Sender::deliver(emif_client::Client& client, const Outgoing& message) {
  const auto hand_in = emif::operation_for(message.name);
  if (!hand_in) return give_up(message, "", "no service takes this message");
  ++around_.upstream->tries;
  const auto answer = client.call(*hand_in->service, *hand_in->operation, message.xml, message.traceparent);
  if (!answer) {
    if (answer.error().certainly_not_taken) return hold(answer.error().text);
    around_.upstream->silent(answer.error().text, around_.now());
    return put_off(message, true, "", answer.error().text);
  }
  around_.upstream->heard(around_.now());
  {
    const std::lock_guard lock(mutex_);
    held_ = 0;
  }
  const bool asks = hand_in->operation->does == emif::Does::ask;
  if (answer->fault) {
    const auto& fault = *answer->fault;
    const auto group = std::string(to_string(fault.group));
    // An id that was used before, when a try of our own may have arrived: that was it.
    const bool was_ours = fault.group == FaultGroup::uuid && message.uncertain;
    if (was_ours && asks)
      return give_up(message, group, "it arrived, and its answer was lost: ask anew, by a new id");
    if (!was_ours) {
      if (fault.group == FaultGroup::system) return put_off(message, true, group, text_of(fault));
      if (fault.group == FaultGroup::security && message.refusals + 1 < delivery_.security_tries)
        return put_off(message, true, group, text_of(fault));
      return give_up(message, group, text_of(fault));
    }
  } else if (answer->result_set || asks == answer->message.empty()) {
    return put_off(message, true, "", "the answer is not one to this message");
  }
  ++around_.upstream->delivered;
  say(message, "sent", "", false);
  keep_outcome(message, [&](Pages& pages) { pages.sent(message, answer->message, around_.now()); });
  // A query is answered with what was asked for, or with an acknowledgement that says no (BRS-NO-611).
  if (asks && root_of(answer->message) == "Acknowledgement") count_rejected(message);
}

void Sender::count_rejected(const Outgoing& message) {
  if (!around_.light || !around_.light->is_query(message.process)) return;
  std::optional<usage::Sent> use;
  if (book_->run([&](Pages& pages) { use = pages.reject_use(message.id); }) && use)
    around_.light->rejected(*use);
}

}  // namespace cimgate::bridge
