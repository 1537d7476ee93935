#pragma once
#include "gateway/document/message.hpp"
#include "gateway/values/places.hpp"
#include "gateway/values/series.hpp"

namespace cimgate::values {

/// The series of a message that has any. A series whose period cannot be read is left out, and so is a value
/// whose place in the period cannot: nothing is drawn where it might not belong.
void read_series(const document::Document& document, const PlacesFile& places, std::vector<Series>& series);

}  // namespace cimgate::values
