#include <doctest/doctest.h>
#include <libxml/parser.h>

#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>

#include "../models/files.hpp"

using namespace cimgate;
namespace fs = std::filesystem;

namespace {

using Codes = std::set<std::string>;

std::string attribute(const xmlNode* node, const char* name) {
  xmlChar* value = xmlGetNoNsProp(const_cast<xmlNode*>(node), reinterpret_cast<const xmlChar*>(name));
  std::string text = value == nullptr ? "" : reinterpret_cast<const char*>(value);
  xmlFree(value);
  return text;
}

std::string name_of(const xmlNode* node) {
  return reinterpret_cast<const char*>(node->name);
}

/// Calls `visit` for every element below `node`, in document order.
template <typename Visit>
void each_element(const xmlNode* node, const Visit& visit) {
  for (const xmlNode* child = node->children; child != nullptr; child = child->next) {
    if (child->type != XML_ELEMENT_NODE) continue;
    visit(child);
    each_element(child, visit);
  }
}

struct SchemaFile {
  std::unique_ptr<xmlDoc, void (*)(xmlDoc*)> document;
  const xmlNode* root() const { return xmlDocGetRootElement(document.get()); }
};

SchemaFile open(const fs::path& path) {
  return {
      {xmlReadFile((test::source_folder() / "xsd" / path).c_str(), nullptr, XML_PARSE_NONET), xmlFreeDoc}};
}

/// Codes of every simple type of a schema that is an enumeration.
std::map<std::string, Codes> enumerations(const fs::path& path) {
  const SchemaFile file = open(path);
  std::map<std::string, Codes> lists;
  for (const xmlNode* type = file.root()->children; type != nullptr; type = type->next) {
    if (type->type != XML_ELEMENT_NODE || name_of(type) != "simpleType") continue;
    each_element(type, [&](const xmlNode* node) {
      if (name_of(node) != "enumeration") return;
      const bool added = lists[attribute(type, "name")].insert(attribute(node, "value")).second;
      CHECK_MESSAGE(added, attribute(type, "name") << " has a code twice: " << attribute(node, "value"));
    });
  }
  return lists;
}

/// Member types of every union of the code list file, without prefix.
std::map<std::string, std::set<std::string>> unions() {
  const SchemaFile file = open("cim/urn-entsoe-eu-wgedi-codelists.xsd");
  std::map<std::string, std::set<std::string>> result;
  each_element(file.root(), [&](const xmlNode* node) {
    if (name_of(node) != "union") return;
    std::istringstream members(attribute(node, "memberTypes"));
    for (std::string member; members >> member;)
      result[attribute(node->parent, "name")].insert(member.substr(member.find(':') + 1));
  });
  return result;
}

const fs::path local_file = "urn-entsoe-eu-local-extension-types.xsd";

Codes missing(const Codes& wanted, const Codes& list) {
  Codes result;
  for (const auto& code : wanted)
    if (!list.contains(code)) result.insert(code);
  return result;
}

}  // namespace

TEST_CASE("every Norwegian list holds all codes of the original list") {
  const auto original = enumerations("cim" / local_file);
  const auto norwegian = enumerations("no" / local_file);
  CHECK(original.size() == 50);
  CHECK(norwegian.size() == 50);
  for (const auto& [name, codes] : original) {
    CAPTURE(name);
    REQUIRE(norwegian.contains(name));
    CHECK(missing(codes, norwegian.at(name)).empty());
  }
}

TEST_CASE("the Norwegian lists hold the codes of Elhub") {
  const auto norwegian = enumerations("no" / local_file);
  const auto elhub = enumerations("elhub/bim/common/Elhub_BusinessDataType.xsd");
  const auto standard = enumerations("cim/urn-entsoe-eu-wgedi-codelists.xsd");
  const auto all_known = [&](const char* elhub_list, const char* name) {
    CAPTURE(std::string(elhub_list));
    Codes known = norwegian.at("Local" + std::string(name));
    const Codes& more = standard.at("Standard" + std::string(name) + "List");
    known.insert(more.begin(), more.end());
    CHECK(missing(elhub.at(elhub_list), known).empty());
  };
  all_known("BRSIdentification", "ProcessType");
  all_known("Elhub_BusinessProcessRole", "RoleType");
  all_known("Elhub_ResponseReasonCode", "ReasonCodeType");
  all_known("EndReasonType", "ReasonCodeType");
  all_known("Elhub_SettlementMethodCode", "SettlementMethodType");
  all_known("ProductionCode", "AssetType");
  all_known("Elhub_ProductIdentifierCode", "EnergyProductType");
  all_known("Elhub_DocumentType", "MessageType");
  all_known("AddressTypeType", "AddressType");
  all_known("BusinessTypeCode", "BusinessType");
  all_known("Elhub_MeteringPointTypeCode", "MeteringPointType");
  all_known("Elhub_PhysicalStatusCode", "PhysicalStatusType");
  all_known("MeterReadingCharacteristicsCode", "MeteringMethodType");
  CHECK(norwegian.at("LocalQualityType") == Codes{"A01", "A07", "81"});
}

