#pragma once
#include <map>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "cimgate/finding.hpp"
#include "gateway/document/path.hpp"
#include "gateway/resources/store.hpp"

namespace cimgate::scenario {

/// How a value of a word is written in packs and compared with one of a message: scenarios/words.yaml.
enum class ValueKind : std::uint8_t {
  day,
  time,
  code,
  party,
  point,
  area,
  customer,
  reference,
  number,
  numbers,
  points,
  text
};

/// A word of the packs, and where its value stands in messages.
struct Word {
  std::string name;
  ValueKind kind = ValueKind::text;
  Text text;                    ///< "metering point", "målepunkt"
  std::vector<std::string> at;  ///< paths; the first that a message's schema has counts
  std::string numbered;         ///< of lists: the path of each one's number; "" = none
  std::vector<std::pair<std::string, std::string>> attributes;  ///< set together with the value
  enum class Auto : std::uint8_t { none, id, now } fill = Auto::none;

  bool is_list() const { return kind == ValueKind::numbers || kind == ValueKind::points; }
};

class Words {
 public:
  /// Error: every mistake of the file, one a line.
  static tl::expected<Words, std::string> read(const resources::Store& store);

  const Word* find(std::string_view name) const;
  const std::vector<Word>& all() const { return words_; }
  std::vector<std::string_view> names() const;

 private:
  std::vector<Word> words_;
};

/// The word's path in messages with this root: for lists with [*] in it. "" when they have no place for it.
std::string path_in(const Word& word, const schema::Element& root);

/// "a[*]/b" with the number in place of the star.
std::string numbered_path(const std::string& path, std::size_t number);

/// "24 x 1.5" as 24 times 1.5; other texts as they are.
std::vector<std::string> unfolded(const std::vector<std::string>& texts);

}  // namespace cimgate::scenario
