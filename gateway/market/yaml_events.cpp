#include "gateway/market/yaml_events.hpp"

#include <yaml.h>

#include <new>

namespace cimgate::market {
namespace {

/// Market state has five levels.
constexpr std::size_t deepest = 64;

/// Market state needs none.
constexpr std::size_t most_directives = 100;

Place place_of(const yaml_mark_t& mark) {
  return {static_cast<std::uint32_t>(mark.line + 1), static_cast<std::uint32_t>(mark.column + 1)};
}

}  // namespace

/// What libyaml reads from. It holds every directive (%TAG) against all before it, and tells none of them
/// before it has read all: so they are counted here.
struct YamlEvents::Source {
  std::istream& input;
  bool at_line_start = true;
  std::size_t directives = 0;

  static int read(void* data, unsigned char* buffer, std::size_t size, std::size_t* read) {
    auto& source = *static_cast<Source*>(data);
    source.input.read(reinterpret_cast<char*>(buffer), static_cast<std::streamsize>(size));
    *read = static_cast<std::size_t>(source.input.gcount());
    for (std::size_t i = 0; i < *read; ++i) {
      if (source.at_line_start && buffer[i] == '%') ++source.directives;
      source.at_line_start = buffer[i] == '\n' || buffer[i] == '\r';
    }
    return source.input.bad() || source.directives > most_directives ? 0 : 1;
  }
};

void YamlEvents::DeleteParser::operator()(yaml_parser_s* parser) const {
  yaml_parser_delete(parser);
  delete parser;  // NOLINT(cppcoreguidelines-owning-memory): this is the owner's deleter
}

void YamlEvents::DeleteEvent::operator()(yaml_event_s* event) const {
  yaml_event_delete(event);
  delete event;  // NOLINT(cppcoreguidelines-owning-memory)
}

YamlEvents::YamlEvents(std::istream& input) : source_(std::make_unique<Source>(Source{input})) {
  auto parser = std::make_unique<yaml_parser_s>();
  if (yaml_parser_initialize(parser.get()) == 0) throw std::bad_alloc();
  parser_.reset(parser.release());
  raw_.reset(std::make_unique<yaml_event_s>().release());
  yaml_parser_set_input(parser_.get(), Source::read, source_.get());
}

YamlEvents::~YamlEvents() = default;

const YamlEvent& YamlEvents::next() {
  if (event_.kind == YamlEvent::Kind::error) return event_;
  do {
    yaml_event_delete(raw_.get());
    if (yaml_parser_parse(parser_.get(), raw_.get()) == 0) {
      problem_ = parser_->problem != nullptr ? parser_->problem : "it cannot be read";
      if (source_->directives > most_directives) problem_ = "it has too many directives";
      // Faults in the encoding have no mark of their own; the parser has got this far.
      const bool encoding = parser_->error == YAML_READER_ERROR;
      event_ = {YamlEvent::Kind::error, place_of(encoding ? parser_->mark : parser_->problem_mark), problem_,
                false};
      return event_;
    }
  } while (raw_->type == YAML_STREAM_START_EVENT || raw_->type == YAML_DOCUMENT_END_EVENT);
  translate();
  using Kind = YamlEvent::Kind;
  if (event_.kind == Kind::end) --depth_;
  if (event_.kind == Kind::map || event_.kind == Kind::list) ++depth_;
  // libyaml looks at all open brackets for every token.
  if (depth_ > deepest) event_ = {Kind::error, event_.place, "it is nested too deep", false};
  return event_;
}

void YamlEvents::translate() {
  using Kind = YamlEvent::Kind;
  event_ = {Kind::end, place_of(raw_->start_mark), {}, false};
  switch (raw_->type) {
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
      event_.kind = Kind::stream_end;
      break;
    case YAML_DOCUMENT_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
      event_.kind = Kind::document;
      break;
    case YAML_ALIAS_EVENT:
      event_.kind = Kind::alias;
      break;
    case YAML_SCALAR_EVENT:
      event_.kind = Kind::scalar;
      event_.text = {reinterpret_cast<const char*>(raw_->data.scalar.value), raw_->data.scalar.length};
      event_.plain = raw_->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
      break;
    case YAML_SEQUENCE_START_EVENT:
      event_.kind = Kind::list;
      break;
    case YAML_MAPPING_START_EVENT:
      event_.kind = Kind::map;
      break;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
      break;
  }
}

void YamlEvents::skip() {
  using Kind = YamlEvent::Kind;
  std::size_t open = event_.kind == Kind::map || event_.kind == Kind::list ? 1 : 0;
  while (open > 0) {
    const auto kind = next().kind;
    if (kind == Kind::error || kind == Kind::stream_end) return;
    if (kind == Kind::map || kind == Kind::list) ++open;
    if (kind == Kind::end) --open;
  }
}

}  // namespace cimgate::market
