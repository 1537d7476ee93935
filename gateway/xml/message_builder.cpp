#include "gateway/xml/message_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "gateway/document/paths.hpp"
#include "gateway/document/root_names.hpp"
#include "gateway/schema/value.hpp"
#include "gateway/source/problem.hpp"
#include "gateway/text/ascii.hpp"

namespace cimgate::xml {
namespace {

constexpr std::string_view xmlns_namespace = "http://www.w3.org/2000/xmlns/";
constexpr std::string_view xsi_namespace = "http://www.w3.org/2001/XMLSchema-instance";

/// Elements and attributes that the schema does not know are kept to be told: this many, or as many as are.
constexpr std::size_t most_unknown = 10'000;

/// True when xsi:type names the type that the element has anyway. (Naming a type derived from it would be
/// allowed, too; no message needs that, and then the parser's verdict decides.)
bool restates_type(const schema::Element* element, std::string_view value) {
  if (element == nullptr) return false;
  const std::string_view declared = element->type != nullptr   ? std::string_view(element->type->name.local)
                                    : element->text != nullptr ? std::string_view(element->text->name.local)
                                                               : std::string_view();
  value = text::trimmed(value);
  return !value.empty() && !declared.empty() && value.substr(value.find(':') + 1) == declared;
}

bool is_child(const schema::Element* parent, std::string_view ns, std::string_view local) {
  const auto place = parent == nullptr ? -1 : parent->child_index(local);
  return place >= 0 && parent->children()[static_cast<std::size_t>(place)].element->name.ns == ns;
}

/// True when a character is beyond U+FFFF. The parser counts two of such a one, where XML Schema (part
/// 2, 4.3.1 to 4.3.3) counts characters: what it says about the value is then ours to say.
bool is_beyond_utf16_unit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xF0; });
}

/// Where text ends: at the next tag. Sections of CDATA, comments and processing instructions are none.
std::size_t end_of_text(std::string_view text, std::size_t at) {
  constexpr std::pair<std::string_view, std::string_view> no_tags[] = {
      {"<![CDATA[", "]]>"}, {"<!--", "-->"}, {"<?", "?>"}};
  while ((at = text.find('<', at)) != std::string_view::npos) {
    const auto rest = text.substr(at);
    const auto* const found = std::find_if(std::begin(no_tags), std::end(no_tags),
                                           [&](const auto& one) { return rest.starts_with(one.first); });
    if (found == std::end(no_tags)) return at;
    at = text.find(found->second, at);
    if (at == std::string_view::npos) break;
  }
  return text.size();
}

/// A value as the parser may quote it: as it is, and without the white space around it.
void add_quotable(std::string_view value, std::vector<std::string>& quotable) {
  if (!value.empty()) quotable.emplace_back(value);
  if (const auto inner = text::trimmed(value); !inner.empty() && inner.size() < value.size())
    quotable.emplace_back(inner);
}

/// The values of a tag's attributes.
struct Values {
  std::vector<std::string> quotable;  ///< the longest first, for one may be part of another
  bool beyond_utf16_unit = false;
};

Values values_of(const std::vector<RawAttribute>& attributes) {
  Values values;
  std::string value;
  for (const auto& attribute : attributes) {
    value.clear();
    append_attribute_text(attribute.value, value);
    values.beyond_utf16_unit = values.beyond_utf16_unit || is_beyond_utf16_unit(value);
    add_quotable(value, values.quotable);
  }
  std::stable_sort(values.quotable.begin(), values.quotable.end(),
                   [](const auto& a, const auto& b) { return a.size() > b.size(); });
  return values;
}

/// Puts "…" for the values that the parser quotes: they can be personal data.
void hide(std::string& message, const std::vector<std::string>& values) {
  for (const auto& value : values) {
    // A short value is hidden where it is quoted, so that it does not take words of the sentence with it.
    const std::string search = value.size() < 4 ? '\'' + value + '\'' : value;
    const std::string_view put = value.size() < 4 ? "'…'" : "…";
    for (auto at = message.find(search); at != std::string::npos; at = message.find(search, at + put.size()))
      message.replace(at, search.size(), put);
  }
}

}  // namespace

MessageBuilder::MessageBuilder(const schema::Catalog& catalog, const document::ReadOptions& options,
                               std::size_t elements, document::ReadResult& result)
    : catalog_(catalog),
      options_(options),
      result_(result),
      text_(result.source.text()),
      elements_(elements) {}

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
      case Role::header:
        note_header_block(tag);
        break;
      case Role::body:
        if (result_.envelope && result_.envelope->body_elements++ == 0)
          result_.envelope->operation = {std::string(tag.ns), std::string(tag.local)};
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
      case Role::beyond:
        opened = Role::beyond;
        break;
      case Role::entry:
      case Role::skipped:
        break;
    }
  }
  opened.begin = begin;
  open_.push_back(std::move(opened));
  content_ = end;
  if (!pending_.empty()) tell_pending(text_.substr(begin, end - begin));
  return !stopped_;
}

