#pragma once
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/configuration/settings.hpp"

namespace CLI {
class App;
}

/// cimgate.yaml and CIMGATE_* variables, for verbs that take them: those that have the option --config. What
/// may be set is what they have as options; there is no second list.
namespace cimgate::cli {

/// Adds --config, and with it the settings of the file and of variables.
class Command;
void add_configuration(Command& verb, std::string& file);

/// The verbs that can be configured, each with its options as keys.
std::vector<configuration::Section> configurable(const CLI::App& app);
/// Keys of cimgate.yaml that say what `cimgate check` checks.
std::vector<std::string> keys_of_check();

/// The file that counts: the one that was named, else CIMGATE_CONFIG, ./cimgate.yaml,
/// /etc/cimgate/cimgate.yaml; "" = there is none.
std::string configuration_file(const std::string& named);
/// What variables and a file ("": none) set for a verb. Error: all mistakes of the file, one a line; or why
/// it cannot be read.
tl::expected<configuration::Settings, std::string> settings_of(
    const std::vector<configuration::Section>& sections, const configuration::Section& section,
    const std::string& file);

/// The words of a command line, and what was added to them.
struct ConfiguredLine {
  std::vector<std::string> words;
  configuration::Settings added;

  /// Where the value stands that an error of the command line is about: "cimgate.yaml:3:11: ", or "".
  std::string place_of(const std::string& error) const;
};
/// Adds what is configured for the verb behind what was said: options that were given stay alone.
tl::expected<ConfiguredLine, std::string> configured(const CLI::App& app, int argc, char** argv);

}  // namespace cimgate::cli
