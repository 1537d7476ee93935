#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "cimgate/finding.hpp"
#include "gateway/json/out.hpp"

/// Members that several reports in JSON have.
namespace cimgate::report {

/// "text": { "en": …, "nb": … }
inline void add_text(json::JsonOut& out, std::string_view name, const Text& text) {
  out.begin_object(name);
  out.member("en", text.en);
  out.member("nb", text.nb);
  out.end_object();
}

/// "source": { "status": …, "ref": … }
inline void add_source(json::JsonOut& out, std::string_view status, std::string_view ref) {
  out.begin_object("source");
  out.member("status", status);
  out.member("ref", ref);
  out.end_object();
}

/// "code": { "value": …, "agency": … }
inline void add_code(json::JsonOut& out, const ReasonCode& code) {
  out.begin_object("code");
  out.member("value", code.value);
  out.member("agency", code.agency);
  out.end_object();
}

/// "processes": ["BRS-NO-101", …]
inline void add_list(json::JsonOut& out, std::string_view name, const std::vector<std::string>& texts) {
  out.begin_array(name);
  for (const auto& text : texts) out.text(text);
  out.end_array();
}

}  // namespace cimgate::report
