#include "gateway/elhub/outgoing/mail_sender.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace cimgate::outgoing {
namespace {

using State = ledger::Delivery::State;

constexpr std::size_t at_once = 50;
/// Nobody can answer there (RFC 2606).
constexpr const char* sender = "testhub@cimgate.invalid";

}  // namespace

smtp::Letter letter_of(const ledger::Mail& mail) {
  return {fmt::format("end-of-supply.{}.{}", mail.at, mail.sequence),
          mail.at,
          sender,
          mail.to,
          mail.subject.nb + " / " + mail.subject.en,
          mail.body.nb + "\n--\n\n" + mail.body.en};
}

MailSender::MailSender(std::shared_ptr<hub::Hub> hub, MailSetting setting)
    : hub_(std::move(hub)), setting_(std::move(setting)), thread_([this] { work(); }) {}

MailSender::~MailSender() {
  {
    const std::lock_guard lock(mutex_);
    *stopping_ = true;
  }
  stop_.notify_all();
  thread_.join();
}

std::string MailSender::trouble() const {
  const std::lock_guard lock(mutex_);
  return trouble_;
}

void MailSender::note(std::string trouble) {
  const std::lock_guard lock(mutex_);
  trouble_ = std::move(trouble);
}

void MailSender::sleep(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  stop_.wait_for(lock, time, [this] { return stopping_->load(); });
}

void MailSender::work() {
  smtp::Client client(setting_.address, setting_.patience, stopping_);
  std::uint64_t seen = 0;
  auto pause = setting_.retry_first;
  while (!*stopping_) {
    const auto written = hub_->mails();
    if (!something_is_left_ && written == seen) {
      sleep(setting_.look_every);
      continue;
    }
    seen = written;
    const bool reached = send_all(client);
    client.close();
    if (!something_is_left_ && reached) {
      pause = setting_.retry_first;
      continue;
    }
    sleep(pause);
    pause = std::min(pause * 2, setting_.retry_most);
  }
}

bool MailSender::send_all(smtp::Client& client) {
  std::int64_t last = 0;
  something_is_left_ = false;
  for (;;) {
    std::vector<ledger::Ledger::PostedMail> due;
    if (hub_->run([&](hub::MessageProcessor&, ledger::Ledger& ledger) {
          due = ledger.mails_to_send(last, at_once);
        })) {
      something_is_left_ = true;
      return true;
    }
    if (due.empty()) return true;
    bool reached = true;
    std::vector<std::pair<std::int64_t, ledger::Delivery>> posts;
    for (auto& [mail, post] : due) {
      const auto outcome = *stopping_ ? smtp::Outcome::unreached : client.send(letter_of(mail));
      if (outcome == smtp::Outcome::unreached) {
        something_is_left_ = true;
        reached = false;
        break;
      }
      last = mail.sequence;
      if (outcome == smtp::Outcome::sent) post.state = State::sent;
      if (outcome == smtp::Outcome::refused) post.state = State::refused;
      if (outcome != smtp::Outcome::sent) ++post.tries;
      if (outcome == smtp::Outcome::put_off && post.tries >= setting_.most_tries)
        post.state = State::given_up;
      something_is_left_ = something_is_left_ || post.state == State::waiting;
      posts.emplace_back(mail.sequence, post);
    }
    note(reached
             ? ""
             : fmt::format("mail: {}:{}: {}", setting_.address.host, setting_.address.port, client.why()));
    const auto fault = hub_->run([&](hub::MessageProcessor&, ledger::Ledger& ledger) {
      for (const auto& [mail, post] : posts) ledger.set_post(mail, post);
    });
    // What is not kept is sent once more, under the same Message-ID.
    if (fault) something_is_left_ = true;
    if (!reached || fault) return reached;
  }
}

}  // namespace cimgate::outgoing
