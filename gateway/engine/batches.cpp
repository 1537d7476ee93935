#include "gateway/engine/batches.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
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
  return std::any_of(batch.read.messages.begin(), batch.read.messages.end(), [](const auto& message) {
    const auto last = message.document.root().last_child;
    return last != no_node && !message.document.is_of_head(last);
  });
}

/// What the check of the schema found; what is said of the reading as a whole stands behind it.
bool is_found_by_schema(const Finding& one) {
  return one.stage == Stage::schema && one.line > 0 && one.rule != "schema.engines-disagree" &&
         one.rule != "schema.reference";
}

/// Into the order of the message.
void put_in_place(std::vector<Finding> found, std::vector<Finding>& all) {
  const auto stands_before = [](const Finding& a, const Finding& b) {
    return std::tie(a.line, a.column) < std::tie(b.line, b.column);
  };
  auto at = std::find_if(all.begin(), all.end(), is_found_by_schema);
  for (auto& one : found) {
    while (at != all.end() && is_found_by_schema(*at) && stands_before(*at, one)) ++at;
    at = std::next(all.insert(at, std::move(one)));
  }
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
  put_in_place(validation::violations_to_findings(input.read.messages.front(), batch.violations),
               input.findings);
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

void put_in_order(std::vector<Finding>& findings) {
  const auto end = std::stable_partition(findings.begin(), findings.end(), [](const Finding& one) {
    return one.stage < Stage::schema || is_found_by_schema(one);
  });
  const auto is_of_root = [](const Finding& one) {
    const auto below = one.xpath.find('/', 1);
    return below == std::string::npos || one.xpath[below + 1] == '@';
  };
  std::stable_partition(findings.begin(), end,
                        [&](const Finding& one) { return one.stage < Stage::schema || is_of_root(one); });
  // Of the root and of the engines several parts say the same.
  const auto is_said = [](const Finding& a, const Finding& b) {
    return a.stage == Stage::schema && a.rule == b.rule && a.xpath == b.xpath && a.line == b.line &&
           a.column == b.column && a.text.en == b.text.en;
  };
  findings.erase(std::unique(findings.begin(), findings.end(), is_said), findings.end());
}

void keep_what_is_not_wellformed(std::vector<Finding>& findings, std::size_t& left_out) {
  const auto is_wellformed = [](const Finding& finding) { return finding.stage == Stage::wellformed; };
  if (std::none_of(findings.begin(), findings.end(), is_wellformed)) return;
  std::erase_if(findings, std::not_fn(is_wellformed));
  left_out = 0;
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
    for (NodeId at = part.root().first_child; at != no_node; at = part[at].next)
      if (!part.is_of_head(at)) copy_below(part, at, message, 0);
    const auto between = part.root().text;
    if (between.find_first_not_of(" \t\r\n") != std::string_view::npos)
      message.set_text(0, std::string(message.root().text) + std::string(between));
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
