#include "gateway/cli/mistakes.hpp"

namespace cimgate::cli {

void append_problems(const std::vector<yaml::Mistake>& mistakes, json::JsonOut& out) {
  out.key("problems");
  out.begin_array();
  for (const auto& mistake : mistakes) {
    out.begin_object(json::JsonOut::Line::airy);
    out.member("file", mistake.place.file);
    out.member("line", mistake.place.line);
    out.member("column", mistake.place.column);
    out.member("text", mistake.text);
    out.end_object();
  }
  out.end_array();
}

}  // namespace cimgate::cli
