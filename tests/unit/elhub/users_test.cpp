// Users of organisations: their file, what their roles let them do and until when, and what is kept of it.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "gateway/database/connection.hpp"
#include "gateway/elhub/users/book.hpp"
#include "gateway/elhub/users/json.hpp"
#include "gateway/resources/store.hpp"

namespace cimgate::test {
namespace {

using namespace users;

constexpr const char* supplier = "7099990001015";
constexpr const char* other = "7099990001022";
constexpr const char* provider = "7099990004016";

std::shared_ptr<const Roles> roles() {
  return std::make_shared<const Roles>(*read_roles(roles_file, *resources::built_in()->read(roles_file)));
}

Directory directory(const std::string& text) {
  auto read = read_directory("users.yaml", text, roles());
  if (!read) FAIL(yaml::to_string(read.error()));
  return *std::move(read);
}

std::string mistakes(const std::string& text) {
  const auto read = read_directory("users.yaml", text, roles());
  return read ? "none" : yaml::to_string(read.error());
}

/// A file of one user with these lines below it.
std::string one_user(const std::string& role, const std::string& more = "system: true") {
  return fmt::format(
      "organisations:\n  - gln: \"{}\"\n    users:\n      - id: one\n        {}\n        roles: [{}]\n",
      supplier, more, role);
}

Day day(const char* text) {
  return *time::parse_day(text);
}

Act act(Deed deed, const std::string& organisation = supplier, const std::string& party = supplier) {
  Act made;
  made.deed = deed;
  made.organisation = organisation;
  made.party = party;
  return made;
}

bool may(const Directory& all, const Act& what, const char* when) {
  return judge(all, what, day(when)).allowed;
}

const std::string agents = R"(
organisations:
  - gln: "7099990004016"
    users:
      - id: system
        system: true
        roles:
          - { role: full, for: "7099990001015", from: 2026-01-01 }
          - { role: query, for: "7099990001022", from: 2026-01-01 }
agents:
  - { agent: "7099990004016", for: "7099990001015", roles: [full, read], from: 2026-02-01, to: 2026-06-10 }
  - { agent: "7099990004016", for: "7099990001022", roles: [query], from: 2026-02-01 }
)";

}  // namespace

TEST_CASE("users: a role lasts from its first day to the day before its last, a year when nothing is said") {
  const auto all = directory(one_user("{ role: full, from: 2025-06-16 }"));
  CHECK_FALSE(may(all, act(Deed::send), "2025-06-15"));
  CHECK(may(all, act(Deed::send), "2025-06-16"));
  CHECK(may(all, act(Deed::send), "2026-06-15"));
  CHECK_FALSE(may(all, act(Deed::send), "2026-06-16"));
  CHECK(judge(all, act(Deed::send), day("2026-06-16")).why == "The user's role full ended on 2026-06-16.");
  CHECK(judge(all, act(Deed::send), day("2025-01-01")).why == "The user's role full begins on 2025-06-16.");
  // A leap day has no day of its own a year later.
  CHECK(directory(one_user("{ role: full, from: 2024-02-29 }")).organisations[0].users[0].terms[0].to ==
        day("2025-02-28"));
}

TEST_CASE("users: what each role lets do") {
  struct Row {
    const char* role;
    bool send, verify, look, take, administer;
  };
  constexpr Row rows[] = {{"full", true, true, true, true, false},
                          {"read", false, false, true, false, false},
                          {"super-user", false, false, false, false, true},
                          {"query", false, true, false, false, false}};
  for (const auto& row : rows) {
    CAPTURE(row.role);
    const auto all = directory(one_user(fmt::format("{{ role: {}, from: 2026-01-01 }}", row.role)));
    CHECK(may(all, act(Deed::send), "2026-03-01") == row.send);
    CHECK(may(all, act(Deed::verify), "2026-03-01") == row.verify);
    CHECK(may(all, act(Deed::look), "2026-03-01") == row.look);
    CHECK(may(all, act(Deed::take), "2026-03-01") == row.take);
    CHECK(may(all, act(Deed::administer), "2026-03-01") == row.administer);
    auto own = act(Deed::look);
    own.own_answers = true;
    CHECK(may(all, own, "2026-03-01") == (row.look || row.role == std::string_view("query")));
  }
}

TEST_CASE("users: an agent has the roles of its contract, for as long as that holds") {
  const auto all = directory(agents);
  CHECK_FALSE(may(all, act(Deed::send, provider, supplier), "2026-01-31"));
  CHECK(may(all, act(Deed::send, provider, supplier), "2026-02-01"));
  CHECK(may(all, act(Deed::send, provider, supplier), "2026-06-09"));
  const auto late = judge(all, act(Deed::send, provider, supplier), day("2026-06-10"));
  CHECK_FALSE(late.allowed);
  CHECK(late.why == "The organisation is no agent of this party for the user's role.");
  // It may only ask, whatever role the user has.
  CHECK(may(all, act(Deed::verify, provider, other), "2026-06-10"));
  for (const auto deed : {Deed::send, Deed::look, Deed::take})
    CHECK_FALSE(may(all, act(deed, provider, other), "2026-06-10"));
  CHECK_FALSE(may(all, act(Deed::send, provider, provider), "2026-03-01"));
  // Another party's organisation is not the agent.
  CHECK_FALSE(may(all, act(Deed::send, other, supplier), "2026-03-01"));
}

