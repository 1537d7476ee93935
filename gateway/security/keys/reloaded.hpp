#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "gateway/security/keys/problem.hpp"

namespace cimgate::keys {

/// What tells one state of files from another: times, sizes and places on the disk.
std::string state_of(const std::vector<std::string>& files);

/// What is loaded from files, and loaded again when they change. What cannot be loaded leaves what was there
/// in use, and says so, until the files change once more.
template <class T>
class Reloaded {
 public:
  using Load = std::function<tl::expected<T, Problem>()>;

  static tl::expected<std::shared_ptr<Reloaded>, Problem> open(std::vector<std::string> files, Load load) {
    // Before the load: what changes meanwhile is loaded again.
    auto state = state_of(files);
    auto first = load();
    if (!first) return tl::make_unexpected(std::move(first.error()));
    auto made = std::shared_ptr<Reloaded>(new Reloaded(std::move(files), std::move(load)));
    made->state_ = std::move(state);
    made->current_ = std::make_shared<const T>(*std::move(first));
    return made;
  }

  /// What the files hold now, as far as it can be used. From any thread.
  std::shared_ptr<const T> current() {
    const std::lock_guard lock(mutex_);
    if (auto state = state_of(files_); state != state_) {
      state_ = std::move(state);
      if (auto next = load_()) {
        current_ = std::make_shared<const T>(*std::move(next));
        problem_.reset();
      } else {
        problem_ = std::move(next.error());
      }
    }
    return current_;
  }

  /// Why what the files hold now is not in use; nothing when it is.
  std::optional<Problem> problem() const {
    const std::lock_guard lock(mutex_);
    return problem_;
  }

 private:
  Reloaded(std::vector<std::string> files, Load load) : files_(std::move(files)), load_(std::move(load)) {}

  mutable std::mutex mutex_;
  std::vector<std::string> files_;
  Load load_;
  std::string state_;
  std::shared_ptr<const T> current_;
  std::optional<Problem> problem_;
};

}  // namespace cimgate::keys
