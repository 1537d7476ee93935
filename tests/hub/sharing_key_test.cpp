#include "gateway/elhub/hub/sharing_key.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "gateway/elhub/hub/sharing_order.hpp"

// What keys of shared production say, when they hold, and how bodies of requests are read.
namespace cimgate::hub {
namespace {

using Kind = SharingOrder::Kind;

constexpr const char* roof = "707057599002008153";
constexpr const char* flat = "707057599002000386";

Day day(const char* text) {
  return *rules::parse_day(text);
}

std::string message(const std::string& what, const std::string& start) {
  const auto from = start.empty() ? std::string()
                                  : fmt::format("<abie:StartOfOccurrence>{}</abie:StartOfOccurrence>", start);
  return fmt::format(
      "<rsm:RequestUpdateSharedProduction "
      "xmlns:rsm=\"urn:no:elhub:emif:masterdata:RequestUpdateSharedProduction:v2\" "
      "xmlns:abie=\"urn:no:elhub:emif:common:AggregatedBusinessInformationEntities:v2\"><rsm:Header>"
      "<abie:Identification>69ae3ec0-bd18-479a-a39d-ca94007a8e74</abie:Identification><abie:DocumentType "
      "listAgencyIdentifier=\"260\">E58</abie:DocumentType><abie:Creation>2026-11-09T09:00:00+01:00"
      "</abie:Creation><abie:PhysicalSenderEnergyParty><abie:Identification schemeAgencyIdentifier=\"9\">"
      "7099990002012</abie:Identification></abie:PhysicalSenderEnergyParty><abie:JuridicalSenderEnergyParty>"
      "<abie:Identification schemeAgencyIdentifier=\"9\">7099990002012</abie:Identification>"
      "</abie:JuridicalSenderEnergyParty><abie:JuridicalRecipientEnergyParty><abie:Identification "
      "schemeAgencyIdentifier=\"9\">7099990000018</abie:Identification></abie:JuridicalRecipientEnergyParty>"
      "</rsm:Header><rsm:ProcessEnergyContext><abie:EnergyBusinessProcess listAgencyIdentifier=\"89\">"
      "BRS-NO-701</abie:EnergyBusinessProcess><abie:EnergyBusinessProcessRole listAgencyIdentifier=\"6\">DDM"
      "</abie:EnergyBusinessProcessRole><abie:EnergyIndustryClassification>23"
      "</abie:EnergyIndustryClassification></rsm:ProcessEnergyContext><rsm:PayloadMasterDataMPEvent>{}"
      "<abie:UpdateIndicator>{}</abie:UpdateIndicator><abie:VirtualCalculation>"
      "<abie:FormulaType>Manual</abie:FormulaType><abie:Participants><abie:Contributors><abie:Contributor>"
      "<abie:Share>1</abie:Share><abie:MeteringPointUsedDomainLocation><abie:Identification "
      "schemeAgencyIdentifier=\"9\">707057599002008153</abie:Identification>"
      "</abie:MeteringPointUsedDomainLocation></abie:Contributor></abie:Contributors><abie:Recipients>"
      "<abie:Recipient><abie:Share>.25</abie:Share><abie:MeteringPointUsedDomainLocation>"
      "<abie:Identification schemeAgencyIdentifier=\"9\">707057599002000386</abie:Identification>"
      "</abie:MeteringPointUsedDomainLocation></abie:Recipient></abie:Recipients></abie:Participants>"
      "</abie:VirtualCalculation></rsm:PayloadMasterDataMPEvent></rsm:RequestUpdateSharedProduction>",
      from, what);
}

SharingVersion version(int number, const char* start, const char* what = "Update", bool withdrawn = false) {
  SharingVersion one{"roof", number, "Recipient", withdrawn, 1780293600, 1780293600, ""};
  one.xml = message(what, *start == '\0' ? "" : fmt::format("{}T00:00:00+02:00", start));
  return one;
}

/// "1 New 2026-07-01 2026-08-01" of each.
std::vector<std::string> told(std::vector<SharingVersion> versions, const char* today) {
  std::vector<std::string> all;
  for (const auto& one : dated(std::move(versions)))
    all.push_back(fmt::format("{} {} {} {}", one.kept.version, one.status(day(today)),
                              rules::to_text(one.from), one.to ? rules::to_text(*one.to) : "-"));
  return all;
}

using Told = std::vector<std::string>;

/// The places of what is wrong with a body; "right" when nothing is.
std::string read(Kind kind, const std::string& body) {
  const auto said = read_sharing(kind, body);
  if (said) return "right";
  std::string places;
  for (const auto& one : said.error()) {
    CHECK(!one.text.empty());
    places += (places.empty() ? "" : " ") + (one.pointer.empty() ? std::string(".") : one.pointer);
  }
  return places;
}

std::string made(const std::string& recipients, const std::string& more = "") {
  return fmt::format(
      R"({{"start": "2026-07-01", "formula": "Manual", "contributors": [{{"meteringPoint": "{}"}}], "recipients": {}{}}})",
      roof, recipients, more);
}

std::string member(const std::string& share, const char* gsrn = flat) {
  return fmt::format(R"({{"meteringPoint": "{}", "share": {}}})", gsrn, share);
}

}  // namespace

TEST_CASE("sharing: shares are read and written exactly") {
  for (const auto& [text, millionths] : {std::pair("0", 0),
                                         {"1", 1'000'000},
                                         {"1.000000", 1'000'000},
                                         {"0.5", 500'000},
                                         {"0.333333", 333'333},
                                         {"0.000001", 1},
                                         {"0.1000000000", 100'000},
                                         {"00.5", 500'000}})
    CHECK_MESSAGE(parse_share(text) == millionths, text);
  for (const auto* text : {"", ".", "1.", ".5", "-0.5", "+1", "1.000001", "2", "10", "0.0000001", "1e-1",
                           "0,5", "0.5 ", "NaN", "99999999999999999999", "0.5.1"})
    CHECK_MESSAGE(!parse_share(text), text);
  CHECK(share_text(0) == "0");
  CHECK(share_text(1'000'000) == "1");
  CHECK(share_text(333'333) == "0.333333");
  CHECK(share_text(500'000) == "0.5");
  CHECK(share_text(1'600'000) == "1.6");
}

TEST_CASE("sharing: what a message says") {
  const auto versions = dated({version(1, "2026-07-01", "Add")});
  const auto& key = versions.front().key;
  CHECK(key.formula == "Manual");
  CHECK(key.start == day("2026-07-01"));
  CHECK_FALSE(key.ends);
  CHECK(key.contributors == std::vector<SharingMember>{{roof, 1'000'000}});
  CHECK(key.recipients == std::vector<SharingMember>{{flat, 250'000}});
  CHECK(sum_of_shares(key) == 250'000);
  // What cannot be read says nothing, and breaks nothing.
  const auto broken = dated({{"roof", 1, "Recipient", false, 1780293600, 0, "<x/>"}});
  CHECK(broken.front().key.recipients.empty());
  CHECK(broken.front().from == day("2026-06-01"));
}

TEST_CASE("sharing: each version holds from its first day to that of the next") {
  CHECK(told({version(1, "2026-07-01", "Add"), version(2, "2026-08-01")}, "2026-06-30") ==
        Told{"1 New 2026-07-01 2026-08-01", "2 New 2026-08-01 -"});
  CHECK(told({version(1, "2026-07-01", "Add"), version(2, "2026-08-01")}, "2026-07-31") ==
        Told{"1 Active 2026-07-01 2026-08-01", "2 New 2026-08-01 -"});
  CHECK(told({version(1, "2026-07-01", "Add"), version(2, "2026-08-01")}, "2026-08-01") ==
        Told{"1 Inactive 2026-07-01 2026-08-01", "2 Active 2026-08-01 -"});
  // A message that does not say from when holds from when it came.
  CHECK(told({version(1, "", "Add")}, "2026-06-01") == Told{"1 Active 2026-06-01 -"});
}

TEST_CASE(
    "sharing: a later version takes the place of one that begins no earlier; one that is withdrawn does "
    "not") {
  CHECK(told({version(1, "2026-07-01"), version(2, "2026-07-01")}, "2026-07-01") ==
        Told{"1 Inactive 2026-07-01 2026-07-01", "2 Active 2026-07-01 -"});
  CHECK(
      told({version(1, "2026-07-01"), version(2, "2026-08-01"), version(3, "2026-07-15")}, "2026-08-02") ==
      Told{"1 Inactive 2026-07-01 2026-07-15", "2 Inactive 2026-08-01 2026-07-15", "3 Active 2026-07-15 -"});
  CHECK(told({version(1, "2026-07-01"), version(2, "2026-08-01", "Update", true)}, "2026-08-02") ==
        Told{"1 Active 2026-07-01 -", "2 Inactive 2026-08-01 -"});
}

TEST_CASE("sharing: it ends, and may begin again") {
  const std::vector<SharingVersion> all = {version(1, "2026-07-01"), version(2, "2026-08-01", "Delete"),
                                           version(3, "2026-09-01")};
  CHECK(told(all, "2026-08-15") ==
        Told{"1 Inactive 2026-07-01 2026-08-01", "2 Terminated 2026-08-01 2026-09-01", "3 New 2026-09-01 -"});
  const auto versions = dated(all);
  CHECK(held_on(versions, day("2026-06-30")) == nullptr);
  CHECK(held_on(versions, day("2026-07-31"))->kept.version == 1);
  CHECK(held_on(versions, day("2026-08-01")) == nullptr);
  CHECK(held_on(versions, day("2026-08-31")) == nullptr);
  CHECK(held_on(versions, day("2026-09-01"))->kept.version == 3);
}

TEST_CASE("sharing: a body is read, and each mistake in it has its place") {
  CHECK(read(Kind::make, made("[" + member("0.5") + "]")) == "right");
  CHECK(read(Kind::make, made("[" + member("\"0.5\"") + "]", R"(, "surplusTo": "Contributor")")) == "right");
  CHECK(read(Kind::make, "{}") == "/start /formula /contributors /recipients");
  CHECK(read(Kind::add_version, R"({"start": "2026-07-01"})") == "right");
  CHECK(read(Kind::add_version, R"({"start": "2026-07-01", "status": "Terminated"})") == "right");
  CHECK(read(Kind::add_version, R"({"start": "2026-07-01", "status": "Terminated", "name": "x"})") ==
        "/name");
  CHECK(read(Kind::add_version, "{}") == "/start");
  CHECK(read(Kind::add_version, R"({"start": "2026-07-01", "status": "Inactive"})") == "/status");
  CHECK(read(Kind::change, R"({"status": "Inactive"})") == "right");
  CHECK(read(Kind::change, R"({"status": "Inactive", "start": "2026-07-01"})") == "/start");
  CHECK(read(Kind::change, R"({"status": "Terminated"})") == "/status");
  CHECK(read(Kind::change, "{}") == ".");
  CHECK(read(Kind::make, made("[" + member("0.5") + "]", R"(, "status": "Active")")) == "/status");

  const auto with = [](const std::string& more) {
    return read(Kind::change, R"({"start": "2026-07-01", )" + more + "}");
  };
  CHECK(with(R"("surplusto": "Contributor")") == ".");
  CHECK(with(R"("surplusTo": "Nobody")") == "/surplusTo");
  CHECK(with(R"("formula": 7)") == "/formula");
  CHECK(with(R"("name": "")") == "/name");
  CHECK(with(fmt::format(R"("name": "{}")", std::string(51, 'x'))) == "/name");
  std::string wide;
  for (int i = 0; i < 50; ++i) wide += "å";
  CHECK(with(fmt::format(R"("name": "{}")", wide)) == "right");
  CHECK(with(R"("name": "a\u0000b")") == "/name");
  CHECK(with(R"("description": "a\nb")") == "/description");
  CHECK(with(R"("name": null)") == "/name");
  CHECK(with(R"("recipients": [])") == "/recipients");
  CHECK(with(R"("recipients": {})") == "/recipients");
  CHECK(with(R"("recipients": [7])") == "/recipients/0");
  CHECK(with(R"("recipients": [{}])") == "/recipients/0/meteringPoint");
  CHECK(with(R"("recipients": [{"meteringPoint": "707057599002000387"}])") == "/recipients/0/meteringPoint");
  CHECK(with(R"("recipients": [{"meteringPoint": 707057599002000386}])") == "/recipients/0/meteringPoint");
  CHECK(with(fmt::format(R"("recipients": [{}, {}])", member("1"), member("0"))) ==
        "/recipients/1/meteringPoint");
  CHECK(with(fmt::format(R"("recipients": [{}], "contributors": [{}])", member("1"), member("1"))) ==
        "right");
}

TEST_CASE("sharing: days and numbers at their ends") {
  const auto start = [](const std::string& text) {
    return read(Kind::add_version, fmt::format(R"({{"start": {}}})", text));
  };
  for (const auto* right : {"\"2000-01-01\"", "\"2099-12-31\"", "\"2028-02-29\""})
    CHECK(start(right) == "right");
  for (const auto* wrong :
       {"\"1999-12-31\"", "\"2100-01-01\"", "\"9999-12-31\"", "\"2026-02-29\"", "\"2026-7-1\"",
        "\"2026-07-01T00:00:00Z\"", "20260701", "null", "true", "[]", "{}", "\"\""})
    CHECK_MESSAGE(start(wrong) == "/start", wrong);
  const auto share = [](const std::string& text) {
    return read(Kind::change, fmt::format(R"({{"recipients": [{}]}})", member(text)));
  };
  for (const auto* right : {"0", "1", "0.000001", "0.999999", "1.000000", "\"1\""})
    CHECK(share(right) == "right");
  for (const auto* wrong : {"-0", "-1", "1.000001", "0.0000001", "1e0", "1E400", "9223372036854775808",
                            "\"\"", "true", "null", "[0.5]", "\"0,5\""})
    CHECK_MESSAGE(share(wrong) == "/recipients/0/share", wrong);
  CHECK(share("99999999999999999999999999999999999999999999999999") == "/recipients/0/share");
}

TEST_CASE("sharing: what is no JSON, or too much of it, is refused as a whole") {
  for (const auto* text : {"", " ", "{", "[]", "7", "null", "\"x\"", "{\"start\": }", "{} {}", "\xff",
                           "{\"a\": \"\xc3\"}", "{\"start\": \"2026-07-01\", \"start\": \"2026-07-01\"}",
                           "{\"recipients\": [{\"share\": 1, \"share\": 1}]}", "{\"name\": \"\\ud800\"}",
                           "{start: 1}", "{\"start\": 01}", "{\"start\": \"2026-07-01\",}"})
    CHECK_MESSAGE(read(Kind::change, text) == ".", text);
  CHECK(read(Kind::change, std::string(100'000, '[')) == ".");
  CHECK(read(Kind::change, R"({"name": )" + std::string(100, '[') + std::string(100, ']') + "}") == ".");
  std::string many = "[";
  for (int i = 0; i <= 1000; ++i) many += (i == 0 ? "" : ", ") + member("0");
  CHECK(read(Kind::change, fmt::format(R"({{"recipients": {}]}})", many)) == "/recipients");
  std::string more = "[0";
  for (int i = 0; i < 200'000; ++i) more += ",0";
  CHECK(read(Kind::change, fmt::format(R"({{"recipients": {}]}})", more)) == ".");
  // As many mistakes as there are members are not told.
  std::string wrong = "[7";
  for (int i = 0; i < 900; ++i) wrong += ",7";
  const auto said = read_sharing(Kind::change, fmt::format(R"({{"recipients": {}]}})", wrong));
  REQUIRE_FALSE(said);
  CHECK(said.error().size() == 100);
}

TEST_CASE("sharing: what a subscription is about") {
  CHECK(*read_sharing_subscription("{}") == "");
  CHECK(*read_sharing_subscription(R"({"sharing": "0e8daef5-fcdd-453c-b6a6-310c3b3bad56"})") ==
        "0e8daef5-fcdd-453c-b6a6-310c3b3bad56");
  for (const auto* text :
       {"", "[]", R"({"sharing": null})", R"({"sharing": ""})", R"({"sharing": 7})",
        R"({"url": "http://x/"})", R"({"sharing": "0e8daef5-fcdd-453c-b6a6-310c3b3bad567"})",
        R"({"sharing": "a", "sharing": "a"})"})
    CHECK_MESSAGE(!read_sharing_subscription(text), text);
}

TEST_CASE("sharing: what is said takes the place of what there was, and the rest stays") {
  SharingKey key;
  key.name = "Taket";
  key.formula = "Manual";
  key.recipients = {{flat, std::nullopt}};
  CHECK(missing_shares(key).front().pointer == "/recipients/0/share");
  const auto said = read_sharing(Kind::change, R"({"start": "2026-07-01", "formula": "EquallyDistributed"})");
  REQUIRE(said);
  const auto next = changed(key, *said);
  CHECK(next.name == "Taket");
  CHECK(next.start == day("2026-07-01"));
  CHECK(next.formula == "EquallyDistributed");
  CHECK(next.recipients == key.recipients);
  CHECK(missing_shares(next).empty());
}

}  // namespace cimgate::hub
