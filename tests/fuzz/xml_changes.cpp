#include "tests/fuzz/xml_changes.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <vector>

namespace cimgate::fuzz {
namespace {

/// A tag, a comment and the like, or what stands between two of them.
std::vector<std::string> tokens_of(std::string_view text) {
  std::vector<std::string> tokens;
  while (!text.empty()) {
    auto end = text.front() == '<' ? text.find('>') : text.find('<');
    end = end == std::string_view::npos ? text.size() : end + (text.front() == '<' ? 1 : 0);
    tokens.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return tokens;
}

class Change {
 public:
  Change(std::string_view text, std::uint64_t seed) : random_(seed), tokens_(tokens_of(text)) {}

  std::string made() {
    for (auto times = 1 + below(4); times > 0 && !tokens_.empty(); --times) once();
    std::string text;
    for (const auto& token : tokens_) text += token;
    return text;
  }

 private:
  std::size_t below(std::size_t limit) { return random_() % std::max<std::size_t>(1, limit); }
  std::size_t any() { return below(tokens_.size()); }

  void insert(std::size_t at, std::string token) {
    tokens_.insert(tokens_.begin() + static_cast<std::ptrdiff_t>(at), std::move(token));
  }

  /// Where the element of a start tag ends, behind its end tag; the next token when it is none.
  std::size_t end_of(std::size_t at) const {
    int depth = 0;
    for (std::size_t i = at; i < tokens_.size(); ++i) {
      const auto& token = tokens_[i];
      if (token.front() != '<' || token.starts_with("<!") || token.starts_with("<?")) continue;
      if (!token.ends_with("/>")) depth += token.starts_with("</") ? -1 : 1;
      if (depth <= 0) return i + 1;
    }
    return at + 1;
  }

  /// Something that is in no message, and where tags stand that are none.
  std::string aside() {
    const auto tag = tokens_[any()];
    switch (below(8)) {
      case 0:
        return "<!-- " + tag + " -->";
      case 1:
        return "<![CDATA[" + tag + "]]>";
      case 2:
        return "<?a " + tag + "?>";
      case 3:
        return "<![CDATA[]]>";
      case 4:
        return "<!---->";
      case 5:
        return "&#x20;";
      case 6:
        return "<![CDATA[1]]>";
      default:
        return below(2) == 0 ? "\r\n" : " \n\t";
    }
  }

  void once() {
    const auto at = any();
    const auto end = end_of(at);
    const auto begin_of = [this](std::size_t i) { return tokens_.begin() + static_cast<std::ptrdiff_t>(i); };
    const std::vector<std::string> element(begin_of(at), begin_of(end));
    switch (below(10)) {
      case 0:
      case 1:
      case 2:
        insert(at, aside());
        break;
      case 3:
        tokens_.erase(begin_of(at), begin_of(end));
        break;
      case 4:
      case 5: {  // again, up to some times
        for (auto times = 1 + below(3); times > 0; --times)
          tokens_.insert(begin_of(end), element.begin(), element.end());
        break;
      }
      case 6: {  // elsewhere
        tokens_.erase(begin_of(at), begin_of(end));
        tokens_.insert(begin_of(below(tokens_.size() + 1)), element.begin(), element.end());
        break;
      }
      case 7: {  // the tag, written otherwise
        auto& token = tokens_[at];
        if (token.front() == '<' && token.size() > 3)
          token.insert(token.size() - 1, below(2) == 0 ? " " : " x=\"1\"");
        break;
      }
      case 8: {  // another value
        const auto other = tokens_[any()];
        if (tokens_[at].front() != '<' && other.front() != '<') tokens_[at] = other;
        break;
      }
      default: {  // a value, in part as a section or by its number
        auto& token = tokens_[at];
        if (token.front() == '<') break;
        const auto cut = below(token.size());
        const auto byte = static_cast<unsigned char>(token[cut]);
        if (byte < 0x80)
          token.replace(cut, 1,
                        below(2) == 0 ? "<![CDATA[" + std::string(1, token[cut]) + "]]>"
                                      : "&#" + std::to_string(byte) + ";");
        break;
      }
    }
  }

  std::mt19937_64 random_;
  std::vector<std::string> tokens_;
};

}  // namespace

std::string changed_xml(std::string_view text, std::uint64_t seed) {
  return Change(text, seed).made();
}

bool is_xml(std::string_view text) {
  return text.find('<') < 4 && text.size() > 8;
}

}  // namespace cimgate::fuzz
