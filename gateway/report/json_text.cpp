#include "gateway/report/json_text.hpp"

#include "gateway/json/out.hpp"
#include "gateway/report/escape.hpp"

namespace cimgate::report {

std::string quoted(std::string_view text) {
  std::string out;
  json::append_json_string(utf8(text), out);
  // Reports are read in terminals, too: what JSON leaves as it is, but is a control character.
  return json_controls(out);
}

}  // namespace cimgate::report
