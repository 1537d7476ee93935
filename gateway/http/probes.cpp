#include "gateway/http/probes.hpp"

#include "gateway/http/json_answer.hpp"
#include "gateway/http/metrics.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/http/query.hpp"
#include "gateway/http/transport_errors.hpp"
#include "gateway/json/openapi_3_0.hpp"
#include "gateway/yaml/load.hpp"

namespace cimgate::http {
namespace {

Answer text(std::string body, std::string content_type) {
  Answer answer;
  answer.content_type = std::move(content_type);
  answer.body = std::move(body);
  return answer;
}

/// For tools that read nothing newer.
Answer older_openapi(const std::string& document) {
  const auto read = yaml::load(document);
  if (!read) return problem(errors::fault());
  auto older = json::as_openapi_3_0(*read);
  return older ? json_answer(*std::move(older)) : problem(errors::fault());
}

Route get(std::string path, std::string operation, std::function<Answer(const Request&)> make) {
  Route route;
  route.method = "GET";
  route.pattern = std::move(path);
  route.operation = std::move(operation);
  route.runs = Runs::at_once;
  route.handle = [make = std::move(make)](const Request& request, const Reply& reply) {
    reply(make(request));
  };
  return route;
}

}  // namespace

Probes::Probes(const std::vector<Part>& parts) {
  for (const auto& part : parts) {
    if (part.not_ready) not_ready_.push_back(part.not_ready);
    if (part.state) states_.push_back(part.state);
    if (part.metrics) metrics_.push_back(part.metrics);
  }
}

Answer Probes::ready() const {
  std::string missing = core_->stopping ? "stopping" : "";
  for (const auto& ask : not_ready_) {
    const auto why = ask();
    if (!why.empty()) missing += (missing.empty() ? "" : "; ") + why;
  }
  if (missing.empty()) {
    std::string lines = "ready\n";
    for (const auto& ask : states_)
      if (const auto line = ask(); !line.empty()) lines += line + '\n';
    return text(std::move(lines), "text/plain; charset=utf-8");
  }
  auto answer = problem(Problem{503, "not-ready", "The server is not ready", missing, {}});
  answer.headers.add("Retry-After", "1");
  return answer;
}

Answer Probes::metrics() const {
  std::string lines = core_->metrics.text(core_->budget.used());
  for (const auto& more : metrics_) lines += more();
  return text(lines + process_metrics(), "text/plain; version=0.0.4; charset=utf-8");
}

Answer Probes::openapi(const Request& request) const {
  if (auto unknown = unknown_parameter(request, {"version"})) return *unknown;
  const auto version = request.query.get("version", "3.1");
  if (version == "3.1") return json_answer(openapi_);
  if (version != "3.0") return bad_parameter("version", "expected 3.1 or 3.0");
  Answer later;
  later.rest = [self = shared_from_this()] { return older_openapi(self->openapi_); };
  return later;
}

Part Probes::part() {
  Part part;
  const auto self = shared_from_this();
  part.openapi = {"gateway/http/openapi/probes.yaml"};
  part.routes.push_back(
      get("/livez", "livez", [](const Request&) { return text("alive\n", "text/plain; charset=utf-8"); }));
  part.routes.push_back(get("/readyz", "readyz", [self](const Request&) { return self->ready(); }));
  part.routes.push_back(get("/metrics", "metrics", [self](const Request&) { return self->metrics(); }));
  part.routes.push_back(
      get("/openapi.json", "openapi", [self](const Request& request) { return self->openapi(request); }));
  return part;
}

}  // namespace cimgate::http
