#pragma once
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "gateway/elhub/bridge/upstream.hpp"

namespace cimgate::bridge {

/// A thread that works beside the requests until the bridge stops. To be the last member of its owner, whose
/// work it does from then on; ending it stops the bridge.
class Background {
 public:
  Background(const Surroundings& surroundings, std::function<void()> work);
  ~Background();
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;

  /// For the work: waits so long by the bridge's clock, or until the bridge stops.
  void sleep(Millis time);

 private:
  Surroundings around_;
  std::mutex mutex_;
  std::condition_variable stop_;
  std::thread thread_;
};

}  // namespace cimgate::bridge
