#include "gateway/cli/exit_status.hpp"

#include <algorithm>
#include <array>

namespace cimgate::cli {

ExitStatus worse(ExitStatus a, ExitStatus b) {
  static constexpr std::array<ExitStatus, 6> order = {fine, undetermined, found, transport, usage, our_fault};
  const auto rank = [](ExitStatus status) { return std::find(order.begin(), order.end(), status); };
  return rank(a) < rank(b) ? b : a;
}

}  // namespace cimgate::cli
