#include "gateway/report/json_text.hpp"

#include "gateway/document/json_out.hpp"
#include "gateway/report/escape.hpp"

namespace cimgate::report {

std::string quoted(std::string_view text) {
  std::string out;
  document::append_json_string(utf8(text), out);
  return out;
}

}  // namespace cimgate::report
