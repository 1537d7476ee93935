#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <filesystem>
#include <system_error>

#include "gateway/cli/inputs.hpp"
#include "gateway/cli/limits.hpp"
#include "gateway/cli/options.hpp"
#include "gateway/cli/output_file.hpp"
#include "gateway/mapping/nearest_name.hpp"
#include "gateway/report/findings_json.hpp"
#include "gateway/report/findings_text.hpp"
#include "gateway/report/json_text.hpp"

namespace cimgate::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<std::string> files;
  std::string to;
  std::string output;
  TranslateOptions translate;
};

bool is_folder(const Options& options) {
  std::error_code error;
  return options.output.ends_with('/') || fs::is_directory(options.output, error) ||
         options.files.size() > 1 ||
         (!options.output.ends_with(".xml") && !options.output.ends_with(".json"));
}

tl::expected<void, std::string> deliver(const Options& options, const Translated& result,
                                        const fs::path& subfolder) {
  if (options.output.empty()) {
    print(result.whole);
    if (!result.whole.empty() && result.whole.back() != '\n') print("\n");
    return {};
  }
  if (!is_folder(options) && subfolder.empty()) return write_file(options.output, result.whole);
  fs::path folder = options.output;
  if (!subfolder.empty()) folder /= subfolder;
  for (const auto& made : result.files)
    if (auto written = write_file(folder / made.name, made.text); !written) return written;
  return {};
}

/// Where the files of one input among several go: a folder of its name; of its whole path where names are the
/// same.
fs::path subfolder_of(const std::string& name, const std::vector<InputGroup>& inputs) {
  if (inputs.size() < 2) return {};
  const auto stem = fs::path(name).stem();
  const auto same = std::count_if(inputs.begin(), inputs.end(), [&](const InputGroup& input) {
    return fs::path(input.name).stem() == stem;
  });
  return same == 1 ? stem : fs::path(name).lexically_normal().relative_path().replace_extension();
}

void report(const CommonOptions& common, const std::string& file, const Translated& result) {
  std::vector<Finding> shown = result.findings;
  if (!common.verbose)
    std::erase_if(shown, [](const Finding& finding) { return finding.severity == Severity::info; });
  if (common.quiet)
    std::erase_if(shown, [](const Finding& finding) {
      return finding.severity != Severity::error && finding.outcome == Outcome::failed;
    });
  if (common.format == "json")
    for (const auto& finding : shown)
      print_error(fmt::format("{{ \"file\": {}, \"finding\": {} }}\n", report::quoted(file),
                              report::finding_json(finding, common.lang == "nb")));
  else
    print_error(
        report::findings_text(file, shown, result.lines, {common.use_color(stderr), common.lang == "nb"}));
}

ExitStatus status_of(const Translated& result) {
  if (result.fault) return our_fault;
  if (verdict_of(result.findings) == Verdict::undetermined) return undetermined;
  if (verdict_of(result.findings) == Verdict::invalid || result.files.empty()) return found;
  return fine;
}

/// True when the message is one that is translated, or none was named; else says which was meant.
bool check_message(const Engine& engine, const std::string& message) {
  if (message.empty() || engine.translator->find(message) != nullptr) return true;
  std::vector<std::string> names;
  for (const auto& def : engine.translator->files().mappings) names.push_back(def.message);
  print_error(fmt::format("cimgate: there is no mapping for '{}'{}\n", message,
                          mapping::did_you_mean(message, names)));
  return false;
}

ExitStatus run_translate(const Gateway& gateway, const CommonOptions& common, Options options) {
  if (options.to == "cim-json") options.translate.target = Target::cim_json;
  if (options.to == "cim-xml") options.translate.target = Target::cim_xml;
  if (options.to == "bim") options.translate.target = Target::bim;
  if (!check_profile(gateway, options.translate.profile) ||
      !check_message(gateway.engine(), options.translate.message))
    return usage;
  const auto inputs = find_inputs(options.files);
  if (!inputs) {
    print_error("cimgate: " + inputs.error() + "\n");
    return usage;
  }
  const bool several = inputs->size() > 1;
  if (several && options.output.empty()) {
    print_error("cimgate: several inputs need a folder to write to: give -o FOLDER\n");
    return usage;
  }
  ExitStatus status = fine;
  for (const auto& input : *inputs) {
    const auto bytes = read_group(input, options.translate.limits.bytes);
    if (!bytes) {
      print_error("cimgate: " + bytes.error() + "\n");
      status = worse(status, usage);
      continue;
    }
    const auto result = gateway.translate(*bytes, options.translate);
    report(common, input.name, result);
    status = worse(status, status_of(result));
    if (result.files.empty()) continue;
    if (const auto written = deliver(options, result, subfolder_of(input.name, *inputs)); !written) {
      print_error("cimgate: " + written.error() + "\n");
      status = worse(status, usage);
    }
  }
  return status;
}

}  // namespace

void add_translate(CLI::App& app, CommonOptions& common, Run& run) {
  auto* verb = app.add_subcommand("translate", "BIM to CIM, or CIM to BIM; a SOAP envelope is taken off");
  auto options = std::make_shared<Options>();
  verb->add_option("FILE", options->files, "Files, folders, patterns; - is standard input (default)");
  verb->add_option("--to", options->to, "What to make (default: cim-json from BIM, bim from CIM)")
      ->check(CLI::IsMember({"cim-json", "cim-xml", "bim"}));
  verb->add_option("--profile", options->translate.profile, "CIM profile: nmeg/0.1 (default) or nmeg-no/0.1");
  verb->add_option("--message", options->translate.message,
                   "From CIM: the BIM message to make, where several become the same documents");
  verb->add_option("-o,--output", options->output,
                   "A folder for one file a document, or a file for all in one");
  verb->add_flag("--compact", options->translate.compact, "No line breaks and indentation");
  add_limits(*verb, options->translate.limits);
  add_format(*verb, common, {"text", "json"});
  verb->callback([&common, &run, options] {
    if (options->files.empty()) options->files = {"-"};
    run = [&common, options](const Gateway& gateway) { return run_translate(gateway, common, *options); };
  });
}

}  // namespace cimgate::cli
