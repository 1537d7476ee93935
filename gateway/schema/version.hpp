#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/resources/store.hpp"
#include "gateway/time/calendar.hpp"

/// The versions of one market's messages, each as its difference to the one before: docs/versions.md.
namespace cimgate::schema {

/// One thing that came with a version, or went. Undone, it leads back to the version before.
struct Change {
  enum class Kind : std::uint8_t {
    element,  ///< `element` came into the complex type `type`, behind its element `after` ("" = as the first)
    occurrence,  ///< `element` of the complex type `type` may come as often as `occurs`, not as `instead_of`
    codes,       ///< the simple type `type` has `came`, and no longer `went`
    simple_type  ///< the simple type `type`, a restriction of `as` to the codes `came`, is new
  };
  struct Occurs {
    std::uint32_t min = 1;
    std::uint32_t max = 1;
    bool operator==(const Occurs&) const = default;
  };
  Kind kind = Kind::element;
  std::string id;    ///< of the finding about it, "versions.consent"
  std::string file;  ///< of the schema, in the data folder
  std::string type;
  std::string element;
  std::string as;  ///< type of the element, as the file writes it: "bdt:UUIDType"
  std::string after;
  Occurs occurs;
  Occurs instead_of;
  std::vector<std::string> came, went;
  std::string text;  ///< documentation
  std::string source_status, source_ref;
  std::uint32_t line = 0;  ///< in the file of versions
};

struct Version {
  std::string id;        ///< "elhub/2.4.1"
  std::string title;     ///< "": no schema set, for only a part of what came with it is known
  bool pending = false;  ///< not in force: used when it is asked for, and never chosen
  /// The first day on which it is in force, in place of those before it; nothing when no source names one.
  std::optional<time::Day> from;
  std::vector<Change> changes;

  std::string_view name() const { return std::string_view(id).substr(id.find('/') + 1); }  ///< "2.4.1"
};

/// The oldest first.
struct Versions {
  std::string file;  ///< "xsd/elhub/versions.yaml"
  std::vector<Version> all;

  /// By id or name; -1 when there is none.
  std::ptrdiff_t rank(std::string_view id) const;
  const Version* find(std::string_view id) const {
    const auto at = rank(id);
    return at < 0 ? nullptr : &all[static_cast<std::size_t>(at)];
  }
  /// False when the changes from one version to the other only take away what messages may have.
  bool may_take_more(std::string_view from, std::string_view to) const;
  /// True when a version changes the codes of a type, and this is one of those.
  bool changes_code(std::string_view type, std::string_view code) const;
};

/// `folder`: where the files that changes name are. Error: the first mistake, as "file:line:column: what is
/// wrong".
tl::expected<Versions, std::string> read_versions(const resources::Store& store, const std::string& file,
                                                  const std::string& folder);

/// The text of the schema file `path` as `wanted` has it, made of its text in `from`.
/// Error: a change that does not fit the file.
tl::expected<std::string, std::string> text_in_version(std::string_view text, std::string_view path,
                                                       const Versions& versions, std::string_view from,
                                                       std::string_view wanted);

/// The text of the schema file `path` with what any version has, made of its text in `from`: what one of them
/// brought may be there, and what one of them took may be, too. A message of each is valid against it; it is
/// the schema of none. Error: as above.
tl::expected<std::string, std::string> text_of_all_versions(std::string_view text, std::string_view path,
                                                            const Versions& versions, std::string_view from);

/// "0..1", "1..unbounded"
std::string to_string(const Change::Occurs& occurs);

}  // namespace cimgate::schema
