// Why messages are refused: the rules behind the reason codes of answers.
#include "gateway/engine/refusal.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "gateway/engine/engine.hpp"
#include "gateway/rules/rule_book.hpp"

using namespace cimgate;

namespace {

std::string acknowledgement(const std::string& process, const std::vector<ReasonCode>& codes,
                            const std::string& day) {
  std::string reasons;
  for (const auto& code : codes)
    reasons += fmt::format("<a:ResponseReasonType listAgencyIdentifier=\"{}\">{}</a:ResponseReasonType>",
                           code.agency, code.value);
  const auto party = [](const char* name, const char* gln) {
    return fmt::format("<a:{0}><a:Identification schemeAgencyIdentifier=\"9\">{1}</a:Identification></a:{0}>",
                       name, gln);
  };
  return "<r:Acknowledgement xmlns:r=\"urn:no:elhub:emif:Acknowledgement:v2\" "
         "xmlns:a=\"urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2\"><r:Header>"
         "<a:Identification>996afa70-91b5-4522-9e9e-e6b6ff8b4cdb</a:Identification>"
         "<a:DocumentType listAgencyIdentifier=\"6\">294</a:DocumentType><a:Creation>" +
         day + "T12:00:00Z</a:Creation>" + party("PhysicalSenderEnergyParty", "7099990000018") +
         party("JuridicalSenderEnergyParty", "7099990000018") +
         party("JuridicalRecipientEnergyParty", "7099990001015") +
         "</r:Header><r:ProcessEnergyContext><a:EnergyBusinessProcess listAgencyIdentifier=\"89\">" +
         process +
         "</a:EnergyBusinessProcess><a:EnergyBusinessProcessRole "
         "listAgencyIdentifier=\"6\">DDQ</a:EnergyBusinessProcessRole>"
         "<a:EnergyIndustryClassification>23</a:EnergyIndustryClassification></r:ProcessEnergyContext>"
         "<r:PayloadResponseEvent><a:StatusType listAgencyIdentifier=\"6\">41</a:StatusType>" +
         reasons +
         "<a:OriginalBusinessDocumentReference>a05e3759-fcb8-4cf6-81d5-04de48df0064</"
         "a:OriginalBusinessDocumentReference></r:PayloadResponseEvent></r:Acknowledgement>";
}

Refusal refusal_of(const Gateway& gateway, const std::string& message) {
  const auto explained = explain_refusals(gateway.engine(), {message}, {});
  for (const auto& finding : explained.findings) FAIL_CHECK(finding.text.en);
  return explained.refusals.size() == 1 ? explained.refusals.front() : Refusal{};
}

bool names(const RefusalReason& reason, const std::string& rule) {
  return std::any_of(reason.rules.begin(), reason.rules.end(),
                     [&](const auto& one) { return one->id == rule; });
}

}  // namespace

TEST_SUITE("refusals") {
  TEST_CASE("every rule with a code is behind a refusal with its code in each of its processes") {
    const auto gateway = *Gateway::open();
    const auto& book = gateway.engine().rules();
    std::size_t held = 0;
    for (const auto& rule : book.rules()) {
      if (!rule->code || !book.has(*rule, *gateway.engine().catalog->set("elhub/2.4.3"))) continue;
      for (const auto& process : rule->processes) {
        const auto day = rule->from ? *rule->from
                         : rule->to ? *rule->to - std::chrono::days(1)
                                    : *rules::parse_day("2026-06-01");
        const auto refusal =
            refusal_of(gateway, acknowledgement(process, {*rule->code}, rules::to_text(day)));
        REQUIRE(refusal.reasons.size() == 1);
        CHECK_MESSAGE(names(refusal.reasons[0], rule->id), process, " ", rule->id);
        ++held;
      }
    }
    CHECK(held > 200);
  }

  TEST_CASE("rules count from their day on; those of other processes and messages do not") {
    const auto gateway = *Gateway::open();
    const ReasonCode wrong{"E86", "260"};
    const auto before = refusal_of(gateway, acknowledgement("BRS-NO-101", {wrong}, "2026-03-20"));
    const auto since = refusal_of(gateway, acknowledgement("BRS-NO-101", {wrong}, "2026-03-23"));
    REQUIRE(since.reasons.size() == 1);
    CHECK_FALSE(names(before.reasons[0], "consent.active"));
    CHECK(names(since.reasons[0], "consent.active"));
    CHECK_FALSE(names(since.reasons[0], "BRS-NO-312.volume-between-readings"));
    CHECK_FALSE(names(since.reasons[0], "profiled-values.reading-follows"));
  }

  TEST_CASE("each code is told with what it means, where it stands, and what was refused") {
    const auto gateway = *Gateway::open();
    const auto refusal =
        refusal_of(gateway, acknowledgement("BRS-NO-101", {{"E16", "260"}, {"EH095", "89"}}, "2026-06-01"));
    CHECK(refusal.message == "Acknowledgement");
    CHECK(refusal.process == "BRS-NO-101");
    REQUIRE(refusal.reasons.size() == 2);
    CHECK(refusal.reasons[0].code == "E16");
    CHECK(refusal.reasons[0].line == 1);
    REQUIRE(refusal.reasons[0].reason != nullptr);
    CHECK(refusal.reasons[0].reason->code.agency == "260");
    CHECK(refusal.reasons[0].refused == "a05e3759-fcb8-4cf6-81d5-04de48df0064");
    CHECK(names(refusal.reasons[0], "start-of-supply.balance-agreement"));
    CHECK(refusal.reasons[1].rules.empty());
  }

  TEST_CASE("a message without reason codes refuses nothing, and what cannot be read is told") {
    const auto gateway = *Gateway::open();
    CHECK(refusal_of(gateway, acknowledgement("BRS-NO-101", {}, "2026-06-01")).reasons.empty());
    const auto none = explain_refusals(gateway.engine(), {"<a/>"}, {});
    CHECK(none.refusals.empty());
    CHECK_FALSE(none.findings.empty());
  }
}
