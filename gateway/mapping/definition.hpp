#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gateway/yaml/mistake.hpp"

/// What mapping files say, before it is held against the schemas. Blocks are already put in place, paths are
/// texts. The format is described in docs/mapping-files.md.
namespace cimgate::mapping {

/// A place in a mapping file.
using Origin = yaml::Place;

/// The sets of CIM documents.
struct Profiles {
  std::vector<std::string> all;
  std::function<std::vector<std::string>(const std::string& set)>
      of;  ///< those that messages of a schema set become
};

/// A text that may differ by profile.
struct ProfileText {
  std::string text;                               ///< for all profiles, unless
  std::map<std::string, std::string> by_profile;  ///< given by profile
  bool operator==(const ProfileText&) const = default;
};

/// Where a computed value comes from.
struct SourceDef {
  enum class Kind : std::uint8_t {
    constant,
    number,  ///< number of the record among its siblings, from 1
    bim,     ///< another element of the BIM message, through `as` or `codes`
    uuid,    ///< name-based UUID (RFC 4122 version 5) from the value at `path` and the fixed text `name`
    days,    ///< number of calendar days from `path` to `until`, as P<n>D
  };
  Kind kind = Kind::constant;
  ProfileText constant;
  std::string path;
  std::string until;
  std::string name;
  std::string as;
  std::string codes;
  Origin origin;
};

/// A test on one side: all parts must hold.
struct ConditionDef {
  struct Is {
    std::string path;
    std::vector<ProfileText> values;
    bool negated = false;
    Origin origin;
  };
  std::vector<std::string> has;    ///< one of these exists
  std::vector<std::string> lacks;  ///< none of these exists
  std::vector<Is> is;
  std::vector<ConditionDef> any;  ///< one of these holds
  Origin origin;
  bool empty() const { return has.empty() && lacks.empty() && is.empty() && any.empty(); }
};

struct CorrespondenceDef;

/// One alternative of a `choose`.
struct BranchDef {
  std::string name;
  ConditionDef bim;
  ConditionDef cim;
  bool otherwise = false;  ///< taken on the way back when no branch fits
  std::vector<CorrespondenceDef> fields;
  Origin origin;
};

struct CorrespondenceDef {
  enum class Kind : std::uint8_t {
    field,   ///< one value, on both sides or computed on one of them
    only,    ///< a CIM element that BIM has no room for
    each,    ///< repeated records
    choose,  ///< alternatives
  };
  Kind kind = Kind::field;
  std::vector<std::string> bim;  ///< more than one only with `join`
  std::string cim;
  std::string as;     ///< conversion: instant, minute, from-zero, short-id; copy or empty = as it is
  std::string codes;  ///< code table
  std::optional<std::string> join;
  std::vector<SourceDef> from;       ///< CIM value that is not read back
  std::vector<SourceDef> otherwise;  ///< CIM value when the BIM element is absent, in order of preference
  std::vector<SourceDef> defaults;   ///< BIM value when the documents say nothing
  bool said_by_alternative = false;  ///< the default is what the alternative that it stands in is known by
  std::optional<std::string> loss;   ///< why the way back cannot always know the value
  std::optional<std::string> supplement;  ///< why there is no place for it at all
  std::optional<std::string> refuse;      ///< why a message whose value does not fit is not translated
  std::string policy;                     ///< what was decided where a choice had to be made
  std::string only;                       ///< why BIM has no room
  /// The same in Norwegian, by mappings/reasons.nb.yaml; what it does not have stays English.
  struct Reasons {
    std::string loss, policy, only, refuse;  ///< `loss`: or `supplement`
  } nb;
  std::string since;  ///< the version of the BIM set that has it first; "" = the first
  std::string until;  ///< the first one that has it no longer; "" = none
  ConditionDef when;  ///< each: which records
  std::string name;   ///< choose
  std::vector<BranchDef> branches;
  std::vector<CorrespondenceDef> fields;  ///< each
  Origin origin;
  std::vector<Origin>
      used_from;  ///< where the blocks that it stands in are used, the message's own file first
};

/// One target document.
struct DocumentDef {
  std::string root;
  ConditionDef when;       ///< the document is made when this holds of the message
  ConditionDef recognise;  ///< of the document: what it must say to be one of this message
  bool companion = false;  ///< goes along with the first document
  std::vector<CorrespondenceDef> fields;
  Origin origin;
};

/// One way a message is translated; a message has several when a code decides (request and cancellation).
struct VariantDef {
  std::string name;
  ConditionDef when;  ///< of the BIM message; empty = otherwise
  ConditionDef
      recognise;  ///< of the first document: how the way back knows the message when others use it too
  std::vector<DocumentDef> documents;
  std::vector<CorrespondenceDef> fields;  ///< of the message as a whole: supplement and defaults
  Origin origin;
};

struct MappingDef {
  std::string message;
  std::string schema;  ///< the set that it is written for, with the versions of that
  std::string title;
  std::vector<VariantDef> variants;
  Origin origin;
};

}  // namespace cimgate::mapping
