#pragma once
#include "gateway/document/nearest_name.hpp"

namespace cimgate::mapping {

using document::did_you_mean;

}  // namespace cimgate::mapping
