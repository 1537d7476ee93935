// Compiles the schemas that are built in, for the program to start without parsing any:
// cimgate_compile_schemas FILE.
#include "gateway/compile/image_file.hpp"
#include "gateway/resources/store.hpp"
#include "gateway/schema/image.hpp"

int main(int argc, char** argv) {
  using namespace cimgate;
  return compile::write_image_file(argc, argv, "cimgate_compile_schemas", [] {
    return schema::Catalog::open(resources::built_in()).and_then([](const auto& catalog) {
      return schema::write_image(*catalog);
    });
  });
}
