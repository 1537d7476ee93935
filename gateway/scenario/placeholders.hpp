#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "gateway/scenario/scene.hpp"

namespace cimgate::scenario {

/// Where a text stands, and so how what is put into it is escaped.
enum class Within : std::uint8_t {
  text,
  json,     ///< inside a string of JSON
  address,  ///< inside a path or a query
};

/// True when there is a placeholder in it.
bool has_placeholder(std::string_view text);
/// True when one of them is a value of an answer that has not come yet.
bool waits_for_answer(const Scene& scene, std::string_view text);

/// The text with each ${…} replaced: a name of the pack by its identifier; a day by "2026-06-15", a time
/// ("start 07:30", "now") by that of Norway; "step/data/0/id" by what the answer to the REST step has at this
/// JSON pointer; "step" by the id of its message.
/// Error: what one of them cannot be, with the nearest name.
tl::expected<std::string, std::string> filled(const Scene& scene, std::string_view text,
                                              Within within = Within::text);

}  // namespace cimgate::scenario
