#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "gateway/document/message.hpp"
#include "gateway/json/shape.hpp"
#include "gateway/mapping/engine.hpp"

namespace cimgate::templates {

/// A value of a part: the n-th node, its text or one of its attributes.
struct ValueRef {
  std::uint32_t node = 0;
  std::int32_t attribute = -1;
};

/// Where a value goes in a text that is otherwise fixed.
struct Hole {
  enum class Form : std::uint8_t { json_string, json_number, json_boolean, xml_text, xml_attribute };
  enum class Kind : std::uint8_t {
    value,   ///< of the part, through `conversion`
    source,  ///< computed by a source of the mapping
    number,  ///< of the record or row
    raw,     ///< of the part, as it stands
  };
  std::size_t at = 0;  ///< in the text
  Form form = Form::json_string;
  Kind kind = Kind::value;
  ValueRef value;
  mapping::Conversion conversion;
  const schema::SimpleType* from = nullptr;
  const schema::SimpleType* to = nullptr;
  bool fits = false;                  ///< every value of `from` becomes one of `to`
  std::int64_t least = 0, most = -1;  ///< whole numbers that fit, when `least` is not above `most`
  bool returns = false;               ///< and every one of those comes back as a value of `from`
  /// Others that read it on the way back, and whether they took the value of the part that was made first.
  std::vector<std::pair<const mapping::Correspondence*, bool>> readers;
  const mapping::Source* source = nullptr;
  std::uint32_t context = 0;  ///< of the source: the n-th node of the part
  std::string path;           ///< of the context, below the part
  std::uint32_t number = 0;   ///< of the context; 0: of the part
};

/// What a part becomes in one document.
struct Fragment {
  struct Rows {
    std::size_t at = 0;  ///< in the text
    std::uint32_t place = 0;
  };
  std::size_t document = 0;  ///< of the variant
  std::string text;
  std::vector<Hole> holes;
  std::vector<Rows> rows;  ///< where further rows go
};

/// What a part gives to the supplement.
struct EntryShape {
  document::SupplementEntry::Kind kind = document::SupplementEntry::Kind::value;
  std::string list;         ///< of rows, when it is about a row; else empty
  std::uint32_t place = 0;  ///< of the first step below the record
  std::string path;         ///< below the record, or below the row
  std::string value;        ///< unless
  std::optional<ValueRef> hole;
  std::string reason;
};

/// A policy that was used on a part.
struct PolicyShape {
  const mapping::Correspondence* rule = nullptr;
  std::size_t document = 0;
  std::string text;
  std::uint32_t node = 0;
};

/// What all parts with the same key become: worked out once by running the mapping on one of them, there and
/// back; then only values are put in.
struct Template {
  bool usable = false;
  std::vector<Fragment> fragments;
  std::vector<EntryShape> choices;
  std::vector<EntryShape> entries;
  std::vector<PolicyShape> policies;
  std::unordered_map<std::string, std::unique_ptr<Template>>
      rows;  ///< of a record: of its further rows, by key
};

}  // namespace cimgate::templates
