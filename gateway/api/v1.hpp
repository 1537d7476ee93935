#pragma once
#include <functional>
#include <memory>
#include <string>

#include "cimgate/gateway.hpp"
#include "gateway/http/route.hpp"

namespace cimgate::api {

struct V1Options {
  InputLimits limits;
  std::string version;               ///< of the program, for reports
  std::function<std::string()> now;  ///< YYYY-MM-DDThh:mm:ssZ
  /// The market state to judge by when `level=market` is asked for; empty or null = there is none.
  std::function<std::shared_ptr<const rules::Facts>()> market;
};

/// /v1/*: validate, translate and explain one message; rules, mappings, schemas and coverage.
http::Part v1_part(const Gateway& gateway, V1Options options);

}  // namespace cimgate::api
