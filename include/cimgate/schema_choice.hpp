#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace cimgate {

/// What decided as which schema set a message was read. Several sets may know one message: the versions of a
/// market's messages.
struct SchemaChoice {
  enum class By : std::uint8_t {
    only,           ///< no other set knows it
    asked,          ///< the set was asked for
    configuration,  ///< a configuration asks for it
    day,            ///< its version is in force on `day`
    validity        ///< the newest in which the message is valid, else the newest; no version has a day
  };
  By by = By::only;
  std::string day;  ///< YYYY-MM-DD, with By::day

  bool operator==(const SchemaChoice&) const = default;
};

/// "asked", "configuration", "day", "validity"; "" for a set that is the only one.
constexpr std::string_view to_string(SchemaChoice::By by) {
  switch (by) {
    case SchemaChoice::By::asked:
      return "asked";
    case SchemaChoice::By::configuration:
      return "configuration";
    case SchemaChoice::By::day:
      return "day";
    case SchemaChoice::By::validity:
      return "validity";
    case SchemaChoice::By::only:
      return "";
  }
  return "";
}

}  // namespace cimgate
