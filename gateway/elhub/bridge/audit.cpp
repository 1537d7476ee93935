#include <fmt/format.h>

#include "gateway/elhub/bridge/pages.hpp"
#include "gateway/security/keys/hash.hpp"

namespace cimgate::bridge {
namespace {

/// What an entry's hash is over; none of its parts has a line break.
std::string hash_of(const std::string& before, const AuditEntry& entry) {
  return keys::hex_digest(fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}", before, entry.sequence, entry.at,
                                      entry.event, entry.message, entry.party, entry.digest));
}

}  // namespace

void Pages::audit(std::string_view event, const std::string& message, const std::string& party,
                  const std::string& digest, Millis now) {
  AuditEntry entry;
  entry.at = now;
  entry.event = std::string(event);
  entry.message = message;
  entry.party = party;
  entry.digest = digest;
  std::string before;
  {
    const auto last = connection_.query("SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1");
    if (last->step()) {
      entry.sequence = last->integer(0);
      before = last->text(1);
    }
  }
  ++entry.sequence;
  const auto row = connection_.query(
      database::insert_into("audit", {"sequence", "at", "event", "message", "party", "digest", "hash"}));
  row->bind(1, entry.sequence);
  row->bind(2, entry.at);
  row->bind(3, entry.event);
  row->bind(4, entry.message);
  row->bind(5, entry.party);
  row->bind(6, entry.digest);
  row->bind(7, hash_of(before, entry));
  row->step();
}

tl::expected<Chain, std::string> verify_audit(database::Connection& connection) {
  const auto found = connection.query(
      "SELECT sequence, at, event, message, party, digest, hash FROM audit ORDER BY sequence");
  Chain chain;
  std::int64_t expected = 0;
  {
    const auto base = connection.query("SELECT sequence, hash FROM audit_base");
    if (base->step()) {
      chain.forgotten = expected = base->integer(0);
      chain.last = base->text(1);
    }
  }
  const auto forgotten_up_to = chain.last;
  // What the chain begins with was written into it when the rest was deleted.
  bool said = chain.forgotten == 0;
  while (found->step()) {
    AuditEntry entry;
    entry.sequence = found->integer(0);
    entry.at = found->integer(1);
    entry.event = found->text(2);
    entry.message = found->text(3);
    entry.party = found->text(4);
    entry.digest = found->text(5);
    entry.hash = found->text(6);
    if (entry.sequence != ++expected)
      return tl::make_unexpected(fmt::format("entry {} is missing", expected));
    if (hash_of(chain.last, entry) != entry.hash)
      return tl::make_unexpected(fmt::format("entry {} was changed, or one before it", entry.sequence));
    ++chain.entries;
    chain.last = entry.hash;
    said = said || (entry.event == "forgotten" && entry.digest == forgotten_up_to);
  }
  if (!said)
    return tl::make_unexpected(fmt::format(
        "entries up to {} are missing, and no entry says that they were deleted", chain.forgotten));
  return chain;
}

}  // namespace cimgate::bridge
