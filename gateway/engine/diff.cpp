#include <algorithm>
#include <optional>
#include <utility>

#include "cimgate/gateway.hpp"
#include "gateway/conformance/profile_choice.hpp"
#include "gateway/document/paths.hpp"
#include "gateway/engine/translation.hpp"
#include "gateway/mapping/residual.hpp"
#include "gateway/mapping/translation_findings.hpp"

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

/// What of a side is compared.
struct Content {
  const std::vector<Message>* messages = nullptr;
  const document::Supplement* supplement = nullptr;

  Content(const std::vector<Message>& of, const std::optional<document::Supplement>& beside)
      : messages(&of), supplement(beside ? &*beside : nullptr) {}
};

/// The documents that a message of BIM becomes; nothing, and why, when it becomes none.
std::optional<mapping::Translation> in_cim(const Engine& engine, const Input& bim, const std::string& profile,
                                           std::vector<Finding>& findings) {
  if (bim.read.messages.size() > 1) {
    findings.push_back(mapping::refused("translation.several-messages",
                                        {"several messages of BIM cannot be compared with documents of CIM",
                                         "flere BIM-meldinger kan ikke sammenlignes med CIM-dokumenter"},
                                        {"Compare one at a time.", "Sammenlign én om gangen."}));
    return std::nullopt;
  }
  auto other = translate_input(engine, bim, profile, {});
  auto& translation = other.translations.front();
  if (translation.documents.empty()) {
    findings.insert(findings.end(), translation.findings.begin(), translation.findings.end());
    return std::nullopt;
  }
  return std::move(translation);
}

/// Makes messages of BIM be of the sets of the first ones. False, and why, when one has something that the
/// set of its counterpart has no place for.
bool same_sets(const Engine& engine, const std::vector<Message>& first, std::vector<Message>& second,
               std::vector<Finding>& findings) {
  for (auto& message : second) {
    const auto same = std::find_if(first.begin(), first.end(), [&](const Message& one) {
      return one.set->side == message.set->side && one.kind->root == message.kind->root;
    });
    if (same == first.end() || same->set == message.set) continue;
    const auto schema = engine.catalog->schema(*same->set, *same->kind);
    if (!schema) continue;
    Document moved = conformance::rebind(message.document, *schema, *(*schema)->root(same->kind->root));
    for (NodeId node = 0; node < moved.size(); ++node)
      if (moved[node].element == nullptr) {
        auto finding = mapping::refused(
            "translation.other-schema",
            {"the two messages are of " + same->set->id + " and " + message.set->id +
                 " and cannot be compared",
             "de to meldingene er i " + same->set->id + " og " + message.set->id +
                 " og kan ikke sammenlignes"},
            {"Ask for one version of both with --schema.", "Be om én versjon av begge med --schema."});
        finding.outcome = Outcome::undetermined;
        findings.push_back(std::move(finding));
        return false;
      }
    message = {same->set, same->kind, std::move(moved)};
  }
  return true;
}

}  // namespace

Compared Gateway::diff(const std::vector<std::string>& first, const std::vector<std::string>& second,
                       const DiffOptions& options) const {
  const auto a = read_input(*engine_, first, {options.profile, options.schema}, options.limits);
  auto b = read_input(*engine_, second, {options.profile, options.schema}, options.limits);
  Compared out;
  out.first = names_of(a.read.messages);
  out.second = names_of(b.read.messages);
  out.first_findings = a.findings;
  out.second_findings = b.findings;
  out.first_lines = lines_of(a.read, a.findings);
  out.second_lines = lines_of(b.read, b.findings);
  if (!a.all_valid() || !b.all_valid()) return out;
  // Places of one schema say nothing about messages of another: what is of two versions is compared as one.
  if (!same_sets(*engine_, a.read.messages, b.read.messages, out.second_findings)) return out;
  Content one(a.read.messages, a.read.supplement);
  Content other(b.read.messages, b.read.supplement);
  std::optional<mapping::Translation> made;
  // A message of BIM is compared with documents of CIM as what it becomes there.
  const auto side_of = [](const Input& input) { return input.read.messages.front().set->side; };
  if (side_of(a) != side_of(b)) {
    const bool bim_first = side_of(a) == schema::SchemaSet::Side::bim;
    made = in_cim(*engine_, bim_first ? a : b, (bim_first ? b : a).read.messages.front().set->id,
                  bim_first ? out.first_findings : out.second_findings);
    if (!made) return out;
    (bim_first ? one : other) = Content(made->documents, made->supplement);
  }
  compare(*one.messages, *other.messages, out);
  compare_supplements(one.supplement, other.supplement, out);
  out.equal = out.changes.empty();
  return out;
}

}  // namespace cimgate
