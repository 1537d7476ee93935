#include "gateway/document/message_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "gateway/document/problem.hpp"
#include "gateway/document/root_names.hpp"

namespace cimgate::document {
namespace {

constexpr std::string_view xmlns_namespace = "http://www.w3.org/2000/xmlns/";
constexpr std::string_view xsi_namespace = "http://www.w3.org/2001/XMLSchema-instance";

std::string_view trim(std::string_view text) {
  const auto from = text.find_first_not_of(xml_white_space);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(xml_white_space) - from + 1);
}

/// Puts "…" for a value that the parser quotes: values can be personal data.
void hide(std::string& message, std::string_view value) {
  for (const auto& shown : {std::string(value), std::string(trim(value))}) {
    if (shown.empty()) continue;
    // A short value is hidden where it is quoted, so that it does not take words of the sentence with it.
    const std::string search = shown.size() < 4 ? '\'' + shown + '\'' : shown;
    const std::string_view put = shown.size() < 4 ? "'…'" : "…";
    for (auto at = message.find(search); at != std::string::npos; at = message.find(search, at + put.size()))
      message.replace(at, search.size(), put);
  }
}

}  // namespace

MessageBuilder::MessageBuilder(const schema::Catalog& catalog, const ReadOptions& options, ReadResult& result)
    : catalog_(catalog), options_(options), result_(result), text_(result.source.text()) {}

bool MessageBuilder::start_element(std::string_view ns, std::span<const std::string_view> attribute_ns,
                                   std::size_t begin, std::size_t end) {
  const Tag tag = {ns, split_name(name_in_tag(text_.substr(begin, end - begin))).local, attribute_ns, begin,
                   end};
  Open opened;
  if (open_.empty()) {
    opened = open_root(tag);
  } else {
    take_text(open_.back(), begin);
    open_.back().has_children = true;
    switch (open_.back().role) {
      case Role::envelope:
        opened = open_in_envelope(tag);
        break;
      case Role::body:
        opened = open_in_body(tag);
        break;
      case Role::operation:
        opened = open_in_operation(tag);
        break;
      case Role::bundle:
        opened = open_in_bundle(tag);
        break;
      case Role::supplement:
        opened = open_in_supplement(tag);
        break;
      case Role::message:
        opened = open_in_message(tag);
        break;
      case Role::entry:
      case Role::skipped:
        break;
    }
  }
  opened.begin = begin;
  open_.push_back(std::move(opened));
  content_ = end;
  for (auto& message : std::exchange(pending_, {})) {
    read_attributes(text_.substr(begin, end - begin), attributes_);
    for (const auto& attribute : attributes_) {
      buffer_.clear();
      append_attribute_text(attribute.value, buffer_);
      hide(message, buffer_);
    }
    add_invalid(std::move(message), open_.back());
  }
  return !stopped_;
}

void MessageBuilder::end_element(std::size_t begin, std::size_t end) {
  Open& ended = open_.back();
  for (auto& message : std::exchange(pending_, {})) add_invalid(std::move(message), ended);
  const bool is_node = ended.role == Role::message;
  if (is_node && !ended.has_children) {
    // The most frequent case, and the only one where white space counts.
    const auto content = text_.substr(content_, begin - content_);
    auto& document = result_.messages.back().document;
    if (is_plain_content(content)) {
      document.set_text(ended.node, content);
    } else {
      buffer_.clear();
      append_content(content, buffer_);
      document.set_text(ended.node, buffer_);
    }
  } else {
    take_text(ended, begin);
    if (is_node && !ended.text.empty()) result_.messages.back().document.set_text(ended.node, ended.text);
    if (ended.role == Role::entry) result_.supplement->entries.back().value = std::move(ended.text);
  }
  open_.pop_back();
  content_ = end;
}

/// Text between elements: white space is layout, the rest is kept so that it can be found fault with.
void MessageBuilder::take_text(Open& open, std::size_t until) {
  if (open.role != Role::message && open.role != Role::entry) return;
  const auto content = text_.substr(content_, until - content_);
  if (open.role == Role::message && is_xml_white_space(content)) return;
  buffer_.clear();
  append_content(content, buffer_);
  if (open.role == Role::entry || !is_xml_white_space(buffer_)) open.text += buffer_;
}

