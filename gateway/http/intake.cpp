#include "gateway/http/intake.hpp"

#include <algorithm>

#include "gateway/http/negotiation.hpp"
#include "gateway/http/target.hpp"
#include "gateway/http/transport_errors.hpp"

namespace cimgate::http {

namespace http = boost::beast::http;

namespace {

using Head = http::header<true, http::fields>;

bool same_word(std::string_view value, std::string_view word) {
  return boost::beast::iequals({value.data(), value.size()}, {word.data(), word.size()});
}

std::string_view view(boost::beast::string_view text) {
  return {text.data(), text.size()};
}

/// How the body travels.
std::optional<TransportError> framing(const HeadParser& parser, const Head& head, Intake& intake) {
  if (const auto transfer = head.find(http::field::transfer_encoding); transfer != head.end()) {
    if (!same_word(view(transfer->value()), "chunked")) return errors::unsupported_transfer();
    // Both at once is how requests are smuggled past others (RFC 9112, section 6.1).
    if (head.count(http::field::content_length) > 0)
      return errors::bad_request("Content-Length and Transfer-Encoding do not say how long the body is.");
    intake.chunked = true;
  } else if (const auto length = parser.content_length()) {
    intake.length = *length;
  }
  const auto encoding = head[http::field::content_encoding];
  if (encoding.empty() || same_word(view(encoding), "identity")) return std::nullopt;
  if (!same_word(view(encoding), "gzip") && !same_word(view(encoding), "x-gzip"))
    return errors::unsupported_encoding();
  intake.gzip = true;
  return std::nullopt;
}

std::optional<TransportError> expectation(const Head& head, Intake& intake) {
  const auto expect = head[http::field::expect];
  if (expect.empty()) return std::nullopt;
  if (!same_word(view(expect), "100-continue")) return errors::expectation_failed();
  intake.expects_continue = !intake.http_1_0;
  return std::nullopt;
}

/// The authority of the target comes before Host (RFC 9112, section 3.2.2). HTTP/1.0 need not say either.
bool names_this_server(const Head& head, const Trust& trust) {
  const auto target = view(head.target());
  if (const auto mark = target.find("://"); mark != std::string_view::npos && !target.starts_with('/')) {
    const auto authority = target.substr(mark + 3);
    if (!trust.knows_host(authority.substr(0, authority.find_first_of("/?#")))) return false;
  }
  return head.count(http::field::host) == 0 || trust.knows_host(view(head[http::field::host]));
}

/// What a browser would do for a page that is not ours. Other programs say nothing of pages.
std::optional<TransportError> page_of_others(const Route& route, const Head& head, const Intake& intake,
                                             const Trust& trust) {
  const auto site = view(head["Sec-Fetch-Site"]);
  const bool has_origin = head.count(http::field::origin) > 0;
  if (has_origin && !trust.knows_origin(view(head[http::field::origin]), view(head[http::field::host])))
    return errors::foreign_page();
  if (site == "cross-site" || (site == "same-site" && !has_origin)) return errors::foreign_page();
  // Only POST needs no leave of the server that is asked; the type of its body tells forms apart.
  if (route.harmless || intake.request.method != "POST") return std::nullopt;
  const auto type = media_type(view(head[http::field::content_type]));
  const bool of_browser = has_origin || !site.empty();
  if (route.own_forms && (has_origin || site == "same-origin")) return std::nullopt;
  if (is_type_of_forms(type) || (type.empty() && of_browser)) return errors::type_of_forms();
  return std::nullopt;
}

/// Whether the route takes a body like this, and has an answer like that.
std::optional<TransportError> terms(const Route& route, const Head& head, const Intake& intake) {
  if (route.body == BodyIs::refused && intake.has_body()) return errors::unwanted_body();
  if (route.body == BodyIs::required && !intake.has_body()) {
    const bool said = head.count(http::field::content_length) > 0;
    return said ? errors::no_body() : errors::length_required();
  }
  if (intake.length > intake.body_limit) return errors::too_large(intake.body_limit);
  const auto type = media_type(view(head[http::field::content_type]));
  if (intake.has_body() && !type.empty() && !route.consumes.empty() && !is_one_of(type, route.consumes))
    return errors::unsupported_type(route.consumes);
  if (!route.produces.empty() && !choose(view(head[http::field::accept]), route.produces))
    return errors::not_acceptable(route.produces);
  return std::nullopt;
}

}  // namespace

Intake examine(const HeadParser& parser, const Router& router, const Limits& limits, const Trust& trust) {
  const auto& head = parser.get();
  Intake intake;
  intake.http_1_0 = head.version() < 11;
  intake.keep_alive = parser.keep_alive();
  intake.body_limit = static_cast<std::size_t>(limits.max_body);
  intake.takes_gzip = accepts_gzip(view(head[http::field::accept_encoding]));
  const auto method = view(head.method_string());
  intake.head_only = method == "HEAD";
  intake.request.method = intake.head_only ? "GET" : std::string(method);

  auto target = parse_target(method == "OPTIONS" && head.target() == "*" ? "/" : view(head.target()));
  if (target) {
    intake.found = router.find(method, target->path);
    intake.request.path = std::move(target->path);
    intake.request.query = std::move(target->query);
    intake.request.has_query = target->has_query;
    intake.request.parameters = std::move(intake.found.parameters);
  }
  const auto lang = intake.request.query.get("lang");
  intake.norwegian =
      lang.empty() ? prefers_norwegian(view(head[http::field::accept_language])) : lang == "nb";
  const auto* route = intake.found.route;
  if (route != nullptr && route->body_limit)
    intake.body_limit = std::min(intake.body_limit, *route->body_limit);

  auto& error = intake.error;
  error = framing(parser, head, intake);
  if (!error && head.target().size() > limits.max_target) error = errors::target_too_long(limits);
  if (!error && !target) error = errors::bad_request("The path cannot be read.");
  if (!error && !intake.http_1_0 && head.count(http::field::host) != 1)
    error = errors::bad_request("There must be one Host field.");
  if (!error && !names_this_server(head, trust)) error = errors::unknown_host();
  if (!error && route == nullptr) {
    intake.options = method == "OPTIONS" && !intake.found.allow.empty();
    if (!intake.options)
      error = intake.found.allow.empty()
                  ? errors::not_found()
                  : errors::method_not_allowed(std::string(method), intake.found.allow);
  }
  if (!error && route != nullptr && method != "GET" && method != "HEAD")
    error = page_of_others(*route, head, intake, trust);
  if (!error) error = expectation(head, intake);
  if (!error && route != nullptr) error = terms(*route, head, intake);
  if (!error)
    for (const auto& field : head)
      intake.request.headers.add(std::string(view(field.name_string())), std::string(view(field.value())));
  return intake;
}

const Route* route_of(std::string_view raw_head, const Router& router) {
  const auto line = raw_head.substr(0, raw_head.find_first_of("\r\n"));
  const auto first = line.find(' ');
  if (first == std::string_view::npos) return nullptr;
  const auto from = first + 1;
  auto path = line.substr(from, line.find(' ', from) - std::min(from, line.size()));
  path = path.substr(0, path.find('?'));
  const auto target = parse_target(path);
  if (!target) return nullptr;
  const auto found = router.find(line.substr(0, first), target->path);
  return found.route != nullptr ? found.route : found.near;
}

}  // namespace cimgate::http
