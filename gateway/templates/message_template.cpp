#include "gateway/templates/message_template.hpp"
#include "gateway/json/write.hpp"
#include "gateway/xml/write.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <map>
#include <optional>
#include <set>

#include "gateway/mapping/proof.hpp"
#include "gateway/mapping/translation_findings.hpp"
#include "gateway/templates/fill.hpp"
#include "gateway/templates/part_builder.hpp"

namespace cimgate::templates {
namespace {

using document::Message;
using Entry = document::SupplementEntry;
using Leaves = std::set<const void*>;  ///< declarations of attributes, or of elements for their texts

/// An entry of the supplement, and the value of the message that it holds.
struct HeldEntry {
  Entry entry;
  std::optional<ValueRef> value;
};

void add_leaves(const mapping::Condition& condition, Leaves& out) {
  const auto add_filters = [&](const mapping::Path& path) {
    for (const auto& step : path.steps)
      if (step.filter_place >= 0)
        out.insert(step.element->children()[static_cast<std::size_t>(step.filter_place)].element);
  };
  for (const auto& path : condition.has) add_filters(path);
  for (const auto& path : condition.lacks) add_filters(path);
  for (const auto& is : condition.is) {
    add_filters(is.path);
    out.insert(is.path.attribute != nullptr ? static_cast<const void*>(is.path.attribute)
                                            : &is.path.element());
  }
  for (const auto& one : condition.any) add_leaves(one, out);
}

/// What folding goes by: what stands before and behind the last number of the path, and the number.
std::optional<std::pair<std::string, std::uint32_t>> numbered(const Entry& entry) {
  const auto open = entry.path.rfind('[');
  const auto close = open == std::string::npos ? open : entry.path.find(']', open);
  if (close == std::string::npos) return std::nullopt;
  std::uint32_t number = 0;
  std::from_chars(entry.path.data() + open + 1, entry.path.data() + close, number);
  return std::make_pair(entry.path.substr(0, open) + '\n' + entry.path.substr(close), number);
}

/// Which values decide whether entries after each other become one. False when one of two is of the key and
/// the other is not.
bool find_pairs(const std::vector<HeldEntry>& entries, std::vector<MessageTemplate::Pair>& out) {
  std::map<std::pair<std::string, std::uint32_t>, const HeldEntry*> seen;
  for (const auto& held : entries) {
    const auto key = numbered(held.entry);
    if (!key || held.entry.kind != Entry::Kind::value) continue;
    if (const auto before = seen.find({key->first, key->second - 1}); before != seen.end()) {
      const auto& other = *before->second;
      if (held.value.has_value() != other.value.has_value()) return false;
      if (held.value) out.push_back({*other.value, *held.value, other.entry.value == held.entry.value});
    }
    // Twice the same place: nobody knows which of the two the next one goes with.
    if (!seen.emplace(*key, &held).second) return false;
  }
  return true;
}

/// Makes one template.
class Maker {
 public:
  Maker(const Setting& setting, const mapping::Translator& translator, const Message& bim,
        const std::string& profile, const Part& part)
      : setting_(setting),
        translator_(translator),
        bim_(bim),
        profile_(profile),
        proven_(mapping::prove(*setting.plan, bim.document, mapping::forward(*setting.plan, bim.document))),
        builder_(setting, bim.document, proven_, part, LeafUse::Weight::first_row, true) {}

  std::shared_ptr<const MessageTemplate> make() {
    if (!proven_.good() || proven_.made.turned_on_a_value || !builder_.values_return()) return nullptr;
    auto made = std::make_shared<MessageTemplate>();
    const auto entries = held_entries();
    if (!find_pairs(entries, made->pairs)) return nullptr;
    fold(entries);
    take_documents();
    const bool supplement =
        !supplement_.entries.empty() || !translator_.known_by(documents_, *setting_.plan, *setting_.variant);
    write(supplement ? &supplement_ : nullptr);
    give_documents_back();
    if (supplement_.entries.empty() && !is_known_by_key()) return nullptr;
    if (!add_texts(*made) || !add_findings(*made)) return nullptr;
    return is_itself(*made) ? made : nullptr;
  }

