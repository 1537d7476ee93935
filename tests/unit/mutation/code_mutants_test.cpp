#include "tests/mutation/choices.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>
#include <set>

#include "tests/unit/example_files.hpp"

using namespace cimgate;

namespace {

/// "what: the code with it", in order.
std::vector<std::string> mutants(const std::string& code) {
  std::vector<std::string> all;
  for (const auto& one : mutation::code_mutants_of(code))
    all.push_back(one.what + ": " + mutation::changed(code, one));
  return all;
}

/// The file with all of them in it; M(1) asks for the first.
std::string with_all(const std::string& code) {
  std::vector<mutation::Numbered> all;
  for (auto& one : mutation::code_mutants_of(code)) all.push_back({0, std::move(one)});
  // By where they are chosen, as they are read.
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return std::make_pair(a.mutant.from, ~a.mutant.until) < std::make_pair(b.mutant.from, ~b.mutant.until);
  });
  for (std::size_t i = 0; i < all.size(); ++i) all[i].number = i + 1;
  return std::regex_replace(mutation::with_choices(code, all), std::regex("::cimgate::mutation::mutant"),
                            "M");
}

bool has(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

int depth(std::string_view text, char open, char close) {
  return static_cast<int>(std::count(text.begin(), text.end(), open) -
                          std::count(text.begin(), text.end(), close));
}

}  // namespace

TEST_SUITE("code mutants") {
  TEST_CASE("boundaries, conditions, ways out, numbers and names that rhyme") {
    const auto all = mutants("if (a < b && !c) return from + 1;");
    CHECK(has(all, "< becomes <=: if (a <= b && !c) return from + 1;"));
    CHECK(has(all, "&& becomes ||: if (a < b || !c) return from + 1;"));
    CHECK(has(all, "dropped: what stands before &&: if (!c) return from + 1;"));
    CHECK(has(all, "dropped: what stands after &&: if (a < b) return from + 1;"));
    CHECK(has(all, "! dropped: if (a < b && c) return from + 1;"));
    CHECK(has(all, "condition turned round: if (!(a < b && !c)) return from + 1;"));
    CHECK(has(all, "condition dropped: if (true) return from + 1;"));
    CHECK(has(all, "early return dropped: if (a < b && !c) ;"));
    CHECK(has(all, "1 becomes 2: if (a < b && !c) return from + 2;"));
    CHECK(has(all, "1 becomes 0: if (a < b && !c) return from + 0;"));
    CHECK(all.size() == 10);
    CHECK(has(mutants("constexpr bool f(int a) { return a < 1; }"),
              "< becomes <=: constexpr bool f(int a) { return a <= 1; }"));
    CHECK(has(mutants("  x = period.from;"), "from becomes to:   x = period.to;"));
    CHECK(has(mutants("for (;;) { continue; }"), "continue dropped: for (;;) { ; }"));
    CHECK(has(mutants("std::sort(a.begin(), a.end());"),
              "end becomes begin: std::sort(a.begin(), a.begin());"));
    CHECK(has(mutants("q(\"WHERE end > ? AND x\");"), "in SQL, > becomes >= : q(\"WHERE end >= ? AND x\");"));
    CHECK(has(mutants("if (a) context.to(b).send(c);"), "call of context.to dropped: if (a) ;"));
    // Only of members and of what the function has named is it not known at once that there is no such thing.
    CHECK(has(mutants("f(to, from);"), "from becomes to: f(to, to);"));
    CHECK(!has(mutants("f(1, from);"), "from becomes to: f(1, to);"));
    CHECK(!has(mutants("f(to);\n}\nf(1, from);"), "from becomes to: f(to);\n}\nf(1, to);"));
  }

  TEST_CASE("one file has them all, on the lines where they stand") {
    CHECK(with_all("if (a && !b.from) f(1 + 1);") ==
          "if ((M(1) ? static_cast<bool>(!(a && !b.from)) : M(2) ? static_cast<bool>(true) : "
          "M(3) ? static_cast<bool>(a || !b.from) : M(4) ? static_cast<bool>(!b.from) : "
          "M(5) ? static_cast<bool>(a) : M(6) ? static_cast<bool>(a && b.from) : "
          "static_cast<bool>(a && !(M(7) ? static_cast<decltype((b.from))>(b.to) : b.from)))) "
          "{ if (!M(8)) f(1 + (M(9) ? 2 : M(10) ? 0 : 1)); }");
    CHECK(with_all("{ continue; }") == "{ { if (!M(1)) continue; } }");
    // Texts that follow one another are one, and what stands on several lines is changed on one.
    CHECK(with_all("q(\"WHERE a > 1\"\n  \"\", b);") ==
          "{ if (!M(1)) q((M(2) ? \"WHERE a >= 1\" \"\" : \"WHERE a > 1\"\n  \"\"), b); }");
  }

  TEST_CASE("brackets of templates, references, comments, texts and declarations are left alone") {
    for (const char* code :
         {"template <class T> std::vector<T> f(T&& t);", "// if (a < b) return;", "/* a && b */ x;",
          "x = f(\"a < b && c\", 'x', R\"(a || b)\");", "#include <vector>", "std::string from;",
          "if (const auto x = f()) x = 1;", "x = a->b(); a >> b; a << b; a <=> b;", "Name name(1);",
          "{ all.reserve(2); }", "constexpr Field all[] = {{x, true}, {y, a && b}};",
          "constexpr Field all[2] = {{x, true}};", "constexpr int more = f(a, true) + 1;"})
      CHECK_MESSAGE(mutants(code).empty(), code);
  }

  TEST_CASE("every room has enough of every kind, all different and with their brackets in pairs") {
    for (const char* room : {"elhub/hub", "rules", "market", "elhub/ledger", "store", "templates"}) {
      CAPTURE(room);
      std::map<mutation::CodeMutant::Kind, std::size_t> of_kind;
      std::map<mutation::CodeMutant::Choice, std::size_t> chosen;
      std::size_t number = 0;
      for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(CIMGATE_SOURCE_DIR) /
                                                                   "gateway" / room)) {
        if (entry.path().extension() != ".cpp") continue;
        const auto text = test::file_text(entry.path());
        std::set<std::string> seen = {text};
        for (const auto& one : mutation::code_mutants_of(text)) {
          CAPTURE(entry.path().string());
          CAPTURE(one.line);
          const auto made = mutation::changed(text, one);
          CHECK_MESSAGE(seen.insert(made).second, one.what);
          // Brackets in texts need no partner.
          if (text.substr(one.at, one.length).find_first_of("'\"") == std::string::npos)
            for (const auto& [open, close] : {std::pair('(', ')'), std::pair('{', '}'), std::pair('[', ']')})
              CHECK_MESSAGE(depth(made, open, close) == depth(text, open, close), one.what);
          ++of_kind[one.kind];
          ++number;
          ++chosen[one.choice];
        }
      }
      CHECK(number > 150);
      CHECK(chosen[mutation::CodeMutant::Choice::nowhere] < number / 20);
      CHECK(of_kind.size() >= 8);
    }
  }
}
