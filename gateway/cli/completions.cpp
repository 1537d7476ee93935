#include "gateway/cli/completions.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "gateway/cli/command_tree.hpp"

namespace cimgate::cli {
namespace {

/// The verbs that may follow a path.
std::vector<const VerbRow*> below(const std::vector<VerbRow>& tree, const VerbRow& of) {
  std::vector<const VerbRow*> rows;
  for (const auto& row : tree)
    if (row.path.size() == of.path.size() + 1 && std::equal(of.path.begin(), of.path.end(), row.path.begin()))
      rows.push_back(&row);
  return rows;
}

/// In single quotes, for sh and fish.
std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'')
      out += "'\\''";
    else
      out += c;
  }
  return out + "'";
}

/// A path as the script keeps it: "' rules show'".
std::string path_of(const VerbRow& row) {
  return quoted(fmt::format(" {}", fmt::join(row.path, " ")));
}

std::string words_after(const std::vector<VerbRow>& tree, const VerbRow& row) {
  std::string words;
  for (const auto* verb : below(tree, row)) words += verb->path.back() + " ";
  const auto add_options = [&words](const VerbRow& of) {
    for (const auto& option : of.options) {
      for (const auto& name : option.names) words += name + " ";
      if (option.names.empty())
        for (const auto& word : option.words) words += word + " ";
    }
  };
  add_options(row);
  if (!row.path.empty()) add_options(tree.front());
  if (!words.empty()) words.pop_back();
  return words;
}

/// Both shells read this: zsh by bashcompinit.
std::string for_bash(const std::vector<VerbRow>& tree) {
  std::string out =
      "# Completes cimgate. Made by `cimgate completions bash`.\n"
      "_cimgate() {\n"
      "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} verb= i words=\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      "    case ${COMP_WORDS[i]} in -*) ;; *)\n"
      "      case \"$verb ${COMP_WORDS[i]}\" in\n";
  for (const auto& row : tree)
    if (!row.path.empty()) out += fmt::format("        {}) verb={} ;;\n", path_of(row), path_of(row));
  out +=
      "      esac ;;\n"
      "    esac\n"
      "  done\n"
      "  case \"$verb $before\" in\n";
  for (const auto& row : tree)
    for (const auto& option : row.options)
      for (const auto& name : option.names) {
        if (option.value.empty()) continue;
        const auto path = row.path.empty() ? "*" : path_of(row);
        const auto list = fmt::format("{}", fmt::join(option.words, " "));
        out += fmt::format("    {}' {}') COMPREPLY=($(compgen {} -- \"$word\")); return ;;\n", path, name,
                           list.empty() ? std::string("-f") : "-W " + quoted(list));
      }
  out +=
      "  esac\n"
      "  case $verb in\n";
  for (const auto& row : tree) {
    if (row.path.empty()) continue;
    out += fmt::format("    {}) words={} ;;\n", path_of(row), quoted(words_after(tree, row)));
  }
  out += fmt::format(
      "    '') words={} ;;\n"
      "  esac\n"
      "  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
      "  [ -z \"$verb\" ] || COMPREPLY+=($(compgen -f -- \"$word\"))\n"
      "}}\n"
      "complete -o filenames -F _cimgate cimgate\n",
      quoted(words_after(tree, tree.front())));
  return out;
}

std::string for_zsh(const std::vector<VerbRow>& tree) {
  return "#compdef cimgate\n"
         "# Made by `cimgate completions zsh`.\n"
         "autoload -U +X bashcompinit && bashcompinit\n" +
         for_bash(tree);
}

std::string for_fish(const std::vector<VerbRow>& tree) {
  std::string out = "# Completes cimgate. Made by `cimgate completions fish`.\n";
  for (const auto& row : tree) {
    std::string when;
    if (!row.path.empty()) {
      when = "__fish_seen_subcommand_from " + row.path.front();
      if (row.path.size() > 1) when += "; and __fish_seen_subcommand_from " + row.path.back();
    }
    for (const auto* verb : below(tree, row))
      out += fmt::format("complete -c cimgate -n {} -f -a {} -d {}\n",
                         quoted(when.empty() ? "__fish_use_subcommand" : when), verb->path.back(),
                         quoted(verb->text));
    for (const auto& option : row.options) {
      if (option.names.empty()) continue;
      out += "complete -c cimgate";
      if (!when.empty()) out += " -n " + quoted(when);
      for (const auto& name : option.names)
        out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
      if (!option.value.empty()) out += option.words.empty() ? " -r" : " -x";
      if (!option.words.empty()) out += " -a " + quoted(fmt::format("{}", fmt::join(option.words, " ")));
      out += " -d " + quoted(option.text) + "\n";
    }
  }
  return out;
}

}  // namespace

std::string completions(const CLI::App& app, const std::string& shell) {
  const auto tree = command_tree(app);
  if (shell == "fish") return for_fish(tree);
  return shell == "zsh" ? for_zsh(tree) : for_bash(tree);
}

}  // namespace cimgate::cli
