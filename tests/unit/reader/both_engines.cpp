#include "tests/unit/reader/both_engines.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/conformance/schema_check.hpp"
#include "gateway/reader/reference.hpp"

namespace cimgate::test {
namespace {

using document::Document;
using document::NodeId;
using document::ReadResult;
using reader::Answer;
using reader::Instructions;

bool is_valid(const ReadResult& read) {
  return !read.messages.empty() && read.findings.empty() && read.reference_errors.empty() &&
         std::all_of(read.messages.begin(), read.messages.end(), [](const document::Message& message) {
           return conformance::check_document(message.document, 1).empty();
         });
}

std::string difference_at(const Document& fast, const Document& reference, NodeId id) {
  const auto& a = fast[id];
  const auto& b = reference[id];
  if (a.element != b.element || a.name != b.name || a.ns != b.ns) return "element";
  if (a.parent != b.parent || a.first_child != b.first_child || a.last_child != b.last_child ||
      a.next != b.next || a.child_count != b.child_count)
    return "tree";
  if (a.place != b.place) return "place";
  if (a.text != b.text) return "text";
  if (a.nil != b.nil) return "nil";
  if (a.position.line != b.position.line || a.position.column != b.position.column)
    return fmt::format("position {}:{}, not {}:{}", a.position.line, a.position.column, b.position.line,
                       b.position.column);
  if (a.attributes.size() != b.attributes.size()) return "number of attributes";
  for (std::size_t i = 0; i < a.attributes.size(); ++i) {
    const auto& x = a.attributes[i];
    const auto& y = b.attributes[i];
    if (x.declaration != y.declaration || x.name != y.name) return "attribute name";
    if (x.value != y.value) return "attribute value";
    if (x.position.line != y.position.line || x.position.column != y.position.column)
      return fmt::format("attribute position {}:{}, not {}:{}", x.position.line, x.position.column,
                         y.position.line, y.position.column);
  }
  return {};
}

std::string difference_of(const document::Message& a, const document::Message& b) {
  if (a.set != b.set || a.kind != b.kind) return "schema set or message";
  const auto nodes = std::min(a.document.size(), b.document.size());
  for (NodeId id = 0; id < nodes; ++id)
    if (const auto difference = difference_at(a.document, b.document, id); !difference.empty())
      return a.document.path(id) + ": " + difference;
  if (a.document.size() != b.document.size()) return "number of nodes";
  return {};
}

bool differ(const std::optional<document::Envelope>& a, const std::optional<document::Envelope>& b) {
  if (!a || !b) return a.has_value() != b.has_value();
  return a->root != b->root || a->bodies != b->bodies || a->body_elements != b->body_elements ||
         a->operation != b->operation ||
         !std::equal(a->must_understand.begin(), a->must_understand.end(), b->must_understand.begin(),
                     b->must_understand.end(),
                     [](const auto& x, const auto& y) { return x.name == y.name && x.actor == y.actor; });
}

std::string difference_of(const ReadResult& fast, const ReadResult& reference) {
  if (reference.messages.size() != fast.messages.size()) return "number of messages";
  for (std::size_t i = 0; i < fast.messages.size(); ++i)
    if (auto difference = difference_of(fast.messages[i], reference.messages[i]); !difference.empty())
      return difference;
  if (reference.supplement) return "supplement";
  if (differ(fast.envelope, reference.envelope)) return "envelope";
  if (fast.source.text() != reference.source.text()) return "source";
  for (const auto offset : {std::size_t{0}, fast.source.text().size() / 2, fast.source.text().size()}) {
    const auto x = fast.source.at(offset);
    const auto y = reference.source.at(offset);
    if (x.line != y.line || x.column != y.column) return "lines of the source";
  }
  return {};
}

/// In a tree that is made of what is not valid, of text between elements counts only that it is there.
std::string difference_of_forgiven(const Document& made, const Document& reference) {
  if (made.size() != reference.size()) return "number of nodes";
  for (NodeId id = 0; id < made.size(); ++id) {
    const auto& node = made[id];
    const auto& other = reference[id];
    const bool is_leaf = node.element != nullptr && node.element->text != nullptr;
    const bool same = node.element == other.element && node.name == other.name && node.ns == other.ns &&
                      node.parent == other.parent && node.place == other.place && node.nil == other.nil &&
                      node.position.line == other.position.line &&
                      node.position.column == other.position.column;
    if (!same) return made.path(id) + ": element";
    if (node.element == nullptr) continue;
    if (is_leaf ? node.text != other.text : node.text.empty() != other.text.empty())
      return made.path(id) + ": text";
    if (node.attributes.size() != other.attributes.size()) return made.path(id) + ": number of attributes";
    for (std::size_t i = 0; i < node.attributes.size(); ++i) {
      const auto& a = node.attributes[i];
      const auto& b = other.attributes[i];
      if (a.declaration != b.declaration || a.name != b.name || a.value != b.value ||
          a.position.line != b.position.line || a.position.column != b.position.column)
        return made.path(id) + ": attribute";
    }
  }
  return {};
}

/// The documents that are made of what is well-formed, valid or not, are those of the reference reader.
std::string difference_of_forgiven(const schema::Catalog& catalog, const ReadResult& reference,
                                   const document::ReadOptions& options, Instructions instructions) {
  if (reference.source.text().empty()) return {};
  auto asked = options;
  if (!reference.messages.empty() && reference.messages.front().set->side == schema::SchemaSet::Side::cim)
    asked.profile = reference.messages.front().set->id;
  const auto made = reader::make_documents(catalog, reference.source, asked, instructions);
  if (!made) return {};
  const auto is_told = [](const Finding& finding) { return finding.stage == Stage::wellformed; };
  if (std::any_of(reference.findings.begin(), reference.findings.end(), is_told))
    return "documents are made of what is not well-formed: " + reference.findings.front().text.en;
  if (made->size() != reference.messages.size()) return "number of messages that are made";
  for (std::size_t i = 0; i < made->size(); ++i) {
    const auto difference = difference_of_forgiven((*made)[i].document, reference.messages[i].document);
    if (!difference.empty()) return "of the documents that are made: " + difference;
  }
  return {};
}

}  // namespace

Comparison compare_engines(const schema::Catalog& catalog, std::string_view bytes,
                           const document::ReadOptions& options) {
  Comparison result;
  const auto reference = reader::read_by_reference(catalog, bytes, options);
  const auto best = reader::best_instructions();
  for (const auto instructions : {Instructions::scalar, Instructions::sse2, Instructions::avx2}) {
    if (instructions > best) continue;
    ReadResult fast;
    const auto answer = reader::try_read(catalog, bytes, options, instructions, fast);
    if (instructions != Instructions::scalar && answer != result.answer)
      result.difference = "the instruction sets differ";
    result.answer = answer;
    if (answer == Answer::accepted && !is_valid(reference)) {
      result.difference = "accepted by the fast engine alone";
      if (!reference.findings.empty()) result.difference += ": " + reference.findings.front().text.en;
      if (!reference.reference_errors.empty())
        result.difference += ": " + reference.reference_errors.front().message;
    } else if (answer == Answer::accepted) {
      result.difference = difference_of(fast, reference);
    } else if (answer == Answer::refused && is_valid(reference)) {
      result.difference = "refused by the fast engine alone";
    }
    if (result.difference.empty())
      result.difference = difference_of_forgiven(catalog, reference, options, instructions);
    if (!result.difference.empty()) return result;
  }
  return result;
}

}  // namespace cimgate::test
