// Where messages begin and end: at the root of the text, in a SOAP body, or in an operation.
#include <algorithm>
#include <utility>

#include "gateway/document/root_names.hpp"
#include "gateway/reader/message_stream.hpp"
#include "gateway/reader/xml_engine.hpp"
#include "gateway/xml/tokens.hpp"

namespace cimgate::reader {
/// The root element decides what it is.
XmlEngine::Result XmlEngine::root() {
  Tag tag;
  if (const auto result = raw_tag(at_, tag); result != Result::ok) return result;
  const auto name = xml::split_name(tag.name);
  const auto ns = learned_->namespaces.of(name.prefix);
  if (!ns) return Result::refused;
  if (*ns == document::soap_namespace && name.local == "Envelope") {
    envelope_.emplace().root = {std::string(*ns), std::string(name.local)};
    return open_soap(tag, SoapPart::envelope, 0);
  }
  return message_or_operation(tag, *ns, name.local, 0);
}

/// `context`: of namespaces, before the tag.
XmlEngine::Result XmlEngine::message_or_operation(Tag& tag, std::string_view ns, std::string_view local,
                                                  Namespaces::Context context) {
  const auto found = document::find_message(catalog_, asked_, ns, local);
  if (found.kind != nullptr) {
    // An envelope is of one market.
    const bool fits = messages_.empty() || messages_.front().set->dialect == found.set->dialect;
    return soap_.empty() || (found.set->is_enveloped() && fits) ? open_message(tag, found, context)
                                                                : Result::declined;
  }
  const auto* const carried = document::set_of_operation(catalog_, asked_, ns, local);
  if (carried == nullptr) return Result::declined;
  return open_root(tag, catalog_.extension<ReaderTables>().operation(*carried, ns, local), context);
}

/// A message in an operation, whose schema knows no more of it than the name.
XmlEngine::Result XmlEngine::open_carried(Tag& tag, Namespaces::Context context) {
  const State& state = tables_->states[tag.state];
  if (batch_bytes_ != 0 && (state.max != 1 || state.follow_count != 0)) return Result::declined;
  const auto& name = tables_->declarations[state.declaration].element->name;
  const auto& operation = frames_.front().declaration->element->name;
  const auto* const set = document::set_of_operation(catalog_, asked_, operation.ns, operation.local);
  const auto found = document::find_bim_message(set, name.local);
  if (found.kind == nullptr) return Result::declined;
  step_to(frames_.back(), tag.state);
  return open_message(tag, found, context);
}

XmlEngine::Result XmlEngine::open_message(Tag& tag, const schema::KindInSet& kind,
                                          Namespaces::Context context) {
  if (batch_bytes_ != 0 && !messages_.empty()) return Result::declined;  // batches are of one message
  kind_ = kind;
  const auto found = catalog_.extension<ReaderTables>().of(*kind.set, *kind.kind);
  if (const auto result = open_root(tag, found, context); result != Result::ok) return result;
  in_message_ = true;
  const auto& element = *frames_.front().declaration->element;
  record_place_ = record_place(element);
  if (batch_bytes_ != 0 && record_place_) {
    const auto& record = *element.children()[*record_place_].element;
    for (const auto& unique : element.uniques)
      if (unique.selector == nullptr || unique.selector->name != record.name) return Result::declined;
  }
  return Result::ok;
}

/// What was read until now is put aside, when there is something around this root.
XmlEngine::Result XmlEngine::open_root(Tag& tag, const ReaderTables::OfRoot& found,
                                       Namespaces::Context context) {
  if (found.tables == nullptr) return Result::declined;
  const auto& declaration = found.tables->declarations[found.declaration];
  if (declaration.text != nullptr) return Result::declined;
  const bool is_inside = !soap_.empty() || !frames_.empty();
  depth_outside_ += frames_.size();
  if (!frames_.empty()) elements_outside_ += document_->node_count();
  if (depth_outside_ >= limits_.depth || elements_outside_ >= limits_.elements) return Result::declined;
  auto learned = learned_for(*found.tables);
  learned->namespaces.start_with(learned_->namespaces.bindings());
  if (is_inside) {
    learned_->namespaces.set_context(context);
    outside_.push_back({std::move(tables_), std::move(document_), std::move(frames_), std::move(learned_)});
    frames_.clear();
  }
  tables_ = found.tables;
  learned_ = std::move(learned);
  document_.emplace(tables_->schema, *declaration.element);
  uniques_.emplace(*document_);
  constexpr std::size_t bytes_of_element = 40;  // or a little more
  // A poll result can have thousands of messages.
  const std::size_t most_at_once = is_inside ? 100 : forgiving_ ? 1'000'000 : 20'000;
  document_->reserve(
      std::min(static_cast<std::size_t>(window_.end() - at_) / bytes_of_element, most_at_once) + 8);
  document_->set_position(0, position_of(at_));
  // The root is no state; what is remembered of its tag is not asked for.
  learned_->memory.emplace_back();
  tag.state = static_cast<std::uint32_t>(learned_->memory.size() - 1);
  const auto result = take_attributes(at_, declaration, tag);
  learned_->memory.pop_back();
  if (result != Result::ok) return result;
  if (tag.nil || tag.empty) return Result::declined;
  if (tag.attribute_count != 0) document_->set_kept_attributes(0, {tag.attributes, tag.attribute_count});
  Frame frame;
  frame.declaration = &declaration;
  frame.state = no_state;
  frame.name = tag.name;
  frames_.push_back(frame);
  pass(at_, tag.end);
  go_to(tag.end);
  return Result::ok;
}

/// What was learned from messages before.
std::unique_ptr<Learned> XmlEngine::learned_for(const SchemaTables& tables) {
  if (auto known = tables.learned.take()) return known;
  auto made = std::make_unique<Learned>();
  made->memory.resize(tables.states.size());
  made->rows.resize(tables.states.size());
  made->guess.assign(tables.states.size(), no_state);
  return made;
}

/// Behind a message or an operation: goes on in what stands around it.
void XmlEngine::close_root() {
  if (!forgiving_) tables_->learned.put_back(std::move(learned_));
  tables_.reset();
  elements_outside_ += document_->node_count();
  if (in_message_) messages_.push_back({kind_.set, kind_.kind, std::move(*document_)});
  document_.reset();
  in_message_ = false;
  record_place_.reset();
  batch_full_ = false;
  if (outside_.empty()) return;
  auto& outside = outside_.back();
  tables_ = std::move(outside.tables);
  document_ = std::move(outside.document);
  frames_ = std::move(outside.frames);
  learned_ = std::move(outside.learned);
  outside_.pop_back();
  depth_outside_ -= frames_.size();
  if (!document_) return;
  uniques_.emplace(*document_);
  elements_outside_ -= document_->node_count();
}

std::string XmlEngine::closing_tags() const {
  std::string tags;
  const auto close = [&](std::string_view name) { ((tags += "</") += name) += '>'; };
  close(frames_.front().name);
  for (auto outside = outside_.rbegin(); outside != outside_.rend(); ++outside)
    for (auto frame = outside->frames.rbegin(); frame != outside->frames.rend(); ++frame) close(frame->name);
  for (auto element = soap_.rbegin(); element != soap_.rend(); ++element) close(element->name);
  return tags;
}

}  // namespace cimgate::reader
