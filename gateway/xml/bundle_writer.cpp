#include <string>
#include <string_view>
#include <vector>

#include "gateway/document/supplement_form.hpp"
#include "gateway/xml/out.hpp"
#include "gateway/xml/write.hpp"

namespace cimgate::xml {

namespace {

document::WriteLog* next_document(document::BundleLog* log) {
  return log == nullptr ? nullptr : &log->documents.emplace_back();
}

void append_attribute(std::string_view name, std::string_view value, std::string& out) {
  out += ' ';
  out += name;
  out += "=\"";
  append_xml_attribute_value(value, out);
  out += '"';
}

}  // namespace

void append_xml(const document::SupplementEntry& entry, const document::WriteOptions& options,
                std::string& out, document::BundleLog* log) {
  const auto name = document::supplement_name_of(entry.kind);
  append_xml_line(options, 2, out);
  out += '<';
  out += name;
  append_attribute(document::supplement_path, entry.path, out);
  append_attribute(document::supplement_reason, entry.reason, out);
  if (entry.value.empty()) {
    if (log != nullptr) log->entries.push_back({});
    out += "/>";
    return;
  }
  out += '>';
  const std::size_t begin = out.size();
  append_xml_text(entry.value, out);
  if (log != nullptr) log->entries.push_back({begin, out.size()});
  out += "</";
  out += name;
  out += '>';
}

namespace {

void append_supplement(const document::Supplement& supplement, const document::WriteOptions& options,
                       std::string& out, document::BundleLog* log) {
  append_xml_line(options, 1, out);
  out += "<supplement";
  append_attribute(document::supplement_message, supplement.message, out);
  append_attribute(document::supplement_schema, supplement.schema, out);
  append_attribute(document::supplement_profile, supplement.profile, out);
  if (supplement.entries.empty()) {
    out += "/>";
    return;
  }
  out += '>';
  for (const auto& entry : supplement.entries) append_xml(entry, options, out, log);
  append_xml_line(options, 1, out);
  out += "</supplement>";
}

}  // namespace

std::string bundle_to_xml(const std::vector<document::Message>& documents,
                          const document::Supplement* supplement, const document::WriteOptions& options,
                          document::BundleLog* log) {
  if (documents.size() == 1 && supplement == nullptr)
    return to_xml(documents.front(), options, next_document(log));
  std::string out(xml_declaration);
  append_xml_line(options, 0, out);
  out += "<bundle xmlns=\"";
  out += document::bundle_namespace;
  out += "\">";
  for (const auto& document : documents) {
    append_xml_line(options, 1, out);
    append_xml(document, options, 1, out, next_document(log));
  }
  if (supplement != nullptr) append_supplement(*supplement, options, out, log);
  append_xml_line(options, 0, out);
  out += "</bundle>\n";
  return out;
}

}  // namespace cimgate::xml
