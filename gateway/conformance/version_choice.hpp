#pragma once
#include <functional>
#include <optional>
#include <vector>

#include "gateway/document/message.hpp"
#include "gateway/schema/catalog.hpp"

/// Of which version messages are, where versions have days: docs/versions.md.
namespace cimgate::conformance {

/// The versions in one of which the messages of an input are, because of the day.
struct VersionsOfDay {
  time::Day day;
  std::vector<const schema::SchemaSet*> sets;  ///< the newest first; never empty
};

/// False where no day decides: a set is asked for, or the versions of the messages have no days.
bool asks_for_day(const schema::Catalog& catalog, const document::ReadOptions& options,
                  const std::vector<document::Message>& messages);

/// Nothing where no day decides, or there is neither one in `options` nor one on which the messages were
/// created.
std::optional<VersionsOfDay> versions_of_day(const schema::Catalog& catalog,
                                             const document::ReadOptions& options,
                                             const std::vector<document::Message>& messages);

/// True when every message was read without a finding, and is valid in its set.
bool is_valid(const document::ReadResult& read);

/// Reads an input as what the day says: in the newest of its versions in which it is valid, else in the
/// newest. `read` reads it as it is asked for, and gives the preferred version in which it is valid when no
/// set is. The result says what decided.
document::ReadResult read_on_its_day(
    const schema::Catalog& catalog, const document::ReadOptions& options,
    const std::function<document::ReadResult(const document::ReadOptions&)>& read);

/// What decided of the set of the messages, given the versions of the day.
SchemaChoice choice_of(const schema::Catalog& catalog, const document::ReadOptions& options,
                       const std::vector<document::Message>& messages,
                       const std::optional<VersionsOfDay>& of_day);

}  // namespace cimgate::conformance
