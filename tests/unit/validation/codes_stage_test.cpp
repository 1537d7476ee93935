#include "gateway/validation/codes_stage.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "tests/unit/document/messages.hpp"

using namespace cimgate;
using namespace cimgate::test;

namespace {

/// A data folder in memory, over the built-in one.
class Files final : public resources::Store {
 public:
  Files(std::string path, std::string text) { files_.emplace(std::move(path), std::move(text)); }

  tl::expected<std::string_view, std::string> read(std::string_view path) const override {
    const auto at = files_.find(std::string(path));
    if (at == files_.end()) return built_in_->read(path);
    return std::string_view(at->second);
  }
  std::vector<std::string> list(std::string_view folder) const override { return built_in_->list(folder); }

 private:
  std::shared_ptr<const resources::Store> built_in_ = resources::built_in();
  std::map<std::string, std::string> files_;
};

const validation::CodeRules& built_in_rules() {
  static const auto loaded = validation::load_code_rules(*resources::built_in());
  REQUIRE_MESSAGE(loaded.has_value(), loaded.error());
  return **loaded;
}

std::vector<Finding> check(const document::Message& message) {
  std::size_t left_out = 0;
  return validation::check_codes(message, built_in_rules(), 1000, left_out);
}

std::string error_with(const std::string& path, const std::string& text) {
  const auto loaded = validation::load_code_rules(Files(path, text));
  return loaded ? "(loaded)" : loaded.error();
}

std::set<std::string> type_names(const schema::Element& element, std::set<const schema::Element*>& seen) {
  std::set<std::string> names;
  if (!seen.insert(&element).second) return names;
  if (element.type != nullptr) names.insert(element.type->name.local);
  for (const auto* at = element.text; at != nullptr; at = at->derived_from) names.insert(at->name.local);
  for (const auto& child : element.children()) names.merge(type_names(*child.element, seen));
  return names;
}

document::Message start_of_supply() {
  auto message = make_message("elhub/2.4.3", "RequestStartOfSupply");
  put(message, "Header/DocumentType", "392");
  put(message, "Header/DocumentType/@listAgencyIdentifier", "6");
  put(message, "ProcessEnergyContext/EnergyBusinessProcessRole", "DDQ");
  put(message, "ProcessEnergyContext/EnergyBusinessProcessRole/@listAgencyIdentifier", "6");
  put(message, "PayloadMPEvent/MeteringPointUsedDomainLocation/Identification", "707057500000000018");
  put(message, "PayloadMPEvent/MeteringPointUsedDomainLocation/Identification/@schemeAgencyIdentifier", "9");
  return message;
}

}  // namespace

