#include <fmt/format.h>

#include <algorithm>

#include "gateway/document/write.hpp"
#include "gateway/elhub/emif/services.hpp"
#include "gateway/reader/read.hpp"
#include "gateway/scenario/language.hpp"

/// EMIF: SOAP 1.1, document/literal, as in xsd/elhub/wsdl.
namespace cimgate::scenario {
namespace {

using emif::Service;

/// The message without its XML declaration.
std::string_view element_of(std::string_view xml) {
  if (!xml.starts_with("<?xml")) return xml;
  const auto end = xml.find("?>");
  return end == std::string_view::npos ? xml : xml.substr(xml.find('<', end));
}

/// CollectedData is declared in the namespace of its service, unlike all other messages: only its root
/// element gets the service's prefix.
std::string in_service_namespace(std::string_view element) {
  std::string text(element);
  const auto open = text.find(":CollectedData");
  const auto prefix = text.substr(1, open - 1);
  text.replace(0, open, "<svc");
  const auto close = text.rfind("</" + prefix + ":CollectedData");
  text.replace(close, prefix.size() + 2, "</svc");
  return text;
}

std::string envelope(const Service& service, std::string_view wrapper, const std::string& content) {
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<soapenv:Envelope "
      "xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\">\n<soapenv:Body>\n<svc:{0} "
      "xmlns:svc=\"{1}\">\n{2}</svc:{0}>\n</soapenv:Body>\n</soapenv:Envelope>\n",
      wrapper, service.ns, content);
}

/// The text of the first element of this name; "" when there is none. For the small parts around messages.
std::string element_text(std::string_view xml, std::string_view name) {
  for (std::size_t at = 0; (at = xml.find(name, at)) != std::string_view::npos; at += name.size()) {
    const char before = at == 0 ? ' ' : xml[at - 1];
    const auto close = xml.find('>', at);
    if ((before != '<' && before != ':') || close == std::string_view::npos) continue;
    const char after = xml[at + name.size()];
    const auto opens = xml.rfind('<', at);
    if (opens == std::string_view::npos || xml[opens + 1] == '/' || (after != '>' && after != ' ')) continue;
    const auto end = xml.find('<', close);
    return std::string(xml.substr(close + 1, end - close - 1));
  }
  return {};
}

class SoapLanguage final : public Language {
 public:
  SoapLanguage(const Gateway& gateway, const Words& words, Exchange& exchange, const std::string& schema,
               const std::string& seed)
      : engine_(gateway.engine()), composer_(engine_, words), exchange_(exchange), ids_(seed) {
    options_.schema = schema;
  }

  tl::expected<Submitted, Trouble> submit(const Composed& message) override {
    // What no service takes is sent all the same: the hub says so.
    const auto known = emif::operation_for(message.name);
    const auto& service = known ? *known->service : emif::services().front();
    const std::string operation(known ? known->operation->action : message.name);
    const auto element = element_of(message.xml);
    return call(service, operation,
                message.name == "CollectedData" ? in_service_namespace(element) : std::string(element));
  }

  tl::expected<Submitted, Trouble> fetch(const Scene& scene, const Fetch& fetch) override {
    Send poll;
    poll.as = fetch.party;
    poll.sent_by = fetch.sent_by;
    poll.message.name = "PollForData";
    return send(scene, emif::polling_service(fetch.queue == "metering-values"), "PollForData", poll);
  }

  tl::expected<std::vector<Collected>, Trouble> collect(const Scene& scene, const std::string& party,
                                                        std::string_view queue) override {
    const auto& service = emif::polling_service(queue == "metering-values");
    std::vector<Collected> all;
    for (int i = 0; i < most_polls; ++i) {
      Send poll;
      poll.as = party;
      poll.message.name = "PollForData";
      auto answer = send(scene, service, "PollForData", poll);
      if (!answer) return tl::make_unexpected(answer.error());
      if (!answer->accepted) return tl::make_unexpected(Trouble{false, answer->why});
      const auto outer = outer_id(answer->wire->reply.body);
      if (answer->answers.empty()) return all;
      for (auto& message : answer->answers) all.push_back({std::move(message), answer->wire});
      Send receipt;
      receipt.as = party;
      receipt.message.name = "Acknowledgement";
      receipt.message.process = "POLL";
      receipt.message.with = {{"status-type", {"39"}, 0}, {"reference", {outer}, 0}};
      const auto taken = send(scene, service, "AcknowledgePoll", receipt);
      if (!taken) return tl::make_unexpected(taken.error());
      if (!taken->accepted) return tl::make_unexpected(Trouble{false, taken->why});
    }
    return tl::make_unexpected(Trouble{false,
                                       {"the queue never gets empty: acknowledged result sets come again",
                                        "køen blir aldri tom: kvitterte resultatsett kommer igjen"}});
  }

 private:
  tl::expected<Submitted, Trouble> send(const Scene& scene, const Service& service,
                                        const std::string& operation, const Send& send) {
    const auto composed = composer_.compose(scene, send, ids_.next());
    if (!composed) return tl::make_unexpected(Trouble{false, {composed.error().text, composed.error().text}});
    return call(service, operation, std::string(element_of(composed->xml)));
  }

  tl::expected<Submitted, Trouble> call(const Service& service, const std::string& operation,
                                        const std::string& content) {
    Call call{"POST",
              fmt::format("/emif/services/{}", service.name),
              {{"Content-Type", "text/xml; charset=utf-8"}, {"SOAPAction", '"' + operation + '"'}},
              envelope(service, operation + "Request", content)};
    const auto reply = exchange_.send(call);
    if (!reply) return tl::make_unexpected(Trouble{true, {reply.error(), reply.error()}});
    Submitted submitted;
    submitted.wire = std::make_shared<const Wire>(Wire{std::move(call), *reply});
    if (reply->body.find("CodeGroup") != std::string::npos ||
        reply->body.find(":Fault") != std::string::npos) {
      submitted.group = element_text(reply->body, "CodeGroup");
      const auto description = element_text(reply->body, "Description");
      auto text = element_text(reply->body, "FaultText");
      if (text.empty()) text = element_text(reply->body, "faultstring");
      submitted.why = {fmt::format("SOAP fault {}: {}{}{}", submitted.group, description,
                                   description.empty() || text.empty() ? "" : " · ", text),
                       fmt::format("SOAP-feil {}: {}{}{}", submitted.group, description,
                                   description.empty() || text.empty() ? "" : " · ", text)};
      return submitted;
    }
    if (reply->status < 200 || reply->status > 299) {
      submitted.why = {fmt::format("HTTP status {} without a SOAP fault", reply->status),
                       fmt::format("HTTP-status {} uten SOAP-feil", reply->status)};
      return submitted;
    }
    submitted.accepted = true;
    if (!reply->body.empty())
      submitted.answers = reader::read(*engine_.catalog, reply->body, options_).messages;
    return submitted;
  }

  /// The Identification of the poll result itself, which stands before the messages.
  static std::string outer_id(std::string_view xml) {
    const auto at = xml.find("PollForDataResponse");
    return at == std::string_view::npos ? std::string() : element_text(xml.substr(at), "Identification");
  }

  const Engine& engine_;
  Composer composer_;
  Exchange& exchange_;
  PollIds ids_;
  document::ReadOptions options_;
};

}  // namespace

std::unique_ptr<Language> soap_language(const Gateway& gateway, const Words& words, Exchange& exchange,
                                        const std::string& schema, const std::string& seed) {
  return std::make_unique<SoapLanguage>(gateway, words, exchange, schema, seed);
}

}  // namespace cimgate::scenario
