#pragma once
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "gateway/database/connection.hpp"

namespace cimgate::database {

/// Connections for reading, as many as there are threads that read at the same time; or the one to a database
/// in memory, for which they wait.
class ConnectionPool {
 public:
  explicit ConnectionPool(std::string path) : path_(std::move(path)) {}
  explicit ConnectionPool(std::shared_ptr<Connection> only) { idle_.push_back(std::move(only)); }

  /// A connection for as long as this lives.
  class Lease {
   public:
    explicit Lease(ConnectionPool& pool) : pool_(pool), connection_(pool.take()) {}
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() { pool_.give_back(std::move(connection_)); }
    Connection* operator->() const { return connection_.get(); }
    Connection& operator*() const { return *connection_; }

   private:
    ConnectionPool& pool_;
    std::shared_ptr<Connection> connection_;
  };

  Lease lease() { return Lease(*this); }

 private:
  std::shared_ptr<Connection> take() {
    {
      std::unique_lock lock(mutex_);
      if (path_.empty()) returned_.wait(lock, [&] { return !idle_.empty(); });
      if (!idle_.empty()) {
        auto connection = std::move(idle_.back());
        idle_.pop_back();
        return connection;
      }
    }
    return std::make_shared<Connection>(path_, Mode::read);
  }
  void give_back(std::shared_ptr<Connection> connection) {
    {
      const std::lock_guard lock(mutex_);
      idle_.push_back(std::move(connection));
    }
    returned_.notify_one();
  }

  std::string path_;  ///< empty: there is only one connection
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::shared_ptr<Connection>> idle_;
};

}  // namespace cimgate::database
