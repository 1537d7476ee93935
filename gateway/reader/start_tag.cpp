// Start tags: expected ones, which are compared with what was there before, and any others.
#include <algorithm>

#include "gateway/reader/characters.hpp"
#include "gateway/reader/xml_engine.hpp"
#include "gateway/schema/value.hpp"
#include "gateway/text/ascii.hpp"
#include "gateway/xml/tokens.hpp"

namespace cimgate::reader {
namespace {

bool is_true(std::string_view value) {
  return value == "true" || value == "1";
}

bool ends_name(char c) {
  return is_white(c) || c == '>' || c == '/' || c == '=' || c == '<' || c == '"' || c == '\'';
}

}  // namespace

/// The tag that came here last time, else those that the content model allows here.
bool XmlEngine::expected_tag(const char* at, Frame& frame, Tag& tag) {
  if (frame.state == no_state) {
    const auto first = tables_->first_of(frame.declaration->content);
    return std::any_of(first.begin(), first.end(),
                       [&](std::uint32_t state) { return remembered_tag(at, state, tag); });
  }
  const State& state = tables_->states[frame.state];
  const bool may_repeat = frame.count < state.max;
  const bool may_leave = frame.count >= state.min;
  const auto guess = learned_->guess[frame.state];
  if (guess != no_state && (guess == frame.state ? may_repeat : may_leave) && remembered_tag(at, guess, tag))
    return true;
  if (may_repeat && guess != frame.state && remembered_tag(at, frame.state, tag)) return true;
  if (!may_leave) return false;
  const auto follow = tables_->follow_of(state);
  return std::any_of(follow.begin(), follow.end(), [&](std::uint32_t next) {
    return next != guess && next != frame.state && remembered_tag(at, next, tag);
  });
}

/// True when the tag at `at` is the one remembered for a state, but for the values of its attributes, and
/// these are valid.
bool XmlEngine::remembered_tag(const char* at, std::uint32_t state, Tag& tag) {
  const TagMemory& memory = learned_->memory[state];
  if (!memory.known || memory.context != learned_->namespaces.context()) return false;
  const auto room = static_cast<std::size_t>(window_.end() - at);
  const auto size = memory.bytes.size();
  if (room <= size) return false;
  if (memory.values.empty()) {
    if (!same_bytes(at, memory.bytes.data(), size)) return false;
    tag.end = at + size;
    tag.attributes = nullptr;
    tag.attribute_count = 0;
  } else {
    const char* to = at;
    std::size_t piece = 0;
    values_.clear();
    for (const auto& value : memory.values) {
      const auto length = value.piece_end - piece;
      if (static_cast<std::size_t>(window_.end() - to) <= length ||
          !same_bytes(to, memory.bytes.data() + piece, length))
        return false;
      to += length;
      const char* const end = window_.special_from(to);
      if (end == window_.end() || *end != to[-1]) return false;
      const std::string_view text{to, static_cast<std::size_t>(end - to)};
      if (!forgiving_ && !value.recogniser->accepts(text)) return false;
      values_.push_back(text);
      to = end;
      piece = value.piece_end;
    }
    const auto rest = size - piece;
    if (static_cast<std::size_t>(window_.end() - to) <= rest ||
        !same_bytes(to, memory.bytes.data() + piece, rest))
      return false;
    tag.end = to + rest;
    tag.attribute_count = static_cast<std::uint32_t>(values_.size());
    tag.attributes = document_->new_attributes(values_.size());
    const auto place = position_of(at);
    for (std::size_t i = 0; i < values_.size(); ++i) {
      const auto& value = memory.values[i];
      const auto column =
          place.column + static_cast<std::uint32_t>(values_[i].data() - at) - value.name_before;
      tag.attributes[i] = {value.declaration, value.declaration->name, values_[i], {place.line, column}};
    }
  }
  tag.name = memory.name;
  tag.state = state;
  tag.empty = memory.empty;
  tag.plain = true;
  return true;
}

std::uint32_t XmlEngine::next_state(const Frame& frame, std::string_view ns, std::string_view local) const {
  const auto is_it = [&](std::uint32_t state) {
    const auto& name = tables_->declarations[tables_->states[state].declaration].element->name;
    return name.local == local && name.ns == ns;
  };
  std::span<const std::uint32_t> next;
  if (frame.state == no_state) {
    next = tables_->first_of(frame.declaration->content);
  } else {
    const State& state = tables_->states[frame.state];
    if (frame.count < state.max && is_it(frame.state)) return frame.state;
    if (frame.count < state.min) return no_state;
    next = tables_->follow_of(state);
  }
  const auto found = std::find_if(next.begin(), next.end(), is_it);
  return found == next.end() ? no_state : *found;
}

/// Takes a start tag apart and finds the state that it leads to; goes to its context of namespaces.
XmlEngine::Result XmlEngine::any_tag(const char* at, Tag& tag) {
  if (const auto result = raw_tag(at, tag); result != Result::ok) return result;
  const auto name = xml::split_name(tag.name);
  const auto ns = learned_->namespaces.of(name.prefix);
  if (!ns) return Result::refused;
  tag.state = next_state(frames_.back(), *ns, name.local);
  if (tag.state == no_state && forgiving_) tag.state = any_state(frames_.back(), *ns, name.local);
  if (tag.state == no_state) return forgiving_ ? Result::ok : Result::refused;
  const auto& declaration = tables_->declarations[tables_->states[tag.state].declaration];
  // Another schema says which attributes a message has.
  return declaration.element->is_message_elsewhere() ? Result::ok : take_attributes(at, declaration, tag);
}

/// Reads the tag; its attributes come into raw_attributes_, and its namespaces are declared.
XmlEngine::Result XmlEngine::raw_tag(const char* at, Tag& tag) {
  const char* const stop = window_.end();
  const char* to = at + 1;
  while (to != stop && !ends_name(*to)) ++to;
  if (to == stop) return too_long(at, stop) ? Result::declined : at_end();
  tag.name = {at + 1, static_cast<std::size_t>(to - at - 1)};
  const auto parts = xml::split_name(tag.name);
  if (tag.name.find(':') != std::string_view::npos && !is_ascii_name(parts.prefix)) return Result::declined;
  if (!is_ascii_name(parts.local)) return Result::declined;
  raw_attributes_.clear();
  for (;;) {
    const char* const before = to;
    while (to != stop && is_white(*to)) ++to;
    if (to == stop) return too_long(at, stop) ? Result::declined : at_end();
    if (*to == '>') break;
    if (*to == '/') {
      if (to + 1 == stop) return at_end();
      if (to[1] != '>') return Result::refused;
      tag.empty = true;
      ++to;
      break;
    }
    if (to == before) return Result::refused;  // white space has to be between attributes
    const auto offset = static_cast<std::uint32_t>(to - at);
    if (const auto result = raw_attribute(to, to); result != Result::ok) return result;
    raw_attributes_.back().offset = offset;
    if (raw_attributes_.size() > limits_.attributes) return Result::declined;
  }
  tag.end = to + 1;
  if (too_long(at, tag.end)) return Result::declined;
  learned_->namespaces.forget_declarations();
  for (const auto& attribute : raw_attributes_) {
    const auto name = xml::split_name(attribute.name);
    if (attribute.name != "xmlns" && name.prefix != "xmlns") continue;
    if (!attribute.simple) return Result::declined;
    const auto prefix = attribute.name == "xmlns" ? std::string_view() : name.local;
    if (!learned_->namespaces.declare(prefix, attribute.value)) return Result::declined;
  }
  if (learned_->namespaces.has_declarations()) {
    learned_->namespaces.enter();
    if (learned_->namespaces.are_too_many()) return Result::declined;
  }
  return Result::ok;
}

XmlEngine::Result XmlEngine::raw_attribute(const char* at, const char*& end) {
  const char* const stop = window_.end();
  const char* to = at;
  while (to != stop && !ends_name(*to)) ++to;
  RawTagAttribute& made = raw_attributes_.emplace_back();
  made.name = {at, static_cast<std::size_t>(to - at)};
  while (to != stop && is_white(*to)) ++to;
  if (to == stop) return too_long(at, stop) ? Result::declined : at_end();
  if (*to != '=') return Result::refused;
  ++to;
  while (to != stop && is_white(*to)) ++to;
  if (to == stop) return too_long(at, stop) ? Result::declined : at_end();
  const char quote = *to;
  if (quote != '"' && quote != '\'') return Result::refused;
  const auto parts = xml::split_name(made.name);
  if (made.name.find(':') != std::string_view::npos && !is_ascii_name(parts.prefix)) return Result::declined;
  if (!is_ascii_name(parts.local)) return Result::declined;
  const char* const from = ++to;
  bool ascii = true;
  for (;;) {
    to = window_.special_from(to);
    if (to == stop) return too_long(at, stop) ? Result::declined : at_end();
    const auto byte = static_cast<unsigned char>(*to);
    if (*to == quote) break;
    if (byte == '<') return Result::refused;
    if (byte == '&') {
      const auto size = reference_size({to, static_cast<std::size_t>(stop - to)});
      if (size == 0) return stop - to < 64 && !last_ ? Result::more : Result::declined;
      made.simple = false;
      to += size;
      continue;
    }
    if (byte < 0x20) {
      if (!is_white(*to)) return Result::refused;
      made.simple = false;
    } else if (byte >= 0x80) {
      made.simple = ascii = false;
    }
    ++to;
  }
  made.value = {from, static_cast<std::size_t>(to - from)};
  if (!ascii && !are_characters(made.value)) return Result::refused;
  end = to + 1;
  return Result::ok;
}

/// Judges the attributes of a tag, and remembers it when the next one may be the same.
XmlEngine::Result XmlEngine::take_attributes(const char* at, const Declaration& declaration, Tag& tag) {
  TagMemory memory;
  bool usual = true;
  std::uint64_t seen = 0;
  std::uint32_t count = 0;
  bool seen_nil = false;
  bool seen_location = false;
  if (!raw_attributes_.empty()) tag.attributes = document_->new_attributes(raw_attributes_.size());
  for (const auto& raw : raw_attributes_) {
    const auto name = xml::split_name(raw.name);
    if (raw.name == "xmlns" || name.prefix == "xmlns") {
      usual = false;
      continue;
    }
    std::string_view value = raw.value;
    if (!raw.simple) {
      buffer_.clear();
      xml::append_attribute_text(raw.value, buffer_);
      value = document_->keep_text(buffer_);
      usual = false;
    }
    if (!name.prefix.empty()) {
      // The market's attributes have no namespace; what has one is told to the schema validator, or wrong.
      const auto ns = learned_->namespaces.of(name.prefix);
      usual = false;
      if (name.prefix == "xml") return Result::declined;
      if (!ns || *ns != xsi_namespace) return Result::refused;
      if (name.local == "schemaLocation" && !seen_location && words_in(value) % 2 == 0) {
        seen_location = true;
        continue;
      }
      if (name.local != "nil" || seen_nil || !declaration.element->nillable) return Result::declined;
      seen_nil = true;
      const auto truth = text::trimmed(value);
      if (!is_true(truth) && truth != "false" && truth != "0") return Result::refused;
      tag.nil = is_true(truth);
      continue;
    }
    const auto known =
        std::find_if(declaration.attributes.begin(), declaration.attributes.end(),
                     [&](const AttributeTable& a) { return a.declaration->name == name.local; });
    if (known == declaration.attributes.end()) {
      if (!forgiving_) return Result::refused;
      usual = false;
      if (const auto result = unknown_attribute(raw); result != Result::ok) return result;
      tag.attributes[count++] = {nullptr, document_->keep_text(name.local), value,
                                 position_inside(at, at + raw.offset)};
      continue;
    }
    const auto bit = std::uint64_t{1} << (known - declaration.attributes.begin());
    if ((seen & bit) != 0 || (!forgiving_ && !known->value->accepts(value))) return Result::refused;
    seen |= bit;
    const auto& fixed = known->declaration->fixed;
    if (fixed && !forgiving_ && !schema::equal_values(*known->declaration->type, value, *fixed))
      return Result::refused;
    usual = usual && !fixed;
    tag.attributes[count++] = {known->declaration, known->declaration->name, value,
                               position_inside(at, at + raw.offset)};
    const auto value_offset = static_cast<std::uint32_t>(raw.value.data() - at);
    memory.values.push_back({known->declaration, known->value, 0, value_offset - raw.offset});
  }
  tag.attribute_count = count;
  if (!forgiving_ && (seen & declaration.required) != declaration.required) return Result::refused;
  tag.name = *learned_->names.emplace(tag.name).first;
  if (!usual || tag.nil || std::any_of(at, tag.end, [](char c) { return c == '\n' || c == '\r'; }))
    return Result::ok;
  const char* from = at;
  for (std::size_t i = 0; i < raw_attributes_.size(); ++i) {
    const auto& value = raw_attributes_[i].value;
    memory.bytes.append(from, value.data());
    memory.values[i].piece_end = static_cast<std::uint32_t>(memory.bytes.size());
    from = value.data() + value.size();
  }
  memory.bytes.append(from, tag.end);
  memory.name = tag.name;
  memory.context = learned_->namespaces.context();
  memory.empty = tag.empty;
  memory.known = true;
  learned_->memory[tag.state] = std::move(memory);
  return Result::ok;
}

}  // namespace cimgate::reader
