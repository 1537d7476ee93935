#include <doctest/doctest.h>

#include "gateway/gzip/deflater.hpp"
#include "gateway/gzip/inflater.hpp"
#include "gateway/http/body_sink.hpp"
#include "gateway/http/negotiation.hpp"
#include "gateway/http/response.hpp"
#include "gateway/http/router.hpp"
#include "gateway/http/target.hpp"

namespace cimgate::http {
namespace {

using Types = std::vector<std::string>;

Route route(std::string method, std::string pattern) {
  Route made;
  made.method = std::move(method);
  made.pattern = std::move(pattern);
  return made;
}

TEST_CASE("a target is taken apart") {
  const auto target = parse_target("/v1/rules/BRS-NO-213%2Edate?a=b+c%26d&lang=nb&wsdl");
  REQUIRE(target);
  CHECK(target->path == "/v1/rules/BRS-NO-213.date");
  CHECK(target->query.get("a") == "b c&d");
  CHECK(target->query.get("lang") == "nb");
  CHECK(target->query.find("wsdl") != nullptr);
  CHECK(target->query.find("LANG") == nullptr);
  CHECK(parse_target("/x")->has_query == false);
  CHECK(parse_target("/x?")->has_query == true);
  CHECK(parse_target("http://host:80/a/b?c")->path == "/a/b");
  CHECK(parse_target("http://host")->path == "/");
}

TEST_CASE("a target that could mean something else is refused") {
  for (const auto* text :
       {"", "*", "a", "host:80", "/%", "/%4", "/%zz", "/a/../b", "/%2e%2e/x", "/a%2Fb", "/a%00b", "/?a=%q"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_target(text).has_value());
  }
  CHECK(parse_target("/a..b/.c").has_value());
}

TEST_CASE("routes are found by method and path, the more exact first") {
  const auto router = Router::make({route("GET", "/{file...}"), route("GET", "/q/{queue}"),
                                    route("DELETE", "/q/{queue}/{id}"), route("GET", "/q/exact"),
                                    route("POST", "/q/exact"), route("GET", "/")});
  REQUIRE(router);
  const auto pattern = [&](const char* method, const char* path) {
    const auto found = router->find(method, path);
    return found.route == nullptr ? std::string() : found.route->pattern;
  };
  CHECK(pattern("GET", "/") == "/");
  CHECK(pattern("GET", "/q/exact") == "/q/exact");
  CHECK(pattern("GET", "/q/other") == "/q/{queue}");
  CHECK(pattern("GET", "/assets/a/b.js") == "/{file...}");
  CHECK(pattern("HEAD", "/q/other") == "/q/{queue}");
  CHECK(router->find("DELETE", "/q/market/17").parameters.get("id") == "17");
  CHECK(router->find("GET", "/assets/a.js").parameters.get("file") == "assets/a.js");
  const auto wrong = router->find("PUT", "/q/exact");
  CHECK(wrong.route == nullptr);
  CHECK(wrong.near != nullptr);
  CHECK(wrong.allow == Types{"GET", "HEAD", "POST"});
  CHECK_FALSE(Router::make({route("GET", "/a"), route("GET", "/a")}).has_value());
  CHECK_FALSE(Router::make({route("GET", "a")}).has_value());
  CHECK_FALSE(Router::make({route("GET", "/{a...}/b")}).has_value());
}

TEST_CASE("an unknown path has neither route nor methods") {
  const auto router = Router::make({route("GET", "/a/{b}")});
  CHECK(router->find("GET", "/a").allow.empty());
  CHECK(router->find("GET", "/a/").allow.empty());
  CHECK(router->find("GET", "/a/b/c").allow.empty());
}

TEST_CASE("the form of an answer is chosen by quality, then by our order") {
  const Types offers = {"application/json", "application/xml", "text/html"};
  CHECK(choose("", offers) == "application/json");
  CHECK(choose("*/*", offers) == "application/json");
  CHECK(choose("application/xml", offers) == "application/xml");
  CHECK(choose("text/html,application/xml;q=0.9,*/*;q=0.8", offers) == "text/html");
  CHECK(choose("application/json;q=0.1, application/xml;q=0.2", offers) == "application/xml");
  CHECK(choose("text/*", offers) == "text/html");
  CHECK(choose("*/*, application/json;q=0", offers) == "application/xml");
  CHECK_FALSE(choose("image/png", offers).has_value());
  CHECK_FALSE(choose("application/json;q=0", Types{"application/json"}).has_value());
  CHECK(is_one_of("application/soap+xml", Types{"application/*+xml"}));
  CHECK_FALSE(is_one_of("application/json", Types{"application/*+xml", "text/*"}));
  CHECK(media_type(" Application/XML ; charset=utf-8") == "application/xml");
}

TEST_CASE("gzip and languages by their fields") {
  CHECK(accepts_gzip("gzip"));
  CHECK(accepts_gzip("br, GZIP;q=0.5"));
  CHECK(accepts_gzip("*"));
  CHECK_FALSE(accepts_gzip(""));
  CHECK_FALSE(accepts_gzip("identity"));
  CHECK_FALSE(accepts_gzip("gzip;q=0, *"));
  CHECK(prefers_norwegian("nb-NO,nb;q=0.9,en;q=0.8"));
  CHECK_FALSE(prefers_norwegian("en,nb;q=0.9"));
  CHECK_FALSE(prefers_norwegian(""));
}

TEST_CASE("gzip is taken off whatever the pieces") {
  std::string text;
  for (int i = 0; i < 20000; ++i) text += "line " + std::to_string(i * 7919) + "\n";
  const auto packed = gzip::gzipped(text);
  REQUIRE(packed.size() < text.size());
  for (const std::size_t piece : {std::size_t{1}, std::size_t{1000}, packed.size()}) {
    CAPTURE(piece);
    gzip::Inflater inflater;
    std::string out;
    for (std::size_t at = 0; at < packed.size(); at += piece)
      REQUIRE(inflater.put(std::string_view(packed).substr(at, piece), out, 1U << 30U) ==
              gzip::Inflater::Result::more);
    CHECK(inflater.whole());
    CHECK((out == text));
  }
}

TEST_CASE("gzip that is broken, cut off or too large is told apart") {
  const auto packed = gzip::gzipped(std::string(100000, 'x'));
  std::string out;
  gzip::Inflater cut;
  CHECK(cut.put(std::string_view(packed).substr(0, packed.size() - 1), out, 1U << 20U) ==
        gzip::Inflater::Result::more);
  CHECK_FALSE(cut.whole());
  gzip::Inflater other;
  CHECK(other.put("not gzip at all", out, 1U << 20U) == gzip::Inflater::Result::broken);
  auto wrong_sum = packed;
  wrong_sum[packed.size() - 6] = static_cast<char>(wrong_sum[packed.size() - 6] ^ 1);
  gzip::Inflater summed;
  CHECK(summed.put(wrong_sum, out = "", 1U << 20U) == gzip::Inflater::Result::broken);
  gzip::Inflater bomb;
  CHECK(bomb.put(packed, out = "", 99999) == gzip::Inflater::Result::too_large);
  CHECK(out.size() <= 99999);
  gzip::Inflater exact;
  CHECK(exact.put(packed, out = "", 100000) == gzip::Inflater::Result::more);
  gzip::Inflater two;
  CHECK(two.put(packed + packed, out = "", 1U << 20U) == gzip::Inflater::Result::more);
  CHECK(two.whole());
  CHECK(out.size() == 200000);
}

TEST_CASE("room to read into follows what has come") {
  Budget budget(1U << 30U);
  Budget::Lease lease(budget);
  BodySink sink(1U << 30U, lease);
  CHECK(sink.announce(1U << 29U) == BodySink::State::good);
  std::uint64_t left = 1U << 29U;
  const auto first = sink.room(left);
  CHECK(first.size <= 64 * 1024);
  CHECK(sink.came(10, first.size) == BodySink::State::good);
  CHECK(budget.used() == 10);
  left -= 10;
  for (int i = 0; i < 20; ++i) {
    const auto next = sink.room(left);
    CHECK(sink.came(next.size, next.size) == BodySink::State::good);
    left -= next.size;
  }
  CHECK(sink.room(left).size >= 256 * 1024);
}

TEST_CASE("gzip of many members, and gzip that is much smaller than what it becomes") {
  const auto empty = gzip::gzipped("");
  std::string members;
  for (int i = 0; i < 100; ++i) members += empty;
  std::string out;
  gzip::Inflater few({200, 99, 0});
  CHECK(few.put(members, out, 1U << 20U) == gzip::Inflater::Result::too_dense);
  gzip::Inflater enough({200, 100, 0});
  CHECK(enough.put(members, out, 1U << 20U) == gzip::Inflater::Result::more);
  CHECK(enough.whole());
  const auto blanks = gzip::gzipped(std::string(3000000, ' '));
  gzip::Inflater dense({200, 10, 1000000});
  CHECK(dense.put(blanks, out = "", 1U << 30U) == gzip::Inflater::Result::too_dense);
  CHECK(out.size() < 2000000);
  gzip::Inflater allowed({1100, 10, 1000000});
  CHECK(allowed.put(blanks, out = "", 1U << 30U) == gzip::Inflater::Result::more);
}

TEST_CASE("a body is held to its limit and to what all share") {
  Budget budget(1000);
  {
    Budget::Lease lease(budget);
    BodySink sink(100, lease);
    CHECK(sink.announce(101) == BodySink::State::too_large);
    CHECK(sink.put(std::string(100, 'x')) == BodySink::State::good);
    CHECK(sink.put("x") == BodySink::State::too_large);
    CHECK(budget.used() >= 100);
  }
  CHECK(budget.used() == 0);
  Budget::Lease first(budget);
  CHECK(first.grow_to(900));
  Budget::Lease second(budget);
  BodySink sink(1000, second);
  // What is announced costs nothing, what comes does.
  CHECK(sink.announce(1000) == BodySink::State::good);
  CHECK(budget.used() == 900);
  CHECK(sink.put(std::string(100, 'x')) == BodySink::State::good);
  CHECK(budget.used() == 1000);
  CHECK(sink.put("x") == BodySink::State::no_budget);
  first.give_back();
  CHECK(sink.put("x") == BodySink::State::good);
}

TEST_CASE("a body with gzip counts as it is without") {
  Budget budget(50000);
  Budget::Lease lease(budget);
  BodySink sink(1U << 20U, lease);
  sink.inflate({});
  CHECK(sink.put(gzip::gzipped(std::string(100000, 'x'))) == BodySink::State::no_budget);
  Budget::Lease other(budget);
  BodySink small(1000, other);
  small.inflate({});
  CHECK(small.put(gzip::gzipped(std::string(1001, 'x'))) == BodySink::State::too_large);
}

TEST_CASE("a handler cannot break the head of its answer") {
  Answer answer;
  answer.content_type = "text/plain";
  answer.headers.add("X-A", "one\r\nX-B: two");
  const auto head = response_head(answer, {});
  CHECK(head.find("X-B") == std::string::npos);
  CHECK(head.find("X-A: one\r\n") != std::string::npos);
  CHECK(head.ends_with("\r\n\r\n"));
}

}  // namespace
}  // namespace cimgate::http
