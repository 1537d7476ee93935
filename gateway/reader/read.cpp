#include "gateway/reader/read.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gateway/conformance/profile_choice.hpp"
#include "gateway/document/made_documents.hpp"
#include "gateway/reader/reference.hpp"
#include "gateway/reader/xml_engine.hpp"

namespace cimgate::reader {
namespace {

using document::ReadResult;

Answer try_profile(const schema::Catalog& catalog, const std::shared_ptr<const std::string>& text,
                   const source::Limits& limits, const std::string& profile, Instructions instructions,
                   ReadResult& result, conformance::KindInSet& kind) {
  XmlEngine engine(catalog, limits, profile, instructions);
  engine.move_to(text->data(), text->data() + text->size(), true);
  const auto outcome = engine.run();
  kind = engine.kind();
  if (outcome == XmlEngine::Outcome::refused) return Answer::refused;
  if (outcome != XmlEngine::Outcome::done) return Answer::declined;
  result.messages = engine.take_messages();
  for (auto& message : result.messages) message.document.keep(text);
  std::string_view without_mark = *text;
  if (without_mark.starts_with("\xEF\xBB\xBF")) without_mark.remove_prefix(3);
  result.source = source::SourceText(text, without_mark);
  result.valid = true;
  return Answer::accepted;
}

}  // namespace

Answer try_read(const schema::Catalog& catalog, std::string_view bytes, const document::ReadOptions& options,
                Instructions instructions, ReadResult& result) {
  if (bytes.size() > options.limits.bytes) return Answer::declined;
  const auto text = std::make_shared<const std::string>(bytes);
  const auto* const asked = conformance::find_profile(catalog, options.profile);
  conformance::KindInSet kind;
  auto answer = try_profile(catalog, text, options.limits, asked != nullptr ? asked->id : std::string(),
                            instructions, result, kind);
  if (answer != Answer::refused || !options.profile.empty() || kind.kind == nullptr ||
      kind.set->side != schema::SchemaSet::Side::cim)
    return answer;
  // What is not valid in the first profile that knows it may be so in another.
  for (const auto& set : catalog.sets()) {
    if (&set == kind.set || set.side != schema::SchemaSet::Side::cim || set.find(kind.kind->root) == nullptr)
      continue;
    conformance::KindInSet other;
    answer = try_profile(catalog, text, options.limits, set.id, instructions, result, other);
    if (answer != Answer::refused) break;
  }
  return answer;
}

std::optional<std::vector<document::Message>> make_documents(const schema::Catalog& catalog,
                                                             const source::SourceText& source,
                                                             const document::ReadOptions& options,
                                                             Instructions instructions) {
  const auto text = source.text();
  XmlEngine engine(catalog, options.limits, options.profile, instructions);
  engine.forgive();
  engine.move_to(text.data(), text.data() + text.size(), true);
  if (engine.run() != XmlEngine::Outcome::done) return std::nullopt;
  auto messages = engine.take_messages();
  for (auto& message : messages) message.document.keep(source.owner());
  return messages;
}

ReadResult explain(const schema::Catalog& catalog, std::string_view bytes,
                   const document::ReadOptions& options) {
  return reader::read_by_reference(catalog, bytes, options,
                                   [&](const source::SourceText& text, const document::ReadOptions& asked) {
                                     return make_documents(catalog, text, asked, best_instructions());
                                   });
}

ReadResult read(const schema::Catalog& catalog, std::string_view bytes,
                const document::ReadOptions& options) {
  ReadResult result;
  const auto first = bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos || bytes[first] != '<') return explain(catalog, bytes, options);
  if (try_read(catalog, bytes, options, best_instructions(), result) == Answer::accepted) return result;
  return explain(catalog, bytes, options);
}

}  // namespace cimgate::reader
