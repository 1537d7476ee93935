#include "gateway/json/tokenizer.hpp"

#include <fmt/format.h>

#include <utility>

#include "gateway/text/ascii.hpp"

namespace cimgate::json {
namespace {

using Kind = JsonToken::Kind;

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}

Text same(const std::string& text) {
  return {text, text};
}

Text character_code(std::uint32_t code) {
  return {fmt::format("a control character (U+{:04X})", code),
          fmt::format("et kontrolltegn (U+{:04X})", code)};
}

const Text end_of_input = {"the end of the input", "slutten av inndata"};
const Text closing_quote = {"the closing quote of a text", "anførselstegnet som avslutter en tekst"};
const Text half_pair = {"half of a surrogate pair", "et halvt surrogatpar"};
const Text low_half = {R"(the escape \uDC00 to \uDFFF after \uD800 to \uDBFF, and only there)",
                       R"(\uDC00 til \uDFFF etter \uD800 til \uDBFF, og bare der)"};

void append_utf8(std::uint32_t code, std::string& out) {
  const auto add = [&](std::uint32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (code < 0x80) {
    add(code);
  } else if (code < 0x800) {
    add(0xC0U | (code >> 6U));
    add(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    add(0xE0U | (code >> 12U));
    add(0x80U | ((code >> 6U) & 0x3FU));
    add(0x80U | (code & 0x3FU));
  } else {
    add(0xF0U | (code >> 18U));
    add(0x80U | ((code >> 12U) & 0x3FU));
    add(0x80U | ((code >> 6U) & 0x3FU));
    add(0x80U | (code & 0x3FU));
  }
}

}  // namespace

JsonToken JsonTokenizer::next() {
  at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size());
  JsonToken token;
  token.position = here();
  if (at_ == text_.size()) return token;
  const auto single = [&](Kind kind) {
    token.kind = kind;
    ++at_;
    return token;
  };
  switch (text_[at_]) {
    case '{':
      return single(Kind::begin_object);
    case '}':
      return single(Kind::end_object);
    case '[':
      return single(Kind::begin_array);
    case ']':
      return single(Kind::end_array);
    case ':':
      return single(Kind::colon);
    case ',':
      return single(Kind::comma);
    case '"':
      return string(token);
    default:
      break;
  }
  if (text_[at_] == '-' || text::is_digit(text_[at_])) return number(token);
  return word(token);
}

JsonToken JsonTokenizer::string(JsonToken token) {
  token.kind = Kind::string;
  const std::size_t start = ++at_;
  bool buffered = false;
  std::size_t copied = start;  // what comes before is in the buffer
  for (;; ++at_) {
    if (at_ == text_.size()) return fail(end_of_input, closing_quote);
    const char c = text_[at_];
    if (c == '"') break;
    if (static_cast<unsigned char>(c) < 0x20) {
      const auto code = static_cast<unsigned char>(c);
      return fail(character_code(code), closing_quote,
                  {fmt::format(R"(Inside a text, write this character as \u{:04X}.)", code),
                   fmt::format(R"(Skriv dette tegnet som \u{:04X} inne i en tekst.)", code)});
    }
    if (c != '\\') continue;
    if (!buffered) buffer_.clear();
    buffered = true;
    buffer_.append(text_, copied, at_ - copied);
    if (!escape(buffer_)) return {Kind::error, error_.position, {}};
    copied = at_ + 1;
  }
  if (!buffered) {
    token.text = text_.substr(start, at_ - start);
  } else {
    buffer_.append(text_, copied, at_ - copied);
    if (buffer_.size() <= longest_text_) token.text = texts_.keep(buffer_);
  }
  ++at_;
  if (token.text.size() > longest_text_ || (buffered && buffer_.size() > longest_text_))
    return too_long(token);
  return token;
}

/// From the backslash to the last character of the escape.
bool JsonTokenizer::escape(std::string& text) {
  const auto failed = [this](const Text& found, const Text& expected) {
    fail(found, expected);
    return false;
  };
  ++at_;
  if (at_ == text_.size()) return failed(end_of_input, closing_quote);
  switch (text_[at_]) {
    case '"':
    case '\\':
    case '/':
      text += text_[at_];
      return true;
    case 'b':
      text += '\b';
      return true;
    case 'f':
      text += '\f';
      return true;
    case 'n':
      text += '\n';
      return true;
    case 'r':
      text += '\r';
      return true;
    case 't':
      text += '\t';
      return true;
    case 'u':
      break;
    default:
      return failed({"an escape that JSON does not have", "en escape-sekvens som JSON ikke har"},
                    same(R"(\" \\ \/ \b \f \n \r \t \uXXXX)"));
  }
  std::uint32_t code = 0;
  if (!hex_digits(code)) return false;
  if (code >= 0xDC00 && code <= 0xDFFF) return failed(half_pair, low_half);
  if (code >= 0xD800 && code <= 0xDBFF) {
    std::uint32_t low = 0;
    if (text_.substr(at_ + 1, 2) != R"(\u)") return failed(half_pair, low_half);
    at_ += 2;
    if (!hex_digits(low)) return false;
    if (low < 0xDC00 || low > 0xDFFF) return failed(half_pair, low_half);
    code = 0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00);
  }
  append_utf8(code, text);
  return true;
}

