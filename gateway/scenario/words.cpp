#include "gateway/scenario/words.hpp"

#include <algorithm>
#include <charconv>

#include "gateway/validation/rule_file.hpp"

namespace cimgate::scenario {
namespace {

using validation::RuleFile;

constexpr const char* words_file = "scenarios/words.yaml";

Word read_word(RuleFile& file, const std::string& name, const yaml::Node& node) {
  Word word;
  word.name = name;
  file.check_keys(node, {"is", "text", "at", "numbered", "attributes", "auto"});
  if (!node.is_map()) return word;
  const std::vector<std::string_view> kinds = {"day",    "time",    "code",     "party",
                                               "point",  "area",    "customer", "reference",
                                               "number", "numbers", "points",   "text"};
  const auto kind = file.one_of(node, "is", kinds);
  if (kind < kinds.size()) word.kind = static_cast<ValueKind>(kind);
  word.text = file.sentence(node, "text");
  word.at = file.texts(node, "at");
  word.numbered = file.optional_text(node, "numbered");
  for (const auto& path : word.at)
    if (word.is_list() != (path.find("[*]") != std::string::npos))
      file.error(node["at"], "a path of a list has one [*], other paths have none");
  if (const auto attributes = node["attributes"])
    for (const auto& entry : attributes)
      word.attributes.emplace_back(entry.first.text(), entry.second.text());
  if (node["auto"])
    word.fill = file.one_of(node, "auto", {"id", "now"}) == 0 ? Word::Auto::id : Word::Auto::now;
  return word;
}

}  // namespace

tl::expected<Words, std::string> Words::read(const resources::Store& store) {
  const auto text = store.read(words_file);
  if (!text) return tl::make_unexpected(text.error());
  RuleFile file(words_file, *text);
  Words words;
  file.check_keys(file.root(), {"words"});
  if (file.root().is_map() && file.root()["words"].is_map())
    for (const auto& entry : file.root()["words"])
      words.words_.push_back(read_word(file, entry.first.text(), entry.second));
  if (!file.errors().empty()) return tl::make_unexpected(file.error_text());
  return words;
}

const Word* Words::find(std::string_view name) const {
  const auto at =
      std::find_if(words_.begin(), words_.end(), [&](const Word& word) { return word.name == name; });
  return at == words_.end() ? nullptr : &*at;
}

std::vector<std::string_view> Words::names() const {
  std::vector<std::string_view> names;
  for (const auto& word : words_) names.push_back(word.name);
  return names;
}

std::string numbered_path(const std::string& path, std::size_t number) {
  const auto star = path.find('*');
  return star == std::string::npos ? path
                                   : path.substr(0, star) + std::to_string(number) + path.substr(star + 1);
}

std::vector<std::string> unfolded(const std::vector<std::string>& texts) {
  std::vector<std::string> all;
  for (const auto& text : texts) {
    std::size_t count = 0;
    const auto cross = text.find(" x ");
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (cross != std::string::npos && error == std::errc() && end == text.data() + cross && count <= 9999)
      all.insert(all.end(), count, text.substr(cross + 3));
    else
      all.push_back(text);
  }
  return all;
}

std::string path_in(const Word& word, const schema::Element& root) {
  for (const auto& path : word.at)
    if (document::find_path(numbered_path(path, 1), root, root)) return path;
  return {};
}

}  // namespace cimgate::scenario
