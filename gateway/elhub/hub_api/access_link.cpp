#include "gateway/elhub/hub_api/access_link.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "gateway/elhub/hub_api/access_page.hpp"
#include "gateway/elhub/hub_api/asking.hpp"
#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/http/json_answer.hpp"
#include "gateway/http/negotiation.hpp"
#include "gateway/http/query.hpp"
#include "gateway/json/out.hpp"
#include "gateway/rules/calendar.hpp"
#include "gateway/text/ascii.hpp"
#include "gateway/text/percent.hpp"
#include "gateway/text/uuid.hpp"

namespace cimgate::hub_api {
namespace {

using http::Answer;
using http::Reply;
using http::Request;
using HubPtr = std::shared_ptr<hub::Hub>;

constexpr std::size_t most_fields = 4000;  // two for each metering point, and a few
constexpr std::size_t body_limit = std::size_t{256} * 1024;

using Fields = std::multimap<std::string, std::string>;

/// Nothing: it is no form, or one with too much in it.
std::optional<Fields> parse_form(std::string_view body) {
  Fields fields;
  while (!body.empty()) {
    const auto end = std::min(body.find('&'), body.size());
    const auto pair = body.substr(0, end);
    body.remove_prefix(std::min(end + 1, body.size()));
    const auto equals = std::min(pair.find('='), pair.size());
    const auto name = text::percent_decoded(pair.substr(0, equals), text::Plus::blank);
    const auto value =
        text::percent_decoded(pair.substr(std::min(equals + 1, pair.size())), text::Plus::blank);
    if (!name || !value || fields.size() >= most_fields) return std::nullopt;
    fields.emplace(*name, *value);
  }
  return fields;
}

std::string field(const Fields& fields, const std::string& name) {
  const auto at = fields.find(name);
  return at == fields.end() ? std::string() : at->second;
}

/// Where no scope is said it is the smaller one (assumed; published of BRS-NO-622).
std::optional<hub::AccessLink> link_of(const std::string& party, const std::string& request,
                                       const std::string& scope) {
  const bool known_scope = scope.empty() || scope == "Full" || scope == "Limited";
  if (!text::are_digits(party, 13) || !text::is_uuid(request) || !known_scope) return std::nullopt;
  return hub::AccessLink{party, request, scope == "Full"};
}

bool is_customer(std::string_view text) {
  return text::are_digits(text, 9) || text::are_digits(text, 11);
}

Answer bad_link(bool norwegian) {
  return say(norwegian, 400, {"The link is not complete", "Lenken er ikke fullstendig"},
             {"It needs client_id (a GLN), request_id (a UUID) and scope (Full or Limited).",
              "Den må ha client_id (et GLN), request_id (en UUID) og scope (Full eller Limited)."});
}

Answer not_listed(bool norwegian) {
  return say(norwegian, 403, {"The third party is not known", "Tredjeparten er ikke kjent"},
             {"No return address is registered for it, or it is no third party of this market.",
              "Den har ingen registrert returadresse, eller er ikke en tredjepart i dette markedet."});
}

Answer closed(bool norwegian) {
  return say(norwegian, 409, {"This is decided already", "Dette er allerede avgjort"},
             {"The request has been answered. The third party must make a new link.",
              "Forespørselen er besvart. Tredjeparten må lage en ny lenke."});
}

/// Does something on the hub's thread, and answers with a page. When the hub fails, the third party is told
/// to try again later (EH111), if only that can be done.
void with_hub(const HubPtr& hub, const Reply& reply, bool norwegian, const hub::AccessLink& link,
              std::function<Answer(hub::MessageProcessor&, ledger::Ledger&)> work) {
  auto answer = std::make_shared<Answer>();
  hub->order(
      [answer, work = std::move(work)](hub::MessageProcessor& processor, ledger::Ledger& ledger) {
        ledger.attempt([&] {
          *answer = work(processor, ledger);
          return answer->status < 400;
        });
      },
      [hub = std::weak_ptr(hub), answer, reply, norwegian, link](const std::optional<hub::Fault>& fault) {
        if (!fault) return reply(std::move(*answer));
        if (const auto still = hub.lock())
          still->order(
              [link](hub::MessageProcessor& processor, ledger::Ledger&) { processor.link_failed(link); },
              [](const std::optional<hub::Fault>&) {});
        reply(say(norwegian, 503, {"Something went wrong", "Noe gikk galt"},
                  {"Internal error (EH111). Try again later.", "Intern feil (EH111). Prøv igjen senere."}));
      });
}

struct Asked {
  AccessPage page;
  std::string customer, decision;
  std::vector<std::pair<std::string, std::optional<rules::Day>>> points;
  bool bad_end = false;
};

Asked asked_of(const hub::AccessLink& link, const Fields& fields, bool norwegian) {
  Asked asked;
  asked.page = {link, "", norwegian};
  asked.customer = field(fields, "customer");
  asked.decision = field(fields, "decision");
  if (asked.decision != "approve") return asked;
  const auto [first, last] = fields.equal_range("point");
  for (auto at = first; at != last; ++at) {
    const auto& gsrn = at->second;
    const bool twice = std::any_of(asked.points.begin(), asked.points.end(),
                                   [&](const auto& one) { return one.first == gsrn; });
    if (twice || !text::are_digits(gsrn, 18)) continue;
    const auto end = field(fields, "end." + gsrn);
    const auto day = end.empty() ? std::nullopt : rules::parse_day(end);
    asked.bad_end = asked.bad_end || (!end.empty() && !day);
    asked.points.emplace_back(gsrn, day);
  }
  return asked;
}

Answer decided(hub::MessageProcessor& processor, const Asked& asked) {
  const auto& page = asked.page;
  const auto own = processor.own_points(asked.customer);
  if (!own.empty() && asked.decision.empty()) return ask_what(page, asked.customer, own);
  if (!own.empty() && asked.decision == "approve" && asked.points.empty())
    return ask_what(page, asked.customer, own,
                    {"Choose at least one metering point.", "Velg minst ett målepunkt."});
  const Text wrong_end{"An end is a day after today.", "En sluttdato er en dag etter i dag."};
  if (asked.bad_end) return ask_what(page, asked.customer, own, wrong_end);
  const auto answer = processor.answer_link({page.link, asked.customer, asked.points});
  if (!answer) switch (answer.error()) {
      case hub::LinkTrouble::unknown_party:
        return not_listed(page.norwegian);
      case hub::LinkTrouble::decided:
        return closed(page.norwegian);
      case hub::LinkTrouble::wrong_end:
        return ask_what(page, asked.customer, own, wrong_end);
      case hub::LinkTrouble::not_own:
        return ask_what(page, asked.customer, own,
                        {"That metering point is not yours.", "Det målepunktet er ikke ditt."});
    }
  if (answer->reason == "EH106")
    return say(page.norwegian, 200, {"You have no metering points", "Du har ingen målepunkter"},
               {page.party + " is told so (EH106).", page.party + " får beskjed om det (EH106)."});
  if (!answer->reason.empty())
    return say(page.norwegian, 200, {"You have refused", "Du har avslått"},
               {page.party + " is told so (EH088).", page.party + " får beskjed om det (EH088)."});
  return say(page.norwegian, 200, {"Access is given", "Tilgang er gitt"},
             {fmt::format("{} has access to {} of your metering points.", page.party, asked.points.size()),
              fmt::format("{} har tilgang til {} av målepunktene dine.", page.party, asked.points.size())});
}

void open_link(const HubPtr& hub, const MayBeAnswered& may_be_answered, const Request& request,
               const Reply& reply) {
  const bool norwegian = http::is_norwegian(request);
  const auto link =
      link_of(std::string(request.query.get("client_id")), std::string(request.query.get("request_id")),
              std::string(request.query.get("scope")));
  if (!link) return reply(bad_link(norwegian));
  if (!may_be_answered(link->party)) return reply(not_listed(norwegian));
  with_hub(hub, reply, norwegian, *link,
           [link = *link, norwegian](hub::MessageProcessor& processor, ledger::Ledger& ledger) {
             const auto party = processor.third_party(link.party);
             if (!party) return not_listed(norwegian);
             if (ledger.is_closed(link.party, link.request)) return closed(norwegian);
             return ask_who({link, party->name, norwegian});
           });
}

void take_form(const HubPtr& hub, const MayBeAnswered& may_be_answered, const Request& request,
               const Reply& reply) {
  const bool norwegian = http::is_norwegian(request);
  const auto fields = parse_form(request.body);
  const auto link =
      fields ? link_of(field(*fields, "client_id"), field(*fields, "request_id"), field(*fields, "scope"))
             : std::nullopt;
  if (!link) return reply(bad_link(norwegian));
  if (!may_be_answered(link->party)) return reply(not_listed(norwegian));
  auto asked = asked_of(*link, *fields, norwegian);
  const bool known_decision =
      asked.decision.empty() || asked.decision == "approve" || asked.decision == "refuse";
  if (!is_customer(asked.customer) || !known_decision)
    return reply(say(norwegian, 400, {"Who are you?", "Hvem er du?"},
                     {"The number of an end user has 9 or 11 digits.",
                      "Nummeret til en sluttbruker har 9 eller 11 siffer."}));
  with_hub(hub, reply, norwegian, *link,
           [asked = std::move(asked)](hub::MessageProcessor& processor, ledger::Ledger& ledger) mutable {
             const auto& here = asked.page.link;
             const auto party = processor.third_party(here.party);
             if (!party) return not_listed(asked.page.norwegian);
             if (ledger.is_closed(here.party, here.request)) return closed(asked.page.norwegian);
             asked.page.party = party->name;
             return decided(processor, asked);
           });
}

void get_answers(const HubPtr& hub, const Request& request, const Reply& reply) {
  const auto after = http::number(request, "after", 0);
  const auto limit = static_cast<std::size_t>(http::number(request, "limit", 50));
  with_ledger(hub, reply,
              [after, limit, party = std::string(request.query.get("party"))](hub::MessageProcessor&,
                                                                              ledger::Ledger& ledger) {
                json::JsonOut out(true);
                out.begin_object();
                out.begin_array("answers");
                auto last = after;
                for (const auto& [answer, post] : ledger.link_answers(after, limit, party)) {
                  last = answer.sequence;
                  out.begin_object();
                  out.member("seq", answer.sequence);
                  out.member("at", norway::local_text(answer.at));
                  out.member("party", answer.party);
                  out.member("request", answer.request);
                  if (answer.reason.empty())
                    out.member_literal("reason", "null");
                  else
                    out.member("reason", answer.reason);
                  out.member("post", to_string(post.state));
                  out.member("tries", post.tries);
                  out.member_literal("answer", answer.body);
                  out.end_object();
                }
                out.end_array();
                out.member("last", last);
                out.end_object();
                return http::json_answer(std::move(out).take());
              });
}

}  // namespace

http::Part access_links(const HubPtr& hub, MayBeAnswered may_be_answered) {
  if (!may_be_answered) may_be_answered = [](const std::string&) { return false; };
  http::Part part;
  part.openapi = {"gateway/elhub/hub_api/openapi/access_link.yaml"};
  http::Route open;
  open.method = "GET";
  open.pattern = "/third-party-access/authorize";
  open.operation = "openAccessLink";
  open.handle = [hub, may_be_answered](const Request& request, const Reply& reply) {
    open_link(hub, may_be_answered, request, reply);
  };
  http::Route answer;
  answer.method = "POST";
  answer.pattern = open.pattern;
  answer.operation = "answerAccessLink";
  answer.own_forms = true;
  answer.body = http::BodyIs::required;
  answer.body_limit = body_limit;
  answer.consumes = {"application/x-www-form-urlencoded"};
  answer.handle = [hub, may_be_answered](const Request& request, const Reply& reply) {
    take_form(hub, may_be_answered, request, reply);
  };
  http::Route looks;
  looks.method = "GET";
  looks.pattern = "/third-party-access/style.css";
  looks.runs = http::Runs::at_once;
  looks.handle = [](const Request&, const Reply& reply) { reply(access_style()); };
  auto answers =
      http::route("GET", "/hub/v1/access-links", "getAccessLinks",
                  {{"after", 0, http::any_number}, {"limit", 1, 500}, "party"},
                  [hub](const Request& request, const Reply& reply) { get_answers(hub, request, reply); });
  for (auto* route : {&open, &answer, &looks, &answers}) part.routes.push_back(std::move(*route));
  return part;
}

}  // namespace cimgate::hub_api
