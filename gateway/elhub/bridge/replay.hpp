#pragma once
#include <map>
#include <string>
#include <string_view>

#include "gateway/document/document.hpp"
#include "gateway/elhub/bridge/records.hpp"

namespace cimgate::bridge {

/// What was sent in a period is to be sent once more, each message under a new id: after a crisis in which
/// the market lost it.
struct ReplayOrder {
  Millis from = 0, to = 0;  ///< when it was handed in; `to` is not part of it
  std::string name = "1";   ///< the same name again adds only what is not there yet
  std::string process;      ///< "BRS-NO-315"; "" = all
  bool dry = false;         ///< counts, and sends nothing
};

struct Replayed {
  std::size_t messages = 0;  ///< on their way again
  std::size_t repeated = 0;  ///< were so before, by the same name
  std::size_t left_out = 0;  ///< questions, which nobody waits for the answer to, and what cannot be read now
};

/// Old ids and those that stand for them in a replay.
using NewIds = std::map<std::string, std::string, std::less<>>;

/// The id that stands for another in a replay of this name; always the same.
std::string replay_id(const std::string& name, const std::string& old_id);
/// Adds the ids that a message gives to itself and to its parts: Identifications that are UUIDs.
void add_new_ids(const document::Document& document, const std::string& name, NewIds& ids);
/// The message with new ids in the place of old ones; what it refers to that was sent again, too, has its new
/// id, and what was not has its old one. Nothing else is changed.
std::string renamed(std::string_view xml, const NewIds& ids);

}  // namespace cimgate::bridge
