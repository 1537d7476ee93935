#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cimgate::text {

/// What '+' stands for.
enum class Plus : std::uint8_t {
  itself,
  blank,  ///< in a query and in a form
};

/// "%20" becomes a blank (RFC 3986, 2.1). Nothing when an escape is broken.
std::optional<std::string> percent_decoded(std::string_view text, Plus plus = Plus::itself);
/// Everything but letters, digits and "-._~" as "%20" (RFC 3986, 2.3): what may stand in a path, a query, a
/// form.
std::string percent_encoded(std::string_view text);

}  // namespace cimgate::text
