#include "gateway/elhub/cim_rest/hand_in.hpp"

#include <fmt/format.h>

#include <utility>

#include "gateway/elhub/cim_rest/problems.hpp"
#include "gateway/engine/input.hpp"
#include "gateway/engine/translation.hpp"

namespace cimgate::cim_rest {
namespace {

using http::Answer;

/// The version of which the message is made: the hub's own, unless the supplement is of one that has more.
const schema::SchemaSet* version_of(const Engine& engine, const Input& input, const hub::Intake& intake) {
  const auto& supplement = input.read.supplement;
  const auto* named = supplement ? engine.catalog->set(supplement->schema) : nullptr;
  const auto* own = intake.version();
  return named != nullptr && own != nullptr && engine.catalog->may_take_more(*own, *named) ? named : own;
}

/// The message of BIM that the documents are.
tl::expected<document::Message, Answer> message_of(const Gateway& gateway, const hub::Intake& intake,
                                                   const Carried& carried, std::vector<Finding>& findings) {
  const auto input = read_input(gateway.engine(), {carried.body}, {}, intake.limits());
  if (!input.all_valid() || input.read.messages.empty())
    return tl::unexpected(problem_of(422, "invalid-document", "The document is not valid against its schema.",
                                     "The findings say what is wrong, and where.", input.findings));
  if (input.read.messages.front().set->side != schema::SchemaSet::Side::cim)
    return tl::unexpected(
        problem_of(422, "not-cim", "This is not a CIM document.",
                   "Messages of Elhub's BIM go to /emif/services; /v1/translate makes CIM of them."));
  auto other = translate_input(gateway.engine(), input, {}, carried.message,
                               version_of(gateway.engine(), input, intake));
  auto& translation = other.translations.front();
  findings = translation.findings;
  if (translation.documents.empty())
    return tl::unexpected(problem_of(422, "not-translatable",
                                     "The documents are not a message that the market knows.",
                                     "The findings say what is missing, or what contradicts.", findings));
  return std::move(translation.documents.front());
}

/// Why a document was not taken.
Answer refusal_of(const NotTaken& why) {
  if (why.key_reused)
    return problem_of(422, "key-used-before", "The Idempotency-Key was used for another document.",
                      "Give each document its own key, and the same key when it is sent again.");
  if (why.later)
    return problem_of(429, "too-many-queries", why.fault.description,
                      why.fault.text + ". Hand it in again later, as it is.");
  return problem_of(why.fault);
}

}  // namespace

void hand_in(const Gateway& gateway, Counterpart& counterpart, const Carried& document,
             const std::function<void(tl::expected<Taken, http::Answer>)>& done) {
  const auto refuse = [&](Answer problem) { done(tl::make_unexpected(std::move(problem))); };
  std::vector<Finding> findings;
  auto message = message_of(gateway, counterpart.intake(), document, findings);
  if (!message) return refuse(std::move(message.error()));
  auto request = counterpart.intake().take(std::move(*message), counterpart.now());
  if (!request) return refuse(problem_of(request.error()));
  if (!document.process.empty() && request->process != document.process)
    return refuse(problem_of(
        422, "other-process", "The document is of another process.",
        fmt::format(
            "This address takes documents of {}; the document is of {}. Each process has its own, and "
            "/cim/v1/documents takes all.",
            document.process, request->process)));
  if (document.sender && (request->physical_sender != document.sender->physical ||
                          request->sender != document.sender->juridical))
    return refuse(problem_of(
        403, "sender-mismatch", "The headers and the document name different senders.",
        "SenderGLN must be the sender of the document, or the one that sends it for OnBehalfOfGLN."));
  HandedIn handed;
  handed.request = std::make_shared<const hub::Request>(std::move(*request));
  handed.key = document.key;
  handed.traceparent = document.traceparent;
  users::Act act;
  act.deed = hub::deed_of(*handed.request);
  act.organisation = handed.request->physical_sender;
  act.party = handed.request->sender;
  if (document.caller) {
    act.subject = document.caller->user;
    act.roles = document.caller->roles;
  }
  act.about = handed.request->process;
  act.way = document.way;
  hub::pass(
      counterpart.gate(), std::move(act),
      [done](const hub::Fault& fault) { done(tl::make_unexpected(problem_of(fault))); },
      [&counterpart, handed, findings, done](const std::function<void(bool)>& over) {
        counterpart.submit(handed, [findings, done, over](tl::expected<hub::Receipt, NotTaken> receipt) {
          over(receipt.has_value());
          if (!receipt) return done(tl::make_unexpected(refusal_of(receipt.error())));
          done(Taken{std::move(*receipt), findings});
        });
      });
}

}  // namespace cimgate::cim_rest
