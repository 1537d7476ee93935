#include "gateway/elhub/users/json.hpp"

#include <algorithm>

#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/json/out.hpp"

namespace cimgate::users {
namespace {

using json::JsonOut;

constexpr std::size_t most_mistakes = 100;

void write_terms(JsonOut& out, const Directory& directory, const Organisation& organisation, Day day) {
  for (const auto& user : organisation.users)
    for (const auto& term : user.terms) {
      out.begin_object(JsonOut::Line::one);
      out.member("organisation", organisation.gln);
      out.member("user", user.id);
      out.member("role", term.role);
      out.member("for", term.party);
      out.member("from", time::to_text(term.from));
      out.member("to", time::to_text(term.to));
      out.member("state", to_string(state_of(directory, organisation, user, term, day)));
      out.end_object();
    }
}

void write_agency(JsonOut& out, const Agency& agency, Day day) {
  out.begin_object(JsonOut::Line::one);
  out.member("agent", agency.agent);
  out.member("for", agency.party);
  out.begin_array("roles");
  for (const auto& role : agency.roles) out.string(role);
  out.end_array();
  out.member("from", time::to_text(agency.from));
  if (agency.to) out.member("to", time::to_text(*agency.to));
  out.member("state", to_string(day < agency.from   ? State::waiting
                                : agency.holds(day) ? State::active
                                                    : State::expired));
  out.end_object();
}

}  // namespace

std::string directory_json(const Directory* directory, Day day, const std::string& party) {
  JsonOut out(true);
  out.begin_object();
  out.member("day", time::to_text(day));
  out.member("configured", directory != nullptr);
  out.begin_array("roles");
  if (directory != nullptr)
    for (const auto& organisation : directory->organisations)
      if (party.empty() || organisation.gln == party) write_terms(out, *directory, organisation, day);
  out.end_array();
  out.begin_array("agents");
  if (directory != nullptr)
    for (const auto& agency : directory->agents)
      if (party.empty() || agency.agent == party || agency.party == party) write_agency(out, agency, day);
  out.end_array();
  out.end_object();
  return std::move(out).take();
}

std::string acts_json(const std::vector<Entry>& acts, std::int64_t after) {
  JsonOut out(true);
  out.begin_object();
  out.begin_array("acts");
  for (const auto& act : acts) {
    out.begin_object(JsonOut::Line::one);
    out.member("sequence", act.sequence);
    out.member("at", norway::local_text(act.at));
    out.member("user", act.user);
    out.member("organisation", act.organisation);
    out.member("for", act.party);
    if (!act.role.empty()) out.member("role", act.role);
    out.member("act", act.deed);
    out.member("about", act.about);
    out.member("way", act.way);
    out.member("outcome", act.outcome);
    out.end_object();
  }
  out.end_array();
  out.member("last", acts.empty() ? after : acts.back().sequence);
  out.end_object();
  return std::move(out).take();
}

std::string mistakes_json(const std::vector<yaml::Mistake>& mistakes) {
  JsonOut out(false);
  out.begin_array();
  for (std::size_t i = 0; i < std::min(mistakes.size(), most_mistakes); ++i) {
    out.begin_object();
    out.member("line", mistakes[i].place.line);
    out.member("column", mistakes[i].place.column);
    out.member("text", mistakes[i].text);
    out.end_object();
  }
  out.end_array();
  return out.take_piece();
}

}  // namespace cimgate::users
