#include "gateway/templates/row_shape.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

#include "cimgate/gateway.hpp"
#include "gateway/document/message.hpp"
#include "gateway/engine/engine.hpp"
#include "gateway/mapping/translator.hpp"
#include "gateway/reader/read.hpp"
#include "tests/unit/example_files.hpp"

using namespace cimgate;

namespace {

constexpr std::array rows = {
    "<abie:Observation Sequence=\"1\"><abie:Metered>1.5</abie:Metered></abie:Observation>",
    "<abie:Observation Sequence=\"2\"><abie:Metered>22.50</abie:Metered></abie:Observation>",
    "<abie:Observation Sequence=\"2\"><abie:Metered> 22.50</abie:Metered></abie:Observation>",
    "<abie:Observation Sequence=\"2\"><abie:Metered></abie:Metered></abie:Observation>",
    "<abie:Observation Sequence=\"2\"><abie:Metered> </abie:Metered></abie:Observation>",
    "<abie:Observation Sequence=\"\"><abie:Metered>1.5</abie:Metered></abie:Observation>",
    "<abie:Observation><abie:Metered>1.5</abie:Metered></abie:Observation>",
    "<abie:Observation Sequence=\"2\"/>",
    "<abie:Observation "
    "Sequence=\"2\"><abie:Metered>1</abie:Metered><abie:Metered>1</abie:Metered></abie:Observation>",
    "<abie:Observation Sequence=\"3\"><abie:Estimated Quality=\"56\" ValidationCode=\"V002\" "
    "EstimationCode=\"E001\">1</abie:Estimated></abie:Observation>",
    "<abie:Observation Sequence=\"3\"><abie:Estimated Quality=\"56\" ValidationCode=\"V003\" "
    "EstimationCode=\"E001\">2</abie:Estimated></abie:Observation>",
    "<abie:Observation Sequence=\"3\"><abie:Estimated ValidationCode=\"V002\" Quality=\"56\" "
    "EstimationCode=\"E001\">1</abie:Estimated></abie:Observation>",
    "<abie:Observation Sequence=\"3\"><abie:Estimated ValidationCode=\"V002\" "
    "EstimationCode=\"E001\">1</abie:Estimated></abie:Observation>",
    "<abie:Observation Sequence=\"3\"><abie:Estimated Other=\"56\" ValidationCode=\"V002\" "
    "EstimationCode=\"E001\">1</abie:Estimated></abie:Observation>",
    "<abie:Observation Sequence=\"3\"><abie:Temporary Quality=\"56\" ValidationCode=\"V002\" "
    "EstimationCode=\"E001\">1</abie:Temporary></abie:Observation>",
    "<abie:Observation Sequence=\"2\"><abie:Metered xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
    "xsi:nil=\"true\">1.5</abie:Metered></abie:Observation>",
};

}  // namespace

TEST_SUITE("Row shapes") {
  TEST_CASE("a shape is that of another row only when the keys are the same") {
    auto text =
        test::file_text(std::string(CIMGATE_SOURCE_DIR) + "/examples/CollectedData/valid/hours-25.xml");
    const auto first = text.find("<abie:Observation Sequence=\"1\">");
    const auto end = text.find("</rsm:PayloadEnergyTimeSeries>");
    std::string all;
    for (const char* row : rows) all += row;
    text.replace(first, end - first, all);

    const auto gateway = *Gateway::open();
    const auto& engine = gateway.engine();
    const auto read = reader::read(*engine.catalog, text, {});
    REQUIRE(read.messages.size() == 1);
    const auto& document = read.messages.front().document;
    const auto mapping = engine.translator->plan("CollectedData", "nmeg/0.1");
    REQUIRE(mapping);
    const auto* variant = mapping::variant_for(**mapping, document);
    REQUIRE(variant != nullptr);
    std::string obstacle;
    const auto plan = templates::stream_plan(**mapping, *variant, obstacle);
    REQUIRE_MESSAGE(plan != nullptr, obstacle);

    const auto series = document.find(0, plan->place);
    std::vector<document::NodeId> ids;
    for (auto child = document[series].first_child; child != document::no_node; child = document[child].next)
      if (document[child].name == "Observation") ids.push_back(child);
    REQUIRE(ids.size() == rows.size());
    std::vector<templates::Part> parts(ids.size());
    for (std::size_t i = 0; i < ids.size(); ++i) look_at_row(document, ids[i], *plan, parts[i]);

    std::size_t same = 0;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (!parts[i].plain) continue;
      const templates::RowShape shape(document, parts[i], *plan->leaves);
      CHECK(shape.size() == parts[i].nodes.size());
      for (std::size_t j = 0; j < ids.size(); ++j) {
        CAPTURE(rows[i]);
        CAPTURE(rows[j]);
        const bool is_same = parts[j].plain && parts[i].key == parts[j].key;
        const bool seen = shape.is_that_of(document, ids[j]);
        // White space is left to the longer look.
        if (std::string_view(rows[j]).find("> ") == std::string_view::npos)
          CHECK(seen == is_same);
        else
          CHECK_FALSE(seen);
        same += i != j && seen ? 1U : 0U;
      }
    }
    CHECK(same >= 3);
  }
}
