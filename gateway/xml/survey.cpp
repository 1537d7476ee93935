#include "gateway/xml/survey.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>
#include <vector>

#include "gateway/source/problem.hpp"
#include "gateway/text/size.hpp"
#include "gateway/xml/tokens.hpp"

namespace cimgate::xml {
namespace {

const Text raise_limit = {"Split the message into smaller ones, or raise the limit.",
                          "Del meldingen i mindre meldinger, eller hev grensen."};

bool is_doctype(std::string_view text) {
  constexpr std::string_view start = "<!DOCTYPE";
  if (text.size() < start.size()) return false;
  for (std::size_t i = 0; i < start.size(); ++i)
    if (text[i] != start[i] && text[i] != static_cast<char>(start[i] | 0x20)) return false;
  return true;
}

bool ends_outside_quotes(char c) {
  return c == '"' || c == '\'' || c == '<' || c == '>';
}

/// True for what is sure to be pairs of words, as xsi:schemaLocation has them.
bool is_in_pairs(std::string_view value) {
  std::size_t words = 0;
  bool inside = false;
  for (const char c : value) {
    if (c == '&') return false;
    const bool space = xml_white_space.find(c) != std::string_view::npos;
    if (!space && !inside) ++words;
    inside = !space;
  }
  return words % 2 == 0;
}

class Survey {
 public:
  Survey(const source::SourceText& source, const source::Limits& limits)
      : source_(source), text_(source.text()), limits_(limits) {}

  tl::expected<XmlSurvey, Finding> run() {
    check_version();
    std::size_t at = 0;
    while (!problem_) {
      const auto markup = text_.find('<', at);
      if (markup == std::string_view::npos) {
        add_text(at, text_.size() - at);
        break;
      }
      add_text(at, markup - at);
      at = pass_markup(markup);
      if (at == std::string_view::npos) break;
    }
    if (problem_) return tl::make_unexpected(std::move(*problem_));
    return result_;
  }

 private:
  /// Gives the offset behind the markup, or npos when the rest is the parser's to judge.
  std::size_t pass_markup(std::size_t at) {
    const auto rest = text_.substr(at);
    if (rest.starts_with("</")) {
      text_size_ = 0;
      if (depth_ > 0) --depth_;
      leave();
      return behind(at, ">");
    }
    if (rest.starts_with("<!--")) return pass_section(at, 4, "-->");
    if (rest.starts_with("<![CDATA[")) return pass_section(at, 9, "]]>");
    if (rest.starts_with("<?")) return pass_section(at, 2, "?>");
    if (is_doctype(rest)) {
      refuse_doctype(at);
      return std::string_view::npos;
    }
    if (rest.starts_with("<!")) return std::string_view::npos;
    return pass_start_tag(at);
  }

  std::size_t behind(std::size_t at, std::string_view end) const {
    const auto found = text_.find(end, at);
    return found == std::string_view::npos ? found : found + end.size();
  }

  std::size_t pass_section(std::size_t at, std::size_t opening, std::string_view closing) {
    const auto end = text_.find(closing, at + opening);
    add_text(at, std::min(end, text_.size()) - at - opening);
    return end == std::string_view::npos ? end : end + closing.size();
  }