TEST_CASE("users: a token names its user; one that says nobody is nobody, and never the system") {
  auto text = one_user("{ role: full, from: 2026-01-01 }", "subject: abc");
  text += "      - id: system\n        system: true\n        roles: [{ role: read, from: 2026-01-01 }]\n";
  const auto all = directory(text);
  auto by_token = act(Deed::send);
  by_token.subject = "abc";
  CHECK(judge(all, by_token, day("2026-03-01")).user == "one");
  CHECK(may(all, by_token, "2026-03-01"));
  by_token.subject = "";
  CHECK_FALSE(may(all, by_token, "2026-03-01"));
  CHECK(judge(all, by_token, day("2026-03-01")).user == "unknown");
  by_token.deed = Deed::look;
  CHECK_FALSE(may(all, by_token, "2026-03-01"));
  by_token.subject = "29919243161";
  const auto stranger = judge(all, by_token, day("2026-03-01"));
  CHECK_FALSE(stranger.allowed);
  CHECK(stranger.user.starts_with("unknown:"));
  CHECK(stranger.user.find("29919243161") == std::string::npos);
  CHECK_FALSE(may(all, act(Deed::send), "2026-03-01"));
  CHECK(may(all, act(Deed::look), "2026-03-01"));
}

TEST_CASE(
    "users: roles of a token count where the file says by which claim, and for an agent as far as its "
    "contract goes") {
  auto by_token = act(Deed::send);
  by_token.subject = "nobody";
  by_token.roles = {"king", "full"};
  const auto file = one_user("{ role: read, from: 2026-01-01 }");
  CHECK_FALSE(may(directory(file), by_token, "2026-03-01"));
  const auto believing = directory("claims: { roles: cimgate_roles }\n" + file);
  CHECK(may(believing, by_token, "2026-03-01"));
  by_token.roles = {"king"};
  CHECK_FALSE(may(believing, by_token, "2026-03-01"));
  const auto all = directory("claims: { user: sub, roles: cimgate_roles }\n" + agents);
  CHECK(all.user_claim == "sub");
  auto agent = act(Deed::send, provider, other);
  agent.subject = "nobody";
  agent.roles = {"full"};
  CHECK_FALSE(may(all, agent, "2026-03-01"));
  agent.party = supplier;
  CHECK(may(all, agent, "2026-03-01"));
  CHECK_FALSE(may(all, agent, "2026-06-10"));
}

TEST_CASE("users: a token that does not say whose it is brings no roles") {
  auto all = directory(one_user("{ role: read, from: 2026-01-01 }"));
  all.roles_claim = "my_roles";
  auto by_token = act(Deed::send);
  by_token.roles = {"full"};
  by_token.subject = "somebody";
  CHECK(may(all, by_token, "2026-03-01"));
  by_token.subject = "";
  CHECK_FALSE(may(all, by_token, "2026-03-01"));
  by_token.subject = std::nullopt;
  CHECK_FALSE(may(all, by_token, "2026-03-01"));
}

TEST_CASE("users: the state of a role, from 30 days before its end on, unless it goes on") {
  const auto state = [](const std::string& roles, const char* when) {
    const auto all = directory(one_user(roles));
    const auto& one = all.organisations[0];
    return to_string(state_of(all, one, one.users[0], one.users[0].terms[0], day(when)));
  };
  const std::string year = "{ role: full, from: 2025-06-16 }";
  CHECK(state(year, "2025-06-15") == "waiting");
  CHECK(state(year, "2026-05-16") == "active");
  CHECK(state(year, "2026-05-17") == "expiring");
  CHECK(state(year, "2026-06-15") == "expiring");
  CHECK(state(year, "2026-06-16") == "expired");
  CHECK(state(year + ", { role: full, from: 2026-06-16 }", "2026-06-15") == "active");
  CHECK(state(year + ", { role: full, from: 2026-06-17 }", "2026-06-15") == "expiring");
  CHECK(state(year + ", { role: read, from: 2026-06-16 }", "2026-06-15") == "expiring");
  CHECK(state("{ role: full, for: \"7099990001022\", from: 2026-01-01 }", "2026-03-01") == "suspended");
}

