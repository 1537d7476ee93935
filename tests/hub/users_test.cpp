// Access as roles have it, at the test hub: over SOAP and over REST, by its clock, kept and told.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <cstdlib>
#include <ctime>
#include <fstream>

#include "gateway/security/keys/hash.hpp"
#include "gateway/security/keys/identity.hpp"
#include "gateway/security/keys/public_key.hpp"
#include "gateway/security/tokens/jws.hpp"
#include "gateway/security/tokens/key_set.hpp"
#include "tests/hub/messages.hpp"
#include "tests/server/client.hpp"
#include "tests/server/service.hpp"
#include "tests/temporary_folder.hpp"

namespace cimgate::test {
namespace {

constexpr const char* provider = "7099990004016";
const std::string queue = "/cim/v1/queues/market-processes";

/// `supplier` has a system with a role that ends on 2026-06-16, and one who is written to.
const std::string file = R"(
organisations:
  - gln: "7099990001022"
    users:
      - id: order-system
        system: true
        roles: [{ role: full, from: 2025-06-16 }]
      - id: boss
        mail: access@innsjo.example
        roles: [{ role: super-user, from: 2026-01-01 }]
)";

std::string in_file(const TemporaryFolder& folder, const std::string& text, const char* name = "users.yaml") {
  std::ofstream(folder.file(name)) << text;
  return folder.file(name);
}

Response say(const Service& hub, const std::string& method, const std::string& target,
             const std::string& fields = {}, const std::string& body = {}) {
  return ask(hub.port(), method, target, fields + (body.empty() ? "" : "Content-Type: application/json\r\n"),
             body);
}

std::string as(const std::string& gln, const std::string& party = {}) {
  return "SenderGLN: " + gln + "\r\n" + (party.empty() ? "" : "OnBehalfOfGLN: " + party + "\r\n");
}

void move(const Service& hub, const std::string& to) {
  REQUIRE(say(hub, "PUT", "/hub/v1/clock", "", "{\"to\": \"" + to + "\"}").status == 200);
}

void take(const Service& hub, const std::string& users) {
  const auto answer = say(hub, "PUT", "/hub/v1/users", "", users);
  CAPTURE(answer.body);
  REQUIRE(answer.status == 200);
}

Response soap(const Service& hub, const std::string& service, const std::string& body) {
  return ask(hub.port(), "POST", "/emif/services/" + service, "Content-Type: text/xml; charset=utf-8\r\n",
             body);
}

Response poll(const Service& hub, std::uint64_t number, const std::string& asker,
              const std::string& party = {}) {
  return soap(hub, "PollMarketProcesses",
              enveloped(poll_ns, "PollForDataRequest", poll_for_data(uuid(number), asker, party)));
}

Response start(const Service& hub, std::uint64_t number, const std::string& gsrn = point) {
  return soap(hub, "MarketProcesses",
              enveloped(market_ns, "RequestStartOfSupplyRequest", start_of_supply(uuid(number), gsrn, true)));
}

YAML::Node acts(const Service& hub, const std::string& query = {}) {
  const auto answer = say(hub, "GET", "/hub/v1/acts" + query);
  REQUIRE(answer.status == 200);
  return YAML::Load(answer.body)["acts"];
}

std::string state_of(const Service& hub, const std::string& user) {
  for (const auto& one : YAML::Load(say(hub, "GET", "/hub/v1/users").body)["roles"])
    if (one["user"].as<std::string>() == user) return one["state"].as<std::string>();
  return "none";
}

std::size_t mails(const Service& hub) {
  return YAML::Load(say(hub, "GET", "/hub/v1/mail").body)["mails"].size();
}

}  // namespace

TEST_CASE("users: without a file of users all is as it was, and nothing is kept of who did what") {
  const Service hub;
  CHECK(say(hub, "GET", queue, as(supplier)).status == 204);
  CHECK(start(hub, 1).status == 200);
  CHECK(acts(hub).size() == 0);
  CHECK(YAML::Load(say(hub, "GET", "/hub/v1/users").body)["configured"].as<bool>() == false);
}

