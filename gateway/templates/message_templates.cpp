#include "gateway/templates/message_templates.hpp"

#include <mutex>
#include <utility>

namespace cimgate::templates {
namespace {

/// A longer message has so many values that two are rarely alike.
constexpr std::size_t most_nodes = 2000;
constexpr std::size_t most_bytes = std::size_t{32} * 1024 * 1024;
constexpr std::size_t bytes_of_entry = 100;

bool is_power_of_two(std::uint32_t number) {
  return (number & (number - 1)) == 0;
}

}  // namespace

/// What there is for one way of translating one message to one profile.
struct MessageTemplates::OfVariant {
  OfVariant(const std::shared_ptr<const mapping::Plan>& plan, const mapping::VariantPlan& variant) {
    auto stream = std::make_shared<StreamPlan>();
    stream->leaves = std::make_unique<const LeafUse>(variant, no_rows, no_rows);
    for (const bool json : {false, true})
      for (const bool compact : {false, true}) {
        auto& setting = settings[number_of(json, compact)];
        setting.plan = plan;
        setting.variant = &variant;
        setting.stream = stream;
        setting.json = setting.json_entries = json;
        setting.options.indent = !compact;
      }
  }

  static std::size_t number_of(bool json, bool compact) {
    return (json ? std::size_t{2} : 0) + (compact ? std::size_t{1} : 0);
  }

  const std::set<List> no_rows{};
  Setting settings[4];
  Kind kinds[4];
};

MessageTemplates::MessageTemplates() = default;
MessageTemplates::~MessageTemplates() = default;

std::optional<FilledMessage> MessageTemplates::translate(const mapping::Translator& translator,
                                                         const document::Message& bim,
                                                         const std::string& profile, const Form& form) {
  if (bim.document.size() > most_nodes) return std::nullopt;
  const auto plan = translator.plan(*bim.set, bim.kind->root.local, profile);
  if (!plan) return std::nullopt;
  const auto* variant = mapping::variant_for(**plan, bim.document);
  if (variant == nullptr) return std::nullopt;
  auto& of = of_variant(*plan, *variant);
  const auto number = OfVariant::number_of(form.json, form.compact);
  const auto& setting = of.settings[number];
  Part part;
  part.nodes.reserve(bim.document.size());
  part.key.reserve(bim.document.size() * 8);
  look_at_message(bim.document, *setting.stream->leaves, part);
  if (!part.plain) return std::nullopt;

  std::shared_ptr<const MessageTemplate> made;
  {
    const std::shared_lock lock(mutex_);
    if (const auto at = of.kinds[number].find(part.key); at != of.kinds[number].end()) made = at->second.made;
  }
  if (made == nullptr) {
    if (!miss(of.kinds[number], part.key)) return std::nullopt;
    made = message_template(setting, translator, bim, profile, part);
    if (made == nullptr) return std::nullopt;
    keep(of.kinds[number], part.key, made);
  }
  FilledMessage filled;
  if (!fill(*made, bim.document, part, form.wanted, filled)) return std::nullopt;
  filled_.fetch_add(1, std::memory_order_relaxed);
  return filled;
}

MessageTemplates::OfVariant& MessageTemplates::of_variant(const std::shared_ptr<const mapping::Plan>& plan,
                                                          const mapping::VariantPlan& variant) {
  {
    const std::shared_lock lock(mutex_);
    if (const auto at = variants_.find(&variant); at != variants_.end()) return *at->second;
  }
  auto made = std::make_unique<OfVariant>(plan, variant);
  const std::unique_lock lock(mutex_);
  return *variants_.emplace(&variant, std::move(made)).first->second;
}

void MessageTemplates::forget() {
  const std::unique_lock lock(mutex_);
  clear();
}

void MessageTemplates::clear() {
  for (auto& [variant, of] : variants_)
    for (auto& kind : of->kinds) kind.clear();
  bytes_ = 0;
}

bool MessageTemplates::miss(Kind& kind, const std::string& key) {
  const std::unique_lock lock(mutex_);
  if (bytes_ > most_bytes) clear();
  const auto [at, is_new] = kind.try_emplace(key);
  if (is_new) bytes_ += key.size() + bytes_of_entry;
  // The first may be the only one; and when nothing could be made of one message, a later one may do.
  return ++at->second.missed > 1 && is_power_of_two(at->second.missed);
}

void MessageTemplates::keep(Kind& kind, const std::string& key, std::shared_ptr<const MessageTemplate> made) {
  const std::unique_lock lock(mutex_);
  auto& kept = kind[key];
  if (kept.made != nullptr) return;
  bytes_ += made->bytes();
  ++templates_;
  kept.made = std::move(made);
}

MessageTemplates::Statistics MessageTemplates::statistics() const {
  const std::shared_lock lock(mutex_);
  return {templates_, filled_.load(std::memory_order_relaxed), bytes_};
}

}  // namespace cimgate::templates
