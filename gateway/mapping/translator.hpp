#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "cimgate/finding.hpp"
#include "gateway/document/message.hpp"
#include "gateway/mapping/engine.hpp"
#include "gateway/mapping/mapping_files.hpp"

namespace cimgate::mapping {

/// A translated message. `documents` is empty when the findings say why there is nothing to hand out.
struct Translation {
  Translation() = default;
  Translation(Translation&&) noexcept = default;  // that of a deque does not promise it
  Translation& operator=(Translation&&) noexcept = default;
  Translation(const Translation&) = delete;
  Translation& operator=(const Translation&) = delete;
  ~Translation() = default;

  std::vector<document::Message> documents;
  std::optional<document::Supplement> supplement;   ///< BIM → CIM only
  std::vector<Finding> findings;                    ///< policies used, what was lost, what contradicts
  Traces traces;                                    ///< which correspondence wrote what, when asked for
  std::shared_ptr<const Plan> plan;                 ///< of the message; null when none fits
  const VariantPlan* variant = nullptr;             ///< the way of translating that was taken
  std::vector<const DocumentPlan*> document_plans;  ///< of the CIM documents, in their order
  bool fault = false;                               ///< a finding reports an internal error
};

/// All mappings of a data folder; plans are compiled when first needed and kept. Safe to use from several
/// threads.
class Translator {
 public:
  static std::shared_ptr<const Translator> open(const std::shared_ptr<const resources::Store>& store,
                                                std::shared_ptr<const schema::Catalog> catalog);

  /// Mistakes in the files that show without compiling.
  const std::vector<yaml::Mistake>& errors() const { return files().errors; }
  /// All files, read when they are first asked for; a message alone needs only its own.
  const MappingFiles& files() const;
  /// All sets of CIM documents.
  const std::vector<std::string>& profiles() const { return profiles_; }
  /// Those that messages of the mapping's market become; all, where its dialect does not say.
  std::vector<std::string> profiles_of(const MappingDef& mapping) const;
  const MappingDef* find(std::string_view message) const;

  using MaybePlan = tl::expected<std::shared_ptr<const Plan>, std::vector<yaml::Mistake>>;
  /// For messages of one set. An error when the mapping is written for another one and its versions: what is
  /// compiled to the places of one schema says nothing about messages of another.
  MaybePlan plan(const schema::SchemaSet& bim, std::string_view message, const std::string& profile) const;
  /// For messages of the set that the mapping names.
  MaybePlan plan(std::string_view message, const std::string& profile) const;
  /// For messages of the set that is named, when the mapping is for it; else as without a set.
  MaybePlan plan_for(std::string_view set, std::string_view message, const std::string& profile) const;
  /// The set that a mapping is written for; null when there is none of that name.
  const schema::SchemaSet* set_of(const MappingDef& mapping) const;
  /// That set and its versions that know the message; when there is no such set, nothing (and plan() says
  /// why).
  std::vector<const schema::SchemaSet*> sets_of(const MappingDef& mapping) const;
  /// True for that set and its versions.
  bool is_for(const MappingDef& mapping, const schema::SchemaSet& set) const;

  /// A schema-valid BIM message → CIM documents and supplement. The way back is run at once: what it does not
  /// give again goes to the supplement, with the reason that the mapping states; what no correspondence
  /// explains is a fault.
  Translation to_cim(const document::Message& bim, const std::string& profile,
                     Tracing tracing = Tracing::no) const;

  /// Schema-valid CIM documents of one bundle → the BIM message. The way forth is run on the result: what it
  /// does not give again is reported as lost, or, where the supplement says otherwise, as a contradiction.
  /// `message` chooses among several that the documents could be; "" = the only one.
  /// `bim`: the set of the message; null = that which the supplement names, else the mapping's own.
  Translation to_bim(const std::vector<document::Message>& cim, const document::Supplement* supplement,
                     std::string_view message, const schema::SchemaSet* bim = nullptr,
                     Tracing tracing = Tracing::no) const;

  /// True when the documents alone tell which message they are, and by which way it was translated.
  bool known_by(const std::vector<document::Message>& documents, const Plan& plan,
                const VariantPlan& variant) const;
  /// What known_by may ask of the values of such documents.
  std::vector<const Condition*> recognising(const std::vector<const DocumentPlan*>& documents,
                                            const std::string& profile) const;

 private:
  struct Choice {
    std::shared_ptr<const Plan> plan;
    const VariantPlan* variant = nullptr;
    std::vector<PlannedDocument> documents;  ///< in the order of the variant

    bool has(const DocumentPlan& document) const;
    /// How much is missing of what the message always becomes; its first document weighs more than
    /// companions.
    std::size_t missing() const;
  };

  Translator() = default;
  Profiles profiles_by_set() const;
  /// The folder of the mappings of the set that knows the message.
  std::string folder_of(std::string_view message) const;
  /// The files that the mapping of one message needs; all, where they cannot be told.
  const MappingFiles* files_of(std::string_view message) const;
  tl::expected<Choice, Finding> choose(const std::vector<document::Message>& cim,
                                       const document::Supplement* supplement, std::string_view message,
                                       const schema::SchemaSet* bim) const;
  MaybePlan plan_of(const std::string& set, const schema::SchemaSet* bim, std::string_view message,
                    const std::string& profile) const;

  std::shared_ptr<const schema::Catalog> catalog_;
  std::shared_ptr<const resources::Store> store_;
  mutable std::once_flag all_read_;
  mutable MappingFiles files_;
  mutable std::map<std::string, std::unique_ptr<const MappingFiles>, std::less<>> of_message_;
  std::vector<std::string> profiles_;
  mutable std::mutex mutex_, files_mutex_;
  mutable std::map<std::string, tl::expected<std::shared_ptr<const Plan>, std::vector<yaml::Mistake>>> plans_;
};

}  // namespace cimgate::mapping