TEST_CASE("users: a role works on the day before its end and not on the day, over SOAP and over REST") {
  const TemporaryFolder folder;
  const Service hub({"--users", in_file(folder, file)});
  move(hub, "2026-06-15T23:59:59+02:00");
  CHECK(say(hub, "GET", queue, as(supplier)).status == 204);
  CHECK(poll(hub, 1, supplier).status == 200);
  CHECK(state_of(hub, "order-system") == "expiring");
  move(hub, "2026-06-16");
  CHECK(state_of(hub, "order-system") == "expired");
  const auto refused = say(hub, "GET", queue, as(supplier));
  CHECK(refused.status == 403);
  CHECK(YAML::Load(refused.body)["type"].as<std::string>() == "urn:cimgate:problem:not-allowed");
  CHECK(YAML::Load(refused.body)["detail"].as<std::string>() == "The user's role full ended on 2026-06-16.");
  const auto fault = poll(hub, 2, supplier);
  CHECK(fault.status == 500);
  CHECK(element(fault.body, "CodeGroup") == "Security");
  CHECK(element(start(hub, 3).body, "CodeGroup") == "Security");
  CHECK(say(hub, "DELETE", queue + "/" + uuid(9), as(supplier)).status == 403);
  CHECK(say(hub, "GET", queue + "/events", as(supplier)).status == 403);
  CHECK(say(hub, "GET", "/cim/v1/documents/" + uuid(3), as(supplier)).status == 403);
  for (const auto* target : {"/cim/v1/metering-points/707057599002000010", "/contract-service/v1/contracts",
                             "/cim/v1/third-party-access"})
    CHECK_MESSAGE(say(hub, "GET", target, as(supplier)).status == 403, target);
  CHECK(say(hub, "GET", "/access/v0/authorization-requests", "User-Agent: me\r\n" + as(supplier)).status ==
        403);
  CHECK(say(hub, "GET", "/access/v0/authorization-requests",
            "User-Agent: me\r\nSender: " + std::string(supplier) + "\r\n")
            .status == 403);
  // Another organisation has no users at all.
  CHECK(say(hub, "GET", queue, as(old_supplier)).status == 403);
  CHECK(say(hub, "GET", "/hub/v1/clock").status == 200);
}

TEST_CASE(
    "users: 30 days before the end a super user is written to: once, also when the hub was started again") {
  const TemporaryFolder folder;
  const auto users = in_file(folder, file);
  const std::vector<std::string> options = {
      "--market", folder.file("hub.db"), "--clock", "2026-05-16T12:00:00+02:00", "--users", users};
  {
    const Service hub(options);
    CHECK(mails(hub) == 0);
    move(hub, "2026-05-16T23:59:59+02:00");
    CHECK(mails(hub) == 0);
    CHECK(state_of(hub, "order-system") == "active");
    move(hub, "2026-05-17");
    const auto all = YAML::Load(say(hub, "GET", "/hub/v1/mail").body)["mails"];
    REQUIRE(all.size() == 1);
    CHECK(all[0]["to"].as<std::string>() == "access@innsjo.example");
    CHECK(all[0]["at"].as<std::string>() == "2026-05-17T00:00:00+02:00");
    CHECK(all[0]["ends"].as<std::string>() == "2026-06-16");
    CHECK(all[0]["nb"]["text"].as<std::string>().find("Bruker: order-system") != std::string::npos);
    CHECK(all[0]["en"]["text"].as<std::string>().find("Role: Full access") != std::string::npos);
  }
  const Service hub(options);
  CHECK(mails(hub) == 1);
  move(hub, "2026-06-20");
  CHECK(mails(hub) == 1);
  // A role that goes on is not told of; one that was made late is told of at once.
  take(hub, R"({organisations: [{gln: "7099990001022", users: [{id: a, system: true, roles: [
    {role: full, from: 2025-07-01}, {role: full, from: 2026-07-01}, {role: read, from: 2025-07-01}]}]}]})");
  const auto all = YAML::Load(say(hub, "GET", "/hub/v1/mail").body)["mails"];
  REQUIRE(all.size() == 2);
  CHECK(all[1]["to"].IsNull());
  CHECK(all[1]["en"]["text"].as<std::string>().find("Role: Read access") != std::string::npos);
  move(hub, "2026-06-30");
  CHECK(mails(hub) == 2);
}

