#pragma once
#include <string_view>

namespace cimgate::resources {

/// The schemas that are built in as schema::Image reads them: made from xsd/ when the program is built.
std::string_view compiled_schemas();

}  // namespace cimgate::resources
