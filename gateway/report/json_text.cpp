#include "gateway/report/json_text.hpp"

#include "gateway/document/json_out.hpp"
#include "gateway/report/escape.hpp"

namespace cimgate::report {

std::string quoted(std::string_view text) {
  std::string out;
  document::append_json_string(utf8(text), out);
  // Reports are read in terminals, too: what JSON leaves as it is, but is a control character.
  for (auto at = out.find('\x7F'); at != std::string::npos; at = out.find('\x7F', at))
    out.replace(at, 1, "\\u007f");
  return out;
}

}  // namespace cimgate::report
