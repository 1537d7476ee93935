#pragma once
#include <yaml-cpp/yaml.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/bridge/rehearsal.hpp"

namespace cimgate::test {

/// A party's system: hands everything in, one after the other, and fetches until nothing comes, however often
/// nobody answers. Of several bridges it asks each in turn.
class PartySystem {
 public:
  PartySystem(std::vector<std::uint16_t> bridges, std::vector<std::string> documents)
      : bridges_(std::move(bridges)),
        documents_(std::move(documents)),
        sends_([this] { send(); }),
        fetches_([this] { fetch(); }) {}
  ~PartySystem() {
    stopping_ = true;
    sends_.join();
    fetches_.join();
  }
  bool all_sent() const { return sent_ == documents_.size(); }
  std::size_t fetched() const { return fetched_; }
  /// Grows with everything that was handed in and fetched.
  std::size_t moved() const { return sent_ + fetched_; }
  std::vector<std::string> ids() {
    const std::lock_guard lock(mutex_);
    return ids_;
  }

 private:
  std::uint16_t any() { return bridges_[asked_++ % bridges_.size()]; }
  static void pause() { std::this_thread::sleep_for(std::chrono::milliseconds(10)); }

  void send() {
    for (const auto& document : documents_) {
      while (!stopping_) {
        const auto answer = try_ask(any(), "POST", "/cim/v1/documents", document);
        if (answer && answer->status == 202) break;
        pause();
      }
      ++sent_;
    }
  }

  void fetch() {
    while (!stopping_) {
      const auto queue = try_ask(any(), "GET", "/cim/v1/queues/market-processes");
      if (!queue || queue->status != 200) {
        pause();
        continue;
      }
      const auto set = YAML::Load(queue->body);
      const auto id = set["id"].as<std::string>();
      while (!stopping_) {
        const auto gone = try_ask(any(), "DELETE", "/cim/v1/queues/market-processes/" + id);
        if (gone && gone->status == 204) break;
        pause();
      }
      const std::lock_guard lock(mutex_);
      for (const auto& bundle : set["bundles"])
        ids_.push_back(bundle["documents"][0].begin()->second["mRID"].as<std::string>());
      fetched_ = ids_.size();
    }
  }

  std::vector<std::uint16_t> bridges_;
  std::atomic<std::size_t> asked_{0};
  std::vector<std::string> documents_;
  std::atomic<bool> stopping_{false};
  std::atomic<std::size_t> sent_{0}, fetched_{0};
  std::mutex mutex_;
  std::vector<std::string> ids_;
  std::thread sends_, fetches_;
};

}  // namespace cimgate::test
