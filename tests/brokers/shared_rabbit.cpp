#include "rabbit.hpp"

namespace cimgate::test {

Rabbit* shared_rabbit() {
  static const auto rabbit = Rabbit::start();
  return rabbit.get();
}

}  // namespace cimgate::test
