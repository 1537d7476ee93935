#include "gateway/elhub/bridge/book.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <future>

#include "gateway/database/error.hpp"
#include "gateway/database/location.hpp"
#include "gateway/database/transaction.hpp"
#include "gateway/elhub/bridge/tables.hpp"

namespace cimgate::bridge {
namespace {

constexpr std::size_t batch_size = 200;
/// A file up to this size is looked through when it is opened: some seconds at most.
constexpr std::uint64_t most_checked = std::uint64_t{1024} * 1024 * 1024;

}  // namespace

/// Two bridges on one book would both send what is in it. Ends with the process, however that ends.
struct Book::Lock {
  explicit Lock(const std::string& path)
      : file(::open((path + "-lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {}
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  ~Lock() {
    if (file >= 0) ::close(file);
  }
  bool take() const { return file >= 0 && ::flock(file, LOCK_EX | LOCK_NB) == 0; }
  int file;
};

tl::expected<std::shared_ptr<Book>, std::string> Book::open(const std::string& location,
                                                            std::size_t backlog) {
  std::unique_ptr<Lock> lock;
  if (!database::is_server(location)) {
    lock = std::make_unique<Lock>(location);
    if (lock->file < 0) return tl::make_unexpected(location + ": this file cannot be written");
    if (!lock->take()) return tl::make_unexpected(location + ": another bridge has this file open");
  }
  try {
    return std::shared_ptr<Book>(new Book(location, backlog, std::move(lock)));  // NOLINT: private
  } catch (const database::Error& error) {
    return tl::make_unexpected(database::shown(location) + ": " + error.what());
  }
}

Book::Book(const std::string& location, std::size_t backlog, std::unique_ptr<Lock> lock)
    : lock_(std::move(lock)),
      connection_(location, database::Mode::write),
      pages_(connection_),
      readers_(location),
      turns_(location),
      jobs_(backlog, batch_size) {
  if (const auto damage = connection_.damage(most_checked); !damage.empty())
    throw database::Error("the database is damaged: " + damage, database::Error::Kind::damaged);
  make_tables(connection_);
  connection_.share();
  // What was accepted must outlive a power cut, so each commit waits for the disk.
  // What it holds there, it holds for as long as it is heard of: look_after_workers() asks all the time.
  connection_.tune({.every_commit_on_disk = true, .temporary_in_memory = true, .asks_all_the_time = true});
  if (database::is_server(location)) {
    claims_.emplace(location, database::Mode::write);
    claims_->tune({.every_commit_on_disk = true, .temporary_in_memory = true, .asks_all_the_time = false});
    database::Transaction transaction(connection_);
    enlist(0);
    transaction.commit();
  }
  thread_ = std::thread([this] { work_off(); });
}

Book::~Book() {
  close();
}

void Book::close() {
  jobs_.close();
  if (thread_.joinable()) thread_.join();
}

void Book::order(Work work, Done done) {
  Job job{std::move(work), std::move(done)};
  if (!jobs_.put(job)) job.done(false);
}

bool Book::run(Work work) {
  std::promise<bool> promise;
  order(std::move(work), [&](bool written) { promise.set_value(written); });
  return promise.get_future().get();
}

bool Book::read(const Work& work) {
  try {
    auto lease = readers_.lease();
    database::Transaction transaction(*lease, database::Begin::reading);
    Pages pages(*lease);
    work(pages);
    return true;
  } catch (const database::Error&) {
    return false;
  }
}

void Book::enlist(Millis now) {
  worker_ = pages_.enlist(now);
  pages_.work_as(worker_);
}

bool Book::claim(Millis now, std::size_t most, std::vector<Outgoing>& due, std::optional<Millis>& later) {
  if (!claims_)
    return read([&](Pages& pages) {
      due = pages.due(now, most);
      later = pages.next_time(now);
    });
  const std::lock_guard lock(claiming_);
  try {
    database::Transaction transaction(*claims_, database::Begin::claiming);
    Pages pages(*claims_);
    auto mine = pages.claim(worker_, now, most);
    later = pages.next_time(now);
    transaction.commit();
    due = std::move(mine);
    return true;
  } catch (const database::Error&) {
    return false;
  }
}

Book::Looked Book::look_after_workers(Millis now) {
  Looked looked;
  if (!is_shared()) return looked;
  turns_.be_heard();
  bool alone = false;
  const auto look = [&](Pages& pages) { alone = pages.workers() == std::vector<std::int64_t>{worker_}; };
  if (!read(look)) return looked;
  if (alone) {
    run([](Pages&) {});  // heard of
    return looked;
  }
  Looked done;
  const bool written = run([&](Pages& pages) {
    done = {};
    const auto all = pages.workers();
    if (std::find(all.begin(), all.end(), worker_) == all.end()) {
      enlist(now);
      done.enlisted_again = true;
    }
    done.taken_over = pages.take_over();
  });
  return written ? done : looked;
}

void Book::work_off() {
  for (;;) {
    // Gone before the next is waited for: a job may hold the connection that it answered.
    auto batch = jobs_.take();
    if (batch.empty()) return;
    work_off(batch);
  }
}

void Book::work_off(std::deque<Job>& batch) {
  try {
    database::Transaction transaction(connection_);
    for (auto& job : batch) {
      database::Savepoint savepoint(connection_, "job");
      try {
        job.work(pages_);
        savepoint.keep();
      } catch (const database::Error&) {
        job.good = false;
        // SQLite may have given up all of the batch, not this job alone.
        if (!connection_.in_transaction()) throw;
      }
    }
    transaction.commit();
    writes_ = true;
  } catch (const database::Error&) {
    writes_ = false;
    // Nothing of the batch is on the disk: nobody is told otherwise.
    for (auto& job : batch) job.good = false;
  }
  for (auto& job : batch) job.done(job.good);
}

}  // namespace cimgate::bridge
