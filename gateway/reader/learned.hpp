#pragma once
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "gateway/reader/namespaces.hpp"
#include "gateway/reader/row_memory.hpp"
#include "gateway/reader/tag_memory.hpp"

namespace cimgate::reader {

/// What one engine has learned of how the messages of a schema are written.
struct Learned {
  Namespaces namespaces;
  std::vector<TagMemory> memory;          ///< by state
  std::vector<RowMemories> rows;          ///< by state
  std::vector<std::uint32_t> guess;       ///< by state: what came after it last
  std::unordered_set<std::string> names;  ///< of elements, as written
};

/// Keeps it from message to message: senders write all of theirs alike. Safe to use from several threads.
class LearnedPool {
 public:
  /// Null when there is none, or all are in use.
  std::unique_ptr<Learned> take() {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) return nullptr;
    auto learned = std::move(free_.back());
    free_.pop_back();
    return learned;
  }

  /// What has grown beyond use is thrown away.
  void put_back(std::unique_ptr<Learned> learned) {
    constexpr std::size_t most = 8;
    constexpr std::size_t most_names = 2000;
    constexpr std::size_t most_contexts = 100;
    if (learned->memory.empty() || learned->names.size() > most_names ||
        learned->namespaces.contexts() > most_contexts)
      return;
    const std::lock_guard lock(mutex_);
    if (free_.size() < most) free_.push_back(std::move(learned));
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<Learned>> free_;
};

}  // namespace cimgate::reader
