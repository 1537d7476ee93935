#pragma once
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "gateway/database/connection.hpp"

namespace cimgate::bridge {

/// Work that one of several bridges on one book does at a time, by its name: polling a queue, posting.
/// Whoever has a turn keeps it until his process or its connection ends; then another one gets it. A book in
/// a file has one bridge, whose turn it always is.
class Turns {
 public:
  explicit Turns(std::string location) : location_(std::move(location)) {}
  /// Whether it is ours, now. From any thread; asks the server.
  bool is_ours(const std::string& name);
  /// Between two uses: that we are there. Who is not heard of for long loses what it holds.
  void be_heard();

 private:
  std::string location_;
  std::mutex mutex_;
  std::unique_ptr<database::Connection> connection_;
  std::set<std::string> held_;
};

}  // namespace cimgate::bridge
