// Parses the YAML files that are built in, for the program to start without parsing any:
// cimgate_compile_yaml FILE.
#include "gateway/compile/image_file.hpp"
#include "gateway/yaml/image.hpp"

int main(int argc, char** argv) {
  return cimgate::compile::write_image_file(argc, argv, "cimgate_compile_yaml", cimgate::yaml::write_image);
}
