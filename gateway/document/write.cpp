#include "gateway/document/write.hpp"

#include <fmt/format.h>

namespace cimgate::document {

std::string file_name(const Message& document, std::size_t index, bool json) {
  return fmt::format("{:02}-{}.{}", index + 1, document.kind->root.local, json ? "json" : "xml");
}

}  // namespace cimgate::document
