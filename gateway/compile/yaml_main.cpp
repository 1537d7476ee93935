// Parses the YAML files that are built in, for the program to start without parsing any:
// cimgate_compile_yaml FILE.
#include <cstdio>
#include <fstream>

#include "gateway/yaml/image.hpp"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: cimgate_compile_yaml FILE\n", stderr);
    return 2;
  }
  const auto image = cimgate::yaml::write_image();
  if (!image) {
    std::fprintf(stderr, "%s\n", image.error().c_str());
    return 1;
  }
  std::ofstream out(argv[1], std::ios::binary);
  out << *image;
  return out.flush() ? 0 : 1;
}
