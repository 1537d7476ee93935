#pragma once
#include <doctest/doctest.h>

#include <cstdint>
#include <string>

#include "tests/server/client.hpp"

/// What a party that speaks CIM sends to the hub.
namespace cimgate::test {

/// The header fields of a document in JSON.
inline std::string sender(const std::string& gln, const std::string& more = {}) {
  return "SenderGLN: " + gln + "\r\nContent-Type: application/json\r\n" + more;
}

/// A message as the bundle that /v1/translate makes of it.
inline std::string bundle(std::uint16_t port, const std::string& message) {
  const auto answer =
      ask(port, "POST", "/v1/translate?profile=nmeg-no/0.1", "Content-Type: application/xml\r\n", message);
  REQUIRE(answer.status == 200);
  return answer.body;
}

}  // namespace cimgate::test
