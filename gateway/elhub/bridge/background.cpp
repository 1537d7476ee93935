#include "gateway/elhub/bridge/background.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace cimgate::bridge {

Background::Background(const Surroundings& surroundings, std::function<void()> work)
    : around_(surroundings), thread_(std::move(work)) {}

Background::~Background() {
  *around_.stopping = true;
  stop_.notify_all();
  thread_.join();
}

void Background::sleep(Millis time) {
  using std::chrono::milliseconds;
  constexpr milliseconds glance{200};  // the clock may be set, and others may stop the bridge
  const auto until = around_.now() + time;
  std::unique_lock lock(mutex_);
  while (!*around_.stopping && around_.now() < until)
    stop_.wait_for(lock, std::min(milliseconds(std::max<Millis>(until - around_.now(), 1)), glance));
}

}  // namespace cimgate::bridge
