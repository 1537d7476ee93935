#include "gateway/market/state_view.hpp"

#include <doctest/doctest.h>

#include "gateway/store/load_market.hpp"
#include "gateway/store/stored_market.hpp"
#include "tests/temporary_folder.hpp"

using namespace cimgate;

namespace {

constexpr const char* state = R"(
parties:
  - { gln: "7099990001015", name: Fjordlys, roles: [DDQ, SLR], from: 2019-02-18, to: 2026-01-01 }
  - { gln: "7099990001015", name: Fjordlys Kraft, roles: [DDQ], from: 2026-01-01 }
  - { gln: "7099990005013", roles: [AG], from: 2019-02-18 }
grid_areas: [{ id: 50Y0CIMGATE-N-0Q, owner: "7099990001015" }]
balance_agreements:
  - { supplier: "7099990001015", grid_area: 50Y0CIMGATE-N-0Q, from: 2020-01-01, to: 2021-01-01 }
  - { supplier: "7099990001015", grid_area: 50Y0CIMGATE-N-0Q, from: 2025-01-01 }
metering_points:
  - { gsrn: "707057599000100316", type: E17, status: E23, meter: null, accounting_point: true, from: 2020-01-01 }
  - { gsrn: "707057599000100316", status: E22, from: 2020-02-01 }
customers: [{ id: "313000125", scheme: "82", name: C }, { id: "29919243161", scheme: Z01, name: D }]
contracts:
  - { metering_point: "707057599000100316", customer: "29919243161", supplier: "7099990001015", role: DDQ, from: 2020-01-01, to: 2021-01-01 }
  - { metering_point: "707057599000100316", customer: "313000125", supplier: "7099990001015", role: DDQ, from: 2025-01-01, origin: BRS-NO-102 }
third_party_access:
  - { metering_point: "707057599000100316", party: "7099990005013", from: 2025-06-01, to: 2025-07-01 }
processes:
  - { id: one, process: BRS-NO-101, metering_point: "707057599000100316", initiator: "7099990001015", date: 2026-06-15, status: ongoing, cancellation_deadline: 2026-06-12 }
  - { id: two, process: BRS-NO-102, metering_point: "707057599000100316", initiator: "7099990001015", date: 2026-06-16, status: ongoing, stage: waiting-for-activation }
)";

/// "section: name=value …", a record a line.
std::string shown(const std::string& id, const char* day = nullptr) {
  const test::TemporaryFolder folder;
  const auto path = folder.file("market.db");
  const auto loaded = store::load_market_text(path, "m.yaml", state);
  REQUIRE(loaded);
  REQUIRE(loaded->errors.empty());
  std::optional<market::Day> on;
  if (day != nullptr) on = rules::parse_day(day);
  std::string text;
  for (const auto& part : market::view_of(**store::open_market(path), id, on).parts)
    for (const auto& record : part.records) {
      text += part.section + ":";
      for (const auto& [name, value] : record) text += " " + name + "=" + value;
      text += "\n";
    }
  return text;
}

constexpr const char* point = "707057599000100316";

}  // namespace

TEST_SUITE_BEGIN("market");

TEST_CASE("what is known of a metering point, over all time: as a file would say it, without persons") {
  CHECK(shown(point) ==
        "metering_points: gsrn=707057599000100316 type=E17 status=E23 accounting_point=true meter=null "
        "from=2020-01-01\n"
        "metering_points: gsrn=707057599000100316 type=E17 status=E22 accounting_point=true meter=null "
        "from=2020-02-01\n"
        "contracts: metering_point=707057599000100316 customer=… supplier=7099990001015 role=DDQ "
        "from=2020-01-01 "
        "to=2021-01-01\n"
        "contracts: metering_point=707057599000100316 customer=313000125 supplier=7099990001015 role=DDQ "
        "from=2025-01-01 origin=BRS-NO-102\n"
        "third_party_access: metering_point=707057599000100316 party=7099990005013 from=2025-06-01 "
        "to=2025-07-01\n"
        "processes: id=one process=BRS-NO-101 metering_point=707057599000100316 initiator=7099990001015 "
        "date=2026-06-15 status=ongoing cancellation_deadline=2026-06-12\n"
        "processes: id=two process=BRS-NO-102 metering_point=707057599000100316 initiator=7099990001015 "
        "date=2026-06-16 status=ongoing stage=waiting-for-activation\n");
}

TEST_CASE("on a day: what held then, from its first day to the day before its last") {
  const std::string with_processes = shown(point, "2025-06-01");
  CHECK(with_processes.find("status=E22") != std::string::npos);
  CHECK(with_processes.find("status=E23") == std::string::npos);
  CHECK(with_processes.find("party=7099990005013") != std::string::npos);
  CHECK(with_processes.find("customer=313000125") != std::string::npos);
  CHECK(with_processes.find("customer=…") == std::string::npos);
  CHECK(shown(point, "2025-07-01").find("party=") == std::string::npos);
  CHECK(shown(point, "2020-12-31").find("customer=…") != std::string::npos);
  CHECK(shown(point, "2021-01-01").find("contracts:") == std::string::npos);
}

TEST_CASE("what is known of a party, and nothing of one that is not known") {
  CHECK(
      shown("7099990001015") ==
      "parties: gln=7099990001015 name=Fjordlys roles=DDQ SLR from=2019-02-18 to=2026-01-01\n"
      "parties: gln=7099990001015 name=Fjordlys Kraft roles=DDQ from=2026-01-01\n"
      "balance_agreements: supplier=7099990001015 grid_area=50Y0CIMGATE-N-0Q from=2020-01-01 to=2021-01-01\n"
      "balance_agreements: supplier=7099990001015 grid_area=50Y0CIMGATE-N-0Q from=2025-01-01\n");
  CHECK(shown("7099990001015", "2026-01-01") ==
        "parties: gln=7099990001015 name=Fjordlys Kraft roles=DDQ from=2026-01-01\n"
        "balance_agreements: supplier=7099990001015 grid_area=50Y0CIMGATE-N-0Q from=2025-01-01\n");
  CHECK(shown("7099990005013") == "parties: gln=7099990005013 roles=AG from=2019-02-18\n");
  CHECK(shown("7099990009999").empty());
  CHECK(shown("707057599000999999").empty());
}

TEST_SUITE_END();
