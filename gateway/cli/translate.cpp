#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <map>
#include <set>
#include <system_error>

#include "gateway/check/status.hpp"
#include "gateway/cli/bundle_folder.hpp"
#include "gateway/cli/clock.hpp"
#include "gateway/cli/inputs.hpp"
#include "gateway/cli/judging.hpp"
#include "gateway/cli/limits.hpp"
#include "gateway/cli/options.hpp"
#include "gateway/cli/output_file.hpp"
#include "gateway/cli/packed.hpp"
#include "gateway/cli/progress.hpp"
#include "gateway/cli/reports.hpp"
#include "gateway/cli/streamed_input.hpp"
#include "gateway/cli/verbs.hpp"
#include "gateway/json/out.hpp"
#include "gateway/report/findings_json.hpp"
#include "gateway/report/findings_text.hpp"
#include "gateway/text/did_you_mean.hpp"

namespace cimgate::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<std::string> files;
  std::string to;
  std::string output;
  bool gzip = false;
  unsigned jobs = 0;
  TranslateOptions translate;
  std::string validate;  ///< level, or "auto"; "": the input is only translated
  JudgingOptions judging;
};

bool is_folder(const Options& options) {
  std::error_code error;
  const auto name = unpacked_name(options.output);
  return name.ends_with('/') || fs::is_directory(options.output, error) || options.files.size() > 1 ||
         (!name.ends_with(".xml") && !name.ends_with(".json"));
}

/// A name that makes a packed file, when that is asked for.
fs::path written_as(const Options& options, fs::path name) {
  if (options.gzip && !is_packed_name(name.string())) name += ".gz";
  return name;
}

/// Standard output, packed when that is asked for.
class StandardOutput {
 public:
  explicit StandardOutput(const Options& options) {
    if (options.gzip) packing_.emplace([](std::string_view packed) { print(packed); });
  }
  void write(std::string_view text) {
    if (packing_)
      packing_->write(text);
    else
      print(text);
  }
  void finish() {
    if (packing_) packing_->finish();
  }

 private:
  std::optional<Packing> packing_;
};

tl::expected<void, std::string> deliver(const CommonOptions& common, const Options& options,
                                        const InputGroup& input, const Translated& result,
                                        const fs::path& subfolder) {
  if (options.output.empty()) {
    if (result.whole.empty()) return {};
    StandardOutput out(options);
    out.write(result.whole);
    if (result.whole.back() != '\n') out.write("\n");
    out.finish();
    return {};
  }
  if (!is_folder(options) && subfolder.empty())
    return write_file(written_as(options, options.output), result.whole);
  fs::path folder = options.output;
  if (!subfolder.empty()) folder /= subfolder;
  std::map<fs::path, std::set<std::string>> written;  // by folder
  for (const auto& made : result.files) {
    const auto path = folder / written_as(options, made.name);
    written[path.parent_path()].insert(path.filename().string());
  }
  for (const auto& [of_bundle, names] : written)
    if (auto removed = remove_other_parts(common, of_bundle, names, input.files); !removed) return removed;
  for (const auto& made : result.files)
    if (auto done = write_file(folder / written_as(options, made.name), made.text); !done) return done;
  return {};
}

/// Where the files of one input among several go: a folder of its name; of its whole path where names are
/// the same, with its ending where paths are, too.
fs::path subfolder_of(const std::string& name, const std::vector<InputGroup>& inputs) {
  if (inputs.size() < 2) return {};
  using Naming = fs::path (*)(const std::string&);
  constexpr std::array<Naming, 3> namings = {
      [](const std::string& input) { return fs::path(unpacked_name(input)).stem(); },
      [](const std::string& input) {
        return fs::path(unpacked_name(input)).lexically_normal().relative_path().replace_extension();
      },
      [](const std::string& input) { return fs::path(input).lexically_normal().relative_path(); }};
  const auto* const naming = std::find_if(namings.begin(), namings.end() - 1, [&](Naming of) {
    return std::count_if(inputs.begin(), inputs.end(),
                         [&](const InputGroup& input) { return of(input.name) == of(name); }) == 1;
  });
  return (*naming)(name);
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
    for (const auto& finding : shown) {
      json::JsonOut out(true);
      out.begin_object(json::JsonOut::Line::airy);
      out.member("file", file);
      out.key("finding");
      report::append_finding(out, finding, common.lang == "nb");
      out.end_object();
      print_error(std::move(out).take());
    }
  else
    print_error_as_made(
        report::findings_text(file, shown, result.lines, {common.use_color(stderr), common.lang == "nb"}));
}

