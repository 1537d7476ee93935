#include "gateway/cli/watch.hpp"

#include <glob.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <set>
#include <thread>

#include "gateway/cli/file_identity.hpp"

namespace cimgate::cli {
namespace {

namespace fs = std::filesystem;

struct State {
  fs::file_time_type changed;
  std::uintmax_t bytes = 0;
  bool operator==(const State&) const = default;
};

/// The files there are, by name. What goes away while one looks is not there.
class Snapshot {
 public:
  explicit Snapshot(const Watched& watched) {
    for (const auto& path : watched.written) written_.insert(identity_of(path));
    for (const auto& path : watched.paths) add_pattern(path);
  }
  bool empty() const { return files_.empty(); }
  bool operator==(const Snapshot& other) const { return files_ == other.files_; }

 private:
  void add_pattern(const std::string& pattern) {
    std::error_code error;
    if (fs::exists(pattern, error)) return add(pattern);
    glob_t found{};
    if (glob(pattern.c_str(), 0, nullptr, &found) == 0)
      for (std::size_t i = 0; i < found.gl_pathc; ++i) add(found.gl_pathv[i]);
    globfree(&found);
  }

  void add(const fs::path& path) {
    std::error_code error;
    if (!fs::is_directory(path, error)) return add_file(path);
    const auto options = fs::directory_options::skip_permission_denied;
    for (auto at = fs::recursive_directory_iterator(path, options, error);
         !error && at != fs::recursive_directory_iterator(); at.increment(error))
      if (at->is_regular_file(error)) add_file(at->path());
  }

  void add_file(const fs::path& file) {
    if (written_.count(identity_of(file.string())) > 0) return;
    std::error_code error;
    State state;
    state.changed = fs::last_write_time(file, error);
    if (error) return;
    state.bytes = fs::file_size(file, error);
    files_.emplace(file.string(), state);
  }

  std::set<std::string> written_;
  std::map<std::string, State> files_;
};

}  // namespace

ExitStatus run_watching(const Watched& watched, const std::function<ExitStatus()>& work,
                        const std::function<void(WatchStage)>& told) {
  constexpr std::chrono::milliseconds pause{250};
  while (true) {
    // What changes while the run reads is news for the next one.
    const Snapshot before(watched);
    const auto status = work();
    if (before.empty()) return status;
    told(WatchStage::waiting);
    for (auto now = before; now == before; now = Snapshot(watched)) std::this_thread::sleep_for(pause);
    // An editor writes in pieces: what it does is done when a moment passes without more.
    for (auto last = Snapshot(watched);;) {
      std::this_thread::sleep_for(pause);
      Snapshot now(watched);
      if (now == last) break;
      last = std::move(now);
    }
    told(WatchStage::changed);
  }
}

}  // namespace cimgate::cli
