#pragma once
#include "gateway/dialect/file.hpp"
#include "gateway/time/calendar.hpp"

namespace cimgate::dialect {

/// The parts `clock` and `holidays` of a dialect.
time::Calendar read_calendar(File& file);

}  // namespace cimgate::dialect