void MessageBuilder::tell_pending(std::string_view tag) {
  read_attributes(tag, attributes_);
  const auto values = values_of(attributes_);
  for (auto& pending : std::exchange(pending_, {})) {
    if (!wants_more()) break;
    if (is_right_tag(pending.about, open_.back())) continue;
    hide(pending.message, values.quotable);
    if (pending.about != About::value || !values.beyond_utf16_unit)
      add_invalid(std::move(pending.message), open_.back());
  }
}

void MessageBuilder::end_element(std::size_t begin, std::size_t end) {
  Open& ended = open_.back();
  for (auto& pending : std::exchange(pending_, {})) add_invalid(std::move(pending.message), ended);
  const bool is_node = ended.role == Role::message;
  if (is_node && !ended.has_children) {
    // The most frequent case, and the only one where white space counts: in a value.
    const auto content = text_.substr(content_, begin - content_);
    auto& document = result_.messages.back().document;
    auto text = content;
    if (!is_plain_content(content)) {
      buffer_.clear();
      append_content(content, buffer_);
      text = buffer_;
    }
    const auto* const element = document[ended.node].element;
    const bool is_layout = element != nullptr && element->text == nullptr && !document[ended.node].nil &&
                           is_xml_white_space(text);
    if (!is_layout) document.set_text(ended.node, text);
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

void MessageBuilder::put_told(std::vector<Told> told) {
  told_ = std::move(told);
}

/// Of what the parser may be too strict about: an element of a message whose fixed attributes have their
/// values.
bool MessageBuilder::is_right_tag(About about, const Open& at) const {
  if (about != About::stricter || at.role != Role::message) return false;
  const auto& attributes = result_.messages.back().document[at.node].attributes;
  return std::all_of(attributes.begin(), attributes.end(), [](const document::Attribute& one) {
    return one.declaration == nullptr || !one.declaration->fixed ||
           schema::equal_values(*one.declaration->type, one.value, *one.declaration->fixed);
  });
}

/// The same of text: nothing but white space, also in sections of CDATA.
bool MessageBuilder::is_blank_text(About about, const Open& at) {
  if (about != About::stricter || at.role != Role::message || !at.text.empty()) return false;
  buffer_.clear();
  append_content(text_.substr(content_, end_of_text(text_, content_) - content_), buffer_);
  return is_xml_white_space(buffer_);
}

void MessageBuilder::invalid(std::string message, bool at_next, About about) {
  if (at_next || open_.empty()) {
    // What is beyond the limit with these alone is never told.
    if (pending_.size() < options_.limits.findings) pending_.push_back({std::move(message), about});
    return;
  }
  // The parser quotes the text of the element that it is in.
  const Open& current = open_.back();
  if (is_blank_text(about, current)) return;
  buffer_ = current.text;
  append_content(text_.substr(content_, end_of_text(text_, content_) - content_), buffer_);
  if (about == About::value && is_beyond_utf16_unit(buffer_)) return;
  std::vector<std::string> quotable;
  add_quotable(buffer_, quotable);
  hide(message, quotable);
  add_invalid(std::move(message), current);
}

void MessageBuilder::add_invalid(std::string message, const Open& at) {
  if (told_.size() >= options_.limits.findings || at.role == Role::beyond) return;
  Told& told = told_.emplace_back();
  told.error = {result_.source.at(at.begin), {}, std::move(message)};
  if (at.role == Role::message) {
    told.message = result_.messages.size() - 1;
    told.node = at.node;
    return;
  }
  told.error.xpath = path_of(at);
  told.in_supplement =
      std::any_of(open_.begin(), open_.end(), [](const Open& o) { return o.role == Role::supplement; });
}

/// The numbers in a path depend on siblings that come later, and counting them takes as long as there are
/// any: so once for all.
void MessageBuilder::add_reference_errors(bool with_containers) {
  std::optional<document::Paths> paths;
  for (auto& told : told_) {
    if (told.node == document::no_node) {
      if (with_containers) add_container_finding(told);
    } else {
      const auto& document = result_.messages[told.message].document;
      if (!paths || &paths->document() != &document) paths.emplace(document);
      // Another reading of the same text may have made the document, but no more of it than is told of.
      if (told.node < document.node_count()) told.error.xpath = paths->path(told.node);
    }
    result_.reference_errors.push_back(std::move(told.error));
  }
}

std::string MessageBuilder::path_of(const Open& at) const {
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
  // Nobody is told more of what the schema does not know than the limit, so no more of it is kept.
  if (unknown_ > std::max(options_.limits.findings, most_unknown) &&
      !is_child(document[open_.back().node].element, tag.ns, tag.local))
    return Role::beyond;
  const document::NodeId node =
      document.append(open_.back().node, tag.local, tag.ns, result_.source.at(tag.begin));
  if (document[node].element == nullptr) ++unknown_;
  read_node_attributes(document, node, tag);
  return {Role::message, node};
}

MessageBuilder::Open MessageBuilder::open_message(const conformance::KindInSet& found, const Tag& tag) {
  const auto schema = catalog_.schema(*found.set, *found.kind);
  const auto* const root = schema ? (*schema)->root(found.kind->root) : nullptr;
  if (root == nullptr) {
    auto finding = source::make_problem(
        "schema.not-loaded", result_.source.at(tag.begin),
        {fmt::format("The schema of '{}' could not be loaded, so the message was not read.", tag.local),
         fmt::format("Skjemaet for '{}' kunne ikke lastes, så meldingen ble ikke lest.", tag.local)},
        {"Check the folder given with --data.", "Kontroller mappen som er oppgitt med --data."});
    finding.outcome = Outcome::undetermined;
    add_finding(std::move(finding));
    return {};
  }
  document::Document document(*schema, *root);
  // The largest share of the memory is nodes: without room for all there would be two copies at times.
  constexpr std::size_t shortest = 12;  // bytes of an element, as messages have them
  if (result_.messages.empty()) document.reserve(std::min(elements_, text_.size() / shortest + 1));
  document.set_position(0, result_.source.at(tag.begin));
  read_node_attributes(document, 0, tag);
  result_.messages.push_back({found.set, found.kind, std::move(document)});
  return {Role::message, 0};
}

MessageBuilder::Open MessageBuilder::unknown(const Tag& tag) {
  if (is_full()) {
    ++result_.findings_left_out;
    return {};
  }
  auto finding =
      document::unknown_message(catalog_, options_, tag.ns, tag.local, result_.source.at(tag.begin));
  for (const auto& open : open_) {
    finding.xpath += '/';
    finding.xpath += split_name(name_in_tag(text_.substr(open.begin))).local;
  }
  finding.xpath += '/';
  finding.xpath += source::shown_name(tag.local);
  add_finding(std::move(finding));
  return {};
}

void MessageBuilder::read_node_attributes(document::Document& document, document::NodeId node,
                                          const Tag& tag) {
  if (tag.attribute_ns.empty()) return;
  read_attributes(text_.substr(tag.begin, tag.end - tag.begin), attributes_);
  const std::size_t count = std::min(attributes_.size(), tag.attribute_ns.size());
  made_attributes_.clear();
  std::string name;
  for (std::size_t i = 0; i < count; ++i) {
    const auto& raw = attributes_[i];
    const auto ns = tag.attribute_ns[i];
    const auto local = split_name(raw.name).local;
    if (ns == xmlns_namespace || raw.name == "xmlns") continue;
    const bool is_ours = ns == xsi_namespace;
    if (is_ours && (local == "schemaLocation" || local == "noNamespaceSchemaLocation")) continue;
    buffer_.clear();
    append_attribute_text(raw.value, buffer_);
    if (is_ours && local == "nil") {
      const auto value = text::trimmed(buffer_);
      const bool nil = value == "true" || value == "1";
      if (nil) document.set_nil(node, true);
      // An element that is known and cannot be nil may not say that it is not, either (XML Schema part 1,
      // 3.3.4, clause 3.1).
      const auto* const element = document[node].element;
      const bool may_say_so = element == nullptr || element->nillable;
      if (nil || (may_say_so && (value == "false" || value == "0"))) continue;
    }
    if (is_ours && local == "type" && restates_type(document[node].element, buffer_)) continue;
    name = local;
    if (is_ours)
      name.insert(0, "xsi:");
    else if (!ns.empty())
      name = fmt::format("{{{}}}{}", ns, local);
    keep_attribute(document, node, name, tag.begin + raw.offset);
  }
  if (made_attributes_.empty()) return;
  document::Attribute* const all = document.new_attributes(made_attributes_.size());
  std::copy(made_attributes_.begin(), made_attributes_.end(), all);
  document.set_kept_attributes(node, {all, static_cast<std::uint32_t>(made_attributes_.size())});
}

/// The value is in the buffer.
void MessageBuilder::keep_attribute(document::Document& document, document::NodeId node,
                                    std::string_view name, std::size_t at) {
  const auto* const element = document[node].element;
  const auto declared = element == nullptr ? -1 : element->attribute_index(name);
  if (declared < 0 && ++unknown_ > std::max(options_.limits.findings, most_unknown)) {
    if (element != nullptr) ++result_.findings_left_out;
    return;
  }
  document::Attribute& made = made_attributes_.emplace_back();
  if (declared >= 0) made.declaration = &element->attributes()[static_cast<std::size_t>(declared)];
  made.name =
      made.declaration != nullptr ? std::string_view(made.declaration->name) : document.keep_text(name);
  made.value = document.keep_text(buffer_);
  made.position = result_.source.at(at);
}

void MessageBuilder::add_finding(Finding finding) {
  if (result_.findings.size() < options_.limits.findings)
    result_.findings.push_back(std::move(finding));
  else
    ++result_.findings_left_out;
}

}  // namespace cimgate::xml
