#include "gateway/api/v1_service.hpp"
#include "gateway/engine/engine.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/json/out.hpp"
#include "gateway/json_schema/collection.hpp"

namespace cimgate::api {

http::Answer V1::json_schemas() const {
  json::JsonOut out(true);
  out.begin_object();
  out.key("schemas");
  out.begin_array();
  for (const auto& place : json_schema::places(*gateway_.engine().catalog)) {
    out.begin_object(json::JsonOut::Line::one);
    out.member("href", "/schemas/" + place.path);
    out.member("title", place.title);
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return json_answer(std::move(out).take());
}

http::Answer V1::json_schema(const http::Request& request) const {
  if (auto unknown = unknown_parameter(request, {"draft"})) return *unknown;
  const auto form = json_schema::form_called(request.query.get("draft"));
  if (!form) return bad_parameter("draft", "expected 2020-12, 07 or openapi-3.0");
  auto schema = json_schema::schema_at(*gateway_.engine().catalog, request.parameters.get("path"), *form);
  if (!schema)
    return http::problem(http::Problem{404,
                                       "not-found",
                                       "There is nothing at this path",
                                       schema.error() + ". GET /schemas lists them.",
                                       {}});
  auto answer = json_answer(*std::move(schema));
  if (!form->as_openapi_3_0) answer.content_type = "application/schema+json";
  return answer;
}

}  // namespace cimgate::api
