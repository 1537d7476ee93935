#include "gateway/report/code_names.hpp"

#include <doctest/doctest.h>

#include <set>

#include "gateway/yaml/file.hpp"

using namespace cimgate;

namespace {

/// The codes of every type of a schema that has a name, with those that it is derived from.
class Codes {
 public:
  void add(const schema::Element& element) {
    if (!seen_.insert(&element).second) return;
    add(element.text);
    for (const auto& attribute : element.attributes()) add(attribute.type);
    for (const auto& child : element.children()) add(*child.element);
  }
  bool has(const std::string& list, const std::string& code) const { return all_.contains({list, code}); }
  const schema::SimpleType* type(const std::string& list) const {
    const auto at = types_.find(list);
    return at == types_.end() ? nullptr : at->second;
  }

 private:
  void add(const schema::SimpleType* type) {
    if (type == nullptr) return;
    for (const auto* at = type; at != nullptr; at = at->derived_from)
      if (const auto codes = schema::codes_of(*at)) {
        types_.emplace(at->name.local, at);
        for (const auto* code : *codes) all_.emplace(at->name.local, code->value);
      }
    for (const auto* member : type->members) add(member);
  }

  std::set<const schema::Element*> seen_;
  std::set<std::pair<std::string, std::string>> all_;
  std::map<std::string, const schema::SimpleType*> types_;
};

}  // namespace

TEST_SUITE("reports: names of codes") {
  TEST_CASE("every code of rules/code-names.yaml is one of its list, and is called so") {
    const auto gateway = Gateway::open();
    REQUIRE(gateway);
    const auto& engine = gateway->engine();
    const auto names = report::CodeNames::read(engine);
    REQUIRE_MESSAGE(names.has_value(), (names ? std::string() : names.error()));
    std::vector<std::shared_ptr<const schema::Schema>> kept;
    Codes codes;
    const auto* set = engine.catalog->set("elhub/2.4.3");
    REQUIRE(set != nullptr);
    for (const auto& kind : set->messages) {
      kept.push_back(*engine.catalog->schema(*set, kind));
      codes.add(*kept.back()->root(kind.root));
    }
    yaml::File file("rules/code-names.yaml", *engine.store->read("rules/code-names.yaml"));
    std::size_t count = 0;
    for (const auto& list : file.list(file.root(), "code-names")) {
      const auto type = list["list"].text();
      for (const auto& entry : list["names"]) {
        ++count;
        CHECK_MESSAGE(codes.has(type, entry.first.text()), type, ": ", entry.first.text());
        REQUIRE(codes.type(type) != nullptr);
        CHECK(names->norwegian(*codes.type(type), entry.first.text()) == entry.second.text());
      }
    }
    CHECK(count > 25);
    const auto* role = codes.type("Elhub_BusinessProcessRole");
    REQUIRE(role != nullptr);
    CHECK(names->meaning(*role, {"DDQ", "Balance supplier"}, true) == "kraftleverandør");
    CHECK(names->meaning(*role, {"DDQ", "Balance supplier"}, false) == "Balance supplier");
    CHECK(names->meaning(*role, {"???", "Nobody knows"}, true) == "Nobody knows");
  }
}
