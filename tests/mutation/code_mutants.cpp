#include "tests/mutation/code_mutants.hpp"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <optional>
#include <utility>

namespace cimgate::mutation {
namespace {

struct Token {
  enum class Kind : std::uint8_t { word, number, text, mark } kind = Kind::mark;
  std::string_view text;
  std::size_t at = 0;
  std::uint32_t line = 0;

  bool is(std::string_view wanted) const { return kind != Kind::text && text == wanted; }
  std::size_t end() const { return at + text.size(); }
};

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

constexpr std::string_view marks[] = {"<=>", "<<=", ">>=", "...", "->*", "::", "->", "<<",
                                      ">>",  "<=",  ">=",  "==",  "!=",  "&&", "||", "++",
                                      "--",  "+=",  "-=",  "*=",  "/=",  "%=", "&=", "|="};

/// The tokens of a file, without comments and lines of the preprocessor.
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

/// Names that are easily taken for each other.
constexpr std::pair<std::string_view, std::string_view> rhymes[] = {
    {"from", "to"},
    {"start", "end"},
    {"first", "last"},
    {"front", "back"},
    {"earliest", "latest"},
    {"before", "after"},
    {"min", "max"},
    {"sender", "initiator"},
    {"sender", "recipient"},
    {"sender", "physical_sender"},
    {"supplier", "initiator"},
    {"supplier", "customer"},
    {"registered", "inserted"},
    {"any_of", "all_of"},
    {"any_of", "none_of"},
    {"lower_bound", "upper_bound"},
    {"true", "false"},
    {"begin", "end"},
    {"left", "right"},
};

class Maker {
 public:
  explicit Maker(std::string_view text) : text_(text), tokens_(Scanner(text).all()) {}

  std::vector<CodeMutant> all() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      comparison(i);
      logic(i);
      condition(i);
      forgotten(i);
      number(i);
      rhyme(i);
      question(i);
    }
    return std::move(made_);
  }

 private:
  using Kind = CodeMutant::Kind;

  void add(Kind kind, std::size_t at, std::size_t end, std::string with, std::uint32_t line,
           std::string what) {
    made_.push_back({kind, at, end - at, std::move(with), line, std::move(what)});
  }
  void becomes(Kind kind, std::size_t i, std::string_view with) {
    const auto& token = tokens_[i];
    add(kind, token.at, token.end(), std::string(with), token.line,
        std::string(token.text) + " becomes " + std::string(with));
  }
  bool stands(std::size_t i, std::string_view text) const {
    return i < tokens_.size() && tokens_[i].is(text);
  }
  /// Operators between two operands have blanks around them; brackets of templates and references do not.
  bool is_between(std::size_t i) const {
    const auto& token = tokens_[i];
    return i > 0 && token.at > 0 && (text_[token.at - 1] == ' ' || text_[token.at - 1] == '\n') &&
           token.end() < text_.size() && (text_[token.end()] == ' ' || text_[token.end()] == '\n') &&
           !stands(i - 1, "template") && !stands(i - 1, "auto");
  }

  void comparison(std::size_t i) {
    constexpr std::pair<std::string_view, std::string_view> moved[] = {
        {"<", "<="}, {"<=", "<"}, {">", ">="}, {">=", ">"}, {"==", "!="}, {"!=", "=="}};
    if (tokens_[i].kind != Token::Kind::mark) return;
    for (const auto& [one, other] : moved)
      if (tokens_[i].text == one && is_between(i))
        becomes(one == "==" || one == "!=" ? Kind::equality : Kind::boundary, i, other);
  }

  static bool opens(const Token& token) { return token.is("(") || token.is("[") || token.is("{"); }
  static bool closes(const Token& token) { return token.is(")") || token.is("]") || token.is("}"); }

  /// Where the operand that begins after `i` ends: the first token that is not part of it.
  std::size_t end_of_operand(std::size_t i) const {
    int depth = 0;
    for (++i; i < tokens_.size(); ++i) {
      const auto& token = tokens_[i];
      if (opens(token)) ++depth;
      if (closes(token) && --depth < 0) return i;
      if (depth == 0 && (token.is("&&") || token.is("||") || token.is(";") || token.is(",") ||
                         token.is("?") || token.is(":")))
        return i;
    }
    return i;
  }
  /// Where the operand that ends before `i` begins.
  std::size_t begin_of_operand(std::size_t i) const {
    int depth = 0;
    while (i-- > 0) {
      const auto& token = tokens_[i];
      if (closes(token)) ++depth;
      if (opens(token) && --depth < 0) return i + 1;
      if (depth == 0 &&
          (token.is("&&") || token.is("||") || token.is(";") || token.is(",") || token.is("?") ||
           token.is(":") || token.is("=") || token.is("return") || token.is("}")))
        return i + 1;
    }
    return 0;
  }

  void logic(std::size_t i) {
    const auto& token = tokens_[i];
    if ((!token.is("&&") && !token.is("||")) || !is_between(i)) return;
    becomes(Kind::logic, i, token.text == "&&" ? "||" : "&&");
    const auto begin = begin_of_operand(i);
    const auto end = end_of_operand(i);
    // In a chain that is what stands after the one before.
    if (begin == 0 || !stands(begin - 1, token.text))
      add(Kind::operand, tokens_[begin].at, tokens_[i + 1].at, "", token.line,
          "dropped: what stands before " + std::string(token.text));
    add(Kind::operand, tokens_[i - 1].end(), tokens_[end - 1].end(), "", token.line,
        "dropped: what stands after " + std::string(token.text));
  }

