#include "gateway/reader/fast.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gateway/conformance/profile_choice.hpp"
#include "gateway/reader/xml_engine.hpp"

namespace cimgate::reader {
namespace {

using document::ReadResult;

Answer try_sets(const schema::Catalog& catalog, const std::shared_ptr<const std::string>& text,
                const document::ReadOptions& asked, Instructions instructions, ReadResult& result,
                schema::KindInSet& kind) {
  XmlEngine engine(catalog, asked, instructions);
  engine.move_to(text->data(), text->data() + text->size(), true);
  const auto outcome = engine.run();
  kind = engine.kind();
  if (outcome == XmlEngine::Outcome::refused) return Answer::refused;
  if (outcome != XmlEngine::Outcome::done) return Answer::declined;
  result.messages = engine.take_messages();
  result.envelope = engine.take_envelope();
  for (auto& message : result.messages) message.document.keep(text);
  std::string_view without_mark = *text;
  if (without_mark.starts_with("\xEF\xBB\xBF")) without_mark.remove_prefix(3);
  result.source = source::SourceText(text, without_mark);
  result.valid = true;
  return Answer::accepted;
}

Answer try_known_sets(const schema::Catalog& catalog, std::string_view bytes,
                      const document::ReadOptions& options, Instructions instructions, ReadResult& result) {
  if (bytes.size() > options.limits.bytes) return Answer::declined;
  const auto text = std::make_shared<const std::string>(bytes);
  auto asked = options;
  if (conformance::find_profile(catalog, options.profile) == nullptr) asked.profile.clear();
  schema::KindInSet kind;
  auto answer = try_sets(catalog, text, asked, instructions, result, kind);
  if (answer != Answer::refused || kind.kind == nullptr || !options.set_of(kind.set->side).empty())
    return answer;
  // What is not valid in the first set that knows it may be so in another.
  for (const auto* set : conformance::others_to_try(catalog, *kind.set, kind.kind->root)) {
    asked.ask_for(*set);
    schema::KindInSet other;
    answer = try_sets(catalog, text, asked, instructions, result, other);
    if (answer != Answer::refused) break;
  }
  return answer;
}

}  // namespace

Answer try_read(const schema::Catalog& catalog, std::string_view bytes, const document::ReadOptions& options,
                Instructions instructions, ReadResult& result) {
  const auto answer = try_known_sets(catalog, bytes, options, instructions, result);
  if (answer == Answer::accepted && options.profile.empty() &&
      conformance::set_of_market(catalog, result.messages) != nullptr)
    conformance::choose_profile(catalog, {}, result.messages);
  return answer;
}

std::optional<std::vector<document::Message>> make_documents(const schema::Catalog& catalog,
                                                             const source::SourceText& source,
                                                             const document::ReadOptions& options,
                                                             Instructions instructions) {
  const auto text = source.text();
  XmlEngine engine(catalog, options, instructions);
  engine.forgive();
  engine.move_to(text.data(), text.data() + text.size(), true);
  if (engine.run() != XmlEngine::Outcome::done) return std::nullopt;
  auto messages = engine.take_messages();
  for (auto& message : messages) message.document.keep(source.owner());
  return messages;
}

}  // namespace cimgate::reader
