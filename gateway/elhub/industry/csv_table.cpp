#include "gateway/elhub/industry/csv_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace cimgate::industry {
namespace {

constexpr std::size_t most_lines = 100'000;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

char separator_of(std::string_view first_line) {
  char best = ',';
  for (const char one : {',', ';', '\t'})
    if (std::count(first_line.begin(), first_line.end(), one) >
        std::count(first_line.begin(), first_line.end(), best))
      best = one;
  return best;
}

/// Takes the lines one after the other: a field in quotes may have line breaks in it.
class Reader {
 public:
  Reader(std::string_view text, char separator) : text_(text), separator_(separator) {}

  bool at_end() const { return at_ >= text_.size(); }
  tl::expected<CsvTable::Line, std::string> line() {
    CsvTable::Line line;
    line.number = number_;
    for (;;) {
      std::string field;
      if (at_ < text_.size() && text_[at_] == '"') {
        if (!quoted(field))
          return tl::make_unexpected(fmt::format("line {}: a quote is not closed", line.number));
      } else {
        while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n' && text_[at_] != '\r')
          field += text_[at_++];
      }
      line.fields.push_back(std::move(field));
      if (at_ >= text_.size()) return line;
      const char c = text_[at_];
      if (c != separator_ && c != '\n' && c != '\r')
        return tl::make_unexpected(fmt::format("line {}: there is something behind a quote", line.number));
      ++at_;
      if (c == separator_) continue;
      if (c == '\r' && at_ < text_.size() && text_[at_] == '\n') ++at_;
      ++number_;
      return line;
    }
  }

 private:
  /// False: it has no end.
  bool quoted(std::string& field) {
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\n') ++number_;
      if (text_[at_] != '"') {
        field += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        field += '"';
        ++at_;
      } else {
        ++at_;
        return true;
      }
    }
    return false;
  }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  std::uint32_t number_ = 1;
};

}  // namespace

std::optional<std::size_t> CsvTable::column(std::string_view name) const {
  const auto same = [&](const std::string& other) {
    return std::equal(name.begin(), name.end(), other.begin(), other.end(),
                      [](char a, char b) { return lower(a) == lower(b); });
  };
  const auto at = std::find_if(columns.begin(), columns.end(), same);
  if (at == columns.end()) return std::nullopt;
  return static_cast<std::size_t>(at - columns.begin());
}

tl::expected<CsvTable, std::string> read_csv(std::string_view text) {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  if (text.starts_with(mark)) text.remove_prefix(mark.size());
  Reader reader(text, separator_of(text.substr(0, text.find('\n'))));
  CsvTable table;
  auto head = reader.line();
  if (!head) return tl::make_unexpected(head.error());
  table.columns = std::move(head->fields);
  while (!reader.at_end()) {
    auto line = reader.line();
    if (!line) return tl::make_unexpected(line.error());
    if (line->fields.size() == 1 && line->fields.front().empty()) continue;
    if (line->fields.size() != table.columns.size())
      return tl::make_unexpected(fmt::format("line {}: it has {} fields, and the first line {}", line->number,
                                             line->fields.size(), table.columns.size()));
    if (table.lines.size() == most_lines)
      return tl::make_unexpected(fmt::format("it has more than {} lines", most_lines));
    table.lines.push_back(std::move(*line));
  }
  return table;
}

}  // namespace cimgate::industry
