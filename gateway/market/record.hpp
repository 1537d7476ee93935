#pragma once
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/market/sections.hpp"
#include "gateway/yaml/mistake.hpp"

namespace cimgate::market {

/// A place in a file, from 1; 0: none.
struct Place {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

/// The mistakes of a load: the first of them, and how many there are; and what is probably a slip. Their
/// texts never hold personal data.
class StateErrors {
 public:
  explicit StateErrors(std::size_t limit = 1000) : limit_(limit) {}
  void add(const std::string& file, Place place, std::string text);
  /// A wrong check digit: it is loaded all the same, as a message with it would be judged.
  void doubt(const std::string& file, Place place, std::string text);
  /// Those of another load, after these.
  void take(const StateErrors& others);
  /// A record of this section was not taken: what refers to it may be right.
  void refused(std::string_view section) { refused_.insert(std::string(section)); }
  bool has_refused(std::string_view section) const { return refused_.contains(std::string(section)); }
  const std::vector<yaml::Mistake>& list() const { return list_; }
  const std::vector<yaml::Mistake>& doubts() const { return doubts_; }
  std::size_t doubt_count() const { return doubt_count_; }
  /// Doubts count as mistakes from now on.
  void be_strict() { strict_ = true; }
  std::size_t count() const { return count_; }
  bool empty() const { return count_ == 0; }
  /// By file and place.
  void sort();

 private:
  std::size_t limit_;
  std::size_t count_ = 0;
  std::size_t doubt_count_ = 0;
  std::vector<yaml::Mistake> list_;
  std::vector<yaml::Mistake> doubts_;
  std::set<std::string> refused_;
  bool strict_ = false;
};

/// A field of a record.
struct Cell {
  enum class Kind : std::uint8_t {
    not_given,
    none,    ///< null: known to be empty
    text,    ///< also lists of codes, with spaces between them
    number,  ///< GSRN and GLN as a number, days since 1970-01-01, 1 and 0 for true and false
  };
  Kind kind = Kind::not_given;
  std::string text;
  std::int64_t number = 0;
  Place place;
};

/// One item of a section.
struct Record {
  const Section* section = nullptr;
  Place place;
  std::vector<Cell> cells;  ///< one a field of the section
};

/// Takes the records of a load. Nothing is kept before finish(), and nothing if that has mistakes to tell.
class StateWriter {
 public:
  StateWriter() = default;
  StateWriter(const StateWriter&) = delete;
  StateWriter& operator=(const StateWriter&) = delete;
  virtual ~StateWriter() = default;

  virtual void begin_file(const std::string& name) = 0;
  /// `errors`: a record that was there before in the same file.
  virtual void add(const Record& record, StateErrors& errors) = 0;
  /// `errors`: contracts that overlap in this file.
  virtual void end_file(StateErrors& errors) = 0;
};

}  // namespace cimgate::market
