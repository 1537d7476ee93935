#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What may be set, and from where it was. The keys are those of whoever reads the settings: here there is no
/// list of them.
namespace cimgate::configuration {

/// One setting that a verb takes.
struct Key {
  enum class Kind : std::uint8_t { text, number, truth, list };
  std::vector<std::string> names;  ///< "tls-certificate", "tls-cert": the first is the one that is shown
  Kind kind = Kind::text;
  std::vector<std::string> words;  ///< the values it may have, when these are a few words
  std::string text;                ///< what it is for
  std::string initial;             ///< its value when nothing sets it; "" = none, or one that is worked out

  const std::string& name() const { return names.front(); }
  bool is_called(std::string_view name) const;
};

/// The settings of a verb.
struct Section {
  std::string verb;
  std::vector<Key> keys;

  const Key* find(std::string_view name) const;
};

/// "CIMGATE_TLS_CERTIFICATE" for "tls-certificate".
std::string variable_of(std::string_view name);

}  // namespace cimgate::configuration
