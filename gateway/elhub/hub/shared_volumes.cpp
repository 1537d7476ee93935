#include "gateway/elhub/hub/shared_volumes.hpp"

#include <algorithm>
#include <map>

#include "gateway/elhub/hub/value_pieces.hpp"
#include "gateway/elhub/norway/calendar.hpp"

namespace cimgate::hub {
namespace {

constexpr const char* active_energy = "8716867000030";

struct Value {
  Seconds at = 0, length = 0;
  Thousandths quantity = 0;
};
/// By metering point and direction.
using Values = std::map<std::pair<std::string, std::string>, std::vector<Value>>;

Values values_of(const std::vector<ledger::StoredSeries>& stored, Seconds start, Seconds end) {
  std::vector<ledger::StoredSeries> of_intervals;
  for (const auto& one : stored)
    if (one.process == "BRS-NO-313" && one.product == active_energy) of_intervals.push_back(one);
  Values values;
  for (const auto& piece : what_counts(of_intervals, start, end)) {
    const auto series = read(piece);
    if (!series) continue;
    auto& all = values[{piece.series->gsrn, piece.series->direction}];
    for (const auto& one : series->intervals) all.push_back({one.at, one.length, thousandths(*one.value)});
  }
  return values;
}

/// The values of one who takes part, by interval; nothing where they do not fill it.
std::vector<std::optional<Thousandths>> in_slots(const Values& values, const std::string& gsrn,
                                                 const char* direction, Seconds start, Seconds length,
                                                 std::size_t count) {
  std::vector<Thousandths> sums(count);
  std::vector<Seconds> covered(count);
  if (const auto at = values.find({gsrn, direction}); at != values.end())
    for (const auto& one : at->second) {
      const auto slot = static_cast<std::size_t>((one.at - start) / length);
      if (slot >= count) continue;
      sums[slot] += one.quantity;
      covered[slot] += one.length;
    }
  std::vector<std::optional<Thousandths>> filled(count);
  for (std::size_t i = 0; i < count; ++i)
    if (covered[i] == length) filled[i] = sums[i];
  return filled;
}

}  // namespace

SharedDay shared_day(const SharingKey& key, const std::string& surplus_to, Day day,
                     const std::vector<ledger::StoredSeries>& stored) {
  constexpr const char* produced = "In";
  constexpr const char* consumed = "Out";
  const Seconds start = norway::start_of(day);
  const Seconds end = norway::start_of(day + std::chrono::days(1));
  const auto values = values_of(stored, start, end);
  SharedDay made;
  const auto look_at = [&](const std::vector<SharingMember>& members, const char* direction) {
    for (const auto& one : members)
      if (const auto at = values.find({one.gsrn, direction}); at != values.end())
        for (const auto& value : at->second) made.length = std::max(made.length, value.length);
  };
  look_at(key.contributors, produced);
  look_at(key.recipients, consumed);
  if (made.length <= 0 || (end - start) % made.length != 0) return {};
  const auto count = static_cast<std::size_t>((end - start) / made.length);
  made.intervals.resize(count);
  for (std::size_t i = 0; i < count; ++i)
    made.intervals[i].at = start + static_cast<Seconds>(i) * made.length;
  for (const auto& one : key.contributors) {
    const auto filled = in_slots(values, one.gsrn, produced, start, made.length, count);
    for (std::size_t i = 0; i < count; ++i) made.intervals[i].measured.produced.push_back(filled[i]);
  }
  for (const auto& one : key.recipients) {
    const auto filled = in_slots(values, one.gsrn, consumed, start, made.length, count);
    for (std::size_t i = 0; i < count; ++i) made.intervals[i].measured.consumed.push_back(filled[i]);
  }
  for (auto& one : made.intervals) one.allocation = allocate(key, surplus_to, one.measured);
  return made;
}

}  // namespace cimgate::hub
