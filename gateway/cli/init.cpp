#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <set>

#include "gateway/check/judge.hpp"
#include "gateway/cli/inputs.hpp"
#include "gateway/cli/options.hpp"
#include "gateway/cli/output_file.hpp"
#include "gateway/cli/project_file.hpp"
#include "gateway/cli/verbs.hpp"
#include "gateway/store/stored_market.hpp"

/// `cimgate init`: what a repository with messages needs so that CI checks them, from what lies in it.
namespace cimgate::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string ci;  ///< github, gitlab, none; "": what the repository seems to use
};

/// What lies in the current folder.
struct Found {
  std::vector<std::string> messages;  ///< folders, each with nothing below it but messages
  std::size_t count = 0;              ///< messages
  std::string market;                 ///< the file of market state, when there is just one
};

constexpr std::uintmax_t largest_looked_at = std::uintmax_t{4} * 1024 * 1024;
constexpr std::size_t most_looked_at = 2000;

bool is_message(const Gateway& gateway, const std::string& file) {
  const auto bytes = read_group({file, {file}}, largest_looked_at);
  if (!bytes) return false;
  ValidateOptions options;
  options.level = Level::schema;
  return !check::judge(gateway, file, *bytes, {options, {}, false}).message.empty();
}

bool is_market_state(const std::string& file) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("parties:") || line.starts_with("metering_points:"))
      return store::open_market(file).has_value();
  return false;
}

/// Folders that hold what others made.
bool is_foreign(const fs::path& folder) {
  static const std::set<std::string> names = {"node_modules", "build", "target", "dist", "reports"};
  const auto name = folder.filename().string();
  return name.starts_with(".") || names.count(name) > 0;
}

std::string first_part(const fs::path& folder) {
  return folder.empty() ? "" : folder.begin()->string();
}

fs::path common_folder(const fs::path& a, const fs::path& b) {
  fs::path common;
  for (auto at = a.begin(), other = b.begin(); at != a.end() && other != b.end() && *at == *other;
       ++at, ++other)
    common /= *at;
  return common;
}

bool is_below(const fs::path& folder, const fs::path& above) {
  return common_folder(folder, above) == above;
}

/// One folder for all below a folder of the repository, or those in which messages lie when other files of
/// the kind lie between them.
std::vector<std::string> folders_of(const std::set<fs::path>& with_messages,
                                    const std::set<fs::path>& with_others) {
  std::map<std::string, std::vector<fs::path>> by_part;
  for (const auto& folder : with_messages) by_part[first_part(folder)].push_back(folder);
  std::vector<std::string> folders;
  for (const auto& [part, inside] : by_part) {
    fs::path common = inside.front();
    for (const auto& folder : inside) common = common_folder(common, folder);
    const bool only_messages = std::none_of(with_others.begin(), with_others.end(),
                                            [&](const fs::path& other) { return is_below(other, common); });
    if (only_messages) {
      folders.push_back(common.empty() ? "." : common.string());
    } else {
      for (const auto& folder : inside)
        folders.push_back(folder.empty() ? "*.xml" : (folder / "*.xml").string());
    }
  }
  return folders;
}

Found look_around(const Gateway& gateway) {
  Found found;
  std::set<fs::path> with_messages, with_others;
  std::vector<std::string> markets;
  std::size_t looked_at = 0;
  std::error_code error;
  for (auto at = fs::recursive_directory_iterator(".", error);
       !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    const auto path = at->path().lexically_relative(".");
    if (at->is_directory(error)) {
      if (is_foreign(path)) at.disable_recursion_pending();
      continue;
    }
    const auto kind = path.extension();
    if (kind == ".yaml" || kind == ".yml") {
      if (is_market_state(path.string())) markets.push_back(path.string());
    } else if ((kind == ".xml" || kind == ".json") && at->file_size(error) <= largest_looked_at &&
               ++looked_at <= most_looked_at) {
      const bool message = is_message(gateway, path.string());
      (message ? with_messages : with_others).insert(path.parent_path());
      if (message) ++found.count;
    }
  }
  found.messages = folders_of(with_messages, with_others);
  if (markets.size() == 1) found.market = markets.front();
  return found;
}

/// Where the repository is hosted, as far as its files tell.
std::string host_of_repository() {
  if (fs::exists(".gitlab-ci.yml")) return "gitlab";
  if (fs::exists(".github")) return "github";
  for (fs::path folder = fs::current_path();; folder = folder.parent_path()) {
    if (std::ifstream config(folder / ".git/config"); config) {
      for (std::string line; std::getline(config, line);)
        if (line.find("gitlab") != std::string::npos) return "gitlab";
      return "github";
    }
    if (folder == folder.root_path()) return "none";
  }
}

