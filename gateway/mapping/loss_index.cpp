#include "gateway/mapping/loss_index.hpp"

namespace cimgate::mapping {

LossIndex::LossIndex(const VariantPlan& variant) {
  for (std::size_t i = 0; i < variant.documents.size(); ++i) add(variant.documents[i].rules, {}, {}, i);
  add(variant.rules, {}, {}, 0);
}

void LossIndex::add(const std::vector<Correspondence>& rules, const std::string& bim, const std::string& cim,
                    std::size_t document) {
  for (const auto& rule : rules) {
    for (const auto& path : rule.bim) {
      const std::string text = message_path(path, bim);
      if (rule.def->supplement) subtrees_.emplace(text, &rule);
      if (rule.loss() != nullptr) lossy_.emplace(text, &rule);
    }
    if (rule.cim && rule.def->kind != CorrespondenceDef::Kind::each)
      cim_.emplace(std::make_pair(document, message_path(*rule.cim, cim)), &rule);
    if (rule.def->kind == CorrespondenceDef::Kind::each && !rule.bim.empty() && rule.cim)
      add(rule.rules, message_path(rule.bim.front(), bim), message_path(*rule.cim, cim), document);
    for (const auto& branch : rule.branches) {
      // What an alternative sets for itself is in the charge of the alternatives.
      for (const auto& is : branch.cim.is)
        cim_.emplace(std::make_pair(document, message_path(is.path, cim)), &rule);
      add(branch.rules, bim, cim, document);
    }
  }
}

const Correspondence* LossIndex::explains(std::string_view bim_path) const {
  if (const auto at = lossy_.find(bim_path); at != lossy_.end()) return at->second;
  // An attribute goes with its element.
  if (const auto attribute = bim_path.rfind("/@"); attribute != std::string_view::npos)
    if (const auto at = lossy_.find(bim_path.substr(0, attribute)); at != lossy_.end()) return at->second;
  for (std::string_view above = bim_path;;) {
    const auto slash = above.rfind('/');
    if (slash == std::string_view::npos) break;
    above = above.substr(0, slash);
    if (const auto at = subtrees_.find(above); at != subtrees_.end()) return at->second;
  }
  const std::string inside = std::string(bim_path) + '/';
  const auto at = lossy_.lower_bound(inside);
  return at != lossy_.end() && at->first.starts_with(inside) ? at->second : nullptr;
}

const Correspondence* LossIndex::in_charge(std::size_t document, std::string_view cim_path) const {
  for (std::string_view at = cim_path; !at.empty();) {
    if (const auto found = cim_.find(std::make_pair(document, std::string(at))); found != cim_.end())
      return found->second;
    const auto slash = at.rfind('/');
    at = slash == std::string_view::npos ? std::string_view() : at.substr(0, slash);
  }
  return nullptr;
}

}  // namespace cimgate::mapping
