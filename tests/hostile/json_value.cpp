#include "json_value.hpp"

namespace cimgate::test {
namespace {

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  std::optional<JsonValue> whole() {
    auto value = this->value();
    skip();
    return value && at_ == text_.size() ? value : std::nullopt;
  }

 private:
  void skip() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }
  bool take(char c) {
    skip();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  std::optional<std::string> string() {
    if (!take('"')) return std::nullopt;
    const auto from = at_;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2U : 1U;
    if (at_ >= text_.size()) return std::nullopt;
    return std::string(text_.substr(from, at_++ - from));
  }
  std::optional<JsonValue> value() {
    skip();
    JsonValue made;
    if (take('{')) {
      made.kind = JsonValue::Kind::object;
      if (take('}')) return made;
      do {
        auto name = string();
        if (!name || !take(':')) return std::nullopt;
        auto member = value();
        if (!member) return std::nullopt;
        made.members.emplace_back(std::move(*name), std::move(*member));
      } while (take(','));
      return take('}') ? std::optional(made) : std::nullopt;
    }
    if (take('[')) {
      made.kind = JsonValue::Kind::array;
      if (take(']')) return made;
      do {
        auto item = value();
        if (!item) return std::nullopt;
        made.items.push_back(std::move(*item));
      } while (take(','));
      return take(']') ? std::optional(made) : std::nullopt;
    }
    if (at_ < text_.size() && text_[at_] == '"') {
      made.kind = JsonValue::Kind::string;
      made.text = *string();
      return made;
    }
    const auto end = std::min(text_.find_first_of(",]} \t\r\n", at_), text_.size());
    made.text = text_.substr(at_, end - at_);
    at_ = end;
    return made.text.empty() ? std::nullopt : std::optional(made);
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

void write(const JsonValue& value, std::string& out) {
  const auto quoted = [&](const std::string& text) { out.append("\"").append(text).append("\""); };
  bool first = true;
  const auto comma = [&] {
    if (!first) out += ", ";
    first = false;
  };
  switch (value.kind) {
    case JsonValue::Kind::literal:
      out += value.text;
      break;
    case JsonValue::Kind::string:
      quoted(value.text);
      break;
    case JsonValue::Kind::array:
      out += '[';
      for (const auto& item : value.items) {
        comma();
        write(item, out);
      }
      out += ']';
      break;
    case JsonValue::Kind::object:
      out += '{';
      for (const auto& [name, member] : value.members) {
        comma();
        quoted(name);
        out += ": ";
        write(member, out);
      }
      out += '}';
      break;
  }
}

}  // namespace

std::optional<JsonValue> parse_json(std::string_view text) {
  return Parser(text).whole();
}

std::string write_json(const JsonValue& value) {
  std::string out;
  write(value, out);
  return out;
}

JsonValue literal(std::string text) {
  return {JsonValue::Kind::literal, std::move(text), {}, {}};
}
JsonValue string_value(std::string text) {
  return {JsonValue::Kind::string, std::move(text), {}, {}};
}

}  // namespace cimgate::test
