#include "gateway/text/percent.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace cimgate;

TEST_CASE("text: what is percent-encoded is what it was when it is decoded") {
  CHECK(text::percent_encoded("aZ09-._~") == "aZ09-._~");
  CHECK(text::percent_encoded("a b+c/d?e&f=g%") == "a%20b%2Bc%2Fd%3Fe%26f%3Dg%25");
  CHECK(text::percent_encoded("blåbær") == "bl%C3%A5b%C3%A6r");
  std::string all;
  for (int c = 0; c < 256; ++c) all += static_cast<char>(c);
  for (const auto plus : {text::Plus::itself, text::Plus::blank})
    CHECK(text::percent_decoded(text::percent_encoded(all), plus) == all);
  CHECK_FALSE(text::percent_decoded("%2"));
  CHECK_FALSE(text::percent_decoded("%G0"));
}
