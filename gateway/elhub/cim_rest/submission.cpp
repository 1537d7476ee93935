#include "gateway/elhub/cim_rest/submission.hpp"

#include <fmt/format.h>

#include <future>
#include <utility>

#include "gateway/elhub/cim_rest/bundles.hpp"
#include "gateway/elhub/cim_rest/document_state.hpp"
#include "gateway/elhub/cim_rest/hand_in.hpp"
#include "gateway/elhub/cim_rest/preference.hpp"
#include "gateway/elhub/cim_rest/sender.hpp"
#include "gateway/http/json_answer.hpp"
#include "gateway/json/out.hpp"
#include "gateway/report/findings_json.hpp"

namespace cimgate::cim_rest {
namespace {

using http::Answer;
using http::json_answer;
using http::Reply;
using http::Request;

std::string address_of(const std::string& id) {
  return "/cim/v1/documents/" + id;
}

/// What was taken stays taken, also when the answer to it cannot be told in CIM.
Answer accepted(const Gateway& gateway, const TranslateOptions& form, const hub::Receipt& receipt,
                const std::vector<Finding>& findings) {
  json::JsonOut out(true);
  out.begin_object();
  out.member("id", receipt.id);
  out.member("repeated", receipt.repeated);
  if (!receipt.answer.empty()) {
    if (const auto bundle = bundle_of(gateway, receipt.answer, form))
      out.member_literal("answer", *bundle);
    else
      out.member_literal("answerProblem", http::problem_json(bundle.error(), 1));
  }
  if (!findings.empty()) report::add_findings(out, "findings", findings, false);
  out.end_object();
  auto answer = json_answer(std::move(out).take(), 202);
  answer.headers.add("Location", address_of(receipt.id));
  return answer;
}

/// A document that was taken, and whom it is told to.
struct Told {
  Taken taken;
  std::string physical_sender;
  TranslateOptions form;
};

/// A wait that was honoured is told as such (RFC 7240, section 3).
Answer with_preference(Answer answer, std::chrono::seconds wait) {
  answer.headers.add("Preference-Applied", fmt::format("wait={}", wait.count()));
  return answer;
}

std::optional<DocumentState> state_now(Counterpart& counterpart, const std::string& sender,
                                       const std::string& id) {
  const auto given = std::make_shared<std::promise<Counterpart::State>>();
  auto state = given->get_future();
  counterpart.state_of(sender, id, [given](Counterpart::State told) { given->set_value(std::move(told)); });
  return state.get().value_or(std::nullopt);
}

/// Answers when the market has said something to the document, or when the time is over.
void wait_for_answer(const Desk& desk, Told document, std::chrono::seconds wait, const Reply& reply) {
  auto taken = std::make_shared<const Told>(std::move(document));
  const auto until = Watch::Clock::now() + wait;
  const auto give = [gateway = desk.gateway, taken, wait, reply](std::optional<DocumentState> state) {
    Answer answer;
    answer.rest = [gateway, taken, wait, state = std::move(state)] {
      const auto& form = taken->form;
      auto made = state ? state_answer(gateway, form, *state, taken->taken.findings)
                        : accepted(gateway, form, taken->taken.receipt, taken->taken.findings);
      if (state) made.headers.add("Location", address_of(taken->taken.receipt.id));
      return with_preference(std::move(made), wait);
    };
    reply(std::move(answer));
  };
  const bool waits =
      desk.watch->add([counterpart = desk.counterpart, taken, until, give](const Watch::Turn& turn) {
        auto state = state_now(*counterpart, taken->physical_sender, taken->taken.receipt.id);
        using Is = DocumentState::State;
        if (state && (state->state == Is::answered || state->state == Is::failed)) {
          give(std::move(state));
          return true;
        }
        if (!turn.last && turn.now < until) return false;
        give(std::nullopt);
        return true;
      });
  if (!waits) give(std::nullopt);
}

}  // namespace

void submit(const Desk& desk, const std::string& process, const Request& http, const Reply& reply) {
  const auto sender = sender_of(http);
  if (!sender) return reply(sender.error());
  Carried document;
  document.body = http.body;
  document.message = std::string(http.query.get("message"));
  document.process = process;
  document.sender = *sender;
  document.key = std::string(http.headers.get("Idempotency-Key"));
  document.traceparent = std::string(http.headers.get("traceparent"));
  document.caller = http.caller;
  hand_in(desk.gateway, *desk.counterpart, document,
          [desk, form = form_of(desk.counterpart->intake(), profile_of_queues), physical = sender->physical,
           wait = preferred_wait(http), reply](tl::expected<Taken, Answer> taken) {
            if (!taken) return reply(std::move(taken.error()));
            if (wait) return wait_for_answer(desk, {std::move(*taken), physical, form}, *wait, reply);
            // An answer is translated on a thread of the server; the counterpart's has other things to do.
            Answer answer;
            answer.rest = [gateway = desk.gateway, form, taken = std::move(*taken)] {
              return accepted(gateway, form, taken.receipt, taken.findings);
            };
            reply(std::move(answer));
          });
}

}  // namespace cimgate::cim_rest
