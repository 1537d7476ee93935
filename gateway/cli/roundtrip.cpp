#include <fmt/format.h>

#include "gateway/check/status.hpp"
#include "gateway/cli/inputs.hpp"
#include "gateway/cli/judging.hpp"
#include "gateway/cli/limits.hpp"
#include "gateway/cli/options.hpp"
#include "gateway/cli/verbs.hpp"
#include "gateway/json/out.hpp"
#include "gateway/report/findings_text.hpp"
#include "gateway/report/round_trip_json.hpp"
#include "gateway/report/words.hpp"

namespace cimgate::cli {
namespace {

struct Options {
  std::vector<std::string> files;
  RoundTripOptions trip;
};

Text word_of(const RoundTrip& trip) {
  if (trip.equal) return {"equal", "likt"};
  return report::was_compared(trip) ? Text{"not equal", "ikke likt"}
                                    : Text{"nothing was compared", "ingenting ble sammenlignet"};
}

void print_trip(const CommonOptions& common, const std::string& file, const RoundTrip& trip) {
  std::vector<Finding> shown = trip.findings;
  if (!common.verbose)
    std::erase_if(shown, [](const Finding& finding) { return finding.severity == Severity::info; });
  print(report::findings_text(file, shown, trip.lines, {common.use_color(stdout), common.lang == "nb"}));
  std::string text = fmt::format("{}: {}", file, report::in(word_of(trip), common.lang == "nb"));
  for (const auto* part : {&trip.message, &trip.profile})
    if (!part->empty()) text += " · " + *part;
  print_text(text + '\n');
  for (const auto& difference : trip.differences)
    print_text(fmt::format("  {}: {}\n", difference.kind, difference.path));
}

ExitStatus run_roundtrip(const Gateway& gateway, const CommonOptions& common, const Options& options) {
  if (!check_profile(gateway, common, options.trip.profile) ||
      !check_schema(gateway, common, options.trip.schema))
    return usage;
  const auto inputs = find_inputs(options.files);
  if (!inputs) {
    tell_error(common, inputs.error());
    return usage;
  }
  ExitStatus status = fine;
  json::JsonOut out(true);
  out.begin_object();
  out.begin_array("files");
  for (const auto& input : *inputs) {
    const auto bytes = read_group(input, options.trip.limits.bytes);
    if (!bytes) {
      tell_error(common, bytes.error());
      status = worse(status, usage);
      continue;
    }
    const auto trip = gateway.round_trip(*bytes, options.trip);
    status = worse(status, exit_status(check::status_of(trip)));
    if (common.format == "json")
      report::append_round_trip(out, input.name, trip, common.lang == "nb");
    else
      print_trip(common, input.name, trip);
  }
  out.end_array();
  out.end_object();
  if (common.format == "json") print_text(std::move(out).take());
  return status;
}

}  // namespace

void add_roundtrip(Command& app, CommonOptions& common, Run& run) {
  auto verb = app.verb("roundtrip", "Translate there and back, and show what differs");
  verb.belongs_to("Check and translate messages");
  verb.example("cimgate roundtrip examples/CollectedData/valid",
               "One line per file: equal, or what differs.");
  verb.example("cimgate roundtrip --by-xml examples/demo/change-of-supplier.xml",
               "By CIM XML, not CIM JSON.");
  auto options = std::make_shared<Options>();
  verb.option("FILE", options->files, "Files, folders or patterns; - is standard input (default: -)");
  verb.option("--schema", options->trip.schema, schema_help).type("SET");
  verb.option("--profile", options->trip.profile,
              "CIM profile, see cimgate schemas list (default: the market's first)")
      .type("PROFILE");
  verb.flag("--by-xml", options->trip.by_xml, "Translate by CIM XML, not CIM JSON");
  add_limits(verb, options->trip.limits);
  add_format(verb, common, {"text", "json"});
  verb.on_chosen([&common, &run, options] {
    if (options->files.empty()) options->files = {"-"};
    run = [&common, options](const Gateway& gateway) { return run_roundtrip(gateway, common, *options); };
  });
}

}  // namespace cimgate::cli
