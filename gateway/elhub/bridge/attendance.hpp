#pragma once
#include <memory>

#include "gateway/elhub/bridge/background.hpp"
#include "gateway/elhub/bridge/book.hpp"

namespace cimgate::bridge {

/// Where several bridges work on one book: sees, every second, whether another one has died, and takes over
/// what it had claimed; and whether this one was thought dead, and begins anew.
class Attendance {
 public:
  Attendance(std::shared_ptr<Book> book, Surroundings surroundings);

 private:
  void work();

  std::shared_ptr<Book> book_;
  Surroundings around_;
  Background background_;
};

}  // namespace cimgate::bridge
