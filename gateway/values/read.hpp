#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "gateway/document/message.hpp"
#include "gateway/values/places.hpp"
#include "gateway/values/series.hpp"

namespace cimgate::values {

/// The series of a message that has any. A series whose period cannot be read is left out, and so is a value
/// whose place in the period cannot: nothing is drawn where it might not belong.
void read_series(const document::Document& document, const PlacesFile& places, std::vector<Series>& series);

/// A series, and when its values were registered; nothing when it does not say.
struct RegisteredSeries {
  Series series;
  std::optional<std::int64_t> registered;
};
std::vector<RegisteredSeries> read_registered(const document::Document& document, const PlacesFile& places);

}  // namespace cimgate::values
