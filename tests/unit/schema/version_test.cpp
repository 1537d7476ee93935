#include "gateway/schema/version.hpp"

#include <doctest/doctest.h>

#include "gateway/engine/engine.hpp"
#include "gateway/resources/store.hpp"
#include "gateway/schema/catalog.hpp"
#include "gateway/schema/difference.hpp"
#include "gateway/schema/loader.hpp"
#include "tests/unit/engine/data_folder.hpp"

using namespace cimgate;
using Found = schema::Difference;

namespace {

const schema::Catalog& catalog() {
  static const auto opened = *schema::Catalog::open(resources::built_in());
  return *opened;
}

std::vector<Found> between(const char* first, const char* second) {
  const auto found = schema::difference(catalog(), *catalog().set(first), *catalog().set(second));
  REQUIRE_MESSAGE(found.has_value(), found.error());
  return *found;
}

/// What stands in xsd/elhub/versions.yaml, wrong in one place.
std::string mistake(const std::string& from, const std::string& to) {
  test::DataFolder data;
  data.replace("xsd/elhub/versions.yaml", from, to);
  const auto opened = Gateway::open(data.path());
  if (!opened) return opened.error();
  const auto& engine = opened->engine();
  for (const auto& set : engine.catalog->sets())
    for (const auto& kind : set.messages)
      if (const auto schema = engine.catalog->schema(set, kind); !schema) return schema.error();
  return {};
}

}  // namespace

