#include <fmt/format.h>

#include <iterator>
#include <utility>

#include "cimgate/gateway.hpp"
#include "gateway/document/write.hpp"
#include "gateway/engine/translation.hpp"
#include "gateway/engine/validation.hpp"
#include "gateway/json/write.hpp"
#include "gateway/mapping/to_version.hpp"
#include "gateway/mapping/translation_findings.hpp"
#include "gateway/templates/message_templates.hpp"
#include "gateway/xml/write.hpp"

namespace cimgate {
namespace {

using document::Message;

bool is_bim(const Message& message) {
  return message.set->side == schema::SchemaSet::Side::bim;
}

/// Writes the results: one text for all, and a file for each document.
class Writer {
 public:
  Writer(Target target, bool compact, const templates::Wanted& wanted, Translated& out)
      : target_(target), wanted_(wanted), out_(out) {
    options_.indent = !compact;
  }

  void add(const std::vector<Message>& documents, const std::optional<document::Supplement>& supplement,
           const std::string& folder) {
    const auto* beside = supplement ? &*supplement : nullptr;
    const bool json = target_ == Target::cim_json;
    ++bundles_;
    if (wanted_.whole)
      wholes_.push_back(json ? json::bundle_to_json(documents, beside, options_)
                             : xml::bundle_to_xml(documents, beside, options_));
    if (!wanted_.files) return;
    for (std::size_t i = 0; i < documents.size(); ++i)
      out_.files.push_back(
          {folder + document::file_name(documents[i], i, json),
           json ? json::to_json(documents[i], options_) : xml::to_xml(documents[i], options_)});
    if (beside != nullptr)
      out_.files.push_back({folder + document::supplement_file_name, json::to_json(*beside, options_)});
  }

  /// Several bundles can only stand in one text as a JSON array.
  bool finish() {
    if (bundles_ > 1 && target_ != Target::cim_json) return false;
    if (wholes_.size() == 1) out_.whole = std::move(wholes_.front());
    if (wholes_.size() < 2) return true;
    out_.whole = "[\n";
    for (std::size_t i = 0; i < wholes_.size(); ++i) out_.whole += (i == 0 ? "" : ",\n") + wholes_[i];
    out_.whole += "\n]\n";
    return true;
  }

 private:
  Target target_;
  templates::Wanted wanted_;
  document::WriteOptions options_;
  Translated& out_;
  std::size_t bundles_ = 0;
  std::vector<std::string> wholes_;
};

Finding nothing_to_do(const std::string& what_en, const std::string& what_nb) {
  return mapping::refused(
      "translation.same-side", {"the input is " + what_en + " already", "inndata er allerede " + what_nb},
      {"Leave out --to, or ask for the other side.", "Utelat --to, eller be om den andre siden."});
}

/// From one version of BIM to another.
void to_version(const Engine& engine, const Input& input, const schema::SchemaSet& version, Writer& writer,
                Translated& out) {
  const auto& messages = input.read.messages;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const auto made = mapping::to_version(messages[i], *engine.catalog, version);
    out.fault = out.fault || made.fault;
    out.findings.insert(out.findings.end(), made.findings.begin(), made.findings.end());
    const std::string folder = messages.size() == 1 ? "" : fmt::format("message-{:03}/", i + 1);
    if (!made.documents.empty()) writer.add(made.documents, std::nullopt, folder);
  }
}

/// What is on the side already that is asked for: another version of the same messages, or another form of
/// the same documents.
void rewrite(const Engine& engine, const Input& input, const schema::SchemaSet* version, Writer& writer,
             Translated& out) {
  if (!is_bim(input.read.messages.front()))
    writer.add(input.read.messages, input.read.supplement, {});
  else if (version == nullptr)
    out.findings.push_back(nothing_to_do("BIM", "BIM"));
  else
    to_version(engine, input, *version, writer, out);
}

/// The set that a BIM message is to be of; null when that is not said.
const schema::SchemaSet* wanted_version(const Engine& engine, const TranslateOptions& options) {
  const auto* set = engine.catalog->set(options.version.empty() ? options.schema : options.version);
  return set != nullptr && set->side == schema::SchemaSet::Side::bim ? set : nullptr;
}

}  // namespace

std::string profile_for(const Message& message, const std::string& asked) {
  const auto& known = message.set->dialect->profiles;
  return !asked.empty() || known.empty() ? asked : known.front();
}

OtherSide translate_input(const Engine& engine, const Input& input, const std::string& profile,
                          const std::string& message, const schema::SchemaSet* bim_set,
                          mapping::Tracing tracing) {
  OtherSide other;
  other.from_bim = is_bim(input.read.messages.front());
  if (other.from_bim) {
    for (const auto& bim : input.read.messages)
      other.translations.push_back(engine.translator->to_cim(bim, profile_for(bim, profile), tracing));
  } else {
    const auto* supplement = input.read.supplement ? &*input.read.supplement : nullptr;
    // A supplement is put back where it was taken from.
    const auto* named = supplement == nullptr ? nullptr : engine.catalog->set(supplement->schema);
    auto made = engine.translator->to_bim(input.read.messages, supplement, message,
                                          named == nullptr ? bim_set : named, tracing);
    if (bim_set != nullptr && made.documents.size() == 1 && made.documents.front().set != bim_set) {
      auto version = mapping::to_version(made.documents.front(), *engine.catalog, *bim_set);
      made.documents = std::move(version.documents);
      std::move(version.findings.begin(), version.findings.end(), std::back_inserter(made.findings));
    }
    other.translations.push_back(std::move(made));
  }
  return other;
}

