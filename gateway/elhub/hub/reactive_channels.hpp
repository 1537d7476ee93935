#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/elhub/hub/misfit.hpp"
#include "gateway/elhub/hub/process_context.hpp"

/// Reactive channels are exchanged on many metering points at once, by Elhub (BRS-NO-305): new ones are
/// opened where they are not there yet, with the resolution of the old ones; old ones are closed where they
/// are there. These are two processes, and a grid company can block either for a metering point. Source:
/// Elhub Brukerforum, June 2025. Which channels are old and which are new is not published: the request names
/// them.
namespace cimgate::hub {

struct MeasuredChannel {
  std::string product;    ///< 8716867000047, …139, …146
  std::string direction;  ///< In, Out
};

struct ReactiveChange {
  Day day{};
  std::vector<MeasuredChannel> open, close;
  struct Point {
    std::string gsrn;
    bool may_open = true, may_close = true;  ///< false: blocked
  };
  std::vector<Point> points;
};

/// From JSON. Misfit: a member is missing, unknown or not of its form; it names the place: "open[1]".
tl::expected<ReactiveChange, Misfit> read_reactive_change(std::string_view json);
/// In one line, for read_reactive_change().
std::string to_json(const ReactiveChange& change);

/// How many channels were opened and closed on a metering point.
struct ReactiveDone {
  std::string gsrn;
  std::size_t opened = 0, closed = 0;
};
/// Misfit: a metering point is not registered, or the day has passed; what was done until then has to be
/// undone by the caller.
tl::expected<std::vector<ReactiveDone>, Misfit> change_reactive_channels(ProcessContext& context,
                                                                         const ReactiveChange& change);

}  // namespace cimgate::hub
