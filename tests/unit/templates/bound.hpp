#pragma once
#include <doctest/doctest.h>
#include <sys/resource.h>

namespace cimgate::test {

/// A bound of the process that is lower for a while.
class Bound {
 public:
  Bound(int of, rlim_t now) : of_(of) {
    REQUIRE(::getrlimit(resource(), &before_) == 0);
    const rlimit lower{now, before_.rlim_max};
    REQUIRE(::setrlimit(resource(), &lower) == 0);
  }
  Bound(const Bound&) = delete;
  Bound& operator=(const Bound&) = delete;
  ~Bound() { ::setrlimit(resource(), &before_); }

 private:
  __rlimit_resource resource() const { return static_cast<__rlimit_resource>(of_); }

  int of_;
  rlimit before_{};
};

}  // namespace cimgate::test
