#include "gateway/scenario/routes.hpp"

#include <fmt/format.h>

#include "gateway/http/json_answer.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/json/out.hpp"
#include "gateway/report/json_parts.hpp"
#include "gateway/scenario/pack_file.hpp"

namespace cimgate::scenario {
namespace {

using http::Answer;
using http::json_answer;
using http::Request;

/// The packs that are built in, read once.
struct Library {
  std::optional<Words> words;
  std::string fault;  ///< why there are no words
  std::vector<ReadPack> packs;
};

std::shared_ptr<const Library> library_of(const Gateway& gateway) {
  auto library = std::make_shared<Library>();
  const auto& engine = gateway.engine();
  auto words = Words::read(*engine.store);
  if (!words) {
    library->fault = words.error();
    return library;
  }
  library->words = std::move(*words);
  for (const auto& file : built_in_packs(*engine.store))
    library->packs.push_back(read_built_in_pack(engine, *library->words, file));
  return library;
}

Answer listing(const Library& library) {
  json::JsonOut out(true);
  out.begin_object();
  out.key("scenarios");
  out.begin_array();
  for (const auto& [pack, faults] : library.packs) {
    if (!faults.empty()) continue;
    out.begin_object(json::JsonOut::Line::airy);
    out.member("name", pack.name);
    report::add_text(out, "title", pack.title);
    report::add_list(out, "roles", pack.roles);
    report::add_list(out, "processes", pack.processes);
    report::add_list(out, "by", pack.by);
    out.member("steps", pack.steps.size());
    report::add_source(out, pack.source.status, pack.source.ref);
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return json_answer(std::move(out).take());
}

Answer played(const Gateway& gateway, const Library& library, const OpenSystem& open,
              const Request& request) {
  const auto name = request.parameters.get("name");
  const auto by = std::string(request.query.get("by", "soap"));
  if (by != "soap" && by != "cim")
    return http::problem(http::Problem{400, "bad-parameter", "'by' is soap or cim.", {}, {}});
  for (const auto& [pack, faults] : library.packs) {
    if (pack.name != name || !faults.empty()) continue;
    const auto system = open(pack.schema);
    if (!system)
      return http::problem(
          http::Problem{500, "no-hub", "There is no test hub to run against.", system.error(), {}});
    PlayOptions options;
    options.by = by;
    options.now = pack.clock;
    json::JsonOut out(true);
    append_json(play(gateway, *library.words, pack, **system, options), out, Wires::told);
    return json_answer(std::move(out).take());
  }
  return http::problem(
      http::Problem{404, "unknown-scenario", "There is no scenario of this name.", library.fault, {}});
}

}  // namespace

http::Part routes(Gateway gateway, OpenSystem open) {
  const auto library = library_of(gateway);
  http::Part part;
  part.openapi = {"gateway/scenario/openapi/scenarios.yaml", "gateway/http/openapi/sayings.yaml"};
  http::Route list;
  list.method = "GET";
  list.pattern = "/hub/v1/scenarios";
  list.operation = "listScenarios";
  list.handle = [library](const Request&, const http::Reply& reply) { reply(listing(*library)); };
  part.routes.push_back(std::move(list));
  http::Route play;
  play.method = "POST";
  play.pattern = "/hub/v1/scenarios/{name}";
  play.operation = "playScenario";
  play.body = http::BodyIs::optional;
  play.harmless = true;  // each play has a hub of its own
  play.handle = [gateway, library, open](const Request& request, const http::Reply& reply) {
    reply(played(gateway, *library, open, request));
  };
  part.routes.push_back(std::move(play));
  return part;
}

}  // namespace cimgate::scenario
