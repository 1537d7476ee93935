#include "gateway/conformance/profile_choice.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "gateway/conformance/schema_check.hpp"
#include "tests/unit/document/messages.hpp"

using namespace cimgate;
using document::Message;
using test::put;

namespace {

/// A valid document with this process type.
Message request(const char* process, const char* receiver_role = "DDQ",
                const char* sender = "7080000000003") {
  auto message = test::make_message("nmeg/0.1", "RequestChangeOfSupplier_MarketDocument");
  put(message, "mRID", "id-1");
  put(message, "type", "392");
  put(message, "process.processType", process);
  for (const std::string party : {"sender", "receiver"}) {
    const bool sends = party == "sender";
    put(message, party + "_MarketParticipant.mRID", sends ? sender : "7080000000003");
    put(message, party + "_MarketParticipant.mRID/@codingScheme", "A10");
    put(message, party + "_MarketParticipant.marketRole.type", sends ? "DDQ" : receiver_role);
  }
  put(message, "createdDateTime", "2026-01-01T00:00:00Z");
  put(message, "MktActivityRecord/mRID", "record-1");
  for (const std::string name :
       {"marketEvaluationPoint.mRID", "marketEvaluationPoint.energySupplier_MarketParticipant.mRID"}) {
    put(message, "MktActivityRecord/" + name, "707057500000000");
    put(message, "MktActivityRecord/" + name + "/@codingScheme", "A10");
  }
  put(message, "MktActivityRecord/start_DateAndOrTime.dateTime", "2026-02-01T00:00:00Z");
  return message;
}

/// The profile that each ends up in.
std::vector<std::string> chosen(std::vector<Message> messages, std::string_view profile = "") {
  conformance::choose_profile(test::catalog(), profile, messages);
  std::vector<std::string> sets;
  for (const auto& message : messages) {
    sets.push_back(message.set->id);
    // Set, kind and tree have to belong together.
    CHECK(message.kind == message.set->find(message.document.root().name));
    CHECK(&message.document.schema() == test::catalog().schema(*message.set, *message.kind)->get());
    CHECK(message.document.root().element == message.document.schema().root(message.kind->root));
  }
  return sets;
}

template <class... Messages>
std::vector<Message> list(Messages&&... messages) {
  std::vector<Message> result;
  (result.push_back(std::forward<Messages>(messages)), ...);
  return result;
}

const std::vector<std::string> nordic = {"nmeg/0.1"};
const std::vector<std::string> norwegian = {"nmeg-no/0.1"};

}  // namespace

