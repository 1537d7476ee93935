#include "gateway/parts/join.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>

#include "gateway/cli/inputs.hpp"
#include "gateway/cli/limits.hpp"
#include "gateway/cli/options.hpp"
#include "gateway/cli/output_file.hpp"
#include "gateway/cli/refusals.hpp"
#include "gateway/cli/verbs.hpp"
#include "gateway/parts/join_reports.hpp"

namespace cimgate::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<std::string> files;
  std::string output;
  std::string list;
  std::string level = "message";
  InputLimits limits;
};

/// A file without a name, which is gone when the process is.
class Unnamed {
 public:
  explicit Unnamed(const fs::path& folder) {
    std::string name = (folder / "cimgate-join-XXXXXX").string();
    const int handle = ::mkstemp(name.data());
    if (handle < 0) {
      note();
      return;
    }
    ::unlink(name.c_str());
    file_ = ::fdopen(handle, "w+b");
    if (file_ == nullptr) {
      note();
      ::close(handle);
    }
  }
  ~Unnamed() {
    if (file_ != nullptr) std::fclose(file_);
  }
  Unnamed(const Unnamed&) = delete;
  Unnamed& operator=(const Unnamed&) = delete;

  void write(std::string_view text) {
    if (file_ != nullptr && std::fwrite(text.data(), 1, text.size(), file_) != text.size()) note();
  }
  /// From the beginning.
  tl::expected<Pull, std::string> read() {
    if (file_ != nullptr && std::fflush(file_) != 0) note();
    if (!problem_.empty()) return tl::make_unexpected("a temporary file: " + problem_);
    std::rewind(file_);
    return Pull([file = file_](char* to, std::size_t room) -> tl::expected<std::size_t, std::string> {
      const auto got = std::fread(to, 1, room, file);
      if (got == 0 && std::ferror(file) != 0) return tl::make_unexpected(std::string(std::strerror(errno)));
      return got;
    });
  }

 private:
  void note() {
    if (problem_.empty()) problem_ = std::strerror(errno);
  }
  std::FILE* file_ = nullptr;
  std::string problem_;
};

fs::path folder_for_temporary(const Options& options) {
  std::error_code error;
  if (!options.output.empty()) {
    const auto folder = fs::path(options.output).parent_path();
    if (!folder.empty()) fs::create_directories(folder, error);
    return folder.empty() ? fs::path(".") : folder;
  }
  return fs::temp_directory_path(error);
}

/// The list that was named, or the one beside the first input.
tl::expected<parts::PartsList, std::string> read_list(const Options& options) {
  fs::path path = options.list;
  std::error_code error;
  if (options.list.empty()) {
    const fs::path first = options.files.front();
    path = (fs::is_directory(first, error) ? first : first.parent_path()) / parts::list_name;
    if (!fs::exists(path, error))
      return tl::make_unexpected(
          fmt::format("'{}' is not there: name the list that `split` wrote with --parts", path.string()));
  }
  const auto text = read_group({path.string(), {path.string()}}, std::size_t{1024} * 1024 * 1024);
  if (!text) return tl::make_unexpected(text.error());
  auto list = parts::parts_list_of(text->front());
  if (!list) return tl::make_unexpected(fmt::format("'{}': {}", path.string(), list.error()));
  return list;
}

Level level_of(const std::string& name) {
  return name == "schema"   ? Level::schema
         : name == "codes"  ? Level::codes
         : name == "market" ? Level::market
                            : Level::message;
}

ExitStatus deliver(const CommonOptions& common, const Options& options, const std::string& text) {
  if (options.output.empty()) {
    print(text);
    return fine;
  }
  if (const auto written = write_file(options.output, text); !written) {
    tell_error(common, written.error());
    return usage;
  }
  return fine;
}

