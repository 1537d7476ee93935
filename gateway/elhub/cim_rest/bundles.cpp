#include "gateway/elhub/cim_rest/bundles.hpp"

#include <fmt/format.h>

#include "gateway/report/findings_json.hpp"

namespace cimgate::cim_rest {
namespace {

http::Problem no_bundle(const Translated& translated, const std::string& profile) {
  http::Problem problem;
  if (translated.fault)
    problem = {500, "fault", "Internal error", "A message of the hub could not be translated.", {}};
  else
    problem = {406,
               "no-cim-form",
               "A message of the hub has no form in CIM.",
               fmt::format("{} could not be translated to {}. The SOAP services hand it out as it is.",
                           translated.message, profile),
               {}};
  if (!translated.findings.empty())
    problem.members.push_back({"findings", report::findings_json(translated.findings, "  ", false)});
  return problem;
}

}  // namespace

TranslateOptions form_of(const hub::Intake& intake, const std::string& profile, Target target) {
  TranslateOptions options;
  if (intake.version() != nullptr) options.schema = intake.version()->id;
  options.profile = profile;
  options.target = target;
  options.compact = true;
  options.files = false;
  return options;
}

tl::expected<std::string, http::Problem> bundle_of(const Gateway& gateway, const std::string& xml,
                                                   const TranslateOptions& options) {
  auto translated = gateway.translate(xml, options);
  if (translated.fault || translated.whole.empty())
    return tl::unexpected(no_bundle(translated, options.profile));
  while (translated.whole.ends_with('\n')) translated.whole.pop_back();
  return std::move(translated.whole);
}

}  // namespace cimgate::cim_rest
