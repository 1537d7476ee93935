#pragma once
#include <memory>

#include "gateway/elhub/bridge/background.hpp"
#include "gateway/elhub/bridge/book.hpp"
#include "gateway/elhub/bridge/upstream.hpp"

namespace cimgate::bridge {

struct Retention {
  Millis keep = 0;           ///< of what is done; 0: for ever
  Millis keep_uses = 0;      ///< of what the traffic light counts; 0: nothing is counted
  Millis every = 3'600'000;  ///< between two rounds
};

/// Deletes what is older than is to be kept, a little at a time, so that nobody waits for it.
class Janitor {
 public:
  Janitor(std::shared_ptr<Book> book, const Retention& retention, Surroundings surroundings);

 private:
  void work();
  void round();

  std::shared_ptr<Book> book_;
  Retention retention_;
  Surroundings around_;
  Background background_;
};

}  // namespace cimgate::bridge
