#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/document/json_out.hpp"
#include "gateway/document/supplement_form.hpp"
#include "gateway/document/write.hpp"
#include "gateway/document/xml_out.hpp"

namespace cimgate::document {
namespace {

using Kind = SupplementEntry::Kind;

/// "3 1 2" as numbers; nothing when it is something else.
std::vector<std::string_view> numbers_in(std::string_view text) {
  std::vector<std::string_view> numbers;
  while (!text.empty()) {
    const auto length = std::min(text.find(' '), text.size());
    const auto number = text.substr(0, length);
    const bool plain = !number.empty() && number.size() < 10 && number.front() != '0' &&
                       number.find_first_not_of("0123456789") == std::string_view::npos;
    if (!plain) return {};
    numbers.push_back(number);
    text.remove_prefix(std::min(length + 1, text.size()));
  }
  return numbers;
}

}  // namespace

void append_json(const SupplementEntry& entry, JsonOut& out, BundleLog* log) {
  out.begin_object(JsonOut::Line::one);
  out.key(supplement_path);
  out.string(entry.path);
  out.key(supplement_name_of(entry.kind));
  BundleLog::Place place{};
  const auto numbers = entry.kind == Kind::order ? numbers_in(entry.value) : std::vector<std::string_view>();
  if (entry.kind == Kind::present || entry.kind == Kind::absent) {
    out.literal("true");
  } else if (!numbers.empty()) {
    out.begin_array();
    for (const auto number : numbers) out.literal(number);
    out.end_array();
  } else {
    out.string(entry.value);
    place = {out.value_begin(), out.size()};
  }
  if (log != nullptr) log->entries.push_back(place);
  out.key(supplement_reason);
  out.string(entry.reason);
  out.end_object();
}

namespace {

WriteLog* next_document(BundleLog* log) {
  return log == nullptr ? nullptr : &log->documents.emplace_back();
}

void append_attribute(std::string_view name, std::string_view value, std::string& out) {
  out += ' ';
  out += name;
  out += "=\"";
  append_xml_attribute_value(value, out);
  out += '"';
}

void append_xml(const Supplement& supplement, const WriteOptions& options, std::string& out, BundleLog* log) {
  append_xml_line(options, 1, out);
  out += "<supplement";
  append_attribute(supplement_message, supplement.message, out);
  append_attribute(supplement_schema, supplement.schema, out);
  append_attribute(supplement_profile, supplement.profile, out);
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

void append_xml(const SupplementEntry& entry, const WriteOptions& options, std::string& out, BundleLog* log) {
  const auto name = supplement_name_of(entry.kind);
  append_xml_line(options, 2, out);
  out += '<';
  out += name;
  append_attribute(supplement_path, entry.path, out);
  append_attribute(supplement_reason, entry.reason, out);
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

void append_json(const Supplement& supplement, JsonOut& out, BundleLog* log) {
  out.begin_object();
  out.key(supplement_message);
  out.string(supplement.message);
  out.key(supplement_schema);
  out.string(supplement.schema);
  out.key(supplement_profile);
  out.string(supplement.profile);
  out.key(supplement_entries);
  out.begin_array();
  for (const auto& entry : supplement.entries) append_json(entry, out, log);
  out.end_array();
  out.end_object();
}

std::string to_json(const Supplement& supplement, const WriteOptions& options, BundleLog* log) {
  JsonOut out(options.indent);
  append_json(supplement, out, log);
  return std::move(out).take();
}

std::string file_name(const Message& document, std::size_t index, bool json) {
  return fmt::format("{:02}-{}.{}", index + 1, document.kind->root.local, json ? "json" : "xml");
}

std::string bundle_to_json(const std::vector<Message>& documents, const Supplement* supplement,
                           const WriteOptions& options, BundleLog* log) {
  JsonOut out(options.indent);
  out.begin_object();
  out.key(bundle_documents);
  out.begin_array();
  for (const auto& document : documents) append_json(document, out, next_document(log));
  out.end_array();
  if (supplement != nullptr) {
    out.key(bundle_supplement);
    append_json(*supplement, out, log);
  }
  out.end_object();
  return std::move(out).take();
}

std::string bundle_to_xml(const std::vector<Message>& documents, const Supplement* supplement,
                          const WriteOptions& options, BundleLog* log) {
  if (documents.size() == 1 && supplement == nullptr)
    return to_xml(documents.front(), options, next_document(log));
  std::string out(xml_declaration);
  append_xml_line(options, 0, out);
  out += "<bundle xmlns=\"";
  out += bundle_namespace;
  out += "\">";
  for (const auto& document : documents) {
    append_xml_line(options, 1, out);
    append_xml(document, options, 1, out, next_document(log));
  }
  if (supplement != nullptr) append_xml(*supplement, options, out, log);
  append_xml_line(options, 0, out);
  out += "</bundle>\n";
  return out;
}

}  // namespace cimgate::document
