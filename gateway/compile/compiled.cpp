#include "gateway/resources/compiled.hpp"

extern "C" {
extern const char cimgate_schemas[];
extern const char cimgate_schemas_end[];
}

namespace cimgate::resources {

std::string_view compiled_schemas() {
  return {cimgate_schemas, static_cast<std::size_t>(cimgate_schemas_end - cimgate_schemas)};
}

}  // namespace cimgate::resources