 private:
  struct Written {
    std::string name, text;
    document::BundleLog log;
    std::size_t first = 0;  ///< the document that the log begins with
  };

  std::vector<HeldEntry> held_entries() const {
    std::vector<HeldEntry> entries;
    for (const auto& hint : proven_.hints) entries.push_back({hint, {}});
    for (const auto& found : proven_.differences) {
      entries.push_back({found.entry, {}});
      if (found.entry.kind == Entry::Kind::value && found.wanted != document::no_node &&
          !found.entry.value.empty())
        entries.back().value = builder_.free_value(found.wanted, found.attribute);
    }
    return entries;
  }

  void fold(const std::vector<HeldEntry>& entries) {
    supplement_.message = bim_.kind->root.local;
    supplement_.schema = bim_.set->id;
    supplement_.profile = profile_;
    std::vector<Entry> all;
    all.reserve(entries.size());
    for (const auto& held : entries) all.push_back(held.entry);
    std::vector<std::size_t> firsts;
    supplement_.entries = mapping::fold(std::move(all), &firsts);
    for (const auto first : firsts) entry_values_.push_back(entries[first].value);
  }

  void take_documents() {
    auto& made = proven_.made;
    for (std::size_t i = 0; i < made.documents.size(); ++i)
      documents_.push_back({setting_.plan->cim_set, made.plans[i]->kind, std::move(made.documents[i])});
  }

  void give_documents_back() {
    for (std::size_t i = 0; i < documents_.size(); ++i)
      proven_.made.documents[i] = std::move(documents_[i].document);
  }

  void write(const document::Supplement* supplement) {
    const auto& options = setting_.options;
    Written whole;
    whole.text = setting_.json ? json::bundle_to_json(documents_, supplement, options, &whole.log)
                               : xml::bundle_to_xml(documents_, supplement, options, &whole.log);
    written_.push_back(std::move(whole));
    for (std::size_t i = 0; i < documents_.size(); ++i) {
      Written file;
      file.name = document::file_name(documents_[i], i, setting_.json);
      file.first = i;
      auto& log = file.log.documents.emplace_back();
      file.text = setting_.json ? json::to_json(documents_[i], options, &log)
                                : xml::to_xml(documents_[i], options, &log);
      written_.push_back(std::move(file));
    }
    if (supplement == nullptr) return;
    Written file;
    file.name = document::supplement_file_name;
    file.text = json::to_json(*supplement, options, &file.log);
    written_.push_back(std::move(file));
  }

  /// Without entries it is the documents that tell whether a supplement has to say which message it was: by
  /// values that some mapping asks for, which must not be variable.
  bool is_known_by_key() const {
    Leaves asked;
    for (const auto* condition : translator_.recognising(proven_.made.plans, profile_))
      add_leaves(*condition, asked);
    for (std::size_t i = 0; i < written_.front().log.documents.size(); ++i)
      for (const auto& value : written_.front().log.documents[i].values) {
        const void* leaf = value.attribute != nullptr ? static_cast<const void*>(value.attribute)
                                                      : proven_.made.documents[i][value.node].element;
        if (!asked.contains(leaf)) continue;
        std::vector<Spot> spots;
        if (!builder_.add_spots(i, {{value}, {}}, spots) || !spots.empty()) return false;
      }
    return true;
  }

