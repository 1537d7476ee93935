#pragma once
#include <cstdint>
#include <memory>
#include <string_view>
#include <tl/expected.hpp>

#include "gateway/document/chunks.hpp"
#include "gateway/json/tokenizer.hpp"

namespace cimgate::json {

using JsonId = std::uint32_t;
inline constexpr JsonId no_json = 0xFFFFFFFF;

struct JsonValue {
  enum class Kind : std::uint8_t { object, array, string, number, boolean, null };
  Kind kind = Kind::null;
  std::uint32_t count = 0;  ///< members or items
  JsonId first = no_json;   ///< member or item
  JsonId next = no_json;
  source::Position position;
  source::Position name_position;
  std::string_view name;  ///< when it is a member of an object
  std::string_view text;  ///< of a string; of a number or boolean as written
};

/// A JSON text in memory; value 0 is the whole. Its texts are views of the source or kept here.
class JsonTree {
 public:
  const JsonValue& operator[](JsonId id) const { return values_[id]; }
  std::size_t size() const { return values_.size(); }
  /// The member of this name, or no_json; also when `object` is none.
  JsonId member(JsonId object, std::string_view name) const;

 private:
  friend class JsonParser;
  document::Chunks<JsonValue> values_;
  std::unique_ptr<document::TextArena> texts_ = std::make_unique<document::TextArena>();
};

/// Reads one JSON text; `text` is valid UTF-8 and outlives the tree. A name that comes twice in an object is
/// an error, as is nesting beyond the limit.
tl::expected<JsonTree, JsonError> parse_json(std::string_view text, const source::Limits& limits);

}  // namespace cimgate::json
