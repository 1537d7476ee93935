#include <doctest/doctest.h>
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <cstdio>
#include <functional>

#include "tests/hub/messages.hpp"
#include "tests/server/client.hpp"
#include "tests/server/service.hpp"

namespace cimgate::test {
namespace {

const std::string json_api = "application/vnd.api+json";
const std::string requests = "/access/v0/authorization-requests";
const std::string documents = "/access/v0/authorization-documents";
const std::string grants = "/access/v0/authorization-grants";

constexpr const char* asking = old_supplier;        // 7099990001015
constexpr const char* home = "707057599002000386";  // supplied by `supplier`
constexpr const char* lives_there = "08894500671";
constexpr const char* moves_in = "18847343652";

std::string headers(const std::string& sender, const std::string& more = {}) {
  return "User-Agent: test/1\r\n" + (sender.empty() ? "" : "SenderGln: " + sender + "\r\n") + more;
}

Response get(const Service& hub, const std::string& path, const std::string& sender = asking) {
  return ask(hub.port(), "GET", path, headers(sender));
}

Response send(const Service& hub, const char* method, const std::string& path, const std::string& body,
              const std::string& sender = asking, const std::string& type = json_api) {
  return ask(hub.port(), method, path, headers(sender, "Content-Type: " + type + "\r\n"), body);
}

/// What is asked for: fields that tests change.
struct Asked {
  std::string type = "AuthorizationRequest", kind_name = "requestType",
              kind = "ChangeOfBalanceSupplierForPerson";
  std::string by = asking, from = lives_there, to = lives_there, point = home;
  std::string name = "Jørn Prøveli", address = "Sjøgata 1", supplier = "Fjordlys Kraft AS", contract = "Spot";
  std::string more = R"(, "redirectURI": "https://fjordlys.example/back")";

