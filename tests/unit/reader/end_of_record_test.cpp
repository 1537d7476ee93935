#include "gateway/reader/end_of_record.hpp"

#include <doctest/doctest.h>

using namespace cimgate;

namespace {

/// Where the record r:R ends in a text that comes `step` bytes at a time.
std::size_t end_in(const std::string& text, std::size_t step) {
  reader::EndOfRecord end("r:R");
  for (std::size_t size = 0;; size += step) {
    const auto found = end.in(std::string_view(text).substr(0, size));
    if (found != 0) return found;
    if (size >= text.size()) return 0;
  }
}

}  // namespace

TEST_CASE("the end of a record: one after the other") {
  const std::string text = "<r:R>a</r:R><!-- </r:R> --> <r:R/><r:R><r:R/></r:R></r:Root>";
  reader::EndOfRecord end("r:R");
  CHECK(text.substr(0, end.in(text)) == "<r:R>a</r:R>");
  CHECK(text.substr(0, end.in(text)).ends_with("--> <r:R/>"));
  CHECK(text.substr(0, end.in(text)).ends_with("<r:R><r:R/></r:R>"));
  CHECK(end.in(text) == 0);
}

TEST_SUITE("the end of a record") {
  TEST_CASE(
      "what looks like it in comments, CDATA, instructions and attributes is not; elements inside count") {
    const std::string records[] = {
        "<r:R>a</r:R>",
        "<r:R>a</r:R\n >",
        "<r:R/>",
        "<r:R a='/'/>",
        " <!-- </r:R> --> <r:R></r:R>",
        "<r:R><!-- </r:R> - -- > --></r:R>",
        "<r:R><![CDATA[</r:R>]] ></r:R>]]></r:R>",
        "<r:R><?a </r:R>?></r:R>",
        "<r:R a=\"</r:R>\" b='>'>\"'</r:R>",
        "<r:R><r:R>x</r:R><r:R/></r:R>",
        "<r:R><r:Rest></r:Rest><R></R><x:R></x:R></r:R>",
    };
    for (const auto& record : records)
      for (const std::string behind : {"", " ", "<r:R></r:R></r:Root>", "\n</r:Root>"})
        for (const std::size_t step : {1U, 2U, 3U, 7U, 1000U})
          CHECK_MESSAGE(end_in(record + behind, step) == record.size(), record, behind, " by ", step);
    for (const std::string none :
         {"", "<", "<r:R>", "<r:R></r:R", "<r:R><!-- </r:R>", "<r:R><![CDATA[</r:R>]]", "<r:R><?</r:R>",
          "<r:R a='></r:R>", "<r:R><r:R></r:R>", "<<<<<<<"})
      for (const std::size_t step : {1U, 2U, 1000U})
        CHECK_MESSAGE(end_in(none, step) == 0, none, " by ", step);
  }
}
