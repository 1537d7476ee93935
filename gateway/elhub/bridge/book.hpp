#pragma once
#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <tl/expected.hpp>

#include "gateway/database/connection_pool.hpp"
#include "gateway/elhub/bridge/pages.hpp"
#include "gateway/elhub/bridge/turns.hpp"
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

  /// The messages to be sent next, for this bridge to send, and when another one is due. False: it cannot be
  /// known.
  bool claim(Millis now, std::size_t most, std::vector<Outgoing>& due, std::optional<Millis>& later);
  /// As which it sends; what was claimed by another number is another one's now. 0: a book in a file.
  std::int64_t worker() const { return worker_; }
  struct Looked {
    std::size_t taken_over = 0;   ///< workers that had died
    bool enlisted_again = false;  ///< others thought that this one had
  };
  Looked look_after_workers(Millis now);
  /// Whether other bridges may work on this book.
  bool is_shared() const { return claims_.has_value(); }
  /// Whose turn it is to do what one of them does at a time.
  Turns& turns() { return turns_; }

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
  void enlist(Millis now);
  void work_off();
  void work_off(std::deque<Job>& batch);

  std::unique_ptr<Lock> lock_;
  database::Connection connection_;
  Pages pages_;
  database::ConnectionPool readers_;
  std::mutex claiming_;
  std::optional<database::Connection> claims_;  ///< of a server
  std::atomic<std::int64_t> worker_{0};
  Turns turns_;
  std::atomic<bool> writes_{true};
  parallel::BatchQueue<Job> jobs_;
  std::thread thread_;
};

}  // namespace cimgate::bridge