std::string project_text(const Found& found) {
  std::string text =
      "# What `cimgate check` checks when no path is given. Paths are seen from this folder.\nmessages:\n";
  if (found.messages.empty()) text += "  - messages\n";
  for (const auto& folder : found.messages) text += fmt::format("  - \"{}\"\n", folder);
  text += found.market.empty() ? "# Contracts and deadlines are checked, too, when there is a file of market "
                                 "state:\n# market: market.yaml\n"
                               : fmt::format("market: \"{}\"\n", found.market);
  return text +
         "# Findings to live with, written by `cimgate check --write-baseline cimgate.baseline.yaml`:\n"
         "# baseline: cimgate.baseline.yaml\n"
         "# The version of the messages: cimgate schemas list; without it, the newest they are valid in:\n"
         "# schema: elhub/2.4.1\n";
}

constexpr const char* suppressions_text =
    "# Findings that do not fail `cimgate check` for a time. Each needs a reason and a day on which it "
    "counts again.\n"
    "suppressions: []\n"
    "#  - rule: codes.gsrn-check-digit     # * for any characters\n"
    "#    path: incoming/**                # from the folder of this file on; left out: everywhere\n"
    "#    reason: the test points of the supplier have numbers of their own\n"
    "#    until: 2027-01-01\n"
    "# Files that are there to be wrong: they pass when they fail.\n"
    "#expected:\n"
    "#  - { path: \"*/invalid/**\", fails: validate, reason: one mistake per file }\n";

/// One of examples/ci, without what it says about being copied, and with the paths of cimgate.yaml.
tl::expected<std::string, std::string> job_text(const Gateway& gateway, const std::string& host) {
  const auto example = gateway.engine().store->read("examples/ci/" + host + ".yml");
  if (!example) return tl::make_unexpected(example.error());
  std::string_view text = *example;
  while (text.starts_with('#')) text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  std::string made =
      "# Written by `cimgate init`. CIMGATE_PACKAGE, a variable of the project, is the address of the "
      ".deb.\n";
  made += text;
  constexpr std::string_view named = "cimgate check messages";
  if (const auto at = made.find(named); at != std::string::npos)
    made.replace(at, named.size(), "cimgate check");
  return made;
}

struct Written {
  std::string path, text, remark_en, remark_nb;
};

ExitStatus run_init(const Gateway& gateway, const CommonOptions& common, const Options& options) {
  const bool norwegian = common.lang == "nb";
  const auto found = look_around(gateway);
  const auto host = options.ci.empty() ? host_of_repository() : options.ci;
  std::vector<Written> files = {
      {project_file_name, project_text(found),
       found.count == 0 ? "no messages found yet: put them in messages/, or change the file"
                        : fmt::format("{} message{} in {}", found.count, found.count == 1 ? "" : "s",
                                      fmt::join(found.messages, ", ")),
       found.count == 0 ? "ingen meldinger funnet ennå: legg dem i messages/, eller endre filen"
                        : fmt::format("{} melding{} i {}", found.count, found.count == 1 ? "" : "er",
                                      fmt::join(found.messages, ", "))},
      {"cimgate.suppressions.yaml", suppressions_text, "exceptions, none yet", "unntak, ingen ennå"}};
  if (host != "none") {
    auto job = job_text(gateway, host);
    if (!job) {
      tell_error(common, job.error());
      return usage;
    }
    if (host == "github")
      files.push_back({".github/workflows/cimgate.yml", std::move(*job), "a job for every pull request",
                       "en jobb for hver pull request"});
    else
      files.push_back({"cimgate.gitlab-ci.yml", std::move(*job), "a job: include it in .gitlab-ci.yml",
                       "en jobb: ta den med i .gitlab-ci.yml med include"});
  }
  for (const auto& file : files) {
    std::error_code error;
    const bool there = fs::exists(file.path, error);
    if (!there)
      if (const auto done = write_file(file.path, file.text); !done) {
        tell_error(common, done.error());
        return usage;
      }
    if (common.quiet) continue;
    const auto verb = there ? (norwegian ? "beholdt" : "kept") : (norwegian ? "skrev" : "wrote");
    print_text(fmt::format("{} {}  ({})\n", verb, file.path,
                           there ? (norwegian ? "fantes fra før" : "it was there already")
                                 : (norwegian ? file.remark_nb : file.remark_en)));
  }
  if (!common.quiet) print_text(norwegian ? "\nKjør nå: cimgate check\n" : "\nNow run: cimgate check\n");
  return fine;
}

}  // namespace

void add_init(Command& app, CommonOptions& common, Run& run) {
  auto verb = app.verb("init", "Write a configuration, a file of exceptions and a CI job into this folder");
  verb.belongs_to("Set up, and work on cimgate");
  verb.example("cimgate init",
               "Find the messages below this folder, and the CI that it uses. Nothing is overwritten.");
  verb.example("cimgate init --ci gitlab", "With a job for GitLab.");
  auto options = std::make_shared<Options>();
  verb.option("--ci", options->ci, "For which CI (default: what the repository seems to use)")
      .one_of({"github", "gitlab", "none"});
  verb.on_chosen([&common, &run, options] {
    run = [&common, options](const Gateway& gateway) { return run_init(gateway, common, *options); };
  });
}

}  // namespace cimgate::cli