  bool add_texts(MessageTemplate& made) const {
    for (const auto& written : written_) {
      std::vector<Spot> spots;
      for (std::size_t i = 0; i < written.log.documents.size(); ++i)
        if (!builder_.add_spots(written.first + i, written.log.documents[i], spots)) return false;
      for (std::size_t i = 0; i < written.log.entries.size(); ++i) {
        if (!entry_values_[i]) continue;
        const auto& place = written.log.entries[i];
        Hole hole;
        hole.kind = Hole::Kind::raw;
        // The file of a supplement is JSON in any case.
        const bool json = setting_.json || !written.name.empty();
        hole.form = json ? Hole::Form::json_string : Hole::Form::xml_text;
        hole.value = *entry_values_[i];
        spots.push_back({place.begin, place.end, std::move(hole)});
      }
      Fragment fragment;
      cut(written.text, 0, written.text.size(), std::move(spots), fragment);
      if (&written == written_.data())
        made.whole = std::move(fragment);
      else
        made.files.push_back({written.name, std::move(fragment)});
    }
    return true;
  }

  bool add_findings(MessageTemplate& made) const {
    document::Paths paths(bim_.document);
    std::vector<Finding> findings;
    mapping::add_policies(proven_.made.notes, paths, findings);
    std::set<const mapping::CorrespondenceDef*> told;
    for (const auto& note : proven_.made.notes) {
      if (note.kind != mapping::Note::Kind::policy || !told.insert(note.rule->def).second) continue;
      const auto node = builder_.ordinal(note.node);
      if (!node || made.findings.size() == findings.size()) return false;
      made.findings.push_back({std::move(findings[made.findings.size()]), *node});
    }
    return made.findings.size() == findings.size();
  }

  /// A template that does not give again what it was made of is none.
  bool is_itself(const MessageTemplate& made) const {
    FilledMessage filled;
    if (!fill(made, bim_.document, builder_.part(), {}, filled)) return false;
    return filled.whole == written_.front().text &&
           std::equal(filled.files.begin(), filled.files.end(), std::next(written_.begin()), written_.end(),
                      [](const auto& file, const Written& wanted) { return file.second == wanted.text; });
  }

  const Setting& setting_;
  const mapping::Translator& translator_;
  const Message& bim_;
  const std::string& profile_;
  mapping::Proven proven_;
  PartBuilder builder_;
  std::vector<Message> documents_;
  document::Supplement supplement_;
  std::vector<std::optional<ValueRef>> entry_values_;  ///< of the folded entries
  std::vector<Written> written_;                       ///< the whole, then the files
};

}  // namespace

std::size_t MessageTemplate::bytes() const {
  std::size_t sum = sizeof *this + pairs.size() * sizeof(Pair) + findings.size() * 2 * sizeof(Finding);
  const auto add = [&](const Fragment& fragment) {
    sum += fragment.text.size() + fragment.holes.size() * sizeof(Hole);
  };
  add(whole);
  for (const auto& file : files) add(file.text);
  return sum;
}

std::shared_ptr<const MessageTemplate> message_template(const Setting& setting,
                                                        const mapping::Translator& translator,
                                                        const Message& bim, const std::string& profile,
                                                        const Part& part) {
  return Maker(setting, translator, bim, profile, part).make();
}

bool fill(const MessageTemplate& made, const document::Document& bim, const Part& part, const Wanted& wanted,
          FilledMessage& out) {
  const Filling filling{bim, part.nodes, 0, {}};
  for (const auto& pair : made.pairs)
    if ((raw_value(filling, pair.first) == raw_value(filling, pair.second)) != pair.equal) return false;
  std::string buffer;
  // Every text has all values, so one of them tells whether they fit.
  if (wanted.whole || !wanted.files) {
    out.whole.reserve(made.whole.text.size() + made.whole.holes.size() * 24);
    if (!fill(made.whole, filling, buffer, out.whole)) return false;
  }
  if (wanted.files)
    for (const auto& file : made.files) {
      auto& text = out.files.emplace_back(file.name, std::string()).second;
      text.reserve(file.text.text.size() + file.text.holes.size() * 24);
      if (!fill(file.text, filling, buffer, text)) return false;
    }
  for (const auto& told : made.findings) {
    auto& finding = out.findings.emplace_back(told.finding);
    const auto& position = bim[part.nodes[told.node]].position;
    finding.line = position.line;
    finding.column = position.column;
  }
  return true;
}

}  // namespace cimgate::templates
