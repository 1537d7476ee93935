#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/mapping/code_table.hpp"
#include "gateway/mapping/definition.hpp"
#include "gateway/mapping/mapping_files.hpp"
#include "gateway/mapping/path.hpp"
#include "gateway/schema/catalog.hpp"

/// A mapping held against the schemas of one profile: what the engine runs.
namespace cimgate::mapping {

/// How a text changes on its way from BIM to CIM, and back.
struct Conversion {
  enum class Kind : std::uint8_t {
    copy,
    instant,    ///< date and time with any offset → UTC
    minute,     ///< the same, whole minutes: YYYY-MM-DDThh:mmZ
    from_zero,  ///< BIM counts from 0, CIM from 1
    short_id,   ///< BIM has no room for the hyphens of a UUID; any other text is as it is
    codes,
  };
  Kind kind = Kind::copy;
  const CodeTable* codes = nullptr;
  const CodeTableDef* table = nullptr;
};

struct Source {
  SourceDef::Kind kind = SourceDef::Kind::constant;
  std::string constant;
  Path path;
  Path until;
  std::string name;
  Conversion conversion;
};

struct Condition {
  struct Is {
    Path path;
    std::vector<std::string> values;
    bool negated = false;
  };
  std::vector<Path> has;
  std::vector<Path> lacks;
  std::vector<Is> is;
  std::vector<Condition> any;  ///< one of these holds
  bool empty() const { return has.empty() && lacks.empty() && is.empty() && any.empty(); }
};

struct Correspondence;
class LossIndex;

struct Branch {
  const BranchDef* def = nullptr;
  Condition bim;
  Condition cim;
  std::vector<Correspondence> rules;
};

struct Correspondence {
  const CorrespondenceDef* def = nullptr;  ///< kind, reasons, origin
  std::vector<Path> bim;
  std::optional<Path> cim;
  Conversion conversion;
  std::vector<Source> from;
  std::vector<Source> otherwise;
  std::vector<Source> defaults;
  Condition when;
  std::vector<Branch> branches;
  std::vector<Correspondence> rules;

  /// Why the way back may not know the BIM value; null when it always does.
  const std::string* loss() const {
    return def->supplement ? &*def->supplement : def->loss ? &*def->loss : nullptr;
  }
};

struct DocumentPlan {
  const DocumentDef* def = nullptr;
  const schema::MessageKind* kind = nullptr;
  std::shared_ptr<const schema::Schema> schema;
  const schema::Element* root = nullptr;
  Condition when;
  Condition recognise;
  std::vector<Correspondence> rules;

  /// All its records are taken on conditions, so that it may have none; then it is not made.
  bool only_with_records() const;
  /// The document is not made of every message.
  bool optional() const { return !when.empty() || only_with_records(); }
};

struct VariantPlan {
  const VariantDef* def = nullptr;
  Condition when;
  Condition recognise;
  std::vector<DocumentPlan> documents;
  std::vector<Correspondence> rules;
  std::shared_ptr<const LossIndex> losses;  ///< which correspondence explains what does not come back
};

struct Plan {
  const MappingDef* def = nullptr;
  const schema::SchemaSet* bim_set = nullptr;
  const schema::SchemaSet* cim_set = nullptr;
  const schema::Versions* versions = nullptr;  ///< that the BIM set is one of; null: there are none
  const schema::MessageKind* bim_kind = nullptr;
  std::shared_ptr<const schema::Schema> bim_schema;
  const schema::Element* bim_root = nullptr;
  std::vector<VariantPlan> variants;
};

/// `bim_set`: the one that the mapping is written for, or another version of it; null when there is none.
/// Errors: every path, table, conversion and constant that does not fit the schemas, with its place.
tl::expected<std::shared_ptr<const Plan>, std::vector<yaml::Mistake>> compile(
    const MappingDef& mapping, const MappingFiles& files, const schema::Catalog& catalog,
    const schema::SchemaSet* bim_set, const std::string& profile);

bool holds(const Condition& condition, const document::Document& document, document::NodeId context);

}  // namespace cimgate::mapping
