#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "cimgate/gateway.hpp"
#include "gateway/elhub/access/guard.hpp"
#include "gateway/elhub/emif/security.hpp"
#include "gateway/elhub/hub/hub.hpp"
#include "gateway/http/route.hpp"
#include "gateway/http/trust.hpp"
#include "gateway/rules/facts.hpp"

namespace cimgate::cli {

struct HubOptions {
  std::string market;  ///< a database, a file of YAML that is read into memory, or "" for the demo market
  std::string clock;   ///< a day or a time with zone at which a new hub begins; "" = see open_hub()
  std::string users;   ///< a file of users (docs/access.md); "" = none: those that the database has
  std::string gln;     ///< of the hub; "" = that of the demo market
  std::string now;     ///< the time now, for a new database without `clock`
  std::uint64_t result_set = 100;
  std::uint64_t backlog = 2000;
  bool strict_receipts = false;
  std::string usage_limits;  ///< file of limits to the use of BRS-NO-611; "" = see hub::Hub::Options
  std::string version;       ///< of the messages that it speaks; "" = as it did last, else what is in force
  InputLimits limits;        ///< of a message that comes from outside
};

/// Opens a hub. The demo market begins on 2026-06-01 at 08:00; others at `clock`, or now. Error: a sentence.
tl::expected<std::shared_ptr<hub::Hub>, std::string> open_hub(const Gateway& gateway,
                                                              const HubOptions& options);

/// The text of a file of users. Error: a sentence.
tl::expected<std::string, std::string> read_users_file(const std::string& path);

/// Hands out the market of a hub, as rules ask about it: as of one moment each time, so that all look-ups of
/// a message fit together. Nobody waits for the hub.
std::function<void(std::function<void(std::shared_ptr<const rules::Facts>)>)> market_of(
    std::shared_ptr<hub::Hub> hub);

}  // namespace cimgate::cli
