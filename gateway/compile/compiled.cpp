#include "gateway/resources/compiled.hpp"

extern "C" {
extern const char cimgate_compiled_schemas[];
extern const char cimgate_compiled_schemas_end[];
}

namespace cimgate::resources {

std::string_view compiled_schemas() {
  return {cimgate_compiled_schemas,
          static_cast<std::size_t>(cimgate_compiled_schemas_end - cimgate_compiled_schemas)};
}

}  // namespace cimgate::resources
