#include <doctest/doctest.h>

#include "gateway/mapping/code_table.hpp"

using cimgate::mapping::CodeTable;

TEST_SUITE("code tables") {
  TEST_CASE("an exact entry leads there and back") {
    CodeTable table;
    table.add("DDE", {"A24", true, {}});
    CHECK(table.forward("DDE")->to == "A24");
    CHECK(table.back("A24").code == "DDE");
    CHECK_FALSE(table.forward("DDQ").has_value());
    CHECK(table.back("A40").kind == CodeTable::Back::unknown);
  }

  TEST_CASE("a nearest code is not read back, and does not hide the exact one") {
    CodeTable table;
    table.add("DDQ", {"DDQ", true, {}});
    table.add("SLR", {"DDQ", false, {}});
    CHECK(table.forward("SLR")->to == "DDQ");
    CHECK(table.back("DDQ").code == "DDQ");
  }

  TEST_CASE("several exact codes with one target are ambiguous, all named") {
    CodeTable table;
    table.add("BRS-NO-102", {"E65", true, {}});
    table.add("BRS-NO-103", {"E65", true, {}});
    const auto back = table.back("E65");
    CHECK(back.kind == CodeTable::Back::ambiguous);
    CHECK(back.candidates == std::vector<std::string>{"BRS-NO-102", "BRS-NO-103"});
  }

  TEST_CASE("`rest` takes what has no entry and is not read back; `same: all` is both ways") {
    CodeTable rest;
    rest.set_rest({"E14", false, {}});
    CHECK(rest.forward("EH001")->to == "E14");
    CHECK(rest.back("E14").kind == CodeTable::Back::unknown);
    CodeTable same;
    same.set_all_same({});
    CHECK(same.forward("EH001")->to == "EH001");
    CHECK(same.back("EH001").code == "EH001");
  }
}
