#include "gateway/cli/command_tree.hpp"

#include <algorithm>
#include <CLI/CLI.hpp>

namespace cimgate::cli {
namespace {

bool is_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
}

/// "auto|always|never" as its words; nothing when it stands for something else.
std::vector<std::string> words_of(const std::string& type) {
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin <= type.size();) {
    const auto end = std::min(type.find('|', begin), type.size());
    words.push_back(type.substr(begin, end - begin));
    begin = end + 1;
  }
  const bool all_words = words.size() > 1 && std::all_of(words.begin(), words.end(), is_word);
  return all_words ? words : std::vector<std::string>();
}

OptionRow row_of(const CLI::Option& option) {
  OptionRow row;
  if (option.get_positional()) {
    row.operand = option.get_name();
  } else {
    for (const auto& name : option.get_snames()) row.names.push_back("-" + name);
    for (const auto& name : option.get_lnames()) row.names.push_back("--" + name);
    if (option.get_type_size_max() != 0) row.value = option.get_type_name();
  }
  row.words = words_of(option.get_type_name());
  row.text = option.get_description();
  row.required = option.get_required();
  return row;
}

void add(const CLI::App& app, const std::vector<std::string>& path, std::vector<VerbRow>& rows) {
  VerbRow row{path, app.get_group(), app.get_description(), app.get_footer(), {}};
  for (const auto* option : app.get_options([](const CLI::Option* o) { return !o->get_group().empty(); }))
    row.options.push_back(row_of(*option));
  rows.push_back(std::move(row));
  for (const auto* verb : app.get_subcommands([](const CLI::App* a) { return !a->get_group().empty(); })) {
    auto below = path;
    below.push_back(verb->get_name());
    add(*verb, below, rows);
  }
}

}  // namespace

std::vector<VerbRow> command_tree(const CLI::App& app) {
  std::vector<VerbRow> rows;
  add(app, {}, rows);
  return rows;
}

}  // namespace cimgate::cli
