#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/document/document.hpp"

namespace cimgate::document {

/// A path of a mapping or rule file, held against a schema: "A/B/@c", "Reason[1]/code", "Reason[2..]"
/// (records from the second on), "Communication[CommunicationChannel=Phone]/CompleteNumber" (the first that
/// fits),
/// "/Header/…" (from the root).
struct Path {
  struct Step {
    std::uint32_t place = 0;                   ///< in the parent's schema children()
    const schema::Element* element = nullptr;  ///< the child there
    std::uint32_t index = 0;                   ///< from 0
    bool numbered = false;                     ///< the file gave the number
    std::int32_t filter_place = -1;            ///< child of `element` that must have `filter_value`
    std::string filter_value;
  };
  std::string text;
  bool absolute = false;
  std::vector<Step> steps;
  const schema::Element* context = nullptr;      ///< where the path starts
  const schema::Attribute* attribute = nullptr;  ///< when the path ends in @name

  /// The element at the end (the one that has the attribute).
  const schema::Element& element() const { return steps.empty() ? *context : *steps.back().element; }
  /// Type of the value at the end; null when the path ends at an element without text.
  const schema::SimpleType* type() const;
};

/// Error: which name is unknown, and the nearest one.
tl::expected<Path, std::string> resolve_path(std::string_view text, const schema::Element& context,
                                             const schema::Element& root);
/// The same for who need not know why there is none, which takes longer than all else.
std::optional<Path> find_path(std::string_view text, const schema::Element& context,
                              const schema::Element& root);

/// The element the path leads to, or no_node.
NodeId find(const Document& document, NodeId context, const Path& path);

/// The same, made where it is not there (not the attribute).
NodeId ensure(Document& document, NodeId context, const Path& path);

/// The parent of the element at the end: found, or made. For paths to repeated records.
NodeId find_parent(const Document& document, NodeId context, const Path& path);
NodeId ensure_parent(Document& document, NodeId context, const Path& path);

/// "above/more"; either may be empty.
std::string below(const std::string& above, std::string_view more);

/// The value at the end: attribute or effective text; nothing when absent or an element without text.
std::optional<std::string_view> read(const Document& document, NodeId context, const Path& path);

/// True when there is such an element or attribute.
bool exists(const Document& document, NodeId context, const Path& path);

/// The same, in any of the repetitions that the path passes through.
bool exists_any(const Document& document, NodeId context, const Path& path);

/// Writes the value unless there is one already. True when it was written.
bool write(Document& document, NodeId context, const Path& path, std::string_view value);

/// The path as a message has it, without the numbers and filters that only say which repetition is meant.
std::string schema_path(const Path& path);

/// The same from the root, for a path that starts at `context_path`.
std::string message_path(const Path& path, const std::string& context_path);

}  // namespace cimgate::document