TEST_SUITE("choice of profile") {
  TEST_CASE("a valid document stays where it is") {
    REQUIRE(conformance::check_document(request("E03").document, 10).empty());
    CHECK(chosen(list(request("E03"))) == nordic);
  }

  TEST_CASE("Norwegian codes make it Norwegian") {
    CHECK(chosen(list(request("BRS-NO-101"))) == norwegian);
  }

  TEST_CASE("a document that says of which market it is goes there, valid or not") {
    const std::vector<std::string> danish = {"nmeg-dk/0.1"};
    CHECK(chosen(list(request("E03", "DGL"))) == danish);
    CHECK(chosen(list(request("BRS-NO-101", "DDZ", "5790001330552"))) == danish);
    CHECK(chosen(list(request("E03", "DDZ"))) == nordic);
    // What was asked for counts before that.
    CHECK(chosen(list(request("E03", "DGL")), "nmeg-no/0.1") == norwegian);
  }

  TEST_CASE("what is wrong in both stays Nordic") {
    CHECK(chosen(list(request("no such code"))) == nordic);
    auto message = request("E03");
    put(message, "createdDateTime", "yesterday");
    CHECK(chosen(list(std::move(message))) == nordic);
  }

  TEST_CASE("a mistake does not hide that the codes are Norwegian") {
    auto message = request("BRS-NO-101");
    put(message, "createdDateTime", "yesterday");
    CHECK(chosen(list(std::move(message))) == norwegian);
  }

  TEST_CASE("all documents of one input get the same profile") {
    CHECK(chosen(list(request("E03"), request("BRS-NO-101"))) == std::vector{norwegian[0], norwegian[0]});
  }

  TEST_CASE("the profile that was asked for") {
    CHECK(chosen(list(request("E03")), "nmeg-no/0.1") == norwegian);
    CHECK(chosen(list(request("BRS-NO-101")), "nmeg/0.1") == nordic);
    CHECK(chosen(list(request("BRS-NO-101")), "nmeg/9.9") == norwegian);
    CHECK(chosen(list(request("E03")), "elhub/2.4.3") == nordic);
  }

  TEST_CASE("BIM messages are left alone") {
    CHECK(chosen(list(test::make_message("elhub/2.4.3", "RequestStartOfSupply"))) ==
          std::vector<std::string>{"elhub/2.4.3"});
    CHECK(chosen(list(test::make_message("elhub/2.4.3", "RequestStartOfSupply")), "nmeg/0.1") ==
          std::vector<std::string>{"elhub/2.4.3"});
  }

  TEST_CASE("the user's word counts before the supplement's") {
    document::ReadOptions options;
    CHECK(conformance::asked_profile(options, std::nullopt).empty());
    document::Supplement supplement;
    supplement.profile = "from the supplement";
    CHECK(conformance::asked_profile(options, supplement) == "from the supplement");
    options.profile = "from the user";
    CHECK(conformance::asked_profile(options, supplement) == "from the user");
    CHECK(conformance::asked_profile(options, std::nullopt) == "from the user");
  }

  TEST_CASE("kinds are found in the profile asked for, or else in the first set that has them") {
    const auto found = conformance::find_cim_kind(test::catalog(), "", "Acknowledgement_MarketDocument");
    REQUIRE(found.kind != nullptr);
    CHECK(found.set->id == "nmeg/0.1");
    CHECK(found.kind->root.local == "Acknowledgement_MarketDocument");
    CHECK(conformance::find_cim_kind(test::catalog(), "nmeg-no/0.1", "Acknowledgement_MarketDocument")
              .set->id == "nmeg-no/0.1");
    CHECK(conformance::find_cim_kind(test::catalog(), "", "RequestStartOfSupply").kind == nullptr);
    CHECK(conformance::find_cim_kind(test::catalog(), "elhub/2.4.3", "RequestStartOfSupply").kind == nullptr);
  }

  TEST_CASE("a rebound copy has everything but what was taken out") {
    for (std::uint32_t seed = 1; seed <= 5; ++seed) {
      auto message = test::random_message("nmeg/0.1", "NotifyValidatedMeasureData_MarketDocument", seed);
      auto& document = message.document;
      const auto series = test::node_at(message, "Series[2]");
      test::put(message, "Series[3]/mRID", "last");
      document.remove(series);
      const auto odd = document.append(0, "odd", "urn:odd", {7, 8});
      document.set_text(document.append(odd, "inner", "urn:odd", {}), "text");
      document.set_attribute(odd, "a", "b", {1, 2});
      document.set_nil(odd, true);
      const auto* other = test::catalog().set("nmeg-no/0.1");
      const auto schema = *test::catalog().schema(*other, *other->find(message.kind->root));
      const auto copy = conformance::rebind(document, schema, *schema->root(message.kind->root));
      CHECK(test::dump(copy) == test::dump(document));
      const auto place = static_cast<std::uint32_t>(copy.root().element->child_index("Series"));
      CHECK(copy.count(0, place) == document.count(0, place));
      const auto last = copy.root().last_child;
      CHECK(copy[last].position.line == 7);
      CHECK(copy[last].attributes[0].position.column == 2);
      CHECK(copy[copy.root().first_child].element == schema->root(message.kind->root)->children()[0].element);
    }
  }
}
