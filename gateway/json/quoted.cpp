#include "gateway/json/quoted.hpp"

#include "gateway/json/out.hpp"
#include "gateway/text/characters.hpp"
#include "gateway/text/escape.hpp"

namespace cimgate::json {

std::string quoted(std::string_view text) {
  std::string out;
  append_json_string(text::utf8(text), out);
  // Reports are read in terminals, too: what JSON leaves as it is, but is a control character.
  return text::json_controls(out);
}

}  // namespace cimgate::json