TEST_SUITE("codes stage: rule files") {
  TEST_CASE("every type that the rules name is in a schema, and every code list is covered") {
    std::set<std::string> types;
    for (const auto& set : catalog().sets())
      for (const auto& kind : set.messages) {
        const auto schema = catalog().schema(set, kind);
        REQUIRE(schema.has_value());
        std::set<const schema::Element*> seen;
        types.merge(type_names(*(*schema)->root(kind.root), seen));
      }
    for (const auto& rule : built_in_rules().identifiers)
      for (const auto& place : rule.places) CHECK_MESSAGE(types.contains(place.type), place.type);
    for (const auto& list : built_in_rules().agencies.lists)
      CHECK_MESSAGE(types.contains(list.type), list.type);
  }

  TEST_CASE(
      "all codes of the lists have an agency that the schema allows, but the one that is not published") {
    const auto& set = *catalog().set("elhub/2.4.3");
    for (const auto& [root, path, list_type] :
         {std::tuple{"Acknowledgement", "Header/DocumentType", "Elhub_DocumentNameCodeType"},
          {"Acknowledgement", "ProcessEnergyContext/EnergyBusinessProcessRole",
           "Elhub_BusinessProcessRoleType"},
          {"Acknowledgement", "PayloadResponseEvent/ResponseReasonType", "Elhub_ResponseReasonCodeType"},
          {"CollectedData", "PayloadEnergyTimeSeries/ProductIncludedProductCharacteristics/Identification",
           "Elhub_ProductIdentifierType"}}) {
      auto message = make_message(set.id, root);
      const auto& element = *message.document[node_at(message, path)].element;
      REQUIRE(element.type->name.local == list_type);
      const auto& lists = built_in_rules().agencies.lists;
      const auto list =
          std::find_if(lists.begin(), lists.end(), [&](const auto& l) { return l.type == list_type; });
      REQUIRE(list != lists.end());
      const auto attribute = element.attribute_index(list->attribute);
      REQUIRE(attribute >= 0);
      const auto& allowed = *element.attributes()[static_cast<std::size_t>(attribute)].type;
      const auto codes = schema::codes_of(*element.text);
      REQUIRE(codes.has_value());
      for (const auto* code : *codes) {
        INFO(code->value);
        const auto* rule = list->rule_of(code->value);
        CHECK((rule != nullptr) == (code->value != "ERR"));
        if (rule != nullptr) CHECK(schema::allows_code(allowed, rule->agency));
      }
    }
  }

  TEST_CASE("texts are there in both languages, and rules have a source") {
    for (const auto& rule : built_in_rules().identifiers) {
      INFO(rule.id);
      for (const auto& text : {rule.wrong_check, rule.wrong_form, rule.advice, rule.advice_form}) {
        CHECK_FALSE(text.en.empty());
        CHECK_FALSE(text.nb.empty());
      }
      CHECK_FALSE(rule.source.ref.empty());
      CHECK(rule.severity == Severity::warning);
    }
  }

  TEST_CASE("mistakes are told with their place, all at once") {
    CHECK(error_with("rules/identifiers.yaml", "identifiers: [").starts_with("rules/identifiers.yaml:"));
    CHECK(error_with("rules/identifiers.yaml", "- a") ==
          "rules/identifiers.yaml:1:1: expected keys with values");
    const std::string text =
        "identifiers:\n"
        "  - id: codes.x\n"
        "    chek: gsrn\n"
        "    check: gsnr\n"
        "    where: [{ type: T, attribute: a }]\n"
        "    text: { en: 'E {value}', nb: N }\n"
        "    text-form: { en: 'F {value}', nb: N }\n"
        "    source: { status: publishd, ref: r }\n";
    CHECK(
        error_with("rules/identifiers.yaml", text) ==
        "rules/identifiers.yaml:3:5: unknown key 'chek', expected id, check, dialect, severity, where, text, "
        "text-form, advice, "
        "advice-form, source; did you mean 'check'?\n"
        "rules/identifiers.yaml:4:12: 'gsnr' is not known for 'check', expected gsrn, gln, eic, "
        "organisation-number, "
        "national-identity-number, cvr, cpr; did you mean 'gsrn'?\n"
        "rules/identifiers.yaml:5:13: 'attribute' and 'value' come together\n"
        "rules/identifiers.yaml:8:23: 'publishd' is not known for 'status', expected published, assumed; "
        "did you mean "
        "'published'?");
    CHECK(error_with("rules/list-agencies.yaml", "id: x\ntext: { en: a }\n") ==
          "rules/list-agencies.yaml:2:7: 'nb' is missing\n"
          "rules/list-agencies.yaml:1:1: expected a list for 'lists'");
  }

  TEST_CASE("texts cannot give away the number of a customer") {
    const std::string start = "identifiers:\n  - { id: x, check: national-identity-number, where: [], ";
    const std::string end = ", source: { status: assumed, ref: r } }\n";
    CHECK(error_with("rules/identifiers.yaml",
                     start + "text: { en: '{value}', nb: N }, text-form: { en: F, nb: N }" + end)
              .find("must not show it") != std::string::npos);
    CHECK(error_with("rules/identifiers.yaml",
                     start + "text: { en: E, nb: N }, text-form: { en: '{value}', nb: N }" + end)
              .find("may be anything") != std::string::npos);
  }
}