  std::size_t pass_start_tag(std::size_t at) {
    text_size_ = 0;
    std::uint32_t attributes = 0;
    std::uint32_t declared = 0;
    add_name(name_in_tag(text_.substr(at, std::min<std::size_t>(text_.size() - at, limits_.text + 2))), at);
    std::size_t outside = at;  // where the part outside of quotes began
    std::size_t pos = at + 1;
    for (;;) {
      while (pos < text_.size() && !ends_outside_quotes(text_[pos])) ++pos;
      if (pos - outside > limits_.text) too_long(outside);
      if (problem_ || pos == text_.size() || text_[pos] == '<') return std::string_view::npos;
      if (text_[pos] == '>') break;
      const auto close = text_.find(text_[pos], pos + 1);
      if (std::min(close, text_.size()) - pos > limits_.text) too_long(pos);
      if (++attributes > limits_.attributes) too_many_attributes(at);
      if (problem_ || close == std::string_view::npos) return std::string_view::npos;
      const auto name = attribute_name(text_.substr(outside, pos - outside));
      add_name(name, at);
      if (name == "xmlns" || name.starts_with("xmlns:")) {
        ++declared;
        add_name(text_.substr(pos + 1, close - pos - 1), at);
      } else if (name.ends_with(":schemaLocation") && !is_in_pairs(text_.substr(pos + 1, close - pos - 1))) {
        result_.odd_hints.push_back({pos + 1, close});
      }
      if (problem_) return std::string_view::npos;
      pos = outside = close + 1;
    }
    if (result_.root == std::string_view::npos) {
      result_.root = at;
      result_.root_end = pos + 1;
    }
    if (++result_.elements > limits_.elements) too_many_elements(at);
    if (depth_ + 1 > limits_.depth) too_deep(at);
    if (text_[pos - 1] != '/') {
      ++depth_;
      if (declared > 0) declarations_.push_back({depth_, declared});
      in_force_ += declared;
      if (in_force_ > limits_.attributes) too_many_names(at);
    }
    return pos + 1;
  }

  /// Of what stands between two attribute values, or between the name of the element and the first: the name
  /// of the attribute is the last word before the '='.
  static std::string_view attribute_name(std::string_view outside) {
    const auto equals = outside.find_last_not_of(xml_white_space);
    if (equals == std::string_view::npos || outside[equals] != '=') return {};
    const auto end = outside.substr(0, equals).find_last_not_of(xml_white_space);
    if (end == std::string_view::npos) return {};
    const auto before = outside.substr(0, end + 1).find_last_of(xml_white_space);
    return outside.substr(before + 1, end - before);
  }

  void add_name(std::string_view name, std::size_t at) {
    if (names_.insert(name).second && names_.size() > limits_.names) too_many_names(at);
  }

  /// What was declared inside is in force no longer.
  void leave() {
    while (!declarations_.empty() && declarations_.back().depth > depth_) {
      in_force_ -= declarations_.back().count;
      declarations_.pop_back();
    }
  }

  void add_text(std::size_t at, std::size_t size) {
    text_size_ += size;
    if (text_size_ > limits_.text) too_long(at);
  }

  void check_version() {
    if (!text_.starts_with("<?xml") || text_.size() < 6 || !is_xml_white_space(text_.substr(5, 1))) return;
    const auto end = text_.find("?>");
    if (end == std::string_view::npos) return;
    const auto declaration = text_.substr(0, end);
    const auto name = declaration.find("version");
    if (name == std::string_view::npos) return;
    const auto quote = declaration.find_first_of("\"'", name);
    if (quote == std::string_view::npos) return;
    const auto close = declaration.find(declaration[quote], quote + 1);
    if (close == std::string_view::npos) return;
    const auto version = declaration.substr(quote + 1, close - quote - 1);
    if (version == "1.0" || version.size() > 8 ||
        version.find_first_not_of("0123456789.") != std::string_view::npos)
      return;  // right, or not well-formed
    set_problem(
        "wellformed.version", quote + 1,
        {fmt::format("The document says it is XML {}; expected XML 1.0.", version),
         fmt::format("Dokumentet sier at det er XML {}; forventet XML 1.0.", version)},
        {"Write version=\"1.0\" in the XML declaration.", "Skriv version=\"1.0\" i XML-deklarasjonen."});
  }

