#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "cimgate/finding.hpp"
#include "gateway/document/document.hpp"
#include "gateway/source/source.hpp"

/// JSON as RFC 8259 has it, and nothing else: no comments, no trailing commas, no lone surrogates. Our own,
/// for every value needs its line and column, and numbers have to keep their digits.
namespace cimgate::json {

struct JsonToken {
  enum class Kind : std::uint8_t {
    begin_object,
    end_object,
    begin_array,
    end_array,
    colon,
    comma,
    string,
    number,
    true_value,
    false_value,
    null,
    end,
    error,  ///< JsonTokenizer::error() says what it is
  };
  Kind kind = Kind::end;
  source::Position position;
  std::string_view text;  ///< of a string without escapes; of a number as written
};

/// Why a text is not JSON, or not JSON that we take. Texts never hold values.
struct JsonError {
  std::string rule;  ///< "wellformed.syntax"
  source::Position position;
  Text text;
  Text advice;
};

/// "Not well-formed JSON: found {found} where {expected} is needed."
JsonError json_syntax_error(source::Position position, const Text& found, const Text& expected,
                            Text advice = {});

/// A kind of token in words: "'{'", "a number".
Text describe(JsonToken::Kind kind);

class JsonTokenizer {
 public:
  /// `text` is valid UTF-8. It and `texts`, which takes the strings that had escapes, outlive the tokens.
  JsonTokenizer(std::string_view text, const source::Limits& limits, document::TextArena& texts)
      : text_(text), longest_text_(limits.text), texts_(texts) {}

  JsonToken next();
  const JsonError& error() const { return error_; }

 private:
  JsonToken string(JsonToken token);
  JsonToken number(JsonToken token);
  JsonToken word(JsonToken token);
  bool escape(std::string& text);
  bool hex_digits(std::uint32_t& unit);
  bool digits();
  JsonToken fail(const Text& found, const Text& expected, Text advice = {});
  JsonToken too_long(const JsonToken& token);
  /// What stands at `at_`, in words.
  Text found_here() const;
  /// Line and column of `at_`, counted on from the last place that was asked for.
  source::Position here();

  std::string_view text_;
  std::size_t longest_text_;
  document::TextArena& texts_;
  std::size_t at_ = 0;
  std::size_t counted_to_ = 0;
  source::Position counted_{1, 1};
  std::string buffer_;
  JsonError error_;
};

}  // namespace cimgate::json
