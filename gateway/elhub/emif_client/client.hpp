#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "gateway/elhub/emif/services.hpp"
#include "gateway/elhub/emif_client/answer.hpp"
#include "gateway/http_client/connection.hpp"
#include "gateway/security/keys/reloaded.hpp"
#include "gateway/security/wss/sign.hpp"
#include "gateway/security/wss/verify.hpp"

/// EMIF as a client: SOAP 1.1 over HTTP(S), signed and verified.
namespace cimgate::emif_client {

/// With whom a client speaks, and as whom. One for all connections; safe to use from several threads.
struct Setting {
  http_client::Address address;
  std::shared_ptr<tls::Client> tls;
  http_client::Patience patience;
  /// Requests are signed with; null: nothing is signed, and nothing is verified.
  std::shared_ptr<keys::Reloaded<keys::Identity>> own;
  /// Whose signatures on answers are taken.
  std::shared_ptr<keys::Reloaded<keys::TrustStore>> trust;
  wss::Signing signing;
  wss::Policy policy;
  std::shared_ptr<wss::ReplayGuard> replays;
  std::function<keys::Seconds()> now;
  /// When `replays` began to remember. Answers that were signed before may have been taken before.
  keys::Seconds since = 0;

  /// From when on, in milliseconds since 1970, an answer that is signed then is believed: the second in which
  /// `replays` began is over, and signatures are of whole seconds. 0: at once.
  std::int64_t believes_from() const { return own ? (since + 1) * 1000 : 0; }
};

/// Why it is not known what became of a request, or why it certainly did nothing.
struct Trouble {
  /// The other end cannot have acted on it.
  bool certainly_not_taken = false;
  std::string text;  ///< nothing of the message
};

/// One connection. To be used from one thread.
class Client {
 public:
  Client(std::shared_ptr<const Setting> setting, std::shared_ptr<const std::atomic<bool>> given_up);

  /// Hands `message` to an operation. What is returned was said by whom we trust: an answer that is not
  /// signed, or not well, says nothing. A fault is an answer.
  tl::expected<Answer, Trouble> call(const emif::Service& service, const emif::Operation& operation,
                                     const std::string& message, const std::string& traceparent = {});

 private:
  tl::expected<std::string, Trouble> envelope_of(const std::string& body) const;
  tl::expected<void, Trouble> verify(const std::string& envelope) const;

  std::shared_ptr<const Setting> setting_;
  http_client::Connection connection_;
};

}  // namespace cimgate::emif_client
