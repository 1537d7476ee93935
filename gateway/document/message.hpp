#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cimgate/finding.hpp"
#include "cimgate/schema_choice.hpp"
#include "gateway/document/document.hpp"
#include "gateway/document/envelope.hpp"
#include "gateway/schema/catalog.hpp"
#include "gateway/source/source.hpp"

namespace cimgate::document {

struct ReadOptions {
  source::Limits limits;
  /// Schema set of CIM documents; "" = nmeg/0.1 when the document is valid against it, else nmeg-no/0.1.
  std::string profile;
  /// Schema set of BIM messages; "" = of those that know the message and are in force on the day, the first
  /// in which it is valid, else the first.
  std::string schema;
  /// The day whose version counts, where versions have days; nothing = that on which the message was created.
  std::optional<time::Day> day;
  /// Only the reference reader takes XML: Xerces-C++ and our own check. It gives the same, and takes its
  /// time.
  bool by_reference = false;

  /// What is asked for of one side.
  const std::string& set_of(schema::SchemaSet::Side side) const {
    return side == schema::SchemaSet::Side::cim ? profile : schema;
  }
  void ask_for(const schema::SchemaSet& set) {
    (set.side == schema::SchemaSet::Side::cim ? profile : schema) = set.id;
  }
};

/// A message that was read, with the set and kind that its root element named.
struct Message {
  const schema::SchemaSet* set = nullptr;
  const schema::MessageKind* kind = nullptr;
  Document document;
};

/// What a validating parser (Xerces-C++) says, besides our own schema check.
struct ReferenceError {
  source::Position position;
  std::string xpath;
  std::string message;
};

/// One entry of a supplement: what the CIM documents have no room for.
/// See docs/supplement.md for the format in JSON and XML.
struct SupplementEntry {
  enum class Kind : std::uint8_t {
    value,    ///< the leaf at `path` has this value
    present,  ///< there is an element without content at `path`
    absent,   ///< there is nothing at `path`, though the documents would give something
    choice,   ///< of the alternatives at `path`, the one named `value` is meant
    order,    ///< the records at `path` come in this order: `value` is "3 1 2"
  };
  Kind kind = Kind::value;
  std::string
      path;  ///< "Header/PhysicalSenderEnergyParty/Identification", "…/Observation[3]/Estimated/@Quality"
  std::string value;
  std::string reason;
};

struct Supplement {
  std::string message;  ///< root of the message: "RequestStartOfSupply"
  std::string schema;   ///< "elhub/2.4.3"
  std::string profile;  ///< "nmeg/0.1"
  std::vector<SupplementEntry> entries;
};

/// What one input holds: a message, a SOAP envelope around messages, or a bundle of CIM documents.
struct ReadResult {
  source::SourceText source;
  std::vector<Message> messages;
  std::optional<Envelope> envelope;  ///< when the root is one
  std::optional<Supplement> supplement;
  SchemaChoice choice;  ///< of the set of its messages
  std::vector<Finding>
      findings;  ///< stage wellformed (nothing was read), or schema.unknown-root and the like
  std::vector<ReferenceError> reference_errors;  ///< XML only
  std::size_t findings_left_out = 0;             ///< beyond Limits::findings
  bool in_parts = false;  ///< the validating parser saw records alone: what they break together it could not
  bool valid = false;     ///< the reader takes nothing but what is valid against its schema: so this is
};

}  // namespace cimgate::document
