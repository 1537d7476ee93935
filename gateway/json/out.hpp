#pragma once
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "gateway/document/message.hpp"
#include "gateway/document/write.hpp"

/// Pieces that the writers of JSON share.
namespace cimgate::json {

/// Appends a JSON text step by step: commas, indentation and escapes are its business. Values with
/// `Line::one` around them stay on one line, also when the rest is indented; with `Line::airy` there is a
/// blank behind { and before } as well. With `Line::head` that holds for the first members, until wrap() is
/// called: the others stand below, each on its line.
class JsonOut {
 public:
  enum class Line : std::uint8_t { many, one, airy, head };

  /// `level`: how deep the place is where the text will stand.
  explicit JsonOut(bool indent, std::size_t level = 0) : level_(level), indent_(indent) {}

  void begin_object(Line line = Line::many) { begin('{', line); }
  void begin_object(std::string_view name, Line line = Line::many) {
    key(name);
    begin_object(line);
  }
  void end_object() { end('}'); }
  void begin_array(Line line = Line::many) { begin('[', line); }
  void begin_array(std::string_view name, Line line = Line::many) {
    key(name);
    begin_array(line);
  }
  void end_array() { end(']'); }
  /// Behind the first members of an object with `Line::head`.
  void wrap();
  /// The name of the member whose value comes next.
  void key(std::string_view name);
  void string(std::string_view text);
  /// A string of any bytes, as quoted() writes it: for what people may read in a terminal.
  void text(std::string_view any);
  /// A number, true, false or null, as it stands.
  void literal(std::string_view text);
  /// A member of an object: a string as text() writes it, or a number or a truth value.
  void member(std::string_view name, std::string_view any) {
    key(name);
    text(any);
  }
  template <std::integral Value>
  void member(std::string_view name, Value value) {
    key(name);
    if constexpr (std::same_as<Value, bool>)
      literal(value ? "true" : "false");
    else
      literal(std::to_string(value));
  }
  /// A member whose value is JSON already: a number that is no integer, null, what another writer made.
  void member_literal(std::string_view name, std::string_view json) {
    key(name);
    literal(json);
  }
  /// What is written next comes behind something else in the same list.
  void continue_list() { first_ = after_key_ = false; }
  void reserve(std::size_t size) { text_.reserve(size); }
  std::size_t size() const { return text_.size(); }
  /// Where the last string or literal begins.
  std::size_t value_begin() const { return value_begin_; }
  /// What was written since it was last taken, for those who hand it on piece by piece.
  std::string take_piece() { return std::exchange(text_, {}); }

  /// The text, with a line end.
  std::string take() && {
    text_ += '\n';
    return std::move(text_);
  }

 private:
  void begin(char bracket, Line line);
  void end(char bracket);
  std::uint64_t bit() const { return level_ < 64 ? std::uint64_t{1} << level_ : 0; }
  void before_value();
  void new_line();

  std::string text_;
  std::size_t value_begin_ = 0;
  std::size_t level_ = 0;
  std::size_t one_line_ = 0;  ///< level where the line started that is not to be broken; 0 = none
  std::uint64_t heads_ = 0;   ///< a bit for each level that was begun with Line::head
  bool indent_;
  bool airy_ = false;      ///< the line that is not to be broken
  bool first_ = true;      ///< nothing was written in this object or array
  bool after_key_ = true;  ///< the value needs no comma and no new line
};

/// {"X_MarketDocument": {…}}
void append_json(const document::Message& message, JsonOut& out, document::WriteLog* log = nullptr);
void append_json(const document::SupplementEntry& entry, JsonOut& out, document::BundleLog* log = nullptr);
/// A string with quotes and escapes.
void append_json_string(std::string_view text, std::string& out);
void append_json(const document::Supplement& supplement, JsonOut& out, document::BundleLog* log = nullptr);

/// An xs:decimal or xs:integer as a JSON number of the same value, its digits kept as far as JSON allows;
/// empty when the text is no number.
std::string to_json_number(std::string_view text);

}  // namespace cimgate::json
