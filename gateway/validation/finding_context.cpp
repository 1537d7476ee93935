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

/// A UUID or a short technical id; as many digits as a person's number has may be one.
bool is_series_id(std::string_view text, const dialect::PersonalNumbers& numbers) {
  const auto is_part = [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  };
  if (text.empty() || text.size() > longest_identifier || !std::all_of(text.begin(), text.end(), is_part))
    return false;
  const auto digits = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_digit));
  constexpr std::size_t most_between = 4;  // spaces and hyphens among the digits of a person's number
  return !(numbers.have(digits) && text.size() < digits + most_between);
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

std::string_view text_of_attribute(const Document& document, NodeId node, std::string_view name) {
  const auto value = document.attribute(node, name);
  return value ? trimmed(*value) : std::string_view();
}

/// False for one of several records: it says nothing of what stands beside it.
bool stands_once(const Document& document, NodeId parent, NodeId child) {
  const auto* above = document[parent].element;
  return above == nullptr || document[child].element == nullptr ||
         above->children()[document[child].place].max == 1;
}

/// What a node says by one of the marks, itself or among its children: some messages have an element around
/// what others have as one.
std::string_view said_among(const Document& document, NodeId parent,
                            const std::vector<dialect::Mark>& marks) {
  const auto in = [&](NodeId node, bool is_child) -> std::optional<std::string_view> {
    const auto& name = document[node].name;
    for (const auto& mark : marks) {
      if (mark.in.empty() ? is_child && name == mark.at : name == mark.in)
        return mark.in.empty()     ? trimmed(document[node].text)
               : mark.is_attribute ? text_of_attribute(document, node, mark.at)
                                   : text_of_child(document, node, mark.at);
    }
    return std::nullopt;
  };
  if (const auto said = in(parent, false)) return *said;
  for (NodeId at = document[parent].first_child; at != no_node; at = document[at].next)
    if (stands_once(document, parent, at))
      if (const auto said = in(at, true)) return *said;
  return {};
}

/// What an element that is meant by one of the marks says; nothing when it is not.
std::optional<std::string_view> said_by(const Document& document, NodeId node,
                                        const std::vector<dialect::Mark>& marks) {
  for (const auto& mark : marks)
    if (document[node].name == mark.in)
      return mark.is_attribute ? text_of_attribute(document, node, mark.at)
                               : text_of_child(document, node, mark.at);
  return std::nullopt;
}

}  // namespace

std::string_view FindingPlaces::metering_point_in(NodeId parent) {
  const auto [at, is_new] = metering_points_.try_emplace(parent);
  if (is_new) {
    const auto& marks = document_.dialect().marks;
    const auto point = said_among(document_, parent, marks.metering_point);
    if (point.size() == marks.metering_point_digits && std::all_of(point.begin(), point.end(), is_digit))
      at->second = point;
  }
  return at->second;
}

FindingContext FindingPlaces::context_of(NodeId node) {
  const auto& dialect = document_.dialect();
  FindingContext context;
  for (NodeId at = node; at != no_node; at = document_[at].parent) {
    if (context.metering_point.empty()) context.metering_point = metering_point_in(at);
    if (!context.position)
      if (const auto position = said_by(document_, at, dialect.marks.position))
        context.position = to_position(*position);
    if (context.series.empty())
      if (const auto id = said_by(document_, at, dialect.marks.series);
          id && is_series_id(*id, dialect.personal_numbers))
        context.series = *id;
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
