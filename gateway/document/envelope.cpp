#include "gateway/document/envelope.hpp"

#include "gateway/text/ascii.hpp"

namespace cimgate::document {

bool asks_to_be_understood(std::string_view value) {
  const auto said = text::trimmed(value);
  return said == "1" || said == "true";
}

}  // namespace cimgate::document