TEST_CASE("users: they are kept with the hub; its file counts again only when it was changed") {
  const TemporaryFolder folder;
  const auto users = in_file(folder, file);
  const auto options = [&](bool with_file) {
    std::vector<std::string> all = {"--market", folder.file("hub.db"), "--clock", "2026-06-01"};
    if (with_file) all.insert(all.end(), {"--users", users});
    return all;
  };
  const std::string reader =
      R"({organisations: [{gln: "7099990001022", users: [{id: a, system: true, roles: [{role: read, from: 2026-01-01}]}]}]})";
  {
    const Service hub(options(true));
    take(hub, reader);
    CHECK(element(start(hub, 1).body, "CodeGroup") == "Security");
  }
  {
    const Service hub(options(true));
    CHECK(state_of(hub, "a") == "active");
    REQUIRE(acts(hub).size() == 1);
    CHECK(acts(hub)[0]["outcome"].as<std::string>() == "refused");
  }
  {
    const Service hub(options(false));
    CHECK(state_of(hub, "a") == "active");
    CHECK(say(hub, "GET", queue, as(old_supplier)).status == 403);
  }
  in_file(folder, file + "# changed\n");
  const Service hub(options(true));
  CHECK(state_of(hub, "a") == "none");
  CHECK(state_of(hub, "order-system") == "expiring");
  CHECK(say(hub, "DELETE", "/hub/v1/users").status == 200);
  CHECK(YAML::Load(say(hub, "GET", "/hub/v1/users").body)["configured"].as<bool>() == false);
  CHECK(acts(hub).size() == 2);
}

