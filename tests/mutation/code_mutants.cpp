#include "tests/mutation/code_mutants.hpp"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <optional>
#include <utility>

#include "tests/mutation/tokens.hpp"

namespace cimgate::mutation {
namespace {

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
  explicit Maker(std::string_view text) : text_(text), tokens_(tokens_of(text)) {}

  std::vector<CodeMutant> all() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      i = after_constant(i);
      if (i == tokens_.size()) break;
      comparison(i);
      logic(i);
      condition(i);
      forgotten(i);
      call(i);
      number(i);
      rhyme(i);
      question(i);
    }
    return std::move(made_);
  }

 private:
  using Kind = CodeMutant::Kind;
  using Choice = CodeMutant::Choice;

  /// An expression or a statement, from one token up to another.
  struct Part {
    Choice choice = Choice::nowhere;
    std::size_t begin = 0, end = 0;
  };

  void add(Kind kind, std::size_t at, std::size_t end, std::string with, std::uint32_t line, std::string what,
           Part part) {
    const bool has_place = part.choice != Choice::nowhere && part.begin < part.end;
    made_.push_back({kind, at, end - at, std::move(with), line, std::move(what),
                     has_place ? part.choice : Choice::nowhere, has_place ? tokens_[part.begin].at : 0,
                     has_place ? tokens_[part.end - 1].end() : 0});
  }
  void becomes(Kind kind, std::size_t i, std::string_view with, Part part) {
    const auto& token = tokens_[i];
    add(kind, token.at, token.end(), std::string(with), token.line,
        std::string(token.text) + " becomes " + std::string(with), part);
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

  /// After `constexpr … = …;`: what is worked out when the program is built cannot be changed while it runs.
  std::size_t after_constant(std::size_t i) const {
    if (!stands(i, "constexpr")) return i;
    auto at = i;
    while (at < tokens_.size() && !stands(at, "=") && !opens(tokens_[at])) ++at;
    // constexpr char names[] = …; a function has its brackets first.
    while (stands(at, "[")) at = closing(at).value_or(tokens_.size()) + 1;
    if (!stands(at, "=")) return i;
    while (at < tokens_.size() && !stands(at, ";"))
      at = opens(tokens_[at]) ? closing(at).value_or(tokens_.size()) : at + 1;
    return at;
  }

  void comparison(std::size_t i) {
    constexpr std::pair<std::string_view, std::string_view> moved[] = {
        {"<", "<="}, {"<=", "<"}, {">", ">="}, {">=", ">"}, {"==", "!="}, {"!=", "=="}};
    if (tokens_[i].kind != Token::Kind::mark) return;
    for (const auto& [one, other] : moved)
      if (tokens_[i].text == one && is_between(i))
        becomes(one == "==" || one == "!=" ? Kind::equality : Kind::boundary, i, other, truth(i));
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
           token.is(":") || token.is("=") || token.is("+=") || token.is("-=") || token.is("|=") ||
           token.is("&=") || token.is("return") || token.is("else")))
        return i + 1;
    }
    return 0;
  }

  /// The whole condition around a token.
  Part truth(std::size_t i) const {
    auto end = end_of_operand(i);
    while (stands(end, "&&") || stands(end, "||")) end = end_of_operand(end);
    auto begin = begin_of_operand(i);
    while (begin > 0 && (stands(begin - 1, "&&") || stands(begin - 1, "||")))
      begin = begin_of_operand(begin - 1);
    return {Choice::truth, begin, end};
  }

  void logic(std::size_t i) {
    const auto& token = tokens_[i];
    if ((!token.is("&&") && !token.is("||")) || !is_between(i)) return;
    becomes(Kind::logic, i, token.text == "&&" ? "||" : "&&", truth(i));
    const auto begin = begin_of_operand(i);
    const auto end = end_of_operand(i);
    // In a chain that is what stands after the one before.
    if (begin == 0 || !stands(begin - 1, token.text))
      add(Kind::operand, tokens_[begin].at, tokens_[i + 1].at, "", token.line,
          "dropped: what stands before " + std::string(token.text), truth(i));
    add(Kind::operand, tokens_[i - 1].end(), tokens_[end - 1].end(), "", token.line,
        "dropped: what stands after " + std::string(token.text), truth(i));
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
      add(Kind::negation, tokens_[i].at, tokens_[i].end(), "", tokens_[i].line, "! dropped", truth(i));
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
    const Part whole{Choice::truth, begin, *close};
    add(Kind::condition, from, to, "!(" + held + ")", tokens_[i].line, "condition turned round", whole);
    add(Kind::condition, from, to, "true", tokens_[i].line, "condition dropped", whole);
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
            "early return dropped", {Choice::statement, after, end + 1});
    }
  }

  void forgotten(std::size_t i) {
    if (stands(i, "continue") && stands(i + 1, ";"))
      add(Kind::way_out, tokens_[i].at, tokens_[i].end(), "", tokens_[i].line, "continue dropped",
          {Choice::statement, i, i + 2});
  }

  /// A call that stands for itself: `context.send(…);`.
  void call(std::size_t i) {
    const bool begins = i == 0 || stands(i - 1, ";") || stands(i - 1, "{") || stands(i - 1, "}") ||
                        stands(i - 1, ")") || stands(i - 1, "else");
    constexpr std::string_view other_words[] = {"return", "if",    "for",           "while",
                                                "switch", "throw", "static_assert", "catch"};
    if (!begins || tokens_[i].kind != Token::Kind::word ||
        std::find(std::begin(other_words), std::end(other_words), tokens_[i].text) != std::end(other_words))
      return;
    bool called = false;
    auto name = i;
    auto end = i + 1;
    while (end < tokens_.size() && !stands(end, ";")) {
      const bool member = stands(end, ".") || stands(end, "->") || stands(end, "::");
      if (member && end + 1 < tokens_.size() && tokens_[end + 1].kind == Token::Kind::word) {
        name = end + 1;
        end += 2;
        called = false;
      } else if (const auto close = stands(end, "(") ? closing(end) : std::nullopt; close) {
        end = *close + 1;
        called = true;
      } else {
        return;
      }
    }
    // Without these it is as right, only slower.
    if (stands(name, "reserve") || stands(name, "create_index")) return;
    if (called && end < tokens_.size())
      add(Kind::call, tokens_[i].at, tokens_[end].at, "", tokens_[i].line,
          "call of " +
              std::string(text_.substr(tokens_[i].at, text_.find('(', tokens_[i].at) - tokens_[i].at)) +
              " dropped",
          {Choice::statement, i, end + 1});
  }

  /// The expression that a name is the end of, with what it is called with.
  Part named(std::size_t i) const {
    auto begin = i;
    while (begin > 0 && (stands(begin - 1, ".") || stands(begin - 1, "->") || stands(begin - 1, "::"))) {
      if (begin < 2) return {};
      begin -= 2;
      // f(x)[y].
      while (closes(tokens_[begin])) {
        int depth = 0;
        do {
          depth += closes(tokens_[begin]) ? 1 : opens(tokens_[begin]) ? -1 : 0;
        } while (depth > 0 && begin-- > 0);
        if (depth > 0 || tokens_[begin].is("{")) return {};
        const bool of_something = begin > 0 && (closes(tokens_[begin - 1]) ||
                                                (tokens_[begin - 1].kind == Token::Kind::word &&
                                                 !stands(begin - 1, "return") && !stands(begin - 1, "if")));
        if (!of_something) break;
        --begin;
      }
      if (tokens_[begin].kind != Token::Kind::word && !tokens_[begin].is("(")) return {};
    }
    const auto close = stands(i + 1, "(") ? closing(i + 1) : std::nullopt;
    return {Choice::object, begin, close ? *close + 1 : i + 1};
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
    const Part itself{Choice::value, i, i + 1};
    becomes(Kind::number, i, std::to_string(value + 1), itself);
    if (value > 0) becomes(Kind::number, i, std::to_string(value - 1), itself);
  }

  /// Whether a name may be taken for another one: that of a member always, that of a variable where the
  /// function has spoken of the other before.
  bool is_known(std::size_t i, std::string_view other) const {
    const bool member = stands(i - 1, ".") || stands(i - 1, "->") || stands(i - 1, "::");
    if (member || other == "true" || other == "false") return true;
    while (i-- > 0) {
      if (stands(i, "}") && tokens_[i].at > 0 && text_[tokens_[i].at - 1] == '\n') return false;
      if (stands(i, other) && !stands(i + 1, "(") &&
          (i == 0 || (!stands(i - 1, ".") && !stands(i - 1, "->"))))
        return true;
    }
    return false;
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
      if (tokens_[i].text == one && is_known(i, other)) becomes(Kind::name, i, other, named(i));
      if (tokens_[i].text == other && is_known(i, one)) becomes(Kind::name, i, one, named(i));
    }
  }

  /// Boundaries and order in a question to the database.
  void question(std::size_t i) {
    const auto& token = tokens_[i];
    if (token.kind != Token::Kind::text || (token.text.find('?') == std::string_view::npos &&
                                            token.text.find("WHERE") == std::string_view::npos &&
                                            token.text.find("ORDER BY") == std::string_view::npos))
      return;
    // Texts that follow one another are one.
    auto begin = i;
    while (begin > 0 && tokens_[begin - 1].kind == Token::Kind::text) --begin;
    auto end = i + 1;
    while (end < tokens_.size() && tokens_[end].kind == Token::Kind::text) ++end;
    constexpr std::pair<std::string_view, std::string_view> moved[] = {
        {" < ", " <= "}, {" <= ", " < "}, {" > ", " >= "}, {" >= ", " > "}, {" AND ", " OR "}, {" DESC", ""}};
    for (const auto& [one, other] : moved)
      for (auto at = token.text.find(one); at != std::string_view::npos; at = token.text.find(one, at + 1))
        add(Kind::boundary, token.at + at, token.at + at + one.size(), std::string(other), token.line,
            "in SQL," + std::string(one) + (other.empty() ? "dropped" : "becomes" + std::string(other)),
            {Choice::value, begin, end});
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
