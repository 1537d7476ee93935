#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "cimgate/gateway.hpp"
#include "gateway/elhub/industry/csv_table.hpp"
#include "gateway/elhub/industry/industry_table.hpp"
#include "gateway/engine/engine.hpp"
#include "gateway/resources/store.hpp"
#include "gateway/rules/rule_book.hpp"
#include "tests/temporary_folder.hpp"
#include "tests/unit/example_files.hpp"

using namespace cimgate;
using industry::Table;
namespace fs = std::filesystem;

namespace {

const fs::path project = CIMGATE_SOURCE_DIR;

std::string example(const std::string& name) {
  return test::file_text(project / "examples" / name);
}

/// A data folder with the tables that are named, as `codes import` makes it.
void import(const fs::path& folder, const std::vector<std::pair<Table, std::string>>& tables) {
  const auto write = [&](const fs::path& path, const std::string& text) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
  };
  bool correspondence = false;
  for (const auto& [table, file] : tables) {
    const auto made = industry::table_of_csv(table, example("industry/" + file), file, {});
    REQUIRE_MESSAGE(made, made.error());
    write(folder / "rules/tables" / (name_of(table) + ".yaml"), made->yaml);
    correspondence = correspondence || table == Table::correspondence;
  }
  const auto model = resources::built_in()->read("rules/imported/industry.yaml");
  REQUIRE(model);
  for (const auto& [table, file] : tables)
    if (table != Table::correspondence)
      write(folder / "rules/message" / (name_of(table) + ".yaml"),
            rules_of(table, std::string(*model), correspondence));
}

/// The advice of the finding of a rule; "" when there is none.
std::string advice(const Gateway& gateway, const std::string& rule, const std::string& code,
                   const std::string& day) {
  auto text = example("RequestStartOfSupply/valid/change-of-supplier.xml");
  const auto at = text.find("10.710");
  REQUIRE(at != std::string::npos);
  text.replace(at, 6, code);
  ValidateOptions options;
  options.as_of = day;
  const auto checked = gateway.validate(text, options);
  CHECK(checked.verdict == Verdict::valid);
  for (const auto& finding : checked.findings)
    if (finding.rule == rule) return finding.advice.en;
  return {};
}

}  // namespace