  void refuse_doctype(std::size_t at) {
    set_problem(
        "wellformed.doctype", at,
        {"The document has a document type declaration (DOCTYPE). It is refused, for it can pull in "
         "other files and grow without bound; expected none.",
         "Dokumentet har en dokumenttypedeklarasjon (DOCTYPE). Den avvises, for den kan hente inn andre "
         "filer og vokse uten grense; forventet ingen."},
        {"Remove the DOCTYPE and write the text of its entities in their place. If this is an HTML page, "
         "the address that it came from does not serve the message.",
         "Fjern DOCTYPE, og skriv teksten til entitetene på plassen deres. Hvis dette er en HTML-side, "
         "gir ikke adressen den kom fra meldingen."});
  }

  void too_deep(std::size_t at) {
    set_problem("wellformed.depth", at,
                {fmt::format("Elements are nested more than {} deep; that is the limit.", limits_.depth),
                 fmt::format("Elementer er nøstet mer enn {} nivåer; det er grensen.", limits_.depth)},
                {"Check the program that wrote the message; the market's messages nest less than 20 deep.",
                 "Kontroller programmet som skrev meldingen; markedets meldinger har mindre enn 20 nivåer."});
  }

  void too_long(std::size_t at) {
    set_problem("wellformed.text-too-long", at,
                {fmt::format("A text, a name or an attribute value has more than {}; that is the limit.",
                             text::size_in_words(limits_.text, false)),
                 fmt::format("En tekst, et navn eller en attributtverdi har mer enn {}; det er grensen.",
                             text::size_in_words(limits_.text, true))},
                {"Check the program that wrote the message, or raise the limit.",
                 "Kontroller programmet som skrev meldingen, eller hev grensen."});
  }

  void too_many_attributes(std::size_t at) {
    set_problem(
        "wellformed.too-many-attributes", at,
        {fmt::format("An element has more than {} attributes; that is the limit.", limits_.attributes),
         fmt::format("Et element har mer enn {} attributter; det er grensen.", limits_.attributes)},
        {"Check the program that wrote the message; the market's elements have a few at most.",
         "Kontroller programmet som skrev meldingen; markedets elementer har høyst noen få."});
  }

  void too_many_names(std::size_t at) {
    set_problem(
        "wellformed.too-many-names", at,
        {fmt::format("The document has more than {} different names of elements, attributes and "
                     "namespaces, or declares more than {} namespaces at one place; that is the limit.",
                     limits_.names, limits_.attributes),
         fmt::format("Dokumentet har mer enn {} forskjellige navn på elementer, attributter og navnerom, "
                     "eller deklarerer mer enn {} navnerom på ett sted; det er grensen.",
                     limits_.names, limits_.attributes)},
        {"Check the program that wrote the message; all messages of the market together have fewer.",
         "Kontroller programmet som skrev meldingen; alle markedets meldinger til sammen har færre."});
  }

  void too_many_elements(std::size_t at) {
    set_problem("wellformed.too-many-elements", at,
                {fmt::format("The document has more than {} elements; that is the limit.", limits_.elements),
                 fmt::format("Dokumentet har mer enn {} elementer; det er grensen.", limits_.elements)},
                raise_limit);
  }

  void set_problem(const char* rule, std::size_t at, Text text, Text advice) {
    if (!problem_) problem_ = source::make_problem(rule, source_.at(at), std::move(text), std::move(advice));
  }

  const source::SourceText& source_;
  std::string_view text_;
  const source::Limits& limits_;
  XmlSurvey result_;
  std::optional<Finding> problem_;
  std::uint32_t depth_ = 0;
  std::unordered_set<std::string_view> names_;
  struct Declarations {
    std::uint32_t depth = 0;
    std::uint32_t count = 0;
  };
  std::vector<Declarations> declarations_;  ///< of open elements that declare namespaces
  std::uint32_t in_force_ = 0;
  std::size_t text_size_ = 0;  ///< of the text since the last tag
};

}  // namespace

tl::expected<XmlSurvey, Finding> survey_xml(const source::SourceText& source, const source::Limits& limits) {
  return Survey(source, limits).run();
}

}  // namespace cimgate::xml
