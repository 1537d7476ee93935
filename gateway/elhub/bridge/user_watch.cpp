#include "gateway/elhub/bridge/user_watch.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace cimgate::bridge {
namespace {

constexpr Millis look_every = 2000;

struct Ending {
  std::string name, organisation, text;
};

std::vector<Ending> ending_on(const users::Directory& directory, users::Day day) {
  std::vector<Ending> all;
  for (const auto& organisation : directory.organisations)
    for (const auto& user : organisation.users)
      for (const auto& term : user.terms)
        if (users::state_of(directory, organisation, user, term, day) == users::State::expiring)
          all.push_back({users::name_of(organisation, user, term), organisation.gln,
                         fmt::format("user {}: the role {} for {} ends on {}", user.id, term.role, term.party,
                                     time::to_text(term.to))});
  return all;
}

}  // namespace

UserWatch::UserWatch(std::shared_ptr<UserGate> gate, std::shared_ptr<Book> book, Surroundings surroundings)
    : gate_(std::move(gate)),
      book_(std::move(book)),
      around_(std::move(surroundings)),
      background_(around_, [this] { work(); }) {}

void UserWatch::work() {
  while (!*around_.stopping) {
    look();
    background_.sleep(look_every);
  }
}

void UserWatch::look() {
  gate_->look_in_book();
  const auto directory = gate_->directory();
  if (!directory) return;
  const auto ending = ending_on(*directory, gate_->today());
  std::vector<const Ending*> fresh;
  const bool known = book_->read([&](Pages& pages) {
    fresh.clear();
    for (const auto& one : ending)
      if (!pages.users().was_told(one.name)) fresh.push_back(&one);
  });
  if (!known || fresh.empty()) return;
  const auto now = around_.now();
  if (!book_->run([&](Pages& pages) {
        for (const auto* one : fresh) pages.users().keep_told(one->name, now / 1000);
      }))
    return;
  for (const auto* one : fresh) {
    Happening happening;
    happening.at = now;
    happening.trouble = true;
    happening.event = "role-ends-soon";
    happening.party = one->organisation;
    happening.text = one->text;
    around_.log(happening);
  }
}

}  // namespace cimgate::bridge