  static Asked document() {
    Asked asked;
    asked.type = "AuthorizationDocument";
    asked.kind_name = "documentType";
    asked.more = "";
    return asked;
  }
  std::string body() const {
    return fmt::format(R"({{"data": {{"type": "{}", "attributes": {{"{}": "{}"}}, "meta": {{)"
                       R"("requestedBy": {{"idType": "GlobalLocationNumber", "idValue": "{}"}},)"
                       R"("requestedFrom": {{"idType": "NationalIdentityNumber", "idValue": "{}"}},)"
                       R"("requestedTo": {{"idType": "NationalIdentityNumber", "idValue": "{}"}},)"
                       R"("requestedFromName": "{}", "requestedForMeteringPointId": "{}",)"
                       R"("requestedForMeteringPointAddress": "{}", "balanceSupplierName": "{}",)"
                       R"("balanceSupplierContractName": "{}"{}}}}}}})",
                       type, kind_name, kind, by, from, to, name, point, address, supplier, contract, more);
  }
};

YAML::Node data_of(const Response& answer) {
  CAPTURE(answer.body);
  REQUIRE(answer.status / 100 == 2);
  CHECK(answer.headers.at("content-type") == json_api);
  const auto all = YAML::Load(answer.body);
  CHECK(all["meta"]["createdAt"].as<std::string>().starts_with("202"));
  return all["data"];
}

/// "422 Validation error": status and title, the same in the line and the body.
std::string wrong(const Response& answer) {
  CAPTURE(answer.body);
  REQUIRE(answer.status >= 400);
  CHECK(answer.headers.at("content-type") == json_api);
  const auto error = YAML::Load(answer.body)["errors"][0];
  CHECK(error["status"].as<std::string>() == std::to_string(answer.status));
  CHECK_FALSE(error["detail"].as<std::string>().empty());
  CHECK(answer.body.find(lives_there) == std::string::npos);
  return error["status"].as<std::string>() + " " + error["title"].as<std::string>();
}

std::string ask_for(const Service& hub, const Asked& asked) {
  return data_of(send(hub, "POST", asked.type == "AuthorizationRequest" ? requests : documents,
                      asked.body()))["id"]
      .as<std::string>();
}

std::string change(const std::string& type, const std::string& id, const std::string& status) {
  return fmt::format(R"({{"data": {{"type": "{}", "id": "{}", "attributes": {{"status": "{}"}}}}}})", type,
                     id, status);
}

void move(const Service& hub, const std::string& to) {
  REQUIRE(ask(hub.port(), "PUT", "/hub/v1/clock", "Content-Type: application/json\r\n",
              "{\"to\": \"" + to + "\"}")
              .status == 200);
}

std::string status_of(const Service& hub, const std::string& path) {
  return data_of(get(hub, path))["attributes"]["status"].as<std::string>();
}

/// BRS-NO-101 with a ConsentID, and what the market says of it.
std::string start_with(const Service& hub, const std::string& id, const std::string& consent) {
  auto message = with(with(example("RequestStartOfSupply/valid/change-of-supplier-person.xml"),
                           "411e4047-534a-4bbe-931e-8cefb581f3a1", id),
                      "707057599000201471", home);
  message = with(with(message, "29919243161", lives_there), "1c4f335d-6fa2-4392-a3b9-d4e7cdd9957b", consent);
  message = with(with(message, "2026-06-15T18:42:51.307+02:00", "2026-06-01T08:00:00+02:00"),
                 "2026-07-01T00:00:00+02:00", "2026-06-22T00:00:00+02:00");
  REQUIRE(ask(hub.port(), "POST", "/emif/services/MarketProcesses", "Content-Type: text/xml\r\n",
              enveloped(market_ns, "RequestStartOfSupplyRequest", message.substr(message.find("?>") + 2)))
              .status == 200);
  std::string kinds;
  for (const auto& event :
       YAML::Load(ask(hub.port(), "GET", "/hub/v1/events?party=" + std::string(asking)).body)["events"])
    if (event["message"].IsMap() && event["message"]["id"].as<std::string>() == id) {
      const auto kind = event["kind"].as<std::string>();
      if (kind != "message-queued" && kind != "process-started") kinds += (kinds.empty() ? "" : " ") + kind;
    }
  return kinds;
}

}  // namespace

TEST_CASE("an end user accepts a request, and the grant starts a supply once") {
  const Service hub;
  const auto made = send(hub, "POST", requests, Asked().body());
  REQUIRE(made.status == 201);
  const auto one = data_of(made);
  const auto id = one["id"].as<std::string>();
  CHECK(made.headers.at("location") == requests + "/" + id);
  CHECK(one["type"].as<std::string>() == "AuthorizationRequest");
  CHECK(one["attributes"]["status"].as<std::string>() == "Pending");
  CHECK(one["attributes"]["validTo"].as<std::string>() == "2026-06-29T00:00:00+02:00");
  CHECK(one["relationships"]["requestedBy"]["data"]["id"].as<std::string>() == asking);
  CHECK_FALSE(one["relationships"]["authorizationGrant"].IsDefined());
  CHECK(one["meta"]["requestedForMeteringPointId"].as<std::string>() == home);

  CHECK(wrong(send(hub, "PATCH", requests + "/" + id, change("AuthorizationGrant", id, "Accepted"))) ==
        "409 Resource type mismatch");
  CHECK(wrong(send(hub, "PATCH", requests + "/" + id, change("AuthorizationRequest", uuid(9), "Accepted"))) ==
        "409 Resource id mismatch");
  CHECK(wrong(send(hub, "PATCH", requests + "/" + id, change("AuthorizationRequest", id, "Expired"))) ==
        "400 Invalid field value in request body");
  const auto accepted =
      data_of(send(hub, "PATCH", requests + "/" + id, change("AuthorizationRequest", id, "Accepted"), ""));
  CHECK(accepted["attributes"]["status"].as<std::string>() == "Accepted");
  const auto grant = accepted["relationships"]["authorizationGrant"]["data"]["id"].as<std::string>();
  CHECK(wrong(send(hub, "PATCH", requests + "/" + id, change("AuthorizationRequest", id, "Rejected"))) ==
        "422 Validation error");

  const auto given = data_of(get(hub, grants + "/" + grant));
  CHECK(given["attributes"]["status"].as<std::string>() == "Active");
  CHECK(given["attributes"]["validFrom"].as<std::string>() == "2026-06-01T00:00:00+02:00");
  CHECK(given["attributes"]["validTo"].as<std::string>() == "2027-06-01T00:00:00+02:00");
  CHECK(given["relationships"]["source"]["data"]["id"].as<std::string>() == id);
  const auto scope = data_of(get(hub, grants + "/" + grant + "/scopes"))[0];
  CHECK(scope["attributes"]["permissionType"].as<std::string>() == "ChangeOfBalanceSupplierForPerson");
  CHECK(scope["relationships"]["authorizedResources"]["data"][0]["id"].as<std::string>() == home);
  // It is nobody else's.
  CHECK(wrong(get(hub, grants + "/" + grant, supplier)) == "403 Party not authorized");
  CHECK(wrong(get(hub, requests + "/" + id, supplier)) == "403 Party not authorized");
  CHECK(data_of(get(hub, grants, supplier)).size() == 0);
  CHECK(data_of(get(hub, grants)).size() == 1);

  CHECK(start_with(hub, uuid(1), grant) == "message-accepted");
  CHECK(status_of(hub, grants + "/" + grant) == "Exhausted");
  CHECK(wrong(send(hub, "PATCH", grants + "/" + grant, change("AuthorizationGrant", grant, "Revoked"))) ==
        "422 Validation error");
}

TEST_CASE("a wrong ConsentID is warned about, and refused when the control is in force") {
  const Service hub;
  CHECK(start_with(hub, uuid(1), uuid(77)) == "message-accepted message-warned");
  const Service strict;
  REQUIRE(ask(strict.port(), "POST", "/hub/v1/market", "Content-Type: application/yaml\r\n",
              "controls: [{ control: consent, from: 2026-06-01 }]\n")
              .status == 200);
  CHECK(start_with(strict, uuid(1), uuid(77)) == "message-rejected");
  // What is refused uses nobody's grant; what fits is taken.
  const auto id = ask_for(strict, {});
  REQUIRE(ask(strict.port(), "PUT", "/hub/v1/consents/" + id, "Content-Type: application/json\r\n",
              "{\"agrees\": true}")
              .status == 200);
  const auto grant = data_of(get(strict, grants))[0]["id"].as<std::string>();
  REQUIRE(
      send(strict, "PATCH", grants + "/" + grant, change("AuthorizationGrant", grant, "Revoked")).status ==
      200);
  CHECK(start_with(strict, uuid(2), grant) == "message-rejected");
  CHECK(status_of(strict, grants + "/" + grant) == "Revoked");
}

TEST_CASE("a document is signed, and handed in") {
  const Service hub;
  const auto id = ask_for(hub, Asked::document());
  const auto path = documents + "/" + id;
  const auto one = data_of(get(hub, path));
  CHECK(one["links"]["file"].as<std::string>() == path + ".pdf");
  const auto file = ask(hub.port(), "GET", path + ".pdf", headers(asking));
  CHECK(file.status == 200);
  CHECK(file.headers.at("content-type") == "application/pdf");
  CHECK(file.body.starts_with("%PDF-1.4"));
  CHECK(file.body.find(id) != std::string::npos);

  const std::string pdf = "application/pdf";
  CHECK(wrong(send(hub, "PUT", path + ".pdf", "{}", asking, json_api)) == "415 Unsupported media type");
  CHECK(wrong(send(hub, "PUT", path + ".pdf", file.body, asking, pdf)) == "422 Validation error");
  CHECK(wrong(send(hub, "PUT", path + ".pdf", std::string(1024 * 1024 + 1, '%'), asking, pdf)) ==
        "413 Content too large");
  const auto with_signature = file.body + "/ByteRange [0 1 2 3]\n";
  CHECK(wrong(send(hub, "PUT", path + ".pdf", with_signature, supplier, pdf)) == "403 Party not authorized");
  CHECK(wrong(send(hub, "PUT", documents + "/" + uuid(3) + ".pdf", with_signature, asking, pdf)) ==
        "404 Not found error");
  CHECK(status_of(hub, path) == "Pending");
  CHECK(send(hub, "PUT", path + ".pdf", with_signature, asking, pdf).status == 204);
  CHECK(status_of(hub, path) == "Signed");
  CHECK(ask(hub.port(), "GET", path + ".pdf", headers(asking)).body == with_signature);
  CHECK(wrong(send(hub, "PUT", path + ".pdf", with_signature, asking, pdf)) == "422 Validation error");
  CHECK(data_of(get(hub, grants)).size() == 1);
  // The end user may also not want to.
  const auto other = ask_for(hub, Asked::document());
  REQUIRE(ask(hub.port(), "PUT", "/hub/v1/consents/" + other, "Content-Type: application/json\r\n",
              "{\"agrees\": false}")
              .status == 200);
  CHECK(status_of(hub, documents + "/" + other) == "Rejected");
  CHECK(ask(hub.port(), "PUT", "/hub/v1/consents/" + other, "Content-Type: application/json\r\n",
            "{\"agrees\": true}")
            .status == 422);
  CHECK(ask(hub.port(), "PUT", "/hub/v1/consents/" + other, "Content-Type: application/json\r\n",
            "{\"agrees\": \"perhaps\"}")
            .status == 400);
  CHECK(data_of(get(hub, grants)).size() == 1);
}

TEST_CASE("what is not answered in time, or not used in time, expires by the clock of the hub") {
  const Service hub;
  const auto request = ask_for(hub, {});
  const auto document = ask_for(hub, Asked::document());
  REQUIRE(ask(hub.port(), "PUT", "/hub/v1/consents/" + document, "Content-Type: application/json\r\n",
              "{\"agrees\": true}")
              .status == 200);
  const auto grant = data_of(get(hub, grants))[0]["id"].as<std::string>();
  move(hub, "2026-06-28T23:59:00+02:00");
  CHECK(status_of(hub, requests + "/" + request) == "Pending");
  move(hub, "2026-06-29");
  CHECK(status_of(hub, requests + "/" + request) == "Expired");
  CHECK(wrong(send(hub, "PATCH", requests + "/" + request,
                   change("AuthorizationRequest", request, "Accepted"))) == "422 Validation error");
  move(hub, "2027-05-31");
  CHECK(status_of(hub, grants + "/" + grant) == "Active");
  move(hub, "2027-06-01");
  CHECK(status_of(hub, grants + "/" + grant) == "Expired");
}

TEST_CASE("who asks wrongly is told what is wrong") {
  const Service hub;
  const auto refusal = [&](const std::function<void(Asked&)>& spoil, bool document = false) {
    auto asked = document ? Asked::document() : Asked();
    spoil(asked);
    return wrong(send(hub, "POST", document ? documents : requests, asked.body()));
  };
  const std::string validation = "422 Validation error";
  for (const auto field : {&Asked::name, &Asked::address, &Asked::supplier, &Asked::contract, &Asked::point,
                           &Asked::from, &Asked::by})
    CHECK(refusal([&](Asked& asked) { asked.*field = " "; }) == validation);
  CHECK(refusal([](Asked& a) { a.point = "70705759900200038"; }) == validation);
  CHECK(refusal([](Asked& a) { a.by = "709999000101"; }) == validation);
  CHECK(refusal([](Asked& a) { a.from = a.to = "310000000"; }) == validation);
  CHECK(refusal([](Asked& a) { a.to = moves_in; }) == validation);
  CHECK(refusal([](Asked& a) { a.more = ""; }) == validation);
  CHECK(refusal([](Asked& a) { a.more = R"(, "redirectURI": "javascript:x")"; }) == validation);
  CHECK(refusal([](Asked& a) { a.from = a.to = moves_in; }) == validation);  // does not live there
  CHECK(refusal([](Asked& a) {
          a.point = "707057599002001123";
          a.from = a.to = "21819523077";
        }) == validation);  // supplies it already
  CHECK(refusal([](Asked& a) { a.point = "707057599002000999"; }) == "404 Not found error");
  CHECK(refusal([](Asked& a) { a.by = supplier; }) == "403 Party not authorized");
  const auto move_in = [](Asked& a) { a.kind = "MoveInAndChangeOfBalanceSupplierForPerson"; };
  CHECK(refusal(move_in, true) == validation);  // lives there
  CHECK(refusal(
            [&](Asked& a) {
              move_in(a);
              a.from = a.to = moves_in;
              a.more = R"(, "moveInDate": "2026-06-02")";
            },
            true) == validation);
  for (const auto* day : {"2026-06-01", "2026-05-20"}) {
    auto asked = Asked::document();
    move_in(asked);
    asked.from = asked.to = moves_in;
    asked.more = fmt::format(R"(, "moveInDate": "{}", "language": "nn")", day);
    CHECK(data_of(send(hub, "POST", documents, asked.body()))["meta"]["moveInDate"].as<std::string>() == day);
  }
  // The form of the body.
  const std::string missing = "400 Missing required field in request body";
  const std::string invalid = "400 Invalid field value in request body";
  CHECK(wrong(send(hub, "POST", requests, "data: {}")) == "400 Invalid input");
  CHECK(wrong(send(hub, "POST", requests, "{\"data\": \"\xff\"}")) == "400 Invalid input");
  CHECK(wrong(send(hub, "POST", requests, "[]")) == missing);
  CHECK(wrong(send(hub, "POST", requests, "{\"data\": []}")) == invalid);
  CHECK(wrong(send(hub, "POST", requests, "{\"data\": {\"type\": \"AuthorizationRequest\"}}")) == missing);
  CHECK(refusal([](Asked& a) { a.type = "AuthorizationDocument"; }) == "409 Resource type mismatch");
  CHECK(refusal([](Asked& a) { a.kind = "Anything"; }) == invalid);
  CHECK(refusal([](Asked& a) { a.name = "a\\u001fb"; }) == invalid);
  CHECK(refusal([](Asked& a) { a.name = std::string(501, 'a'); }) == invalid);
  CHECK(refusal([](Asked& a) { a.more = R"(, "moveInDate": "soon")"; }) == invalid);
  CHECK(refusal([](Asked& a) { a.more = R"(, "language": "de")"; }) == invalid);
  CHECK(wrong(send(hub, "POST", requests, with(Asked().body(), "NationalIdentityNumber", "Name"))) ==
        invalid);
  CHECK(wrong(send(hub, "POST", requests, with(Asked().body(), "\"balanceSupplierName\"", "\"name\""))) ==
        missing);
  // Nothing of all that was kept.
  CHECK(data_of(get(hub, requests)).size() == 0);
}

TEST_CASE("headers, types and pages") {
  const Service hub;
  const auto with_headers = [&](const std::string& fields, const std::string& path = requests) {
    return ask(hub.port(), "GET", path, fields);
  };
  CHECK(wrong(with_headers("SenderGln: 7099990001015\r\n")) == "400 Missing input");
  CHECK(wrong(with_headers(headers(""))) == "400 Missing input");
  CHECK(wrong(with_headers(headers("709"))) == "400 Invalid input");
  CHECK(wrong(with_headers(headers(asking, "ElhubTraceId: 7\r\n"))) == "400 Invalid trace ID");
  CHECK(with_headers(headers(asking, "ElhubTraceId: " + uuid(1) + "\r\n")).status == 200);
  CHECK(wrong(with_headers(headers(asking, "Sender: 7099990001022\r\n"))) == "400 Invalid input");
  CHECK(with_headers(headers(asking, "Sender: 7099990001015\r\n")).status == 200);
  CHECK(with_headers(headers("", "Sender: 7099990001015\r\n")).status == 200);
  CHECK(wrong(with_headers(headers("7099990009998"))) == "403 Party not authorized");
  CHECK(wrong(with_headers(headers(grid_company))) == "403 Party not authorized");
  // A service provider, and one that is none of this party.
  CHECK(with_headers(headers("7099990004016", "On-Behalf-Of: 7099990001015\r\n")).status == 200);
  CHECK(with_headers(headers("7099990004016", "OnBehalfOfGln: 7099990001015\r\n")).status == 200);
  CHECK(wrong(with_headers(headers("7099990004016", "OnBehalfOfGln: 7099990001022\r\n"))) ==
        "403 Party not authorized");
  CHECK(wrong(with_headers(headers(asking, "Accept: text/html\r\n"))) == "406 Not acceptable");
  CHECK(with_headers(headers(asking, "Accept: application/json\r\n")).headers.at("content-type") ==
        "application/json");
  CHECK(wrong(send(hub, "POST", requests, "<a/>", asking, "text/xml")) == "415 Unsupported media type");
  CHECK(wrong(get(hub, requests + "/" + uuid(1))) == "404 Not found error");
  CHECK(wrong(get(hub, grants + "/" + uuid(1))) == "404 Not found error");

  for (int i = 0; i < 5; ++i) ask_for(hub, {});
  const auto page = [&](const std::string& query) { return YAML::Load(get(hub, requests + query).body); };
  const auto second = page("?page%5Bnumber%5D=1&page%5Bsize%5D=2");
  CHECK(second["data"].size() == 2);
  CHECK(second["links"]["self"].as<std::string>() == requests + "?page[number]=1&page[size]=2");
  CHECK(second["links"]["first"].as<std::string>() == requests + "?page[number]=0&page[size]=2");
  CHECK(second["links"]["prev"].as<std::string>() == requests + "?page[number]=0&page[size]=2");
  CHECK(second["links"]["next"].as<std::string>() == requests + "?page[number]=2&page[size]=2");
  CHECK(second["links"]["last"].as<std::string>() == requests + "?page[number]=2&page[size]=2");
  const auto last = page("?page[number]=2&page[size]=2");
  CHECK(last["data"].size() == 1);
  CHECK_FALSE(last["links"]["next"].IsDefined());
  CHECK(page("?page[number]=9")["data"].size() == 0);
  CHECK_FALSE(page("")["links"]["prev"].IsDefined());
  for (const auto* bad :
       {"?page[size]=101", "?page[size]=0", "?page[number]=-1", "?page[number]=x", "?size=1"})
    CHECK(wrong(get(hub, requests + bad)) == "400 Invalid input");
}

TEST_CASE("what end users agreed to is there again after a start, and after a replay") {
  const TemporaryFolder folder;
  const auto file = folder.file("hub.db");
  std::string digest;
  {
    const Service hub({"--market", file, "--clock", "2026-06-01T08:00:00+02:00"});
    REQUIRE(ask(hub.port(), "POST", "/hub/v1/market", "Content-Type: application/yaml\r\n",
                example("demo/market.yaml"))
                .status == 200);
    const auto request = ask_for(hub, {});
    REQUIRE(send(hub, "PATCH", requests + "/" + request, change("AuthorizationRequest", request, "Accepted"))
                .status == 200);
    const auto document = ask_for(hub, Asked::document());
    REQUIRE(send(hub, "PUT", documents + "/" + document + ".pdf", "%PDF-1.4 /ByteRange", asking,
                 "application/pdf")
                .status == 204);
    const auto grant = data_of(get(hub, grants))[0]["id"].as<std::string>();
    REQUIRE(send(hub, "PATCH", grants + "/" + grant, change("AuthorizationGrant", grant, "Revoked")).status ==
            200);
    // What is refused is not repeated.
    REQUIRE(send(hub, "POST", requests, "{}").status == 400);
    move(hub, "2026-07-01");
    digest = YAML::Load(ask(hub.port(), "GET", "/hub/v1/digest").body)["digest"].as<std::string>();
  }
  {
    const Service again({"--market", file});
    CHECK(data_of(get(again, grants)).size() == 2);
    CHECK(YAML::Load(ask(again.port(), "GET", "/hub/v1/digest").body)["digest"].as<std::string>() == digest);
  }
  const auto replay = "'" + binary() + "' hub replay '" + file + "' --market :memory: 2>&1";
  auto* pipe = ::popen(replay.c_str(), "r");
  std::string printed;
  char piece[512];
  for (std::size_t size = 0; (size = std::fread(piece, 1, sizeof piece, pipe)) > 0;)
    printed.append(piece, size);
  CHECK(::pclose(pipe) == 0);
  CHECK_MESSAGE(printed.find(digest) != std::string::npos, printed);
}

}  // namespace cimgate::test
