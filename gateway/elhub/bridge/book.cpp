#include "gateway/elhub/bridge/book.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

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
      jobs_(backlog, batch_size) {
  if (const auto damage = connection_.damage(most_checked); !damage.empty())
    throw database::Error("the database is damaged: " + damage, database::Error::Kind::damaged);
  connection_.hold("the bridge");
  make_tables(connection_);
  connection_.share();
  // What was accepted must outlive a power cut, so each commit waits for the disk.
  connection_.tune({.every_commit_on_disk = true, .temporary_in_memory = true});
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
