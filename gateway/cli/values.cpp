#include <fmt/format.h>

#include <optional>

#include "gateway/cli/inputs.hpp"
#include "gateway/cli/limits.hpp"
#include "gateway/cli/options.hpp"
#include "gateway/cli/verbs.hpp"
#include "gateway/document/path.hpp"
#include "gateway/engine/input.hpp"
#include "gateway/report/findings_text.hpp"
#include "gateway/report/gaps_report.hpp"
#include "gateway/schema/value.hpp"
#include "gateway/text/ascii.hpp"
#include "gateway/values/read.hpp"

namespace cimgate::cli {
namespace {

struct Options {
  std::vector<std::string> files;
  std::string day;
  std::string schema;
  InputLimits limits;
};

/// When a message was created; nothing when it does not say.
std::optional<std::int64_t> creation_of(const document::Document& document) {
  const auto& root = *document.root().element;
  for (const auto& place : document.dialect().head.creation) {
    const auto path = document::find_path(place, root, root);
    if (!path) continue;
    const auto text = document::read(document, 0, *path);
    if (!text) continue;
    if (const auto time = schema::parse_date_time(*text); time && time->zoned) return time->seconds;
  }
  return std::nullopt;
}

/// The series of all inputs, with the clock and the words of their market.
struct All {
  std::vector<values::Sent> sent;
  values::Values of;
};

/// BIM and CIM have codes of their own for one direction: those that are called the same are the same
/// channel, which goes by the first of them.
std::string same_code(const std::string& code, const values::PlacesFile& places) {
  const auto called = [&](const std::string& wanted) -> const Text* {
    for (const auto& [known, text] : places.words)
      if (known == wanted) return &text;
    return nullptr;
  };
  const auto* word = called(code);
  if (word == nullptr) return code;
  for (const auto& [known, text] : places.words)
    if (text.en == word->en) return known;
  return code;
}

/// Error: why the values of one message cannot be told.
tl::expected<void, std::string> add(const Engine& engine, const std::string& name,
                                    const document::Document& document, All& all) {
  const auto& dialect = document.dialect();
  const auto places = values::load_places(*engine.store, dialect.id);
  if (!places) return tl::make_unexpected(places.error());
  auto series = values::read_registered(document, *places);
  // Aggregates are of no metering point, and nobody sends those of a day in blocks.
  std::erase_if(series, [&](const values::RegisteredSeries& one) {
    return !text::are_digits(one.series.subject, dialect.marks.metering_point_digits);
  });
  if (series.empty()) return {};
  const auto created = creation_of(document);
  if (!created)
    return tl::make_unexpected(fmt::format("'{}': the message does not say when it was created", name));
  all.of.calendar = dialect.calendar;
  all.of.words = places->words;
  for (auto& one : series) {
    const auto registered = one.registered.value_or(*created);
    one.series.direction = same_code(one.series.direction, *places);
    all.sent.push_back({name, *created, registered, std::move(one.series)});
  }
  return {};
}

ExitStatus run_gaps(const Gateway& gateway, const CommonOptions& common, const Options& options) {
  if (!check_schema(gateway, common, options.schema)) return usage;
  const auto inputs = find_inputs(options.files);
  if (!inputs) {
    tell_error(common, inputs.error());
    return usage;
  }
  ExitStatus status = fine;
  All all;
  for (const auto& input : *inputs) {
    const auto texts = read_group(input, options.limits.bytes);
    if (!texts) {
      tell_error(common, texts.error());
      return usage;
    }
    const auto read = read_input(gateway.engine(), *texts, {{}, options.schema}, options.limits);
    if (!read.all_valid()) {
      // Half of a message might look like a hole, or fill one.
      print_error_as_made(report::findings_text(input.name, read.findings, lines_of(read.read, read.findings),
                                                {common.use_color(stderr), common.lang == "nb"}));
      status = worse(status, undetermined);
      continue;
    }
    for (const auto& message : read.read.messages)
      if (const auto added = add(gateway.engine(), input.name, message.document, all); !added) {
        tell_error(common, added.error());
        status = worse(status, undetermined);
      }
  }
  if (all.sent.empty()) {
    tell_error(common, "there are no metering values in the input");
    return worse(status, undetermined);
  }
  const auto channels = values::gaps_of(all.sent, all.of.calendar,
                                        options.day.empty() ? std::nullopt : time::parse_day(options.day));
  if (common.format == "json") {
    json::JsonOut out(true);
    out.begin_object();
    report::add_gaps(out, channels, all.of.calendar);
    out.end_object();
    print_text(std::move(out).take());
  } else {
    print_text(report::gaps_text(channels, all.of, common.lang == "nb"));
  }
  for (const auto& channel : channels)
    if (channel.holes() > 0) return worse(status, found);
  return status;
}

}  // namespace

void add_values(Command& app, CommonOptions& common, Run& run) {
  auto verb = app.verb("values", "Metering values: what arrived, and what is missing");
  verb.belongs_to("Check and translate messages");
  verb.needs_verb();
  auto gaps = verb.verb("gaps", "What arrived when, and the holes, by metering point, direction and product");
  for (auto* of : {&verb, &gaps}) {
    of->example("cimgate values gaps examples/CollectedData/valid/hours-25.xml",
                "The day on which the clock is set back has 25 hours.");
    of->example("cimgate values gaps --day 2026-10-26 examples/CollectedData/valid/hours-25.xml",
                "What is missing for a day, for who sends values several times a day.");
  }
  auto options = std::make_shared<Options>();
  gaps.option("FILE", options->files,
              "Files, folders or patterns with metering values; - is standard input (default: -)");
  gaps.option("--day", options->day, "Look at this day only (default: the days that values lie in)").day();
  gaps.option("--schema", options->schema, schema_help).type("SET");
  add_limits(gaps, options->limits);
  add_format(gaps, common, {"text", "json"});
  verb.on_chosen([&common, &run, options] {
    if (options->files.empty()) options->files = {"-"};
    run = [&common, options](const Gateway& gateway) { return run_gaps(gateway, common, *options); };
  });
}

}  // namespace cimgate::cli
