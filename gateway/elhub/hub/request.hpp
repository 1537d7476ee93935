#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "cimgate/ebix_model/message.hpp"
#include "cimgate/finding.hpp"
#include "cimgate/model_xml/xerces_guard.hpp"
#include "gateway/document/message.hpp"
#include "gateway/elhub/hub/spoken_versions.hpp"
#include "gateway/engine/engine.hpp"
#include "gateway/engine/input.hpp"

namespace cimgate::hub {

/// Groups of the fault that EMIF answers with (facts: EMIF, section 5).
enum class FaultGroup : std::uint8_t { xsd, compression, security, system, uuid, size, date, other };
std::string_view to_string(FaultGroup group);  ///< "XSD"

/// Why a message was not taken at all. It leaves no trace in the market.
struct Fault {
  FaultGroup group = FaultGroup::other;
  std::string description;        ///< at most 100 characters
  std::string text;               ///< at most 1000 characters; no personal data
  std::vector<Finding> findings;  ///< of a message that is not valid against its schema
};

/// What a request over REST says of a shared production beside the message that is made of it.
struct SharingTerms {
  int version = 0;         ///< the version that is changed; 0 = a new one
  bool withdraws = false;  ///< that version
  std::string surplus_to;  ///< Recipient, Contributor; "" = not said
};

/// A message of BIM that was read, and judged as far as that needs no market state.
struct Request {
  std::string id, name, process, document_type, role;
  std::string physical_sender, sender, recipient;
  std::string gsrn;  ///< of the first payload; "" when it names none
  bool wants_confirmation = false;
  std::string xml;                            ///< one line; the same for what XML sees as the same
  std::optional<document::Message> document;  ///< for the rules; always there
  ebix::Message typed;                        ///< for the processes
  std::vector<Finding> findings;              ///< of codes and rules about messages
  std::optional<std::int64_t> received;  ///< when it came, for them; nothing: when it says it was created
  std::optional<SharingTerms> sharing;   ///< of a RequestUpdateSharedProduction that came over REST
};

/// No limit to findings.
inline constexpr std::size_t all_findings = 0xFFFFFFFF;

/// Holds a message against schema, codes and message rules. Safe to call from several threads.
class Intake {
 public:
  /// `version`: one of spoken_versions(), of which all messages are; null = the first.
  explicit Intake(std::shared_ptr<const Engine> engine, const InputLimits& limits = {},
                  const schema::SchemaSet* version = nullptr);

  /// Reads what came in, and holds it against its schema: one message of BIM, alone or in a SOAP envelope,
  /// about which the input tells.
  Input look_at(std::string_view bytes) const;
  /// When a message came, in seconds since 1970-01-01T00:00:00Z; nothing: when it says that it was created,
  /// which is for the sender to choose.
  using Received = std::optional<std::int64_t>;
  /// Judges a message that was looked at. Fault: it is not valid against its schema, or none of BIM's.
  tl::expected<Request, Fault> take(Input input, Received received = std::nullopt) const;
  /// Both.
  tl::expected<Request, Fault> read(std::string_view bytes, Received received = std::nullopt) const {
    return take(look_at(bytes), received);
  }
  /// The same of a message that has been read and is valid against its schema.
  tl::expected<Request, Fault> take(document::Message message, Received received = std::nullopt) const;

  /// A message in one line, when it is valid against its schema.
  tl::expected<std::string, Fault> one_line(std::string_view bytes) const;

  const Engine& engine() const { return *engine_; }
  /// The version that the hub speaks; null when there is none.
  const schema::SchemaSet* version() const { return version_; }
  /// What bounds a message that comes from outside.
  const InputLimits& limits() const { return limits_; }

 private:
  Asked asked() const { return {{}, version_ == nullptr ? std::string() : version_->id}; }

  std::shared_ptr<const Engine> engine_;
  InputLimits limits_;
  const schema::SchemaSet* version_ = nullptr;
  /// The typed messages are read and written with Xerces-C++, which should not begin anew for each.
  std::shared_ptr<const model::XercesGuard> xerces_ = std::make_shared<const model::XercesGuard>();
};

}  // namespace cimgate::hub