/// Says of each input what was found: what the translation found, or with --validate, what judging it
/// found, too, as `validate` reports it.
class Telling {
 public:
  static tl::expected<Telling, std::string> open(const Gateway& gateway, const CommonOptions& common,
                                                 const Options& options) {
    Telling telling(common);
    if (options.validate.empty()) return telling;
    telling.run_ = std::make_shared<report::Run>(make_run(common, "translate", gateway));
    telling.run_->as_of = options.judging.as_of;
    telling.run_->fail_on = options.judging.failing();
    auto reports = Reports::open(*telling.run_, common.format, options.judging.reports, stderr);
    if (!reports) return tl::make_unexpected(reports.error());
    telling.reports_ = std::move(*reports);
    telling.reports_->begin();
    return telling;
  }

  ExitStatus tell(const std::string& name, const Translated& result) {
    const auto status = exit_status(check::status_of(result));
    if (!reports_ || !result.checked) {
      report(common_, name, result);
      return status;
    }
    auto file = check::judged(name, *result.checked);
    check::add_translation(file, result);
    check::settle(file, run_->fail_on);
    end_.totals.add(file);
    reports_->add(file);
    return worse(status, exit_status(check::status_of(file)));
  }

  void unreadable(const std::string& name) {
    if (!reports_) return;
    const auto file = check::unreadable(name, false);
    end_.totals.add(file);
    reports_->add(file);
  }

  tl::expected<void, std::string> end(ExitStatus status) {
    if (!reports_) return {};
    end_.ended = now_utc();
    end_.exit_status = status;
    return reports_->end(end_);
  }

 private:
  explicit Telling(const CommonOptions& common) : common_(common) {}

  const CommonOptions& common_;
  std::shared_ptr<report::Run> run_;
  std::optional<Reports> reports_;
  report::RunEnd end_;
};

/// Works on an input while it is read, and writes while it is worked on.
tl::expected<Translated, std::string> translate_streamed(const Gateway& gateway, const CommonOptions& common,
                                                         const Options& options, const InputGroup& input,
                                                         const fs::path& subfolder) {
  auto source = open_streamed(input);
  if (!source) return tl::make_unexpected(source.error());
  BytesProgress progress(source->bytes, common.quiet);
  auto streaming = streaming_with(options.jobs, *source);
  streaming.progress = [&](std::size_t bytes) { progress.advance(bytes); };
  StreamedOutput output;
  std::unique_ptr<PartFile> file;
  std::string problem;
  std::set<std::string> parts;  // that were written to a folder
  bool begun = false;
  std::optional<StandardOutput> out;
  if (options.output.empty()) {
    output.whole = [&](std::string_view text) {
      if (!begun) out.emplace(options);
      begun = true;
      out->write(text);
    };
  } else if (!is_folder(options) && subfolder.empty()) {
    file = std::make_unique<PartFile>(written_as(options, options.output));
    output.whole = [&](std::string_view text) { file->write(text); };
  } else {
    const fs::path folder = fs::path(options.output) / subfolder;
    output.file = [&, folder](const std::string& name, const std::function<bool(const TakeText&)>& content) {
      const auto path = folder / written_as(options, name);
      PartFile part(path);
      if (!content([&](std::string_view text) { part.write(text); })) return false;
      const auto written = part.finish();
      if (!written) problem = written.error();
      parts.insert(path.filename().string());
      return written.has_value();
    };
  }
  auto result = gateway.translate(source->pull, options.translate, output, streaming);
  progress.clear();
  if (out) out->finish();
  if (!result) return result;
  if (result->delivered && file != nullptr)
    if (const auto written = file->finish(); !written) problem = written.error();
  if (result->delivered && !parts.empty())
    if (const auto removed =
            remove_other_parts(common, fs::path(options.output) / subfolder, parts, input.files);
        !removed)
      problem = removed.error();
  if (!problem.empty()) return tl::make_unexpected(problem);
  if (begun && !result->delivered)
    print_error("cimgate: " + input.name +
                ": what was written is not whole; an error came late in the input\n");
  if (!result->delivered && check::has_result(*result)) {
    file.reset();
    if (const auto written = deliver(common, options, input, *result, subfolder); !written)
      return tl::make_unexpected(written.error());
    result->delivered = true;
  }
  return result;
}

