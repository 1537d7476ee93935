#include "gateway/report/reason_words.hpp"

#include <doctest/doctest.h>

#include <set>

#include "cimgate/gateway.hpp"
#include "gateway/engine/engine.hpp"
#include "gateway/yaml/load.hpp"

using namespace cimgate;

namespace {

/// What the mapping files give as reasons, anywhere in them.
void add_reasons(const yaml::Node& node, std::set<std::string>& reasons) {
  if (node.is_list())
    for (const auto& item : node) add_reasons(item, reasons);
  if (!node.is_map()) return;
  for (const auto* name : {"supplement", "loss", "refuse", "only", "policy"}) {
    const auto reason = node[name];
    if (reason.is_scalar() && !reason.text().empty()) reasons.insert(reason.text());
  }
  for (const auto& member : node) add_reasons(member.second, reasons);
}

}  // namespace

TEST_SUITE("reports: reasons in Norwegian") {
  TEST_CASE("every reason of a mapping file is there in Norwegian, and none is there in vain") {
    const auto gateway = *Gateway::open("");
    const auto& store = *gateway.engine().store;
    std::set<std::string> reasons;
    for (const auto& path : store.list("mappings")) {
      if (!path.ends_with(".yaml") || path.ends_with(".nb.yaml") || path.ends_with(".test.yaml")) continue;
      const auto root = yaml::load(*store.read(path));
      REQUIRE(root.has_value());
      add_reasons(*root, reasons);
    }
    CHECK(reasons.size() > 150);
    const report::ReasonWords words(store, true);
    for (const auto& reason : reasons) {
      CAPTURE(reason);
      CHECK(words.reason(reason) != reason);
    }
    const auto table = (*yaml::load(*store.read("mappings/reasons.nb.yaml")))["reasons"];
    for (const auto& member : table) {
      CAPTURE(member.first.text());
      CHECK(reasons.contains(member.first.text()));
    }
    CHECK(report::ReasonWords(store, false).reason("CIM always has a start") == "CIM always has a start");
  }
}