ExitStatus join_reports(const Gateway& gateway, const CommonOptions& common, const Options& options,
                        const parts::PartsList& list, const std::vector<InputGroup>& inputs) {
  std::vector<parts::Report> reports;
  for (const auto& input : inputs) {
    auto text = read_group(input, options.limits.bytes);
    if (!text) {
      tell_error(common, text.error());
      return usage;
    }
    if (!parts::is_report(text->front())) {
      tell_error(common, fmt::format("'{}' is no report of `validate --format json`, as the first one is",
                                     input.name));
      return found;
    }
    reports.push_back({input.name, std::move(text->front())});
  }
  const auto joined = parts::join_reports(gateway.engine(), list, reports, level_of(options.level));
  if (!joined) {
    tell_error(common, joined.error());
    return found;
  }
  const auto status = joined->verdict == Verdict::invalid        ? found
                      : joined->verdict == Verdict::undetermined ? undetermined
                                                                 : fine;
  return worse(status, deliver(common, options, joined->json));
}

ExitStatus join_messages(const Gateway& gateway, const CommonOptions& common, const Options& options,
                         const parts::PartsList& list, const std::vector<InputGroup>& inputs) {
  std::vector<parts::Piece> pieces;
  pieces.reserve(inputs.size());
  for (const auto& input : inputs)
    pieces.push_back({input.name, [&input, &options] { return read_group(input, options.limits.bytes); }});
  Unnamed kept(folder_for_temporary(options));
  const parts::Spool spool{[&](std::string_view text) { kept.write(text); }, [&] { return kept.read(); }};
  std::unique_ptr<PartFile> file;
  if (!options.output.empty()) file = std::make_unique<PartFile>(options.output);
  const auto joined = parts::join(gateway, list, pieces, options.limits, spool, [&](std::string_view text) {
    if (file != nullptr)
      file->write(text);
    else
      print(text);
  });
  if (!joined) {
    tell_refusal(common, list.file, joined.error());
    return found;
  }
  if (file == nullptr) return fine;
  if (const auto written = file->finish(); !written) {
    tell_error(common, written.error());
    return usage;
  }
  if (!common.quiet)
    print_text(fmt::format("{}: {} · {} records from {} parts\n", options.output, joined->message,
                           joined->records, pieces.size()));
  return fine;
}

ExitStatus run_join(const Gateway& gateway, const CommonOptions& common, const Options& options) {
  const auto list = read_list(options);
  if (!list) {
    tell_error(common, list.error());
    return usage;
  }
  const auto inputs = find_inputs(options.files);
  if (!inputs) {
    tell_error(common, inputs.error());
    return usage;
  }
  const auto first = read_group(inputs->front(), options.limits.bytes);
  if (!first) {
    tell_error(common, first.error());
    return usage;
  }
  return parts::is_report(first->front()) ? join_reports(gateway, common, options, *list, *inputs)
                                          : join_messages(gateway, common, options, *list, *inputs);
}

}  // namespace

void add_join(Command& app, CommonOptions& common, Run& run) {
  auto verb = app.verb("join", "Put parts of a message together, or what they were translated or judged to");
  verb.belongs_to("Check and translate messages");
  verb.example("cimgate join -o build/joined.xml examples/parts/message",
               "The parts of a message, as split made them, to the message.");
  verb.example("cimgate join --parts examples/parts/message/parts.list examples/parts/report.ndjson",
               "Reports about the parts, to the report about the whole.");
  auto options = std::make_shared<Options>();
  verb.option("FILE", options->files,
              "All parts, their translations, or reports about them: files, folders or patterns")
      .required();
  verb.option("--parts", options->list,
              "The list that split wrote (default: parts.list beside the first FILE)")
      .type("FILE");
  verb.option("-o,--output", options->output, "A file for the result (default: standard output)")
      .type("PATH");
  verb.option("--level", options->level, "Up to which level the reports judged")
      .one_of({"schema", "codes", "message", "market"})
      .show_default();
  add_limits(verb, options->limits);
  verb.on_chosen([&common, &run, options] {
    run = [&common, options](const Gateway& gateway) { return run_join(gateway, common, *options); };
  });
}

}  // namespace cimgate::cli
