#pragma once
#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "gateway/market/market.hpp"

namespace cimgate::database {
class Connection;
class ConnectionPool;
}  // namespace cimgate::database

namespace cimgate::store {

/// The market state in a database that load_market() made, or in a file of YAML (".yaml", ".yml"), which is
/// read into memory. Error: there is none, or it is none.
tl::expected<std::shared_ptr<const market::Market>, std::string> open_market(const std::string& database);

/// A market state that is a text of YAML and nothing else, kept in memory: for examples and tests.
/// Error: the first mistake in it.
tl::expected<std::shared_ptr<const market::Market>, std::string> market_in_memory(const std::string& name,
                                                                                  const std::string& text);

/// The market state in a database that somebody writes, one moment after the other.
class MarketSnapshots {
 public:
  /// `database`: a file that load_market() or a hub made.
  explicit MarketSnapshots(const std::string& database);

  /// As it was last committed, and as it stays for as long as it is kept: what is asked of it is answered as
  /// of that moment, whatever is committed meanwhile. From any thread; waits for nobody who writes. Error:
  /// the database cannot be read.
  tl::expected<std::shared_ptr<const market::Market>, std::string> take() const;

 private:
  std::shared_ptr<database::ConnectionPool> connections_;
};

/// A market state that is a copy of a database in memory (database::Connection::bytes()).
/// Error: there is not enough memory.
tl::expected<std::shared_ptr<const market::Market>, std::string> market_in_copy(const std::string& bytes);

/// The market state behind a connection that is used from one thread: with its changes that are not
/// committed.
std::shared_ptr<const market::Market> market_over(std::shared_ptr<database::Connection> connection);

}  // namespace cimgate::store
