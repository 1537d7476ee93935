#include "gateway/templates/document_text.hpp"
#include "gateway/document/supplement_form.hpp"

#include <fmt/format.h>

namespace cimgate::templates {

using xml::append_xml_attribute_value;
using xml::append_xml_line;

std::string MessageTranslator::Skeleton::start_document() {
  if (setting.json) {
    if (!started) {
      json.begin_object();
      json.key(document::bundle_documents);
      json.begin_array();
    }
    started = true;
    json.literal({});
    return json.take_piece();
  }
  std::string text;
  if (!started) {
    text = xml::xml_declaration;
    append_xml_line(setting.options, 0, text);
    text += "<bundle xmlns=\"";
    text += document::bundle_namespace;
    text += "\">";
  }
  started = true;
  append_xml_line(setting.options, 1, text);
  return text;
}

std::string MessageTranslator::Skeleton::start_supplement(const std::string& message,
                                                          const std::string& schema,
                                                          const std::string& profile, bool any_entries) {
  const std::pair<std::string_view, const std::string*> members[] = {
      {document::supplement_message, &message},
      {document::supplement_schema, &schema},
      {document::supplement_profile, &profile}};
  if (setting.json_entries) {
    if (started) {
      json.end_array();
      json.key(document::bundle_supplement);
    }
    json.begin_object();
    for (const auto& [name, value] : members) {
      json.key(name);
      json.string(*value);
    }
    json.key(document::supplement_entries);
    json.begin_array();
    if (any_entries) json.continue_list();
    return json.take_piece();
  }
  std::string text;
  append_xml_line(setting.options, 1, text);
  text += "<supplement";
  for (const auto& [name, value] : members) {
    text += ' ';
    text += name;
    text += "=\"";
    append_xml_attribute_value(*value, text);
    text += '"';
  }
  text += any_entries ? ">" : "/>";
  return text;
}

std::string MessageTranslator::Skeleton::end(bool with_supplement, bool any_entries) {
  if (setting.json_entries) {
    json.end_array();
    if (with_supplement && started) json.end_object();
    json.end_object();
    return std::move(json).take();
  }
  std::string text;
  if (with_supplement && any_entries) {
    append_xml_line(setting.options, 1, text);
    text += "</supplement>";
  }
  append_xml_line(setting.options, 0, text);
  text += "</bundle>\n";
  return text;
}

/// The entries in their order: choices, orders, values; those of the head first.
bool MessageTranslator::write_entries(const std::vector<document::SupplementEntry>& head, bool& any,
                                      const Write& write) {
  const Write separated = [&](std::string_view text) {
    if (text.empty()) return;
    if (!any && setting_.json_entries) text.remove_prefix(1);  // the comma
    any = true;
    write(text);
  };
  using Kind = document::SupplementEntry::Kind;
  const auto of_head = [&](auto wanted) {
    for (const auto& entry : head) {
      if (!wanted(entry.kind)) continue;
      std::string text;
      append_entry(setting_, entry, text);
      separated(text);
    }
  };
  of_head([](Kind kind) { return kind == Kind::choice; });
  if (!choices_->finish().copy_to(separated)) return false;
  of_head([](Kind kind) { return kind == Kind::order; });
  separated(record_order_);
  if (!orders_.copy_to(separated)) return false;
  of_head([](Kind kind) { return kind != Kind::choice && kind != Kind::order; });
  return entries_->finish().copy_to(separated);
}

bool MessageTranslator::write_whole(bool with_supplement,
                                    const std::vector<document::SupplementEntry>& head) {
  const auto& write = output_.whole;
  for (const auto& document : documents_) {
    if (!document->made) continue;
    if (!document->open) {
      write(skeleton_->start_document());
      if (!document->begun) write(document->before);
      if (!document->waiting.copy_to(write)) return false;
    }
    if (document->begun) write(document->after);
  }
  const bool any = has_entries(head);
  if (with_supplement) {
    write(skeleton_->start_supplement(message_, schema_, profile_, any));
    bool written = false;
    if (!write_entries(head, written, write)) return false;
  }
  write(skeleton_->end(with_supplement, any));
  return true;
}

bool MessageTranslator::write_files(bool with_supplement,
                                    const std::vector<document::SupplementEntry>& head) {
  std::size_t number = 0;
  for (const auto& document : documents_) {
    if (!document->made) continue;
    const auto name = fmt::format("{:02}-{}.{}", ++number, document->name, setting_.json ? "json" : "xml");
    const bool written = output_.file(name, [&](const Write& write) {
      if (!setting_.json) {
        std::string start(xml::xml_declaration);
        append_xml_line(setting_.options, 0, start);
        write(start);
      }
      if (!document->begun) write(document->before);
      if (!document->waiting.copy_to(write)) return false;
      if (document->begun) write(document->after);
      write("\n");
      return true;
    });
    if (!written) return false;
  }
  if (!with_supplement) return true;
  // The supplement is JSON in any case.
  return output_.file("supplement.json", [&](const Write& write) {
    const bool any = has_entries(head);
    write(skeleton_->start_supplement(message_, schema_, profile_, any));
    bool written = false;
    if (!write_entries(head, written, write)) return false;
    write(skeleton_->end(true, any));
    return true;
  });
}

}  // namespace cimgate::templates
