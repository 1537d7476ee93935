#include "gateway/http/problem_words.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "gateway/http/problem.hpp"

using namespace cimgate::http;
namespace fs = std::filesystem;

namespace {

/// The titles of all problems that the sources make: a status, a type, a title.
std::set<std::string> titles_in_sources() {
  static const std::regex problem(R"re(\d{3},\s*"[a-z-]*",\s*"([^"]+)")re");
  std::set<std::string> titles;
  for (const auto* part :
       {"http", "api", "elhub/access", "elhub/cim_rest", "elhub/hub_api", "scenario", "elhub/emif"})
    for (const auto& entry : fs::directory_iterator(fs::path(CIMGATE_SOURCE_DIR) / "gateway" / part)) {
      if (entry.path().extension() != ".cpp") continue;
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string text{std::istreambuf_iterator<char>(file), {}};
      for (std::sregex_iterator at(text.begin(), text.end(), problem), end; at != end; ++at)
        titles.insert((*at)[1]);
    }
  return titles;
}

}  // namespace

TEST_SUITE("server: problems in Norwegian") {
  TEST_CASE("every title that the sources have is there in Norwegian") {
    const auto titles = titles_in_sources();
    CHECK(titles.size() > 40);
    for (const auto& title : titles) {
      CAPTURE(title);
      CHECK(!norwegian_title(title).empty());
    }
    CHECK(norwegian_title("Something else").empty());
  }

  TEST_CASE("a problem gets its title, and nothing else changes") {
    auto answer = problem(Problem{404, "not-found", "There is nothing at this path", "\"title\": \"x\"", {}});
    say_in_norwegian(answer);
    CHECK(answer.body ==
          "{\n  \"type\": \"urn:cimgate:problem:not-found\",\n  \"title\": \"Det er ingenting på denne "
          "stien\",\n"
          "  \"status\": 404,\n  \"detail\": \"\\\"title\\\": \\\"x\\\"\"\n}\n");
    Answer other;
    other.content_type = "application/json";
    other.body = "{ \"title\": \"The body is missing\" }";
    const auto before = other.body;
    say_in_norwegian(other);
    CHECK(other.body == before);
  }
}
