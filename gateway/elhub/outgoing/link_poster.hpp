#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "gateway/elhub/hub/hub.hpp"
#include "gateway/http_client/connection.hpp"

namespace cimgate::outgoing {

/// Where a third party is told of what end users decide. The operator has written it down; nothing that comes
/// over the wire changes it, and no redirect is followed.
struct ReturnAddress {
  http_client::Address address;
  std::shared_ptr<tls::Client> tls;
};

struct LinkSetting {
  std::map<std::string, ReturnAddress> addresses;  ///< by GLN
  http_client::Patience patience{std::chrono::seconds(5), std::chrono::seconds(15), std::uint64_t{64} * 1024};
  std::chrono::milliseconds look_every{500};
  std::chrono::milliseconds retry_first{1'000};
  std::chrono::milliseconds retry_most{300'000};
  std::int64_t most_tries = 300;  ///< about a day
};

/// Posts the answers to requests for access by link (BRS-NO-624), beside all that the hub does. Each is
/// posted at least once, until the third party takes it with 2xx; what had not been taken when the hub ended
/// is posted when it is there again. A third party that is not there stands in no other's way for longer than
/// one try.
class LinkPoster {
 public:
  LinkPoster(std::shared_ptr<hub::Hub> hub, LinkSetting setting);
  ~LinkPoster();
  LinkPoster(const LinkPoster&) = delete;
  LinkPoster& operator=(const LinkPoster&) = delete;

 private:
  using Clock = std::chrono::steady_clock;

  void work();
  void post_all();
  bool post(const ledger::LinkAnswer& answer);
  void sleep(std::chrono::milliseconds time);

  std::shared_ptr<hub::Hub> hub_;
  LinkSetting setting_;
  std::shared_ptr<std::atomic<bool>> stopping_ = std::make_shared<std::atomic<bool>>(false);
  std::mutex mutex_;
  std::condition_variable stop_;
  std::map<std::string, std::unique_ptr<http_client::Connection>> connections_;  ///< by GLN
  std::map<std::int64_t, Clock::time_point> next_;                               ///< by number of the answer
  bool something_is_left_ = true;                                                ///< what was there before
  std::thread thread_;
};

}  // namespace cimgate::outgoing
