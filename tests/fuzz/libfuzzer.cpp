// One surface for libFuzzer, chosen by CIMGATE_FUZZ_SURFACE: scripts/fuzz.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "tests/fuzz/surfaces.hpp"
#include "tests/fuzz/xml_changes.hpp"

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

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

/// Every other change of XML is one that knows what tags are.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most,
                                               unsigned seed) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (seed % 2 == 0 || !cimgate::fuzz::is_xml(bytes)) return LLVMFuzzerMutate(data, size, most);
  const auto changed = cimgate::fuzz::changed_xml(bytes, seed);
  const auto length = std::min(changed.size(), most);
  std::memcpy(data, changed.data(), length);
  return length;
}
