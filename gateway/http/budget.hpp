#pragma once
#include <atomic>
#include <cstdint>
#include <utility>

namespace cimgate::http {

/// Bytes that all requests together may hold. Safe to use from several threads.
class Budget {
 public:
  explicit Budget(std::uint64_t bytes) : bytes_(bytes) {}

  /// What one request has taken; gives it back when it goes.
  class Lease {
   public:
    Lease() = default;
    explicit Lease(Budget& budget) : budget_(&budget) {}
    Lease(Lease&& other) noexcept
        : budget_(std::exchange(other.budget_, nullptr)), taken_(std::exchange(other.taken_, 0)) {}
    Lease& operator=(Lease&& other) noexcept {
      if (this != &other) {
        give_back();
        budget_ = std::exchange(other.budget_, nullptr);
        taken_ = std::exchange(other.taken_, 0);
      }
      return *this;
    }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() { give_back(); }

    /// Makes it hold at least so many bytes. False, and nothing changed, when there are not so many left.
    bool grow_to(std::uint64_t bytes) {
      if (bytes <= taken_) return true;
      if (budget_ == nullptr || !budget_->take(bytes - taken_)) return false;
      taken_ = bytes;
      return true;
    }
    void give_back() {
      if (budget_ != nullptr) budget_->used_.fetch_sub(taken_, std::memory_order_relaxed);
      taken_ = 0;
    }
    std::uint64_t taken() const { return taken_; }

   private:
    Budget* budget_ = nullptr;
    std::uint64_t taken_ = 0;
  };

  std::uint64_t used() const { return used_.load(std::memory_order_relaxed); }
  std::uint64_t size() const { return bytes_; }

 private:
  bool take(std::uint64_t bytes) {
    auto used = used_.load(std::memory_order_relaxed);
    do {
      if (bytes > bytes_ - used) return false;
    } while (!used_.compare_exchange_weak(used, used + bytes, std::memory_order_relaxed));
    return true;
  }

  std::uint64_t bytes_;
  std::atomic<std::uint64_t> used_{0};
};

}  // namespace cimgate::http
