#include "gateway/elhub/access/roles_asked.hpp"

#include <fmt/format.h>

#include <utility>

#include "gateway/elhub/access/guard.hpp"

namespace cimgate::access {
namespace {

using http::Answer;
using http::Reply;
using http::Request;
using Over = std::function<void(bool done)>;

/// The same answer; when it is whole, it is told whether something was done.
Answer watched(Answer answer, const Over& over) {
  if (answer.rest) {
    answer.rest = [rest = std::move(answer.rest), over] { return watched(rest(), over); };
  } else if (answer.next) {
    answer.next = [next = std::move(answer.next), over](const Reply& later) {
      next([later, over](Answer made) { later(watched(std::move(made), over)); });
    };
  } else {
    over(answer.status < 400);
  }
  return answer;
}

users::Act act_of(const Request& request, const std::string& about) {
  users::Act act;
  act.deed = request.method == "GET" ? users::Deed::look : users::Deed::send;
  act.organisation = std::string(request.headers.get("SenderGLN"));
  act.party = std::string(request.headers.get("OnBehalfOfGLN", act.organisation));
  if (act.party.empty()) act.party = act.organisation;
  if (request.caller) {
    act.subject = request.caller->user;
    act.roles = request.caller->roles;
  }
  act.about = about;
  act.way = "rest";
  return act;
}

}  // namespace

http::Part for_users(http::Part part, const std::shared_ptr<hub::Gate>& gate, Refuse refuse,
                     Callers callers) {
  for (auto& route : part.routes)
    route.handle = [gate, refuse, callers, about = fmt::format("{} {}", route.method, route.pattern),
                    handle = std::move(route.handle)](Request request, const Reply& reply) {
      if (!gate->asks()) return handle(std::move(request), reply);
      if (request.headers.get("SenderGLN").empty()) {
        if (callers == Callers::parties_and_end_users && !request.headers.get(header_of_end_users).empty())
          return handle(std::move(request), reply);
        return reply(
            refuse({hub::FaultGroup::security, "SenderGLN is missing: a role is asked for.", "", {}}));
      }
      auto act = act_of(request, about);
      auto kept = std::make_shared<Request>(std::move(request));
      hub::pass(
          gate, std::move(act), [refuse, reply](const hub::Fault& fault) { reply(refuse(fault)); },
          [kept, handle, reply](const Over& over) {
            // Not on the thread of the gate, which has other things to do.
            Answer later;
            later.next = [kept, handle, over](const Reply& answer) {
              handle(std::move(*kept),
                     [answer, over](Answer made) { answer(watched(std::move(made), over)); });
            };
            reply(std::move(later));
          });
    };
  return part;
}

}  // namespace cimgate::access
