#include "gateway/elhub/emif/client_body.hpp"

#include <fmt/format.h>

#include "gateway/elhub/emif/envelope.hpp"

namespace cimgate::emif {
namespace {

/// CollectedData is declared in the namespace of its service, unlike all other messages: only its root
/// element gets the service's prefix.
std::string in_service_namespace(std::string_view element) {
  std::string text(element);
  const auto open = text.find(":CollectedData");
  if (open == std::string::npos || text.find('<') > open) return text;
  const auto begin = text.rfind('<', open) + 1;
  const auto prefix = text.substr(begin, open - begin);
  text.replace(begin, prefix.size(), "svc");
  if (const auto close = text.rfind("</" + prefix + ":CollectedData"); close != std::string::npos)
    text.replace(close, prefix.size() + 2, "</svc");
  return text;
}

}  // namespace

std::string request_body(const Service& service, const Operation& operation, std::string_view message) {
  const auto element = without_declaration(message);
  return fmt::format(
      "<svc:{0} xmlns:svc=\"{1}\">{2}</svc:{0}>", operation.wrapper, service.ns,
      operation.message == "CollectedData" ? in_service_namespace(element) : std::string(element));
}

}  // namespace cimgate::emif
