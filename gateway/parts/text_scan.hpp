#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/source/position.hpp"

/// Places in texts that are known to be well-formed, without reading them as messages.
namespace cimgate::parts {

/// Finds places by line and column in a text, each behind the one before.
class Places {
 public:
  /// `start`: of the first character.
  Places(std::string_view text, source::Position start) : text_(text), here_(start) {}

  /// The offset; nothing when the text has no such place any more.
  std::optional<std::size_t> offset_of(source::Position position);

 private:
  std::string_view text_;
  std::size_t offset_ = 0;
  source::Position here_;
};

/// Behind the element of XML that begins at `at`; the size of the text when it does not end in it.
std::size_t end_of_element(std::string_view text, std::size_t at);

/// Behind the end tag of the element that is open at `at`.
std::size_t end_of_open_element(std::string_view text, std::size_t at);

/// Behind the value of JSON that begins at `at`.
std::size_t end_of_value(std::string_view text, std::size_t at);

/// The elements that are open at `at`, by their declarations of namespaces ("xmlns:a=\"…\""), those of outer
/// elements only where no inner one says otherwise.
struct OpenElements {
  std::size_t count = 0;
  std::vector<std::string> namespaces;
};
OpenElements open_elements(std::string_view text, std::size_t at);

/// The names that the start tag at `at` gives to namespaces: "xmlns", "xmlns:a".
std::vector<std::string> names_of_namespaces(std::string_view text, std::size_t at);

}  // namespace cimgate::parts
