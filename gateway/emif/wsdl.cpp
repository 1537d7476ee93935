#include "gateway/emif/wsdl.hpp"

#include <fmt/format.h>

#include "gateway/server/problem.hpp"

namespace cimgate::emif {
namespace {

server::Answer xml(std::string text) {
  server::Answer answer;
  answer.content_type = "text/xml; charset=utf-8";
  answer.body = std::move(text);
  return answer;
}

server::Answer not_found(std::string detail) {
  return server::problem(server::Problem{404, "not-found", "There is nothing here.", std::move(detail), {}});
}

/// A host as it may stand in an address; the header is the other end's.
bool is_host(std::string_view host) {
  return !host.empty() && host.size() < 256 &&
         host.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]_") ==
             std::string_view::npos;
}

}  // namespace

server::Answer wsdl(const Engine& engine, const Service& service, const server::Request& request) {
  bool asked = false;
  for (const auto& [name, value] : request.query) asked = asked || name == "wsdl" || name == "WSDL";
  if (!asked)
    return not_found(
        fmt::format("Post SOAP messages here; the description of the service is at {}?wsdl.", service.name));
  const auto found = engine.store->read(fmt::format("xsd/elhub/wsdl/{}.wsdl", service.name));
  if (!found) return not_found("The service has no WSDL.");
  std::string text(*found);
  const auto host = request.headers.get("Host");
  constexpr std::string_view built_in = "http://localhost:8080";
  if (const auto at = text.find(built_in); at != std::string::npos && is_host(host))
    text.replace(at, built_in.size(), fmt::format("http://{}", host));
  return xml(std::move(text));
}

server::Answer schema(const Engine& engine, const server::Request& request) {
  const auto& path = request.path;
  constexpr std::string_view services = "/emif/services/";
  constexpr std::string_view emif = "/emif/";
  const auto file = path.starts_with(services) ? "xsd/elhub/wsdl/" + path.substr(services.size())
                                               : "xsd/elhub/" + path.substr(emif.size());
  if (file.find("..") != std::string::npos || !file.ends_with(".xsd"))
    return not_found("There is no such schema.");
  const auto found = engine.store->read(file);
  if (!found) return not_found("There is no such schema.");
  return xml(std::string(*found));
}

}  // namespace cimgate::emif
