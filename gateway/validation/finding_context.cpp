#include "gateway/validation/finding_context.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace cimgate::validation {
namespace {

using document::Document;
using document::no_node;
using document::NodeId;

constexpr std::size_t longest_identifier = 60;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool is_metering_point(std::string_view text) {
  return text.size() == 18 && std::all_of(text.begin(), text.end(), is_digit);
}

/// A UUID or a short technical id; eleven digits may be a person.
bool is_series_id(std::string_view text) {
  const auto is_part = [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  };
  if (text.empty() || text.size() > longest_identifier || !std::all_of(text.begin(), text.end(), is_part))
    return false;
  const auto digits = std::count_if(text.begin(), text.end(), is_digit);
  return !(digits == 11 && text.size() < 15);
}

std::optional<std::uint32_t> to_position(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string_view text_of_child(const Document& document, NodeId parent, std::string_view name) {
  for (NodeId at = document[parent].first_child; at != no_node; at = document[at].next)
    if (document[at].name == name) return trimmed(document[at].text);
  return {};
}

/// The identity of the metering point among the children of a node: BIM has an element around it, CIM has
/// not.
std::string_view find_metering_point(const Document& document, NodeId parent) {
  const auto& name = document[parent].name;
  if (name == "MeteringPointUsedDomainLocation") return text_of_child(document, parent, "Identification");
  if (name == "MarketEvaluationPoint") return text_of_child(document, parent, "mRID");
  for (NodeId at = document[parent].first_child; at != no_node; at = document[at].next) {
    const auto& child = document[at].name;
    if (child == "marketEvaluationPoint.mRID") return trimmed(document[at].text);
    if (child == "MeteringPointUsedDomainLocation") return text_of_child(document, at, "Identification");
    if (child == "MarketEvaluationPoint") return text_of_child(document, at, "mRID");
  }
  return {};
}

}  // namespace

std::string_view FindingPlaces::metering_point_in(NodeId parent) {
  const auto [at, is_new] = metering_points_.try_emplace(parent);
  if (is_new) {
    const auto point = find_metering_point(document_, parent);
    if (is_metering_point(point)) at->second = point;
  }
  return at->second;
}

FindingContext FindingPlaces::context_of(NodeId node) {
  FindingContext context;
  for (NodeId at = node; at != no_node; at = document_[at].parent) {
    const auto& name = document_[at].name;
    if (context.metering_point.empty()) context.metering_point = metering_point_in(at);
    if (!context.position) {
      if (name == "Observation") {
        if (const auto sequence = document_.attribute(at, "Sequence"))
          context.position = to_position(*sequence);
      } else if (name == "Point") {
        context.position = to_position(text_of_child(document_, at, "position"));
      }
    }
    if (context.series.empty()) {
      std::string_view id;
      if (name == "PayloadEnergyTimeSeries")
        id = text_of_child(document_, at, "Identification");
      else if (name == "Series" || name == "MktActivityRecord")
        id = text_of_child(document_, at, "mRID");
      if (is_series_id(id)) context.series = id;
    }
  }
  return context;
}

void FindingPlaces::place(Finding& finding, NodeId node) {
  finding.line = document_[node].position.line;
  finding.column = document_[node].position.column;
  finding.xpath = paths_.path(node);
  finding.context = context_of(node);
}

}  // namespace cimgate::validation
