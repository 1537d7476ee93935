#pragma once
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "gateway/elhub/hub/hub.hpp"
#include "gateway/smtp/client.hpp"

namespace cimgate::outgoing {

struct MailSetting {
  smtp::Address address;
  smtp::Patience patience;
  std::chrono::milliseconds look_every{250};
  std::chrono::milliseconds retry_first{1'000};
  std::chrono::milliseconds retry_most{60'000};
  std::int64_t most_tries = 10;  ///< of a mail that the server puts off; one that is not there is waited for
};

/// Sends the mails that the hub has written by SMTP, beside all that the hub does: it asks for them, and
/// tells what became of them. Each goes at least once, under the same Message-ID; what had not left when the
/// hub ended leaves when it is there again.
class MailSender {
 public:
  MailSender(std::shared_ptr<hub::Hub> hub, MailSetting setting);
  ~MailSender();
  MailSender(const MailSender&) = delete;
  MailSender& operator=(const MailSender&) = delete;

  /// "" when the server is there, or nothing was to be sent yet; else what is wrong. From any thread.
  std::string trouble() const;

 private:
  void work();
  /// False: the server is not there.
  bool send_all(smtp::Client& client);
  void sleep(std::chrono::milliseconds time);
  void note(std::string trouble);

  std::shared_ptr<hub::Hub> hub_;
  MailSetting setting_;
  std::shared_ptr<std::atomic<bool>> stopping_ = std::make_shared<std::atomic<bool>>(false);
  mutable std::mutex mutex_;
  std::condition_variable stop_;
  std::string trouble_;
  bool something_is_left_ = true;  ///< what was there before
  std::thread thread_;
};

/// A mail in both languages of the market, Norwegian first.
smtp::Letter letter_of(const ledger::Mail& mail);

}  // namespace cimgate::outgoing
