// What comes by HTTP: heads, targets, fields, bodies, gzip.
#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <utility>

#include "gateway/gzip/inflater.hpp"
#include "gateway/http/intake.hpp"
#include "gateway/http/negotiation.hpp"
#include "gateway/http/sink_body.hpp"
#include "gateway/http/target.hpp"
#include "tests/fuzz/surfaces.hpp"

namespace cimgate::fuzz {

void take_head(std::string_view bytes) {
  static const auto router = [] {
    std::vector<http::Route> routes;
    for (const auto& [method, pattern, body] : {std::tuple("POST", "/v1/validate", http::BodyIs::required),
                                                {"GET", "/v1/rules/{id}", http::BodyIs::refused},
                                                {"PUT", "/hub/v1/clock", http::BodyIs::optional},
                                                {"GET", "/{file...}", http::BodyIs::refused}}) {
      http::Route route;
      route.method = method;
      route.pattern = pattern;
      route.body = body;
      route.consumes = {"application/json", "application/*+xml", "text/xml"};
      route.produces = {"application/json", "text/html"};
      routes.push_back(std::move(route));
    }
    return http::Router::make(std::move(routes)).value();
  }();
  const http::Limits limits;
  http::HeadParser parser;
  parser.header_limit(static_cast<std::uint32_t>(limits.max_header));
  parser.body_limit(boost::none);
  boost::system::error_code error;
  parser.put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
  if (!error && parser.is_header_done()) {
    const auto intake = http::examine(parser, router, limits, {{"hub.example"}});
    if (!intake.error && !intake.options && intake.found.route == nullptr)
      throw Broken("taken, and for no route");
  }
  http::route_of(bytes, router);
}

void take_target(std::string_view bytes) {
  const auto target = http::parse_target(bytes);
  if (!target) return;
  if (!target->path.starts_with('/')) throw Broken("a path that does not begin with /");
  if (target->path.find('\0') != std::string::npos) throw Broken("a path with a NUL");
  if ((target->path + '/').find("/../") != std::string::npos) throw Broken("a path that goes up");
}

void take_fields(std::string_view bytes) {
  static const std::array<std::string, 3> offers = {"application/json", "application/xml", "text/html"};
  http::is_one_of(http::media_type(bytes), offers);
  if (const auto chosen = http::choose(bytes, offers); chosen && http::quality(bytes, *chosen) <= 0)
    throw Broken("chosen, and not acceptable: " + *chosen);
  for (const auto& offer : offers)
    if (const auto quality = http::quality(bytes, offer); quality < 0 || quality > 1000)
      throw Broken("a quality that is none");
  http::accepts_gzip(bytes);
  http::charset_of(bytes);
  // Host and Origin.
  const http::Trust trust = {{"hub.example"}};
  trust.knows_host(bytes);
  trust.knows_origin(bytes, "localhost:8080");
  http::is_type_of_forms(http::media_type(bytes));
  http::prefers_norwegian(bytes);
}

namespace {

/// A body in chunks, as it comes in pieces of this size: whether all of it came, and what it is.
std::pair<bool, std::string> unchunked(std::string_view bytes, std::size_t piece) {
  constexpr std::size_t limit = 100'000;
  constexpr std::string_view head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  http::Budget budget(2 * limit);
  http::Budget::Lease lease(budget);
  http::BodySink sink(limit, lease);
  boost::beast::http::request_parser<http::SinkBody> parser;
  parser.body_limit(boost::none);
  parser.eager(true);
  parser.get().body().sink = &sink;
  boost::system::error_code error;
  std::string held(head);
  for (std::size_t at = 0; !parser.is_done(); at += piece) {
    held += bytes.substr(std::min(at, bytes.size()), piece);
    // One that is left alone may hold what the next continues.
    for (std::size_t used = 1; used > 0 && !held.empty() && !parser.is_done();) {
      used = parser.put(boost::asio::const_buffer(held.data(), held.size()), error);
      held.erase(0, used);
      if (error && error != boost::beast::http::error::need_more) return {false, {}};
      error = {};
    }
    if (at >= bytes.size()) break;
  }
  if (!parser.is_done() || sink.end() != http::BodySink::State::good) return {false, {}};
  auto body = sink.take();
  if (body.size() > limit || body.size() > bytes.size()) throw Broken("more than was sent");
  return {true, std::move(body)};
}

}  // namespace

void take_body(std::string_view bytes) {
  if (unchunked(bytes, bytes.size() + 1) != unchunked(bytes, 7)) throw Broken("chunks in pieces are others");
}

void take_gzip(std::string_view bytes) {
  constexpr std::size_t limit = 100'000;
  const auto inflate = [&](std::size_t piece) {
    gzip::Inflater inflater;
    std::string out;
    auto result = gzip::Inflater::Result::more;
    for (std::size_t at = 0; at < bytes.size() && result == gzip::Inflater::Result::more; at += piece) {
      result = inflater.put(bytes.substr(at, piece), out, limit);
      if (out.size() > limit) throw Broken("more than the limit");
    }
    // Which of two reasons to refuse it comes first hangs on the pieces.
    const bool taken = result == gzip::Inflater::Result::more;
    return std::tuple(taken, taken && inflater.whole(), taken ? out : std::string());
  };
  if (inflate(bytes.size() + 1) != inflate(1)) throw Broken("gzip in pieces is another");
}

}  // namespace cimgate::fuzz
