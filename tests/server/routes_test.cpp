#include <doctest/doctest.h>
#include <yaml-cpp/yaml.h>

#include "client.hpp"
#include "service.hpp"

namespace cimgate::test {
namespace {

const std::string message = "RequestStartOfSupply/valid/change-of-supplier.xml";

Service& service() {
  static Service running;
  return running;
}

Response post(const std::string& target, const std::string& fields, const std::string& body) {
  return ask(service().port(), "POST", target, fields, body);
}

TEST_CASE("a message that is not valid is a check that succeeded") {
  auto text = example(message);
  const auto at = text.find("</");
  text.insert(at, "nonsense");
  const auto answer = post("/v1/validate", "", text);
  CHECK(answer.status == 200);
  CHECK(answer.body.find("\"verdict\": \"invalid\"") != std::string::npos);
  const auto unread = post("/v1/validate", "", "neither XML nor JSON");
  CHECK(unread.status == 200);
  CHECK(unread.body.find("\"verdict\": \"valid\"") == std::string::npos);
  CHECK(ask(service().port(), "GET", "/metrics")
            .body.find("cimgate_verdicts_total{verdict=\"invalid\",stage=\"schema\"}") != std::string::npos);
}

TEST_CASE("reports by Accept") {
  const auto text = example(message);
  for (const auto* type :
       {"application/json", "application/sarif+json", "application/x-ndjson", "application/junit+xml",
        "application/xml", "text/html", "text/markdown", "text/plain"}) {
    CAPTURE(type);
    const auto answer = post("/v1/validate", std::string("Accept: ") + type + "\r\n", text);
    CHECK(answer.status == 200);
    CHECK(answer.headers.at("content-type").find(type) == 0);
    CHECK(answer.body.size() > 50);
  }
}

TEST_CASE("there and back through the server") {
  const auto text = example(message);
  const auto cim = post("/v1/translate", "", text);
  REQUIRE(cim.status == 200);
  CHECK(cim.headers.at("content-type") == "application/json");
  CHECK(cim.headers.at("cimgate-message") == "RequestStartOfSupply");
  const auto bim = post("/v1/translate", "Content-Type: application/json\r\n", cim.body);
  CHECK(bim.status == 200);
  CHECK(bim.headers.at("content-type").find("application/xml") == 0);
  CHECK(bim.body.find("RequestStartOfSupply") != std::string::npos);
  const auto xml = post("/v1/translate", "Accept: application/xml\r\n", text);
  CHECK(xml.headers.at("content-type").find("application/xml") == 0);
  CHECK(xml.body.find("RequestChangeOfSupplier_MarketDocument") != std::string::npos);
  const auto story = post("/v1/translate", "Accept: application/vnd.cimgate.translation+json\r\n", text);
  CHECK(YAML::Load(story.body)["files"][0]["name"].Scalar() ==
        "01-RequestChangeOfSupplier_MarketDocument.json");
  CHECK(post("/v1/translate", "Accept: application/json\r\n", cim.body).status == 406);
}

TEST_CASE("translated and checked in one pass") {
  const auto text = example(message);
  const auto checked = post("/v1/translate?validate", "", text);
  CHECK(checked.status == 200);
  CHECK(checked.headers.at("cimgate-verdict") == "valid");
  CHECK(checked.body == post("/v1/translate", "", text).body);
  CHECK(post("/v1/translate", "", text).headers.count("cimgate-verdict") == 0);
  const auto story = post("/v1/translate?validate=message&as-of=2026-11-21",
                          "Accept: application/vnd.cimgate.translation+json\r\n", text);
  CHECK(YAML::Load(story.body)["verdict"].Scalar() == "valid");
  CHECK(post("/v1/translate?validate=all", "", text).status == 400);
  CHECK(post("/v1/translate?as-of=2026-11-21", "", text).status == 400);
  CHECK(post("/v1/translate?validate&as-of=today", "", text).status == 400);
}

TEST_CASE("what is not translated is a problem with its findings") {
  const auto answer = post("/v1/translate", "", "<a/>");
  CHECK(answer.status == 422);
  CHECK(answer.headers.at("content-type") == "application/problem+json");
  const auto problem = YAML::Load(answer.body);
  CHECK(problem["type"].Scalar() == "urn:cimgate:problem:not-translated");
  CHECK(problem["findings"].size() > 0);
}

TEST_CASE("parameters are held to what there is") {
  const auto text = example(message);
  for (const auto* target :
       {"/v1/validate?level=all", "/v1/validate?as-of=yesterday", "/v1/validate?profile=x",
        "/v1/validate?emif=9", "/v1/validate?levl=codes", "/v1/validate?lang=de", "/v1/translate?to=csv",
        "/v1/translate?message=No", "/v1/translate?compact=yes", "/v1/explain?profile=x"}) {
    CAPTURE(target);
    CHECK(post(target, "", text).status == 400);
  }
  CHECK(post("/v1/validate?levl=codes", "", text).body.find("level") != std::string::npos);
  CHECK(post("/v1/validate?level=schema&as-of=2026-01-01&emif=2.4&lang=nb&file=a.xml", "", text)
            .body.find("\"a.xml\"") != std::string::npos);
}

TEST_CASE("explain, as JSON and as text") {
  const auto text = example(message);
  const auto json = post("/v1/explain", "", text);
  CHECK(json.status == 200);
  CHECK(YAML::Load(json.body)["values"].size() > 10);
  const auto plain = post("/v1/explain?path=//mRID", "Accept: text/plain\r\nAccept-Language: nb\r\n", text);
  CHECK(plain.body.find("oversettelse") != std::string::npos);
  CHECK(post("/v1/explain", "", "<a/>").status == 422);
}

TEST_CASE("what is built in") {
  const auto port = service().port();
  for (const auto* path :
       {"/v1/rules", "/v1/mappings", "/v1/schemas", "/v1/coverage?message=RequestStartOfSupply",
        "/v1/rules/BRS-NO-101", "/v1/rules/codes.gln-check-digit", "/v1/rules/translation.lost",
        "/v1/rules/versions.consent"}) {
    CAPTURE(path);
    const auto answer = ask(port, "GET", path);
    CHECK(answer.status == 200);
    CHECK(answer.headers.at("content-type") == "application/json");
    CHECK(YAML::Load(answer.body).IsMap());
  }
  CHECK(ask(port, "GET", "/v1/mappings/RequestStartOfSupply").body.find("message: RequestStartOfSupply") !=
        std::string::npos);
  CHECK(ask(port, "GET", "/v1/rules/none").status == 404);
  const auto norwegian = ask(port, "GET", "/v1/rules/none", "Accept-Language: nb\r\n");
  CHECK(norwegian.body.find("\"title\": \"Det er ingenting på denne stien\"") != std::string::npos);
  CHECK(norwegian.headers.at("content-language") == "nb");
  CHECK(ask(port, "GET", "/v1/rules/none?lang=nb").body.find("Det er ingenting") != std::string::npos);
  CHECK(
      ask(port, "GET", "/no-such-path", "Accept-Language: nb, en;q=0.5\r\n").body.find("Det er ingenting") !=
      std::string::npos);
  CHECK(ask(port, "GET", "/v1/coverage?message=ConfirmStartOfSupply&lang=nb").body.find("dokumentene") !=
        std::string::npos);
  CHECK(ask(port, "GET", "/v1/coverage?message=No").status == 400);
}

TEST_CASE("JSON Schemas are listed and given") {
  const auto port = service().port();
  const auto list = YAML::Load(ask(port, "GET", "/schemas").body)["schemas"];
  CHECK(list.size() > 80);
  for (const auto& one : list) {
    const auto href = one["href"].Scalar();
    CAPTURE(href);
    const auto answer = ask(port, "GET", href);
    CHECK(answer.status == 200);
    CHECK(answer.headers.at("content-type") == "application/schema+json");
    CHECK(YAML::Load(answer.body)["$schema"].Scalar().find("2020-12") != std::string::npos);
  }
  CHECK(ask(port, "GET", "/schemas/report.json?draft=07").body.find("draft-07") != std::string::npos);
  const auto models = ask(port, "GET", "/schemas/nmeg/0.1/bundle.json?draft=openapi-3.0");
  CHECK(models.headers.at("content-type") == "application/json");
  CHECK(YAML::Load(models.body)["components"]["schemas"]["Bundle"]["properties"]["supplement"]);
  CHECK(ask(port, "GET", "/schemas/report.json?draft=4").status == 400);
  CHECK(ask(port, "GET", "/schemas/elhub/2.4.3/RequestStartOfSupply.json").status == 404);
  CHECK(ask(port, "GET", "/schemas/../v1.yaml").status == 400);
}

TEST_CASE("all routes are told in OpenAPI 3.0, too, for tools that read nothing newer") {
  const auto port = service().port();
  const auto newer = YAML::Load(ask(port, "GET", "/openapi.json?version=3.1").body);
  CHECK(newer["openapi"].Scalar() == "3.1.0");
  const auto older = YAML::Load(ask(port, "GET", "/openapi.json?version=3.0").body);
  CHECK(older["openapi"].Scalar() == "3.0.3");
  CHECK(older["paths"].size() == newer["paths"].size());
  CHECK(older["components"]["schemas"].size() == newer["components"]["schemas"].size());
  CHECK(older["x-limits"].size() == newer["x-limits"].size());
  CHECK(ask(port, "GET", "/openapi.json?version=2.0").status == 400);
  CHECK(ask(port, "GET", "/openapi.json?versoin=3.0").status == 400);
}

TEST_CASE("every described route is there, and answers with a status that is described") {
  const auto port = service().port();
  const auto document = YAML::Load(ask(port, "GET", "/openapi.json").body);
  const auto text = example(message);
  int tried = 0;
  for (const auto& path : document["paths"])
    for (const auto& operation : path.second) {
      std::string target = path.first.Scalar();
      for (auto open = target.find('{'); open != std::string::npos; open = target.find('{'))
        target.replace(open, target.find('}') - open + 1, "x");
      std::string method = operation.first.Scalar();
      for (auto& c : method) c = static_cast<char>(c - 'a' + 'A');
      const bool body = bool(operation.second["requestBody"]);
      CAPTURE(method + " " + target);
      const auto answer = ask(port, method, target, "", body ? text : "");
      CHECK(operation.second["responses"][std::to_string(answer.status)]);
      const auto content = operation.second["responses"][std::to_string(answer.status)]["content"];
      const auto type = answer.headers.at("content-type");
      if (content) CHECK(content[type.substr(0, type.find(';'))]);
      ++tried;
    }
  CHECK(tried >= 14);
}

}  // namespace
}  // namespace cimgate::test
