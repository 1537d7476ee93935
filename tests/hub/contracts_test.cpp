// The contract service: what its draft says, asked of the program as clients ask it.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <ctime>
#include <fstream>

#include "gateway/security/keys/hash.hpp"
#include "gateway/security/keys/identity.hpp"
#include "gateway/security/tokens/jws.hpp"
#include "gateway/security/tokens/key_set.hpp"
#include "tests/hub/messages.hpp"
#include "tests/server/client.hpp"
#include "tests/server/service.hpp"
#include "tests/temporary_folder.hpp"

namespace cimgate::test {
namespace {

constexpr const char* contracts = "/contract-service/v1/contracts";
constexpr const char* other_grid_company = "7099990002036";
constexpr const char* other_point = "707057599002000386";  ///< of `supplier`, and of the same grid company
constexpr const char* end_user = "310000000";              ///< of `point`

std::string as(const std::string& gln) {
  return "SenderGLN: " + gln + "\r\n";
}

Response say(const Service& hub, const std::string& method, const std::string& target,
             const std::string& sender, const std::string& body = {}) {
  const std::string type = body.empty() ? "" : "Content-Type: application/vnd.api+json\r\n";
  return ask(hub.port(), method, target, sender + type, body);
}

void set_clock(const Service& hub, const std::string& to) {
  REQUIRE(ask(hub.port(), "PUT", "/hub/v1/clock", "Content-Type: application/json\r\n",
              "{\"to\": \"" + to + "\"}")
              .status == 200);
}

std::string party(const std::string& name, const std::string& gln) {
  return fmt::format(R"("{}": {{"data": {{"type": "Party", "id": "GLN{}"}}}})", name, gln);
}
std::string on(const std::string& gsrn) {
  return fmt::format(R"("meteringPoint": {{"data": {{"type": "MeteringPoint", "id": "{}"}}}})", gsrn);
}
std::string resource(const std::string& attributes, const std::string& relationships) {
  return fmt::format(R"({{"type": "contract", "attributes": {{{}}}, "relationships": {{{}}}}})", attributes,
                     relationships);
}
std::string list_of(const std::string& resources) {
  return "{\"data\": [" + resources + "]}";
}
std::string norgespris(const std::string& gsrn = point, const std::string& by = old_supplier,
                       const std::string& more = "") {
  return resource("\"contractType\": \"Norgespris\"" + more, party("createdBy", by) + ", " + on(gsrn));
}
std::string change(const std::string& attributes, const std::string& by = old_supplier,
                   const std::string& more = "") {
  return "{\"data\": " + resource(attributes, party("updatedBy", by) + more) + "}";
}

/// "409 INVALID_STATUS_TRANSITION /data/attributes/status" of the first error.
std::string error_of(const Response& answer) {
  const auto errors = YAML::Load(answer.body)["errors"];
  if (!errors || errors.size() == 0) return std::to_string(answer.status);
  const auto first = errors[0];
  CHECK(answer.headers.at("content-type") == "application/vnd.api+json");
  CHECK(first["status"].as<std::string>() == std::to_string(answer.status));
  CHECK(!first["title"].as<std::string>().empty());
  std::string text = first["status"].as<std::string>();
  if (first["code"]) text += ' ' + first["code"].as<std::string>();
  if (first["source"]) text += ' ' + first["source"]["pointer"].as<std::string>();
  return text;
}

std::string made(const Service& hub, const std::string& body = norgespris(),
                 const std::string& sender = as(old_supplier)) {
  const auto answer = say(hub, "POST", contracts, sender, list_of(body));
  REQUIRE_MESSAGE(answer.status == 201, answer.body);
  return YAML::Load(answer.body)["data"][0]["id"].as<std::string>();
}

std::string at(const std::string& id) {
  return std::string(contracts) + '/' + id;
}

std::string status_of(const Service& hub, const std::string& id,
                      const std::string& sender = as(old_supplier)) {
  const auto answer = say(hub, "GET", at(id), sender);
  if (answer.status != 200) return error_of(answer);
  return YAML::Load(answer.body)["data"]["attributes"]["status"].as<std::string>();
}

std::size_t seen(const Service& hub, const std::string& sender, const std::string& query = "") {
  const auto answer = say(hub, "GET", contracts + query, sender);
  REQUIRE_MESSAGE(answer.status == 200, answer.body);
  return YAML::Load(answer.body)["data"].size();
}

}  // namespace

TEST_CASE("contracts: a contract is made, holds after the days of regret, and ends with the year") {
  const Service hub;
  CHECK(say(hub, "GET", "/contract-service/v1/ping", "").status == 200);
  const auto answer = say(hub, "POST", contracts, as(old_supplier), list_of(norgespris()));
  REQUIRE_MESSAGE(answer.status == 201, answer.body);
  CHECK(answer.headers.at("content-type") == "application/vnd.api+json");
  const auto one = YAML::Load(answer.body)["data"][0];
  CHECK(one["type"].as<std::string>() == "contract");
  CHECK(one["attributes"]["status"].as<std::string>() == "Initiated");
  CHECK(one["attributes"]["startDate"].as<std::string>() == "2026-06-01");
  CHECK(one["attributes"]["endDate"].IsNull());
  CHECK_FALSE(one["attributes"]["isCancelled"].as<bool>());
  CHECK(one["relationships"]["createdBy"]["data"]["id"].as<std::string>() ==
        std::string("GLN") + old_supplier);
  CHECK_FALSE(one["relationships"]["updatedBy"]);
  CHECK(one["meta"]["createdAt"].as<std::string>() == "2026-06-01T08:00:00+02:00");
  const auto id = one["id"].as<std::string>();
  CHECK(id.size() == 36);

  // Fourteen days, of which the first is not counted.
  set_clock(hub, "2026-06-15T23:59:59+02:00");
  CHECK(status_of(hub, id) == "Initiated");
  set_clock(hub, "2026-06-16");
  CHECK(status_of(hub, id) == "Activated");
  set_clock(hub, "2026-12-31T23:59:59+01:00");
  CHECK(status_of(hub, id) == "Activated");
  set_clock(hub, "2027-01-01");
  CHECK(status_of(hub, id) == "Expired");
  const auto now = YAML::Load(say(hub, "GET", at(id), as(old_supplier)).body)["data"];
  CHECK(now["meta"]["createdAt"].as<std::string>() == "2026-06-01T08:00:00+02:00");
  CHECK(now["meta"]["updatedAt"].as<std::string>() == "2027-01-01T00:00:00+01:00");
  // It does not stand in the way of the next.
  made(hub);
}

TEST_CASE("contracts: an end of its own, a later start, an end before the days of regret") {
  const Service hub;
  const auto early = made(hub, norgespris(point, old_supplier, ", \"endDate\": \"2026-06-10\""));
  const auto late = made(
      hub,
      norgespris(other_point, grid_company, ", \"startDate\": \"2026-07-01\", \"endDate\": \"2026-07-31\""),
      as(grid_company));
  set_clock(hub, "2026-06-15");
  CHECK(status_of(hub, early) == "Initiated");
  set_clock(hub, "2026-06-16");
  CHECK(status_of(hub, early) == "Expired");
  CHECK(status_of(hub, late, as(grid_company)) == "Initiated");
  // It waits for its first day, and the days of regret are over all the same.
  CHECK(error_of(say(hub, "PATCH", at(late), as(grid_company),
                     change(R"("status": "Cancelled")", grid_company))) ==
        "409 INVALID_STATUS_TRANSITION /data/attributes/status");
  set_clock(hub, "2026-07-01");
  CHECK(status_of(hub, late, as(grid_company)) == "Activated");
  set_clock(hub, "2026-07-31T12:00:00+02:00");
  CHECK(status_of(hub, late, as(grid_company)) == "Activated");
  set_clock(hub, "2026-08-01");
  CHECK(status_of(hub, late, as(grid_company)) == "Expired");
}

TEST_CASE("contracts: who may set which status, and when") {
  const Service hub;
  const auto id = made(hub);
  const auto patch = [&](const std::string& attributes) {
    return error_of(say(hub, "PATCH", at(id), as(old_supplier), change(attributes)));
  };
  CHECK(patch(R"("status": "Activated")") == "403 INVALID_STATUS_UPDATE /data/attributes/status");
  CHECK(patch(R"("status": "Signed")") == "403 INVALID_STATUS_UPDATE /data/attributes/status");
  CHECK(patch(R"("status": "Expired")") == "409 INVALID_STATUS_TRANSITION /data/attributes/status");
  CHECK(patch(R"("status": "Initiated")") == "200");
  CHECK(patch(R"("status": "Initiated", "isCancelled": true)") ==
        "400 INVALID_INPUT /data/attributes/isCancelled");
  CHECK(patch(R"("endDate": "2026-05-31")") == "400 INVALID_END_DATE /data/attributes/endDate");
  CHECK(patch(R"("endDate": "2026-10-31")") == "200");
  CHECK(patch("") == "400 INVALID_INPUT /data/attributes/status");
  CHECK(patch(R"("isCancelled": true)") == "200");
  CHECK(status_of(hub, id) == "Cancelled");
  CHECK(patch(R"("isCancelled": false)") == "409 INVALID_STATUS_TRANSITION /data/attributes/isCancelled");
  CHECK(patch(R"("endDate": "2026-11-30")") == "409 INVALID_STATUS_TRANSITION /data/attributes/endDate");
  set_clock(hub, "2027-06-01");
  CHECK(status_of(hub, id) == "Cancelled");

  const auto second = made(hub);
  set_clock(hub, "2027-06-20");
  CHECK(error_of(say(hub, "PATCH", at(second), as(old_supplier), change(R"("status": "Cancelled")"))) ==
        "409 INVALID_STATUS_TRANSITION /data/attributes/status");
  const auto ended = say(hub, "PATCH", at(second), as(old_supplier), change(R"("status": "Expired")"));
  CHECK(YAML::Load(ended.body)["data"]["attributes"]["endDate"].as<std::string>() == "2027-06-20");
  CHECK(YAML::Load(ended.body)["data"]["relationships"]["updatedBy"]["data"]["id"].as<std::string>() ==
        std::string("GLN") + old_supplier);
}

TEST_CASE("contracts: what cannot be read is told with its place, and nothing is made") {
  const Service hub;
  const auto before = say(hub, "GET", "/hub/v1/digest", "").body;
  struct Row {
    std::string body, expected;
  };
  const std::string by = party("createdBy", old_supplier);
  for (const auto& [body, expected] : std::vector<Row>{
           {"{", "400 INVALID_INPUT"},
           {"\xff", "400 INVALID_INPUT"},
           {std::string(100, '['), "400 INVALID_INPUT"},
           {"{\"data\": {}}", "400 INVALID_INPUT /data"},
           {"[]", "400 INVALID_INPUT"},
           {"[7]", "400 INVALID_INPUT /0"},
           {list_of("{}"), "400 INVALID_INPUT /data/0/type"},
           {list_of(R"({"type": "contract"})"), "400 INVALID_INPUT /data/0/attributes"},
           {list_of(R"({"type": "contract", "attributes": {"contractType": "Norgespris"}})"),
            "400 INVALID_INPUT /data/0/relationships"},
           {list_of(resource("", by + ", " + on(point))),
            "400 INVALID_INPUT /data/0/attributes/contractType"},
           {list_of(resource(R"("contractType": "Fastpris")", by + ", " + on(point))),
            "400 INVALID_INPUT /data/0/attributes/contractType"},
           {list_of(resource(R"("contractType": "Norgespris")", on(point))),
            "400 INVALID_INPUT /data/0/relationships/createdBy"},
           {list_of(resource(R"("contractType": "Norgespris")", by)),
            "400 INVALID_INPUT /data/0/relationships/meteringPoint"},
           {list_of(resource(R"("contractType": "Norgespris")", by + ", " + on("707057599002000011"))),
            "400 INVALID_INPUT /data/0/relationships/meteringPoint/data/id"},
           {list_of(resource(R"("contractType": "Norgespris")",
                             party("createdBy", "7099990001016") + ", " + on(point))),
            "400 INVALID_INPUT /data/0/relationships/createdBy/data/id"},
           {list_of(norgespris(point, old_supplier, ", \"startDate\": \"2026-06-01T00:00:00Z\"")),
            "400 INVALID_INPUT /data/0/attributes/startDate"},
           {list_of(norgespris(point, old_supplier, ", \"startDate\": \"9999-12-31\"")),
            "400 INVALID_INPUT /data/0/attributes/startDate"},
           {list_of(norgespris(point, old_supplier, ", \"isCancelled\": \"no\"")),
            "400 INVALID_INPUT /data/0/attributes/isCancelled"},
           {list_of(norgespris(point, old_supplier,
                               ", \"startDate\": \"2026-07-02\", \"endDate\": \"2026-07-01\"")),
            "400 INVALID_END_DATE /data/0/attributes/endDate"},
           {list_of(norgespris(point, old_supplier, ", \"status\": \"Activated\"")),
            "403 INVALID_STATUS_UPDATE /data/0/attributes/status"},
           {list_of(norgespris(point, supplier)), "403 /data/0/relationships/createdBy"},
           {list_of(norgespris("707057599002000751")), "403 /data/0/relationships/meteringPoint"},
           // All or none: the second is the same again.
           {list_of(norgespris() + ", " + norgespris()), "409 CONTRACT_ALREADY_EXISTS /data/1"}}) {
    CAPTURE(body);
    CHECK(error_of(say(hub, "POST", contracts, as(old_supplier), body)) == expected);
  }
  std::string many = norgespris();
  for (int i = 0; i < 1000; ++i) many += ",7";
  CHECK(error_of(say(hub, "POST", contracts, as(old_supplier), list_of(many))) == "413 /data");
  CHECK(error_of(say(hub, "POST", contracts, as(old_supplier), std::string(1100000, ' '))) == "413");
  CHECK(error_of(say(hub, "POST", contracts, "", list_of(norgespris()))) == "400");
  CHECK(error_of(say(hub, "POST", contracts, as("7099990001016"), list_of(norgespris()))) == "400");
  CHECK(error_of(say(hub, "POST", contracts, as("7099990009998"), list_of(norgespris()))) == "403");
  CHECK(say(hub, "GET", "/hub/v1/digest", "").body == before);
}

TEST_CASE("contracts: the array of the draft without data, the type in any case, the headers of the draft") {
  const Service hub;
  const auto body =
      "[" + resource(R"("contractType": "NORGESPRIS")", party("createdBy", old_supplier) + ", " + on(point)) +
      "]";
  const auto answer =
      ask(hub.port(), "POST", contracts,
          "Sender: " + std::string(old_supplier) + "\r\nContent-Type: application/json\r\n", body);
  REQUIRE_MESSAGE(answer.status == 201, answer.body);
  CHECK(YAML::Load(answer.body)["data"][0]["attributes"]["contractType"].as<std::string>() == "Norgespris");
  CHECK(error_of(ask(hub.port(), "GET", contracts,
                     "Sender: " + std::string(old_supplier) + "\r\nSenderGLN: " + supplier + "\r\n")) ==
        "400 INVALID_INPUT");
  CHECK(ask(hub.port(), "POST", contracts, as(old_supplier) + "Content-Type: text/plain\r\n", body).status ==
        415);
}

TEST_CASE("contracts: one sees what one is entitled to, and another's is not there") {
  const Service hub;
  const auto id = made(hub);
  CHECK(seen(hub, as(old_supplier)) == 1);
  CHECK(seen(hub, as(grid_company)) == 1);
  for (const auto* stranger : {supplier, other_grid_company}) {
    CHECK(seen(hub, as(stranger)) == 0);
    CHECK(status_of(hub, id, as(stranger)) == "404 CONTRACT_NOT_FOUND");
    CHECK(error_of(say(hub, "PATCH", at(id), as(stranger), change(R"("status": "Cancelled")", stranger))) ==
          "404 CONTRACT_NOT_FOUND");
  }
  CHECK(status_of(hub, uuid(7)) == "404 CONTRACT_NOT_FOUND");
  // The grid company sees it, and did not make it.
  CHECK(error_of(say(hub, "PATCH", at(id), as(grid_company),
                     change(R"("status": "Cancelled")", grid_company))) == "403 /data");
  CHECK(error_of(
            say(hub, "PATCH", at(id), as(old_supplier), change(R"("status": "Cancelled")", grid_company))) ==
        "403 /data/relationships/updatedBy");
  // An agent for a party, and one that is none.
  const auto agent = [](const std::string& who) {
    return as(who) + "OnBehalfOfGLN: " + old_supplier + "\r\n";
  };
  CHECK(seen(hub, agent("7099990004016")) == 1);
  CHECK(error_of(say(hub, "GET", contracts, agent(supplier))) == "403");
  // One that may only look metering points up (QRY).
  REQUIRE(ask(hub.port(), "POST", "/hub/v1/market", "Content-Type: application/yaml\r\n",
              "agents:\n  - { agent: \"7099990003019\", for: \"7099990001015\", roles: [QRY] }\n")
              .status == 200);
  CHECK(error_of(say(hub, "GET", contracts, agent("7099990003019"))) == "403");
}

TEST_CASE("contracts: an end user sees its own, and may change the status only") {
  const Service hub;
  const auto user = std::string("ElhubOnBehalfOfOrganisation: ") + end_user + "\r\n";
  const auto id = made(hub, resource(R"("contractType": "Norgespris")", on(point)), user);
  CHECK(seen(hub, user) == 1);
  CHECK(status_of(hub, id, "ElhubOnBehalfOfOrganisation: 313000125\r\n") == "404 CONTRACT_NOT_FOUND");
  const auto patch = [&](const std::string& attributes) {
    return error_of(say(hub, "PATCH", at(id), user, "{\"data\": " + resource(attributes, "") + "}"));
  };
  CHECK(patch(R"("endDate": "2026-10-31")") ==
        "403 END_USER_RESTRICTED_FIELD_UPDATE /data/attributes/endDate");
  CHECK(patch(R"("startDate": "2026-06-02")") ==
        "403 END_USER_RESTRICTED_FIELD_UPDATE /data/attributes/startDate");
  CHECK(patch(R"("status": "Cancelled")") == "200");
  CHECK(error_of(
            say(hub, "POST", contracts, user, list_of(norgespris("707057599002000751", "7099990000018")))) ==
        "403 /data/0/relationships/meteringPoint");
  CHECK(error_of(say(hub, "GET", contracts, user + as(supplier))) == "400 INVALID_INPUT");
  CHECK(error_of(say(hub, "GET", contracts, "ElhubOnBehalfOfOrganisation: 12345678901\r\n")) ==
        "400 INVALID_INPUT");
}

TEST_CASE("contracts: changes of several, by id or by metering point and type") {
  const Service hub;
  const auto first = made(hub);
  const auto second = made(hub, norgespris(other_point, grid_company), as(grid_company));
  const auto patch = [&](const std::string& sender, const std::string& resources) {
    return error_of(say(hub, "PATCH", contracts, as(sender), list_of(resources)));
  };
  const std::string type = R"("contractType": "Norgespris")";
  const auto by_point = [&](const std::string& gsrn, const std::string& by) {
    return resource(type + R"(, "status": "Cancelled")", party("updatedBy", by) + ", " + on(gsrn));
  };
  CHECK(patch(old_supplier, by_point(other_point, old_supplier)) ==
        "404 CONTRACT_NOT_FOUND_FOR_METERING_POINT /data/0");
  CHECK(patch(old_supplier, resource(R"("status": "Cancelled")", party("updatedBy", old_supplier))) ==
        "400 INVALID_INPUT /data/0/relationships/meteringPoint");
  const auto by_id = [&](const std::string& more) {
    return "{\"id\": \"" + first + "\", " +
           resource(R"("status": "Cancelled")", party("updatedBy", old_supplier) + more).substr(1);
  };
  CHECK(patch(old_supplier, by_id(", " + on(other_point))) ==
        "409 METERING_POINT_MISMATCH /data/0/relationships/meteringPoint");
  // None of them, when one is refused.
  CHECK(patch(old_supplier, by_id("") + ", " + by_point(other_point, old_supplier)) ==
        "404 CONTRACT_NOT_FOUND_FOR_METERING_POINT /data/1");
  CHECK(status_of(hub, first) == "Initiated");
  CHECK(error_of(say(hub, "PATCH", at(first), as(old_supplier),
                     change(R"("contractType": "Fastpris", "status": "Cancelled")"))) ==
        "409 CONTRACT_TYPE_MISMATCH /data/attributes/contractType");
  CHECK(patch(old_supplier, by_point(point, old_supplier)) == "200");
  CHECK(patch(grid_company, by_point(other_point, grid_company)) == "200");
  CHECK(status_of(hub, first) == "Cancelled");
  CHECK(status_of(hub, second, as(grid_company)) == "Cancelled");
}

TEST_CASE("contracts: filters and pages") {
  const Service hub;
  made(hub);
  set_clock(hub, "2026-06-02");
  made(hub, norgespris(other_point, grid_company), as(grid_company));
  const auto all = [&](const std::string& query) { return seen(hub, as(grid_company), query); };
  CHECK(all("") == 2);
  CHECK(all("?filter[contractType]=Norgespris") == 2);
  CHECK(all("?filter[contractType]=Fastpris") == 0);
  CHECK(all("?filter[meteringPointId]=" + std::string(point)) == 1);
  CHECK(all("?filter%5BmeteringPointId%5D=" + std::string(point) + "," + other_point + "," + point) == 2);
  CHECK(all("?filter[updatedAt][gt]=2026-06-01T08:00:00%2B02:00") == 1);
  CHECK(all("?filter[updatedAt][gt]=2026-06-01T05:59:59Z") == 2);
  CHECK(all("?filter[updatedAt][lt]=2026-06-01T06:00:00Z") == 0);
  CHECK(all("?filter[updatedAt][lt]=2026-06-01T06:00:01Z&filter[meteringPointId]=" +
            std::string(other_point)) == 0);
  const auto page = say(hub, "GET", std::string(contracts) + "?page[size]=1", as(grid_company));
  const auto links = YAML::Load(page.body)["links"];
  CHECK(YAML::Load(page.body)["data"].size() == 1);
  CHECK_FALSE(links["prev"]);
  const auto next = say(hub, "GET", links["next"].as<std::string>(), as(grid_company));
  REQUIRE(YAML::Load(next.body)["data"].size() == 1);
  CHECK(YAML::Load(next.body)["data"][0]["id"].as<std::string>() !=
        YAML::Load(page.body)["data"][0]["id"].as<std::string>());
  CHECK_FALSE(YAML::Load(next.body)["links"]["next"]);
  CHECK(YAML::Load(next.body)["links"]["prev"]);
  for (const auto* wrong :
       {"?page[size]=0", "?page[size]=101", "?page[number]=-1", "?filter[meteringPointId]=7",
        "?filter[status]=x", "?filter[updatedAt][gt]=yesterday", "?filter[updatedAt][gt]=2026-06-01"}) {
    CAPTURE(wrong);
    CHECK(error_of(say(hub, "GET", std::string(contracts) + wrong, as(grid_company))) == "400 INVALID_INPUT");
  }
}

TEST_CASE("contracts: a token is of the party, or of the end user, and of nobody else") {
  const TemporaryFolder folder;
  const auto keys_folder = folder.file("keys");
  REQUIRE(std::system(fmt::format("{} certs demo {} > /dev/null", binary(), keys_folder).c_str()) == 0);
  const auto signer = keys::load_identity({keys_folder + "/hub.pem", keys_folder + "/hub.key", ""});
  REQUIRE(signer);
  std::ofstream(folder.file("jwks.json"))
      << tokens::KeySet::of("k", *keys::PublicKey::of(signer->certificate)).json();
  const Service hub({"--token-issuer", "https://i.example/", "--token-audience", "https://h.example/",
                     "--jwks", folder.file("jwks.json")});
  const auto token = [&](const std::string& organisation, const std::string& scope) {
    const auto now = std::time(nullptr);
    const auto text =
        tokens::base64url(R"({"alg":"RS256","kid":"k"})") + '.' +
        tokens::base64url(fmt::format(
            R"({{"iss":"https://i.example/","aud":"https://h.example/","scope":"{}","iat":{},"exp":{},"consumer":{{"ID":"0192:{}"}}}})",
            scope, now, now + 100, organisation));
    return "Authorization: Bearer " + text + '.' +
           tokens::base64url(
               *signer->key.sign(keys::Hash::sha256, keys::digest_of(keys::Hash::sha256, text))) +
           "\r\n";
  };
  const std::string owner = "313000125";  // the organisation of `old_supplier`
  CHECK(error_of(say(hub, "GET", contracts, as(old_supplier))) == "401");
  CHECK(say(hub, "GET", contracts, as(old_supplier)).headers.count("www-authenticate") == 1);
  CHECK(error_of(say(hub, "GET", contracts, as(old_supplier) + token(owner, "elhub:balancesupplier"))) ==
        "200");
  CHECK(error_of(say(hub, "GET", contracts, as(supplier) + token(owner, "elhub:balancesupplier"))) == "403");
  CHECK(error_of(say(hub, "GET", contracts, as(old_supplier) + token(owner, "elhub:enduser"))) == "403");
  // The headers of the draft open no other door.
  CHECK(error_of(say(hub, "GET", contracts,
                     "Sender: " + std::string(supplier) + "\r\n" + token(owner, "elhub:balancesupplier"))) ==
        "403");
  CHECK(error_of(say(hub, "GET", contracts,
                     "Sender: " + std::string(old_supplier) + "\r\n" +
                         token(owner, "elhub:balancesupplier"))) == "200");
  const auto user = std::string("ElhubOnBehalfOfOrganisation: ") + end_user + "\r\n";
  CHECK(error_of(say(hub, "GET", contracts, user)) == "401");
  CHECK(error_of(say(hub, "GET", contracts, user + token(end_user, "elhub:enduser"))) == "200");
  CHECK(error_of(say(hub, "GET", contracts, user + token(end_user, "elhub:balancesupplier"))) == "403");
  CHECK(error_of(say(hub, "GET", contracts, user + token(owner, "elhub:enduser"))) == "403");
  CHECK(error_of(say(hub, "GET", contracts, user + as(old_supplier) + token(end_user, "elhub:enduser"))) ==
        "400 INVALID_INPUT");
}

TEST_CASE("contracts: they outlive the hub, and a replay makes the same") {
  const TemporaryFolder folder;
  const auto database = folder.file("hub.db");
  std::ofstream(folder.file("market.yaml")) << example("demo/market.yaml");
  std::string id, digest;
  {
    Service hub({"--market", database, "--clock", "2026-06-01"});
    REQUIRE(ask(hub.port(), "POST", "/hub/v1/market", "Content-Type: application/yaml\r\n",
                example("demo/market.yaml"))
                .status == 200);
    id = made(hub);
    const auto second = made(hub, norgespris(other_point, grid_company), as(grid_company));
    REQUIRE(say(hub, "PATCH", at(second), as(grid_company), change(R"("status": "Cancelled")", grid_company))
                .status == 200);
    set_clock(hub, "2026-07-01");
    digest = YAML::Load(say(hub, "GET", "/hub/v1/digest", "").body)["digest"].as<std::string>();
    hub.signal(15);
    hub.wait();
  }
  const TemporaryFolder other;
  const auto out = other.file("out");
  REQUIRE(std::system(
              fmt::format("{} hub replay {} --market :memory: > {}", binary(), database, out).c_str()) == 0);
  std::ifstream text(out);
  CHECK(std::string(std::istreambuf_iterator<char>(text), {}).find(digest) != std::string::npos);
  Service hub({"--market", database});
  CHECK(status_of(hub, id) == "Activated");
  set_clock(hub, "2027-01-01");
  CHECK(status_of(hub, id) == "Expired");
}

}  // namespace cimgate::test