TEST_CASE("users: every mistake of a file is told with its place") {
  CHECK(mistakes("organisations: []") == "none");
  CHECK(mistakes("").find("users.yaml:") == 0);
  CHECK(mistakes("[]").find("users.yaml:") == 0);
  CHECK(mistakes(one_user("{ role: ful, from: 2026-01-01 }")).find("users.yaml:6:") == 0);
  CHECK(mistakes(one_user("{ role: ful, from: 2026-01-01 }")).find("did you mean 'full'") !=
        std::string::npos);
  CHECK(mistakes(one_user("{ role: full, from: 2026-01-01, to: 2027-01-02 }")).find("until 2027-01-01") !=
        std::string::npos);
  CHECK(mistakes(one_user("{ role: full, from: 2026-01-01, to: 2027-01-01 }")) == "none");
  for (const auto* wrong :
       {"{ role: full, from: 2026-01-01, to: 2026-01-01 }", "{ role: full }", "{ role: full, from: soon }",
        "{ role: full, from: 9999-12-31 }", "{ from: 2026-01-01 }", "full",
        "{ role: full, from: 2026-01-01, for: abc }", "{ role: full, from: 2026-01-01, until: 2026-02-01 }"})
    CHECK_MESSAGE(mistakes(one_user(wrong)) != "none", wrong);
  const std::string good = "{ role: full, from: 2026-01-01 }";
  for (const auto* wrong : {"system: perhaps", "mail: nobody", "mail: \"a@b.example\\r\\nBcc: c@d.example\"",
                            "mail: a@b@c", "subject: \"a b\"", "name: Kari"})
    CHECK_MESSAGE(mistakes(one_user(good, wrong)) != "none", wrong);
  for (const auto* id : {"29919243161", "Kari Nordmann", "a@b", "'<b>'"}) {
    const std::string text = one_user(good);
    CHECK_MESSAGE(
        mistakes(std::string(text).replace(text.find("id: one"), 7, fmt::format("id: {}", id))) != "none",
        id);
  }
  // Twice the same user, the same organisation, two systems, oneself as an agent.
  CHECK(mistakes(one_user(good) + "      - { id: one, roles: [] }\n") != "none");
  CHECK(mistakes(one_user(good) + "      - { id: two, system: true, roles: [] }\n") != "none");
  CHECK(mistakes(one_user(good) + "  - { gln: \"7099990001015\", users: [] }\n") != "none");
  CHECK(mistakes(one_user(good) + "agents: [{ agent: \"7099990001015\", for: \"7099990001015\", roles: "
                                  "[full], from: 2026-01-01 }]\n") != "none");
}

TEST_CASE("users: a small file that stands for a large one is refused, and soon") {
  std::string text = "x: &r [";
  for (int i = 0; i < 1000; ++i) text += "{ role: full, from: 2026-01-01 },";
  text += "]\ny: &u [";
  for (int i = 0; i < 1000; ++i) text += "{ id: a, roles: *r },";
  text += "]\norganisations: [";
  for (int i = 0; i < 1000; ++i) text += "{ gln: \"7099990001015\", users: *u },";
  const auto told = mistakes(text + "]\n");
  CHECK(told.find("its references say too much") != std::string::npos);
  std::string terms;
  for (std::size_t i = 0; i < most_entries; ++i) terms += "{ role: full, from: 2026-01-01 },";
  CHECK(mistakes(one_user(terms)).find("more than 50000 entries") != std::string::npos);
  CHECK(mistakes(std::string(most_bytes + 1, ' ')).find("bytes") != std::string::npos);
}

TEST_CASE("users: acts are kept with their outcome, and only so many of them") {
  database::Connection connection(":memory:", database::Mode::write);
  for (const auto& table : Book::tables("hub_")) connection.create(table);
  Book book(connection, "hub_");
  const auto all = directory(one_user("{ role: full, from: 2026-01-01 }"));
  auto one = act(Deed::send);
  one.about = "BRS-NO-101";
  one.way = "soap";
  const auto entry = book.enter(one, judge(all, one, day("2026-03-01")), 1000);
  CHECK(book.acts({}).at(0).outcome == "begun");
  book.leave(entry, "done");
  one.party = other;
  book.enter(one, judge(all, one, day("2026-03-01")), 2000);
  const auto acts = book.acts({});
  REQUIRE(acts.size() == 2);
  CHECK(acts[0].outcome == "done");
  CHECK(acts[0].user == "one");
  CHECK(acts[0].role == "full");
  CHECK(acts[1].outcome == "refused");
  CHECK(acts[1].role.empty());
  CHECK(book.acts({0, 100, "", other, ""}).size() == 1);
  CHECK(book.acts({0, 100, "", "", "done"}).size() == 1);
  CHECK(book.acts({0, 100, "nobody", "", ""}).empty());
  CHECK(book.acts({acts[0].sequence, 100, "", "", ""}).size() == 1);
  connection.execute(fmt::format("UPDATE hub_acts SET sequence = {} WHERE sequence = {}",
                                 entry + Book::most_acts, acts[1].sequence));
  book.enter(one, judge(all, one, day("2026-03-01")), 3000);
  CHECK(book.acts({}).front().sequence == entry + Book::most_acts);
}

TEST_CASE("users: what is told of them has neither mail addresses nor what tokens call them") {
  const auto text =
      one_user("{ role: full, from: 2026-01-01 }", "subject: secret-client\n        mail: a@b.example");
  const auto all = directory(text);
  const auto json = directory_json(&all, day("2026-03-01"));
  CHECK(json.find("\"one\"") != std::string::npos);
  CHECK(json.find("secret-client") == std::string::npos);
  CHECK(json.find("a@b.example") == std::string::npos);
  CHECK(directory_json(nullptr, day("2026-03-01")).find("\"configured\": false") != std::string::npos);
}

}  // namespace cimgate::test
