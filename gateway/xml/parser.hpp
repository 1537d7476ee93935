#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/xml/grammar_set.hpp"
#include "gateway/xml/survey.hpp"

namespace cimgate::xml {

/// What the parser tells, in document order. Places are bytes of the text: a tag is text[begin, end).
class XmlEvents {
 public:
  /// What a validity error is about.
  enum class About : std::uint8_t {
    structure,
    value,     ///< the text of the element, or the value of an attribute
    stricter,  ///< what the parser takes for an error and XML Schema may not: see parser.cpp
  };

  virtual ~XmlEvents() = default;

  /// `attribute_ns` has the namespace name of every attribute that is written, in the order of the tag.
  /// To go on, it returns true.
  virtual bool start_element(std::string_view ns, std::span<const std::string_view> attribute_ns,
                             std::size_t begin, std::size_t end) = 0;
  /// For "<a/>" begin = end, behind the tag.
  virtual void end_element(std::size_t begin, std::size_t end) = 0;
  /// Something is not as the grammars have it; `at_next` when it is about the element that starts next.
  virtual void invalid(std::string message, bool at_next, About about) = 0;
  /// False when nothing more has to be known about what is not valid.
  virtual bool wants_more() const = 0;
};

/// Where a text stops being well-formed XML.
struct XmlFault {
  unsigned code = 0;  ///< xercesc::XMLErrs::Codes
  std::size_t offset = 0;
  std::vector<std::size_t> open;  ///< begins of the start tags that have no end tag yet
  bool certain = true;            ///< false when the parser gave up for a reason that may be its own
  bool enough = false;            ///< no fault: the events want to know no more of what is not valid
};

/// How far a parse validates.
enum class Validation : std::uint8_t { full, without_keys, none };

/// Parses UTF-8 text with Xerces-C++, whatever encoding its declaration names, and validates it against the
/// grammars when there are any. The text alone is read: no other file, no address, no schema that it names.
/// Gives the fault where it is not well-formed; parsing ends there.
/// Parts of the text that are no reason to refuse it can be given as `odd_hints`.
std::optional<XmlFault> parse_xml(std::string_view text, const GrammarSet& grammars, Validation validation,
                                  const std::vector<TextRange>& odd_hints, XmlEvents& events);

}  // namespace cimgate::xml
