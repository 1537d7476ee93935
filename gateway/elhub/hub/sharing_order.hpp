#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/elhub/hub/point_query.hpp"
#include "gateway/elhub/hub/sharing_key.hpp"

/// What somebody wants of a shared production over REST. Names of the members are assumed: Elhub's own
/// resource (autumn 2026) is known by the names of its operations only.
namespace cimgate::hub {

/// What a body says. What is not said is absent.
struct SharingSaid {
  std::optional<Day> start;
  std::optional<std::string> name, description, formula, surplus_to, status;
  std::optional<std::vector<SharingMember>> contributors, recipients;
};

/// What of a body cannot be taken, and where: a JSON pointer.
struct SharingMistake {
  std::string pointer, text;  ///< no personal data
};
using SharingMistakes = std::vector<SharingMistake>;

struct SharingOrder {
  enum class Kind : std::uint8_t {
    make,         ///< a shared production with its first version: Add
    add_version,  ///< one more version: Update, or Delete
    change,       ///< of a version that has not begun; or it is withdrawn
  };
  Kind kind = Kind::make;
  std::string id;  ///< of the message that is made
  std::string party, physical;
  std::string sharing;  ///< "" when it is made
  int version = 0;      ///< that is changed
  SharingSaid said;
};

/// Bytes of a body, and metering points in either list (EMIF 2.4.3: 1 to 1000) at most.
inline constexpr std::size_t longest_sharing = std::size_t{512} * 1024;
inline constexpr std::size_t most_sharing_members = 1000;

/// Reads a body. Error: all that is wrong with it.
tl::expected<SharingSaid, SharingMistakes> read_sharing(SharingOrder::Kind kind, std::string_view body);

/// Reads {"sharing": "…"} of a subscription; "" = all that the party keeps.
tl::expected<std::string, SharingMistakes> read_sharing_subscription(std::string_view body);

/// `key` with what is said in place of what it had.
SharingKey changed(SharingKey key, const SharingSaid& said);

/// A Manual key without the share of a recipient divides nothing.
SharingMistakes missing_shares(const SharingKey& key);

/// The message of BRS-NO-701 that says this. `hub`: its GLN.
tl::expected<Request, Fault> message_of(const SharingOrder& order, const SharingKey& key,
                                        const std::string& hub, Seconds now, const Intake& intake);

}  // namespace cimgate::hub
