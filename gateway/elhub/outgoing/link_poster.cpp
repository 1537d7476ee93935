#include "gateway/elhub/outgoing/link_poster.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace cimgate::outgoing {
namespace {

using State = ledger::Delivery::State;

constexpr std::size_t at_once = 200;

}  // namespace

LinkPoster::LinkPoster(std::shared_ptr<hub::Hub> hub, LinkSetting setting)
    : hub_(std::move(hub)), setting_(std::move(setting)), thread_([this] { work(); }) {}

LinkPoster::~LinkPoster() {
  {
    const std::lock_guard lock(mutex_);
    *stopping_ = true;
  }
  stop_.notify_all();
  thread_.join();
}

void LinkPoster::sleep(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  stop_.wait_for(lock, time, [this] { return stopping_->load(); });
}

void LinkPoster::work() {
  std::uint64_t seen = 0;
  while (!*stopping_) {
    // Only what is new, or still to be tried, is worth the hub's time.
    const auto kept = hub_->link_answers();
    if (something_is_left_ || kept != seen) post_all();
    seen = kept;
    sleep(setting_.look_every);
  }
}

bool LinkPoster::post(const ledger::LinkAnswer& answer) {
  const auto& to = setting_.addresses.at(answer.party);
  auto& connection = connections_[answer.party];
  if (!connection)
    connection = std::make_unique<http_client::Connection>(to.address, to.tls, setting_.patience, stopping_);
  http_client::Request request;
  request.target = to.address.path.empty() ? "/" : "";
  request.headers = {{"Content-Type", "application/json"}};
  request.body = answer.body;
  const auto taken = connection->ask(request);
  return taken && taken->status >= 200 && taken->status <= 299;
}

void LinkPoster::post_all() {
  std::int64_t last = 0;
  something_is_left_ = false;
  std::set<std::string> away;  // whoever did not take one now is not asked to take another
  for (;;) {
    std::vector<ledger::Ledger::PostedAnswer> due;
    if (hub_->run([&](hub::MessageProcessor&, ledger::Ledger& ledger) {
          due = ledger.link_answers_to_post(last, at_once);
        })) {
      something_is_left_ = true;
      return;
    }
    if (due.empty()) return;
    std::vector<std::pair<std::int64_t, ledger::Delivery>> posts;
    for (auto& [answer, post] : due) {
      last = answer.sequence;
      const auto when = next_.find(answer.sequence);
      const bool too_early = when != next_.end() && when->second > Clock::now();
      // One that is no longer on the list waits until it is again.
      if (!setting_.addresses.contains(answer.party)) continue;
      something_is_left_ = something_is_left_ || too_early || away.contains(answer.party);
      if (too_early || away.contains(answer.party)) continue;
      if (this->post(answer)) {
        post.state = State::sent;
      } else if (*stopping_) {
        break;
      } else {
        away.insert(answer.party);
        something_is_left_ = true;
        ++post.tries;
        if (post.tries >= setting_.most_tries) post.state = State::given_up;
        const auto doubled =
            setting_.retry_first * (std::int64_t{1} << std::min<std::int64_t>(post.tries - 1, 20));
        next_[answer.sequence] = Clock::now() + std::min(doubled, setting_.retry_most);
      }
      if (post.state != State::waiting) next_.erase(answer.sequence);
      posts.emplace_back(answer.sequence, post);
    }
    // What is not kept is posted once more: the third party knows it by its request_id.
    if (!posts.empty() && hub_->run([&](hub::MessageProcessor&, ledger::Ledger& ledger) {
          for (const auto& [answer, post] : posts) ledger.set_link_post(answer, post);
        }))
      something_is_left_ = true;
    if (*stopping_) return;
  }
}

}  // namespace cimgate::outgoing
