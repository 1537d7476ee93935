#pragma once
#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <tl/expected.hpp>

#include "gateway/database/connection_pool.hpp"
#include "gateway/elhub/bridge/pages.hpp"
#include "gateway/parallel/batch_queue.hpp"

namespace cimgate::bridge {

/// All that a bridge knows, in one file or on a server. What is written is written by one thread: many things
/// that come at the same time are committed together, and each is answered only when it is on the disk.
class Book {
 public:
  /// Error: the database cannot be opened, is somebody else's, or another bridge has it open.
  static tl::expected<std::shared_ptr<Book>, std::string> open(const std::string& location,
                                                               std::size_t backlog);
  ~Book();
  Book(const Book&) = delete;
  Book& operator=(const Book&) = delete;
  /// Ends when all that was ordered is done. What is ordered later is refused.
  void close();

  using Work = std::function<void(Pages& pages)>;
  /// `written`: it is on the disk; else nothing of it is kept.
  using Done = std::function<void(bool written)>;
  /// Never waits. `done` is called once, from the book's thread or at once.
  void order(Work work, Done done);
  /// The same, waiting for it.
  bool run(Work work);
  /// Looks at what was last committed. From any thread. False: it cannot be read.
  bool read(const Work& work);

  /// Whether the last thing that was to be written was.
  bool writes() const { return writes_; }

 private:
  struct Lock;
  struct Job {
    Work work;
    Done done;
    bool good = true;
  };
  Book(const std::string& location, std::size_t backlog, std::unique_ptr<Lock> lock);
  void work_off();
  void work_off(std::deque<Job>& batch);

  std::unique_ptr<Lock> lock_;
  database::Connection connection_;
  Pages pages_;
  database::ConnectionPool readers_;
  std::atomic<bool> writes_{true};
  parallel::BatchQueue<Job> jobs_;
  std::thread thread_;
};

}  // namespace cimgate::bridge
