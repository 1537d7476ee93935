#include <fmt/format.h>

#include "gateway/cli/inputs.hpp"
#include "gateway/cli/limits.hpp"
#include "gateway/cli/options.hpp"
#include "gateway/cli/verbs.hpp"
#include "gateway/report/diff_json.hpp"
#include "gateway/report/findings_text.hpp"
#include "gateway/report/words.hpp"

namespace cimgate::cli {
namespace {

struct Options {
  std::string first;
  std::string second;
  DiffOptions diff;
};

/// One side: a file, a folder with the parts of one bundle, or standard input.
tl::expected<std::vector<std::string>, std::string> read_side(const std::string& argument,
                                                              std::size_t limit) {
  const auto inputs = find_inputs({argument});
  if (!inputs) return tl::make_unexpected(inputs.error());
  if (inputs->size() != 1)
    return tl::make_unexpected(
        fmt::format("'{}' holds {} messages; diff compares one with one", argument, inputs->size()));
  return read_group(inputs->front(), limit);
}

std::string where(const std::string& file, std::uint32_t line) {
  return line == 0 ? file : fmt::format("{}:{}", file, line);
}

/// A message that the other side has nothing like has no value of its own.
std::string shown(const Change& change, const std::string& value, bool norwegian) {
  if (!value.empty() || change.path.find('/', 1) != std::string::npos) return value;
  return norwegian ? "hele meldingen" : "the whole message";
}

std::string diff_text(const Compared& compared, const Options& options, bool norwegian) {
  std::string text;
  for (const auto& change : compared.changes) {
    text += change.path + '\n';
    if (change.kind != Change::Kind::added)
      text += fmt::format("  - {}  ({})\n", shown(change, change.first, norwegian),
                          where(options.first, change.first_line));
    if (change.kind != Change::Kind::missing)
      text += fmt::format("  + {}  ({})\n", shown(change, change.second, norwegian),
                          where(options.second, change.second_line));
  }
  if (compared.equal) {
    const auto& other = compared.second == compared.first ? std::string() : " · " + compared.second;
    return text + fmt::format("{} · {}{}\n", norwegian ? "likt" : "equal", compared.first, other);
  }
  const auto number = compared.changes.size();
  return text +
         (norwegian ? report::counted(number, "forskjell", "forskjeller")
                    : report::counted(number, "difference", "differences")) +
         '\n';
}

ExitStatus status_of(const Compared& compared) {
  if (compared.equal) return fine;
  const bool open = verdict_of(compared.first_findings) == Verdict::undetermined ||
                    verdict_of(compared.second_findings) == Verdict::undetermined;
  return open ? undetermined : found;
}

ExitStatus run_diff(const Gateway& gateway, const CommonOptions& common, const Options& options) {
  if (!check_profile(gateway, common, options.diff.profile) ||
      !check_schema(gateway, common, options.diff.schema))
    return usage;
  const auto first = read_side(options.first, options.diff.limits.bytes);
  const auto second = read_side(options.second, options.diff.limits.bytes);
  for (const auto* side : {&first, &second})
    if (!*side) {
      tell_error(common, side->error());
      return usage;
    }
  const auto compared = gateway.diff(*first, *second, options.diff);
  const bool norwegian = common.lang == "nb";
  if (common.format == "json") {
    print_text(report::diff_json(compared, options.first, options.second, norwegian));
    return status_of(compared);
  }
  const report::TextStyle style{common.use_color(stderr), norwegian};
  print_error_as_made(
      report::findings_text(options.first, compared.first_findings, compared.first_lines, style));
  print_error_as_made(
      report::findings_text(options.second, compared.second_findings, compared.second_lines, style));
  const bool readable = compared.equal || !compared.changes.empty();
  if (!readable)
    print_error(
        norwegian
            ? "cimgate: ingenting ble sammenlignet: bare meldinger som er gyldige etter skjemaet, kan "
              "sammenlignes\n"
            : "cimgate: nothing was compared: only messages that are valid against their schema can be\n");
  else if (!common.quiet || !compared.equal)
    print_text(diff_text(compared, options, norwegian));
  return status_of(compared);
}

}  // namespace

void add_diff(Command& app, CommonOptions& common, Run& run) {
  auto verb = app.verb("diff", "Show where two messages differ, whatever their format");
  verb.belongs_to("Check and translate messages");
  verb.example(
      "cimgate diff examples/RequestStartOfSupply/valid/change-of-supplier.xml "
      "examples/RequestStartOfSupply/valid/move-in-future.xml",
      "Which values differ.");
  verb.example(
      "cimgate translate examples/demo/change-of-supplier.xml | cimgate diff "
      "examples/demo/change-of-supplier.xml -",
      "A message and its translation: no difference.");
  auto options = std::make_shared<Options>();
  verb.option("A", options->first, "A message or bundle, XML or JSON; - is standard input").required();
  verb.option("B", options->second, "The other one").required();
  verb.option("--schema", options->diff.schema, schema_help).type("SET");
  verb.option("--profile", options->diff.profile,
              "Profile of CIM documents, see cimgate schemas list (default: the one they are valid in)")
      .type("PROFILE");
  add_limits(verb, options->diff.limits);
  add_format(verb, common, {"text", "json"});
  verb.on_chosen([&common, &run, options] {
    run = [&common, options](const Gateway& gateway) { return run_diff(gateway, common, *options); };
  });
}

}  // namespace cimgate::cli
