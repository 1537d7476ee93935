#include "gateway/report/reason_words.hpp"

#include <utility>

#include "gateway/text/phrases.hpp"
#include "gateway/yaml/load.hpp"

namespace cimgate::report {
namespace {

constexpr text::Phrase ways[] = {
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

std::string ReasonWords::how(std::string_view english) const {
  std::string same(english);
  return norwegian_ ? text::in_norwegian(english, ways).value_or(std::move(same)) : same;
}

}  // namespace cimgate::report