TEST_CASE("users: a replay makes the same users, and the same warnings") {
  const TemporaryFolder folder;
  const auto database = folder.file("hub.db");
  {
    const Service hub({"--market", database, "--clock", "2026-05-01", "--users", in_file(folder, file)});
    move(hub, "2026-05-20");
    CHECK(say(hub, "GET", queue, as(old_supplier)).status == 403);
    take(
        hub,
        R"({organisations: [{gln: "7099990001022", users: [{id: a, system: true, roles: [{role: read, from: 2025-06-30}]}]}]})");
    move(hub, "2026-06-02");
    CHECK(mails(hub) == 2);
  }
  const auto said = [&](const std::string& arguments) {
    const auto out = folder.file("out");
    REQUIRE(std::system(fmt::format("{} hub {} > {}", binary(), arguments, out).c_str()) == 0);
    std::ifstream in(out);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  const auto was = said("digest " + database);
  const auto again = said("replay " + database + " --market :memory:");
  CHECK(again.find(was.substr(0, was.find_first_of(" \n"))) != std::string::npos);
}

TEST_CASE("users: a file with mistakes changes nothing, and starts no hub") {
  const Service hub;
  take(hub, file);
  for (const std::string wrong : {"{}", "[", "organisations: [{gln: \"1\", users: []}]",
                                  "organisations: [{gln: \"7099990001022\", users: [{id: a, roles: [{role: "
                                  "x, from: 2026-01-01}]}]}]"}) {
    CAPTURE(wrong);
    const auto answer = say(hub, "PUT", "/hub/v1/users", "", wrong);
    CHECK(answer.status == 422);
    CHECK(YAML::Load(answer.body)["errors"].size() >= 1);
  }
  CHECK(say(hub, "PUT", "/hub/v1/users").status >= 400);
  CHECK(state_of(hub, "order-system") == "expiring");
  for (const auto* query : {"?limit=0", "?limit=1001", "?after=-1", "?after=x", "?whose=1"})
    CHECK_MESSAGE(say(hub, "GET", std::string("/hub/v1/acts") + query).status == 400, query);
}

TEST_CASE("users: who did what, for whom and in which role") {
  const Service hub;
  take(hub, file + R"(
  - gln: "7099990004016"
    users:
      - { id: sales, system: true, roles: [{ role: query, for: "7099990001015", from: 2026-01-01 }] }
agents:
  - { agent: "7099990004016", for: "7099990001015", roles: [query], from: 2026-01-01, to: 2026-07-01 }
)");
  CHECK(start(hub, 1).status == 200);
  CHECK(say(hub, "GET", queue, as(supplier)).status == 200);
  CHECK(say(hub, "DELETE", queue + "/" + uuid(77), as(supplier)).status == 404);
  CHECK(say(hub, "GET", queue, as(provider, old_supplier)).status == 403);
  CHECK(say(hub, "GET", "/cim/v1/metering-points/" + std::string(point), as(supplier)).status == 403);
  const auto all = acts(hub);
  REQUIRE(all.size() == 5);
  const auto row = [&](std::size_t i) {
    const auto& one = all[i];
    return fmt::format("{} {} {} {} {} {} {}", one["user"].as<std::string>(), one["for"].as<std::string>(),
                       one["role"] ? one["role"].as<std::string>() : "-", one["act"].as<std::string>(),
                       one["about"].as<std::string>(), one["way"].as<std::string>(),
                       one["outcome"].as<std::string>());
  };
  CHECK(row(0) == "order-system 7099990001022 full send BRS-NO-101 soap done");
  CHECK(row(1) == "order-system 7099990001022 full look market-processes rest done");
  CHECK(row(2) == "order-system 7099990001022 full take market-processes rest rejected");
  CHECK(row(3) == "sales 7099990001015 - look market-processes rest refused");
  CHECK(row(4) == "order-system 7099990001022 full look GET /cim/v1/metering-points/{gsrn} rest rejected");
  CHECK(all[0]["at"].as<std::string>() == "2026-06-01T08:00:00+02:00");
  CHECK(acts(hub, "?outcome=refused").size() == 1);
  CHECK(acts(hub, "?party=7099990001015").size() == 1);
  CHECK(acts(hub, "?user=order-system&limit=2").size() == 2);
}

TEST_CASE("users: a super user sees the users of his organisation, and nobody else does") {
  const Service hub;
  CHECK(say(hub, "GET", "/cim/v1/users", as(supplier)).status == 403);
  take(hub, file + R"(
  - gln: "7099990001015"
    users:
      - { id: ruler, system: true, roles: [{ role: super-user, from: 2026-01-01 }] }
      - { id: other, roles: [{ role: full, from: 2026-01-01 }] }
)");
  CHECK(say(hub, "GET", "/cim/v1/users", as(supplier)).status == 403);
  CHECK(say(hub, "GET", "/cim/v1/users").status == 400);
  CHECK(say(hub, "GET", queue, as(old_supplier)).status == 403);
  const auto own = say(hub, "GET", "/cim/v1/users", as(old_supplier));
  CHECK(own.status == 200);
  CHECK(YAML::Load(own.body)["roles"].size() == 2);
  CHECK(own.body.find("order-system") == std::string::npos);
}

TEST_CASE("users: the state of a document is told to whoever has a role for the party that it was sent for") {
  const Service hub;
  take(hub, R"({organisations: [{gln: "7099990001022", users: [{id: a, system: true, roles: [
    {role: full, from: 2025-06-16}, {role: read, for: "7099990001015", from: 2026-01-01}]}]}],
    agents: [{agent: "7099990001022", for: "7099990001015", roles: [read], from: 2026-01-01}]})");
  REQUIRE(start(hub, 1).status == 200);
  const auto state = "/cim/v1/documents/" + uuid(1);
  CHECK(say(hub, "GET", state, as(supplier)).status == 200);
  move(hub, "2026-06-16");
  CHECK(say(hub, "GET", queue, as(supplier, old_supplier)).status == 403);  // no agent of this market
  for (const auto* party : {"", old_supplier, "7099990005013"})
    CHECK_MESSAGE(say(hub, "GET", state, as(supplier, party)).status == 403, party);
}

