#include "gateway/reader/xml_engine.hpp"

#include <algorithm>

#include "gateway/reader/characters.hpp"
#include "gateway/schema/value.hpp"
#include "gateway/xml/tokens.hpp"

namespace cimgate::reader {

using document::NodeId;

XmlEngine::XmlEngine(const schema::Catalog& catalog, document::ReadOptions options, Instructions instructions)
    : catalog_(catalog), limits_(options.limits), asked_(std::move(options)), window_(instructions) {}

XmlEngine::~XmlEngine() {
  if (tables_ != nullptr && !forgiving_) tables_->learned.put_back(std::move(learned_));
}

void XmlEngine::move_to(const char* begin, const char* end, bool last) {
  if (at_ != nullptr) {
    const auto moved = at_ - window_.begin();
    place_.line_start -= moved;
    text_start_ -= moved;
    base_ += static_cast<std::size_t>(moved);
    if (batch_start_ != nullptr) batch_read_ += static_cast<std::size_t>(at_ - batch_start_);
  }
  window_.move_to(begin, end);
  at_ = begin;
  batch_start_ = begin;
  last_ = last;
}

void XmlEngine::go_on(const Between& between, const char* begin, const char* end, bool last) {
  window_.move_to(begin, end);
  at_ = begin;
  last_ = last;
  base_ = between.offset;
  text_start_ = 0;
  place_ = {between.position.line, 1 - static_cast<std::int64_t>(between.position.column), 0};
  records_ = between.records;
  frames_.front().state = record_state_;
  frames_.front().count = static_cast<std::uint32_t>(between.records);
  batch_start_ = begin;
  batch_read_ = 0;
  batch_full_ = false;
}

void XmlEngine::know_records(const RecordsKnown& known) {
  record_state_ = known.state;
  head_end_ = known.head_end;
  head_size_ = known.head_size;
  head_position_ = known.head_position;
}

bool XmlEngine::add_keys(const std::vector<KeySet>& keys) {
  record_keys_.resize(std::max(record_keys_.size(), keys.size()));
  for (std::size_t i = 0; i < keys.size(); ++i)
    if (record_keys_[i].shares_any(keys[i])) return false;
  for (std::size_t i = 0; i < keys.size(); ++i) record_keys_[i].add_all(keys[i]);
  return true;
}

void XmlEngine::make_batches(std::size_t bytes) {
  batch_bytes_ = bytes;
}

void XmlEngine::start_document(document::Document document) {
  document_ = std::move(document);
  uniques_.emplace(*document_);
  first_record_ = document::no_node;
  batch_read_ = 0;
  batch_start_ = at_;
  batch_full_ = false;
  keys_of_batch_.clear();
  repeated_elsewhere_ = 0;
}

XmlEngine::Outcome XmlEngine::end_of(Result result) {
  switch (result) {
    case Result::ok:
      return Outcome::done;
    case Result::more:
      return Outcome::more;
    case Result::refused:
      return Outcome::refused;
    case Result::declined:
      break;
  }
  return Outcome::declined;
}

XmlEngine::Outcome XmlEngine::run() {
  for (;;) {
    auto result = Result::ok;
    switch (step_) {
      case Step::start:
        result = start();
        break;
      case Step::prolog:
        result = prolog();
        break;
      case Step::envelope:
        result = envelope();
        break;
      case Step::content:
        result = content();
        if (result != Result::ok) break;
        if (!frames_.empty()) return Outcome::batch;
        close_root();
        break;
      case Step::epilog:
        result = epilog();
        // An envelope without a message is told about.
        return result == Result::ok && messages_.empty() ? Outcome::declined : end_of(result);
    }
    if (result != Result::ok) return end_of(result);
    if (step_ == Step::start)
      step_ = Step::prolog;
    else
      step_ = !frames_.empty() ? Step::content : !soap_.empty() ? Step::envelope : Step::epilog;
  }
}

/// Moves a place over bytes that may hold line ends and letters beyond ASCII.
void XmlEngine::pass(const char* window, const char* from, const char* to, Place& place) {
  for (const char* at = from; at != to; ++at) {
    const auto byte = static_cast<unsigned char>(*at);
    if (byte >= 0x80) {
      if (byte < 0xC0) ++place.continuation;
    } else if (byte == '\n' || (byte == '\r' && (at + 1 == to || at[1] != '\n'))) {
      ++place.line;
      place.line_start = at + 1 - window;
      place.continuation = 0;
    }
  }
}

source::Position XmlEngine::position_inside(const char* from, const char* at) const {
  Place place = place_;
  pass(window_.begin(), from, at, place);
  const auto column =
      (at - window_.begin()) - place.line_start - static_cast<std::int64_t>(place.continuation) + 1;
  return {place.line, static_cast<std::uint32_t>(column)};
}

XmlEngine::Result XmlEngine::content() {
  while (!frames_.empty()) {
    const char* const behind = at_;
    const Place place = place_;
    Result result = white_space();
    const bool enough = result == Result::ok && at_ + 2 <= window_.end();
    // A batch ends behind its last record, but not before it is known that another one comes.
    const bool ends_batch =
        batch_full_ && enough && *at_ == '<' && at_[1] != '/' && at_[1] != '!' && at_[1] != '?';
    if (batch_full_ && (ends_batch || !enough)) {
      at_ = behind;
      place_ = place;
    }
    if (ends_batch) return Result::ok;
    if (result != Result::ok) return result;
    if (!enough) return at_end();
    if (*at_ != '<' && forgiving_)
      result = text_between(behind);
    else if (*at_ != '<')
      result = *at_ == '&' ? Result::declined : Result::refused;
    else if (at_[1] == '/')
      result = end_tag();
    else if (at_[1] == '!' || at_[1] == '?')
      result = misc();
    else
      result = element();
    if (result != Result::ok) return result;
  }
  return Result::ok;
}

/// White space between tags.
XmlEngine::Result XmlEngine::white_space() {
  const char* const end = window_.end();
  while (at_ != end) {
    if (*at_ == '\n') {
      ++place_.line;
      place_.line_start = at_ + 1 - window_.begin();
      place_.continuation = 0;
      at_ = window_.not_blank_from(at_ + 1);
    } else if (*at_ == ' ') {
      at_ = window_.not_blank_from(at_);
    } else if (*at_ == '\t') {
      ++at_;
    } else if (*at_ == '\r') {
      if (at_ + 1 == end && !last_) return Result::more;
      if (at_ + 1 == end || at_[1] != '\n') {
        ++place_.line;
        place_.line_start = at_ + 1 - window_.begin();
        place_.continuation = 0;
      }
      ++at_;
    } else {
      break;
    }
  }
  return within_limit();
}

XmlEngine::Result XmlEngine::element() {
  if (frames_.back().declaration == nullptr) return unknown_element();
  if (expected_row()) return Result::ok;
  Frame& frame = frames_.back();
  Tag tag;
  if (!expected_tag(at_, frame, tag)) {
    const auto context = learned_->namespaces.context();
    const auto result = any_tag(at_, tag);
    if (result != Result::ok) {
      learned_->namespaces.set_context(context);
      return result;
    }
    if (tag.state == no_state) return open_unknown(tag, context);
    const auto& declaration = tables_->declarations[tables_->states[tag.state].declaration];
    if (declaration.element->is_message_elsewhere()) return open_carried(tag, context);
    if (declaration.text == nullptr) {
      const auto opened = open(tag, declaration);
      if (opened == Result::ok && !tag.empty) frames_.back().context = context;
      if (opened != Result::ok || tag.empty) learned_->namespaces.set_context(context);
      return opened;
    }
    const auto read = leaf(tag, declaration, tag.end);
    learned_->namespaces.set_context(context);
    return read;
  }
  const auto& declaration = tables_->declarations[tables_->states[tag.state].declaration];
  return declaration.text != nullptr ? leaf(tag, declaration, tag.end) : open(tag, declaration);
}

/// The parent has come to a child.
void XmlEngine::step_to(Frame& frame, std::uint32_t state) {
  if (frame.state == state && frame.count < tables_->states[state].max) {
    ++frame.count;
    return;
  }
  if (frame.state != no_state) learned_->guess[frame.state] = state;
  frame.state = state;
  frame.count = 1;
}

/// An element that has elements.
XmlEngine::Result XmlEngine::open(const Tag& tag, const Declaration& declaration) {
  if (tag.nil) return Result::declined;
  if (at_limit()) return Result::declined;
  if (tag.empty && !declaration.content.may_be_empty && !forgiving_) return Result::refused;
  Frame& above = frames_.back();
  const State& state = tables_->states[tag.state];
  const bool is_record = frames_.size() == 1 && record_place_ && state.place == *record_place_;
  if (is_record && forgiving_ && above.state == tag.state && above.count >= state.max)
    return Result::declined;
  if (is_record && head_end_ == document::no_node) {
    head_end_ = static_cast<NodeId>(document_->node_count());
    head_size_ = offset();
    head_position_ = position_of(at_);
    record_state_ = tag.state;
  }
  const NodeId node = document_->append(above.node, *declaration.element, state.place, position_of(at_));
  const auto begin = offset();
  if (is_record && first_record_ == document::no_node) first_record_ = node;
  if (tag.attribute_count != 0) document_->set_kept_attributes(node, {tag.attributes, tag.attribute_count});
  step_to(above, tag.state);
  if (!tag.plain) pass(at_, tag.end);
  go_to(tag.end);
  if (tag.empty) {
    if (!forgiving_ && !declaration.element->uniques.empty() && !is_unique(node, *declaration.element))
      return Result::refused;
    return is_record ? close_record() : Result::ok;
  }
  Frame frame;
  frame.declaration = &declaration;
  frame.state = no_state;
  frame.node = node;
  frame.name = tag.name;
  frame.context = learned_->namespaces.context();
  frame.state_above = tag.state;
  frame.begin = begin;
  frames_.push_back(frame);
  return Result::ok;
}

/// An element that has text: read whole, or not at all.
XmlEngine::Result XmlEngine::leaf(const Tag& tag, const Declaration& declaration, const char* at) {
  const char* end = at;
  std::string_view text;
  bool plain = true;   // the text is what is written
  bool simple = true;  // and ASCII on one line
  if (!tag.empty) {
    const char* const stop = window_.special_from(at);
    const auto size = tag.name.size();
    if (static_cast<std::size_t>(window_.end() - stop) >= size + 3 && stop[0] == '<' && stop[1] == '/' &&
        same_bytes(stop + 2, tag.name.data(), size) && stop[size + 2] == '>') {
      text = {at, static_cast<std::size_t>(stop - at)};
      end = stop + size + 3;
    } else {
      simple = false;
      const char* text_end = at;
      if (const auto result = leaf_text(at, tag.name, text_end, plain); result != Result::ok) return result;
      text = {at, static_cast<std::size_t>(text_end - at)};
      end = std::find(text_end, window_.end(), '>') + 1;
      if (!plain) {
        buffer_.clear();
        xml::append_content(text, buffer_);
        text = buffer_;
      }
    }
    if (too_long(at, end)) return Result::declined;
  }
  if (at_limit()) return Result::declined;
  if (tag.nil && (!text.empty() || !plain)) return Result::declined;
  if (!accepts(declaration, text, tag.nil)) return Result::refused;
  Frame& above = frames_.back();
  const NodeId node =
      document_->append(above.node, *declaration.element, tables_->states[tag.state].place, position_of(at_));
  if (!text.empty()) document_->set_kept_text(node, plain ? text : document_->keep_text(text));
  if (tag.attribute_count != 0) document_->set_kept_attributes(node, {tag.attributes, tag.attribute_count});
  if (tag.nil) document_->set_nil(node, true);
  step_to(above, tag.state);
  if (!tag.plain || !simple) pass(at_, end);
  go_to(end);
  return Result::ok;
}

bool XmlEngine::accepts(const Declaration& declaration, std::string_view text, bool nil) const {
  const auto& element = *declaration.element;
  if (forgiving_) return true;
  if (nil) return !element.fixed;
  if (text.empty() && element.implied_text() != nullptr) return true;
  if (!declaration.text->accepts(text)) return false;
  return !element.fixed || schema::equal_values(*element.text, text, *element.fixed);
}

/// Text with whatever may stand in it, up to the end tag, which has to be there. `end` is where the tag
/// begins.
XmlEngine::Result XmlEngine::leaf_text(const char* from, std::string_view name, const char*& end,
                                       bool& plain) {
  // A text without end is not waited for.
  const auto or_too_long = [&](Result result) {
    return result == Result::more && too_long(from, window_.end()) ? Result::declined : result;
  };
  for (const char* at = from;;) {
    if (const auto result = text_run(at, end, plain); result != Result::ok) return or_too_long(result);
    if (window_.end() - end < 2) return at_end();
    if (end[1] == '/') break;
    if (end[1] != '!' && end[1] != '?') return Result::refused;
    plain = false;
    const bool is_cdata = end[1] == '!' && window_.end() - end > 2 && end[2] == '[';
    const auto result = is_cdata ? cdata(end, at) : comment_or_instruction(end, at);
    if (result != Result::ok) return or_too_long(result);
  }
  const char* behind = end;
  return end_of_element(end + 2, name, behind);
}

/// Text up to the next '<', which is at `end`. `plain` becomes false where it is not what is written.
XmlEngine::Result XmlEngine::text_run(const char* from, const char*& end, bool& plain) {
  const char* const stop = window_.end();
  bool ascii = true;
  for (const char* at = from;;) {
    at = window_.special_from(at);
    if (at == stop) return too_long(from, stop) ? Result::declined : at_end();
    const auto byte = static_cast<unsigned char>(*at);
    if (byte == '<') {
      end = at;
      return ascii || are_characters({from, static_cast<std::size_t>(at - from)}) ? Result::ok
                                                                                  : Result::refused;
    }
    if (byte == '&') {
      const auto size = reference_size({at, static_cast<std::size_t>(stop - at)});
      if (size == 0) return stop - at < 64 && !last_ ? Result::more : Result::declined;
      plain = false;
      at += size;
    } else if (byte == '>') {
      // "]]>" ends a CDATA section, and may stand nowhere else.
      if (at - from >= 2 && at[-1] == ']' && at[-2] == ']') return Result::refused;
      ++at;
    } else if (byte < 0x20) {
      if (!is_white(*at)) return Result::refused;
      if (byte == '\r') plain = false;
      ++at;
    } else {
      ascii = ascii && byte < 0x80;
      ++at;
    }
  }
}

/// The rest of an end tag, from the name on; `end` is behind it.
XmlEngine::Result XmlEngine::end_of_element(const char* at, std::string_view name, const char*& end) const {
  const char* const stop = window_.end();
  if (static_cast<std::size_t>(stop - at) <= name.size()) return at_end();
  if (!same_bytes(at, name.data(), name.size())) return Result::refused;
  at += name.size();
  while (at != stop && is_white(*at)) ++at;
  if (at == stop) return at_end();
  end = at + 1;
  return *at == '>' ? Result::ok : Result::refused;
}

XmlEngine::Result XmlEngine::end_tag() {
  const Frame& frame = frames_.back();
  const char* end = at_;
  if (const auto result = end_of_element(at_ + 2, frame.name, end); result != Result::ok) return result;
  if (!forgiving_ && !is_complete(frame)) return Result::refused;
  if (end != at_ + 2 + frame.name.size() + 1) pass(at_, end);
  go_to(end);
  learned_->namespaces.set_context(frame.context);
  if (frame.declaration == nullptr) {
    frames_.pop_back();
    unknown_names_.pop_back();
    return Result::ok;
  }
  const bool is_record =
      frames_.size() == 2 && record_place_ && tables_->states[frame.state_above].place == *record_place_;
  if (frames_.size() > 2 && tables_->states[frame.state_above].max > 1) learn_row(frame);
  frames_.pop_back();
  return is_record ? close_record() : Result::ok;
}

/// True when nothing is missing in an element that ends, and its keys differ. Those of the records of a
/// message that is read in batches are looked at one by one.
bool XmlEngine::is_complete(const Frame& frame) {
  if (frame.state == no_state) {
    if (!frame.declaration->content.may_be_empty) return false;
  } else {
    const State& state = tables_->states[frame.state];
    if (!state.can_end || frame.count < state.min) return false;
  }
  const auto& element = *frame.declaration->element;
  const bool in_batches = frames_.size() == 1 && record_place_ && batch_bytes_ != 0;
  return element.uniques.empty() || in_batches || is_unique(frame.node, element);
}

}  // namespace cimgate::reader
