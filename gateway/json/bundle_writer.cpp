#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/document/supplement_form.hpp"
#include "gateway/json/out.hpp"
#include "gateway/json/write.hpp"
#include "gateway/text/ascii.hpp"

namespace cimgate::json {
namespace {

using Kind = document::SupplementEntry::Kind;

/// "3 1 2" as numbers; nothing when it is something else.
std::vector<std::string_view> numbers_in(std::string_view text) {
  std::vector<std::string_view> numbers;
  while (!text.empty()) {
    const auto length = std::min(text.find(' '), text.size());
    const auto number = text.substr(0, length);
    const bool plain =
        !number.empty() && number.size() < 10 && number.front() != '0' && text::all_digits(number);
    if (!plain) return {};
    numbers.push_back(number);
    text.remove_prefix(std::min(length + 1, text.size()));
  }
  return numbers;
}

document::WriteLog* next_document(document::BundleLog* log) {
  return log == nullptr ? nullptr : &log->documents.emplace_back();
}

}  // namespace

void append_json(const document::SupplementEntry& entry, JsonOut& out, document::BundleLog* log) {
  out.begin_object(JsonOut::Line::one);
  out.key(document::supplement_path);
  out.string(entry.path);
  out.key(document::supplement_name_of(entry.kind));
  document::BundleLog::Place place{};
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
  out.key(document::supplement_reason);
  out.string(entry.reason);
  out.end_object();
}

void append_json(const document::Supplement& supplement, JsonOut& out, document::BundleLog* log) {
  out.begin_object();
  out.key(document::supplement_message);
  out.string(supplement.message);
  out.key(document::supplement_schema);
  out.string(supplement.schema);
  out.key(document::supplement_profile);
  out.string(supplement.profile);
  out.key(document::supplement_entries);
  out.begin_array();
  for (const auto& entry : supplement.entries) append_json(entry, out, log);
  out.end_array();
  out.end_object();
}

std::string to_json(const document::Supplement& supplement, const document::WriteOptions& options,
                    document::BundleLog* log) {
  JsonOut out(options.indent);
  append_json(supplement, out, log);
  return std::move(out).take();
}

std::string bundle_to_json(const std::vector<document::Message>& documents,
                           const document::Supplement* supplement, const document::WriteOptions& options,
                           document::BundleLog* log) {
  JsonOut out(options.indent);
  out.begin_object();
  out.key(document::bundle_documents);
  out.begin_array();
  for (const auto& document : documents) append_json(document, out, next_document(log));
  out.end_array();
  if (supplement != nullptr) {
    out.key(document::bundle_supplement);
    append_json(*supplement, out, log);
  }
  out.end_object();
  return std::move(out).take();
}

}  // namespace cimgate::json
