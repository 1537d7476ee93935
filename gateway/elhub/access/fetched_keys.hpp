#pragma once
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "gateway/http_client/connection.hpp"
#include "gateway/security/tokens/key_set.hpp"

namespace cimgate::access {

/// The keys of an issuer, fetched from its address and kept. They are fetched again every `refresh`, and when
/// a token names a key that is not among them, but not more often than every `pause`, so that no made-up
/// token makes us ask. While the issuer is away the last set holds, up to `longest`: then nobody is let in.
/// Source of the rule: docs/security.md, "Tokens".
class FetchedKeys {
 public:
  struct Setting {
    http_client::Address address;
    std::shared_ptr<tls::Client> tls;
    std::function<keys::Seconds()> now;
    keys::Seconds refresh = 3600;
    keys::Seconds pause = 60;
    keys::Seconds longest = keys::Seconds{24} * 3600;
    std::chrono::milliseconds patience{3000};  ///< of somebody who waits for a key that is not known
  };
  /// Fetches at once; without an answer it goes on trying, and knows no key until then.
  explicit FetchedKeys(Setting setting);
  ~FetchedKeys();
  FetchedKeys(const FetchedKeys&) = delete;
  FetchedKeys& operator=(const FetchedKeys&) = delete;

  /// The keys as they are known now; none at all when they are too old. From any thread; never waits, but for
  /// the first time that they are fetched.
  std::shared_ptr<const tokens::KeySet> current();
  /// A key was asked for that is not known: fetches again, unless that was just done, and waits for it.
  std::shared_ptr<const tokens::KeySet> look_again();

  struct View {
    keys::Seconds fetched = 0;  ///< when the keys in use were; 0: there are none yet
    std::string problem;        ///< why the last try came to nothing; "" = it did not
    std::uint64_t fetches = 0;  ///< tries so far
  };
  View view() const;

 private:
  void work();
  void fetch(http_client::Connection& connection);
  std::shared_ptr<const tokens::KeySet> usable() const;

  Setting setting_;
  std::shared_ptr<const tokens::KeySet> none_;
  std::shared_ptr<std::atomic<bool>> stopping_ = std::make_shared<std::atomic<bool>>(false);
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::shared_ptr<const tokens::KeySet> keys_;
  View view_;
  keys::Seconds tried_ = 0;
  bool wanted_ = true;
  std::thread thread_;
};

}  // namespace cimgate::access
