#include "gateway/elhub/access/user_routes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "gateway/http/json_answer.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/http/query.hpp"

namespace cimgate::access {
namespace {

using http::Answer;
using http::Reply;
using http::Request;

constexpr std::int64_t most_acts = 1000;

Answer unavailable(const hub::Fault& fault) {
  return http::problem(
      http::Problem{503, "hub-unavailable", "The market cannot do this now.", fault.description, {}});
}

UserDesk::Told telling(const Reply& reply) {
  return [reply](tl::expected<std::string, hub::Fault> text) {
    reply(text ? http::json_answer(std::move(*text)) : unavailable(text.error()));
  };
}

void take(const UserDesk& desk, const std::string& text, const Reply& reply) {
  desk.take(text, [desk, reply](const tl::expected<void, UserDesk::Mistakes>& taken) {
    if (taken) return desk.tell("", telling(reply));
    const auto& mistakes = taken.error();
    if (mistakes.empty())
      return reply(unavailable({hub::FaultGroup::system, "It could not be written.", "", {}}));
    reply(http::problem(http::Problem{422,
                                      "bad-users",
                                      "The file of users has errors; nothing was changed.",
                                      fmt::format("{}:{}: {}", mistakes.front().place.line,
                                                  mistakes.front().place.column, mistakes.front().text),
                                      {{"errors", users::mistakes_json(mistakes)}}}));
  });
}

/// Nothing: it is no number, or not one of these.
std::optional<std::int64_t> number(const Request& request, std::string_view name, std::int64_t otherwise,
                                   std::int64_t least, std::int64_t most) {
  const auto text = request.query.get(name);
  if (text.empty()) return otherwise;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < least || value > most)
    return std::nullopt;
  return value;
}

void acts(const UserDesk& desk, const Request& request, const Reply& reply) {
  users::EntryFilter filter;
  const auto after = number(request, "after", 0, 0, std::numeric_limits<std::int64_t>::max());
  const auto limit = number(request, "limit", 100, 1, most_acts);
  if (!after) return reply(http::bad_parameter("after", "expected the sequence of the last act seen"));
  if (!limit)
    return reply(http::bad_parameter("limit", fmt::format("expected a number from 1 to {}", most_acts)));
  filter.after = *after;
  filter.limit = static_cast<std::size_t>(*limit);
  filter.user = std::string(request.query.get("user"));
  filter.party = std::string(request.query.get("party"));
  filter.outcome = std::string(request.query.get("outcome"));
  constexpr std::array<std::string_view, 5> outcomes = {"", "begun", "done", "refused", "rejected"};
  if (std::find(outcomes.begin(), outcomes.end(), filter.outcome) == outcomes.end())
    return reply(http::bad_parameter("outcome", "expected begun, done, refused or rejected"));
  desk.acts(filter, telling(reply));
}

void tell_own(const std::shared_ptr<hub::Gate>& gate, const UserDesk& desk, const Request& request,
              const Reply& reply) {
  users::Act act;
  act.deed = users::Deed::administer;
  act.organisation = act.party = std::string(request.headers.get("SenderGLN"));
  if (act.party.empty())
    return reply(
        http::problem(http::Problem{400,
                                    "sender-missing",
                                    "SenderGLN is missing, or is not one GLN.",
                                    "The header SenderGLN names the party whose users are asked for.",
                                    {}}));
  if (request.caller) {
    act.subject = request.caller->user;
    act.roles = request.caller->roles;
  }
  act.about = "GET /cim/v1/users";
  act.way = "rest";
  const auto refuse = [reply](const std::string& why) {
    reply(http::problem(http::Problem{403, "not-allowed", "The sender may not do this.", why, {}}));
  };
  // Where nobody has a role, nobody is a super user.
  if (!gate->asks()) return refuse("No users are configured.");
  hub::pass(
      gate, act, [refuse](const hub::Fault& fault) { refuse(fault.description); },
      [desk, party = act.party, reply](const std::function<void(bool)>& over) {
        desk.tell(party, [reply, over](tl::expected<std::string, hub::Fault> text) {
          over(text.has_value());
          telling(reply)(std::move(text));
        });
      });
}

}  // namespace

http::Part own_users(const std::shared_ptr<hub::Gate>& gate, const UserDesk& desk) {
  http::Part part;
  part.routes.push_back(http::route(
      "GET", "/cim/v1/users", "getOwnUsers", {},
      [gate, desk](const Request& request, const Reply& reply) { tell_own(gate, desk, request, reply); }));
  return part;
}

http::Part user_routes(const std::string& base, const UserDesk& desk) {
  http::Part part;
  part.openapi = {"gateway/elhub/access/openapi/users.yaml"};
  part.routes.push_back(
      http::route("GET", base + "/users", "getUsers", {},
                  [desk](const Request&, const Reply& reply) { desk.tell("", telling(reply)); }));
  auto put = http::route("PUT", base + "/users", "takeUsers", {},
                         [desk](const Request& request, const Reply& reply) {
                           take(desk, request.body.empty() ? "{}" : request.body, reply);
                         });
  put.body = http::BodyIs::required;
  put.body_limit = users::most_bytes;
  part.routes.push_back(std::move(put));
  part.routes.push_back(http::route("DELETE", base + "/users", "forgetUsers", {},
                                    [desk](const Request&, const Reply& reply) { take(desk, "", reply); }));
  part.routes.push_back(
      http::route("GET", base + "/acts", "getActs", {"after", "limit", "user", "party", "outcome"},
                  [desk](const Request& request, const Reply& reply) { acts(desk, request, reply); }));
  return part;
}

}  // namespace cimgate::access
