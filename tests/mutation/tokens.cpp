#include "tests/mutation/tokens.hpp"

#include <algorithm>
#include <cctype>
#include <string>
#include <utility>

namespace cimgate::mutation {
namespace {

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

constexpr std::string_view marks[] = {"<=>", "<<=", ">>=", "...", "->*", "::", "->", "<<",
                                      ">>",  "<=",  ">=",  "==",  "!=",  "&&", "||", "++",
                                      "--",  "+=",  "-=",  "*=",  "/=",  "%=", "&=", "|="};

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::vector<Token> all() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\n' || c == ' ') {
        pass(1);
      } else if (text_.substr(at_).starts_with("//") || c == '#') {
        pass(std::min(text_.find('\n', at_), text_.size()) - at_);
      } else if (text_.substr(at_).starts_with("/*")) {
        pass(std::min(text_.find("*/", at_), text_.size() - 2) + 2 - at_);
      } else if (text_.substr(at_).starts_with("R\"")) {
        const auto open = text_.find('(', at_);
        const auto close = ')' + std::string(text_.substr(at_ + 2, open - at_ - 2)) + '"';
        take(Token::Kind::text, text_.find(close, open) + close.size() - at_);
      } else if (c == '"' || c == '\'') {
        take(Token::Kind::text, quoted(c));
      } else if (is_word(c)) {
        take(std::isdigit(static_cast<unsigned char>(c)) != 0 ? Token::Kind::number : Token::Kind::word,
             word());
      } else {
        std::size_t length = 1;
        for (const auto mark : marks)
          if (text_.substr(at_).starts_with(mark)) {
            length = mark.size();
            break;
          }
        take(Token::Kind::mark, length);
      }
    }
    return std::move(tokens_);
  }

 private:
  void pass(std::size_t length) {
    line_ += static_cast<std::uint32_t>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(at_),
                                                   text_.begin() + static_cast<std::ptrdiff_t>(at_ + length),
                                                   '\n'));
    at_ += length;
  }
  void take(Token::Kind kind, std::size_t length) {
    tokens_.push_back({kind, text_.substr(at_, length), at_, line_});
    pass(length);
  }
  std::size_t quoted(char quote) const {
    auto end = at_ + 1;
    while (end < text_.size() && text_[end] != quote) end += text_[end] == '\\' ? 2U : 1U;
    return end + 1 - at_;
  }
  /// 1'000'000 and 0x7fULL are one number.
  std::size_t word() const {
    auto end = at_;
    while (end < text_.size() &&
           (is_word(text_[end]) ||
            (text_[end] == '\'' && end > at_ && end + 1 < text_.size() &&
             std::isdigit(static_cast<unsigned char>(text_[at_])) != 0 && is_word(text_[end + 1]))))
      ++end;
    return end - at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> tokens_of(std::string_view text) {
  return Scanner(text).all();
}

}  // namespace cimgate::mutation
