#pragma once
#include <functional>
#include <string>
#include <vector>

#include "cimgate/gateway.hpp"

namespace cimgate {

/// Where an explanation goes while it is made: it is many times as long as what is explained.
struct ExplanationSink {
  std::function<void(const Explained&)> begin;       ///< once, before the first value: message and profile
  std::function<void(const ExplainedValue&)> value;  ///< in document order
};

/// As Gateway::explain(), but for the values, which go to the sink.
Explained explain_into(const Engine& engine, const std::vector<std::string>& parts,
                       const ExplainOptions& options, const ExplanationSink& sink);

}  // namespace cimgate
