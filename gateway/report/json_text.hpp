#pragma once
#include "gateway/json/quoted.hpp"

namespace cimgate::report {

using json::quoted;

}  // namespace cimgate::report
