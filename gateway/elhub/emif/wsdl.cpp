#include "gateway/elhub/emif/wsdl.hpp"

#include <fmt/format.h>

#include "gateway/http/problem.hpp"

namespace cimgate::emif {
namespace {

http::Answer xml(std::string text) {
  http::Answer answer;
  answer.content_type = "text/xml; charset=utf-8";
  answer.body = std::move(text);
  return answer;
}

http::Answer not_found(std::string detail) {
  return http::problem(http::Problem{404, "not-found", "There is nothing here.", std::move(detail), {}});
}

/// The first of a list, which is the one nearest to the asker.
std::string_view first_of(std::string_view list) {
  list = list.substr(0, list.find(','));
  const auto end = list.find_last_not_of(" \t");
  return list.substr(0, end == std::string_view::npos ? 0 : end + 1);
}

/// Where the services are reached. What a proxy in front says counts when it has the form of a host: anybody
/// can say it. Nothing when nobody says anything.
std::optional<std::string> base_of(const http::Request& request, const std::optional<http::PublicUrl>& url) {
  if (url) return fmt::format("{}://{}{}", url->scheme, url->authority, url->path);
  auto host = first_of(request.headers.get("X-Forwarded-Host"));
  if (!http::parse_authority(host)) host = request.headers.get("Host");
  if (!http::parse_authority(host)) return std::nullopt;
  const bool tls = first_of(request.headers.get("X-Forwarded-Proto")) == "https";
  return fmt::format("{}://{}", tls ? "https" : "http", host);
}

}  // namespace

http::Answer wsdl(const Engine& engine, const Service& service, const http::Request& request,
                  const std::optional<http::PublicUrl>& url) {
  bool asked = false;
  for (const auto& [name, value] : request.query) asked = asked || name == "wsdl" || name == "WSDL";
  if (!asked)
    return not_found(
        fmt::format("Post SOAP messages here; the description of the service is at {}?wsdl.", service.name));
  const auto found = engine.store->read(std::string(service.wsdl));
  if (!found) return not_found("The service has no WSDL.");
  std::string text(*found);
  const auto base = base_of(request, url);
  constexpr std::string_view built_in = "http://localhost:8080";
  if (const auto at = text.find(built_in); at != std::string::npos && base)
    text.replace(at, built_in.size(), *base);
  return xml(std::move(text));
}

http::Answer schema(const hub::Intake& intake, const http::Request& request) {
  const auto& path = request.path;
  constexpr std::string_view services = "/emif/services/";
  constexpr std::string_view emif = "/emif/";
  const auto file = path.starts_with(services) ? "xsd/elhub/wsdl/" + path.substr(services.size())
                                               : "xsd/elhub/" + path.substr(emif.size());
  if (file.find("..") != std::string::npos || !file.ends_with(".xsd"))
    return not_found("There is no such schema.");
  const auto& engine = intake.engine();
  const auto found =
      intake.version() == nullptr ? engine.store->read(file) : engine.catalog->read(*intake.version(), file);
  if (!found) return not_found("There is no such schema.");
  return xml(std::string(*found));
}

}  // namespace cimgate::emif