TEST_SUITE("industry codes") {
  TEST_CASE("CSV with any separator, quotes and line ends") {
    for (const std::string separator : {",", ";", "\t"})
      for (const std::string end : {"\n", "\r\n"}) {
        const auto table = industry::read_csv(
            "\xEF\xBB\xBF"
            "Code" +
            separator + "Name" + end + "10.711" + separator + "\"a" + separator + " \"\"b\"\"\"" + end);
        REQUIRE(table);
        REQUIRE(table->lines.size() == 1);
        CHECK(table->column("code") == 0);
        CHECK(table->column("NAME") == 1);
        CHECK_FALSE(table->column("x"));
        CHECK(table->lines[0].fields[1] == "a" + separator + " \"b\"");
        CHECK(table->lines[0].number == 2);
      }
    CHECK_FALSE(industry::read_csv("a,b\n\"open,1\n"));
    CHECK_FALSE(industry::read_csv("a,b\n\"x\"y,1\n"));
    CHECK(industry::read_csv("a,b\n1,2\n1,2,3\n").error().find("line 3") != std::string::npos);
    CHECK(industry::read_csv("")->lines.empty());
  }

  TEST_CASE("relations are 1:1, 1:n and n:1") {
    const auto made =
        industry::table_of_csv(Table::correspondence, example("industry/correspondence.csv"), "c.csv", {});
    REQUIRE(made);
    CHECK(made->rows == 5);
    for (const auto* row : {"from: \"10.710\", to: \"10.711\", relation: \"1:n\"",
                            "from: \"25.620\", to: \"25.530\", relation: \"n:1\"",
                            "from: \"35.140\", to: \"35.150\", relation: \"1:1\""})
      CHECK(made->yaml.find(row) != std::string::npos);
  }

  TEST_CASE("a code is held against the standard of the day, and advice tells what became of it") {
    const test::TemporaryFolder folder;
    import(folder.path(), {{Table::sn2007, "sn2007.csv"},
                           {Table::sn2025, "sn2025.csv"},
                           { Table::correspondence,
                             "correspondence.csv" }});
    const auto gateway = Gateway::open(folder.path().string());
    REQUIRE_MESSAGE(gateway, gateway.error());
    CHECK(gateway->engine().rules().faults().empty());
    const std::string old_rule = "industry-sn2007.known", new_rule = "industry-sn2025.known";
    const std::string before = "2025-08-31", after = "2025-09-01";
    CHECK(advice(*gateway, old_rule, "10.710", before).empty());
    CHECK(advice(*gateway, new_rule, "10.710", before).empty());
    CHECK_FALSE(advice(*gateway, old_rule, "10.711", before).empty());
    CHECK(advice(*gateway, old_rule, "10.711", after).empty());
    CHECK(advice(*gateway, new_rule, "10.711", after).empty());
    CHECK(advice(*gateway, new_rule, "10.710", after).find("split") != std::string::npos);
    CHECK(advice(*gateway, new_rule, "25.620", after).find("put together") != std::string::npos);
    CHECK(advice(*gateway, new_rule, "35.140", after).find("one code of SN2025") != std::string::npos);
    CHECK(advice(*gateway, new_rule, "99.999", after).find("Register") != std::string::npos);
  }

  TEST_CASE("a consumption code is held against those of its industry, also by group") {
    const std::set<std::string> known = {"10.711", "10.712", "25.530", "25.610", "35.140"};
    const auto made =
        industry::table_of_csv(Table::consumption, example("industry/consumption.csv"), "c.csv", {}, known);
    REQUIRE_MESSAGE(made, made.error());
    CHECK(industry::codes_in(made->yaml) == known);
    CHECK(made->yaml.find("code: \"25.530\", consumption: [\"16\", \"17\"]") != std::string::npos);
    // Without a standard only whole codes are known.
    const auto alone =
        industry::table_of_csv(Table::consumption, example("industry/consumption.csv"), "c.csv", {});
    REQUIRE(alone);
    CHECK(alone->rows == 1);
    CHECK(alone->left_out == 3);
    const auto of = [&](const std::string& lines) {
      return industry::table_of_csv(Table::consumption, "industry,consumption\n" + lines, "c.csv", {}, known);
    };
    for (const char* neither : {"2", "25.", "x5", "25.5300", "25-5", "A", ""}) {
      const auto none = of("35.140,2\n" + std::string(neither) + ",1\n");
      CHECK_MESSAGE(!none, neither);
      if (!none) CHECK(none.error().find("line 3: '" + std::string(neither) + "' is no industry code") == 0);
    }
    CHECK(of(" 35.140 , 2 \n35.140,2\n")->rows == 1);
    CHECK(of("25.5,1\n")->rows == 1);
    CHECK(of("25.61,1\n25,2\n")->yaml.find("code: \"25.610\", consumption: [\"1\", \"2\"]") !=
          std::string::npos);
    for (const char* code : {"", " ", "12345678901", "\"1\n2\"", "1:2"})
      CHECK(of("25," + std::string(code) + "\n").error() ==
            "line 2: a consumption code has 1 to 10 letters and digits");
    CHECK(of("99,1\n").error().find("it has groups alone, of which no code is known") == 0);
    CHECK(industry::codes_in("no table").empty());
    CHECK(industry::codes_in("[").empty());

    const test::TemporaryFolder folder;
    const auto write = [&](const std::string& name, const std::string& text) {
      fs::create_directories((folder.path() / name).parent_path());
      std::ofstream(folder.path() / name, std::ios::binary) << text;
    };
    write("rules/tables/industry-consumption.yaml", of("10.710,12\n10.710,13\n")->yaml);
    const auto model = resources::built_in()->read("rules/imported/consumption.yaml");
    REQUIRE(model);
    write("rules/message/industry-consumption.yaml",
          industry::consumption_rules(std::string(*model), "10.710"));
    const auto gateway = Gateway::open(folder.path().string());
    REQUIRE_MESSAGE(gateway, gateway.error());
    CHECK(gateway->engine().rules().faults().empty());
    const auto is_plausible = [&](const std::string& industry_code, const std::string& code) {
      auto text = example("RequestUpdateMasterDataMeteringPoint/valid/taxes-and-priority.xml");
      const auto put = [&](const std::string& old, const std::string& now) {
        REQUIRE(text.find(old) != std::string::npos);
        text.replace(text.find(old), old.size(), now);
      };
      put("10.710", industry_code);
      put("ConsumptionCode>12<", "ConsumptionCode>" + code + "<");
      const auto checked = gateway->validate(text);
      CHECK(checked.verdict == Verdict::valid);
      return std::none_of(checked.findings.begin(), checked.findings.end(), [](const Finding& finding) {
        return finding.rule == "industry-consumption.plausible";
      });
    };
    CHECK(is_plausible("10.710", "12"));
    CHECK(is_plausible("10.710", "13"));
    CHECK_FALSE(is_plausible("10.710", "35"));
    CHECK(is_plausible("35.140", "35"));  // nothing is known of it
  }

  TEST_CASE("one table alone will do, and without any nothing is said but of the form") {
    const test::TemporaryFolder folder;
    import(folder.path(), {{ Table::sn2025, "sn2025.csv" }});
    const auto gateway = Gateway::open(folder.path().string());
    REQUIRE_MESSAGE(gateway, gateway.error());
    CHECK(gateway->engine().rules().faults().empty());
    CHECK_FALSE(advice(*gateway, "industry-sn2025.known", "10.710", "2026-01-01").empty());
    const auto without = Gateway::open();
    CHECK(advice(*without, "industry-sn2025.known", "10.710", "2026-01-01").empty());
    CHECK_FALSE(advice(*without, "industry-code.form", "107.10", "2026-01-01").empty());
  }

  TEST_CASE("a data folder without schemas and without rules is none") {
    const test::TemporaryFolder folder;
    CHECK_FALSE(Gateway::open(folder.path().string()));
  }
}
