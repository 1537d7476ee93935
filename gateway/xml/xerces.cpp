#include "gateway/xml/xerces.hpp"

#include <cstdint>
#include <xerces_use.hpp>

#include "gateway/xml/tokens.hpp"

namespace cimgate::xml {
XercesRuntime::XercesRuntime() {
  xerces::begin_use();
}

XercesRuntime::~XercesRuntime() {
  xerces::end_use();
}

std::shared_ptr<const XercesRuntime> XercesRuntime::get() {
  return std::shared_ptr<const XercesRuntime>(new XercesRuntime());
}

std::string to_utf8(const XMLCh* text) {
  std::string out;
  if (text == nullptr) return out;
  while (*text != 0) {
    std::uint32_t point = *text++;
    if (point >= 0xD800 && point < 0xDC00 && *text >= 0xDC00 && *text < 0xE000)
      point = 0x10000 + ((point - 0xD800) << 10U) + (*text++ - 0xDC00U);
    append_utf8(point, out);
  }
  return out;
}

}  // namespace cimgate::xml
