#include "gateway/configuration/settings.hpp"

#include <doctest/doctest.h>

#include "gateway/configuration/show.hpp"

using namespace cimgate::configuration;

namespace {

using Kind = Key::Kind;

std::vector<Section> sections() {
  Section serve;
  serve.verb = "serve";
  serve.keys = {{{"listen"}, Kind::text, {}, "Where", "127.0.0.1:8080"},
                {{"tls-certificate", "tls-cert"}, Kind::text, {}, "Which", ""},
                {{"log"}, Kind::text, {"none", "json"}, "How", "none"},
                {{"bench"}, Kind::truth, {}, "Whether", ""},
                {{"allow-host"}, Kind::list, {}, "Names", ""},
                {{"market"}, Kind::text, {}, "State", ""}};
  Section bridge;
  bridge.verb = "bridge";
  bridge.keys = {{{"listen"}, Kind::text, {}, "Where", "127.0.0.1:8090"},
                 {{"upstream"}, Kind::text, {}, "To whom", ""}};
  return {serve, bridge};
}

const std::vector<std::string> others = {"messages", "market"};

std::string mistakes_of(std::string_view text) {
  const auto all = sections();
  return cimgate::yaml::to_string(ConfigurationFile("c.yaml", text, all, others).mistakes());
}

std::string value(const Settings& settings, std::string_view name) {
  const auto at = settings.find(name);
  if (at == settings.end()) return "-";
  std::string all;
  for (const auto& one : at->second.values) all += (all.empty() ? "" : " ") + one;
  return all + " < " + at->second.origin;
}

}  // namespace

TEST_CASE("what stands at the top is for all, and a section says it for one") {
  const auto all = sections();
  const ConfigurationFile file("c.yaml",
                               "listen: a:1\nserve:\n  listen: b:2\n  bench: true\n  allow-host: [x, y]\n"
                               "market: of-check.yaml\nbridge:\n  upstream: https://h\n",
                               all, others);
  REQUIRE(file.mistakes().empty());
  const auto serve = file.of(all[0]);
  CHECK(value(serve, "listen") == "b:2 < c.yaml:3:11");
  CHECK(value(serve, "bench") == "true < c.yaml:4:10");
  CHECK(value(serve, "allow-host") == "x y < c.yaml:5:15");
  CHECK(value(file.of(all[1]), "listen") == "a:1 < c.yaml:1:9");
  CHECK(value(file.of(all[1]), "upstream") == "https://h < c.yaml:8:13");
}

TEST_CASE("a key that is somebody else's at the top sets nothing") {
  const auto all = sections();
  const ConfigurationFile file("c.yaml", "messages: m\nmarket: of-check.yaml\n", all, others);
  CHECK(file.mistakes().empty());
  CHECK(value(file.of(all[0]), "market") == "-");
}

TEST_CASE("mistakes have a place, and the nearest name") {
  CHECK(mistakes_of("serve:\n  lisen: x\n") == "c.yaml:2:3: unknown key 'lisen'; did you mean 'listen'?");
  CHECK(mistakes_of("srve:\n  listen: x\n") == "c.yaml:1:1: unknown key 'srve'; did you mean 'serve'?");
  CHECK(mistakes_of("bridge: { log: json }\n") == "c.yaml:1:11: unknown key 'log'");
  CHECK(mistakes_of("log: jsn\n") == "c.yaml:1:6: 'jsn' is not one of none, json; did you mean 'json'?");
  CHECK(mistakes_of("bench: yes\n") == "c.yaml:1:8: expected true or false for 'bench'");
  CHECK(mistakes_of("listen: [a]\n") == "c.yaml:1:9: expected one value for 'listen'");
  CHECK(mistakes_of("listen:\n") != "");
  CHECK(mistakes_of("listen: a\nlisten: b\n") ==
        "c.yaml:2:1: this is not YAML: the key 'listen' is there a second time, after line 1");
  CHECK(mistakes_of("- a\n") != "");
  CHECK(mistakes_of("serve: x\n") != "");
  CHECK(mistakes_of("").empty());
  CHECK(mistakes_of("serve:\n").empty());
}

TEST_CASE("variables come before the file, by any name of the key") {
  const auto all = sections();
  const auto variables = [](const std::string& name) -> std::optional<std::string> {
    if (name == "CIMGATE_LISTEN") return "v:3";
    if (name == "CIMGATE_TLS_CERT") return "c.pem";
    if (name == "CIMGATE_ALLOW_HOST") return " a  b ";
    return std::nullopt;
  };
  const ConfigurationFile file("c.yaml", "listen: a:1\nlog: json\n", all, others);
  const auto set = over(from_variables(all[0], variables), file.of(all[0]));
  CHECK(value(set, "listen") == "v:3 < CIMGATE_LISTEN");
  CHECK(value(set, "tls-certificate") == "c.pem < CIMGATE_TLS_CERT");
  CHECK(value(set, "allow-host") == "a b < CIMGATE_ALLOW_HOST");
  CHECK(value(set, "log") == "json < c.yaml:2:6");
}

TEST_CASE("what is shown means the same, and keeps passwords") {
  const auto all = sections();
  const ConfigurationFile file(
      "c.yaml", "serve: { listen: ':80', allow-host: [a, 'b c'], tls-cert: 'http://me:word@host/p@th' }\n",
      all, others);
  REQUIRE(file.mistakes().empty());
  const auto text = shown(all[0], file.of(all[0]), false);
  CHECK(text ==
        "serve:\n  listen: \":80\"\n  tls-certificate: \"http://***@host/p@th\"\n  log: none\n"
        "  allow-host: [a, \"b c\"]\n");
  CHECK(mistakes_of(text).empty());
  CHECK(shown(all[0], {}, true).find("# default") != std::string::npos);
}

TEST_CASE("the location of a database is shown without its password, wherever that stands") {
  const auto all = sections();
  for (const auto* location :
       {"postgresql://me:word@h/d?schema=s", "postgresql://me:wo/word@h/d?schema=s",
        "postgres://h/d?password=word&schema=s", "postgresql://h/d?pass%77ord=word&schema=s"}) {
    const ConfigurationFile file("c.yaml", "serve: { tls-cert: '" + std::string(location) + "' }\n", all,
                                 others);
    const auto text = shown(all[0], file.of(all[0]), false);
    CHECK_MESSAGE(text.find("=word") == std::string::npos, text);
    CHECK_MESSAGE(text.find("word@") == std::string::npos, text);
    CHECK_MESSAGE(text.find("schema=s") != std::string::npos, text);
  }
}
