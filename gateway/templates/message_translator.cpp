#include "gateway/templates/message_translator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "gateway/mapping/residual.hpp"
#include "gateway/mapping/translation_findings.hpp"
#include "gateway/templates/document_text.hpp"

namespace cimgate::templates {

using document::Document;
using document::no_node;
using document::NodeId;

MessageTranslator::MessageTranslator() = default;
MessageTranslator::~MessageTranslator() = default;

tl::expected<std::unique_ptr<MessageTranslator>, std::string> MessageTranslator::open(
    const mapping::Translator& translator, const document::Message& first, NodeId record,
    const std::string& profile, Output output) {
  const auto plan = translator.plan(*first.set, first.kind->root.local, profile);
  if (!plan) return tl::make_unexpected(to_string(plan.error().front()));
  const auto* variant = mapping::variant_for(**plan, first.document);
  if (variant == nullptr) return tl::make_unexpected("no way of translating fits");
  std::string obstacle;
  std::shared_ptr<const StreamPlan> stream = stream_plan(**plan, *variant, obstacle);
  if (stream == nullptr) return tl::make_unexpected(obstacle);

  std::unique_ptr<MessageTranslator> made(new MessageTranslator);
  made->translator_ = &translator;
  made->message_ = first.kind->root.local;
  made->schema_ = first.set->id;
  made->profile_ = profile;
  made->output_ = std::move(output);
  auto& setting = made->setting_;
  setting.plan = *plan;
  setting.variant = variant;
  setting.stream = std::move(stream);
  setting.json = made->output_.json;
  setting.json_entries = setting.json || !made->output_.whole;
  setting.options.indent = !made->output_.compact;
  if (made->output_.whole) {
    setting.level = setting.json ? 2 : 1;
    setting.entry_level = 3;
  } else {
    setting.entry_level = 2;
  }
  auto known = std::make_shared<Known>();
  known->head = head_of(first.document, setting.stream->place);
  known->fed.resize(variant->documents.size());
  made->known_ = known;
  for (std::size_t i = 0; i < variant->documents.size(); ++i)
    made->documents_.push_back(std::make_unique<DocumentText>());
  made->choices_ = std::make_unique<EntryFolder>(setting);
  made->entries_ = std::make_unique<EntryFolder>(setting);
  made->own_ = made->worker();
  made->own_->know(made->known_);
  made->skeleton_ = std::make_unique<Skeleton>(setting);

  // A single document stands alone in XML when no supplement comes: nobody knows that before the end.
  if (!setting.json && made->output_.whole) {
    auto run = run_part(setting, *made->known_, first.document, record, 1, {});
    if (!run.proven.good()) return tl::make_unexpected("its first record cannot be translated");
    if (run.proven.made.documents.size() == 1 &&
        translator.known_by(made->messages_of(run), **plan, *variant))
      return tl::make_unexpected("a supplement may come, or not");
  }
  return made;
}

std::vector<document::Message> MessageTranslator::messages_of(PartRun& run) const {
  std::vector<document::Message> messages;
  auto& made = run.proven.made;
  for (std::size_t i = 0; i < made.documents.size(); ++i)
    messages.push_back({setting_.plan->cim_set, made.plans[i]->kind, std::move(made.documents[i])});
  return messages;
}

bool MessageTranslator::fine() const {
  return std::none_of(findings_.begin(), findings_.end(), [](const Finding& finding) {
    return finding.severity == Severity::error || finding.outcome != Outcome::failed;
  });
}

Piece MessageTranslator::new_piece() const {
  Piece piece;
  piece.texts.resize(documents_.size());
  piece.ranges.resize(documents_.size());
  return piece;
}

MessageTranslator::Worked MessageTranslator::work(RecordTranslator& worker, const Document& batch,
                                                  NodeId record, std::uint32_t number) const {
  Worked worked{new_piece(), no_node, number};
  for (NodeId at = record; at != no_node; at = batch[at].next) {
    if (worked.piece.findings.size() > 1000) break;
    if (!worker.translate(batch, at, worked.number, worked.piece)) {
      worked.stopped = at;
      return worked;
    }
    ++worked.number;
  }
  return worked;
}

void MessageTranslator::take(Worked&& worked, const Document* batch) {
  merge(std::move(worked.piece), worked.number - 1);
  while (worked.stopped != no_node) {
    first_record(*batch, worked.stopped, worked.number);
    worked = work(*own_, *batch, (*batch)[worked.stopped].next, worked.number + 1);
    merge(std::move(worked.piece), worked.number - 1);
  }
}

void MessageTranslator::merge(Piece&& piece, std::uint32_t last) {
  constexpr std::size_t most_findings = 10'000;
  if (findings_.size() < most_findings)
    std::move(piece.findings.begin(), piece.findings.end(), std::back_inserter(findings_));
  fault_ = fault_ || piece.fault;
  if (!fine()) return;
  for (std::size_t i = 0; i < piece.texts.size(); ++i) {
    write_records(i, piece.texts[i]);
    auto& ranges = documents_[i]->records;
    ranges.insert(ranges.end(), piece.ranges[i].begin(), piece.ranges[i].end());
  }
  choices_->add(std::move(piece.choices), last);
  entries_->add(std::move(piece.entries), last);
  for (auto& item : piece.orders.items()) orders_.append(item.text);
  for (auto& use : piece.policies) {
    const auto same = std::find_if(policies_.begin(), policies_.end(),
                                   [&](const PolicyUse& known) { return known.rule == use.rule; });
    if (same == policies_.end())
      policies_.push_back(std::move(use));
    else
      same->times += use.times;
  }
}

void MessageTranslator::first_record(const Document& batch, NodeId record, std::uint32_t number) {
  Piece piece = new_piece();
  const auto run = own_->run_whole(batch, record, number, piece);
  for (const auto& text : run.texts) {
    if (!text.fed) continue;
    if (known_->fed[text.document])
      piece.texts[text.document].assign(text.text, text.begin, text.end - text.begin);
    add_to(piece.ranges[text.document], number);
  }
  own_->add_run_entries(run, number, piece);
  if (!run.proven.good()) {
    merge(std::move(piece), number);
    return;
  }
  auto known = std::make_shared<Known>(*known_);
  known->contexts.push_back(context_of(batch, record, number, *setting_.stream));
  for (const auto& text : run.texts) {
    if (!text.fed || known_->fed[text.document]) continue;
    if (fine()) begin(text);
    known->fed[text.document] = true;
  }
  known_ = std::move(known);
  own_->know(known_);
  merge(std::move(piece), number);
}

void MessageTranslator::begin(const PartRun::Text& text) {
  auto& document = *documents_[text.document];
  document.begun = true;
  document.before = text.text.substr(0, text.begin);
  document.after = text.text.substr(text.end);
  document.open = output_.whole && text.document == 0;
  if (document.open) output_.whole(skeleton_->start_document());
  write_records(text.document, std::string_view(text.text).substr(0, text.end));
}

void MessageTranslator::write_records(std::size_t document, std::string_view text) {
  if (text.empty()) return;
  if (documents_[document]->open)
    output_.whole(text);
  else
    documents_[document]->waiting.append(text);
}

void MessageTranslator::tell_fault(const std::string& en, const std::string& nb) {
  findings_.push_back(mapping::fault("translation.streamed", en, nb));
  fault_ = true;
}

/// What was written around the records must be what head and first records give all together.
bool MessageTranslator::check_heads(const PartRun& run) {
  for (const auto& text : run.texts) {
    const auto& document = *documents_[text.document];
    if (!document.begun) continue;
    if (text.text.starts_with(document.before) && text.text.ends_with(document.after)) continue;
    tell_fault("the head of a document depends on more than the first record",
               "hodet i et dokument avhenger av mer enn den første forekomsten");
    return false;
  }
  return true;
}

std::vector<document::SupplementEntry> MessageTranslator::head_entries(const PartRun& run) const {
  std::vector<document::SupplementEntry> found;
  const std::string records = setting_.stream->name + '[';
  for (const auto& hint : run.proven.hints)
    if (!hint.path.starts_with(records) && hint.path != setting_.stream->name) found.push_back(hint);
  for (const auto& difference : run.proven.differences)
    if (!difference.entry.path.starts_with(records)) found.push_back(difference.entry);
  return mapping::fold(std::move(found));
}

void MessageTranslator::add_head_policies(const PartRun& run) {
  document::Paths paths(run.bim);
  std::vector<PolicyUse> heads;
  for (const auto& note : run.proven.made.notes) {
    if (note.kind != mapping::Note::Kind::policy) continue;
    NodeId top = note.node;
    while (top != 0 && run.bim[top].parent != 0) top = run.bim[top].parent;
    if (top != 0 && run.bim[top].place == setting_.stream->place) continue;
    const auto document =
        static_cast<std::size_t>(run.proven.made.plans[note.document] - setting_.variant->documents.data());
    heads.push_back({note.rule, document, 1, note.text.en,
                     mapping::finding_at("translation.policy", Severity::info, paths, note.node, note.rule)});
  }
  policies_.insert(policies_.begin(), std::make_move_iterator(heads.begin()),
                   std::make_move_iterator(heads.end()));
}

void MessageTranslator::add_policy_findings() {
  std::stable_sort(policies_.begin(), policies_.end(),
                   [](const PolicyUse& a, const PolicyUse& b) { return a.document < b.document; });
  std::vector<PolicyUse> joined;
  for (auto& use : policies_) {
    const auto same = std::find_if(joined.begin(), joined.end(),
                                   [&](const PolicyUse& known) { return known.rule->def == use.rule->def; });
    if (same == joined.end())
      joined.push_back(std::move(use));
    else
      same->times += use.times;
  }
  for (auto& use : joined) {
    mapping::tell_policy(*use.rule, use.text, use.times, use.first);
    findings_.push_back(std::move(use.first));
  }
}

/// Records that went to different documents come back in their order by the supplement.
void MessageTranslator::find_record_order() {
  std::uint32_t next = 1;
  bool natural = true;
  for (const auto& document : documents_)
    for (const auto& range : document->records) {
      natural = natural && range.first == next;
      next = range.last + 1;
    }
  if (natural) return;
  std::string numbers;
  for (const auto& document : documents_)
    for (const auto& range : document->records)
      for (auto number = range.first; number <= range.last; ++number)
        numbers += (numbers.empty() ? "" : " ") + std::to_string(number);
  append_entry(setting_,
               {document::SupplementEntry::Kind::order, setting_.stream->name, std::move(numbers),
                "the records went to different documents"},
               record_order_);
}

bool MessageTranslator::has_entries(const std::vector<document::SupplementEntry>& head) {
  return !head.empty() || !record_order_.empty() || !orders_.empty() || !choices_->finish().empty() ||
         !entries_->finish().empty();
}

Finished MessageTranslator::finish() {
  Finished finished;
  if (fine()) {
    auto run = run_part(setting_, *known_, *known_->head, no_node, 0, {});
    if (!run.proven.good()) {
      findings_.insert(findings_.end(), run.proven.findings.begin(), run.proven.findings.end());
      fault_ = fault_ || run.proven.fault;
    } else if (check_heads(run)) {
      for (const auto& text : run.texts) {
        auto& document = *documents_[text.document];
        document.made = true;
        document.name = run.proven.made.plans[text.made]->kind->root.local;
        if (!document.begun) document.before = text.text;  // no record went there
      }
      find_record_order();
      const auto head = head_entries(run);
      add_head_policies(run);
      const bool supplement =
          has_entries(head) || !translator_->known_by(messages_of(run), *setting_.plan, *setting_.variant);
      if (!(output_.whole ? write_whole(supplement, head) : write_files(supplement, head)))
        tell_fault("the result could not be kept in a temporary file, or not be written",
                   "resultatet kunne ikke legges i en midlertidig fil, eller ikke skrives");
      add_policy_findings();
    }
  }
  finished.findings = std::move(findings_);
  finished.fault = fault_;
  finished.filled = own_->statistics().filled;
  finished.run = own_->statistics().run;
  return finished;
}

}  // namespace cimgate::templates
