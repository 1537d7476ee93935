#pragma once
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "cimgate/gateway.hpp"
#include "cimgate/market.hpp"
#include "gateway/c_interface/options.hpp"
#include "gateway/check/status.hpp"

/// What stands behind the functions of include/cimgate/cimgate.h, in C++: options as JSON in, an answer as
/// JSON out.
namespace cimgate::c_interface {

/// A gateway, with the state of the market that it was opened with.
struct Opened {
  Gateway gateway;
  MarketState market;  ///< null = none
};

struct Answer {
  check::Status status = check::Status::fine;
  std::string text;
};

/// {"error": "…"} with `usage`.
Answer wrong_call(const std::string& why);

/// Error: what is wrong with the options, or what cannot be opened.
tl::expected<Opened, std::string> open(Options& options);

using Parts = std::vector<std::string>;
using Call = Answer(const Opened& opened, const Parts& parts, Options& options);

Call validate, translate, explain, round_trip;

}  // namespace cimgate::c_interface
