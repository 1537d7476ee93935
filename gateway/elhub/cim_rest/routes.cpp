#include "gateway/elhub/cim_rest/routes.hpp"

#include <fmt/format.h>

#include <utility>

#include "gateway/elhub/cim_rest/bundles.hpp"
#include "gateway/elhub/cim_rest/document_state.hpp"
#include "gateway/elhub/cim_rest/event_stream.hpp"
#include "gateway/elhub/cim_rest/problems.hpp"
#include "gateway/elhub/cim_rest/process_routes.hpp"
#include "gateway/elhub/cim_rest/queue_events.hpp"
#include "gateway/elhub/cim_rest/sender.hpp"
#include "gateway/elhub/cim_rest/submission.hpp"
#include "gateway/http/json_answer.hpp"
#include "gateway/http/negotiation.hpp"
#include "gateway/http/query.hpp"
#include "gateway/json/out.hpp"

namespace cimgate::cim_rest {
namespace {

constexpr std::size_t most_who_wait = 1000;  ///< for an answer

using http::Answer;
using http::json_answer;
using http::Reply;
using http::Request;
using CounterpartPtr = std::shared_ptr<Counterpart>;

/// The forms of a result set, the first unless Accept asks for another.
const std::vector<std::string> queue_types = {"application/json", "application/xml", "text/xml"};

using Over = std::function<void(bool done)>;

/// Whoever no role allows it gets a problem.
void pass(const CounterpartPtr& counterpart, users::Act act, const Reply& reply,
          std::function<void(Over)> go) {
  hub::pass(
      counterpart->gate(), std::move(act), [reply](const hub::Fault& fault) { reply(problem_of(fault)); },
      std::move(go));
}

users::Act act_on(const Request& http, users::Deed deed, const hub::PollOrder& order) {
  return act_of(http, deed, {order.asker, order.party}, std::string(to_string(order.channel)));
}

void tell_state(const Gateway& gateway, const CounterpartPtr& counterpart, const Request& http,
                const Reply& reply) {
  const auto sender = sender_of(http);
  if (!sender) return reply(sender.error());
  const auto id = std::string(http.parameters.get("id"));
  auto act = act_of(http, users::Deed::look, *sender, "document");
  act.document = id;
  const auto tell = [gateway, form = form_of(counterpart->intake(), profile_of_queues), reply](
                        const Over& over, Counterpart::State state) {
    over(state.has_value() && state->has_value());
    if (!state) return reply(problem_of(state.error()));
    if (!*state)
      return reply(problem_of(404, "no-such-document", "There is no such document.",
                              "SenderGLN has handed in no document with this id."));
    Answer answer;
    answer.rest = [gateway, form, state = std::move(**state)] { return state_answer(gateway, form, state); };
    reply(std::move(answer));
  };
  pass(counterpart, std::move(act), reply,
       [counterpart, physical = sender->physical, id, tell](const Over& over) {
         counterpart->state_of(physical, id,
                               [tell, over](Counterpart::State state) { tell(over, std::move(state)); });
       });
}

Answer no_content() {
  Answer answer;
  answer.status = 204;
  return answer;
}

std::string_view without_declaration(std::string_view xml) {
  if (xml.starts_with("<?xml")) xml.remove_prefix(std::min(xml.find("?>"), xml.size() - 2) + 2);
  xml.remove_prefix(std::min(xml.find('<'), xml.size()));
  return xml;
}

/// `type`: one of queue_types.
Answer result_set_answer(const Gateway& gateway, const TranslateOptions& form,
                         const hub::MessageProcessor::ResultSet& result_set, const std::string& type) {
  const bool as_json = form.target == Target::cim_json;
  json::JsonOut out(true);
  out.begin_object();
  out.member("id", result_set.id);
  out.begin_array("bundles");
  std::string xml = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<resultSet "
      "xmlns=\"urn:cimgate:result-set:1\" id=\"{}\">\n",
      result_set.id);
  for (const auto& message : result_set.messages) {
    const auto bundle = bundle_of(gateway, message, form);
    if (!bundle) return http::problem(bundle.error());
    if (as_json)
      out.literal(*bundle);
    else
      xml.append(without_declaration(*bundle)) += '\n';
  }
  out.end_array();
  out.end_object();
  auto answer = json_answer(as_json ? std::move(out).take() : xml + "</resultSet>\n");
  if (!as_json) answer.content_type = type + "; charset=utf-8";
  return answer;
}

void peek(const Gateway& gateway, const CounterpartPtr& counterpart, const Request& http,
          const Reply& reply) {
  const auto order = order_of(http);
  if (!order) return reply(order.error());
  const auto profile = std::string(http.query.get("profile", profile_of_queues));
  const auto profiles = gateway.profiles();
  if (std::find(profiles.begin(), profiles.end(), profile) == profiles.end())
    return reply(problem_of(400, "unknown-profile", "There is no such profile.",
                            fmt::format("The profiles are {}.", fmt::join(profiles, ", "))));
  const auto type = http::choose(http.headers.get("Accept"), queue_types).value_or(queue_types.front());
  const auto form = form_of(counterpart->intake(), profile,
                            type == queue_types.front() ? Target::cim_json : Target::cim_xml);
  pass(counterpart, act_on(http, users::Deed::look, *order), reply,
       [counterpart, order = *order, gateway, form, type, reply](const Over& over) {
         counterpart->poll(order, [gateway, form, type, reply, over](Counterpart::ResultSet result_set) {
           over(result_set.has_value());
           if (!result_set) return reply(problem_of(result_set.error()));
           if (!*result_set) return reply(no_content());
           Answer answer;
           answer.rest = [gateway, form, result_set = std::move(**result_set), type] {
             return result_set_answer(gateway, form, result_set, type);
           };
           reply(std::move(answer));
         });
       });
}

void acknowledge(const CounterpartPtr& counterpart, const Request& http, const Reply& reply) {
  const auto order = order_of(http);
  if (!order) return reply(order.error());
  pass(counterpart, act_on(http, users::Deed::take, *order), reply,
       [counterpart, order = *order, id = std::string(http.parameters.get("id")), reply](const Over& over) {
         counterpart->acknowledge(order, id, [reply, over](const tl::expected<void, hub::Fault>& done) {
           over(done.has_value());
           if (done) return reply(no_content());
           if (done.error().group == hub::FaultGroup::uuid)
             return reply(
                 problem_of(404, "no-such-result-set", "There is no such result set.", done.error().text));
           reply(problem_of(done.error()));
         });
       });
}

std::shared_ptr<Watch> watch_of(const CounterpartPtr& counterpart, std::size_t most) {
  return std::make_shared<Watch>([counterpart] { return counterpart->news(); }, most);
}

}  // namespace

