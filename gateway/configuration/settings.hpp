#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/configuration/key.hpp"
#include "gateway/yaml/file.hpp"

namespace cimgate::configuration {

/// A value, and what set it.
struct Setting {
  const Key* key = nullptr;
  std::vector<std::string> values;  ///< one; of a list any number. "true" or "false" of a truth value
  std::string origin;               ///< "cimgate.yaml:3:11", "CIMGATE_LISTEN", "--listen"
};
/// By the name of the key.
using Settings = std::map<std::string, Setting, std::less<>>;

/// The value of a variable of the environment; nothing when it is not set.
using Variables = std::function<std::optional<std::string>(const std::string& name)>;

/// What a file sets. At its top stand sections, each for a verb, and keys, each for all verbs that have it;
/// what a section says counts before what stands at the top. `others`: keys at the top that are somebody
/// else's. Keys point into `sections`.
class ConfigurationFile {
 public:
  ConfigurationFile(std::string path, std::string_view text, const std::vector<Section>& sections,
                    const std::vector<std::string>& others = {});

  /// Every mistake with its place, an unknown key with the nearest that is known.
  const std::vector<yaml::Mistake>& mistakes() const { return file_.errors(); }
  Settings of(const Section& section) const;

 private:
  void check(const yaml::Node& map, const std::vector<const Key*>& keys,
             const std::vector<std::string>& others);
  void check_value(const yaml::Node& node, const Key& key);
  void take(const yaml::Node& map, const Section& section, const std::vector<std::string>& others,
            Settings& into) const;

  yaml::File file_;
  std::vector<std::string> others_;
};

/// What variables set. One of a list holds values with blanks between them.
Settings from_variables(const Section& section, const Variables& variables);

/// `above` before `below`.
Settings over(Settings above, const Settings& below);

}  // namespace cimgate::configuration
