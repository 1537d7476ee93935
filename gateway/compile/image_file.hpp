#pragma once
#include <tl/expected.hpp>

#include <cstdio>
#include <fstream>
#include <functional>
#include <string>

namespace cimgate::compile {

/// The main() of a tool that is given one file, for the image that it makes. Returns the exit status.
inline int write_image_file(int argc, char** argv, const char* tool,
                            const std::function<tl::expected<std::string, std::string>()>& make) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s FILE\n", tool);
    return 2;
  }
  const auto image = make();
  if (!image) {
    std::fprintf(stderr, "%s\n", image.error().c_str());
    return 1;
  }
  std::ofstream out(argv[1], std::ios::binary);
  out << *image;
  return out.flush() ? 0 : 1;
}

}  // namespace cimgate::compile
