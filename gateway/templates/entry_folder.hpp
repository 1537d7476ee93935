#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <string>

#include "gateway/templates/part_run.hpp"
#include "gateway/templates/piece.hpp"
#include "gateway/templates/spool.hpp"

namespace cimgate::templates {

/// Folds what records after each other say alike into one entry ("Record[3..7]/x"), and keeps the entries in
/// the order of the message.
class EntryFolder {
 public:
  explicit EntryFolder(const Setting& setting) : setting_(setting) {}

  /// Entries of records up to `last`.
  void add(Entries&& entries, std::uint32_t last);
  /// Nothing more comes.
  Spool& finish();

 private:
  struct Waiting {
    std::string text;                 ///< or
    document::SupplementEntry entry;  ///< of the records first to last
    std::uint32_t first = 0, last = 0;
    std::string key;
  };
  void hand_on(std::uint32_t last, bool all);
  void write(const Waiting& entry);
  void write_open(const Waiting& entry);

  const Setting& setting_;
  std::deque<Waiting> waiting_;
  std::size_t waiting_bytes_ = 0;
  std::map<std::string, std::uint32_t*> open_;  ///< by key: the last record so far, in waiting_ or ends_
  std::deque<std::uint32_t> ends_;              ///< of entries that were written before their end was known
  Spool spool_;
};

}  // namespace cimgate::templates
