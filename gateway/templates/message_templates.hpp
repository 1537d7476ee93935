#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>

#include "gateway/templates/message_template.hpp"

namespace cimgate::templates {

/// The templates of small messages, for as long as the process lives. A key that comes once costs nothing but
/// its mention; when it comes again the mapping is run as ever, and what it gives is kept. Bounded in memory;
/// safe to use from several threads.
class MessageTemplates {
 public:
  MessageTemplates();
  ~MessageTemplates();

  struct Form {
    bool json = true;
    bool compact = false;
    Wanted wanted;
  };

  /// A message of BIM that is valid against its schema, translated: byte for byte what the mapping gives.
  /// Nothing: the mapping has to be run.
  std::optional<FilledMessage> translate(const mapping::Translator& translator, const document::Message& bim,
                                         const std::string& profile, const Form& form);

  /// All that was kept: every message is one that never came.
  void forget();

  struct Statistics {
    std::size_t templates = 0;  ///< that were made
    std::size_t filled = 0;     ///< messages that only had values put in
    std::size_t bytes = 0;      ///< kept now
  };
  Statistics statistics() const;

 private:
  struct Kept {
    std::shared_ptr<const MessageTemplate> made;
    std::uint32_t missed = 0;  ///< so often it came, and there was no template
  };
  struct OfVariant;
  using Kind = std::unordered_map<std::string, Kept>;

  OfVariant& of_variant(const std::shared_ptr<const mapping::Plan>& plan,
                        const mapping::VariantPlan& variant);
  void clear();
  /// True when it is time to make a template.
  bool miss(Kind& kind, const std::string& key);
  void keep(Kind& kind, const std::string& key, std::shared_ptr<const MessageTemplate> made);

  mutable std::shared_mutex mutex_;
  std::unordered_map<const mapping::VariantPlan*, std::unique_ptr<OfVariant>> variants_;
  std::size_t bytes_ = 0;
  std::size_t templates_ = 0;
  std::atomic<std::size_t> filled_ = 0;
};

}  // namespace cimgate::templates