void MessageBuilder::invalid(std::string message, bool at_next) {
  if (at_next || open_.empty()) {
    pending_.push_back(std::move(message));
    return;
  }
  // The parser quotes the text of the element that it is in.
  const Open& current = open_.back();
  buffer_ = current.text;
  const auto tag = text_.find('<', content_);
  append_content(text_.substr(content_, std::min(tag, text_.size()) - content_), buffer_);
  hide(message, buffer_);
  add_invalid(std::move(message), current);
}

void MessageBuilder::add_invalid(std::string message, const Open& at) {
  // Before the path is made: that takes as long as there are siblings.
  if (result_.reference_errors.size() >= options_.limits.findings) return;
  result_.reference_errors.push_back({result_.source.at(at.begin), path_of(at), std::move(message)});
  if (at.role != Role::message) add_container_finding(result_.reference_errors.back());
}

std::string MessageBuilder::path_of(const Open& at) const {
  if (at.role == Role::message) return result_.messages.back().document.path(at.node);
  std::string path;
  for (const auto& open : open_) {
    path += '/';
    path += split_name(name_in_tag(text_.substr(open.begin))).local;
    if (&open == &at) break;
  }
  return path;
}

MessageBuilder::Open MessageBuilder::open_in_message(const Tag& tag) {
  auto& document = result_.messages.back().document;
  const NodeId node = document.append(open_.back().node, tag.local, tag.ns, result_.source.at(tag.begin));
  read_node_attributes(document, node, tag);
  return {Role::message, node};
}

MessageBuilder::Open MessageBuilder::open_message(const KindInSet& found, const Tag& tag) {
  const auto schema = catalog_.schema(*found.set, *found.kind);
  const auto* const root = schema ? (*schema)->root(found.kind->root) : nullptr;
  if (root == nullptr) {
    auto finding = make_problem(
        "schema.not-loaded", result_.source.at(tag.begin),
        {fmt::format("The schema of '{}' could not be loaded, so the message was not read.", tag.local),
         fmt::format("Skjemaet for '{}' kunne ikke lastes, så meldingen ble ikke lest.", tag.local)},
        {"Check the folder given with --data.", "Kontroller mappen som er oppgitt med --data."});
    finding.outcome = Outcome::undetermined;
    add_finding(std::move(finding));
    return {};
  }
  Document document(*schema, *root);
  document.set_position(0, result_.source.at(tag.begin));
  read_node_attributes(document, 0, tag);
  result_.messages.push_back({found.set, found.kind, std::move(document)});
  return {Role::message, 0};
}

MessageBuilder::Open MessageBuilder::unknown(const Tag& tag) {
  auto finding = unknown_message(catalog_, options_.profile, tag.ns, tag.local, result_.source.at(tag.begin));
  for (const auto& open : open_) {
    finding.xpath += '/';
    finding.xpath += split_name(name_in_tag(text_.substr(open.begin))).local;
  }
  finding.xpath += '/';
  finding.xpath += shown_name(tag.local);
  add_finding(std::move(finding));
  return {};
}

void MessageBuilder::read_node_attributes(Document& document, NodeId node, const Tag& tag) {
  if (tag.attribute_ns.empty()) return;
  read_attributes(text_.substr(tag.begin, tag.end - tag.begin), attributes_);
  const std::size_t count = std::min(attributes_.size(), tag.attribute_ns.size());
  for (std::size_t i = 0; i < count; ++i) {
    const auto& raw = attributes_[i];
    const auto ns = tag.attribute_ns[i];
    const auto local = split_name(raw.name).local;
    if (ns == xmlns_namespace || raw.name == "xmlns") continue;
    buffer_.clear();
    append_attribute_text(raw.value, buffer_);
    const auto position = [&] { return result_.source.at(tag.begin + raw.offset); };
    if (ns.empty()) {
      document.set_attribute(node, local, buffer_, position());
    } else if (ns != xsi_namespace) {
      document.set_attribute(node, fmt::format("{{{}}}{}", ns, local), buffer_, position());
    } else if (local == "nil") {
      const auto value = trim(buffer_);
      if (value == "true" || value == "1")
        document.set_nil(node, true);
      else if (value != "false" && value != "0")
        document.set_attribute(node, "xsi:nil", buffer_, position());
    } else if (local != "schemaLocation" && local != "noNamespaceSchemaLocation") {
      document.set_attribute(node, fmt::format("xsi:{}", local), buffer_, position());
    }
  }
}

void MessageBuilder::add_finding(Finding finding) {
  if (result_.findings.size() < options_.limits.findings)
    result_.findings.push_back(std::move(finding));
  else
    ++result_.findings_left_out;
}

}  // namespace cimgate::document
