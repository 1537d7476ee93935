#include <doctest/doctest.h>

#include <algorithm>

#include "gateway/elhub/ledger/ledger.hpp"
#include "gateway/elhub/ledger/tables.hpp"
#include "tests/test_database.hpp"

/// What the ledger keeps comes back as it was, field by field, and what is not there is not found.
namespace cimgate::ledger {
namespace {

constexpr const char* gsrn = "707057599002000010";
constexpr const char* next_gsrn = "707057599002000027";
constexpr const char* alice = "7099990001015";
constexpr const char* bob = "7099990001022";
constexpr const char* area = "50Y0CIMGATE-N-0Q";

Day day(const char* text) {
  return *rules::parse_day(text);
}

void load(Ledger& ledger, const std::string& yaml) {
  const auto state = market::read_state("m.yaml", yaml);
  ledger.begin();
  const auto loaded = ledger.load_market(std::span(&state, 1));
  REQUIRE(loaded.errors.empty());
  ledger.commit();
}

StoredMessage message_of(const std::string& id) {
  StoredMessage one;
  one.id = id;
  one.incoming = true;
  one.name = "RequestStartOfSupply";
  one.process = "BRS-NO-101";
  one.document_type = "392";
  one.physical_sender = alice;
  one.sender = bob;
  one.recipient = "7099990000018";
  one.gsrn = gsrn;
  one.at = 17;
  one.xml = "<x/>";
  return one;
}

/// The ids, one after the other.
std::string ids(const std::vector<StoredSeries>& all) {
  std::string text;
  for (const auto& one : all) text += one.id;
  return text;
}

}  // namespace

TEST_CASE("ledger: a message comes back as it was kept, and with its answer") {
  const test::TestDatabase kept;
  Ledger ledger(kept.in_memory(), 0);
  CHECK_FALSE(ledger.message("a"));
  ledger.keep(message_of("a"));
  const auto found = ledger.message("a");
  REQUIRE(found);
  CHECK(found->id == "a");
  CHECK(found->incoming);
  CHECK(found->name == "RequestStartOfSupply");
  CHECK(found->process == "BRS-NO-101");
  CHECK(found->document_type == "392");
  CHECK(found->physical_sender == alice);
  CHECK(found->sender == bob);
  CHECK(found->recipient == "7099990000018");
  CHECK(found->gsrn == gsrn);
  CHECK(found->answer.empty());
  CHECK(found->at == 17);
  CHECK(found->xml == "<x/>");
  ledger.keep(message_of("b"));
  ledger.set_answer("a", "c");
  CHECK(ledger.message("a")->answer == "c");
  CHECK(ledger.message("b")->answer.empty());
}

TEST_CASE("ledger: a queue is one party's and one channel's, and is handed out in its order, set by set") {
  const test::TestDatabase kept;
  Ledger ledger(kept.in_memory(), 0);
  const auto processes = Channel::market_processes;
  const auto values = Channel::metering_values;
  for (const auto* id : {"a", "b", "c", "d", "e"}) ledger.keep(message_of(id));
  CHECK_FALSE(ledger.next_result_set(alice, processes, 2));
  for (const auto* id : {"a", "b", "c"}) ledger.enqueue(alice, processes, id);
  ledger.enqueue(alice, values, "d");
  ledger.enqueue(bob, processes, "e");
  const auto waiting = ledger.waiting(alice, processes, 2);
  REQUIRE(waiting.size() == 2);
  CHECK(waiting[0].id == "a");
  CHECK(waiting[0].name == "RequestStartOfSupply");
  CHECK(waiting[0].document_type == "392");
  CHECK(waiting[0].process == "BRS-NO-101");
  CHECK(waiting[0].gsrn == gsrn);
  CHECK(waiting[0].at == 17);
  CHECK(waiting[1].id == "b");
  const auto queues = ledger.queues();
  REQUIRE(queues.size() == 3);
  CHECK(queues[0].party == alice);
  CHECK(queues[0].channel == processes);
  CHECK(queues[0].waiting == 3);
  CHECK(queues[1].channel == values);
  CHECK(queues[2].party == bob);
  using Ids = std::vector<std::string>;
  const auto set = ledger.next_result_set(alice, processes, 2);
  REQUIRE(set);
  CHECK(set->messages == Ids{"a", "b"});
  // The same set, until it is acknowledged: by its party, of its channel.
  CHECK(ledger.next_result_set(alice, processes, 5)->id == set->id);
  CHECK(ledger.next_result_set(alice, processes, 5)->messages == Ids{"a", "b"});
  CHECK_FALSE(ledger.acknowledge(bob, processes, set->id));
  CHECK_FALSE(ledger.acknowledge(alice, values, set->id));
  CHECK_FALSE(ledger.acknowledge(alice, processes, "another"));
  CHECK_FALSE(ledger.was_acknowledged(alice, processes, set->id));
  CHECK(ledger.acknowledge(alice, processes, set->id));
  CHECK_FALSE(ledger.acknowledge(alice, processes, set->id));
  CHECK(ledger.was_acknowledged(alice, processes, set->id));
  CHECK_FALSE(ledger.was_acknowledged(bob, processes, set->id));
  CHECK_FALSE(ledger.was_acknowledged(alice, values, set->id));
  CHECK(ledger.next_result_set(alice, processes, 5)->messages == Ids{"c"});
  CHECK(ledger.next_result_set(alice, values, 5)->messages == Ids{"d"});
  CHECK(ledger.next_result_set(bob, processes, 5)->messages == Ids{"e"});
}

TEST_CASE("ledger: a key stands for the message that it came with first") {
  const test::TestDatabase kept;
  Ledger ledger(kept.in_memory(), 0);
  CHECK(ledger.claim_key(alice, "k", "a"));
  CHECK(ledger.claim_key(alice, "k", "a"));
  CHECK_FALSE(ledger.claim_key(alice, "k", "b"));
  CHECK(ledger.claim_key(bob, "k", "b"));
  CHECK(ledger.claim_key(alice, "l", "b"));
}

TEST_CASE("ledger: events, entries of the journal and steps come back as they were kept") {
  const test::TestDatabase kept;
  Ledger ledger(kept.in_memory(), 0);
  CHECK(ledger.last_event() == 0);
  CHECK(ledger.record({0, 5, "kind", "BRS-NO-101", gsrn, alice, "id", "Name", {"en", "nb"}}) == 1);
  const auto event = ledger.events({}).at(0);
  CHECK(event.sequence == 1);
  CHECK(event.at == 5);
  CHECK(event.kind == "kind");
  CHECK(event.process == "BRS-NO-101");
  CHECK(event.gsrn == gsrn);
  CHECK(event.party == alice);
  CHECK(event.message == "id");
  CHECK(event.message_name == "Name");
  CHECK(event.text.en == "en");
  CHECK(event.text.nb == "nb");
  CHECK(ledger.last_event() == 1);

  CHECK(ledger.version().empty());
  ledger.note({0, "version", "elhub/1", "", ""});
  CHECK_FALSE(ledger.has_done_anything());
  ledger.note({0, "version", "elhub/2", "", ""});
  ledger.note({0, "poll", "x", "y", "z"});
  CHECK(ledger.has_done_anything());
  CHECK(ledger.version() == "elhub/2");
  std::vector<JournalEntry> entries;
  ledger.for_each_entry([&](const JournalEntry& entry) { entries.push_back(entry); });
  REQUIRE(entries.size() == 3);
  CHECK(entries[0].first == "elhub/1");
  CHECK(entries[2].sequence == 3);
  CHECK(entries[2].kind == "poll");
  CHECK(entries[2].first == "x");
  CHECK(entries[2].second == "y");
  CHECK(entries[2].third == "z");

  CHECK_FALSE(ledger.has_steps("case"));
  ledger.schedule({0, 20, "later", "case", "BRS-NO-101", gsrn});
  ledger.schedule({0, 10, "sooner", "other", "BRS-NO-102", next_gsrn});
  CHECK(ledger.has_steps("case"));
  const auto steps = ledger.steps(5);
  REQUIRE(steps.size() == 2);
  CHECK(ledger.steps(1).size() == 1);
  CHECK(steps[0].name == "sooner");
  CHECK(steps[1].at == 20);
  CHECK(steps[1].subject == "case");
  CHECK(steps[1].process == "BRS-NO-101");
  CHECK(steps[1].gsrn == gsrn);
  CHECK_FALSE(ledger.take_step(9));
  CHECK(ledger.take_step(10)->name == "sooner");
  CHECK_FALSE(ledger.take_step(19));
  ledger.drop_steps("other");
  CHECK(ledger.has_steps("case"));
}

TEST_CASE("ledger: a process comes back as it was saved, and is saved again in its place") {
  const test::TestDatabase kept;
  Ledger ledger(kept.in_memory(), 0);
  Case one;
  one.id = "one";
  one.process = "BRS-NO-102";
  one.gsrn = gsrn;
  one.initiator = alice;
  one.physical_sender = bob;
  one.role = "SLR";
  one.status = "ongoing";
  one.date = day("2026-06-15");
  one.cancellation_deadline = day("2026-06-12");
  one.stage = "waiting-for-deadline";
  one.supplier = bob;
  one.supplier_role = "DDQ";
  one.customer = "313000125";
  one.announcement = "told";
  ledger.save(one);
  auto other = one;
  other.id = "other";
  other.gsrn = next_gsrn;
  other.announcement.clear();
  other.cancellation_deadline.reset();
  ledger.save(other);
  const auto found = ledger.find_case("one");
  REQUIRE(found);
  CHECK(found->process == "BRS-NO-102");
  CHECK(found->gsrn == gsrn);
  CHECK(found->initiator == alice);
  CHECK(found->physical_sender == bob);
  CHECK(found->role == "SLR");
  CHECK(found->status == "ongoing");
  CHECK(found->date == day("2026-06-15"));
  CHECK(found->cancellation_deadline == day("2026-06-12"));
  CHECK(found->stage == "waiting-for-deadline");
  CHECK(found->supplier == bob);
  CHECK(found->supplier_role == "DDQ");
  CHECK(found->customer == "313000125");
  CHECK(found->announcement == "told");
  CHECK_FALSE(ledger.find_case("other")->cancellation_deadline);
  CHECK_FALSE(ledger.find_case("third"));
  CHECK(ledger.case_by_announcement("told")->id == "one");
  // Nobody refers to what was not announced.
  CHECK_FALSE(ledger.case_by_announcement(""));
  CHECK_FALSE(ledger.case_by_announcement("one"));
  one.status = "completed";
  ledger.save(one);
  const auto all = ledger.cases_of(gsrn);
  REQUIRE(all.size() == 1);
  CHECK(all[0].status == "completed");
}

TEST_CASE("ledger: values come back as they were kept; those beside the time asked for are no part of it") {
  const test::TestDatabase kept;
  Ledger ledger(kept.in_memory(), 0);
  load(ledger, std::string("parties: [{ gln: \"7099990001015\", roles: [DDM] }]\n"
                           "grid_areas: [{ id: 50Y0CIMGATE-N-0Q, owner: \"7099990001015\" }, { id: "
                           "50Y0CIMGATE-W-0R, owner: \"7099990001015\" }]\n"
                           "metering_points: [{ gsrn: \"707057599002000010\", from: 2020-01-01, grid_area: "
                           "50Y0CIMGATE-N-0Q }, { gsrn: \"707057599002000027\", from: 2020-01-01, grid_area: "
                           "50Y0CIMGATE-W-0R }]\n"));
  StoredSeries one;
  one.id = "b";
  one.gsrn = gsrn;
  one.process = "BRS-NO-313";
  one.sender = alice;
  one.direction = "Out";
  one.product = "8716867000030";
  one.start = 100;
  one.end = 200;
  one.registered = 7;
  one.registration = "as written";
  one.inserted = 8;
  one.withdrawn = true;
  one.reading_end = "1600";
  one.xml = "<x/>";
  ledger.keep(one);
  const auto found = ledger.series("b");
  REQUIRE(found);
  CHECK_FALSE(ledger.series("c"));
  CHECK(found->gsrn == gsrn);
  CHECK(found->process == "BRS-NO-313");
  CHECK(found->sender == alice);
  CHECK(found->direction == "Out");
  CHECK(found->product == "8716867000030");
  CHECK(found->start == 100);
  CHECK(found->end == 200);
  CHECK(found->registered == 7);
  CHECK(found->registration == "as written");
  CHECK(found->inserted == 8);
  CHECK(found->withdrawn);
  CHECK(found->reading_end == "1600");
  CHECK(found->xml == "<x/>");
  one.withdrawn = false;
  one.id = "a";
  one.start = 0;
  one.end = 100;
  ledger.keep(one);
  one.id = "c";
  one.start = 200;
  one.end = 300;
  ledger.keep(one);
  one.id = "n";
  one.gsrn = next_gsrn;
  one.start = 100;
  one.end = 200;
  ledger.keep(one);
  CHECK(ids(ledger.series_of(gsrn, 100, 200)) == "b");
  CHECK(ids(ledger.series_of(gsrn, 99, 201)) == "bac");
  CHECK(ids(ledger.series_in_area(area, 100, 200)) == "b");
  CHECK(ids(ledger.series_in_area(area, 99, 201)) == "bac");
  CHECK(ids(ledger.series_in_area("50Y0CIMGATE-W-0R", 0, 300)) == "n");
  // The market of the ledger answers likewise.
  CHECK(ledger.market()->series_of(gsrn, 100, 200)->size() == 1);
  CHECK(ledger.market()->series_of(gsrn, 99, 201)->size() == 3);
  CHECK(ledger.market()->series_in(area, 100, 200)->size() == 1);
  CHECK(ledger.market()->series_in(area, 99, 200)->size() == 2);
  CHECK(ledger.market()->series_in(area, 100, 201)->size() == 2);
  CHECK(ledger.market()->series("b")->withdrawn);
  CHECK(ledger.market()->series("d").absent());
  const auto silent = ledger.silent_since(300);
  REQUIRE(silent.size() == 1);
  CHECK(silent.front().gsrn == next_gsrn);
  CHECK(silent.front().since == 200);
}

TEST_CASE("ledger: contracts of one supplier, on their points, whatever others have there") {
  const test::TestDatabase kept;
  Ledger ledger(kept.in_memory(), 0);
  ledger.set_contract(
      {gsrn, {day("2020-01-01"), day("2021-01-01")}, "313000125", alice, "DDQ", "BRS-NO-101"});
  ledger.set_contract({gsrn, {day("2021-01-01"), {}}, "314000277", bob, "SLR", ""});
  ledger.set_contract({next_gsrn, {day("2020-01-01"), {}}, "313000125", bob, "DDQ", ""});
  const auto of_alice = ledger.contracts_of_supplier(alice);
  REQUIRE(of_alice.size() == 1);
  CHECK(of_alice[0].metering_point == gsrn);
  CHECK(of_alice[0].customer == "313000125");
  CHECK(of_alice[0].origin == "BRS-NO-101");
  CHECK(ledger.contracts_of_supplier(bob).size() == 2);
  ledger.end_contract(next_gsrn, day("2020-01-01"), day("2022-01-01"));
  CHECK(ledger.market()->contracts_of(next_gsrn).at(0).period.to == day("2022-01-01"));
  ledger.end_contract(next_gsrn, day("2020-01-01"), std::nullopt);
  CHECK_FALSE(ledger.market()->contracts_of(next_gsrn).at(0).period.to);
  ledger.remove_contract(gsrn, day("2021-01-01"));
  REQUIRE(ledger.market()->contracts_of(gsrn).size() == 1);
  CHECK(ledger.market()->contracts_of(gsrn)[0].supplier == alice);
  CHECK(ledger.market()->contracts_of(next_gsrn).size() == 1);
  CHECK_FALSE(ledger.put_back("nothing"));
}

TEST_CASE("ledger: the area of a grid company is one that it owns on the day") {
  const test::TestDatabase kept;
  Ledger ledger(kept.in_memory(), 0);
  load(ledger,
       "parties: [{ gln: \"7099990001015\", org: \"313000125\", roles: [DDM] }, { gln: \"7099990001022\", "
       "roles: "
       "[DDM] }]\n"
       "grid_areas:\n"
       "  - { id: 50Y0CIMGATE-N-0Q, owner: \"7099990001015\", from: 2020-01-01 }\n"
       "  - { id: 50Y0CIMGATE-N-0Q, owner: \"7099990001022\", from: 2022-01-01 }\n"
       "  - { id: 50Y0CIMGATE-W-0R, owner: \"7099990001015\", from: 2023-01-01 }\n");
  CHECK(ledger.area_of(alice, day("2019-12-31")).empty());
  CHECK(ledger.area_of(alice, day("2020-01-01")) == area);
  CHECK(ledger.area_of(alice, day("2022-01-01")).empty());
  CHECK(ledger.area_of(alice, day("2023-01-01")) == "50Y0CIMGATE-W-0R");
  CHECK(ledger.area_of(bob, day("2021-12-31")).empty());
  CHECK(ledger.area_of(bob, day("2022-01-01")) == area);
  CHECK(ledger.organisation_of(alice) == "313000125");
  CHECK(ledger.organisation_of(bob).empty());
  CHECK(ledger.knows_party(bob));
  CHECK_FALSE(ledger.knows_party("7099990000018"));
  CHECK(ledger.parties().size() == 2);
}

TEST_CASE("ledger: what is said of a metering point holds from its day on, and leaves the rest as it was") {
  const test::TestDatabase kept;
  Ledger ledger(kept.in_memory(), 0);
  market::MeteringPoint point;
  point.gsrn = gsrn;
  point.type = std::string("E17");
  point.status = std::string("E23");
  point.settlement = std::string("E02");
  point.resolution = std::string("PT1H");
  point.grid_area = std::string(area);
  point.accounting_point = true;
  point.blocked_for_switching = false;
  point.meter = std::string("1");
  ledger.set_point(point, day("2020-01-01"));
  market::MeteringPoint active;
  active.gsrn = gsrn;
  active.status = std::string("E22");
  active.meter = market::Answer<std::string>::none();
  ledger.set_point(active, day("2020-01-01"));
  const auto found = ledger.market()->metering_point(gsrn, day("2020-01-01"));
  REQUIRE(found.known());
  CHECK(*found->type == "E17");
  CHECK(*found->status == "E22");
  CHECK(*found->settlement == "E02");
  CHECK(*found->resolution == "PT1H");
  CHECK(*found->grid_area == area);
  CHECK(*found->accounting_point);
  CHECK_FALSE(*found->blocked_for_switching);
  CHECK(found->meter.absent());
  CHECK_FALSE(ledger.address_of(gsrn, day("2020-01-01")));
  ledger.set_address(gsrn, day("2020-01-01"), {"Gata", "1 B", "9995", "BY"});
  CHECK_FALSE(ledger.address_of(gsrn, day("2019-12-31")));
  CHECK_FALSE(ledger.address_of(next_gsrn, day("2020-01-01")));
  const auto address = ledger.address_of(gsrn, day("2020-01-01"));
  REQUIRE(address);
  CHECK(address->street == "Gata");
  CHECK(address->building_number == "1 B");
  CHECK(address->post_code == "9995");
  CHECK(address->city == "BY");
  CHECK(ledger.count_points("70705759900200001") == 1);
  CHECK(ledger.count_points("70705759900200002") == 0);
  CHECK(ledger.count_points("x") == 0);
  using Texts = std::vector<std::string>;
  ledger.keep_point_data(gsrn, day("2020-02-01"), "later");
  ledger.keep_point_data(gsrn, day("2020-01-01"), "first");
  ledger.keep_point_data(gsrn, day("2020-01-01"), "second");
  ledger.keep_point_data(next_gsrn, day("2020-01-01"), "another");
  CHECK(ledger.point_data(gsrn, day("2019-12-31")).empty());
  CHECK(ledger.point_data(gsrn, day("2020-01-31")) == Texts{"first", "second"});
  CHECK(ledger.point_data(gsrn, day("2020-02-01")) == Texts{"first", "second", "later"});
  CHECK_FALSE(ledger.customer_data("313000125"));
  ledger.keep_customer_data("313000125", "message");
  CHECK(*ledger.customer_data("313000125") == "message");
}

TEST_CASE("ledger: a sharing has its owner, and its versions by their numbers") {
  const test::TestDatabase kept;
  Ledger ledger(kept.in_memory(), 0);
  CHECK(ledger.sharing_versions("roof").empty());
  ledger.keep(SharingVersion{"roof", 2, "Contributor", false, 20, 20, "<y/>"}, alice);
  ledger.keep(SharingVersion{"roof", 1, "Recipient", false, 10, 10, "<x/>"}, alice);
  ledger.keep(SharingVersion{"wall", 1, "Recipient", false, 10, 10, "<w/>"}, bob);
  ledger.keep(SharingVersion{"roof", 2, "Recipient", true, 20, 30, "<z/>"}, alice);
  const auto all = ledger.sharing_versions("roof");
  REQUIRE(all.size() == 2);
  CHECK(all[0].version == 1);
  CHECK(all[0].xml == "<x/>");
  CHECK_FALSE(all[0].withdrawn);
  CHECK(all[1].version == 2);
  CHECK(all[1].surplus_to == "Recipient");
  CHECK(all[1].withdrawn);
  CHECK(all[1].created == 20);
  CHECK(all[1].updated == 30);
  CHECK(all[1].xml == "<z/>");
  CHECK(*ledger.market()->sharing_owner("roof") == alice);
  CHECK(ledger.market()->sharing_owner("fence").absent());
}

TEST_CASE(
    "ledger: changes of sharings are those of their owner, behind a number; subscriptions come and go") {
  const test::TestDatabase kept;
  Ledger ledger(kept.in_memory(), 0);
  ledger.keep(SharingVersion{"roof", 1, "Recipient", false, 10, 10, "<x/>"}, alice);
  ledger.keep(SharingVersion{"barn", 1, "Recipient", false, 10, 10, "<x/>"}, alice);
  ledger.keep(SharingVersion{"wall", 1, "Recipient", false, 10, 10, "<x/>"}, bob);
  CHECK(ledger.last_sharing_change() == 0);
  const auto first = ledger.record(SharingChange{0, 10, "roof", 1, "created"});
  ledger.record(SharingChange{0, 11, "wall", 1, "created"});
  ledger.record(SharingChange{0, 12, "barn", 1, "created"});
  const auto last = ledger.record(SharingChange{0, 13, "roof", 1, "withdrawn"});
  CHECK(ledger.last_sharing_change() == last);
  CHECK(ledger.sharing_changes(alice, "", 0, 10).size() == 3);
  CHECK(ledger.sharing_changes(alice, "", 0, 2).size() == 2);
  CHECK(ledger.sharing_changes(bob, "", 0, 10).size() == 1);
  CHECK(ledger.sharing_changes(bob, "roof", 0, 10).empty());
  const auto later = ledger.sharing_changes(alice, "roof", first, 10);
  REQUIRE(later.size() == 1);
  CHECK(later[0].sequence == last);
  CHECK(later[0].at == 13);
  CHECK(later[0].version == 1);
  CHECK(later[0].what == "withdrawn");

  ledger.keep(SharingSubscription{"s2", alice, "", 20, 4});
  ledger.keep(SharingSubscription{"s1", alice, "roof", 10, 0});
  ledger.keep(SharingSubscription{"s3", bob, "", 5, 0});
  const auto mine = ledger.sharing_subscriptions(alice);
  REQUIRE(mine.size() == 2);
  CHECK(mine[0].id == "s1");
  CHECK(mine[0].sharing == "roof");
  CHECK(mine[1].since == 4);
  CHECK(ledger.sharing_subscription("s3")->party == bob);
  ledger.end_sharing_subscription("s1");
  CHECK_FALSE(ledger.sharing_subscription("s1"));
  CHECK(ledger.sharing_subscriptions(alice).size() == 1);
  CHECK(ledger.sharing_subscriptions(bob).size() == 1);
}

TEST_CASE("ledger: versions of sharings and subscriptions to them are there when it is opened again") {
  const test::TestDatabase kept;
  {
    Ledger ledger(kept.location(), 0);
    ledger.begin();
    ledger.keep(SharingVersion{"roof", 1, "Contributor", false, 10, 10, "<x/>"}, alice);
    ledger.record(SharingChange{0, 10, "roof", 1, "created"});
    ledger.keep(SharingSubscription{"s1", alice, "roof", 10, 1});
    ledger.commit();
  }
  Ledger ledger(kept.location(), 0);
  CHECK(ledger.sharing_versions("roof").front().surplus_to == "Contributor");
  CHECK(ledger.sharing_subscription("s1")->since == 1);
  CHECK(ledger.sharing_changes(alice, "roof", 0, 10).size() == 1);
  CHECK(ledger.record(SharingChange{0, 11, "roof", 1, "withdrawn"}) > 1);
}

TEST_CASE("ledger: a replay repeats everything but how it came to be") {
  const auto names = repeated_tables();
  const auto has = [&](const char* name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  CHECK_FALSE(has("hub_deeds"));
  CHECK_FALSE(has("hub_touched"));
  for (const auto* name :
       {"hub_messages", "hub_queue", "hub_acknowledged", "hub_events", "hub_steps", "hub_cases",
        "hub_replaced", "hub_values", "hub_keys", "hub_sharing_versions", "hub_sharing_changes",
        "hub_sharing_subscriptions", "contracts", "processes", "metering_points", "sharings"})
    CHECK_MESSAGE(has(name), name);
}

}  // namespace cimgate::ledger