namespace {

/// In pieces, when one text is asked for: a large message of many records takes a third of the time so. What
/// cannot be translated is left to who looks at it as a whole.
std::optional<Translated> in_pieces(const Gateway& gateway, std::string_view text,
                                    const TranslateOptions& options) {
  const Streaming streaming;
  if (options.files || text.size() < streaming.batch_bytes || text.size() > options.limits.bytes ||
      gateway.engine().reader != XmlReader::fast)
    return std::nullopt;
  const auto pull = [left = text](char* to,
                                  std::size_t room) mutable -> tl::expected<std::size_t, std::string> {
    const auto count = left.copy(to, room);
    left.remove_prefix(count);
    return count;
  };
  std::string whole;
  StreamedOutput output;
  output.whole = [&whole](std::string_view piece) { whole += piece; };
  auto out = gateway.translate(pull, options, output, streaming);
  if (!out) return std::nullopt;
  if (std::exchange(out->delivered, false))
    out->whole = std::move(whole);
  else if (out->whole.empty())
    return std::nullopt;
  return std::move(*out);
}

}  // namespace

Translated Gateway::translate(const std::vector<std::string>& parts, const TranslateOptions& options) const {
  if (parts.size() == 1)
    if (auto made = in_pieces(*this, parts.front(), options)) return std::move(*made);
  // The profile that is asked for is the one to write; what is read says its own.
  const auto day = options.validate ? options.validate->as_of : std::string();
  auto input = read_input(*engine_, parts, {{}, options.schema, day}, options.limits);
  if (!input.read.messages.empty() && !is_bim(input.read.messages.front()) && !options.profile.empty())
    input = read_input(*engine_, parts, {options.profile, options.schema, day}, options.limits);
  auto out = translate_read(*engine_, input, options, {true, options.files});
  if (parts.size() > 1 && out.checked)
    for (auto& finding : out.checked->findings) finding.line = finding.column = 0;
  return out;
}

namespace {

/// By a template, when the input is one message of BIM, and messages like it came before.
bool fill_in(const Engine& engine, const Input& input, const TranslateOptions& options, Target target,
             const templates::Wanted& wanted, Translated& out) {
  if (input.read.messages.size() != 1) return false;
  auto filled = engine.templates->translate(
      *engine.translator, input.read.messages.front(),
      profile_for(input.read.messages.front(), options.profile),
      {target == Target::cim_json, options.compact, {wanted.whole, wanted.files}});
  if (!filled) return false;
  out.whole = std::move(filled->whole);
  for (auto& [name, text] : filled->files) out.files.push_back({std::move(name), std::move(text)});
  std::move(filled->findings.begin(), filled->findings.end(), std::back_inserter(out.findings));
  return true;
}

}  // namespace

std::optional<ValidateOptions> judging_of(const TranslateOptions& options) {
  auto judging = options.validate;
  if (judging) judging->limits = options.limits;
  return judging;
}

Translated translate_read(const Engine& engine, const Input& input, const TranslateOptions& options,
                          const templates::Wanted& wanted) {
  Translated out;
  if (const auto judging = judging_of(options)) out.checked = validate_read(engine, input, *judging);
  out.message = names_of(input.read.messages);
  out.findings = input.findings;
  if (input.all_valid()) {
    const bool from_bim = is_bim(input.read.messages.front());
    const Target target = target_of(options, from_bim);
    Writer writer(target, options.compact, wanted, out);
    if (from_bim == (target == Target::bim)) {
      rewrite(engine, input, engine.catalog->set(options.version), writer, out);
    } else if (!from_bim || !fill_in(engine, input, options, target, wanted, out)) {
      auto other =
          translate_input(engine, input, options.profile, options.message, wanted_version(engine, options));
      for (std::size_t i = 0; i < other.translations.size(); ++i) {
        auto& translation = other.translations[i];
        out.fault = out.fault || translation.fault;
        out.findings.insert(out.findings.end(), translation.findings.begin(), translation.findings.end());
        const std::string folder = other.translations.size() == 1 ? "" : fmt::format("message-{:03}/", i + 1);
        if (!translation.documents.empty()) writer.add(translation.documents, translation.supplement, folder);
      }
    }
    if (!writer.finish())
      out.findings.push_back(
          mapping::refused("translation.several-messages",
                           {"the input holds several messages, which do not fit into one XML text",
                            "inndata inneholder flere meldinger, som ikke kan stå i én XML-tekst"},
                           {"Write to a folder with -o, or ask for --to cim-json.",
                            "Skriv til en mappe med -o, eller be om --to cim-json."}));
  }
  out.findings_left_out = input.findings_left_out + cut(out.findings, options.limits.findings);
  out.lines = lines_of(input.read, out.findings);
  return out;
}

}  // namespace cimgate
