#include <doctest/doctest.h>

#include <string>
#include <thread>
#include <type_traits>
#include <vector>

#include "cimgate/ebix_model/message.hpp"
#include "files.hpp"

using namespace cimgate;
using Kind = model::ParseError::Kind;
using test::example;
using test::line_of;
using test::with;

namespace {

model::ParseError error_of(const std::string& xml, const ebix::ParseOptions& options = {}) {
  REQUIRE_FALSE(xml.empty());
  const auto message = ebix::parse(xml, options);
  REQUIRE_FALSE(message.has_value());
  return message.error();
}

ebix::common::Elhub_EnergyPartyType party(const char* gln) {
  return {ebix::data_types::Elhub_EnergyPartyIdentifierType(gln, "9")};
}

ebix::Message acknowledgement(const char* reference) {
  namespace bdt = ebix::data_types;
  namespace abie = ebix::common;
  const abie::Elhub_HeaderType header("5f0c2a4e-7d31-4b86-9c15-000000000009",
                                      bdt::Elhub_DocumentNameCodeType("294", "6"),
                                      ebix::xml::DateTime("2026-02-01T06:30:15.5+01:00"),
                                      party("7080009000013"), party("7080009000013"), party("7080009000020"));
  const abie::Elhub_EnergyContextType context(bdt::Elhub_BusinessProcessType("POLL", "89"),
                                              bdt::Elhub_BusinessProcessRoleType("DDQ", "6"), "23");
  const abie::Elhub_Acknowledgement payload(bdt::AcknowledgementStatusType("39", "6"), reference);
  return std::make_unique<ebix::Acknowledgement>(header, context, payload);
}

}  // namespace

TEST_CASE("a message gives its content by the names of the schema") {
  const auto message = ebix::parse(example("ebix", "RequestStartOfSupply"));
  REQUIRE(message.has_value());
  const auto* pointer = std::get_if<std::unique_ptr<ebix::RequestStartOfSupply>>(&*message);
  REQUIRE(pointer != nullptr);
  const ebix::RequestStartOfSupply& request = **pointer;
  CHECK(request.Header().JuridicalRecipientEnergyParty().Identification() == "7080009000020");
  CHECK(request.ProcessEnergyContext().EnergyBusinessProcess() == "BRS-NO-101");
  CHECK(request.ProcessEnergyContext().EnergyBusinessProcess() ==
        ebix::data_types::BRSIdentification::BRS_NO_101);
  const auto& event = request.PayloadMPEvent();
  CHECK(event.StartOfOccurrence() == "2026-01-31T23:00:00Z");
  REQUIRE(event.moveInToSLR().present());
  CHECK_FALSE(*event.moveInToSLR());
  CHECK(event.ConsumerInvolvedCustomerAddress().size() == 2);
}

TEST_CASE("visit reaches the content of every kind of message") {
  for (const ebix::RootName& root : ebix::known_roots()) {
    CAPTURE(std::string(root.local));
    const auto message = ebix::parse(example("ebix", root.local));
    REQUIRE(message.has_value());
    const std::string id = std::visit(
        [](const auto& content) -> std::string { return content->Header().Identification(); }, *message);
    CHECK(id == "5f0c2a4e-7d31-4b86-9c15-000000000001");
  }
}

TEST_CASE("a message made in memory is valid") {
  const auto written = ebix::serialize(acknowledgement("5f0c2a4e-7d31-4b86-9c15-000000000001"));
  REQUIRE(written.has_value());
  const auto read = ebix::parse(*written);
  REQUIRE_MESSAGE(read.has_value(), read.error().message);
  CHECK(ebix::root_name(*read).local == "Acknowledgement");
  const auto& content = *std::get<std::unique_ptr<ebix::Acknowledgement>>(*read);
  CHECK(content.PayloadResponseEvent().OriginalBusinessDocumentReference() ==
        "5f0c2a4e-7d31-4b86-9c15-000000000001");
  CHECK(content.Header().Creation().text() == "2026-02-01T06:30:15.5+01:00");
}

TEST_CASE("a message made in memory is only checked when it is read") {
  const auto written = ebix::serialize(acknowledgement("NOT-A-UUID"));
  REQUIRE(written.has_value());
  CHECK(error_of(*written).kind == Kind::schema_error);
}

