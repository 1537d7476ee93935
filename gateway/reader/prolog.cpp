// What stands around the root element, and comments and processing instructions anywhere.
#include <optional>

#include "gateway/reader/characters.hpp"
#include "gateway/reader/xml_engine.hpp"
#include "gateway/source/encoding.hpp"
#include "gateway/xml/tokens.hpp"

namespace cimgate::reader {
namespace {

std::string_view view(const char* from, const char* to) {
  return {from, static_cast<std::size_t>(to - from)};
}

void skip_white(std::string_view& text) {
  while (!text.empty() && is_white(text.front())) text.remove_prefix(1);
}

/// Takes ` name="value"` off the text; nothing when something else stands there.
std::optional<std::string_view> take_pair(std::string_view& text, std::string_view name) {
  auto rest = text;
  if (rest.empty() || !is_white(rest.front())) return std::nullopt;
  skip_white(rest);
  if (!rest.starts_with(name)) return std::nullopt;
  rest.remove_prefix(name.size());
  skip_white(rest);
  if (!rest.starts_with('=')) return std::nullopt;
  rest.remove_prefix(1);
  skip_white(rest);
  if (rest.empty() || (rest.front() != '"' && rest.front() != '\'')) return std::nullopt;
  const auto end = rest.find(rest.front(), 1);
  if (end == std::string_view::npos) return std::nullopt;
  const auto value = rest.substr(1, end - 1);
  text = rest.substr(end + 1);
  return value;
}

/// What stands between "<?xml" and "?>", when it is as usual.
bool is_usual_declaration(std::string_view text) {
  if (take_pair(text, "version") != "1.0") return false;
  if (const auto encoding = take_pair(text, "encoding"))
    if (source::encoding_named(*encoding) != source::Encoding::utf8) return false;
  if (const auto standalone = take_pair(text, "standalone"))
    if (*standalone != "yes" && *standalone != "no") return false;
  skip_white(text);
  return text.empty();
}

}  // namespace

/// The byte order mark and the XML declaration.
XmlEngine::Result XmlEngine::start() {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  constexpr std::string_view opening = "<?xml";
  constexpr std::size_t longest = 4096;
  auto text = view(at_, window_.end());
  if (text.size() < longest && text.find('>') == std::string_view::npos && !last_) return Result::more;
  const auto form = source::look_at_start(text).form;
  if (form != source::ByteForm::eight_bit && form != source::ByteForm::utf8_marked) return Result::declined;
  if (text.starts_with(mark)) {
    at_ += mark.size();
    place_.line_start = static_cast<std::int64_t>(mark.size());
    text.remove_prefix(mark.size());
  }
  if (text.size() > opening.size() && text.starts_with(opening) && is_white(text[opening.size()])) {
    const auto end = text.substr(0, longest).find("?>");
    if (end == std::string_view::npos) return Result::declined;
    if (!is_usual_declaration(text.substr(opening.size(), end - opening.size()))) return Result::declined;
    pass(at_, at_ + end + 2);
    at_ += end + 2;
  }
  text_start_ = at_ - window_.begin();
  return Result::ok;
}

XmlEngine::Result XmlEngine::prolog() {
  for (;;) {
    if (const auto result = white_space(); result != Result::ok) return result;
    if (at_ + 2 > window_.end()) return at_end();
    if (*at_ != '<') return Result::refused;
    if (at_[1] != '!' && at_[1] != '?') return root();
    if (const auto result = misc(); result != Result::ok) return result;
  }
}

XmlEngine::Result XmlEngine::epilog() {
  for (;;) {
    if (const auto result = white_space(); result != Result::ok) return result;
    if (at_ == window_.end()) return last_ ? Result::ok : Result::more;
    if (at_ + 1 == window_.end()) return at_end();
    if (*at_ != '<' || (at_[1] != '!' && at_[1] != '?')) return Result::refused;
    if (const auto result = misc(); result != Result::ok) return result;
  }
}

/// A comment or processing instruction between tags.
XmlEngine::Result XmlEngine::misc() {
  const char* end = at_;
  if (const auto result = comment_or_instruction(at_, end); result != Result::ok) return result;
  return skip_to(end);
}

/// At "<!" or "<?"; everything else that begins with "<!" is left to the reference reader.
XmlEngine::Result XmlEngine::comment_or_instruction(const char* at, const char*& end) {
  const auto text = view(at, window_.end());
  const auto unfinished = [&] { return too_long(at, window_.end()) ? Result::declined : at_end(); };
  if (text[1] == '!') {
    if (text.size() < 4) return at_end();
    if (!text.starts_with("<!--")) return Result::declined;
    const auto dashes = text.find("--", 4);
    if (dashes == std::string_view::npos || dashes + 2 == text.size()) return unfinished();
    if (text[dashes + 2] != '>') return Result::refused;
    end = at + dashes + 3;
    return are_characters(text.substr(4, dashes - 4)) ? Result::ok : Result::refused;
  }
  const auto close = text.find("?>", 2);
  if (close == std::string_view::npos) return unfinished();
  const auto inside = text.substr(2, close - 2);
  const auto target = inside.substr(0, inside.find_first_of(xml::xml_white_space));
  if (!is_ascii_name(target) || (target.size() == 3 && (target[0] | 0x20) == 'x')) return Result::declined;
  end = at + close + 2;
  return are_characters(inside) ? Result::ok : Result::refused;
}

XmlEngine::Result XmlEngine::cdata(const char* at, const char*& end) {
  constexpr std::string_view opening = "<![CDATA[";
  const auto text = view(at, window_.end());
  if (text.size() < opening.size()) return at_end();
  if (!text.starts_with(opening)) return Result::refused;
  const auto close = text.find("]]>", opening.size());
  if (close == std::string_view::npos) return too_long(at, window_.end()) ? Result::declined : at_end();
  end = at + close + 3;
  return are_characters(text.substr(opening.size(), close - opening.size())) ? Result::ok : Result::refused;
}

}  // namespace cimgate::reader
