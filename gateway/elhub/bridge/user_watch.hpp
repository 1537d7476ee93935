#pragma once
#include <memory>

#include "gateway/elhub/bridge/background.hpp"
#include "gateway/elhub/bridge/user_gate.hpp"

namespace cimgate::bridge {

/// Writes to the log, once, that a user's role is about to end: also when the bridge was started again.
class UserWatch {
 public:
  UserWatch(std::shared_ptr<UserGate> gate, std::shared_ptr<Book> book, Surroundings surroundings);

 private:
  void work();
  void look();

  std::shared_ptr<UserGate> gate_;
  std::shared_ptr<Book> book_;
  Surroundings around_;
  Background background_;
};

}  // namespace cimgate::bridge