TEST_CASE("times and quantities keep every digit") {
  const auto message = ebix::parse(example("ebix", "CollectedData"));
  REQUIRE(message.has_value());
  const auto& series =
      std::get<std::unique_ptr<ebix::CollectedData>>(*message)->PayloadEnergyTimeSeries().front();
  CHECK(series.RegistrationDateTime().text() == "2026-02-01T06:30:15.123456789+01:00");
  const model::Decimal& quantity = *series.Observation().front().Metered();
  CHECK(quantity.text() == "17.250");
  CHECK(quantity == model::Decimal("17.25"));
  CHECK(series.Observation()[1].Estimated()->EstimationCode() == "E001");
}

TEST_CASE("an empty element gets the value that its schema fixes") {
  const std::string full = "<abie:Withdrawn>true</abie:Withdrawn>";
  for (const char* name : {"CollectedData", "NotifyValidatedDataForBillingEnergy"}) {
    for (const char* empty : {"<abie:Withdrawn/>", "<abie:Withdrawn></abie:Withdrawn>",
                              "<abie:Withdrawn><!-- gone --></abie:Withdrawn>"})
      for (const bool validate : {true, false}) {
        CAPTURE(std::string(name));
        CAPTURE(std::string(empty));
        CAPTURE(validate);
        const auto message = ebix::parse(with(example("ebix", name), full, empty), {.validate = validate});
        REQUIRE(message.has_value());
        CHECK(ebix::serialize(*message)->find(full) != std::string::npos);
      }
  }
}

TEST_CASE("an empty element is not a reason to validate what is not to be validated") {
  const std::string full = "<abie:Withdrawn>true</abie:Withdrawn>";
  auto xml = with(example("ebix", "CollectedData"), full, "<abie:Withdrawn/>");
  const auto at = xml.find("<abie:Metered>");
  REQUIRE(at != std::string::npos);
  xml.insert(at + std::string("<abie:Metered>").size(), "no number ");
  CHECK_FALSE(ebix::parse(xml).has_value());
  const auto message = ebix::parse(xml, {.validate = false});
  REQUIRE(message.has_value());
  CHECK(ebix::serialize(*message)->find(full) != std::string::npos);
}

TEST_CASE("what is not XML is not well-formed") {
  const std::string start = "<r:PollForData xmlns:r='urn:no:elhub:emif:PollForData:v2'>";
  for (const std::string& xml : std::vector<std::string>{
           "", " ", "text", "<?xml version='1.0'?>", std::string("\xFF\xFE\0", 3), "{\"mRID\": 1}", "<a:b/>",
           start, start + "</x>", start + "&unknown;</r:PollForData>"}) {
    for (const bool validate : {true, false}) {
      CAPTURE(xml);
      const auto message = ebix::parse(xml, {.validate = validate});
      REQUIRE_FALSE(message.has_value());
      CHECK(message.error().kind == Kind::not_well_formed);
      CHECK_FALSE(message.error().message.empty());
    }
  }
  std::string cut = example("ebix", "PollForData");
  cut.resize(cut.size() / 2);
  const auto lines = 1 + std::count(cut.begin(), cut.end(), '\n');
  CHECK(error_of(cut).line == static_cast<std::uint64_t>(lines));
}

TEST_CASE("a broken encoding is not well-formed") {
  const auto error = error_of(with(example("ebix", "ResponseFromElhub"), "I januar.", "I \xE5r."));
  CHECK(error.kind == Kind::not_well_formed);
}

TEST_CASE("a document type declaration is refused before anything in it is read") {
  const std::string message = example("ebix", "PollForData");
  for (const std::string& doctype : std::vector<std::string>{
           "<!DOCTYPE x>", "<!DOCTYPE x SYSTEM 'file:///etc/passwd'>", "<!DOCTYPE x [<!ENTITY a 'b'>]>",
           "<!DOCTYPE x [<!ENTITY % p SYSTEM 'http://127.0.0.1:1/'> %p;]>",
           "<!DOCTYPE x [ not even well-formed"}) {
    for (const bool validate : {true, false}) {
      CAPTURE(doctype);
      CAPTURE(validate);
      const auto error = error_of(doctype + message, {.validate = validate});
      CHECK(error.kind == Kind::doctype_refused);
      CHECK(error.line == 1);
    }
  }
}

