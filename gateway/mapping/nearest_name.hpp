#pragma once
#include "gateway/text/did_you_mean.hpp"

namespace cimgate::mapping {

using text::did_you_mean;

}  // namespace cimgate::mapping
