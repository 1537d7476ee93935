#include <doctest/doctest.h>

#include <set>

#include "cimgate/gateway.hpp"
#include "tests/unit/effort.hpp"
#include "tests/unit/example_files.hpp"

using namespace cimgate;

namespace {

/// Each value of a message once, with white space around it.
template <class Take>
void with_white_space(const std::string& text, const Take& take) {
  std::set<std::string> seen;
  for (auto end = text.find("</"); end != std::string::npos; end = text.find("</", end + 1)) {
    const auto name = text.substr(end + 2, text.find('>', end) - end - 2);
    const auto begin = text.rfind('>', end) + 1;
    if (begin == end || text.rfind('<' + name, begin) != text.rfind('<', begin) || !seen.insert(name).second)
      continue;
    auto other = text;
    other.insert(end, " \n").insert(begin, " ");
    take(name, other);
  }
}

}  // namespace

TEST_CASE("white space around a value is of the value or not, and never lost unseen") {
  const auto gateway = Gateway::open().value();
  std::size_t compared = 0, refused = 0;
  for (const auto& file : test::by_effort(test::xml_files("examples", "/valid/"))) {
    const auto text = test::file_text(file);
    if (text.size() > 9000 || text.find("<!") != std::string::npos) continue;
    with_white_space(text, [&](const std::string& name, const std::string& other) {
      const auto trip = gateway.round_trip(other);
      CHECK_MESSAGE(!trip.fault, file.filename().string(), " ", name);
      CHECK_MESSAGE((trip.equal || !trip.findings.empty()), file.filename().string(), " ", name);
      ++(trip.equal ? compared : refused);
    });
  }
  CHECK(compared > test::effort(800));
  CHECK(refused > test::effort(500));
}
