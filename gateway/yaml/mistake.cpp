#include "gateway/yaml/mistake.hpp"

namespace cimgate::yaml {

std::string to_string(const Mistake& mistake) {
  const auto& place = mistake.place;
  return place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) + ": " +
         mistake.text;
}

std::string to_string(const std::vector<Mistake>& mistakes) {
  std::string all;
  for (const auto& mistake : mistakes) all += (all.empty() ? "" : "\n") + to_string(mistake);
  return all;
}

}  // namespace cimgate::yaml
