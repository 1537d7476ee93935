#include "gateway/elhub/cim_rest/sender.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/elhub/cim_rest/problems.hpp"

namespace cimgate::cim_rest {

namespace {

bool is_there_twice(const http::Fields& headers, std::string_view name) {
  const auto* first = headers.find(name);
  return std::any_of(headers.begin(), headers.end(), [&](const auto& one) {
    return &one.second != first && http::Fields::is_same(one.first, name);
  });
}

}  // namespace

tl::expected<Sender, http::Answer> sender_of(const http::Request& request) {
  // Whoever stands between may have looked at the other one (RFC 9110, section 5.3).
  for (const auto* name : {"SenderGLN", "OnBehalfOfGLN"})
    if (is_there_twice(request.headers, name))
      return tl::unexpected(problem_of(400, "sender-missing", "SenderGLN is missing, or is not one GLN.",
                                       fmt::format("{} is there more than once.", name)));
  Sender sender;
  sender.physical = std::string(request.headers.get("SenderGLN"));
  if (sender.physical.empty())
    return tl::unexpected(
        problem_of(400, "sender-missing", "SenderGLN is missing, or is not one GLN.",
                   "The header SenderGLN names the party that sends; OnBehalfOfGLN the one that it "
                   "sends for, when that is another."));
  sender.juridical = std::string(request.headers.get("OnBehalfOfGLN", sender.physical));
  return sender;
}

users::Act act_of(const http::Request& request, users::Deed deed, const Sender& sender, std::string about) {
  users::Act act;
  act.deed = deed;
  act.organisation = sender.physical;
  act.party = sender.juridical;
  if (request.caller) {
    act.subject = request.caller->user;
    act.roles = request.caller->roles;
  }
  act.about = std::move(about);
  act.way = "rest";
  return act;
}

tl::expected<hub::PollOrder, http::Answer> order_of(const http::Request& request) {
  const auto sender = sender_of(request);
  if (!sender) return tl::unexpected(sender.error());
  const auto channel = ledger::parse_channel(request.parameters.get("queue"));
  if (!channel)
    return tl::unexpected(problem_of(404, "no-such-queue", "There is no such queue.",
                                     "The queues are market-processes and metering-values."));
  return hub::PollOrder{sender->juridical, sender->physical, *channel};
}

}  // namespace cimgate::cim_rest
