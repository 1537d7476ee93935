#include <algorithm>

#include "cimgate/gateway.hpp"
#include "gateway/document/paths.hpp"
#include "gateway/gateway/input.hpp"
#include "gateway/mapping/residual.hpp"

namespace cimgate {
namespace {

using document::Document;
using document::Message;
using document::no_node;
using document::NodeId;

/// A document of one side.
struct Side {
  const Document& document;
  document::Paths paths;

  explicit Side(const Document& of) : document(of), paths(of) {}

  std::string value(NodeId node, const schema::Attribute* attribute) const {
    if (node == no_node) return {};
    if (attribute == nullptr) return std::string(document.effective_text(node));
    return std::string(document.attribute(node, attribute->name).value_or(std::string_view()));
  }
  std::uint32_t line(NodeId node) const { return node == no_node ? 0 : document[node].position.line; }
};

void compare(const Document& first, const Document& second, Compared& out) {
  using Kind = document::SupplementEntry::Kind;
  Side a(first);
  Side b(second);
  for (const auto& found : mapping::difference(first, second)) {
    Change change;
    const auto* attribute = found.attribute;
    change.first = a.value(found.wanted, attribute);
    change.second = b.value(found.given, attribute);
    const bool in_second =
        found.given != no_node && (attribute == nullptr || second.attribute(found.given, attribute->name));
    change.kind = found.entry.kind == Kind::absent ? Change::Kind::added
                  : in_second                      ? Change::Kind::value
                                                   : Change::Kind::missing;
    const bool by_second = found.wanted == no_node;
    change.path = by_second ? b.paths.path(found.given) : a.paths.path(found.wanted);
    if (attribute != nullptr) change.path += "/@" + attribute->name;
    change.first_line = a.line(found.wanted);
    change.second_line = b.line(found.given);
    out.changes.push_back(std::move(change));
  }
}

void compare(const std::vector<Message>& first, const std::vector<Message>& second, Compared& out) {
  std::vector<bool> met(second.size());
  for (const auto& message : first) {
    std::size_t other = 0;
    while (other < second.size() && (met[other] || second[other].kind->root != message.kind->root)) ++other;
    if (other == second.size()) {
      out.changes.push_back({Change::Kind::missing,
                             '/' + message.kind->root.local,
                             {},
                             {},
                             message.document.root().position.line,
                             0});
      continue;
    }
    met[other] = true;
    compare(message.document, second[other].document, out);
  }
  for (std::size_t i = 0; i < second.size(); ++i)
    if (!met[i])
      out.changes.push_back({Change::Kind::added,
                             '/' + second[i].kind->root.local,
                             {},
                             {},
                             0,
                             second[i].document.root().position.line});
}

void compare_supplements(const document::Supplement* first, const document::Supplement* second,
                         Compared& out) {
  const auto entries_of = [](const document::Supplement* supplement) {
    auto entries = supplement == nullptr ? std::vector<document::SupplementEntry>() : supplement->entries;
    std::string ignored;
    mapping::unfold(entries, ignored);
    return entries;
  };
  const auto a = entries_of(first);
  const auto b = entries_of(second);
  const auto in = [](const std::vector<document::SupplementEntry>& list,
                     const document::SupplementEntry& entry) {
    return std::find_if(list.begin(), list.end(), [&](const auto& other) {
      return other.kind == entry.kind && other.path == entry.path;
    });
  };
  for (const auto& entry : a) {
    const auto other = in(b, entry);
    if (other == b.end())
      out.changes.push_back({Change::Kind::missing, "/supplement/" + entry.path, entry.value, {}, 0, 0});
    else if (other->value != entry.value)
      out.changes.push_back(
          {Change::Kind::value, "/supplement/" + entry.path, entry.value, other->value, 0, 0});
  }
  for (const auto& entry : b)
    if (in(a, entry) == a.end())
      out.changes.push_back({Change::Kind::added, "/supplement/" + entry.path, {}, entry.value, 0, 0});
}

}  // namespace

Compared Gateway::diff(const std::vector<std::string>& first, const std::vector<std::string>& second,
                       const DiffOptions& options) const {
  const auto a = read_input(*engine_, first, options.profile, options.limits);
  const auto b = read_input(*engine_, second, options.profile, options.limits);
  Compared out;
  out.first = names_of(a.read.messages);
  out.second = names_of(b.read.messages);
  out.first_findings = a.findings;
  out.second_findings = b.findings;
  out.first_lines = lines_of(a.read, a.findings);
  out.second_lines = lines_of(b.read, b.findings);
  if (!a.all_valid() || !b.all_valid()) return out;
  compare(a.read.messages, b.read.messages, out);
  compare_supplements(a.read.supplement ? &*a.read.supplement : nullptr,
                      b.read.supplement ? &*b.read.supplement : nullptr, out);
  out.equal = out.changes.empty();
  return out;
}

}  // namespace cimgate
