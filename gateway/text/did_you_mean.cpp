#include "gateway/text/did_you_mean.hpp"

#include "gateway/text/nearest.hpp"

namespace cimgate::text {

std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates) {
  const std::vector<std::string_view> known(candidates.begin(), candidates.end());
  const auto meant = text::did_you_mean(name, known);
  return meant.empty() ? std::string() : ", did you mean '" + std::string(meant) + "'?";
}

}  // namespace cimgate::text
