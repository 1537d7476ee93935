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
  /// Hands out the market state to judge one message by when `level=market` is asked for, at once or later,
  /// from any thread; empty, or nothing handed out = there is none.
  using TakeMarket = std::function<void(std::shared_ptr<const rules::Facts>)>;
  std::function<void(TakeMarket)> market;
};

/// /v1/*: validate, translate and explain one message; rules, mappings, schemas and coverage.
http::Part v1_part(const Gateway& gateway, V1Options options);

}  // namespace cimgate::api
