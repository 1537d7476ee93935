#include "gateway/elhub/users/book.hpp"

#include <fmt/format.h>

#include "gateway/text/ascii.hpp"

namespace cimgate::users {
namespace {

/// What stands where a GLN should may be anything, a name, too: it is not kept.
std::string gln_or_nothing(const std::string& text) {
  return text::are_digits(text, 13) ? text : std::string();
}

}  // namespace

std::vector<database::Table> Book::tables(const std::string& prefix) {
  using database::Table;
  constexpr auto integer = database::Type::integer;
  return {
      Table{prefix + "users", {{"name"}, {"text"}}, 1, false, true, false},
      Table{prefix + "users_told", {{"term"}, {"at", integer}}, 1, false, false, false},
      Table{table_of_acts(prefix),
            {{"sequence", integer},
             {"at", integer},
             {"user"},
             {"organisation"},
             {"party"},
             {"role"},
             {"deed"},
             {"about"},
             {"way"},
             {"outcome"}},
            1,
            true,
            false,
            false},
  };
}

std::string Book::text(std::string_view name) {
  const auto row = connection_.query(fmt::format("SELECT text FROM {}users WHERE name = ?", prefix_));
  row->bind(1, name);
  return row->step() ? row->text(0) : std::string();
}

void Book::keep_text(std::string_view name, std::string_view text) {
  const auto row = connection_.query(database::put_into(prefix_ + "users", {"name", "text"}, 1));
  row->bind(1, name).bind(2, text);
  row->step();
}

bool Book::was_told(const std::string& term) {
  const auto row = connection_.query(fmt::format("SELECT 1 FROM {}users_told WHERE term = ?", prefix_));
  row->bind(1, term);
  return row->step();
}

void Book::keep_told(const std::string& term, std::int64_t at) {
  const auto row = connection_.query(database::insert_missing(prefix_ + "users_told", {"term", "at"}));
  row->bind(1, term).bind(2, at);
  row->step();
}

std::int64_t Book::enter(const Act& act, const Verdict& verdict, std::int64_t at) {
  std::int64_t entry = 0;
  {
    const auto row = connection_.query(fmt::format(
        "INSERT INTO {}acts (at, \"user\", organisation, party, role, deed, about, way, outcome) VALUES (?, "
        "?, ?, ?, ?, ?, ?, ?, ?) RETURNING sequence",
        prefix_));
    row->bind(1, at)
        .bind(2, verdict.user)
        .bind(3, gln_or_nothing(act.organisation))
        .bind(4, gln_or_nothing(act.party))
        .bind(5, verdict.role)
        .bind(6, to_string(act.deed))
        .bind(7, act.about)
        .bind(8, act.way)
        .bind(9, std::string_view(verdict.allowed ? "begun" : "refused"));
    row->step();
    entry = row->integer(0);
  }
  const auto old = connection_.query(fmt::format("DELETE FROM {}acts WHERE sequence <= ?", prefix_));
  old->bind(1, entry - most_acts);
  old->step();
  return entry;
}

void Book::leave(std::int64_t entry, std::string_view outcome) {
  const auto row =
      connection_.query(fmt::format("UPDATE {}acts SET outcome = ? WHERE sequence = ?", prefix_));
  row->bind(1, outcome).bind(2, entry);
  row->step();
}

std::vector<Entry> Book::acts(const EntryFilter& filter) {
  const auto row = connection_.query(fmt::format(
      "SELECT sequence, at, \"user\", organisation, party, role, deed, about, way, outcome FROM {}acts WHERE "
      "sequence > ?1 AND (?2 = '' OR \"user\" = ?2) AND (?3 = '' OR party = ?3) AND (?4 = '' OR outcome = "
      "?4) ORDER BY sequence LIMIT ?5",
      prefix_));
  row->bind(1, filter.after)
      .bind(2, filter.user)
      .bind(3, filter.party)
      .bind(4, filter.outcome)
      .bind(5, static_cast<std::int64_t>(filter.limit));
  std::vector<Entry> all;
  while (row->step())
    all.push_back({row->integer(0), row->integer(1), row->text(2), row->text(3), row->text(4), row->text(5),
                   row->text(6), row->text(7), row->text(8), row->text(9)});
  return all;
}

std::string name_of(const Organisation& organisation, const User& user, const Term& term) {
  return fmt::format("{} {} {} {} {}", organisation.gln, user.id, term.role, term.party,
                     time::to_text(term.to));
}

}  // namespace cimgate::users
