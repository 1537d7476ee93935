#include "gateway/engine/batches.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "gateway/reader/read.hpp"
#include "gateway/validation/schema_stage.hpp"

namespace cimgate {
namespace {

using document::Document;
using document::no_node;
using document::NodeId;

void copy_below(const Document& from, NodeId node, Document& to, NodeId parent) {
  const auto& source = from[node];
  const NodeId made = to.append(parent, source.name, source.ns, source.position);
  if (!source.text.empty()) to.set_text(made, source.text);
  for (const auto& attribute : source.attributes)
    to.set_attribute(made, attribute.name, attribute.value, attribute.position);
  to.set_nil(made, source.nil);
  for (NodeId child = source.first_child; child != no_node; child = from[child].next)
    copy_below(from, child, to, made);
}

template <class List>
void append(List& all, List more) {
  std::move(more.begin(), more.end(), std::back_inserter(all));
}

}  // namespace

Batches::Batches(const Engine& engine, const Pull& pull, const InputLimits& limits, const Asked& asked,
                 const Streaming& streaming)
    : engine_(engine),
      options_(read_options(engine, asked, limits)),
      streaming_(streaming),
      stream_(*engine.catalog, pull, {options_, streaming.batch_bytes, streaming.read_at}) {}

document::ReadResult Batches::read_again(std::string_view text) const {
  return reader::read(*engine_.catalog, text, options_);
}

tl::expected<std::optional<reader::Batch>, std::string> Batches::next() {
  auto batch = stream_.next();
  if (batch && *batch && streaming_.progress) streaming_.progress((*batch)->end_offset);
  return batch;
}

bool Batches::confirm(const std::optional<reader::ReadCut>& read) {
  const bool right = stream_.confirm(read);
  if (right && streaming_.progress) streaming_.progress(read->batch.end_offset);
  return right;
}

namespace {

/// Whether there is more in it than the head, which stands in every batch, and the end of the root.
bool has_anything(const reader::Batch& batch) {
  if (batch.records > 0) return true;
  return std::any_of(batch.read.messages.begin(), batch.read.messages.end(), [&](const auto& message) {
    const auto last = message.document.root().last_child;
    if (last == no_node) return false;
    const auto& position = message.document[last].position;
    return std::tie(position.line, position.column) >= std::tie(batch.start.line, batch.start.column);
  });
}

Input count_batch(reader::Batch& batch) {
  const bool counts = has_anything(batch);
  Input input;
  input.read = std::move(batch.read);
  input.valid.assign(input.read.messages.size(), false);
  input.findings_left_out = input.read.findings_left_out;
  for (const auto& message : input.read.messages)
    if (counts) input.findings_left_out += conformance::check_whole_document(message.document, 0).left_out;
  return input;
}

}  // namespace

Input check_batch(reader::Batch& batch, const InputLimits& limits) {
  if (batch.counts_only) return count_batch(batch);
  auto input = check_input(std::move(batch.read), limits);
  if (batch.violations.empty() || input.read.messages.empty()) return input;
  auto found = validation::violations_to_findings(input.read.messages.front(), batch.violations);
  std::move(found.begin(), found.end(), std::back_inserter(input.findings));
  input.valid.assign(1, false);
  return input;
}

void drop(reader::Batch& batch, Input& input) {
  input.read.messages.clear();
  input.read.source = {};
  batch.read.messages.clear();
  batch.read.source = {};
  batch.pieces.clear();
}

SourceLines lines_of(reader::Batch& batch, Input& input, const std::vector<Finding>& findings) {
  if (findings.empty()) return {};
  if (input.read.source.text().empty()) {
    batch.find_source();
    input.read.source = batch.read.source;
  }
  return lines_of(input.read, findings);
}

bool is_beginning(const reader::Batch& batch) {
  return !batch.last && batch.records > 0 && batch.read.messages.size() == 1 &&
         batch.read.messages.front().set->side == schema::SchemaSet::Side::bim;
}

void drop_lone_number(const std::string& record_path, std::vector<Finding>& findings) {
  for (auto& finding : findings)
    if (finding.xpath.starts_with(record_path + "[1]")) finding.xpath.erase(record_path.size(), 3);
}

void leave_open(const Batches& batches, const std::string& set, std::vector<Finding>& findings) {
  const auto& others = batches.may_be_of();
  if (others.empty()) return;
  for (auto& finding : findings)
    if (finding.stage == Stage::schema) finding.outcome = Outcome::undetermined;
  std::string names;
  for (const auto* other : others) names += (names.empty() ? "" : ", ") + other->id;
  Finding finding;
  finding.rule = "schema.not-judged";
  finding.stage = Stage::schema;
  finding.outcome = Outcome::undetermined;
  finding.text = {
      fmt::format("The message is too large to be read twice. Its first records are valid in {}, later ones "
                  "are not, and are in {}: of which version it is, is open.",
                  set, names),
      fmt::format("Meldingen er for stor til å leses to ganger. De første postene er gyldige i {}, senere er "
                  "det ikke, men er det i {}: hvilken versjon den er av, er åpent.",
                  set, names)};
  finding.advice = {fmt::format("Ask with --schema {} or --schema {}.", set, others.front()->id),
                    fmt::format("Be om --schema {} eller --schema {}.", set, others.front()->id)};
  findings.push_back(std::move(finding));
}

tl::expected<document::ReadResult, std::string> whole_of(reader::Batch first, Batches& batches) {
  if (!first.last)
    if (auto whole = batches.take_whole()) return std::move(*whole);
  if (first.last) {
    first.find_source();  // lines may have to be shown
    return std::move(first.read);
  }
  std::string text;
  source::SourceText last_source;
  const auto add_source = [&](reader::Batch& batch) {
    if (batch.read.source.text().empty()) batch.find_source();
    // Batches of an input that was read whole all have the text of the whole.
    if (batch.read.source.text().data() == last_source.text().data()) return;
    last_source = batch.read.source;
    text += last_source.text();
  };
  add_source(first);
  auto whole = std::move(first.read);
  bool last = false;
  while (!last) {
    auto next = batches.next();
    if (!next) return tl::make_unexpected(next.error());
    if (!*next) break;
    auto& batch = **next;
    last = batch.last;
    add_source(batch);
    append(whole.findings, std::move(batch.read.findings));
    append(whole.reference_errors, std::move(batch.read.reference_errors));
    whole.findings_left_out += batch.read.findings_left_out;
    whole.valid = whole.valid && batch.read.valid;
    if (batch.read.messages.empty()) {
      whole.messages.clear();
      continue;
    }
    if (whole.messages.empty()) continue;
    auto& message = whole.messages.front().document;
    const auto& part = batch.read.messages.front().document;
    NodeId node = batch.first_node;
    // Without records, what is new stands behind those that came before.
    for (NodeId at = part.root().first_child; node == no_node && last && at != no_node; at = part[at].next)
      if (const auto place = reader::record_place(*part.root().element);
          part[at].element != nullptr && place && part[at].place > *place)
        node = at;
    for (; node != no_node; node = part[node].next) copy_below(part, node, message, 0);
    // What records break together is found again when the whole is checked.
    whole.valid = whole.valid && batch.violations.empty();
  }
  if (!whole.messages.empty())
    if (const auto place = reader::record_place(*whole.messages.front().document.root().element))
      whole.messages.front().document.number_records(*place, 0, false);
  if (!batches.may_be_of().empty()) return batches.read_again(text);
  whole.in_parts = true;
  whole.source = source::SourceText(std::move(text));
  return whole;
}

}  // namespace cimgate