http::Part routes(Gateway gateway, CounterpartPtr counterpart) {
  const Desk desk{gateway, counterpart, watch_of(counterpart, most_who_wait)};
  auto part = process_routes(desk);
  part.openapi = {"gateway/elhub/cim_rest/openapi/cim_rest.yaml"};
  auto post =
      http::route("POST", "/cim/v1/documents", "submitDocuments", {"message"},
                  [desk](const Request& request, const Reply& reply) { submit(desk, {}, request, reply); });
  post.body = http::BodyIs::required;
  post.consumes = {"application/json", "application/*+json", "application/xml", "text/xml"};
  part.routes.push_back(std::move(post));
  part.routes.push_back(http::route("GET", "/cim/v1/documents/{id}", "documentState", {},
                                    [gateway, counterpart](const Request& request, const Reply& reply) {
                                      tell_state(gateway, counterpart, request, reply);
                                    }));
  auto get = http::route("GET", "/cim/v1/queues/{queue}", "peekQueue", {"profile"},
                         [gateway, counterpart](const Request& request, const Reply& reply) {
                           peek(gateway, counterpart, request, reply);
                         });
  get.produces = queue_types;
  part.routes.push_back(std::move(get));
  part.routes.push_back(http::route("DELETE", "/cim/v1/queues/{queue}/{id}", "acknowledgeResultSet", {},
                                    [counterpart](const Request& request, const Reply& reply) {
                                      acknowledge(counterpart, request, reply);
                                    }));
  const auto listeners = watch_of(counterpart, most_listeners);
  part.routes.push_back(queue_events(counterpart, listeners));
  part.stopping = [waiters = desk.watch, listeners] {
    waiters->end();
    listeners->end();
  };
  return part;
}

}  // namespace cimgate::cim_rest
