#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

#include "../../pages.hpp"

namespace fs = std::filesystem;

namespace {

const fs::path root = CIMGATE_SOURCE_DIR;

std::string text_of(const fs::path& file) {
  std::ifstream input(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(input), {}};
}

struct Link {
  std::string words;
  std::string to;  ///< without what follows a #
};

std::vector<Link> links_in(std::string text) {
  static const std::regex fenced("```[^`]*```");
  static const std::regex link(R"(\[([^\]\[]*)\]\(([^)\s#]+)(#[^)\s]*)?\))");
  text = std::regex_replace(text, fenced, "");
  std::vector<Link> links;
  for (std::sregex_iterator at(text.begin(), text.end(), link), end; at != end; ++at)
    links.push_back({(*at)[1], (*at)[2]});
  return links;
}

/// "`reader::read`" → "read"; "" for words that are no name of code.
std::string name_in(const std::string& words) {
  static const std::regex code("`(?:\\w+::)*(\\w+)`");
  std::smatch match;
  return std::regex_match(words, match, code) ? match[1].str() : std::string();
}

bool has_word(const std::string& text, const std::string& word) {
  return std::regex_search(text, std::regex("\\b" + word + "\\b"));
}

}  // namespace

TEST_SUITE("docs") {
  TEST_CASE("every link leads to a file, and a link on a name of the code to where it is") {
    std::size_t names = 0;
    for (const auto& page : cimgate::test::pages(root))
      for (const auto& [words, to] : links_in(text_of(page))) {
        if (to.find("://") != std::string::npos || to.starts_with("mailto:")) continue;
        CAPTURE(page.lexically_relative(root).string());
        CAPTURE(words);
        CAPTURE(to);
        const auto target = page.parent_path() / to;
        CHECK(fs::exists(target));
        if (!fs::exists(target)) continue;
        const auto name = name_in(words);
        if (name.empty() || (target.extension() != ".hpp" && target.extension() != ".cpp")) continue;
        CHECK(has_word(text_of(target), name));
        ++names;
      }
    CHECK(names >= 30);
  }

  TEST_CASE("links are found as pages write them") {
    const auto links = links_in("see [`a::b`](x.hpp), [c](../d.md#e)\n```\n[no](no)\n```\n");
    REQUIRE(links.size() == 2);
    CHECK(name_in(links[0].words) == "b");
    CHECK(links[1].to == "../d.md");
    CHECK(name_in(links[1].words).empty());
    CHECK(has_word("int b();", "b"));
    CHECK_FALSE(has_word("int bb();", "b"));
  }
}
