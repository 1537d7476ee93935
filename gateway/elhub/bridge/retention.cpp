#include <fmt/format.h>

#include <vector>

#include "gateway/elhub/bridge/pages.hpp"

namespace cimgate::bridge {
namespace {

std::vector<std::int64_t> column(const database::Query& found) {
  std::vector<std::int64_t> all;
  while (found->step()) all.push_back(found->integer(0));
  return all;
}

}  // namespace

bool Pages::was_used(const std::string& id) {
  const auto found = connection_.query("SELECT 1 FROM outbox_ids WHERE id = ?");
  found->bind(1, id);
  return found->step();
}

Pages::Forgotten Pages::forget(Millis before, std::size_t most, Millis now) {
  Forgotten made;
  const auto remove = [&](const char* sql, auto key) {
    const auto row = connection_.query(sql);
    row->bind(1, key);
    row->step();
  };
  {
    // What is still on its way, or waits for its party, is kept however old it is.
    const auto found = connection_.query(
        "SELECT sequence, id FROM outbox WHERE accepted < ? AND state <> ? ORDER BY sequence LIMIT ?");
    found->bind(1, before);
    found->bind(2, static_cast<std::int64_t>(State::accepted));
    found->bind(3, static_cast<std::int64_t>(most));
    std::vector<std::pair<std::int64_t, std::string>> old;
    while (found->step()) old.emplace_back(found->integer(0), found->text(1));
    for (const auto& [sequence, id] : old) {
      remove("DELETE FROM outbox_keys WHERE id = ?", id);
      remove("DELETE FROM outbox WHERE sequence = ?", sequence);
    }
    made.outgoing = old.size();
  }
  {
    const auto found = connection_.query(
        "SELECT sequence FROM inbox WHERE received < ? AND state IN (?, ?) ORDER BY sequence LIMIT ?");
    found->bind(1, before);
    found->bind(2, static_cast<std::int64_t>(Fetched::done));
    found->bind(3, static_cast<std::int64_t>(Fetched::unreadable));
    found->bind(4, static_cast<std::int64_t>(most));
    const auto old = column(found);
    for (const auto sequence : old) {
      remove("DELETE FROM webhook_tries WHERE sequence = ?", sequence);
      remove("DELETE FROM inbox WHERE sequence = ?", sequence);
    }
    made.incoming = old.size();
  }
  remove("DELETE FROM shadows WHERE at < ?", before);
  made.entries = forget_entries(before, most, now);
  return made;
}

std::size_t Pages::forget_entries(Millis before, std::size_t most, Millis now) {
  std::int64_t base = 0;
  {
    const auto found = connection_.query("SELECT sequence FROM audit_base");
    if (found->step()) base = found->integer(0);
  }
  // From the front, as far as all are old; the newest stays, for the next one holds it.
  std::int64_t last = connection_.integer("SELECT coalesce(max(sequence), 0) FROM audit") - 1;
  {
    const auto found =
        connection_.query("SELECT sequence FROM audit WHERE at >= ? ORDER BY sequence LIMIT 1");
    found->bind(1, before);
    if (found->step()) last = std::min(last, found->integer(0) - 1);
  }
  last = std::min(last, base + static_cast<std::int64_t>(most));
  if (last <= base) return 0;
  std::string hash;
  {
    const auto found = connection_.query("SELECT hash FROM audit WHERE sequence = ?");
    found->bind(1, last);
    if (!found->step()) return 0;  // the chain is broken, and is left for people to look at
    hash = found->text(0);
  }
  {
    const auto row = connection_.query("DELETE FROM audit WHERE sequence <= ?");
    row->bind(1, last);
    row->step();
  }
  {
    const auto row = connection_.query("DELETE FROM audit_base");
    row->step();
  }
  {
    const auto row = connection_.query(database::insert_into("audit_base", {"sequence", "hash"}));
    row->bind(1, last);
    row->bind(2, hash);
    row->step();
  }
  audit("forgotten", fmt::format("entries up to {}", last), "", hash, now);
  return static_cast<std::size_t>(last - base);
}

}  // namespace cimgate::bridge
