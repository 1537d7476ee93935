#pragma once
#include <cstdint>
#include <istream>
#include <memory>
#include <string>
#include <string_view>

#include "gateway/market/record.hpp"

struct yaml_parser_s;
struct yaml_event_s;

namespace cimgate::market {

/// What comes next in a YAML stream.
struct YamlEvent {
  enum class Kind : std::uint8_t { document, map, list, end, scalar, alias, stream_end, error };
  Kind kind = Kind::stream_end;
  Place place;
  std::string_view text;  ///< scalar: its value; error: what is wrong. Valid until the next event is read
  bool plain = false;     ///< scalar without quotes
  bool is_null() const {
    return kind == Kind::scalar && plain &&
           (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL");
  }
};

/// Reads YAML a token at a time (libyaml), so that memory does not grow with the file. After an error or the
/// end there is nothing more to read.
class YamlEvents {
 public:
  /// `input` must outlive this.
  explicit YamlEvents(std::istream& input);
  YamlEvents(const YamlEvents&) = delete;
  YamlEvents& operator=(const YamlEvents&) = delete;
  ~YamlEvents();

  const YamlEvent& next();
  const YamlEvent& current() const { return event_; }
  /// Reads on until the map or list that has begun ends. Nothing to do for other events.
  void skip();

 private:
  struct DeleteParser {
    void operator()(yaml_parser_s* parser) const;
  };
  struct DeleteEvent {
    void operator()(yaml_event_s* event) const;
  };
  void translate();

  struct Source;
  std::unique_ptr<Source> source_;
  std::unique_ptr<yaml_parser_s, DeleteParser> parser_;
  std::unique_ptr<yaml_event_s, DeleteEvent> raw_;
  YamlEvent event_;
  std::string problem_;
  std::size_t depth_ = 0;
};

}  // namespace cimgate::market
