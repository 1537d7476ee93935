#include <array>
#include <utility>

#include "gateway/api/v1_service.hpp"
#include "gateway/check/judge.hpp"
#include "gateway/engine/engine.hpp"
#include "gateway/http/negotiation.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/report/file_rules.hpp"
#include "gateway/report/writer.hpp"

namespace cimgate::api {
namespace {

std::string with_charset(std::string_view type) {
  const bool text = type.starts_with("text/") || type.ends_with("xml");
  return std::string(type) + (text ? "; charset=utf-8" : "");
}

}  // namespace

std::optional<Level> level_of(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, Level>, 4> levels = {{{"schema", Level::schema},
                                                                         {"codes", Level::codes},
                                                                         {"message", Level::message},
                                                                         {"market", Level::market}}};
  for (const auto& [known, level] : levels)
    if (known == name) return level;
  return std::nullopt;
}

const std::vector<std::string> validate_types = report::media_types();

void V1::with_market(std::string_view level, http::Request request, const http::Reply& reply,
                     std::function<http::Answer(http::Request, Market)> work) {
  if (!options_.market || level_of(level) != Level::market) return reply(work(std::move(request), nullptr));
  options_.market([reply, work = std::move(work),
                   kept = std::make_shared<http::Request>(std::move(request))](Market market) {
    // Judged on a worker: whoever hands the market out has other things to do.
    http::Answer answer;
    answer.rest = [work, kept, market = std::move(market)] { return work(std::move(*kept), market); };
    reply(std::move(answer));
  });
}

void V1::validate(http::Request request, const http::Reply& reply) {
  const std::string level(request.query.get("level"));
  with_market(level, std::move(request), reply,
              [self = shared_from_this()](http::Request kept, Market market) {
                return self->validated(std::move(kept), std::move(market));
              });
}

http::Answer V1::validated(http::Request request, Market market) {
  if (auto unknown = unknown_parameter(request, {"level", "profile", "schema", "as-of", "emif", "file"}))
    return *unknown;
  check::JudgeOptions judging;
  auto& options = judging.validate;
  const auto level = level_of(request.query.get("level", "message"));
  if (!level) return bad_parameter("level", "expected schema, codes, message or market");
  options.level = *level;
  if (auto bad = bad_day(request, options.as_of)) return *bad;
  options.profile = request.query.get("profile");
  if (auto bad = bad_profile(options.profile)) return *bad;
  options.schema = request.query.get("schema");
  if (auto bad = bad_schema(options.schema)) return *bad;
  options.emif = request.query.get("emif");
  if (!options.emif.empty() && !gateway_.engine().knows_version(options.emif))
    return bad_parameter("emif", "expected a version of EMIF that is known, such as 2.4");
  options.market = std::move(market);
  options.limits = options_.limits;

  report::Run run;
  run.version = options_.version;
  run.as_of = options.as_of;
  run.started = options_.now();
  run.day = run.started.substr(0, 10);
  run.fail_on = check::FailOn::never;
  run.norwegian = http::is_norwegian(request);
  run.describe = report::file_rules(gateway_);
  const auto type =
      http::choose(request.headers.get("Accept"), validate_types).value_or(validate_types.front());
  const auto kind = report::kind_of_type(type).value_or(report::Kind::json);
  const std::string name(request.query.get("file", "message"));
  judging.with_values = report::draws_values(kind);

  auto file = check::judge(gateway_, name, parts_of(request), judging);
  check::settle(file, run.fail_on);
  std::vector<Finding> findings;
  for (const auto& judged : file.findings) findings.push_back(judged.finding);
  verdicts_.add(file.verdict, findings);
  if (file.fault)
    return http::problem(
        http::Problem{500, "fault", "Internal error", "The check of the message failed.", {}});

  const auto writer = report::make_writer(kind, run);
  http::Answer answer;
  answer.content_type = with_charset(type);
  answer.body = writer->begin();
  answer.body += writer->add(file);
  report::RunEnd end;
  end.totals.add(file);
  end.ended = options_.now();
  answer.body += writer->end(end);
  answer.headers.add("Vary", "Accept, Accept-Language");
  if (kind == report::Kind::html)
    answer.headers.add(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:");
  return answer;
}

}  // namespace cimgate::api