/// True when the message is one that is translated, or none was named; else says which was meant.
bool check_message(const Engine& engine, const CommonOptions& common, const std::string& message) {
  if (message.empty() || engine.translator->find(message) != nullptr) return true;
  std::vector<std::string> names;
  for (const auto& def : engine.translator->files().mappings) names.push_back(def.message);
  tell_error(common,
             fmt::format("there is no mapping for '{}'{}", message, text::did_you_mean(message, names)));
  return false;
}

ExitStatus run_translate(const Gateway& gateway, const CommonOptions& common, Options options) {
  static constexpr std::string_view forms[] = {"", "cim-json", "cim-xml", "bim"};
  if (options.to.find('/') == std::string::npos &&
      std::find(std::begin(forms), std::end(forms), options.to) == std::end(forms)) {
    tell_error(common, fmt::format("--to {}: expected cim-json, cim-xml, bim or a schema set", options.to));
    return usage;
  }
  if (options.to == "cim-json") options.translate.target = Target::cim_json;
  if (options.to == "cim-xml") options.translate.target = Target::cim_xml;
  if (options.to == "bim") options.translate.target = Target::bim;
  if (options.to.find('/') != std::string::npos) {
    const auto* set = find_set(gateway, common, options.to);
    if (set == nullptr) return usage;
    if (set->side != schema::SchemaSet::Side::bim) {
      tell_error(common, fmt::format("--to {}: give a profile with --profile", options.to));
      return usage;
    }
    options.translate.target = Target::bim;
    options.translate.version = set->id;
  }
  if (!check_profile(gateway, common, options.translate.profile) ||
      !check_schema(gateway, common, options.translate.schema) ||
      !check_message(gateway.engine(), common, options.translate.message))
    return usage;
  const auto inputs = find_inputs(options.files);
  if (!inputs) {
    tell_error(common, inputs.error());
    return usage;
  }
  const bool several = inputs->size() > 1;
  if (several && options.output.empty()) {
    tell_error(common, "several inputs need a folder to write to: give -o FOLDER");
    return usage;
  }
  if (options.gzip && options.output.empty() && isatty(STDOUT_FILENO) != 0) {
    tell_error(common, "--gzip writes no text, and standard output is a terminal: give -o PATH");
    return usage;
  }
  if (!options.validate.empty()) {
    options.judging.level = options.validate == "auto" ? "" : options.validate;
    if (!options.judging.complete(gateway, common)) return usage;
    options.translate.validate = options.judging.validate;
  }
  options.translate.files = !options.output.empty() && is_folder(options);
  auto telling = Telling::open(gateway, common, options);
  if (!telling) {
    tell_error(common, telling.error());
    return usage;
  }
  ExitStatus status = fine;
  const auto unreadable = [&](const std::string& name, const std::string& why) {
    tell_error(common, why);
    telling->unreadable(name);
    status = worse(status, usage);
  };
  for (const auto& input : *inputs) {
    if (is_streamed(input, gateway)) {
      const auto result =
          translate_streamed(gateway, common, options, input, subfolder_of(input.name, *inputs));
      if (result)
        status = worse(status, telling->tell(input.name, *result));
      else
        unreadable(input.name, result.error());
      continue;
    }
    const auto bytes = read_group(input, options.translate.limits.bytes);
    if (!bytes) {
      unreadable(input.name, bytes.error());
      continue;
    }
    const auto result = gateway.translate(*bytes, options.translate);
    status = worse(status, telling->tell(input.name, result));
    if (!check::has_result(result)) continue;
    if (const auto written = deliver(common, options, input, result, subfolder_of(input.name, *inputs));
        !written) {
      tell_error(common, written.error());
      status = worse(status, usage);
    }
  }
  if (const auto written = telling->end(status); !written) {
    tell_error(common, written.error());
    status = worse(status, usage);
  }
  return status;
}

}  // namespace

