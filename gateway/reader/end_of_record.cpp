#include "gateway/reader/end_of_record.hpp"

#include <algorithm>

namespace cimgate::reader {

std::size_t EndOfRecord::in(std::string_view text) {
  constexpr std::string_view comment = "<!--", cdata = "<![CDATA[", instruction = "<?";
  for (;;) {
    at_ = std::min(text.find('<', at_), text.size());
    const auto rest = text.substr(at_);
    const auto may_become = [&](std::string_view opening) {
      return rest.size() < opening.size() && opening.starts_with(rest);
    };
    if (may_become(comment) || may_become(cdata) || may_become(instruction)) return 0;
    const bool is_comment = rest.starts_with(comment), is_cdata = rest.starts_with(cdata);
    if (is_comment || is_cdata || rest.starts_with(instruction)) {
      const auto end = is_comment ? behind(text, comment.size(), "-->")
                       : is_cdata ? behind(text, cdata.size(), "]]>")
                                  : behind(text, instruction.size(), "?>");
      if (end == 0) return 0;
      at_ = end;
      continue;
    }
    const auto end = behind_tag(text);
    if (end == 0) return 0;
    const bool closes = rest.starts_with("</");
    if (is_named(text, at_ + (closes ? 2 : 1))) {
      const bool empty = !closes && text[end - 2] == '/';
      if (!closes && !empty) ++depth_;
      if (closes && depth_ > 0) --depth_;
      at_ = end;
      if (depth_ == 0) return end;
    }
    at_ = end;
  }
}

std::size_t EndOfRecord::behind(std::string_view text, std::size_t open, std::string_view close) {
  const auto found = text.find(close, at_ + std::max(open, seen_));
  if (found == std::string_view::npos) {
    // The last characters may be the beginning of it.
    seen_ = std::max(open, text.size() - at_ - std::min(text.size() - at_, close.size() - 1));
    return 0;
  }
  seen_ = 0;
  return found + close.size();
}

std::size_t EndOfRecord::behind_tag(std::string_view text) {
  for (auto at = at_ + std::max<std::size_t>(seen_, 1); at < text.size(); ++at) {
    const char c = text[at];
    if (quote_ != 0) {
      if (c == quote_) quote_ = 0;
    } else if (c == '"' || c == '\'') {
      quote_ = c;
    } else if (c == '>') {
      seen_ = 0;
      return at + 1;
    }
  }
  seen_ = text.size() - at_;
  return 0;
}

bool EndOfRecord::is_named(std::string_view text, std::size_t at) const {
  constexpr std::string_view behind_names = " \t\r\n/>";
  return text.substr(at).starts_with(name_) && at + name_.size() < text.size() &&
         behind_names.find(text[at + name_.size()]) != std::string_view::npos;
}

}  // namespace cimgate::reader
