#include "gateway/report/round_trip_json.hpp"

#include "gateway/report/findings_json.hpp"

namespace cimgate::report {

bool was_compared(const RoundTrip& trip) {
  return trip.equal || !trip.differences.empty();
}

void append_round_trip(json::JsonOut& out, const std::string& file, const RoundTrip& trip, bool norwegian) {
  out.begin_object(json::JsonOut::Line::head);
  out.member("file", file);
  out.member("message", trip.message);
  out.member("profile", trip.profile);
  out.member("equal", trip.equal);
  out.begin_array("differences");
  for (const auto& difference : trip.differences) {
    out.begin_object(json::JsonOut::Line::airy);
    out.member("path", difference.path);
    out.member("kind", difference.kind);
    out.end_object();
  }
  out.end_array();
  out.member("compared", was_compared(trip));
  out.wrap();
  add_findings(out, "findings", trip.findings, norwegian);
  out.end_object();
}

}  // namespace cimgate::report
