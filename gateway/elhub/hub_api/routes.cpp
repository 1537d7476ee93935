#include "gateway/elhub/hub_api/routes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>

#include "gateway/elhub/cim_rest/bundles.hpp"
#include "gateway/elhub/cim_rest/problems.hpp"
#include "gateway/elhub/hub/json_body.hpp"
#include "gateway/elhub/hub/replay.hpp"
#include "gateway/elhub/hub_api/asking.hpp"
#include "gateway/elhub/hub_api/json.hpp"
#include "gateway/elhub/hub_api/mail.hpp"
#include "gateway/elhub/hub_api/usage.hpp"
#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/http/json_answer.hpp"
#include "gateway/http/query.hpp"
#include "gateway/json/quoted.hpp"
#include "gateway/rules/calendar.hpp"
#include "gateway/text/ascii.hpp"

namespace cimgate::hub_api {
namespace {

using cim_rest::problem_of;
using http::Answer;
using http::json_answer;
using http::Reply;
using http::Request;
using hub::Seconds;
using HubPtr = std::shared_ptr<hub::Hub>;

constexpr Seconds latest = 4102444800;  // 2100-01-01: a clock beyond is a slip

/// Where the clock is to go: a time, so much later, or to the next thing that is due.
struct Move {
  std::optional<Seconds> to;
  std::string by;
  bool step = false;
};

tl::expected<Move, Answer> move_of(const std::string& body) {
  const auto wrong = [](const std::string& why) {
    return tl::unexpected(problem_of(400, "bad-clock", "The clock cannot be set to this.", why));
  };
  Move move;
  const auto root = hub::json_object(body, {"to", "by", "step"});
  if (root.size() != 1)
    return wrong("Expected {\"to\": \"2026-06-03T08:00:00+02:00\"}, {\"by\": \"P1D\"} or {\"step\": true}.");
  if (root["to"]) {
    move.to = norway::parse_moment(root["to"].text());
    if (!move.to) return wrong("'to' is a day (2026-06-03) or a time with zone (2026-06-03T08:00:00+02:00).");
  } else if (root["by"]) {
    move.by = root["by"].text();
  } else {
    move.step = root["step"].text() == "true";
  }
  if (!move.to && move.by.empty() && !move.step) return wrong("One of 'to', 'by' and 'step' is needed.");
  return move;
}

/// P1D, P2W, PT3H, PT30M: days and weeks by the calendar, the rest by the clock.
std::optional<Seconds> later(Seconds now, const std::string& duration) {
  const bool time = duration.starts_with("PT");
  const auto digits = duration.substr(time ? 2 : 1, duration.size() - (time ? 3 : 2));
  constexpr std::int32_t most = 100'000;  // of minutes two months, and of days more than the clock goes
  std::int32_t count = 0;
  if (duration.size() < 3 || duration.front() != 'P') return std::nullopt;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
  if (error != std::errc() || end != digits.data() + digits.size() || count < 0 || count > most)
    return std::nullopt;
  using Unit = rules::Offset::Unit;
  const char unit = duration.back();
  if (time && unit == 'H') return norway::moved(now, {count, Unit::hours});
  if (time && unit == 'M') return norway::moved(now, {count, Unit::minutes});
  if (!time && unit == 'D') return norway::moved(now, {count, Unit::days});
  if (!time && unit == 'W') return norway::moved(now, {count * 7, Unit::days});
  if (!time && unit == 'M') return norway::moved(now, {count, Unit::months});
  return std::nullopt;
}

void put_clock(const HubPtr& hub, const Request& http, const Reply& reply) {
  const auto move = move_of(http.body);
  if (!move) return reply(move.error());
  with_ledger(hub, reply, [move = *move](hub::MessageProcessor& processor, ledger::Ledger& ledger) {
    auto to = move.to;
    if (!move.by.empty()) to = later(ledger.now(), move.by);
    if (move.step) {
      const auto due = ledger.steps(1);
      to = due.empty() ? ledger.now() : due.front().at;
    }
    if (!to)
      return problem_of(400, "bad-clock", "The clock cannot be set to this.",
                        "'by' is a duration such as P1D, P2W, PT1H or PT30M.");
    if (*to < ledger.now())
      return problem_of(409, "clock-goes-forward", "The clock does not go back.",
                        fmt::format("It is {}.", norway::local_text(ledger.now())));
    if (*to > latest)
      return problem_of(400, "bad-clock", "The clock cannot be set to this.", "That is after the year 2099.");
    const auto ran = processor.move_clock(*to);
    return json_answer(clock_json(ledger, &ran));
  });
}

void post_market(const HubPtr& hub, const Request& http, const Reply& reply) {
  // Read here, on a thread of the server: nobody else waits for it.
  auto state = std::make_shared<const market::ReadState>(market::read_state("market.yaml", http.body));
  with_ledger(hub, reply, [state, body = http.body](hub::MessageProcessor&, ledger::Ledger& ledger) {
    const auto loaded = hub::load_market(ledger, std::span(state.get(), 1), body);
    if (!loaded.errors.empty()) {
      json::JsonOut errors(true);
      errors.begin_array(json::JsonOut::Line::one);
      for (const auto& error : loaded.errors.list()) {
        errors.begin_object();
        errors.member("line", error.place.line);
        errors.member("column", error.place.column);
        errors.member("text", error.text);
        errors.end_object();
      }
      errors.end_array();
      http::Problem problem{422,
                            "bad-market",
                            "The market state has errors; nothing was loaded.",
                            to_string(loaded.errors.list().front()),
                            {{"errors", errors.take_piece()}}};
      return http::problem(problem);
    }
    json::JsonOut out(true);
    out.begin_object();
    out.key("counts");
    out.begin_array();
    for (const auto& count : loaded.counts) {
      out.begin_object(json::JsonOut::Line::one);
      out.member("section", count.section);
      out.member("stated", count.stated);
      out.member("added", count.added);
      out.member("changed", count.changed);
      out.end_object();
    }
    out.end_array();
    out.end_object();
    return json_answer(std::move(out).take());
  });
}

/// A message as it is, or as a bundle of CIM.
Answer shown(const Gateway& gateway, const TranslateOptions& form, const std::string& xml, bool as_cim) {
  Answer answer;
  answer.content_type = as_cim ? "application/json" : "application/xml";
  answer.body = xml;
  if (!as_cim) return answer;
  auto bundle = cim_rest::bundle_of(gateway, xml, form);
  if (!bundle) return http::problem(bundle.error());
  answer.body = *std::move(bundle) + '\n';
  return answer;
}

void get_digest(const HubPtr& hub, const Reply& reply) {
  hub->digest([hub, reply](const tl::expected<hub::Hub::Digest, hub::Fault>& digest) {
    if (!digest) return reply(problem_of(digest.error()));
    Answer answer;
    answer.rest = [hub, make = *digest] {
      const auto made = make();
      if (!made) return problem_of(made.error());
      json::JsonOut out(true);
      out.begin_object(json::JsonOut::Line::airy);
      out.member("digest", *made);
      out.end_object();
      return json_answer(std::move(out).take());
    };
    reply(std::move(answer));
  });
}

void get_message(const Gateway& gateway, const HubPtr& hub, const Request& http, const Reply& reply) {
  const bool as_cim = http.headers.get("Accept").find("json") != std::string_view::npos;
  auto form = cim_rest::form_of(hub->intake(), cim_rest::profile_of_queues);
  form.compact = false;
  with_ledger(hub, reply,
              [gateway, form, as_cim, id = std::string(http.parameters.get("id"))](hub::MessageProcessor&,
                                                                                   ledger::Ledger& ledger) {
                const auto found = ledger.message(id);
                if (!found) return problem_of(404, "no-such-message", "There is no such message.", "");
                Answer answer;
                answer.rest = [gateway, form, as_cim, xml = found->xml] {
                  return shown(gateway, form, xml, as_cim);
                };
                return answer;
              });
}

void post_takeover(const HubPtr& hub, const Request& http, const Reply& reply) {
  const auto root = hub::json_object(http.body, {"from", "to", "day"});
  const auto from = root["from"].text();
  const auto to = root["to"].text();
  const auto day = rules::parse_day(root["day"].text());
  if (from.empty() || to.empty() || !day)
    return reply(problem_of(400, "bad-takeover", "The takeover is not valid.",
                            "Expected {\"from\": GLN, \"to\": GLN, \"day\": \"2026-07-01\"}."));
  with_ledger(hub, reply, [from, to, day = *day](hub::MessageProcessor& processor, ledger::Ledger& ledger) {
    if (const auto done = processor.take_over(from, to, day); !done)
      return problem_of(422, "bad-takeover", "The takeover cannot be done.", done.error());
    return json_answer(clock_json(ledger, nullptr));
  });
}

/// How a request that does not fit is told: the type of the problem, and its titles when the request itself
/// is wrong, and when the market is not so.
struct Refusal {
  const char* type;
  const char* not_valid;
  const char* not_possible;
};
constexpr Refusal of_correction{"bad-correction", "The correction is not valid.",
                                "The correction cannot be made."};
constexpr Refusal of_channels{"bad-channels", "The change of channels is not valid.",
                              "The channels cannot be changed."};
constexpr Refusal of_resend{"bad-resend", "The period is not valid.", "The period cannot be sent again."};

Answer misfit(const Refusal& refusal, std::uint16_t status, const hub::Misfit& misfit) {
  http::Problem problem{
      status, refusal.type, status == 400 ? refusal.not_valid : refusal.not_possible, misfit.text, {}};
  if (!misfit.member.empty()) problem.members.push_back({"member", json::quoted(misfit.member)});
  return http::problem(problem);
}

void post_correction(const HubPtr& hub, const Request& http, const Reply& reply) {
  auto correction = hub::read_correction(http.body);
  if (!correction) return reply(misfit(of_correction, 400, correction.error()));
  with_ledger(
      hub, reply,
      [correction = *std::move(correction)](hub::MessageProcessor& processor, ledger::Ledger& ledger) {
        if (const auto done = processor.correct(correction); !done)
          return misfit(of_correction, 422, done.error());
        return json_answer(point_json(ledger, correction.gsrn));
      });
}

void post_channels(const HubPtr& hub, const Request& http, const Reply& reply) {
  auto change = hub::read_reactive_change(http.body);
  if (!change) return reply(misfit(of_channels, 400, change.error()));
  with_ledger(hub, reply, [change = *std::move(change)](hub::MessageProcessor& processor, ledger::Ledger&) {
    const auto done = processor.change_reactive(change);
    if (!done) return misfit(of_channels, 422, done.error());
    return json_answer(channels_json(*done));
  });
}

void post_resend(const HubPtr& hub, const Request& http, const Reply& reply) {
  auto resend = hub::read_resend(http.body, hub->now());
  if (!resend) return reply(misfit(of_resend, 400, resend.error()));
  with_ledger(hub, reply, [resend = *std::move(resend)](hub::MessageProcessor& processor, ledger::Ledger&) {
    const auto done = processor.resend(resend);
    if (!done) return misfit(of_resend, 422, done.error());
    return json_answer(resent_json(resend.party, *done));
  });
}

/// Plays the end user: of a request, or of a document, which then counts as signed.
void put_consent(const HubPtr& hub, const Request& http, const Reply& reply) {
  const auto agrees = hub::json_object(http.body, {"agrees"})["agrees"].text();
  if (agrees != "true" && agrees != "false")
    return reply(problem_of(400, "bad-consent", "The answer of the end user is not valid.",
                            "Expected {\"agrees\": true} or {\"agrees\": false}."));
  with_ledger(hub, reply,
              [id = std::string(http.parameters.get("id")), agrees](hub::MessageProcessor& processor,
                                                                    ledger::Ledger&) {
                const auto done = processor.answer_of_end_user(id, agrees == "true");
                if (!done)
                  return problem_of(done.error().status, "bad-consent", "The end user cannot answer this.",
                                    done.error().detail);
                json::JsonOut out(true);
                out.begin_object();
                out.member("id", done->id);
                out.member("status", done->status);
                if (!done->grant.empty()) out.member("grant", done->grant);
                out.end_object();
                return json_answer(std::move(out).take());
              });
}

http::Route route(const char* method, const char* pattern, const char* operation,
                  std::vector<http::Parameter> parameters,
                  std::function<void(const Request&, const Reply&)> handle) {
  auto made = http::route(method, pattern, operation, std::move(parameters), std::move(handle));
  if (made.method == "POST" || made.method == "PUT") made.body = http::BodyIs::required;
  // A few words each; only a market may be large.
  if (made.pattern != std::string("/hub/v1/market")) made.body_limit = std::size_t{64} * 1024;
  return made;
}

}  // namespace

access::UserDesk user_desk(const HubPtr& hub) {
  const auto told = [](const HubPtr& of, const access::UserDesk::Told& done,
                       std::function<std::string(hub::MessageProcessor&, ledger::Ledger&)> make) {
    auto text = std::make_shared<std::string>();
    of->order([text, make = std::move(make)](hub::MessageProcessor& processor,
                                             ledger::Ledger& ledger) { *text = make(processor, ledger); },
              [text, done](const std::optional<hub::Fault>& fault) {
                if (fault) return done(tl::make_unexpected(*fault));
                done(std::move(*text));
              });
  };
  access::UserDesk desk;
  desk.tell = [hub, told](const std::string& party, const access::UserDesk::Told& done) {
    told(hub, done, [party](hub::MessageProcessor& processor, ledger::Ledger& ledger) {
      return users::directory_json(processor.users().get(), norway::day_of(ledger.now()), party);
    });
  };
  desk.take = [hub](const std::string& text, const access::UserDesk::Taken& done) {
    auto taken = std::make_shared<tl::expected<void, access::UserDesk::Mistakes>>();
    hub->order([taken, text](hub::MessageProcessor& processor,
                             ledger::Ledger&) { *taken = processor.take_users("", text); },
               [taken, done](const std::optional<hub::Fault>& fault) {
                 // Without mistakes: it could not be kept.
                 if (fault) return done(tl::make_unexpected(access::UserDesk::Mistakes{}));
                 done(std::move(*taken));
               });
  };
  desk.acts = [hub, told](const users::EntryFilter& filter, const access::UserDesk::Told& done) {
    told(hub, done, [filter](hub::MessageProcessor&, ledger::Ledger& ledger) {
      return users::acts_json(ledger.users().acts(filter), filter.after);
    });
  };
  return desk;
}

http::Part routes(Gateway gateway, HubPtr hub) {
  http::Part part;
  part.openapi = {"gateway/elhub/hub_api/openapi/hub_api.yaml", "gateway/elhub/hub_api/openapi/mail.yaml",
                  "gateway/elhub/hub_api/openapi/usage.yaml", "gateway/http/openapi/sayings.yaml"};
  part.routes.push_back(
      route("GET", "/hub/v1/clock", "getClock", {}, [hub](const Request&, const Reply& reply) {
        with_ledger(hub, reply, [](hub::MessageProcessor&, ledger::Ledger& ledger) {
          return json_answer(clock_json(ledger, nullptr));
        });
      }));
  part.routes.push_back(
      route("PUT", "/hub/v1/clock", "setClock", {},
            [hub](const Request& request, const Reply& reply) { put_clock(hub, request, reply); }));
  part.routes.push_back(
      route("GET", "/hub/v1/market", "getMarket", {"search", "after", {"limit", 1, 500}},
            [hub](const Request& request, const Reply& reply) {
              const auto search = std::string(request.query.get("search"));
              const auto after = std::string(request.query.get("after"));
              const auto limit = static_cast<std::size_t>(http::number(request, "limit", 50));
              with_ledger(hub, reply, [search, after, limit](hub::MessageProcessor&, ledger::Ledger& ledger) {
                return json_answer(market_json(ledger, search, after, limit));
              });
            }));
  part.routes.push_back(
      route("POST", "/hub/v1/market", "loadMarket", {},
            [hub](const Request& request, const Reply& reply) { post_market(hub, request, reply); }));
  part.routes.push_back(
      route("PUT", "/hub/v1/consents/{id}", "answerConsent", {},
            [hub](const Request& request, const Reply& reply) { put_consent(hub, request, reply); }));
  part.routes.push_back(
      route("GET", "/hub/v1/events", "getEvents",
            {{"after", 0, http::any_number}, {"limit", 1, 1000}, "kind", "process", "meteringPoint", "party"},
            [hub](const Request& request, const Reply& reply) {
              ledger::EventFilter filter;
              filter.after = http::number(request, "after", 0);
              filter.limit = static_cast<std::size_t>(http::number(request, "limit", 200));
              filter.kind = std::string(request.query.get("kind"));
              filter.process = std::string(request.query.get("process"));
              filter.gsrn = std::string(request.query.get("meteringPoint"));
              filter.party = std::string(request.query.get("party"));
              with_ledger(hub, reply, [filter](hub::MessageProcessor&, ledger::Ledger& ledger) {
                return json_answer(events_json(ledger, filter));
              });
            }));
  part.routes.push_back(route(
      "GET", "/hub/v1/values", "getValues", {"meteringPoint", "from", "to", {"limit", 1, 4000}},
      [hub](const Request& request, const Reply& reply) {
        const auto gsrn = std::string(request.query.get("meteringPoint"));
        const auto moment = [&](const char* name, Seconds otherwise) {
          const auto text = std::string(request.query.get(name));
          return text.empty() ? std::optional(otherwise) : norway::parse_moment(text);
        };
        const auto from = moment("from", 0);
        const auto to = moment("to", latest);
        if (!from || !to || *from > *to)
          return reply(
              http::bad_parameter(from ? "to" : "from", "expected a day or a time with zone, in order"));
        const auto limit = static_cast<std::size_t>(http::number(request, "limit", 400));
        if (!text::are_digits(gsrn, 18))
          return reply(problem_of(400, "bad-parameter", "Invalid query parameter",
                                  "meteringPoint: expected the 18 digits of a metering point"));
        with_ledger(hub, reply,
                    [gsrn, from = *from, to = *to, limit](hub::MessageProcessor&, ledger::Ledger& ledger) {
                      return json_answer(values_json(ledger, gsrn, from, to, limit));
                    });
      }));
  part.routes.push_back(
      route("GET", "/hub/v1/points/{id}/gaps", "getGaps", {"day"},
            [hub](const Request& request, const Reply& reply) {
              const auto gsrn = std::string(request.parameters.get("id"));
              const auto day_text = std::string(request.query.get("day"));
              const auto day = rules::parse_day(day_text);
              if (!text::are_digits(gsrn, 18))
                return reply(problem_of(400, "bad-parameter", "Invalid path parameter",
                                        "id: expected the 18 digits of a metering point"));
              if (!day_text.empty() && !day)
                return reply(problem_of(400, "bad-parameter", "Invalid query parameter",
                                        "day: expected a day, such as 2026-10-25"));
              with_ledger(hub, reply, [gsrn, day](hub::MessageProcessor&, ledger::Ledger& ledger) {
                const auto today = norway::day_of(ledger.now());
                if (!ledger.market()->metering_point(gsrn, day.value_or(today)).known() &&
                    ledger.market()->changes_of(gsrn).empty())
                  return problem_of(404, "no-such-metering-point", "There is no such metering point.", "");
                return json_answer(gaps_json(ledger, gsrn, day));
              });
            }));
  part.routes.push_back(route("GET", "/hub/v1/queues", "getQueues", {{"limit", 1, 1000}},
                              [hub](const Request& request, const Reply& reply) {
                                with_ledger(
                                    hub, reply,
                                    [limit = static_cast<std::size_t>(http::number(request, "limit", 20))](
                                        hub::MessageProcessor&, ledger::Ledger& ledger) {
                                      return json_answer(queues_json(ledger, limit));
                                    });
                              }));
  auto message = route("GET", "/hub/v1/messages/{id}", "getMessage", {},
                       [gateway, hub](const Request& request, const Reply& reply) {
                         get_message(gateway, hub, request, reply);
                       });
  part.routes.push_back(std::move(message));
  part.routes.push_back(
      route("POST", "/hub/v1/takeovers", "takeOver", {},
            [hub](const Request& request, const Reply& reply) { post_takeover(hub, request, reply); }));
  part.routes.push_back(
      route("POST", "/hub/v1/corrections", "correct", {},
            [hub](const Request& request, const Reply& reply) { post_correction(hub, request, reply); }));
  part.routes.push_back(
      route("POST", "/hub/v1/reactive-channels", "changeReactiveChannels", {},
            [hub](const Request& request, const Reply& reply) { post_channels(hub, request, reply); }));
  part.routes.push_back(
      route("POST", "/hub/v1/resends", "resend", {},
            [hub](const Request& request, const Reply& reply) { post_resend(hub, request, reply); }));
  part.routes.push_back(route("GET", "/hub/v1/digest", "getDigest", {},
                              [hub](const Request&, const Reply& reply) { get_digest(hub, reply); }));
  part.routes.push_back(mail_route(hub));
  auto users = access::user_routes("/hub/v1", user_desk(hub));
  std::move(users.routes.begin(), users.routes.end(), std::back_inserter(part.routes));
  part.openapi.push_back(users.openapi.front());
  for (auto& one : usage_routes(hub)) part.routes.push_back(std::move(one));
  part.metrics = [hub] { return usage_metrics(*hub); };
  part.not_ready = [hub] { return hub->not_ready(); };
  return part;
}

}  // namespace cimgate::hub_api
