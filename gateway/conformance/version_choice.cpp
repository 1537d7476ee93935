#include "gateway/conformance/version_choice.hpp"

#include <algorithm>
#include <utility>

#include "gateway/conformance/schema_check.hpp"
#include "gateway/document/head.hpp"

namespace cimgate::conformance {
namespace {

using document::Message;

const Message* first_bim(const std::vector<Message>& messages) {
  const auto at = std::find_if(messages.begin(), messages.end(), [](const Message& message) {
    return message.set->side == schema::SchemaSet::Side::bim;
  });
  return at == messages.end() ? nullptr : &*at;
}

}  // namespace

bool asks_for_day(const schema::Catalog& catalog, const document::ReadOptions& options,
                  const std::vector<Message>& messages) {
  const auto* const message = options.schema.empty() ? first_bim(messages) : nullptr;
  return message != nullptr && !catalog.in_force(*message->set, {}).empty();
}

std::optional<VersionsOfDay> versions_of_day(const schema::Catalog& catalog,
                                             const document::ReadOptions& options,
                                             const std::vector<Message>& messages) {
  if (!asks_for_day(catalog, options, messages)) return std::nullopt;
  const auto* const message = first_bim(messages);
  const auto day = options.day ? options.day : document::day_of_creation(message->document);
  if (!day) return std::nullopt;
  return VersionsOfDay{*day, catalog.in_force(*message->set, *day)};
}

bool is_valid(const document::ReadResult& read) {
  if (read.valid) return true;
  return !read.messages.empty() && read.findings.empty() && read.reference_errors.empty() &&
         std::all_of(read.messages.begin(), read.messages.end(),
                     [](const Message& message) { return check_document(message.document, 1).empty(); });
}

SchemaChoice choice_of(const schema::Catalog& catalog, const document::ReadOptions& options,
                       const std::vector<Message>& messages, const std::optional<VersionsOfDay>& of_day) {
  if (messages.empty()) return {};
  const auto& first = messages.front();
  if (!options.set_of(first.set->side).empty()) return {SchemaChoice::By::asked, {}};
  if (of_day) return {SchemaChoice::By::day, time::to_text(of_day->day)};
  return {catalog.knowing(first.kind->root).size() > 1 ? SchemaChoice::By::validity : SchemaChoice::By::only,
          {}};
}

document::ReadResult read_on_its_day(
    const schema::Catalog& catalog, const document::ReadOptions& options,
    const std::function<document::ReadResult(const document::ReadOptions&)>& read) {
  auto result = read(options);
  const auto of_day = versions_of_day(catalog, options, result.messages);
  const auto decide = [&](document::ReadResult&& chosen) {
    chosen.choice = choice_of(catalog, options, chosen.messages, of_day);
    return std::move(chosen);
  };
  if (!of_day) return decide(std::move(result));
  const auto& sets = of_day->sets;
  const auto* const read_as = first_bim(result.messages)->set;
  if (std::find(sets.begin(), sets.end(), read_as) != sets.end() &&
      (read_as == sets.front() || is_valid(result)))
    return decide(std::move(result));
  std::optional<document::ReadResult> newest;
  for (const auto* const set : sets) {
    auto asked = options;
    asked.ask_for(*set);
    auto one = read(asked);
    if (is_valid(one)) return decide(std::move(one));
    if (!newest) newest = std::move(one);
  }
  return decide(*std::move(newest));
}

}  // namespace cimgate::conformance
