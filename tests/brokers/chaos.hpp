#pragma once
#include <cstddef>
#include <string>

#include "rabbit.hpp"

namespace cimgate::test {

struct ChaosOutcome {
  std::size_t lost = 0;
  std::size_t doubled =
      0;  ///< results that came again with the same id: whoever reads them knows them by that
  std::size_t out_of_order = 0;
  std::size_t foreign = 0;  ///< results with another id or body than expected
  std::size_t faults = 0;   ///< that were made
  std::string told;         ///< the figure
};

/// Sends `messages`, of two hundred groups, to four partitions, and lets two, then four, then one worker
/// translate them, while workers are killed, connections cut or, once, lost without a word and, once, the
/// broker killed. `inbox`: where they share one. `faults`:
/// about so many.
ChaosOutcome chaos(Rabbit& rabbit, const std::string& inbox, std::size_t messages, std::size_t faults = 30);

}  // namespace cimgate::test
