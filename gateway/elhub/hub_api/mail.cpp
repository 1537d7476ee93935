#include "gateway/elhub/hub_api/mail.hpp"

#include "gateway/elhub/hub_api/asking.hpp"
#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/http/json_answer.hpp"
#include "gateway/http/query.hpp"
#include "gateway/json/out.hpp"
#include "gateway/rules/calendar.hpp"
#include "gateway/text/ascii.hpp"

namespace cimgate::hub_api {
namespace {

void put(json::JsonOut& out, std::string_view name, std::string_view text) {
  out.key(name);
  out.string(text);
}

void put(json::JsonOut& out, std::string_view language, const std::string& subject, const std::string& body) {
  out.begin_object(language);
  put(out, "subject", subject);
  put(out, "text", body);
  out.end_object();
}

std::string mails_json(ledger::Ledger& ledger, const ledger::MailFilter& filter) {
  json::JsonOut out(true);
  out.begin_object();
  out.begin_array("mails");
  auto last = filter.after;
  for (const auto& [mail, post] : ledger.mails(filter)) {
    last = mail.sequence;
    out.begin_object();
    out.member("seq", mail.sequence);
    put(out, "at", norway::local_text(mail.at));
    put(out, "process", mail.process);
    put(out, "meteringPoint", mail.gsrn);
    put(out, "ends", rules::to_text(mail.ends));
    if (mail.to.empty())
      out.member_literal("to", "null");
    else
      put(out, "to", mail.to);
    put(out, "post", mail.to.empty() ? "no-recipient" : to_string(post.state));
    out.member("tries", post.tries);
    put(out, "nb", mail.subject.nb, mail.body.nb);
    put(out, "en", mail.subject.en, mail.body.en);
    out.end_object();
  }
  out.end_array();
  out.member("last", last);
  out.end_object();
  return std::move(out).take();
}

void get_mail(const std::shared_ptr<hub::Hub>& hub, const http::Request& request, const http::Reply& reply) {
  ledger::MailFilter filter;
  filter.after = http::number(request, "after", 0);
  filter.limit = static_cast<std::size_t>(http::number(request, "limit", 50));
  filter.process = std::string(request.query.get("process"));
  filter.gsrn = std::string(request.query.get("meteringPoint"));
  if (!filter.gsrn.empty() && !text::are_digits(filter.gsrn, 18))
    return reply(http::bad_parameter("meteringPoint", "expected the 18 digits of a metering point"));
  if (const auto since = request.query.get("since"); !since.empty()) {
    const auto moment = norway::parse_moment(since);
    if (!moment)
      return reply(http::bad_parameter("since", "expected a day, such as 2026-06-15, or a time with zone"));
    filter.since = *moment;
  }
  with_ledger(hub, reply, [filter](hub::MessageProcessor&, ledger::Ledger& ledger) {
    return http::json_answer(mails_json(ledger, filter));
  });
}

}  // namespace

http::Route mail_route(std::shared_ptr<hub::Hub> hub) {
  return http::route("GET", "/hub/v1/mail", "getMail",
                     {{"after", 0, http::any_number}, {"limit", 1, 500}, "meteringPoint", "process", "since"},
                     [hub = std::move(hub)](const http::Request& request, const http::Reply& reply) {
                       get_mail(hub, request, reply);
                     });
}

}  // namespace cimgate::hub_api