TEST_CASE("users: whoever names nobody, or something else than a GLN, is refused, and no name is kept") {
  const Service hub;
  CHECK(say(hub, "GET", "/cim/v1/parties").status == 200);
  take(hub, file);
  CHECK(say(hub, "GET", "/cim/v1/parties", as(supplier)).status == 200);
  for (const auto* target : {"/cim/v1/parties", "/cim/v1/parties/7099990001022", "/cim/v1/grid-areas",
                             "/contract-service/v1/contracts"})
    for (const auto* fields : {"", "SenderGLN: \r\n", "SenderGLN: Kari Nordmann\r\n"})
      CHECK_MESSAGE(say(hub, "GET", target, fields).status >= 400, target, " ", fields);
  CHECK(say(hub, "GET", "/cim/v1/parties", "ElhubOnBehalfOfOrganisation: 999999999\r\n").status == 403);
  CHECK(say(hub, "GET", queue, as("Kari Nordmann", "Ola Nordmann")).status == 403);
  const auto kept = say(hub, "GET", "/hub/v1/acts").body;
  CHECK(kept.find("refused") != std::string::npos);
  CHECK(kept.find("Nordmann") == std::string::npos);
}

TEST_CASE("users: a query company has the answers to BRS-NO-611, and nothing else that can be read") {
  const Service hub;
  const std::string seller = "7099990004023";
  REQUIRE(ask(hub.port(), "POST", "/hub/v1/market", "Content-Type: application/yaml\r\n",
              "parties:\n  - { gln: \"" + seller + "\", name: Salg AS, roles: [QRY] }\n")
              .status == 200);
  take(hub, "{organisations: [{gln: \"" + seller +
                "\", users: [{id: a, system: true, roles: [{role: query, from: 2026-01-01}]}]}]}");
  CHECK(say(hub, "GET", queue, as(seller)).status == 204);
  for (const auto* target : {"/cim/v1/parties", "/cim/v1/parties/7099990001022", "/cim/v1/grid-areas",
                             "/cim/v1/third-party-access", "/contract-service/v1/contracts"})
    CHECK_MESSAGE(say(hub, "GET", target, as(seller)).status == 403, target);
}

TEST_CASE("users: somebody who listens is sent away when his role ends") {
  const Service hub;
  take(hub, file);
  Client listener(hub.port());
  listener.send(request_text("GET", queue + "/events", as(supplier)));
  CHECK(listener.receive_until(":\n\n").find("200") != std::string::npos);
  move(hub, "2026-06-16");
  listener.receive_until("0\r\n\r\n");
  CHECK(listener.silent_for(200));
}

TEST_CASE(
    "query companies: an agent that may only ask gets nothing of the supplier's queue, and asks no other "
    "process") {
  const Service hub;
  const std::string seller = "7099990004023";
  REQUIRE(ask(hub.port(), "POST", "/hub/v1/market", "Content-Type: application/yaml\r\n",
              "parties:\n  - { gln: \"" + seller +
                  "\", name: Salg AS, roles: [QRY] }\nagents:\n  - { agent: \"" + seller +
                  "\", for: \"7099990001022\", roles: [QRY], from: 2024-01-01 }\n")
              .status == 200);
  REQUIRE(start(hub, 1).status == 200);
  CHECK(say(hub, "GET", queue, as(seller, supplier)).status == 403);
  CHECK(say(hub, "GET", queue + "/events", as(seller, supplier)).status == 403);
  CHECK(say(hub, "DELETE", queue + "/" + uuid(5), as(seller, supplier)).status == 403);
  CHECK(element(poll(hub, 2, seller, supplier).body, "CodeGroup") == "Security");
  CHECK(say(hub, "GET", "/cim/v1/third-party-access", as(seller, supplier)).status == 403);
  CHECK(say(hub, "GET", queue, as(seller)).status == 204);
  CHECK(say(hub, "GET", queue, as(supplier)).status == 200);
  // An agent with another role as well fetches as before.
  CHECK(say(hub, "GET", queue, as(provider, old_supplier)).status == 204);
}

