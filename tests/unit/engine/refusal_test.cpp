// Why messages are refused: the rules behind the reason codes of answers.
#include "gateway/engine/refusal.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "gateway/engine/engine.hpp"
#include "gateway/rules/rule_book.hpp"
#include "tests/unit/example_files.hpp"

using namespace cimgate;

namespace {

using RulePtr = std::shared_ptr<const rules::RuleDef>;

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

std::vector<RefusalReason> reasons_of(const Gateway& gateway, const std::string& message) {
  const auto refusal = refusal_of(gateway, message);
  return refusal.refused.size() == 1 ? refusal.refused.front().reasons : std::vector<RefusalReason>();
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
        const auto reasons =
            reasons_of(gateway, acknowledgement(process, {*rule->code}, rules::to_text(day)));
        REQUIRE(reasons.size() == 1);
        CHECK_MESSAGE(names(reasons[0], rule->id), process, " ", rule->id);
        ++held;
      }
    }
    CHECK(held > 200);
  }

  TEST_CASE("rules of other messages than those of the process are not behind its refusals") {
    const auto gateway = *Gateway::open();
    const auto end = reasons_of(gateway, acknowledgement("BRS-NO-201", {{"E10", "260"}}, "2026-06-01"));
    const auto start = reasons_of(gateway, acknowledgement("BRS-NO-101", {{"E10", "260"}}, "2026-06-01"));
    REQUIRE(end.size() == 1);
    REQUIRE(start.size() == 1);
    CHECK(names(end[0], "end-of-supply.point-registered"));
    CHECK_FALSE(names(end[0], "start-of-supply.point-registered"));
    CHECK(names(start[0], "start-of-supply.point-registered"));
    CHECK_FALSE(names(start[0], "end-of-supply.point-registered"));
    // A process with common rules alone.
    const auto question = reasons_of(gateway, acknowledgement("BRS-NO-602", {{"EH025", "89"}}, "2026-06-01"));
    REQUIRE(question.size() == 1);
    CHECK(names(question[0], "common.document-type-agency"));
  }

  TEST_CASE("a market without a table of processes has its rules, too") {
    const auto gateway = *Gateway::open();
    const auto refusal =
        refusal_of(gateway, test::file_text(std::string(CIMGATE_SOURCE_DIR) +
                                            "/examples/dk/DK_Acknowledgement/valid/wrong-count.xml"));
    REQUIRE(refusal.refused.size() == 2);
    CHECK(refusal.refused[0].message == "5b1c0d9a7e4f4c2b9d3e001111111111");
    CHECK(refusal.refused[0].part == "5b1c0d9a7e4f4c2b9d3e002222222222");
    REQUIRE(refusal.refused[0].reasons.size() == 1);
    CHECK(names(refusal.refused[0].reasons[0], "RSM-012.positions-in-a-row"));
  }

  TEST_CASE("a rule that was not judged is not one that holds") {
    const auto gateway = *Gateway::open();
    const auto& book = gateway.engine().rules();
    const auto rule = [&](const std::string& id) {
      for (const auto& one : book.rules())
        if (one->id == id) return one;
      return RulePtr();
    };
    const auto message =
        test::file_text(std::string(CIMGATE_SOURCE_DIR) + "/examples/consent/101-used-grant.xml");
    ValidateOptions options;
    options.level = Level::message;
    using Kind = Standing::Kind;
    const auto standing = [&](const std::string& text, const std::string& id, const std::string& day) {
      options.as_of = day;
      return standing_of(book, *rule(id), gateway.validate(text, options), false, "");
    };
    CHECK(standing(message, "start-of-supply.date-at-midnight", "2026-06-15").kind == Kind::kept);
    const auto unjudged = standing(message, "consent.active", "2026-06-15");
    CHECK(unjudged.kind == Kind::not_checked);
    CHECK(unjudged.why.en == "it needs the market state (--market)");
    CHECK(standing(message, "consent.active", "2026-01-01").why.en == "it is not in force on 2026-01-01");
    auto invalid = message;
    invalid.replace(invalid.find("<abie:EnergyIndustryClassification>23<"), 38,
                    "<abie:EnergyIndustryClassification>99<");
    CHECK(standing(invalid, "start-of-supply.date-at-midnight", "2026-06-15").kind == Kind::not_checked);
    CHECK(standing(message, "BRS-NO-213.date-at-midnight", "2026-06-15").kind == Kind::none);
  }

  TEST_CASE("rules count from their day on; those of other processes and messages do not") {
    const auto gateway = *Gateway::open();
    const ReasonCode wrong{"E86", "260"};
    const auto before = reasons_of(gateway, acknowledgement("BRS-NO-101", {wrong}, "2026-03-20"));
    const auto since = reasons_of(gateway, acknowledgement("BRS-NO-101", {wrong}, "2026-03-23"));
    REQUIRE(since.size() == 1);
    CHECK_FALSE(names(before[0], "consent.active"));
    CHECK(names(since[0], "consent.active"));
    CHECK_FALSE(names(since[0], "BRS-NO-312.volume-between-readings"));
    CHECK_FALSE(names(since[0], "profiled-values.reading-follows"));
  }

  TEST_CASE("each code is told with what it means, where it stands, and what was refused") {
    const auto gateway = *Gateway::open();
    const auto refusal =
        refusal_of(gateway, acknowledgement("BRS-NO-101", {{"E16", "260"}, {"EH095", "89"}}, "2026-06-01"));
    CHECK(refusal.message == "Acknowledgement");
    CHECK(refusal.process == "BRS-NO-101");
    REQUIRE(refusal.refused.size() == 1);
    CHECK(refusal.refused[0].message == "a05e3759-fcb8-4cf6-81d5-04de48df0064");
    const auto& reasons = refusal.refused[0].reasons;
    REQUIRE(reasons.size() == 2);
    CHECK(reasons[0].code == "E16");
    CHECK(reasons[0].line == 1);
    REQUIRE(reasons[0].reason != nullptr);
    CHECK(reasons[0].reason->code.agency == "260");
    CHECK(names(reasons[0], "start-of-supply.balance-agreement"));
    CHECK(reasons[1].rules.empty());
  }

  TEST_CASE("the status says whether a message is refused; what cannot be read is told") {
    const auto gateway = *Gateway::open();
    const auto refused = acknowledgement("BRS-NO-101", {}, "2026-06-01");
    REQUIRE(refusal_of(gateway, refused).refused.size() == 1);
    CHECK(refusal_of(gateway, refused).refused[0].reasons.empty());
    auto accepted = acknowledgement("BRS-NO-101", {{"E16", "260"}}, "2026-06-01");
    accepted.replace(accepted.find(">41<"), 4, ">39<");
    CHECK(refusal_of(gateway, accepted).refused.empty());
    const auto none = explain_refusals(gateway.engine(), {"<a/>"}, {});
    CHECK(none.refusals.empty());
    CHECK_FALSE(none.findings.empty());
  }
}
