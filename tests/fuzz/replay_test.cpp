#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <random>

#include "tests/fuzz/surfaces.hpp"
#include "tests/fuzz/xml_changes.hpp"
#include "tests/models/files.hpp"
#include "tests/unit/effort.hpp"

// The corpus of every surface, each file as it is and changed a few times. CIMGATE_FUZZ_SURFACE=NAME plays
// only one.
namespace cimgate::fuzz {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> corpus(std::string_view name) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(test::source_folder() / "tests/fuzz/corpus" / name))
    files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<std::string> texts;
  for (const auto& file : files) texts.push_back(test::read_file(file));
  return texts;
}

/// A few bytes other, gone, twice, from elsewhere; the same for the same seed.
std::string changed(std::string text, const std::vector<std::string>& others, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto below = [&](std::size_t limit) {
    return static_cast<std::size_t>(random() % std::max<std::size_t>(1, limit));
  };
  for (auto times = 1 + below(4); times > 0; --times) {
    const auto at = below(text.size());
    const auto size = std::min(text.size() - at, 1 + below(below(8) == 0 ? 200 : 8));
    const auto& other = others[below(others.size())];
    switch (below(8)) {
      case 0:
        text.erase(at, size);
        break;
      case 1:
        text.insert(at, 1, static_cast<char>(below(256)));
        break;
      case 2:
        if (!text.empty())
          text[at] = static_cast<char>(static_cast<unsigned char>(text[at]) ^ (1U << below(8)));
        break;
      case 3:
        text.insert(at, text.substr(at, size));
        break;
      case 4:
        text.insert(at, other.substr(below(other.size()), size));
        break;
      case 5:
        text.replace(at, size, other.substr(below(other.size()), size));
        break;
      case 6: {  // a sign that counts somewhere
        constexpr std::string_view signs = "<>&\"'{}[]:,;/\\#%*?!|-+.=@ \n\t\r0";
        text.insert(at, 1, signs[below(signs.size())]);
        break;
      }
      default:
        text.resize(at);
    }
  }
  return text;
}

}  // namespace

TEST_CASE("every surface keeps what it promises, for its corpus and what is near") {
  const char* const wanted = std::getenv("CIMGATE_FUZZ_SURFACE");
  for (const auto& surface : surfaces()) {
    if (wanted != nullptr && surface.name != wanted) continue;
    CAPTURE(surface.name);
    const auto texts = corpus(surface.name);
    CHECK(texts.size() > 2);
    const auto play = [&](const std::string& text) {
      const auto begin = std::chrono::steady_clock::now();
      try {
        surface.take(text);
      } catch (const std::exception& fault) {
        FAIL_CHECK(std::string(fault.what()) << "\n" << text);
      }
      // Small inputs are done at once, or something in them counts for more than its size.
      CAPTURE(text);
      CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(10));
    };
    for (const auto& text : texts) play(text);
    const auto wanted_changes = test::effort(300);
    for (std::uint64_t seed = 0; seed < wanted_changes; ++seed) {
      const auto& text = texts[seed % texts.size()];
      play(changed(text, texts, seed));
      if (is_xml(text)) play(changed_xml(text, seed));
    }
  }
}

}  // namespace cimgate::fuzz
