#pragma once
#include <memory>
#include <optional>
#include <string>

#include "gateway/elhub/bridge/background.hpp"
#include "gateway/elhub/bridge/book.hpp"
#include "gateway/elhub/bridge/upstream.hpp"
#include "gateway/http_client/connection.hpp"
#include "gateway/security/keys/reloaded.hpp"
#include "gateway/security/keys/webhook_secret.hpp"

namespace cimgate::bridge {

/// Where what was fetched is posted. The address is the operator's; nothing in a message changes it, and no
/// redirect is followed.
struct WebhookSetting {
  http_client::Address address;
  std::shared_ptr<tls::Client> tls;
  http_client::Patience patience;
  std::shared_ptr<keys::Reloaded<keys::WebhookSecrets>> secrets;
  Millis retry_first = 1000;
  Millis retry_most = 300'000;
  Millis give_up = 24LL * 60 * 60 * 1000;  ///< after it was fetched; it stays in its queue
};

/// The documents of a message, as JSON; nothing when it has no form in CIM.
using BundleOf = std::function<std::optional<std::string>(const std::string& xml)>;

/// Posts each fetched message that nobody has taken from its queue: signed, at least once, under the same id,
/// until the other end answers 2xx. What was taken so is done, as if it had been acknowledged. A message that
/// is not taken stands in nobody's way, and can be fetched from its queue all the time.
class Webhook {
 public:
  Webhook(std::shared_ptr<Book> book, std::shared_ptr<const WebhookSetting> setting, BundleOf bundle_of,
          Surroundings surroundings);

 private:
  void work();
  /// False: nobody is reached.
  bool post(http_client::Connection& connection, const Pages::ToPost& one);
  void taken(const Pages::ToPost& one);
  void put_off(const Pages::ToPost& one, const std::string& why);
  void say(const Pages::ToPost& one, std::string_view event, const std::string& why) const;

  std::shared_ptr<Book> book_;
  std::shared_ptr<const WebhookSetting> setting_;
  BundleOf bundle_of_;
  Surroundings around_;
  BackOff back_off_;
  Background background_;
};

}  // namespace cimgate::bridge
