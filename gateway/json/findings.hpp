#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "cimgate/finding.hpp"
#include "gateway/document/message.hpp"
#include "gateway/json/tree.hpp"
#include "gateway/schema/model.hpp"

/// What the reader of JSON says, in two languages.
namespace cimgate::json {

/// Where a rule of the JSON form comes from.
enum class JsonSource : std::uint8_t { rfc, document_form, bundle_form };

/// Collects findings of one input up to its limit.
class JsonFindings {
 public:
  JsonFindings(document::ReadResult& result, const source::Limits& limits)
      : result_(result), limit_(limits.findings) {}

  /// Beyond the limit: to be asked before texts are made. What is then left out is counted.
  bool is_only_counted() {
    if (result_.findings.size() < limit_) return false;
    ++result_.findings_left_out;
    return true;
  }
  void leave_out() { ++result_.findings_left_out; }
  std::size_t limit() const { return limit_; }

  /// False when it is beyond the limit.
  bool add(std::string rule, source::Position position, Text text, Text advice,
           JsonSource source = JsonSource::document_form);
  /// Number of the one that was added last.
  std::size_t last() const { return result_.findings.size() - 1; }
  Finding& operator[](std::size_t number) { return result_.findings[number]; }
  /// Findings in the order of the source.
  void sort();

 private:
  document::ReadResult& result_;
  std::size_t limit_;
};

/// "a text", "an object".
Text describe(JsonValue::Kind kind);
/// What the plain value of an element is, in words: "a number".
Text describe_value_of(const schema::Element& element);
/// How an element looks in JSON, in words: {"codingScheme": …, "value": a text}.
Text describe_form(const schema::Element& element);

/// "'X' is {found}; it must be {expected}."
Text wrong_shape(std::string_view name, const Text& found, const Text& expected);
Text is_null(std::string_view name);
Text advice_to_omit();

}  // namespace cimgate::json
