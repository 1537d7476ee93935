#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/http/route.hpp"

namespace cimgate::http {

/// An error as RFC 9457 describes it. What each type means stands in docs/problems.md.
struct Problem {
  std::uint16_t status = 400;
  std::string type;    ///< "unknown-party": becomes urn:cimgate:problem:unknown-party; "" = about:blank
  std::string title;   ///< the same for every occurrence of the type
  std::string detail;  ///< of this one; no personal data
  struct Member {
    std::string name;
    std::string json;  ///< the value as JSON text
  };
  std::vector<Member> members;  ///< more about it
};

/// The object, without a line end. `level`: how deep the place is where it will stand.
std::string problem_json(const Problem& problem, std::size_t level = 0);
/// As application/problem+json.
Answer problem(const Problem& problem);
Answer problem(const TransportError& error);

/// The words of the status line: "Not Found"; "" when the status is not a known one.
std::string_view reason_phrase(std::uint16_t status);

}  // namespace cimgate::http
