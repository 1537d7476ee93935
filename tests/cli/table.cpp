#include "table.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <initializer_list>
#include <sstream>
#include <stdexcept>

#include "difference.hpp"
#include "harmless.hpp"
#include "process.hpp"

namespace cimgate::test {
namespace {

namespace fs = std::filesystem;

/// A slip of the pen in a table must not look like a test that passes.
void only(const YAML::Node& node, std::initializer_list<std::string_view> known) {
  if (!node.IsMap()) throw std::runtime_error("not a map: " + YAML::Dump(node));
  for (const auto& member : node) {
    const auto key = member.first.as<std::string>();
    if (std::find(known.begin(), known.end(), key) == known.end())
      throw std::runtime_error("a table has no '" + key + "' here");
  }
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

/// One case: what it is given, and what comes of it.
class Case {
 public:
  explicit Case(const YAML::Node& node) : node_(node) {
    only(node,
         {"name", "given", "run", "in", "stdin", "stdin-file", "env", "stdout-to", "terminal", "expect"});
  }

  Result run() {
    Result result;
    result.name = node_["name"].as<std::string>();
    for (const auto& step : node_["given"]) prepare(step);
    const Outcome outcome = test::run(command());
    check(outcome, node_["expect"]);
    result.failures = std::move(failures_);
    return result;
  }

 private:
  std::string text(const YAML::Node& node) const {
    return replaced(node.as<std::string>(), "${tmp}", folder_.path().string());
  }

  std::vector<std::string> texts(const YAML::Node& node) const {
    std::vector<std::string> result;
    if (node.IsScalar()) return {text(node)};
    for (const auto& item : node) result.push_back(text(item));
    return result;
  }

  /// Relative paths are seen from the repository.
  fs::path path(const YAML::Node& node) const { return source_folder() / text(node); }

  std::string content(const YAML::Node& node) const {
    if (!fs::exists(path(node))) throw std::runtime_error("there is no file " + text(node));
    return read_file(path(node));
  }

  void prepare(const YAML::Node& step) {
    only(step, {"write", "text", "copy", "to", "replace", "old", "new", "repeat", "before", "times", "after",
                "folder", "data", "link", "hard-link"});
    if (step["write"]) {
      write_file(path(step["write"]), text(step["text"]));
    } else if (step["copy"]) {
      copy(path(step["copy"]), path(step["to"]));
    } else if (step["link"]) {
      fs::create_symlink(text(step["to"]), path(step["link"]));
    } else if (step["hard-link"]) {
      fs::create_hard_link(path(step["to"]), path(step["hard-link"]));
    } else if (step["data"]) {
      for (const char* part : {"xsd", "dialects", "mappings", "rules"})
        copy(source_folder() / part, path(step["data"]) / part);
    } else if (step["replace"]) {
      replace_once(path(step["replace"]), text(step["old"]), text(step["new"]));
    } else if (step["repeat"]) {
      std::string long_text = text(step["before"]);
      const auto part = text(step["text"]);
      for (auto times = step["times"].as<std::size_t>(); times > 0; --times) long_text += part;
      write_file(path(step["repeat"]), long_text + text(step["after"]));
    } else {
      fs::create_directories(path(step["folder"]));
    }
  }

  static void copy(const fs::path& from, const fs::path& to) {
    fs::create_directories(to.parent_path());
    fs::copy(from, to, fs::copy_options::recursive | fs::copy_options::copy_symlinks);
  }

  static void replace_once(const fs::path& file, const std::string& from, const std::string& to) {
    const std::string before = read_file(file);
    const auto at = before.find(from);
    if (at == std::string::npos || before.find(from, at + 1) != std::string::npos)
      throw std::runtime_error("'" + from + "' is not once in " + file.string());
    write_file(file, std::string(before).replace(at, from.size(), to));
  }

  Command command() const {
    Command command;
    if (node_["run"].IsScalar()) {
      std::istringstream words(text(node_["run"]));
      for (std::string word; words >> word;) command.arguments.push_back(word);
    } else {
      command.arguments = texts(node_["run"]);
    }
    if (node_["in"]) command.folder = path(node_["in"]);
    if (node_["stdin"]) command.standard_input = text(node_["stdin"]);
    if (node_["stdin-file"]) command.standard_input = content(node_["stdin-file"]);
    if (node_["stdout-to"]) command.output_device = text(node_["stdout-to"]);
    command.terminal = node_["terminal"].as<bool>(false);
    for (const auto& variable : node_["env"])
      command.environment[variable.first.as<std::string>()] = text(variable.second);
    return command;
  }

  void fail(const std::string& what, const Outcome& outcome) {
    failures_.push_back(what + "\n--- stdout\n" + outcome.out.substr(0, 3000) + "\n--- stderr\n" +
                        outcome.err.substr(0, 3000));
  }

  void check(const Outcome& outcome, const YAML::Node& expect) {
    only(expect, {"exit", "stdout", "no-stdout", "stdout-file", "stderr", "no-stderr", "files", "no-files",
                  "seconds", "megabytes"});
    if (outcome.exit != expect["exit"].as<int>())
      fail("exit status " + std::to_string(outcome.exit) + ", expected " + expect["exit"].as<std::string>(),
           outcome);
    check_text("stdout", outcome.out, outcome, expect);
    check_text("stderr", outcome.err, outcome, expect);
    check_harmless(outcome);
    if (const auto file = expect["stdout-file"]; file && outcome.out != content(file))
      fail("stdout is not " + text(file) + ": " + difference(outcome.out, content(file)), outcome);
    for (const auto& file : expect["files"])
      for (const auto& part : texts(file.second))
        if (content(file.first).find(part) == std::string::npos)
          fail("file " + text(file.first) + " lacks '" + part + "'", outcome);
    for (const auto& file : expect["no-files"])
      if (fs::exists(path(file))) fail("there is a file " + text(file), outcome);
    if (const auto most = expect["seconds"]; most && outcome.seconds > most.as<double>())
      fail("took " + std::to_string(outcome.seconds) + " s", outcome);
    if (const auto most = expect["megabytes"];
        most && outcome.megabytes > most.as<std::uint64_t>() * CIMGATE_MEMORY_FACTOR)
      fail("took " + std::to_string(outcome.megabytes) + " MB", outcome);
  }

  /// Whatever is written without colour does nothing to a terminal.
  void check_harmless(const Outcome& outcome) {
    const auto arguments = command().arguments;
    if (command().terminal || std::find(arguments.begin(), arguments.end(), "always") != arguments.end())
      return;
    for (const auto* stream : {&outcome.out, &outcome.err})
      if (const auto control = first_control(*stream); !control.empty())
        fail(control + " reaches the terminal", outcome);
  }

  /// A list: all of these are in it. A scalar: this and nothing else.
  void check_text(const std::string& stream, const std::string& found, const Outcome& outcome,
                  const YAML::Node& expect) {
    if (const auto whole = expect[stream]; whole && whole.IsScalar()) {
      if (found != text(whole)) fail(stream + " is not '" + text(whole) + "'", outcome);
    } else {
      for (const auto& part : expect[stream])
        if (found.find(text(part)) == std::string::npos)
          fail(stream + " lacks '" + text(part) + "'", outcome);
    }
    for (const auto& part : expect["no-" + stream])
      if (found.find(text(part)) != std::string::npos) fail(stream + " has '" + text(part) + "'", outcome);
  }

  YAML::Node node_;
  TemporaryFolder folder_;
  std::vector<std::string> failures_;
};

}  // namespace

std::vector<Result> run_table(const fs::path& path) {
  std::vector<Result> results;
  const auto table = YAML::LoadFile(path.string());
  for (const auto& node : table) {
    try {
      results.push_back(Case(node).run());
    } catch (const std::exception& error) {
      results.push_back({node["name"].as<std::string>("a case without a name"), {error.what()}});
    }
  }
  return results;
}

}  // namespace cimgate::test
