#pragma once
#include <string>

namespace cimgate::hub {

/// What of a request of the hub's operator does not fit, and why.
struct Misfit {
  std::string member;  ///< "day"
  std::string text;    ///< no personal data
};

}  // namespace cimgate::hub
