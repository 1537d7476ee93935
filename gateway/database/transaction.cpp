#include "gateway/database/transaction.hpp"

#include <utility>

namespace cimgate::database {

Transaction::Transaction(Connection& connection, Begin how) : connection_(connection) {
  connection_.begin(how);
}

Transaction::~Transaction() {
  if (!open_) return;
  try {
    connection_.roll_back();
  } catch (const Error&) {
    open_ = false;  // the database has rolled back by itself
  }
}

void Transaction::commit() {
  connection_.commit();
  open_ = false;
}

Savepoint::Savepoint(Connection& connection, std::string name)
    : connection_(connection), name_(std::move(name)) {
  connection_.execute("SAVEPOINT " + name_);
}

Savepoint::~Savepoint() {
  if (!open_) return;
  try {
    undo();
  } catch (const Error&) {
    open_ = false;  // the database has given up the whole transaction
  }
}

void Savepoint::keep() {
  open_ = false;
  connection_.execute("RELEASE " + name_);
}

void Savepoint::undo() {
  open_ = false;
  connection_.execute("ROLLBACK TO " + name_ + "; RELEASE " + name_);
}

}  // namespace cimgate::database
