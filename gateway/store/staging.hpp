#pragma once
#include <map>
#include <string>
#include <vector>

#include "gateway/database/connection.hpp"
#include "gateway/market/record.hpp"
#include "gateway/store/load_market.hpp"

namespace cimgate::store {

/// Records on their way into the tables. They wait in temporary tables, with their places, until a whole file
/// was read; then they are held against each other and taken over. To be used within one transaction.
class Staging final : public market::StateWriter {
 public:
  Staging(database::Connection& connection, std::function<void(std::int64_t)> progress);

  void begin_file(const std::string& name) override;
  void add(const market::Record& record, market::StateErrors& errors) override;
  void end_file(market::StateErrors& errors) override;

  /// After all files: references to what is stated nowhere.
  void check_references(market::StateErrors& errors);
  std::vector<LoadCount> counts() const;

 private:
  struct Table {
    database::Statement insert;
    LoadCount count;
  };
  void stated_before(const market::Record& record, market::StateErrors& errors);
  void check_overlaps(market::StateErrors& errors);

  database::Connection& connection_;
  std::function<void(std::int64_t)> progress_;
  std::vector<std::string> files_;
  std::vector<Table> tables_;  ///< in the order of market::sections()
  std::int64_t read_ = 0;
};

}  // namespace cimgate::store
