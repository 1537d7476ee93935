#pragma once
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "cimgate/finding.hpp"
#include "gateway/resources/store.hpp"
#include "gateway/values/series.hpp"

namespace cimgate::values {

/// Where one kind of series has what, seen from its record; "" where it has none. Paths are those of
/// document::find_path; that of a position, quantity or quality starts at the value.
struct Places {
  std::string record;
  std::vector<std::string> of;  ///< what it is of; a record without any is no such series
  std::string lacks;            ///< a record that has this is no such series, either
  std::string direction, product, unit, start;
  std::string end;         ///< "" = the values are of one moment, the start
  std::string resolution;  ///< "" = a value is for the whole period
  std::string registered;  ///< when its values were registered; "" = it does not say
  std::string value;       ///< the element of one value
  std::string position;    ///< from 1; "" = the values are counted
  std::vector<std::pair<std::string, Kind>>
      kinds;                      ///< child of `value` that has the number → how it came to be
  std::string quantity, quality;  ///< where a code says it instead
  std::vector<std::pair<std::string, Kind>> qualities;  ///< that code → how it came to be
};

/// A file of values/: the places of a dialect's series, and what its codes are called.
struct PlacesFile {
  std::string dialect;
  std::vector<Places> series;
  std::vector<std::pair<std::string, Text>> words;
};

/// Error: all mistakes of the file, one a line, with their places.
tl::expected<PlacesFile, std::string> read_places(const std::string& path, std::string_view text);

/// That of a dialect; without series when there is none. Error: as above.
tl::expected<PlacesFile, std::string> load_places(const resources::Store& store, std::string_view dialect);

}  // namespace cimgate::values
