#include "gateway/cim_rest/routes.hpp"

#include <fmt/format.h>

#include "gateway/cim_rest/problems.hpp"
#include "gateway/document/write.hpp"
#include "gateway/gateway/input.hpp"
#include "gateway/gateway/translation.hpp"
#include "gateway/report/findings_json.hpp"
#include "gateway/report/json_text.hpp"

namespace cimgate::cim_rest {
namespace {

using report::quoted;
using server::Answer;
using server::Reply;
using server::Request;
using HubPtr = std::shared_ptr<hub::Hub>;

/// Norwegian codes travel as themselves, so that nothing of a message needs the supplement for them.
constexpr const char* profile_of_queues = "nmeg-no/0.1";

Answer json(std::string body, std::uint16_t status = 200) {
  Answer answer;
  answer.status = status;
  answer.content_type = "application/json";
  answer.body = std::move(body);
  return answer;
}

struct Sender {
  std::string physical, juridical;
};

/// Who speaks, and for whom.
tl::expected<Sender, Answer> sender_of(const Request& request) {
  Sender sender;
  sender.physical = std::string(request.headers.get("SenderGLN"));
  if (sender.physical.empty())
    return tl::unexpected(
        problem_of(400, "sender-missing", "It is not said who sends.",
                   "The header SenderGLN names the party that sends; OnBehalfOfGLN the one that it "
                   "sends for, when that is another."));
  sender.juridical = std::string(request.headers.get("OnBehalfOfGLN", sender.physical));
  return sender;
}

/// The message of BIM that the documents are.
tl::expected<document::Message, Answer> message_of(const Gateway& gateway, const Request& request,
                                                   std::vector<Finding>& findings) {
  const auto input = read_input(gateway.engine(), {request.body}, {}, {});
  if (!input.all_valid() || input.read.messages.empty())
    return tl::unexpected(problem_of(422, "invalid-document", "The document is not valid against its schema.",
                                     "The findings say what is wrong, and where.", input.findings));
  if (input.read.messages.front().set->side != schema::SchemaSet::Side::cim)
    return tl::unexpected(
        problem_of(422, "not-cim", "This is no CIM document.",
                   "Messages of Elhub's BIM go to /emif/services; /v1/translate makes CIM of them."));
  auto other = translate_input(gateway.engine(), input, {}, std::string(request.query.get("message")));
  auto& translation = other.translations.front();
  findings = translation.findings;
  if (translation.documents.empty())
    return tl::unexpected(problem_of(422, "not-translatable",
                                     "The documents are no message that the market knows.",
                                     "The findings say what is missing, or what contradicts.", findings));
  return std::move(translation.documents.front());
}

/// A stored message as a bundle of CIM.
std::string bundle_of(const Gateway& gateway, const std::string& xml, const std::string& profile) {
  TranslateOptions options;
  options.target = Target::cim_json;
  options.profile = profile;
  options.compact = true;
  auto translated = gateway.translate(xml, options);
  if (translated.whole.empty()) throw hub::HubFault("a message in a queue could not be translated");
  while (translated.whole.ends_with('\n')) translated.whole.pop_back();
  return std::move(translated.whole);
}

void accepted(const Gateway& gateway, const hub::Receipt& receipt, const std::vector<Finding>& findings,
              const Reply& reply) {
  auto body = fmt::format("{{\n  \"id\": {},\n  \"repeated\": {}", quoted(receipt.id), receipt.repeated);
  if (!receipt.answer.empty())
    body += ",\n  \"answer\": " + bundle_of(gateway, receipt.answer, profile_of_queues);
  if (!findings.empty()) body += ",\n  \"findings\": " + report::findings_json(findings, "  ", false);
  reply(json(body + "\n}\n", 202));
}

void submit(const Gateway& gateway, const HubPtr& hub, const Request& http, const Reply& reply) {
  const auto sender = sender_of(http);
  if (!sender) return reply(sender.error());
  std::vector<Finding> findings;
  auto message = message_of(gateway, http, findings);
  if (!message) return reply(message.error());
  auto request = hub->intake().take(std::move(*message));
  if (!request) return reply(problem_of(request.error()));
  if (request->physical_sender != sender->physical || request->sender != sender->juridical)
    return reply(problem_of(
        403, "sender-mismatch", "The headers and the document name different senders.",
        "SenderGLN must be the sender of the document, or the one that sends it for OnBehalfOfGLN."));
  const auto key = std::string(http.headers.get("Idempotency-Key"));
  auto receipt = std::make_shared<tl::expected<hub::Receipt, hub::Fault>>();
  const auto shared = std::make_shared<const hub::Request>(std::move(*request));
  auto reused = std::make_shared<bool>(false);
  hub->order(
      [shared, receipt, reused, key](hub::Clerk& clerk, ledger::Ledger& ledger) {
        if (!key.empty() && !ledger.claim_key(shared->physical_sender, key, shared->id)) {
          *reused = true;
          return;
        }
        *receipt = clerk.receive(*shared);
      },
      [gateway, findings, receipt, reused, reply](const std::optional<hub::Fault>& fault) {
        if (fault) return reply(problem_of(*fault));
        if (*reused)
          return reply(
              problem_of(422, "key-used-before", "The Idempotency-Key was used for another document.",
                         "Give each document a key of its own, and the same key when it is sent again."));
        if (!*receipt) return reply(problem_of(receipt->error()));
        accepted(gateway, **receipt, findings, reply);
      });
}

tl::expected<hub::PollOrder, Answer> order_of(const Request& http) {
  const auto sender = sender_of(http);
  if (!sender) return tl::unexpected(sender.error());
  const auto channel = ledger::parse_channel(http.parameters.get("queue"));
  if (!channel)
    return tl::unexpected(problem_of(404, "no-such-queue", "There is no such queue.",
                                     "The queues are market-processes and metering-values."));
  return hub::PollOrder{sender->juridical, sender->physical, *channel};
}

void peek(const Gateway& gateway, const HubPtr& hub, const Request& http, const Reply& reply) {
  const auto order = order_of(http);
  if (!order) return reply(order.error());
  const auto profile = std::string(http.query.get("profile", profile_of_queues));
  const auto profiles = gateway.profiles();
  if (std::find(profiles.begin(), profiles.end(), profile) == profiles.end())
    return reply(problem_of(400, "unknown-profile", "There is no such profile.",
                            fmt::format("The profiles are {}.", fmt::join(profiles, ", "))));
  tl::expected<std::optional<hub::Clerk::Parcel>, hub::Fault> parcel;
  const auto fault = hub->run(
      [&](hub::Clerk& clerk, ledger::Ledger&) { parcel = clerk.poll(*order, hub->options().result_set); });
  if (fault) return reply(problem_of(*fault));
  if (!parcel) return reply(problem_of(parcel.error()));
  if (!*parcel) return reply(Answer{204, {}, server::Fields{}, {}});
  auto body = fmt::format("{{\n  \"id\": {},\n  \"bundles\": [", quoted((*parcel)->id));
  const char* separator = "\n    ";
  for (const auto& message : (*parcel)->messages) {
    body += separator + bundle_of(gateway, message, profile);
    separator = ",\n    ";
  }
  reply(json(body + "\n  ]\n}\n"));
}

void acknowledge(const HubPtr& hub, const Request& http, const Reply& reply) {
  const auto order = order_of(http);
  if (!order) return reply(order.error());
  auto done = std::make_shared<tl::expected<void, hub::Fault>>();
  hub->order([done, order = *order, id = std::string(http.parameters.get("id"))](
                 hub::Clerk& clerk, ledger::Ledger&) { *done = clerk.acknowledge(order, id); },
             [done, reply](const std::optional<hub::Fault>& fault) {
               if (fault) return reply(problem_of(*fault));
               if (*done) return reply(Answer{204, {}, server::Fields{}, {}});
               if (done->error().group == hub::FaultGroup::uuid)
                 return reply(problem_of(404, "no-such-result-set", "There is no such result set.",
                                         done->error().text));
               reply(problem_of(done->error()));
             });
}

}  // namespace

server::Part routes(Gateway gateway, HubPtr hub) {
  server::Part part;
  part.openapi = {"gateway/cim_rest/openapi/cim_rest.yaml"};
  server::Route post;
  post.method = "POST";
  post.pattern = "/cim/v1/documents";
  post.operation = "submitDocuments";
  post.body = server::BodyIs::required;
  post.consumes = {"application/json", "application/*+json", "application/xml", "text/xml"};
  post.handle = [gateway, hub](const Request& request, const Reply& reply) {
    submit(gateway, hub, request, reply);
  };
  part.routes.push_back(std::move(post));
  server::Route get;
  get.method = "GET";
  get.pattern = "/cim/v1/queues/{queue}";
  get.operation = "peekQueue";
  get.handle = [gateway, hub](const Request& request, const Reply& reply) {
    peek(gateway, hub, request, reply);
  };
  part.routes.push_back(std::move(get));
  server::Route remove;
  remove.method = "DELETE";
  remove.pattern = "/cim/v1/queues/{queue}/{id}";
  remove.operation = "acknowledgeResultSet";
  remove.handle = [hub](const Request& request, const Reply& reply) { acknowledge(hub, request, reply); };
  part.routes.push_back(std::move(remove));
  return part;
}

}  // namespace cimgate::cim_rest
