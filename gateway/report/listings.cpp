#include "gateway/report/listings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/report/json_parts.hpp"
#include "gateway/text/did_you_mean.hpp"

namespace cimgate::report {

std::string schemas_json(const Engine& engine) {
  json::JsonOut out(true);
  out.begin_object();
  out.begin_array("sets");
  for (const auto& set : engine.catalog->sets()) {
    out.begin_object(json::JsonOut::Line::head);
    out.member("id", set.id);
    out.member("title", set.title);
    out.wrap();
    out.begin_array("messages");
    for (const auto& message : set.messages) {
      out.begin_object(json::JsonOut::Line::airy);
      out.member("root", message.root.local);
      out.member("namespace", message.root.ns);
      out.member("file", message.file);
      if (message.provisional) out.member("provisional", true);
      out.end_object();
    }
    out.end_array();
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return std::move(out).take();
}

std::string mappings_json(const Engine& engine) {
  json::JsonOut out(true);
  out.begin_object();
  out.begin_array("mappings");
  for (const auto& def : engine.translator->files().mappings)
    for (const auto& variant : def.variants) {
      std::vector<std::string> documents;
      for (const auto& document : variant.documents) documents.push_back(document.root);
      out.begin_object(json::JsonOut::Line::airy);
      out.member("message", def.message);
      out.member("variant", variant.name);
      out.member("title", def.title);
      add_list(out, "documents", documents);
      out.member("file", def.origin.file);
      out.end_object();
    }
  out.end_array();
  out.end_object();
  return std::move(out).take();
}

std::vector<std::string> mapped_messages(const Engine& engine) {
  std::vector<std::string> names;
  for (const auto& def : engine.translator->files().mappings) names.push_back(def.message);
  return names;
}

tl::expected<std::vector<mapping::Coverage>, std::vector<std::string>> coverage_of(
    const Engine& engine, std::vector<std::string> messages, const std::vector<std::string>& profiles,
    const schema::SchemaSet* set) {
  const auto& translator = *engine.translator;
  const auto names = mapped_messages(engine);
  const bool all_messages = messages.empty();
  if (all_messages) {
    // Those of the market that is asked about: others have nothing to do with its sets.
    messages = names;
    std::erase_if(messages, [&](const std::string& message) {
      const auto* const mapping = translator.find(message);
      return mapping != nullptr && set != nullptr && !translator.is_for(*mapping, *set);
    });
    if (messages.empty())
      return tl::make_unexpected(
          std::vector<std::string>{fmt::format("there are no mappings for messages of {}", set->id)});
  }
  for (const auto& message : messages)
    if (translator.find(message) == nullptr)
      return tl::make_unexpected(std::vector<std::string>{
          fmt::format("there is no mapping for '{}'{}", message, text::did_you_mean(message, names))});
  std::vector<mapping::Coverage> all;
  for (const auto& message : messages) {
    const auto own = translator.profiles_of(*translator.find(message));
    for (const auto& profile : profiles.empty() ? own : profiles) {
      if (all_messages && std::find(own.begin(), own.end(), profile) == own.end() &&
          engine.catalog->set(profile) != nullptr)
        continue;
      const auto plan =
          set == nullptr ? translator.plan(message, profile) : translator.plan(*set, message, profile);
      if (!plan) {
        std::vector<std::string> errors;
        for (const auto& error : plan.error()) errors.push_back(to_string(error));
        return tl::make_unexpected(std::move(errors));
      }
      for (auto& coverage : mapping::coverage_of(**plan)) all.push_back(std::move(coverage));
    }
  }
  return all;
}

std::vector<std::string> sets_without_mappings(const Engine& engine) {
  const auto& mappings = engine.translator->files().mappings;
  std::vector<std::string> ids;
  for (const auto& set : engine.catalog->sets())
    if (set.side == schema::SchemaSet::Side::bim &&
        std::none_of(mappings.begin(), mappings.end(),
                     [&](const mapping::MappingDef& def) { return engine.translator->is_for(def, set); }))
      ids.push_back(set.id);
  return ids;
}

}  // namespace cimgate::report
