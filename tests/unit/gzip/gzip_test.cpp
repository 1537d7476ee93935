#include <doctest/doctest.h>

#include <string>

#include "gateway/gzip/deflater.hpp"
#include "gateway/gzip/inflater.hpp"

using namespace cimgate::gzip;

TEST_CASE("what is packed in pieces is unpacked to the same text") {
  std::string text;
  for (int i = 0; i < 50000; ++i) text += "line " + std::to_string(i * 7919) + "\n";
  for (const std::size_t piece : {std::size_t{7}, std::size_t{65536}, text.size()}) {
    CAPTURE(piece);
    Deflater deflater;
    std::string packed;
    for (std::size_t at = 0; at < text.size(); at += piece)
      packed += deflater.put(std::string_view(text).substr(at, piece), false);
    packed += deflater.put({}, true);
    CHECK(packed.size() < text.size() / 2);
    Inflater inflater;
    std::string out;
    REQUIRE(inflater.put(packed, out, text.size()) == Inflater::Result::more);
    CHECK(inflater.whole());
    CHECK((out == text));
  }
}

TEST_CASE("an empty text is packed, too") {
  Deflater deflater;
  const auto packed = deflater.put({}, true);
  Inflater inflater;
  std::string out;
  CHECK(inflater.put(packed, out, 0) == Inflater::Result::more);
  CHECK(inflater.whole());
  CHECK(out == "");
}