TEST_CASE("a code that is added is not in the standard list: it could mean something else there") {
  const auto original = enumerations("cim" / local_file);
  const auto standard = enumerations("cim/urn-entsoe-eu-wgedi-codelists.xsd");
  int added = 0;
  for (const auto& [name, codes] : enumerations("no" / local_file)) {
    const std::string list = "Standard" + name.substr(std::string("Local").size());
    const Codes& known = standard.contains(list) ? standard.at(list) : standard.at(list + "List");
    for (const auto& code : missing(codes, original.at(name))) {
      ++added;
      CHECK_MESSAGE(!known.contains(code), name << " " << code);
    }
  }
  CHECK(added == 51 + 6 + 158 + 1 + 3 + 5 + 7 + 2 + 2 + 47);
}

TEST_CASE("the consumption codes of Elhub are not assets") {
  const auto norwegian = enumerations("no" / local_file);
  for (const char* code : {"A04", "A07", "A15", "B27"})
    CHECK_FALSE(norwegian.at("LocalAssetType").contains(code));
}

TEST_CASE("every union joins a standard list and a local list that exist") {
  const auto standard = enumerations("cim/urn-entsoe-eu-wgedi-codelists.xsd");
  const auto local = enumerations("cim" / local_file);
  const auto lists = unions();
  CHECK(lists.size() == 51);  // CodingSchemeType is a second name
  for (const auto& [name, members] : lists) {
    CAPTURE(name);
    CHECK(members.size() == 2);
    for (const auto& member : members) CHECK((standard.contains(member) || local.contains(member)));
  }
}

TEST_CASE("every code list that a document uses exists") {
  const auto lists = unions();
  int uses = 0;
  for (const auto& entry : fs::directory_iterator(test::source_folder() / "xsd/cim")) {
    if (!entry.path().filename().string().starts_with("urn-ediel")) continue;
    const SchemaFile file = open(entry.path());
    each_element(file.root(), [&](const xmlNode* node) {
      for (const char* name : {"type", "base"}) {
        const std::string type = attribute(node, name);
        if (!type.starts_with("ecl:")) continue;
        ++uses;
        CHECK_MESSAGE(lists.contains(type.substr(4)), entry.path().filename().string() << " uses " << type);
      }
    });
  }
  CHECK(uses == 267);
}

TEST_CASE("every code has a comment, and every schema says what it is") {
  for (const fs::path& path :
       {fs::path("cim/urn-entsoe-eu-wgedi-codelists.xsd"), "cim" / local_file, "no" / local_file}) {
    const SchemaFile file = open(path);
    each_element(file.root(), [&](const xmlNode* node) {
      if (name_of(node) != "enumeration") return;
      bool documented = false;
      each_element(
          node, [&](const xmlNode* below) { documented = documented || name_of(below) == "documentation"; });
      CHECK_MESSAGE(documented, path.string() << " " << attribute(node, "value"));
    });
  }
}

TEST_CASE("the catalogs lead from each namespace to its schema") {
  // The Norwegian edition has documents of our own beside the Nordic ones.
  for (const auto& [profile, all] : {std::pair{"cim", 35}, std::pair{"no", 41}}) {
    const SchemaFile catalog = open(fs::path(profile) / "catalog.xml");
    int entries = 0;
    each_element(catalog.root(), [&](const xmlNode* entry) {
      if (name_of(entry) != "uri") return;
      ++entries;
      const SchemaFile schema = open(fs::path(profile) / attribute(entry, "uri"));
      REQUIRE(schema.document != nullptr);
      CHECK(attribute(schema.root(), "targetNamespace") == attribute(entry, "name"));
    });
    CHECK(entries == all);
  }
}
