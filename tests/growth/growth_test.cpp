#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>

#include "measure.hpp"

// What an input costs grows as the input does, whatever grows in it. CIMGATE_GROWTH=NAME measures only what
// has this in its name, and tells all figures.
namespace cimgate::test {
namespace {

void all_of(const std::vector<Dimension>& dimensions) {
  const char* const wanted = std::getenv("CIMGATE_GROWTH");
  for (const auto& dimension : dimensions) {
    if (wanted != nullptr && dimension.name.find(wanted) == std::string::npos) continue;
    const auto grown = measure(dimension);
    const auto figures =
        fmt::format("{}: {:.3f} s for {}, {:.3f} s for twice as much, which takes {} kB of memory for {} kB",
                    dimension.name, grown.seconds, dimension.n, grown.seconds_of_twice,
                    grown.kilobytes_of_twice, grown.input_of_twice / 1024);
    if (wanted != nullptr) fmt::print(stderr, "{} {}\n", figures, grown.fault);
    CAPTURE(figures);
    CHECK(grown.fault == "");
  }
}

TEST_CASE("growth: the square is told, and a moment in which the machine is fast is not") {
  const auto square = [](std::size_t n) {
    const auto size = static_cast<double>(n);
    return Spent{size * size, 0, n, {}};
  };
  CHECK(measure({"square", 10, square}).fault == "too slow");
  int runs = 0;
  const auto once_fast = [&runs](std::size_t n) {
    return Spent{static_cast<double>(n) * (n == 10 && ++runs == 1 ? 0.5 : 1.0), 0, n, {}};
  };
  CHECK(measure({"once fast", 10, once_fast}).fault.empty());
  const auto large = [](std::size_t n) { return Spent{static_cast<double>(n), n * 1'000'000, n, {}}; };
  CHECK(measure({"large", 10, large}).fault == "too large");
}
TEST_CASE("growth: messages in XML") {
  all_of(xml_dimensions());
}
TEST_CASE("growth: documents in JSON") {
  all_of(json_dimensions());
}
TEST_CASE("growth: other files") {
  all_of(file_dimensions());
}
TEST_CASE("growth: requests") {
  all_of(server_dimensions());
}

}  // namespace
}  // namespace cimgate::test
