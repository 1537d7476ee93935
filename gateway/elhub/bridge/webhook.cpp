#include "gateway/elhub/bridge/webhook.hpp"

#include <fmt/format.h>

#include "gateway/elhub/bridge/posts.hpp"

namespace cimgate::bridge {
namespace {

constexpr Millis look_every = 250;
constexpr Millis look_for_turn_every = 1000;  ///< where another bridge posts
constexpr std::size_t at_once = 50;

}  // namespace

Webhook::Webhook(std::shared_ptr<Book> book, std::shared_ptr<const WebhookSetting> setting,
                 BundleOf bundle_of, Surroundings surroundings)
    : book_(std::move(book)),
      setting_(std::move(setting)),
      bundle_of_(std::move(bundle_of)),
      around_(std::move(surroundings)),
      back_off_(setting_->retry_first, setting_->retry_most),
      background_(around_, [this] { work(); }) {}

void Webhook::say(const Pages::ToPost& one, std::string_view event, const std::string& why) const {
  Happening happening;
  happening.at = around_.now();
  happening.trouble = !why.empty();
  happening.event = event;
  happening.message = one.message.id;
  happening.name = one.message.name;
  happening.party = one.message.party;
  happening.queue = to_string(one.message.channel);
  happening.tries = one.tries + 1;
  happening.text = why;
  around_.log(happening);
}

void Webhook::work() {
  http_client::Connection connection(setting_->address, setting_->tls, setting_->patience, around_.stopping);
  std::int64_t unreached = 0;
  while (!*around_.stopping) {
    if (!book_->turns().is_ours("post")) {
      background_.sleep(look_for_turn_every);
      continue;
    }
    std::vector<Pages::ToPost> due;
    book_->read([&](Pages& pages) { due = pages.to_post(around_.now(), at_once); });
    bool reached = true;
    for (const auto& one : due) {
      if (*around_.stopping) return;
      reached = post(connection, one);
      if (!reached) break;
      unreached = 0;
    }
    if (!reached)
      background_.sleep(back_off_.wait(++unreached));
    else if (due.empty())
      background_.sleep(look_every);
  }
}

bool Webhook::post(http_client::Connection& connection, const Pages::ToPost& one) {
  const auto bundle = bundle_of_(one.message.xml);
  if (!bundle) {
    put_off(one, "it has no form in CIM");
    return true;
  }
  http_client::Request request;
  request.target = setting_->address.path.empty() ? "/" : "";
  request.body = post_of(one.message, *bundle);
  const auto id = id_of_post(one.message);
  const auto seconds = around_.now() / 1000;
  request.headers = {{"Content-Type", "application/json"},
                     {"webhook-id", id},
                     {"webhook-timestamp", std::to_string(seconds)},
                     {"webhook-signature", setting_->secrets->current()->sign(id, seconds, request.body)}};
  ++around_.upstream->posts;
  const auto answer = connection.ask(request);
  if (*around_.stopping && !answer) return true;
  if (!answer) {
    put_off(one, answer.error().text);
    return false;
  }
  if (answer->status >= 200 && answer->status <= 299)
    taken(one);
  else
    put_off(one, fmt::format("the webhook answered {}", answer->status));
  return true;
}

void Webhook::taken(const Pages::ToPost& one) {
  // When this is not written it is posted again, under the same id.
  if (!book_->run([&](Pages& pages) { pages.posted(one.message, around_.now()); })) {
    say(one, "not-written", "the outcome could not be written to the database");
    return background_.sleep(look_every);
  }
  ++around_.upstream->posted;
  say(one, "posted", "");
}

void Webhook::put_off(const Pages::ToPost& one, const std::string& why) {
  const auto now = around_.now();
  const bool over = now - one.message.received > setting_->give_up;
  say(one, over ? "post-given-up" : "post-failed", why);
  const auto next = over ? never : now + back_off_.wait(one.tries + 1);
  ++(over ? around_.upstream->posts_given_up : around_.upstream->posts_put_off);
  book_->run([&](Pages& pages) { pages.post_later(one.message, next); });
}

}  // namespace cimgate::bridge
