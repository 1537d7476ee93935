#include "gateway/report/diff_json.hpp"

#include "gateway/json/out.hpp"
#include "gateway/report/findings_json.hpp"

namespace cimgate::report {
namespace {

const char* word_for(Change::Kind kind) {
  return kind == Change::Kind::value ? "value" : kind == Change::Kind::missing ? "missing" : "added";
}

}  // namespace

std::string diff_json(const Compared& compared, const std::string& first, const std::string& second,
                      bool norwegian) {
  json::JsonOut out(true);
  const auto side = [&](const char* name, const std::string& file, const std::string& message,
                        const std::vector<Finding>& findings) {
    out.key(name);
    out.begin_object(json::JsonOut::Line::airy);
    out.member("file", file);
    out.member("message", message);
    out.key("findings");
    out.literal(findings_json(findings, "  ", norwegian));
    out.end_object();
  };
  const auto value_of = [&](const char* name, const std::string& value, std::uint32_t line) {
    out.key(name);
    out.begin_object();
    out.member("value", value);
    if (line > 0) out.member("line", line);
    out.end_object();
  };
  out.begin_object();
  side("first", first, compared.first, compared.first_findings);
  side("second", second, compared.second, compared.second_findings);
  out.member("equal", compared.equal);
  out.key("differences");
  out.begin_array();
  for (const auto& change : compared.changes) {
    out.begin_object(json::JsonOut::Line::airy);
    out.member("path", change.path);
    out.member("kind", word_for(change.kind));
    if (change.kind != Change::Kind::added) value_of("first", change.first, change.first_line);
    if (change.kind != Change::Kind::missing) value_of("second", change.second, change.second_line);
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return std::move(out).take();
}

}  // namespace cimgate::report
