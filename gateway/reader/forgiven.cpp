// What is well-formed and not valid, for an engine that forgives.
#include <algorithm>
#include <vector>

#include "gateway/reader/xml_engine.hpp"
#include "gateway/xml/tokens.hpp"

namespace cimgate::reader {

using document::NodeId;
namespace {

/// Of elements and attributes that the schema does not know. More of them the reference reader counts, which
/// does not keep them.
constexpr std::size_t most_unknown = 10'000;

}  // namespace

/// The state of an element that its parent knows, wherever it stands in it; no_state when it does not.
std::uint32_t XmlEngine::any_state(const Frame& frame, std::string_view ns, std::string_view local) const {
  if (is_among_records()) return no_state;
  const auto first = tables_->first_of(frame.declaration->content);
  std::vector<std::uint32_t> states(first.begin(), first.end());
  for (std::size_t i = 0; i < states.size(); ++i) {
    const auto& name = tables_->declarations[tables_->states[states[i]].declaration].element->name;
    if (name.local == local && name.ns == ns) return states[i];
    for (const auto next : tables_->follow_of(tables_->states[states[i]]))
      if (std::find(states.begin(), states.end(), next) == states.end()) states.push_back(next);
  }
  return no_state;
}

/// In an element that the schema does not know.
XmlEngine::Result XmlEngine::unknown_element() {
  Tag tag;
  const auto context = learned_->namespaces.context();
  const auto result = raw_tag(at_, tag);
  return result == Result::ok ? open_unknown(tag, context) : result;
}

/// `context`: of namespaces, before the tag, which was read.
XmlEngine::Result XmlEngine::open_unknown(const Tag& tag, Namespaces::Context context) {
  const auto name = xml::split_name(tag.name);
  const auto ns = learned_->namespaces.of(name.prefix);
  if (!ns) return Result::refused;
  if (is_among_records() || at_limit() || ++unknown_ > most_unknown) return Result::declined;
  if (const auto result = any_attributes(); result != Result::ok) return result;
  const NodeId node = document_->append(frames_.back().node, name.local, *ns, position_of(at_));
  if (tag.empty) {
    learned_->namespaces.set_context(context);
  } else {
    Frame frame;
    frame.state = no_state;
    frame.node = node;
    frame.name = unknown_names_.emplace_back(tag.name);
    frame.context = context;
    frame.begin = offset();
    frames_.push_back(frame);
  }
  pass(at_, tag.end);
  go_to(tag.end);
  return Result::ok;
}

/// Two of one name are not well-formed.
XmlEngine::Result XmlEngine::unknown_attribute(const RawTagAttribute& raw) {
  if (++unknown_ > most_unknown) return Result::declined;
  const auto same = [&](const RawTagAttribute& other) { return other.name == raw.name; };
  return std::count_if(raw_attributes_.begin(), raw_attributes_.end(), same) == 1 ? Result::ok
                                                                                  : Result::refused;
}

/// Text where the schema has elements: the first that stands there, for it is told once.
XmlEngine::Result XmlEngine::text_between(const char* from) {
  const char* end = from;
  bool plain = true;
  if (const auto result = text_run(from, end, plain); result != Result::ok) return result;
  const Frame& frame = frames_.back();
  if (frame.declaration != nullptr && (*document_)[frame.node].text.empty()) {
    buffer_.clear();
    xml::append_content({from, static_cast<std::size_t>(end - from)}, buffer_);
    if (buffer_.find_first_not_of(xml::xml_white_space) != std::string::npos) {
      if (is_among_records()) return Result::declined;
      document_->set_text(frame.node, buffer_);
    }
  }
  return skip_to(end);
}

}  // namespace cimgate::reader
