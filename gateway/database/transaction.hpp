#pragma once
#include <string>

#include "gateway/database/connection.hpp"

namespace cimgate::database {

/// Rolls back unless committed.
class Transaction {
 public:
  explicit Transaction(Connection& connection, Begin how = Begin::writing);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  void commit();

 private:
  Connection& connection_;
  bool open_ = true;
};

/// Part of a transaction; undone unless kept. One inside another is kept or undone with it.
class Savepoint {
 public:
  /// `name`: a word.
  Savepoint(Connection& connection, std::string name);
  Savepoint(const Savepoint&) = delete;
  Savepoint& operator=(const Savepoint&) = delete;
  ~Savepoint();
  void keep();
  void undo();

 private:
  Connection& connection_;
  std::string name_;
  bool open_ = true;
};

}  // namespace cimgate::database
