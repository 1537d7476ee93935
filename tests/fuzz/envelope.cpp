#include "gateway/elhub/emif/envelope.hpp"

#include "gateway/engine/engine.hpp"
#include "gateway/reader/read.hpp"
#include "tests/fuzz/engine.hpp"
#include "tests/fuzz/surfaces.hpp"

namespace cimgate::fuzz {

void take_envelope(std::string_view bytes) {
  const auto read = reader::read(*gateway().engine().catalog, bytes, {});
  const auto opened = emif::operation_in(read);
  if (!opened && opened.error().fault.description.empty()) throw Broken("refused without a word");
  if (!opened && opened.error().fault.description.size() > 400) throw Broken("a fault that is too long");
  if (opened && opened->local.empty()) throw Broken("an operation without a name");
}

}  // namespace cimgate::fuzz
