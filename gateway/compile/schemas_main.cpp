// Compiles the schemas that are built in, for the program to start without parsing any:
// cimgate_compile_schemas FILE.
#include <cstdio>
#include <fstream>

#include "gateway/resources/store.hpp"
#include "gateway/schema/image.hpp"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: cimgate_compile_schemas FILE\n", stderr);
    return 2;
  }
  const auto catalog = cimgate::schema::Catalog::open(cimgate::resources::built_in());
  if (!catalog) {
    std::fprintf(stderr, "%s\n", catalog.error().c_str());
    return 1;
  }
  const auto image = cimgate::schema::write_image(**catalog);
  if (!image) {
    std::fprintf(stderr, "%s\n", image.error().c_str());
    return 1;
  }
  std::ofstream out(argv[1], std::ios::binary);
  out << *image;
  return out.flush() ? 0 : 1;
}
