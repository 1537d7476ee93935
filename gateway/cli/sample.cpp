#include <fmt/format.h>

#include "gateway/cli/options.hpp"
#include "gateway/cli/output_file.hpp"
#include "gateway/cli/verbs.hpp"
#include "gateway/document/write.hpp"
#include "gateway/elhub/sample/metering_values.hpp"
#include "gateway/json/write.hpp"
#include "gateway/sample/sample.hpp"
#include "gateway/text/did_you_mean.hpp"
#include "gateway/xml/write.hpp"

namespace cimgate::cli {
namespace {

struct Options {
  std::string message;
  std::string profile;
  std::string schema;
  std::uint64_t seed = 1;
  std::uint64_t count = 1;
  std::string to;
  std::string output;
  std::size_t size = 0;
};

/// The set that has the message: the one that was named, else the first.
const schema::SchemaSet* set_of(const Engine& engine, const Options& options) {
  const auto& asked = options.schema.empty() ? options.profile : options.schema;
  for (const auto& set : engine.catalog->sets())
    if ((asked.empty() ? !set.when_asked : set.id == asked) && set.find(options.message) != nullptr)
      return &set;
  return nullptr;
}

ExitStatus run_sample(const Gateway& gateway, const CommonOptions& common, const Options& options) {
  const auto& engine = gateway.engine();
  if (!check_profile(gateway, common, options.profile) || !check_schema(gateway, common, options.schema))
    return usage;
  const auto* set = set_of(engine, options);
  if (set == nullptr) {
    std::vector<std::string> names;
    for (const auto& known : engine.catalog->sets())
      for (const auto& message : known.messages) names.push_back(message.root.local);
    tell_error(common, fmt::format("there is no message '{}'{}", options.message,
                                   text::did_you_mean(options.message, names)));
    return usage;
  }
  const auto* kind = set->find(options.message);
  const auto schema = engine.catalog->schema(*set, *kind);
  if (!schema) {
    tell_error(common, schema.error());
    return usage;
  }
  if (options.size > 0) {
    if (options.message != "CollectedData" || options.to == "json" || !options.output.empty()) {
      tell_error(common, "--size is for CollectedData, as XML to standard output");
      return usage;
    }
    sample::write_metering_values({.bytes = options.size, .seed = options.seed},
                                  [](std::string_view piece) { print(piece); });
    return fine;
  }
  const bool json = options.to == "json";
  for (std::uint64_t seed = options.seed; seed < options.seed + options.count; ++seed) {
    const document::Message message{set, kind, sample::sample(*schema, *(*schema)->root(kind->root), seed)};
    const std::string text = json ? json::to_json(message, {}) + "\n" : xml::to_xml(message, {});
    if (options.output.empty()) {
      print(text);
    } else if (const auto written = write_file(
                   fmt::format("{}/{}-{}.{}", options.output, options.message, seed, json ? "json" : "xml"),
                   text);
               !written) {
      tell_error(common, written.error());
      return usage;
    }
  }
  return fine;
}

}  // namespace

void add_sample(Command& app, CommonOptions& common, Run& run) {
  auto verb = app.verb("sample", "Make random messages that are valid against their schema");
  verb.belongs_to("Test your system");
  verb.example("cimgate sample RequestStartOfSupply", "One message.");
  verb.example("cimgate sample CollectedData --seed 7 --count 3 -o samples",
               "Three, each in a file; always the same three.");
  auto options = std::make_shared<Options>();
  verb.option("MESSAGE", options->message, "A root element, BIM or CIM").required();
  verb.option("--schema", options->schema,
              "Version of a BIM message, such as elhub/2.4.1 (default: the newest)")
      .type("SET");
  verb.option("--profile", options->profile,
              "Profile of a CIM document, see cimgate schemas list (default: the market's first)")
      .type("PROFILE");
  verb.option("--seed", options->seed, "The same seed gives the same message").show_default();
  verb.option("--count", options->count, "How many, with seeds from --seed upwards").show_default();
  verb.option("--to", options->to, "Format; json for CIM documents only (default: xml)")
      .one_of({"xml", "json"});
  verb.option("--size", options->size,
              "CollectedData of about this size: a day of many metering points, valid against the rules, too")
      .bytes(true);
  verb.option("-o,--output", options->output, "A folder for one file per message").type("FOLDER");
  verb.on_chosen([&common, &run, options] {
    run = [&common, options](const Gateway& gateway) { return run_sample(gateway, common, *options); };
  });
}

}  // namespace cimgate::cli