  /// The closing bracket of an opening one.
  std::optional<std::size_t> closing(std::size_t open) const {
    int depth = 0;
    for (auto i = open; i < tokens_.size(); ++i) {
      if (opens(tokens_[i])) ++depth;
      if (closes(tokens_[i]) && --depth == 0) return i;
    }
    return std::nullopt;
  }

  void condition(std::size_t i) {
    if (stands(i, "!"))
      add(Kind::negation, tokens_[i].at, tokens_[i].end(), "", tokens_[i].line, "! dropped");
    if (!stands(i, "if") || !stands(i + 1, "(")) return;
    const auto close = closing(i + 1);
    if (!close) return;
    auto begin = i + 2;
    int depth = 0;
    for (auto k = begin; k < *close; ++k) {
      depth += opens(tokens_[k]) ? 1 : closes(tokens_[k]) ? -1 : 0;
      if (depth == 0 && stands(k, ";")) begin = k + 1;
    }
    // A condition that declares something cannot be turned round.
    if (begin == *close || stands(begin, "const") || stands(begin, "auto")) return;
    const auto from = tokens_[begin].at;
    const auto to = tokens_[*close].at;
    const std::string held(text_.substr(from, to - from));
    add(Kind::condition, from, to, "!(" + held + ")", tokens_[i].line, "condition turned round");
    add(Kind::condition, from, to, "true", tokens_[i].line, "condition dropped");
    const auto after = *close + 1;
    if (stands(after, "return")) {
      auto end = after;
      depth = 0;
      while (end < tokens_.size() && !(depth == 0 && stands(end, ";"))) {
        depth += opens(tokens_[end]) ? 1 : closes(tokens_[end]) ? -1 : 0;
        ++end;
      }
      if (end < tokens_.size())
        add(Kind::way_out, tokens_[after].at, tokens_[end].at, "", tokens_[after].line,
            "early return dropped");
    }
  }

  void forgotten(std::size_t i) {
    if (stands(i, "continue"))
      add(Kind::way_out, tokens_[i].at, tokens_[i].end(), "", tokens_[i].line, "continue dropped");
  }

  void number(std::size_t i) {
    const auto& token = tokens_[i];
    if (token.kind != Token::Kind::number || i < 2 || token.text.size() > 3 ||
        !std::all_of(token.text.begin(), token.text.end(),
                     [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }))
      return;
    const auto& before = tokens_[i - 1];
    const auto& name = tokens_[i - 2];
    const bool added = (before.is("+") || before.is("-")) && is_between(i - 1);
    const bool time = before.is("(") && (name.is("days") || name.is("hours") || name.is("minutes"));
    if (!added && !time) return;
    const int value = std::stoi(std::string(token.text));
    becomes(Kind::number, i, std::to_string(value + 1));
    if (value > 0) becomes(Kind::number, i, std::to_string(value - 1));
  }

  void rhyme(std::size_t i) {
    if (tokens_[i].kind != Token::Kind::word) return;
    const bool called = stands(i + 1, "(");
    // What is declared has its name; only what is used may be confused.
    const bool used = i > 0 && tokens_[i - 1].kind == Token::Kind::mark;
    if (!used) return;
    for (const auto& [one, other] : rhymes) {
      // begin() and end() of containers are calls, starts and ends of periods are not.
      const bool of_container = one == "begin";
      if (one == "start" && called) continue;
      if (of_container && !called) continue;
      if (tokens_[i].text == one) becomes(Kind::name, i, other);
      if (tokens_[i].text == other) becomes(Kind::name, i, one);
    }
  }

  /// Boundaries and order in a question to the database.
  void question(std::size_t i) {
    const auto& token = tokens_[i];
    if (token.kind != Token::Kind::text || (token.text.find('?') == std::string_view::npos &&
                                            token.text.find("WHERE") == std::string_view::npos &&
                                            token.text.find("ORDER BY") == std::string_view::npos))
      return;
    constexpr std::pair<std::string_view, std::string_view> moved[] = {
        {" < ", " <= "}, {" <= ", " < "}, {" > ", " >= "}, {" >= ", " > "}, {" AND ", " OR "}, {" DESC", ""}};
    for (const auto& [one, other] : moved)
      for (auto at = token.text.find(one); at != std::string_view::npos; at = token.text.find(one, at + 1))
        add(Kind::boundary, token.at + at, token.at + at + one.size(), std::string(other), token.line,
            "in SQL," + std::string(one) + (other.empty() ? "dropped" : "becomes" + std::string(other)));
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  std::vector<CodeMutant> made_;
};

}  // namespace

std::vector<CodeMutant> code_mutants_of(std::string_view text) {
  return Maker(text).all();
}

std::string changed(std::string_view text, const CodeMutant& mutant) {
  std::string all(text);
  all.replace(mutant.at, mutant.length, mutant.with);
  return all;
}

}  // namespace cimgate::mutation