TEST_SUITE("versions of schema sets") {
  TEST_CASE("those in force come first, the newest before all; what is pending is only used when asked for") {
    std::vector<std::string> ids;
    for (const auto& [set, kind] :
         catalog().knowing({"urn:no:elhub:emif:market:RequestStartOfSupply:v2", "RequestStartOfSupply"}))
      ids.push_back(set->id);
    CHECK(ids == std::vector<std::string>{"elhub/2.4.3", "elhub/2.4.2", "elhub/2.4.1", "elhub/2.4",
                                          "elhub/pending"});
    CHECK(catalog().set("elhub/pending")->when_asked);
    CHECK_FALSE(catalog().set("elhub/2.4")->when_asked);
  }

  // From the published differences between the versions, EMIF 2.4 to 2.4.3 and the two branches that are not
  // merged.
  TEST_CASE("2.4.1: codes of production and consumption") {
    const auto found = between("elhub/2.4", "elhub/2.4.1");
    REQUIRE(found.size() == 2);
    for (const auto& one : found) {
      CHECK(one.kind == Found::Kind::codes);
      CHECK(one.side == Found::Side::second);
      CHECK(one.codes.size() == (one.type == "ProductionCode" ? 18 : 1));
    }
  }

  TEST_CASE("2.4.2: why a metering point is looked up") {
    const auto found = between("elhub/2.4.1", "elhub/2.4.2");
    REQUIRE(found.size() == 1);
    CHECK(found[0].kind == Found::Kind::element);
    CHECK(found[0].type == "Elhub_RequestUpfrontMeteringPointCharacteristicsType");
    CHECK(found[0].name == "Purpose");
    CHECK(found[0].second == "0..1");
    CHECK(found[0].messages == std::vector<std::string>{"RequestUpfrontMeteringPointCharacteristics"});
  }

  TEST_CASE("2.4.3: the customer's consent, in its place") {
    const auto found = between("elhub/2.4.2", "elhub/2.4.3");
    REQUIRE(found.size() == 1);
    CHECK(found[0].name == "ConsentID");
    const auto& set = *catalog().set("elhub/2.4.2");
    const auto before = *catalog().schema(set, *set.find("RequestStartOfSupply"));
    const auto* root = before->root("RequestStartOfSupply");
    CHECK(
        root->children()[static_cast<std::size_t>(root->child_index("PayloadMPEvent"))].element->child_index(
            "ConsentID") == -1);
  }

  TEST_CASE("pending: two annual volumes with a direction, and codes that go") {
    const auto found = between("elhub/2.4.3", "elhub/pending");
    std::size_t directions = 0;
    std::size_t twice = 0;
    for (const auto& one : found) {
      if (one.kind == Found::Kind::element && one.name == "Direction") ++directions;
      if (one.kind == Found::Kind::occurrence && one.name == "AnnualPeriodEstimatedMetrics") ++twice;
      if (one.kind == Found::Kind::codes) {
        CHECK(one.side == Found::Side::first);
        CHECK(one.codes == std::vector<std::string>{"Z04", "Z05", "Z06"});
      }
    }
    CHECK(directions == 2);
    CHECK(twice == 5);
    CHECK(found.size() == 8);
  }

  TEST_CASE("what is undone and made again is what it was") {
    const auto store = resources::built_in();
    const auto& versions = *catalog().versions(*catalog().set("elhub/2.4.3"));
    for (const char* other : {"elhub/2.4", "elhub/pending"}) {
      const schema::ReadFile there_and_back =
          [&](std::string_view path) -> tl::expected<std::string_view, std::string> {
        static std::vector<std::unique_ptr<const std::string>> kept;
        const auto there = schema::text_in_version(*store->read(path), path, versions, "elhub/2.4.3", other);
        if (!there) return tl::make_unexpected(there.error());
        auto back = schema::text_in_version(*there, path, versions, other, "elhub/2.4.3");
        if (!back) return tl::make_unexpected(back.error());
        kept.push_back(std::make_unique<const std::string>(*std::move(back)));
        return std::string_view(*kept.back());
      };
      for (const char* name :
           {"RequestStartOfSupply", "CollectedData", "RequestUpfrontMeteringPointCharacteristics"}) {
        const auto& set = *catalog().set("elhub/2.4.3");
        const auto made = schema::load_schema(there_and_back, set.find(name)->file);
        REQUIRE_MESSAGE(made.has_value(), made.error());
        const auto own = *catalog().schema(set, *set.find(name));
        const auto& a = *own->root(name)->children().back().element;
        const auto& b = *(*made)->root(name)->children().back().element;
        REQUIRE(a.children().size() == b.children().size());
        for (std::size_t i = 0; i < a.children().size(); ++i) {
          CHECK(a.children()[i].element->name == b.children()[i].element->name);
          CHECK(a.children()[i].min == b.children()[i].min);
          CHECK(a.children()[i].max == b.children()[i].max);
        }
      }
    }
  }

  TEST_CASE("the text of all versions has what any of them has") {
    const auto store = resources::built_in();
    const auto& versions = *catalog().versions(*catalog().set("elhub/2.4.3"));
    std::vector<std::unique_ptr<const std::string>> kept;
    const schema::ReadFile all = [&](std::string_view path) -> tl::expected<std::string_view, std::string> {
      auto made = schema::text_of_all_versions(*store->read(path), path, versions, "elhub/2.4.3");
      if (!made) return tl::make_unexpected(made.error());
      kept.push_back(std::make_unique<const std::string>(*std::move(made)));
      return std::string_view(*kept.back());
    };
    const auto& set = *catalog().set("elhub/2.4.3");
    const auto payload_of = [](const schema::Schema& schema, const char* message) {
      return schema.root(message)->children().back().element;
    };
    const auto particle = [](const schema::Element& element, const char* name) {
      return element.children()[static_cast<std::size_t>(element.child_index(name))];
    };
    const auto point = schema::load_schema(all, set.find("RequestUpdateMasterDataMeteringPoint")->file);
    REQUIRE_MESSAGE(point.has_value(), point.error());
    const auto volumes = particle(*payload_of(**point, "RequestUpdateMasterDataMeteringPoint"),
                                  "AnnualPeriodEstimatedMetrics");
    CHECK(volumes.min == 0);
    CHECK(volumes.max == 2);
    CHECK(particle(*volumes.element, "Direction").min == 0);
    const auto start = schema::load_schema(all, set.find("RequestStartOfSupply")->file);
    REQUIRE_MESSAGE(start.has_value(), start.error());
    CHECK(particle(*payload_of(**start, "RequestStartOfSupply"), "ConsentID").min == 0);
    const auto codes = *all("xsd/elhub/bim/common/Elhub_BusinessDataType.xsd");
    for (const auto* code : {"\"Z04\"", "\"B25\"", "\"AccessRequest\""})
      CHECK(codes.find(code) != std::string_view::npos);
  }

  TEST_CASE("an older version takes nothing that a newer one does not, as long as nothing went") {
    const auto& now = *catalog().set("elhub/2.4.3");
    CHECK_FALSE(catalog().may_take_more(now, *catalog().set("elhub/2.4")));
    CHECK(catalog().may_take_more(now, *catalog().set("elhub/pending")));
    CHECK(catalog().may_take_more(*catalog().set("elhub/pending"), now));  // Z04
    CHECK(catalog().may_take_more(*catalog().set("elhub/2.4"), now));
  }

  TEST_CASE("a change that does not fit the schemas is told with its line") {
    CHECK(mistake("element: ConsentID", "element: ConsentId") ==
          "xsd/elhub/versions.yaml:47: 'Elhub_RequestStartOfSupplyType' has no element 'ConsentId'");
    CHECK(mistake("after: CalculationMethod", "after: Calculation").find("has no element 'Calculation'") !=
          std::string::npos);
    CHECK(mistake("occurs: 1..2", "occurs: two").find("expected how often, such as 0..1") !=
          std::string::npos);
    CHECK(mistake("pending: true", "pendign: true").find("unknown key 'pendign'") != std::string::npos);
    CHECK(mistake("- id: elhub/2.4.3", "- id: elhub/2.4.9").find("has no version 'elhub/2.4.3'") !=
          std::string::npos);
  }

  TEST_CASE("a day takes the versions that may be in force on it, the newest first") {
    test::DataFolder data;
    data.replace("xsd/elhub/versions.yaml", "title: Elhub BIM, EMIF 2.4.2\n",
                 "title: Elhub BIM, EMIF 2.4.2\n    from: 2026-04-01\n");
    const auto in_force = [](const Gateway& gateway, const char* day) {
      const auto& sets = *gateway.engine().catalog;
      std::vector<std::string> ids;
      for (const auto* set : sets.in_force(*sets.set("elhub/2.4"), *time::parse_day(day)))
        ids.push_back(set->id);
      return ids;
    };
    using Ids = std::vector<std::string>;
    const auto one_day = data.open();
    CHECK(in_force(one_day, "2026-03-31") == Ids{"elhub/2.4.1", "elhub/2.4"});
    CHECK(in_force(one_day, "2026-04-01") == Ids{"elhub/2.4.3", "elhub/2.4.2"});
    data.replace("xsd/elhub/versions.yaml", "title: Elhub BIM, EMIF 2.4.3\n",
                 "title: Elhub BIM, EMIF 2.4.3\n    from: 2026-05-01\n");
    data.replace("xsd/elhub/versions.yaml", "title: Elhub BIM, EMIF 2.4.1\n",
                 "title: Elhub BIM, EMIF 2.4.1\n    from: 2025-10-01\n");
    data.replace(
        "xsd/elhub/versions.yaml", "{ id: elhub/2.4, title: \"Elhub BIM, EMIF 2.4\" }",
        "{ id: elhub/2.4, title: \"Elhub BIM, EMIF 2.4\", from: 2025-03-04, source: { status: assumed, "
        "ref: invented } }");
    const auto all_days = data.open();
    CHECK(in_force(all_days, "2026-05-01") == Ids{"elhub/2.4.3"});
    CHECK(in_force(all_days, "2026-04-30") == Ids{"elhub/2.4.2"});
    CHECK(in_force(all_days, "2025-09-30") == Ids{"elhub/2.4"});
    CHECK(in_force(all_days, "2025-03-03") == Ids{"elhub/2.4"});  // before the first day, the oldest
    CHECK(catalog().in_force(*catalog().set("elhub/2.4"), {}).empty());
    CHECK(catalog().in_force(*catalog().set("dk/3"), {}).empty());
  }
}
