#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <typeindex>
#include <vector>

#include "gateway/resources/store.hpp"
#include "gateway/schema/model.hpp"
#include "gateway/schema/version.hpp"
#include "gateway/time/calendar.hpp"

namespace cimgate::schema {

/// One kind of message in a schema set.
struct MessageKind {
  QName root;
  std::string file;          ///< path of its schema in the data folder
  bool provisional = false;  ///< our own document, where the profile has none
};

/// A set of schemas that belong together, named after what they are and their version.
struct SchemaSet {
  enum class Side : std::uint8_t { bim, cim };
  std::string id;
  std::string title;
  std::string dialect_id;  ///< of the market whose messages these are; "" = of no one market
  std::shared_ptr<const dialect::Dialect> dialect = dialect::none();
  Side side = Side::bim;
  std::string root_prefix;                      ///< what XML is written with
  std::map<std::string, std::string> prefixes;  ///< namespace → prefix, besides the root's
  std::map<std::string, std::string> replaced;  ///< file → the file that this set has in its place
  std::string versions;    ///< the file that tells what came with which version; "" = there are none
  std::string made_of;     ///< the set whose files are changed for this one; "" = its own are as they are
  std::string folder;      ///< where its files are
  std::string operations;  ///< the schema of what carries its messages in a SOAP body; "" = nothing does
  std::string rules;       ///< the folder of the rules about its messages; "" = there are none
  std::string mappings = "mappings";  ///< the folder of the mappings of its messages
  bool when_asked = false;            ///< used when it is asked for, and never chosen
  std::optional<time::Day> from;      ///< the first day on which it is in force; nothing = none is known
  std::vector<MessageKind> messages;  ///< sorted by root name

  const MessageKind* find(std::string_view root_local) const;
  const MessageKind* find(const QName& root) const;
  /// True when its messages are carried by operations in SOAP.
  bool is_enveloped() const { return !operations.empty(); }
};

/// A kind of message and the schema set that it was found in; both null when nothing was found.
struct KindInSet {
  const SchemaSet* set = nullptr;
  const MessageKind* kind = nullptr;
};

class Image;

/// The schema sets of a data folder (`xsd/sets.yaml`), each of a dialect (`dialects/`). Schemas are loaded
/// when first asked for and kept; safe to use from several threads.
class Catalog {
 public:
  static tl::expected<std::shared_ptr<const Catalog>, std::string> open(
      std::shared_ptr<const resources::Store> store);
  /// The same, but sets and schemas are taken from an image of what is in the store.
  static tl::expected<std::shared_ptr<const Catalog>, std::string> open(
      std::shared_ptr<const resources::Store> store, std::shared_ptr<const Image> image);

  const std::vector<SchemaSet>& sets() const { return sets_; }
  const SchemaSet* set(std::string_view id) const;

  /// The sets that know a message by its root, those that are preferred first; last, those that are used only
  /// when they are asked for.
  std::vector<KindInSet> knowing(const QName& root) const;

  /// What came with which version, for a set that is one of them; null when it is not.
  const Versions* versions(const SchemaSet& set) const;
  /// The same of all sets, each once.
  std::vector<const Versions*> all_versions() const;
  /// The sets that are versions of the same messages as this one, itself included; the oldest first.
  std::vector<const SchemaSet*> versions_of(const SchemaSet& set) const;
  /// Those of them that may be in force on a day, the newest first: the last whose day has come, and those
  /// behind it that have none, up to one whose day is to come. Before the first day, those in front of it,
  /// else the oldest. Empty when none of them has a day, so that no day decides.
  std::vector<const SchemaSet*> in_force(const SchemaSet& set, time::Day day) const;
  /// False when nothing can be valid in `other` that is not in `tried`, for it only lacks what came later.
  bool may_take_more(const SchemaSet& tried, const SchemaSet& other) const;
  /// True when what stands for one of the two may be held against the other, for they are versions of the
  /// same messages.
  static bool are_versions(const SchemaSet& a, const SchemaSet& b) {
    return a.id == b.id || (!a.versions.empty() && a.versions == b.versions);
  }

  /// The schema of one message of a set, loaded once.
  tl::expected<std::shared_ptr<const Schema>, std::string> schema(const SchemaSet& set,
                                                                  const MessageKind& message) const;

  /// What stands around the messages of a set in a SOAP body, and what a SOAP fault of it holds: the roots
  /// are the operations of its dialect. Messages in them are known by name only;
  /// Element::is_message_elsewhere().
  tl::expected<std::shared_ptr<const Schema>, std::string> operations(const SchemaSet& set) const;

  /// The text of a schema file as `set` has it: replaced files are followed.
  tl::expected<std::string_view, std::string> read(const SchemaSet& set, std::string_view path) const;

  /// The one T of this catalog, made from it when first asked for: what another concern derives from the
  /// schemas and keeps with them.
  template <class T>
  T& extension() const {
    const std::lock_guard lock(extensions_mutex_);
    auto& slot = extensions_[typeid(T)];
    if (!slot) slot = std::make_shared<T>(*this);
    return *static_cast<T*>(slot.get());
  }

 private:
  using MaybeSchema = tl::expected<std::shared_ptr<const Schema>, std::string>;

  explicit Catalog(std::shared_ptr<const resources::Store> store) : store_(std::move(store)) {}
  template <class Load>
  MaybeSchema loaded(const SchemaSet& set, std::string_view file, const Load& load) const;

  std::shared_ptr<const resources::Store> store_;
  std::shared_ptr<const Image> image_;
  std::vector<SchemaSet> sets_;
  mutable std::mutex texts_mutex_;
  mutable std::map<std::string, Versions> versions_;  ///< by file; read when they are first asked for
  mutable std::map<std::string, tl::expected<std::string, std::string>>
      texts_;  ///< of made files, by "set file"
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::shared_ptr<const Schema>> loaded_;  ///< by "set file"
  mutable std::mutex extensions_mutex_;
  mutable std::map<std::type_index, std::shared_ptr<void>> extensions_;
};

}  // namespace cimgate::schema
