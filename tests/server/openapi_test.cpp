#include <doctest/doctest.h>
#include <yaml-cpp/yaml.h>

#include "cimgate/gateway.hpp"
#include "gateway/api/page.hpp"
#include "gateway/api/v1.hpp"
#include "gateway/gzip/deflater.hpp"
#include "gateway/http/openapi.hpp"
#include "gateway/report/writer.hpp"

namespace cimgate::http {
namespace {

/// Files that are given by the test, over those that are built in.
class Files final : public resources::Store {
 public:
  explicit Files(std::string text) : text_(std::move(text)) {}
  tl::expected<std::string_view, std::string> read(std::string_view path) const override {
    if (path == "test.yaml") return std::string_view(text_);
    return resources::built_in()->read(path);
  }
  std::vector<std::string> list(std::string_view folder) const override {
    return resources::built_in()->list(folder);
  }

 private:
  std::string text_;
};

Part part(const std::string& pattern, const std::string& operation) {
  Part made;
  Route route;
  route.method = "GET";
  route.pattern = pattern;
  route.operation = operation;
  made.routes.push_back(std::move(route));
  made.openapi = {"test.yaml"};
  return made;
}

tl::expected<std::string, std::string> made(const Part& one, const std::string& text) {
  return openapi({one}, {}, "1", Files(text));
}

TEST_CASE("every route of /v1 is described, with the limits") {
  const auto gateway = Gateway::open();
  REQUIRE(gateway);
  const std::vector<Part> parts = {api::v1_part(*gateway, {})};
  Limits limits;
  limits.max_body = 12345;
  const auto text = openapi(parts, limits, "9.9", *resources::built_in());
  REQUIRE_MESSAGE(text.has_value(), text.error());
  const auto document = YAML::Load(*text);
  CHECK(document["openapi"].Scalar() == "3.1.0");
  CHECK(document["x-limits"]["max-body"]["value"].as<int>() == 12345);
  for (const auto& limit : limit_table()) {
    CHECK(document["x-limits"][std::string(limit.name)]["value"]);
    CHECK(document["x-limits"][std::string(limit.name)]["flag"].as<std::string>() ==
          "--" + std::string(limit.name));
  }
  for (const auto& route : parts.front().routes) {
    CAPTURE(route.pattern);
    // A parameter that takes the rest of a path is one like others to OpenAPI.
    auto pattern = route.pattern;
    if (const auto rest = pattern.find("..."); rest != std::string::npos) pattern.erase(rest, 3);
    const auto path = document["paths"][pattern];
    REQUIRE(path);
    const auto operation = path[route.method == "GET" ? "get" : "post"];
    REQUIRE(operation);
    CHECK(operation["operationId"].Scalar() == route.operation);
    CHECK(operation["responses"]["200"]);
    CHECK(operation["responses"]["503"]);
    CHECK(bool(operation["responses"]["413"]) == (route.body != BodyIs::refused));
    CHECK(bool(operation["responses"]["406"]) == !route.produces.empty());
    // What Accept can choose is what is described.
    for (const auto& type : route.produces) CHECK(operation["responses"]["200"]["content"][type]);
  }
}

TEST_CASE("every kind of report is described, with its name and the ending of its files") {
  const auto gateway = Gateway::open();
  REQUIRE(gateway);
  const auto text = openapi({api::v1_part(*gateway, {})}, {}, "9.9", *resources::built_in());
  REQUIRE(text);
  const auto content = YAML::Load(*text)["paths"]["/v1/validate"]["post"]["responses"]["200"]["content"];
  std::size_t described = 0;
  for (const auto& one : content)
    if (one.second["x-report"]) ++described;
  for (const auto& row : report::kinds()) {
    if (row.types.empty()) continue;
    CAPTURE(row.name);
    const auto told = content[std::string(row.types.front())]["x-report"];
    REQUIRE(told);
    CHECK(told["kind"].Scalar() == row.name);
    CHECK(told["ending"].Scalar() == row.ending);
    --described;
  }
  CHECK(described == 0);
}

TEST_CASE("what is described and what there is cannot part") {
  const std::string good = "operations: { one: { responses: { '200': { description: fine } } } }";
  CHECK(made(part("/a", "one"), good).has_value());
  CHECK(made(part("/a", "two"), good).error().find("two is in no file") != std::string::npos);
  CHECK(made(part("/a", ""), good).error().find("one has no route") != std::string::npos);
  CHECK(made(part("/a/{b}", "one"), good).error().find("parameter b") != std::string::npos);
  CHECK(made(part("/a", "one"), "operations: { one: { summary: x } }").error().find("no responses") !=
        std::string::npos);
  CHECK_FALSE(made(part("/a", "one"), "operations: [").has_value());
  const std::string with_parameter =
      "operations: { one: { parameters: [{ name: b, in: path, required: true }], responses: { '200': { "
      "description: fine } } } }";
  CHECK(made(part("/a/{b...}", "one"), with_parameter)->find("\"/a/{b}\"") != std::string::npos);
}

TEST_CASE(
    "who may ask is said by the name of a scheme that is described, and once though parts share the file") {
  auto closed = part("/a", "one");
  closed.routes.front().credentials = {{"badge", "read"}, {"badge", "write"}};
  const std::string operation = "operations: { one: { responses: { '200': { description: fine } } } }\n";
  CHECK(made(closed, operation).error().find("badge is in no file") != std::string::npos);
  const auto text =
      made(closed, operation + "components: { securitySchemes: { badge: { type: http, scheme: bearer } } }");
  REQUIRE_MESSAGE(text.has_value(), text.error());
  const auto document = YAML::Load(*text);
  CHECK(document["security"].IsSequence());
  CHECK(document["security"].size() == 0);
  const auto needs = document["paths"]["/a"]["get"]["security"];
  REQUIRE(needs.size() == 2);
  CHECK(needs[0]["badge"][0].Scalar() == "read");
  CHECK(needs[1]["badge"][0].Scalar() == "write");
  Part other;
  other.openapi = closed.openapi;
  CHECK(
      openapi({closed, other}, {}, "1",
              Files(operation + "components: { securitySchemes: { badge: { type: http, scheme: bearer } } }"))
          .has_value());
}

TEST_CASE("the page's files have types, tags and a policy") {
  const std::string html = "<!doctype html><title>x</title>" + std::string(2000, ' ');
  const std::string script = gzip::gzipped("let a = 1;");
  const std::vector<resources::Resource> files = {
      {"assets/a.js.gz", script.data(), script.data() + script.size()},
      {"bridge.html", html.data(), html.data() + 9},
      {"docs.html", html.data(), html.data() + 15},
      {"index.html", html.data(), html.data() + html.size()}};
  const auto page = api::page_part(api::Page::hub, files);
  REQUIRE(page.routes.size() == 5);
  const auto ask = [&](std::size_t route, Fields headers) {
    Request request;
    request.headers = std::move(headers);
    Answer got;
    page.routes[route].handle(std::move(request), [&](Answer answer) { got = std::move(answer); });
    return got;
  };
  CHECK(page.routes[3].pattern == "/");
  const auto first = ask(3, Fields());
  CHECK(first.content_type == "text/html; charset=utf-8");
  CHECK(first.body == html);
  CHECK(first.headers.get("Content-Security-Policy").find("default-src 'none'") == 0);
  Fields known;
  known.add("If-None-Match", std::string(first.headers.get("ETag")));
  CHECK(ask(3, known).status == 304);
  CHECK(page.routes[1].pattern == "/docs");
  CHECK(ask(1, Fields()).body == "<!doctype html>");
  // What is built in packed is called and typed as what it holds.
  CHECK(page.routes[0].pattern == "/assets/a.js");
  Fields gzip;
  gzip.add("Accept-Encoding", "gzip");
  const auto packed = ask(0, gzip);
  CHECK(packed.content_type == "text/javascript; charset=utf-8");
  CHECK(packed.headers.get("Content-Encoding") == "gzip");
  CHECK(packed.body == script);
  const auto plain = ask(0, Fields());
  CHECK(plain.headers.get("Content-Encoding").empty());
  CHECK(plain.headers.get("Vary") == "Accept-Encoding");
  CHECK(plain.body == "let a = 1;");

  // The other page stands at the same place, on the server that it is of.
  const auto bridge = api::page_part(api::Page::bridge, files);
  REQUIRE(bridge.routes.size() == 5);
  CHECK(bridge.routes[1].pattern == "/");
  Request request;
  bridge.routes[1].handle(request, [&](const Answer& answer) { CHECK(answer.body == html.substr(0, 9)); });
}

}  // namespace
}  // namespace cimgate::http