void add_translate(Command& app, CommonOptions& common, Run& run) {
  auto verb = app.verb("translate", "Translate BIM to CIM, or CIM to BIM; a SOAP envelope is removed");
  verb.belongs_to("Check and translate messages");
  verb.example("cimgate translate examples/demo/change-of-supplier.xml", "An Elhub message to CIM, as JSON.");
  verb.example("cimgate translate --to cim-xml -o translated examples/ConfirmStartOfSupply/valid",
               "A folder of messages to CIM XML, one file per document.");
  verb.example("cimgate translate examples/demo/change-of-supplier.xml | cimgate translate -",
               "To CIM, and back to the same message.");
  verb.example("cimgate translate --validate -o translated/ examples/demo/change-of-supplier.xml",
               "Check and translate in one pass.");
  auto options = std::make_shared<Options>();
  verb.option("FILE", options->files, "Files, folders or patterns; - is standard input (default: -)");
  verb.option("--to", options->to,
              "Target: cim-json, cim-xml, bim, or BIM of one version, such as elhub/2.4.1 (default: cim-json "
              "from "
              "BIM, bim from CIM)")
      .type("FORMAT");
  verb.option("--schema", options->translate.schema, schema_help).type("SET");
  verb.option("--profile", options->translate.profile,
              "CIM profile, see cimgate schemas list (default: the market's first)")
      .type("PROFILE");
  verb.option("--message", options->translate.message,
              "From CIM: the BIM message to make, when several become the same documents")
      .type("NAME");
  verb.option("-o,--output", options->output, "A folder for one file per document, or a file for all in one")
      .type("PATH");
  auto checks = verb.group("What is checked");
  checks
      .flag("--validate", options->validate, "auto",
            "Check the message, too, while it is translated: --validate=schema, codes, message or market "
            "(default: message, or market when --market is given)")
      .one_of({"auto", "schema", "codes", "message", "market"})
      .type("[=LEVEL]");
  add_market_and_day(checks, options->judging);
  add_fail_on(checks, options->judging);
  add_report_files(checks, options->judging.reports);
  verb.option("-j,--jobs", options->jobs, "Threads for a large input (default: one per core)")
      .between(0, 1024);
  verb.flag("--gzip", options->gzip,
            "Compress output with gzip; files get the ending .gz. Compressed input is recognised without an "
            "option");
  verb.flag("--compact", options->translate.compact, "Without line breaks and indentation");
  add_limits(verb, options->translate.limits);
  add_format(verb, common, {"text", "json"});
  verb.on_chosen([&common, &run, options] {
    if (options->files.empty()) options->files = {"-"};
    const auto& judging = options->judging;
    if (options->validate.empty() &&
        !(judging.market.empty() && judging.as_of.empty() && judging.reports.empty()))
      throw UsageError("--market, --as-of and --report need --validate");
    run = [&common, options](const Gateway& gateway) { return run_translate(gateway, common, *options); };
  });
}

}  // namespace cimgate::cli
