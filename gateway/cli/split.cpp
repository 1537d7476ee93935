#include "gateway/parts/split.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "gateway/cli/inputs.hpp"
#include "gateway/cli/limits.hpp"
#include "gateway/cli/options.hpp"
#include "gateway/cli/output_file.hpp"
#include "gateway/cli/part_folder.hpp"
#include "gateway/cli/progress.hpp"
#include "gateway/cli/refusals.hpp"
#include "gateway/cli/streamed_input.hpp"
#include "gateway/cli/verbs.hpp"

namespace cimgate::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<std::string> files;
  std::string output;
  std::uint64_t series = 0;
  parts::AskedText asked;
};

ExitStatus split_one(const Gateway& gateway, const CommonOptions& common, const Options& options,
                     const InputGroup& input, const fs::path& folder) {
  std::error_code error;
  if (fs::exists(folder / parts::list_name, error)) {
    tell_error(common, fmt::format("'{}': the folder has parts already", folder.string()));
    return usage;
  }
  auto source = open_streamed(input);
  if (!source) {
    tell_error(common, source.error());
    return usage;
  }
  BytesProgress progress(source->bytes, common.quiet);
  std::size_t read = 0;
  const Pull pull = [&](char* to, std::size_t room) {
    auto got = source->pull(to, room);
    if (got) progress.advance(read += *got);
    return got;
  };
  PartFolder files(folder);
  const parts::TakeParts take{[&](const parts::Part& part) { files.begin(part.file); },
                              [&](std::string_view text) { files.write(text); }};
  const auto split = parts::split(gateway.engine(), pull, input.name,
                                  static_cast<std::size_t>(options.series), options.asked, take);
  progress.clear();
  if (!split) {
    tell_refusal(common, input.name, split.error());
    return found;
  }
  const auto list = to_json(split->list);
  auto written = files.finish(split->tail);
  if (written) written = write_file(folder / parts::list_name, list);
  if (!written) {
    tell_error(common, written.error());
    return usage;
  }
  if (common.format == "json")
    print_text(list);
  else if (!common.quiet)
    print_text(fmt::format("{}: {} · {} records · {} parts in {}\n", input.name, split->list.message,
                           split->list.records, split->list.parts.size(), folder.string()));
  return fine;
}

ExitStatus run_split(const Gateway& gateway, const CommonOptions& common, const Options& options) {
  if (!check_schema(gateway, common, options.asked.schema)) return usage;
  const auto inputs = find_inputs(options.files);
  if (!inputs) {
    tell_error(common, inputs.error());
    return usage;
  }
  ExitStatus status = fine;
  for (const auto& input : *inputs) {
    if (input.files.size() != 1) {
      tell_error(common, fmt::format("'{}': a bundle of several files is not cut; translate it to BIM first",
                                     input.name));
      status = worse(status, found);
      continue;
    }
    fs::path folder = options.output;
    if (inputs->size() > 1) folder /= fs::path(input.name).stem();
    status = worse(status, split_one(gateway, common, options, input, folder));
  }
  return status;
}

}  // namespace

void add_split(Command& app, CommonOptions& common, Run& run) {
  auto verb = app.verb("split", "Cut a large message into messages of some records each");
  verb.belongs_to("Check and translate messages");
  verb.example(
      "cimgate split --series 2 -o build/parts "
      "examples/CollectedData/valid/quarter-hours-mixed-qualities.xml",
      "Messages of two time series each, and the list of them.");
  verb.example("cimgate split --series 1 -o build/parts-cim examples/cim/metering-values.json",
               "The same for a document of CIM.");
  auto options = std::make_shared<Options>();
  verb.option("FILE", options->files, "Messages; - is standard input (default: -)");
  verb.option("--series", options->series,
              "Records a part has at most: time series, metering point events, activity records")
      .between(1, 1'000'000'000)
      .type("N")
      .required();
  verb.option("-o,--output", options->output, "A folder for the parts and their list, parts.list")
      .type("FOLDER")
      .required();
  verb.option("--schema", options->asked.schema, schema_help).type("SET");
  add_limits(verb, options->asked.limits);
  add_format(verb, common, {"text", "json"});
  verb.on_chosen([&common, &run, options] {
    if (options->files.empty()) options->files = {"-"};
    run = [&common, options](const Gateway& gateway) { return run_split(gateway, common, *options); };
  });
}

}  // namespace cimgate::cli
