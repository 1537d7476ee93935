#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "gateway/elhub/hub/misfit.hpp"
#include "gateway/elhub/hub/process_context.hpp"

/// After a crisis a party may have lost what it had fetched. The hub puts what it sent to it in a period into
/// its queues again, as it was: with the same ids, so that whoever has a message already knows it again. That
/// Elhub keeps the ids is assumed; it has asked who can send again, and has not published how it would
/// itself.
namespace cimgate::hub {

struct Resend {
  std::string party;  ///< GLN whose queues they were in
  Seconds from = 0;
  Seconds to = 0;          ///< the first time that is no longer meant
  std::int64_t after = 0;  ///< goes on behind this; 0 = from the beginning
  std::size_t limit = 0;   ///< messages at most
};

/// From JSON; `now`: the end of the period when none is said. Misfit: a member is missing, unknown or not of
/// its form.
tl::expected<Resend, Misfit> read_resend(std::string_view json, Seconds now);
/// In one line, for read_resend().
std::string to_json(const Resend& resend);

struct Resent {
  std::size_t count = 0;    ///< put into the queues
  std::size_t waiting = 0;  ///< were left as they were: the party has not fetched them yet
  std::int64_t next = 0;    ///< where the next one goes on; 0 = that was all
};
/// One part of it, in the order in which they were sent. Misfit: the party is not registered.
tl::expected<Resent, Misfit> send_again(ProcessContext& context, const Resend& resend);

}  // namespace cimgate::hub
