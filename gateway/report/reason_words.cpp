#include "gateway/report/reason_words.hpp"

#include <algorithm>
#include <iterator>

#include "gateway/yaml/load.hpp"

namespace cimgate::report {
namespace {

struct Row {
  std::string_view en, nb;
};

constexpr Row ways[] = {
    {"alternative", "alternativ"},
    {"companion", "følgedokument"},
    {"computed", "beregnet"},
    {"constant", "konstant"},
    {"converted", "omregnet"},
    {"copied", "kopiert"},
    {"default", "standardverdi"},
    {"derived", "utledet"},
    {"joined", "satt sammen"},
    {"only CIM", "bare CIM"},
    {"policy", "valg"},
    {"supplement", "tillegg"},
    {"translated", "oversatt"},
    {"unexplained", "uforklart"},
};

}  // namespace

ReasonWords::ReasonWords(const resources::Store& store, bool norwegian) : norwegian_(norwegian) {
  if (!norwegian) return;
  const auto text = store.read("mappings/reasons.nb.yaml");
  if (!text) return;
  if (const auto read = yaml::load(*text)) reasons_ = (*read)["reasons"];
}

std::string ReasonWords::reason(const std::string& english) const {
  if (!norwegian_ || english.empty()) return english;
  const auto found = reasons_[english];
  return found.is_scalar() ? found.text() : english;
}

std::string_view ReasonWords::how(std::string_view english) const {
  if (!norwegian_) return english;
  const auto* row =
      std::find_if(std::begin(ways), std::end(ways), [&](const Row& one) { return one.en == english; });
  return row == std::end(ways) ? english : row->nb;
}

}  // namespace cimgate::report
