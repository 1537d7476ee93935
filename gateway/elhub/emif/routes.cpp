#include "gateway/elhub/emif/routes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/elhub/emif/envelope.hpp"
#include "gateway/elhub/emif/services.hpp"
#include "gateway/elhub/emif/wsdl.hpp"

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

tl::expected<const Operation*, Fault> operation_of(const Service& service, const Wrapper& wrapper,
                                                   const std::string& action) {
  const auto at = std::find_if(service.operations.begin(), service.operations.end(),
                               [&](const Operation& one) { return one.wrapper == wrapper.name; });
  if (at == service.operations.end() || wrapper.ns != service.ns)
    return tl::unexpected(
        Fault{FaultGroup::xsd,
              "The service has no such operation.",
              fmt::format("The Body has the element {{{}}}{}; the operations of {} are in its WSDL "
                          "({}?wsdl).",
                          wrapper.ns, wrapper.name, service.name, service.name),
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

void poll(const HubPtr& hub, const Service& service, const hub::Request& request, const Reply& reply) {
  auto result_set = std::make_shared<tl::expected<std::optional<hub::MessageProcessor::ResultSet>, Fault>>();
  hub->order([hub, result_set, order = order_of(request, service.values)](
                 hub::MessageProcessor& processor,
                 ledger::Ledger&) { *result_set = processor.poll(order, hub->options().result_set); },
             [hub, result_set, &service, reply](const std::optional<Fault>& fault) {
               if (fault) return reply_fault(hub, *fault, reply);
               if (!*result_set) return reply_fault(hub, result_set->error(), reply);
               reply(answer(envelope(poll_response(service, **result_set))));
             });
}

void acknowledge(const HubPtr& hub, const Service& service, const hub::Request& request, const Reply& reply) {
  const auto& event = std::get<std::unique_ptr<ebix::Acknowledgement>>(request.typed)->PayloadResponseEvent();
  if (event.StatusType() != "39")
    return reply_fault(
        hub, {FaultGroup::other, "A poll result can only be acknowledged positively (39).", "", {}}, reply);
  auto done = std::make_shared<tl::expected<void, Fault>>();
  hub->order(
      [done, order = order_of(request, service.values),
       id = std::string(event.OriginalBusinessDocumentReference())](
          hub::MessageProcessor& processor, ledger::Ledger&) { *done = processor.acknowledge(order, id); },
      [hub, done, reply](const std::optional<Fault>& fault) {
        if (fault) return reply_fault(hub, *fault, reply);
        // Elhub takes a receipt for a set that was given to nobody, and nothing happens. Source:
        // reported by users of it (elhub-python-sdk, issue 15).
        const bool unknown = !*done && done->error().group == FaultGroup::uuid;
        if (!*done && (!unknown || hub->options().strict_receipts))
          return reply_fault(hub, done->error(), reply);
        reply(answer(envelope("")));
      });
}

void submit(const HubPtr& hub, const Service& service, bool asks, hub::Request request, const Reply& reply) {
  const auto name = request.name;
  hub->submit(std::make_shared<const hub::Request>(std::move(request)),
              [hub, &service, asks, name, reply](tl::expected<hub::Receipt, Fault> receipt) {
                if (!receipt) return reply_fault(hub, receipt.error(), reply);
                if (!asks) return reply(answer(envelope("")));
                reply(answer(envelope(fmt::format("<tns:{0}Response xmlns:tns=\"{1}\">{2}</tns:{0}Response>",
                                                  name, service.ns, without_declaration(receipt->answer)))));
              });
}

void serve(const HubPtr& hub, const Service& service, const Request& http, const Reply& reply) {
  const auto wrapper = open_envelope(http.body);
  if (!wrapper) return reply_fault(hub, wrapper.error().fault, reply, wrapper.error().code);
  const auto operation = operation_of(service, *wrapper, action_of(http));
  if (!operation) return reply_fault(hub, operation.error(), reply);
  auto request = hub->intake().read(http.body);
  if (!request) return reply_fault(hub, request.error(), reply);
  if (request->name != (*operation)->message)
    return reply_fault(
        hub,
        {FaultGroup::xsd,
         "The message does not belong to the operation.",
         fmt::format("{} takes a {}, not a {}.", (*operation)->action, (*operation)->message, request->name),
         {}},
        reply);
  if ((*operation)->does == Does::poll) return poll(hub, service, *request, reply);
  if ((*operation)->does == Does::acknowledge) return acknowledge(hub, service, *request, reply);
  submit(hub, service, (*operation)->does == Does::ask, std::move(*request), reply);
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

}  // namespace

http::Part routes(HubPtr hub, const std::optional<http::PublicUrl>& url) {
  http::Part part;
  part.openapi = {"gateway/elhub/emif/openapi/emif.yaml"};
  for (const auto& service : services()) {
    http::Route post;
    post.method = "POST";
    post.pattern = fmt::format("/emif/services/{}", service.name);
    post.operation = fmt::format("emif{}", service.name);
    post.body = http::BodyIs::required;
    post.consumes = {"text/xml", "application/xml", "application/soap+xml"};
    post.handle = [hub, &service](const Request& request, const Reply& reply) {
      serve(hub, service, request, reply);
    };
    post.error_answer = [hub](const http::TransportError& error) { return transport_fault(hub, error); };
    part.routes.push_back(std::move(post));
    http::Route get;
    get.method = "GET";
    get.pattern = fmt::format("/emif/services/{}", service.name);
    get.operation = fmt::format("emif{}Wsdl", service.name);
    get.handle = [hub, &service, url](const Request& request, const Reply& reply) {
      reply(wsdl(hub->intake().engine(), service, request, url));
    };
    part.routes.push_back(std::move(get));
  }
  for (const auto* pattern : {"/emif/services/xsd/{file...}", "/emif/bim/{file...}"}) {
    http::Route get;
    get.method = "GET";
    get.pattern = pattern;
    get.operation = std::string(pattern).starts_with("/emif/bim") ? "emifBimSchema" : "emifServiceSchema";
    get.handle = [hub](const Request& request, const Reply& reply) {
      reply(schema(hub->intake().engine(), request));
    };
    part.routes.push_back(std::move(get));
  }
  return part;
}

}  // namespace cimgate::emif
