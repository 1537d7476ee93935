#include "gateway/elhub/emif/envelope.hpp"

#include "tests/fuzz/surfaces.hpp"

namespace cimgate::fuzz {

void take_envelope(std::string_view bytes) {
  const auto opened = emif::open_envelope(bytes);
  if (!opened && opened.error().fault.description.empty()) throw Broken("refused without a word");
  if (!opened && opened.error().fault.description.size() > 400) throw Broken("a fault that is too long");
}

}  // namespace cimgate::fuzz
