// One surface for libFuzzer, chosen by CIMGATE_FUZZ_SURFACE: scripts/fuzz.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "tests/fuzz/surfaces.hpp"

namespace {

const cimgate::fuzz::Surface& chosen() {
  static const auto& surface = [] -> const cimgate::fuzz::Surface& {
    const char* const name = std::getenv("CIMGATE_FUZZ_SURFACE");
    for (const auto& one : cimgate::fuzz::surfaces())
      if (name != nullptr && one.name == name) return one;
    std::fputs("CIMGATE_FUZZ_SURFACE names no surface\n", stderr);
    std::exit(2);
  }();
  return surface;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  try {
    chosen().take(bytes);
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "%s: %s\n", std::string(chosen().name).c_str(), fault.what());
    std::abort();
  }
  return 0;
}
