#include "gateway/http/problem.hpp"

#include <string>

#include "gateway/json/out.hpp"

namespace cimgate::http {

std::string problem_json(const Problem& problem, std::size_t level) {
  json::JsonOut out(true, level);
  out.begin_object();
  const auto member = [&](std::string_view name, std::string_view text) {
    out.key(name);
    out.text(text);
  };
  if (!problem.type.empty()) member("type", "urn:cimgate:problem:" + problem.type);
  member("title", problem.title.empty() ? reason_phrase(problem.status) : problem.title);
  out.key("status");
  out.literal(std::to_string(problem.status));
  if (!problem.detail.empty()) member("detail", problem.detail);
  for (const auto& more : problem.members) {
    out.key(more.name);
    out.literal(more.json);
  }
  out.end_object();
  return out.take_piece();
}

Answer problem(const Problem& problem) {
  Answer answer;
  answer.status = problem.status;
  answer.content_type = "application/problem+json";
  answer.body = problem_json(problem) + '\n';
  return answer;
}

Answer problem(const TransportError& error) {
  return problem(Problem{error.status, error.type, error.title, error.detail, {}});
}

std::string_view reason_phrase(std::uint16_t status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 411:
      return "Length Required";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 421:
      return "Misdirected Request";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return {};
  }
}

}  // namespace cimgate::http
