#include <doctest/doctest.h>

#include <string>

#include "cimgate/cim_model/document.hpp"
#include "files.hpp"

using namespace cimgate;
using Kind = model::ParseError::Kind;
using test::example;
using test::with;

TEST_CASE("a document gives its content by the names of the schema") {
  const auto document = cim::parse(example("cim", "NotifyValidatedMeasureData"));
  REQUIRE(document.has_value());
  const auto& notify = *std::get<std::unique_ptr<cim::NotifyValidatedMeasureData>>(*document);
  CHECK(notify.process_processType() == "E23");
  CHECK(notify.sender_MarketParticipant_mRID().codingScheme() == "A10");
  const auto& series = notify.Series().front();
  CHECK(series.marketEvaluationPoint_mRID() == "707057599000000012");
  CHECK(series.registration_DateAndOrTime_dateTime().instant() ==
        model::to_instant("2026-02-01T06:30:15+01:00"));
  CHECK(*series.Period().Point().front().quantity() == model::Decimal("17.25"));
}

TEST_CASE("the codes of Elhub are valid in the Norwegian profile only") {
  const std::string xml = example("cim", "RequestChangeOfSupplier");
  REQUIRE(xml.find(">BRS-NO-101<") != std::string::npos);
  CHECK(cim::parse(xml).has_value());
  CHECK(cim::parse(xml, {.profile = cim::Profile::nmeg_no}).has_value());
  const auto refused = cim::parse(xml, {.profile = cim::Profile::nmeg});
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().kind == Kind::schema_error);
  CHECK(refused.error().line == 4);

  const auto standard = cim::parse(with(xml, ">BRS-NO-101<", ">E03<"), {.profile = cim::Profile::nmeg});
  CHECK(standard.has_value());
}

TEST_CASE("an empty element gets the default of its schema") {
  const auto xml = with(example("cim", "RequestChangeOfSupplier"), "<cim:type>392</cim:type>", "<cim:type/>");
  for (const bool validate : {true, false}) {
    CAPTURE(validate);
    const auto document = cim::parse(xml, {.validate = validate});
    REQUIRE(document.has_value());
    CHECK(std::get<std::unique_ptr<cim::RequestChangeOfSupplier>>(*document)->type() == "392");
  }
}

TEST_CASE("a document made in memory is valid") {
  using namespace cimgate::cim::request_change_of_supplier;
  const PartyID_String sender("7080009000013", "A10");
  const PartyID_String receiver("7080009000020", "A10");
  auto request = std::make_unique<cim::RequestChangeOfSupplier>("5f0c2a4e-7d31-4b86-9c15-000000000001", "392",
                                                                "BRS-NO-101", sender, "DDQ", receiver, "DDZ",
                                                                "2026-02-01T05:30:15Z");
  request->MktActivityRecord().push_back(MktActivityRecord(
      "5f0c2a4e-7d31-4b86-9c15-000000000002", MeasurementPointID_String("707057599000000012", "A10"), sender,
      "2026-02-28T23:00:00Z"));
  const auto written = cim::serialize(std::move(request));
  REQUIRE(written.has_value());
  const auto read = cim::parse(*written);
  REQUIRE_MESSAGE(read.has_value(), read.error().message);
  CHECK(cim::root_name(*read).local == "RequestChangeOfSupplier_MarketDocument");
}

TEST_CASE("bad documents become error values") {
  const std::string xml = example("cim", "Acknowledgement");
  struct Case {
    const char* what;
    std::string xml;
    Kind kind;
  };
  const Case cases[] = {
      {"nothing", "", Kind::not_well_formed},
      {"cut off", xml.substr(0, 200), Kind::not_well_formed},
      {"a document type declaration", "<!DOCTYPE x [<!ENTITY a 'b'>]>" + xml, Kind::doctype_refused},
      {"a message of Elhub", example("ebix", "Acknowledgement"), Kind::unknown_root},
      {"a missing element",
       with(xml, "<cim:createdDateTime>2026-02-01T05:30:15.123456789Z</cim:createdDateTime>", ""),
       Kind::schema_error},
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.what));
    const auto document = cim::parse(c.xml);
    REQUIRE_FALSE(document.has_value());
    CHECK(document.error().kind == c.kind);
  }
}
