#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/source/position.hpp"

/// What was cut into which parts: written beside them, and asked when results are put together.
namespace cimgate::parts {

/// Texts from `part` on stand in the whole message from `whole` on.
struct SamePlace {
  source::Position part, whole;
};

struct Part {
  std::string file;  ///< its name in the folder
  std::string id;
  std::size_t first = 0;  ///< number of its first record in the whole, from 0
  std::size_t records = 0;
  std::vector<SamePlace> places;  ///< in the order of the text; none when the whole has no lines to tell
};

/// How far rules can be judged part by part: no rule up to there looks at more than the head and one record.
enum class JudgedByRecord : std::uint8_t { codes, message, market };

struct PartsList {
  std::string file;        ///< the whole, as it was called
  std::string message;     ///< "CollectedData"
  std::string schema;      ///< its set: "elhub/2.4.3", or a profile of CIM
  std::string record;      ///< path of the records: "/CollectedData/PayloadEnergyTimeSeries"
  std::string id;          ///< of the whole
  std::size_t series = 0;  ///< records a part has at most
  std::size_t records = 0;
  JudgedByRecord judged = JudgedByRecord::codes;
  std::vector<Part> parts;

  /// Of this id; the number of parts when there is none.
  std::size_t find_id(std::string_view part_id) const;
};

/// The name of the file that has the list.
inline constexpr const char* list_name = "parts.list";

std::string to_json(const PartsList& list);
/// Error: what is wrong with the text, with its line.
tl::expected<PartsList, std::string> parts_list_of(std::string_view json);

/// A place of a part, in the whole.
source::Position in_whole(const Part& part, source::Position position);

}  // namespace cimgate::parts