TEST_CASE("other root elements are unknown") {
  const std::string poll = example("ebix", "PollForData");
  const std::string ns = "urn:no:elhub:emif:PollForData:v2";
  for (const std::string& xml :
       std::vector<std::string>{std::string("<x/>"), with(poll, ns, "urn:no:elhub:emif:PollForData:v3"),
                                std::string("<PollForData/>"), "<q:Header xmlns:q='" + ns + "'/>"}) {
    CAPTURE(xml);
    for (const bool validate : {true, false}) {
      const auto error = error_of(xml, {.validate = validate});
      CHECK(error.kind == Kind::unknown_root);
      CHECK(error.line == 1);
    }
  }
}

TEST_CASE("what breaks the schema is an error with its place") {
  const std::string xml = example("ebix", "RequestStartOfSupply");
  const std::string name = "<abie:Name>Eksempelkraft Kunde AS</abie:Name>";
  const std::string start = "<abie:StartOfOccurrence>2026-01-31T23:00:00Z</abie:StartOfOccurrence>";
  struct Case {
    const char* what;
    std::string xml;
    const char* place;
  };
  const Case cases[] = {
      {"an unknown code", with(xml, ">BRS-NO-101<", ">BRS-NO-999<"), "BRS-NO-999"},
      {"a missing attribute", with(xml, " listAgencyIdentifier=\"89\"", ""), "BRS-NO-101"},
      {"a word for a boolean", with(xml, ">false<", ">nei<"), ">nei<"},
      {"one for a boolean", with(xml, ">false<", ">1<"), ">1<"},
      {"an unknown element", with(xml, name, name + "<abie:Nickname>X</abie:Nickname>"), "<abie:Nickname>"},
      {"a missing element", with(xml, start, ""), "</rsm:PayloadMPEvent>"},
      {"an element twice", with(xml, name, name + name), "</abie:ConsumerInvolvedCustomerParty>"},
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.what));
    const auto error = error_of(c.xml);
    CHECK(error.kind == Kind::schema_error);
    CHECK(error.line == line_of(c.xml, c.place));
    CHECK(error.column > 0);
    CHECK_FALSE(error.message.empty());
  }
}

TEST_CASE("without validation the bindings still miss required parts and unknown codes") {
  const std::string xml = example("ebix", "RequestStartOfSupply");
  const ebix::ParseOptions fast{.validate = false};
  CHECK(error_of(with(xml, "<abie:StartOfOccurrence>2026-01-31T23:00:00Z</abie:StartOfOccurrence>", ""), fast)
            .kind == Kind::schema_error);
  CHECK(error_of(with(xml, ">BRS-NO-101<", ">BRS-NO-999<"), fast).kind == Kind::schema_error);
  CHECK(error_of(with(xml, " listAgencyIdentifier=\"89\"", ""), fast).kind == Kind::schema_error);
}

TEST_CASE("a text that is not UTF-8 cannot be written") {
  auto message = ebix::parse(example("ebix", "RequestToElhub"));
  REQUIRE(message.has_value());
  std::get<std::unique_ptr<ebix::RequestToElhub>>(*message)->PayloadMPEvent().Subject("\xC3\x28");
  const auto written = ebix::serialize(*message);
  REQUIRE_FALSE(written.has_value());
  CHECK_FALSE(written.error().message.empty());
}

TEST_CASE("a message that was moved from cannot be written") {
  auto message = ebix::parse(example("ebix", "RequestToElhub"));
  REQUIRE(message.has_value());
  const ebix::Message moved = std::move(*message);
  CHECK(ebix::serialize(moved).has_value());
  CHECK_FALSE(ebix::serialize(*message).has_value());
}

TEST_CASE("many threads may read and write at once") {
  const std::string xml = example("ebix", "CollectedData");
  std::vector<int> read(4, 0);
  {
    std::vector<std::jthread> threads;
    for (int& count : read)
      threads.emplace_back([&xml, &count] {
        for (int i = 0; i < 20; ++i) {
          const auto message = ebix::parse(xml);
          if (message && ebix::serialize(*message)) ++count;
        }
      });
  }
  CHECK(read == std::vector<int>(4, 20));
}
