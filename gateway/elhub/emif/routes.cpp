#include "gateway/elhub/emif/routes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/elhub/emif/envelope.hpp"
#include "gateway/elhub/emif/services.hpp"
#include "gateway/elhub/emif/wsdl.hpp"
#include "gateway/elhub/hub/gate.hpp"

namespace cimgate::emif {
namespace {

using http::Answer;
using http::Reply;
using http::Request;
using hub::Fault;
using hub::FaultGroup;
using hub::Hub;
using HubPtr = std::shared_ptr<Hub>;

constexpr const char* soap_type = "text/xml; charset=utf-8";

Answer answer(std::string body, std::uint16_t status = 200) {
  Answer made;
  made.status = status;
  made.content_type = soap_type;
  made.body = std::move(body);
  return made;
}

/// A fault carries the hub's own time.
void reply_fault(const HubPtr& hub, const Fault& fault, const Reply& reply, std::string_view code = {}) {
  reply(answer(fault_envelope(fault, hub::time_of(hub->now()).text(), code), 500));
}

/// SOAPAction: "RequestStartOfSupply", quoted or not; "" = none was sent.
std::string action_of(const Request& request) {
  auto action = std::string(request.headers.get("SOAPAction"));
  std::erase(action, '"');
  if (const auto slash = action.find_last_of("/#"); slash != std::string::npos) action.erase(0, slash + 1);
  return action;
}

tl::expected<const Operation*, Fault> operation_of(const Service& service,
                                                   const document::ElementName& wrapper,
                                                   const std::string& action) {
  const auto at = std::find_if(service.operations.begin(), service.operations.end(),
                               [&](const Operation& one) { return one.wrapper == wrapper.local; });
  if (at == service.operations.end() || wrapper.ns != service.ns)
    return tl::unexpected(
        Fault{FaultGroup::xsd,
              "The service has no such operation.",
              fmt::format("The Body has the element {{{}}}{}; the operations of {} are in its WSDL "
                          "({}?wsdl).",
                          wrapper.ns, wrapper.local, service.name, service.name),
              {}});
  if (!action.empty() && action != at->action)
    return tl::unexpected(Fault{FaultGroup::xsd,
                                "SOAPAction and Body do not belong together.",
                                fmt::format("SOAPAction is {}, the Body is that of {}.", action, at->action),
                                {}});
  return &*at;
}

std::string poll_response(const Service& service,
                          const std::optional<hub::MessageProcessor::ResultSet>& result_set) {
  if (!result_set)
    return fmt::format(
        "<tns:PollForDataResponse xmlns:tns=\"{}\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
        "xsi:nil=\"true\"/>",
        service.ns);
  auto body = fmt::format(
      "<tns:PollForDataResponse "
      "xmlns:tns=\"{}\"><tns:Identification>{}</tns:Identification><tns:ResultDataSet>",
      service.ns, result_set->id);
  for (const auto& message : result_set->messages) body += without_declaration(message);
  return body + "</tns:ResultDataSet></tns:PollForDataResponse>";
}

/// Whose queue, and who asks.
hub::PollOrder order_of(const hub::Request& request, bool values) {
  hub::PollOrder order;
  order.asker = request.physical_sender;
  order.party = request.sender;
  order.channel = values ? ledger::Channel::metering_values : ledger::Channel::market_processes;
  if (const auto* poll = std::get_if<std::unique_ptr<ebix::PollForData>>(&request.typed))
    if ((*poll)->Payload().EnergyParty().present())
      order.party = std::string((*poll)->Payload().EnergyParty()->Identification());
  return order;
}

/// What the system of a party is about to do.
users::Act act_of(users::Deed deed, const std::string& organisation, const std::string& party,
                  std::string about) {
  users::Act act;
  act.deed = deed;
  act.organisation = organisation;
  act.party = party;
  act.about = std::move(about);
  act.way = "soap";
  return act;
}

/// Replies, and tells the gate what became of it.
using Over = std::function<void(bool done)>;
void reply_fault_over(const HubPtr& hub, const Fault& fault, const Reply& reply, const Over& over) {
  over(false);
  reply_fault(hub, fault, reply);
}

/// Whoever no role allows it gets a fault.
void pass(const HubPtr& hub, users::Act act, const Reply& reply, std::function<void(Over)> go) {
  hub::pass(
      hub::gate_of(hub), std::move(act), [hub, reply](const Fault& fault) { reply_fault(hub, fault, reply); },
      std::move(go));
}

void poll(const HubPtr& hub, const Service& service, const hub::Request& request, const Reply& reply) {
  const auto order = order_of(request, service.values);
  auto act = act_of(users::Deed::look, order.asker, order.party, std::string(to_string(order.channel)));
  pass(hub, std::move(act), reply, [hub, &service, order, reply](const Over& over) {
    auto result_set =
        std::make_shared<tl::expected<std::optional<hub::MessageProcessor::ResultSet>, Fault>>();
    hub->order(
        [hub, result_set, order](hub::MessageProcessor& processor, ledger::Ledger&) {
          *result_set = processor.poll(order, hub->options().result_set);
        },
        [hub, result_set, &service, reply, over](const std::optional<Fault>& fault) {
          if (fault) return reply_fault_over(hub, *fault, reply, over);
          if (!*result_set) return reply_fault_over(hub, result_set->error(), reply, over);
          over(true);
          reply(answer(envelope(poll_response(service, **result_set))));
        });
  });
}

void acknowledge(const HubPtr& hub, const Service& service, const hub::Request& request, const Reply& reply) {
  const auto& event = std::get<std::unique_ptr<ebix::Acknowledgement>>(request.typed)->PayloadResponseEvent();
  if (event.StatusType() != "39")
    return reply_fault(
        hub, {FaultGroup::other, "A poll result can only be acknowledged positively (39).", "", {}}, reply);
  const auto order = order_of(request, service.values);
  auto act = act_of(users::Deed::take, order.asker, order.party, std::string(to_string(order.channel)));
  pass(hub, std::move(act), reply,
       [hub, order, reply, id = std::string(event.OriginalBusinessDocumentReference())](const Over& over) {
         auto done = std::make_shared<tl::expected<void, Fault>>();
         hub->order([done, order, id](hub::MessageProcessor& processor,
                                      ledger::Ledger&) { *done = processor.acknowledge(order, id); },
                    [hub, done, reply, over](const std::optional<Fault>& fault) {
                      if (fault) return reply_fault_over(hub, *fault, reply, over);
                      // Elhub takes a receipt for a set that was given to nobody, and nothing happens.
                      // Source: reported by users of it (elhub-python-sdk, issue 15).
                      const bool unknown = !*done && done->error().group == FaultGroup::uuid;
                      if (!*done && (!unknown || hub->options().strict_receipts))
                        return reply_fault_over(hub, done->error(), reply, over);
                      over(done->has_value());
                      reply(answer(envelope("")));
                    });
       });
}

void submit(const HubPtr& hub, const Service& service, bool asks, hub::Request request, const Reply& reply) {
  auto kept = std::make_shared<const hub::Request>(std::move(request));
  auto act = act_of(hub::deed_of(*kept), kept->physical_sender, kept->sender, kept->process);
  pass(hub, std::move(act), reply, [hub, &service, asks, kept, reply](const Over& over) {
    hub->submit(kept, [hub, &service, asks, name = kept->name, reply,
                       over](const tl::expected<hub::Receipt, Fault>& receipt) {
      if (!receipt) return reply_fault_over(hub, receipt.error(), reply, over);
      over(true);
      if (!asks) return reply(answer(envelope("")));
      reply(answer(envelope(fmt::format("<tns:{0}Response xmlns:tns=\"{1}\">{2}</tns:{0}Response>", name,
                                        service.ns, without_declaration(receipt->answer)))));
    });
  });
}

/// Does what the operation is for.
using Carry = std::function<void(hub::Request)>;

void serve(const HubPtr& hub, const Service& service, const Request& http, const Reply& reply,
           const std::function<void(hub::Request, Carry)>& admit) {
  auto input = hub->intake().look_at(http.body);
  const auto wrapper = operation_in(input.read);
  if (!wrapper) return reply_fault(hub, wrapper.error().fault, reply, wrapper.error().code);
  const auto operation = operation_of(service, *wrapper, action_of(http));
  if (!operation) return reply_fault(hub, operation.error(), reply);
  auto request = hub->intake().take(std::move(input), hub->now());
  if (!request) return reply_fault(hub, request.error(), reply);
  if (request->name != (*operation)->message)
    return reply_fault(
        hub,
        {FaultGroup::xsd,
         "The message does not belong to the operation.",
         fmt::format("{} takes a {}, not a {}.", (*operation)->action, (*operation)->message, request->name),
         {}},
        reply);
  admit(std::move(*request), [hub, &service, does = (*operation)->does, reply](hub::Request admitted) {
    if (does == Does::poll) return poll(hub, service, admitted, reply);
    if (does == Does::acknowledge) return acknowledge(hub, service, admitted, reply);
    submit(hub, service, does == Does::ask, std::move(admitted), reply);
  });
}

/// Everybody is let in.
void admit_all(hub::Request request, const Carry& carry) {
  carry(std::move(request));
}

/// The same with signatures: what comes in is verified before anything of it is looked at, the party is held
/// against its certificate as soon as it is known, and what goes out is signed.
void serve_signed(const HubPtr& hub, const Service& service, const std::shared_ptr<Security>& security,
                  const Request& http, const Reply& reply) {
  const auto at = hub::time_of(hub->now()).text();
  auto checked = security->check(http, service.values);
  const auto signer = checked ? *checked : std::nullopt;
  const bool signs = !checked || security->signs(signer);
  const Reply signed_reply = !signs ? reply : Reply([security, signer, at, reply](Answer made) {
    reply(security->sign(std::move(made), signer, at));
  });
  if (!checked) return signed_reply(security->fault(checked.error(), at));
  if (!signer) return serve(hub, service, http, signed_reply, admit_all);
  serve(hub, service, http, signed_reply, [&](hub::Request request, const Carry& carry) {
    auto kept = std::make_shared<hub::Request>(std::move(request));
    auto organisation = std::make_shared<std::string>();
    hub->order(
        [organisation, party = kept->physical_sender](hub::MessageProcessor&, ledger::Ledger& ledger) {
          *organisation = ledger.organisation_of(party);
        },
        [hub, security, signer = *signer, at, signed_reply, kept, organisation,
         carry](const std::optional<Fault>& fault) {
          if (fault) return reply_fault(hub, *fault, signed_reply);
          if (const auto good = security->check_party(signer, *organisation); !good)
            return signed_reply(security->fault(good.error(), at));
          carry(std::move(*kept));
        });
  });
}

/// What the transport could not let through is a fault, too.
Answer transport_fault(const HubPtr& hub, const http::TransportError& error) {
  Fault fault;
  fault.group = error.status == 413                            ? FaultGroup::size
                : error.type.find("gzip") != std::string::npos ? FaultGroup::compression
                : error.status >= 500                          ? FaultGroup::system
                                                               : FaultGroup::other;
  fault.description = error.title;
  fault.text = error.detail;
  return answer(fault_envelope(fault, hub::time_of(hub->now()).text()), error.status);
}

/// Where the services stand. Elhub has them at a path of its own, for clients that only change the host.
struct Place {
  std::string_view base;
  bool shown = false;  ///< in /openapi.json
};
constexpr Place places[] = {{"/emif", true}, {"/WebService", false}};

/// The address that a WSDL says is the one at which it was asked for.
Answer at_place(Answer answer, const Place& place) {
  constexpr std::string_view built_in = "/emif/services/";
  if (const auto from = answer.body.rfind(built_in); !place.shown && from != std::string::npos)
    answer.body.replace(from, built_in.size(), std::string(place.base) + "/services/");
  return answer;
}

Request seen_from_emif(Request request, const Place& place) {
  request.path.replace(0, place.base.size(), places[0].base);
  return request;
}

void add_service(http::Part& part, const Place& place, const Service& service, const HubPtr& hub,
                 const std::optional<http::PublicUrl>& url, const std::shared_ptr<Security>& security) {
  http::Route post;
  post.method = "POST";
  post.pattern = fmt::format("{}/services/{}", place.base, service.name);
  if (place.shown) post.operation = fmt::format("emif{}", service.name);
  post.body = http::BodyIs::required;
  post.consumes = {"text/xml", "application/xml", "application/soap+xml"};
  post.handle = [hub, &service, security](const Request& request, const Reply& reply) {
    if (security) return serve_signed(hub, service, security, request, reply);
    serve(hub, service, request, reply, admit_all);
  };
  post.error_answer = [hub](const http::TransportError& error) { return transport_fault(hub, error); };
  part.routes.push_back(std::move(post));
  http::Route get;
  get.method = "GET";
  get.pattern = fmt::format("{}/services/{}", place.base, service.name);
  if (place.shown) get.operation = fmt::format("emif{}Wsdl", service.name);
  get.handle = [hub, &service, url, &place, with_security = security != nullptr](const Request& request,
                                                                                 const Reply& reply) {
    auto answer = at_place(wsdl(hub->intake().engine(), service, request, url), place);
    if (with_security && answer.status == 200) answer.body = with_policy(std::move(answer.body));
    reply(std::move(answer));
  };
  part.routes.push_back(std::move(get));
}

void add_schemas(http::Part& part, const Place& place, const HubPtr& hub) {
  for (const auto* below : {"/services/xsd/{file...}", "/bim/{file...}"}) {
    http::Route get;
    get.method = "GET";
    get.pattern = std::string(place.base) + below;
    if (place.shown)
      get.operation = std::string_view(below).starts_with("/bim") ? "emifBimSchema" : "emifServiceSchema";
    get.handle = [hub, &place](const Request& request, const Reply& reply) {
      reply(schema(hub->intake(), seen_from_emif(request, place)));
    };
    part.routes.push_back(std::move(get));
  }
}

}  // namespace

http::Part routes(HubPtr hub, const std::optional<http::PublicUrl>& url, std::shared_ptr<Security> security) {
  http::Part part;
  part.openapi = {"gateway/elhub/emif/openapi/emif.yaml"};
  for (const auto& place : places) {
    for (const auto& service : services()) add_service(part, place, service, hub, url, security);
    add_schemas(part, place, hub);
  }
  if (security) part.metrics = [security] { return security->metrics(); };
  return part;
}

}  // namespace cimgate::emif