/// From the u to the last of the four digits.
bool JsonTokenizer::hex_digits(std::uint32_t& unit) {
  for (int i = 0; i < 4; ++i) {
    ++at_;
    const char c = at_ < text_.size() ? text_[at_] : '\0';
    std::uint32_t value = 0;
    if (text::is_digit(c))
      value = static_cast<std::uint32_t>(c - '0');
    else if (c >= 'a' && c <= 'f')
      value = static_cast<std::uint32_t>(c - 'a' + 10);
    else if (c >= 'A' && c <= 'F')
      value = static_cast<std::uint32_t>(c - 'A' + 10);
    else {
      fail(at_ < text_.size() ? Text{"another character", "et annet tegn"} : end_of_input,
           {R"(four hexadecimal digits after \u)", R"(fire heksadesimale sifre etter \u)"});
      return false;
    }
    unit = unit * 16 + value;
  }
  return true;
}

JsonToken JsonTokenizer::number(JsonToken token) {
  const Text a_digit = {"a digit", "et siffer"};
  token.kind = Kind::number;
  const std::size_t start = at_;
  if (text_[at_] == '-') ++at_;
  const std::size_t whole = at_;
  if (!digits()) return fail(found_here(), a_digit);
  if (text_[whole] == '0' && at_ > whole + 1) {
    at_ = whole;
    return fail({"a number with leading zero", "et tall med null foran"},
                {"a number without leading zero", "et tall uten null foran"},
                {"Drop the leading zero, or put an identifier in quotes.",
                 "Fjern nullen foran, eller sett en identifikator i anførselstegn."});
  }
  if (at_ < text_.size() && text_[at_] == '.') {
    ++at_;
    if (!digits()) return fail(found_here(), a_digit);
  }
  if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
    ++at_;
    if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
    if (!digits()) return fail(found_here(), a_digit);
  }
  token.text = text_.substr(start, at_ - start);
  return token.text.size() > longest_text_ ? too_long(token) : token;
}

bool JsonTokenizer::digits() {
  const std::size_t start = at_;
  while (at_ < text_.size() && text::is_digit(text_[at_])) ++at_;
  return at_ > start;
}

JsonToken JsonTokenizer::word(JsonToken token) {
  const std::size_t start = at_;
  std::size_t end = at_;
  while (end < text_.size() && (is_letter(text_[end]) || text::is_digit(text_[end]))) ++end;
  const auto name = text_.substr(start, end - start);
  token.text = name;
  for (const auto kind : {Kind::true_value, Kind::false_value, Kind::null})
    if (describe(kind).en == name) {
      token.kind = kind;
      at_ = end;
      return token;
    }
  return fail(found_here(), {"a value or a bracket", "en verdi eller en parentes"},
              {"Put names and texts in double quotes; JSON has no comments.",
               "Navn og tekster skal stå i doble anførselstegn; JSON har ikke kommentarer."});
}

Text JsonTokenizer::found_here() const {
  if (at_ >= text_.size()) return end_of_input;
  const char c = text_[at_];
  if (is_letter(c)) return {"a word without quotes", "et ord uten anførselstegn"};
  if (c == '\'') return {"a single quote", "et enkelt anførselstegn"};
  if (c == '"') return {"a quote", "et anførselstegn"};
  if (c > ' ' && c < '\x7F') return same(fmt::format("'{}'", c));
  if (c == ' ' || c == '\t' || c == '\n' || c == '\r') return {"white space", "mellomrom"};
  if (static_cast<unsigned char>(c) < 0x20) return character_code(static_cast<unsigned char>(c));
  return {"a character outside quotes", "et tegn utenfor anførselstegn"};
}

JsonToken JsonTokenizer::fail(const Text& found, const Text& expected, Text advice) {
  error_ = json_syntax_error(here(), found, expected, std::move(advice));
  return {Kind::error, error_.position, {}};
}

JsonToken JsonTokenizer::too_long(const JsonToken& token) {
  error_ = {"wellformed.text-too-long",
            token.position,
            {fmt::format("A value is longer than the limit of {} bytes.", longest_text_),
             fmt::format("En verdi er lengre enn grensen på {} byte.", longest_text_)},
            {"Shorten the value, or raise the limit.", "Forkort verdien, eller hev grensen."}};
  return {Kind::error, token.position, {}};
}

source::Position JsonTokenizer::here() {
  for (; counted_to_ < at_; ++counted_to_) {
    const char c = text_[counted_to_];
    // A carriage return ends a line too, alone or before a line feed: as SourceText counts.
    const bool before_feed = counted_to_ + 1 < text_.size() && text_[counted_to_ + 1] == '\n';
    if (c == '\n' || (c == '\r' && !before_feed)) {
      ++counted_.line;
      counted_.column = 1;
    } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
      ++counted_.column;
    }
  }
  return counted_;
}

}  // namespace cimgate::json
