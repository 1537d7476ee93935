#include "gateway/document/nearest_name.hpp"

#include "gateway/schema/nearest.hpp"

namespace cimgate::document {

std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates) {
  const std::vector<std::string_view> known(candidates.begin(), candidates.end());
  const auto meant = schema::did_you_mean(name, known);
  return meant.empty() ? std::string() : ", did you mean '" + std::string(meant) + "'?";
}

}  // namespace cimgate::document
