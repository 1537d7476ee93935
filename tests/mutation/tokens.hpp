#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

namespace cimgate::mutation {

struct Token {
  enum class Kind : std::uint8_t { word, number, text, mark } kind = Kind::mark;
  std::string_view text;
  std::size_t at = 0;
  std::uint32_t line = 0;

  bool is(std::string_view wanted) const { return kind != Kind::text && text == wanted; }
  std::size_t end() const { return at + text.size(); }
};

/// The tokens of a C++ file, without comments and lines of the preprocessor.
std::vector<Token> tokens_of(std::string_view text);

}  // namespace cimgate::mutation