TEST_CASE("users: by tokens: the claim names the user, another brings roles when the file says so") {
  const TemporaryFolder folder;
  const auto keys_folder = folder.file("keys");
  REQUIRE(std::system(fmt::format("{} certs demo {} > /dev/null", binary(), keys_folder).c_str()) == 0);
  const auto signer = keys::load_identity({keys_folder + "/hub.pem", keys_folder + "/hub.key", ""});
  REQUIRE(signer);
  std::ofstream(folder.file("jwks.json"))
      << tokens::KeySet::of("k", *keys::PublicKey::of(signer->certificate)).json();
  const Service hub({"--token-issuer", "https://i.example/", "--token-audience", "https://h.example/",
                     "--jwks", folder.file("jwks.json")});
  const auto token = [&](const std::string& organisation, const std::string& scope, const std::string& more) {
    const auto now = std::time(nullptr);
    const auto text =
        tokens::base64url(R"({"alg":"RS256","kid":"k"})") + '.' +
        tokens::base64url(fmt::format(
            R"({{"iss":"https://i.example/","aud":"https://h.example/","scope":"{}","exp":{},"consumer":{{"ID":"0192:{}"}}{}}})",
            scope, now + 300, organisation, more));
    return "Authorization: Bearer " + text + '.' +
           tokens::base64url(
               *signer->key.sign(keys::Hash::sha256, keys::digest_of(keys::Hash::sha256, text))) +
           "\r\n";
  };
  const auto operators = token("313000117", "cimgate:operator", "");
  const std::string organisation = "313000125";  // of `old_supplier`
  const auto peek = [&](const std::string& more) {
    return say(hub, "GET", queue, as(old_supplier) + token(organisation, "elhub:balancesupplier", more))
        .status;
  };
  CHECK(peek("") == 204);
  const auto take_file = [&](const std::string& claims) {
    REQUIRE(say(hub, "PUT", "/hub/v1/users", operators, claims + R"(
organisations:
  - gln: "7099990001015"
    users:
      - { id: desk, subject: client-7, roles: [{ role: read, from: 2026-01-01 }] }
      - { id: system, system: true, roles: [{ role: full, from: 2026-01-01 }] }
)")
                .status == 200);
  };
  take_file("");
  CHECK(peek(",\"client_id\":\"client-7\"") == 204);
  CHECK(peek("") == 403);
  CHECK(peek(",\"client_id\":\"\"") == 403);
  CHECK(peek(",\"client_id\":\"client-8\"") == 403);
  CHECK(peek(",\"client_id\":\"client-8\",\"cimgate_roles\":\"read\"") == 403);
  const auto acknowledge = [&](const std::string& more) {
    return say(hub, "DELETE", queue + "/" + uuid(5),
               as(old_supplier) + token(organisation, "elhub:balancesupplier", more))
        .status;
  };
  CHECK(acknowledge(",\"client_id\":\"client-7\"") == 403);
  take_file("claims: { user: sub, roles: cimgate_roles }\n");
  CHECK(peek(",\"client_id\":\"client-7\"") == 403);
  CHECK(peek(",\"sub\":\"client-7\"") == 204);
  CHECK(peek(",\"sub\":\"x\",\"cimgate_roles\":\"read\"") == 204);
  CHECK(acknowledge(",\"sub\":\"x\",\"cimgate_roles\":\"read\"") == 403);
  CHECK(acknowledge(",\"sub\":\"x\",\"cimgate_roles\":[\"read\",\"full\"]") == 404);
  CHECK(peek(",\"sub\":\"x\",\"cimgate_roles\":\"king\"") == 403);
  CHECK(say(hub, "GET", "/hub/v1/acts", as(old_supplier) + token(organisation, "elhub:balancesupplier", ""))
            .status == 403);
  CHECK(say(hub, "PUT", "/hub/v1/users", token(organisation, "elhub:balancesupplier", ""), "{}").status ==
        403);
  const auto kept = say(hub, "GET", "/hub/v1/acts", operators).body;
  CHECK(kept.find("client-8") == std::string::npos);
  CHECK(kept.find("unknown:") != std::string::npos);
}

}  // namespace cimgate::test