TEST_SUITE("codes stage: findings") {
  TEST_CASE("a message without fault has none") {
    CHECK(check(start_of_supply()).empty());
  }

  TEST_CASE("GSRN: which digit would fit") {
    auto message = start_of_supply();
    put(message, "PayloadMPEvent/MeteringPointUsedDomainLocation/Identification", "707057500000000017");
    const auto findings = check(message);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].rule == "codes.gsrn-check-digit");
    CHECK(findings[0].stage == Stage::codes);
    CHECK(findings[0].severity == Severity::warning);
    CHECK(findings[0].outcome == Outcome::failed);
    CHECK(findings[0].xpath ==
          "/RequestStartOfSupply/PayloadMPEvent/MeteringPointUsedDomainLocation/Identification");
    CHECK(findings[0].text.en ==
          "707057500000000017 is not a valid metering point id: its check digit is wrong.");
    CHECK(findings[0].text.nb ==
          "707057500000000017 er ikke en gyldig målepunkt-ID: kontrollsifferet er feil.");
    CHECK(findings[0].advice.en ==
          "Check the number for swapped or wrong digits. If all the others are right, the last one is 8.");
    CHECK(findings[0].context.metering_point == "707057500000000017");
    CHECK(findings[0].source.status == "published");
    CHECK(verdict_of(findings) == Verdict::valid);
  }

  TEST_CASE("what the schema refuses is not told twice") {
    auto message = start_of_supply();
    put(message, "PayloadMPEvent/MeteringPointUsedDomainLocation/Identification", "70705750000000001");
    CHECK(check(message).empty());
  }

  TEST_CASE("GLN: of the wrong length, and with a personal number in its place") {
    auto message = start_of_supply();
    put(message, "Header/JuridicalSenderEnergyParty/Identification", "12345");
    auto findings = check(message);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].rule == "codes.gln-check-digit");
    CHECK(findings[0].text.en ==
          "The party is given as a GLN, but the value is not one: a GLN has 13 digits.");
    put(message, "Header/JuridicalSenderEnergyParty/Identification", "7080000000003");
    findings = check(message);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].advice.nb.ends_with("er det siste sifferet 5."));
  }

  TEST_CASE("grid area") {
    auto message = make_message("elhub/2.4.3", "PriceVolumeCombinationForReconciliation");
    const std::string path = "PayloadEnergyTimeSeries/MeteringGridAreaUsedDomainLocation/Identification";
    put(message, path, "10YNO-1--------2");
    CHECK(check(message).empty());
    put(message, path, "10YNO-1--------3");
    const auto findings = check(message);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].rule == "codes.eic-check-character");
    CHECK(findings[0].advice.en.ends_with("the last one is 2."));
  }

  TEST_CASE("customers: nothing of the number is shown, in no field") {
    auto message = start_of_supply();
    const std::string path = "PayloadMPEvent/ConsumerInvolvedCustomerParty/Identification";
    for (const auto& [scheme, number, rule] : {std::tuple{"82", "974760674", "codes.organisation-number"},
                                               {"82", "97476067", "codes.organisation-number"},
                                               {"Z01", "01010012346", "codes.national-identity-number"},
                                               {"Z01", "99999999999", "codes.national-identity-number"},
                                               {"Z01", "Ola", "codes.national-identity-number"}}) {
      INFO(number);
      put(message, path, number);
      put(message, path + "/@schemeAgencyIdentifier", scheme);
      const auto findings = check(message);
      REQUIRE(findings.size() == 1);
      const auto& f = findings[0];
      CHECK(f.rule == rule);
      const std::string all = f.text.en + f.text.nb + f.advice.en + f.advice.nb + f.xpath +
                              f.context.metering_point + f.context.series + f.source.ref;
      CHECK(all.find(number) == std::string::npos);
      CHECK(all.find(std::string(number).substr(0, 8)) == std::string::npos);
    }
    put(message, path, "974760673");
    put(message, path + "/@schemeAgencyIdentifier", "82");
    CHECK(check(message).empty());
  }

  TEST_CASE("list agencies") {
    auto message = start_of_supply();
    put(message, "Header/DocumentType/@listAgencyIdentifier", "260");
    auto findings = check(message);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].rule == "codes.list-agency");
    CHECK(findings[0].text.en == "Code 392 is issued by 6, but listAgencyIdentifier is 260.");
    CHECK(findings[0].text.nb == "Koden 392 har utgiver 6, men listAgencyIdentifier er 260.");
    CHECK(findings[0].advice.en == "Write listAgencyIdentifier=\"6\".");
    put(message, "Header/DocumentType/@listAgencyIdentifier", "6");
    put(message, "ProcessEnergyContext/EnergyBusinessProcessRole", "SLR");
    findings = check(message);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].source.status == "published");
    // As Elhub's own example has it.
    put(message, "ProcessEnergyContext/EnergyBusinessProcessRole", "QRY");
    CHECK(check(message).empty());
    put(message, "ProcessEnergyContext/EnergyBusinessProcessRole/@listAgencyIdentifier", "89");
    findings = check(message);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].source.status == "assumed");

    auto answer = make_message("elhub/2.4.3", "Acknowledgement");
    put(answer, "PayloadResponseEvent/ResponseReasonType", "EH017");
    put(answer, "PayloadResponseEvent/ResponseReasonType/@listAgencyIdentifier", "260");
    REQUIRE(check(answer).size() == 1);
    put(answer, "PayloadResponseEvent/ResponseReasonType", "E0H");
    CHECK(check(answer).empty());
  }

  TEST_CASE("CIM: the coding scheme says what an identifier is") {
    auto message = make_message("nmeg/0.1", "RequestChangeOfSupplier_MarketDocument");
    const auto set = [&](const char* path, const char* scheme, const char* value) {
      put(message, path, value);
      put(message, std::string(path) + "/@codingScheme", scheme);
    };
    set("MktActivityRecord/marketEvaluationPoint.mRID", "A10", "707057500000000017");
    set("sender_MarketParticipant.mRID", "A10", "7080000000003");
    set("receiver_MarketParticipant.mRID", "A01", "10YNO-1--------3");
    set("MktActivityRecord/marketEvaluationPoint.customer_MarketParticipant.mRID", "ARR", "01010012345");
    auto findings = check(message);
    REQUIRE(findings.size() == 4);
    CHECK(findings[0].rule == "codes.gln-check-digit");
    CHECK(findings[1].rule == "codes.eic-check-character");
    CHECK(findings[2].rule == "codes.gsrn-check-digit");
    CHECK(findings[3].rule == "codes.national-identity-number");
    CHECK(findings[3].context.metering_point == "707057500000000017");
    set("MktActivityRecord/marketEvaluationPoint.mRID", "A10", "Storgata 1");
    findings = check(message);
    REQUIRE(findings.size() == 4);
    CHECK(findings[2].text.en.find("Storgata") == std::string::npos);
    CHECK(findings[3].context.metering_point.empty());
    // Of other schemes nothing is known.
    set("MktActivityRecord/marketEvaluationPoint.mRID", "NDK", "x");
    CHECK(check(message).size() == 3);
    std::size_t left_out = 0;
    CHECK(validation::check_codes(message, built_in_rules(), 2, left_out).size() == 2);
    CHECK(validation::check_codes(message, built_in_rules(), 1000, left_out).size() == 2 + left_out);
    CHECK(left_out > 0);
  }
}
