#include "gateway/cli/configured.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>

#include "gateway/cli/command.hpp"
#include "gateway/cli/inputs.hpp"

namespace cimgate::cli {
namespace {

constexpr const char* config_option = "config";

std::optional<std::string> variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

bool takes_value(const CLI::Option& option) {
  return option.get_type_size_max() != 0 && !option.get_type_name().empty();
}

configuration::Key key_of(const CLI::Option& option) {
  using Kind = configuration::Key::Kind;
  configuration::Key key;
  key.names = option.get_lnames();
  key.text = option.get_description();
  key.initial = option.get_default_str();
  const auto type = option.get_type_name();
  if (!takes_value(option))
    key.kind = Kind::truth;
  else if (option.get_expected_max() > 1)
    key.kind = Kind::list;
  else if (type == "N" || type == "SIZE" || type == "DAYS" || type == "SECONDS" || type == "MILLISECONDS")
    key.kind = Kind::number;
  // "none|text|json"
  if (type.find('|') != std::string::npos)
    for (std::size_t begin = 0; begin <= type.size();) {
      const auto end = std::min(type.find('|', begin), type.size());
      key.words.push_back(type.substr(begin, end - begin));
      begin = end + 1;
    }
  return key;
}

bool is_set_elsewhere(const CLI::Option& option) {
  const auto& names = option.get_lnames();
  return names.empty() || names.front() == "help" || names.front() == "version" ||
         names.front() == config_option || option.get_group().empty();
}

configuration::Section section_of(const CLI::App& verb) {
  configuration::Section section;
  section.verb = verb.get_name();
  for (const auto* level = &verb; level != nullptr; level = level->get_parent())
    for (const auto* option : level->get_options([](const CLI::Option* o) { return !is_set_elsewhere(*o); }))
      section.keys.push_back(key_of(*option));
  return section;
}

/// "--listen" of "--listen=x"; "" for what is no long option.
std::string_view long_option(std::string_view word) {
  return word.starts_with("--") ? word.substr(0, word.find('=')).substr(2) : std::string_view();
}

/// The verb that the words name; null when there is none, or the words make no sense to us.
const CLI::App* verb_of(const CLI::App& app, const std::vector<std::string>& words) {
  const auto options = app.get_options();
  for (std::size_t i = 1; i < words.size(); ++i) {
    const auto& word = words[i];
    if (word.starts_with("-")) {
      const auto name = long_option(word);
      const bool takes_next = word.find('=') == std::string::npos &&
                              std::any_of(options.begin(), options.end(), [&](const CLI::Option* option) {
                                return option->check_lname(std::string(name)) && takes_value(*option);
                              });
      if (takes_next) ++i;
      continue;
    }
    for (const auto* verb : app.get_subcommands([](const CLI::App*) { return true; }))
      if (verb->get_name() == word) return verb;
    return nullptr;
  }
  return nullptr;
}

std::string value_of(const std::vector<std::string>& words, std::string_view option) {
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (long_option(words[i]) != option) continue;
    if (const auto equals = words[i].find('='); equals != std::string::npos)
      return words[i].substr(equals + 1);
    if (i + 1 < words.size()) return words[i + 1];
  }
  return {};
}

bool is_given(const std::vector<std::string>& words, const configuration::Key& key) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return key.is_called(long_option(word)); });
}

}  // namespace

void add_configuration(Command& verb, std::string& file) {
  verb.option(std::string("--") + config_option, file,
              "Settings: cimgate.yaml (default: CIMGATE_CONFIG, ./cimgate.yaml, /etc/cimgate/cimgate.yaml)")
      .type("FILE");
}

std::vector<configuration::Section> configurable(const CLI::App& app) {
  std::vector<configuration::Section> sections;
  for (const auto* verb : app.get_subcommands([](const CLI::App*) { return true; }))
    if (verb->get_option_no_throw(std::string("--") + config_option) != nullptr)
      sections.push_back(section_of(*verb));
  return sections;
}

std::vector<std::string> keys_of_check() {
  return {"messages", "market", "baseline", "schema"};
}

std::string configuration_file(const std::string& named) {
  if (!named.empty()) return named;
  if (auto said = variable("CIMGATE_CONFIG"); said && !said->empty()) return *std::move(said);
  for (const char* file : {"cimgate.yaml", "/etc/cimgate/cimgate.yaml"}) {
    std::error_code error;
    if (std::filesystem::is_regular_file(file, error)) return file;
  }
  return {};
}

tl::expected<configuration::Settings, std::string> settings_of(
    const std::vector<configuration::Section>& sections, const configuration::Section& section,
    const std::string& file) {
  constexpr std::size_t most = std::size_t{1024} * 1024;
  auto set = configuration::from_variables(section, variable);
  if (file.empty()) return set;
  const auto text = read_group({file, {file}}, most);
  if (!text) return tl::make_unexpected(text.error());
  const configuration::ConfigurationFile read(file, text->front(), sections, keys_of_check());
  if (!read.mistakes().empty()) return tl::make_unexpected(yaml::to_string(read.mistakes()));
  return configuration::over(std::move(set), read.of(section));
}

std::string ConfiguredLine::place_of(const std::string& error) const {
  for (const auto& [name, setting] : added)
    for (const auto& one : setting.key->names) {
      const auto option = "--" + one;
      const auto at = error.find(option);
      if (at == std::string::npos) continue;
      const auto behind = at + option.size();
      if (behind == error.size() || error[behind] == ':' || error[behind] == ' ')
        return setting.origin + ": ";
    }
  return {};
}

tl::expected<ConfiguredLine, std::string> configured(const CLI::App& app, int argc, char** argv) {
  ConfiguredLine line;
  line.words.assign(argv, argv + argc);
  const auto* verb = verb_of(app, line.words);
  if (verb == nullptr || verb->get_option_no_throw(std::string("--") + config_option) == nullptr) return line;
  const auto asks = [&](const char* word) {
    return std::find(line.words.begin(), line.words.end(), word) != line.words.end();
  };
  if (asks("--help") || asks("-h")) return line;
  // Keys of settings point into the sections: these live as long as the program.
  static const auto sections = configurable(app);
  const auto section = std::find_if(sections.begin(), sections.end(),
                                    [&](const auto& one) { return one.verb == verb->get_name(); });
  auto set = settings_of(sections, *section, configuration_file(value_of(line.words, config_option)));
  if (!set) return tl::make_unexpected(set.error());
  const auto said = line.words;
  for (auto& [name, setting] : *set) {
    if (is_given(said, *setting.key)) continue;
    if (setting.key->kind == configuration::Key::Kind::truth) {
      line.words.push_back("--" + name + "=" + setting.values.front());
    } else {
      for (const auto& value : setting.values) line.words.push_back("--" + name + "=" + value);
    }
    line.added.emplace(name, std::move(setting));
  }
  return line;
}

}  // namespace cimgate::cli
