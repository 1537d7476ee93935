#pragma once
#include <span>
#include <string>
#include <string_view>

#include "gateway/templates/template.hpp"

namespace cimgate::templates {

/// The part whose values are put in, and where it stands in the message.
struct Filling {
  const document::Document& document;
  std::span<const document::NodeId> nodes;  ///< of the part
  std::uint32_t number = 0;
  std::string path;  ///< "PayloadEnergyTimeSeries[7]"; only for sources
};

/// The value as it is in the message.
std::string_view raw_value(const Filling& filling, const ValueRef& ref);

/// Appends what the hole takes. False when the value is one that the mapping must look at: it does not fit,
/// or would not come back as it was.
bool fill(const Hole& hole, const Filling& filling, std::string& buffer, std::string& out);

/// The same for a row, of which only the value and the number are known. False, too, for what needs more.
bool fill(const Hole& hole, std::string_view value, std::uint32_t number, std::string& buffer,
          std::string& out);

/// True when a value that stands_as_it_is() may do so in this hole.
bool takes_as_it_is(const Hole& hole);
/// True for a plain number that the hole takes without a change; it need not be looked at further.
bool stands_as_it_is(const Hole& hole, std::string_view value);

/// Appends a text that has no rows; `fill_hole(number of the hole)` appends what goes into each. False as
/// soon as that is.
template <class FillHole>
bool fill_holes(const Fragment& fragment, std::string& out, const FillHole& fill_hole) {
  std::size_t done = 0;
  for (std::size_t number = 0; number < fragment.holes.size(); ++number) {
    const auto at = fragment.holes[number].at;
    out.append(fragment.text, done, at - done);
    done = at;
    if (!fill_hole(number)) return false;
  }
  out.append(fragment.text, done, fragment.text.size() - done);
  return true;
}

/// Appends a text that has no rows, with its holes filled. False as above.
bool fill(const Fragment& fragment, const Filling& filling, std::string& buffer, std::string& out);

}  // namespace cimgate::templates
