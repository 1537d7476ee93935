#include "tests/mutation/choices.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "tests/mutation/tokens.hpp"

namespace cimgate::mutation {
namespace {

using Choice = CodeMutant::Choice;

/// An expression or statement, and what may become of it.
struct Place {
  std::size_t from = 0, until = 0;
  Choice choice = Choice::nowhere;
  std::vector<const Numbered*> mutants;
};

/// From left to right, and from outside to inside.
bool before(const Place& a, const Place& b) {
  return std::make_tuple(a.from, ~a.until, a.choice != Choice::statement) <
         std::make_tuple(b.from, ~b.until, b.choice != Choice::statement);
}

bool overlaps(const Place& a, const Place& b) {
  return a.from < b.from && b.from < a.until && a.until < b.until;
}

std::vector<Place> places_of(const std::vector<Numbered>& all) {
  std::vector<Place> places;
  for (const auto& one : all) {
    if (one.mutant.choice == Choice::nowhere) continue;
    const auto at = std::find_if(places.begin(), places.end(), [&](const Place& place) {
      return place.from == one.mutant.from && place.until == one.mutant.until &&
             place.choice == one.mutant.choice;
    });
    if (at != places.end())
      at->mutants.push_back(&one);
    else
      places.push_back({one.mutant.from, one.mutant.until, one.mutant.choice, {&one}});
  }
  std::sort(places.begin(), places.end(), before);
  std::vector<Place> apart;
  for (auto& place : places)
    if (std::none_of(apart.begin(), apart.end(), [&](const Place& other) { return overlaps(other, place); }))
      apart.push_back(std::move(place));
  return apart;
}

/// On one line, without comments.
std::string in_one_line(const std::string& code) {
  std::string line;
  std::size_t end = 0;
  for (const auto& token : tokens_of(code)) {
    if (token.at > end && !line.empty()) line += ' ';
    line += token.text;
    end = token.end();
  }
  return line;
}

std::string asked(std::size_t number) {
  return "::cimgate::mutation::mutant(" + std::to_string(number) + ')';
}

class Writer {
 public:
  Writer(std::string_view text, std::vector<Place> places) : text_(text), places_(std::move(places)) {}

  std::string all() { return part(0, text_.size()); }

 private:
  std::string part(std::size_t from, std::size_t until) {
    std::string written;
    while (next_ < places_.size() && places_[next_].from < until) {
      const auto& place = places_[next_++];
      written += text_.substr(from, place.from - from);
      const auto inner = part(place.from, place.until);
      written += place.choice == Choice::statement ? statement(place, inner) : expression(place, inner);
      from = place.until;
    }
    written += text_.substr(from, until - from);
    return written;
  }

  static std::string statement(const Place& place, const std::string& inner) {
    std::string written = "{ if (";
    for (const auto* one : place.mutants)
      written += (one == place.mutants.front() ? "!" : " && !") + asked(one->number);
    return written + ") " + inner + " }";
  }

  std::string expression(const Place& place, const std::string& inner) const {
    const std::string held(text_.substr(place.from, place.until - place.from));
    const auto valued = [&](const std::string& code) {
      return place.choice == Choice::truth ? "static_cast<bool>(" + code + ')' : code;
    };
    // One of another type would be converted, and what is then assigned to it would be lost.
    const auto changed = [&](const std::string& code) {
      return place.choice == Choice::object
                 ? "static_cast<decltype((" + in_one_line(held) + "))>(" + code + ')'
                 : valued(code);
    };
    std::string written = "(";
    for (const auto* one : place.mutants) {
      auto code = held;
      code.replace(one->mutant.at - place.from, one->mutant.length, one->mutant.with);
      written += asked(one->number) + " ? " + changed(in_one_line(code)) + " : ";
    }
    return written + valued(inner) + ')';
  }

  std::string_view text_;
  std::vector<Place> places_;
  std::size_t next_ = 0;
};

}  // namespace

std::vector<Numbered> that_fit_together(std::vector<Numbered> all) {
  std::vector<Numbered> fitting;
  for (const auto& place : places_of(all))
    for (const auto* one : place.mutants) fitting.push_back(*one);
  std::sort(fitting.begin(), fitting.end(),
            [](const Numbered& a, const Numbered& b) { return a.number < b.number; });
  return fitting;
}

std::string with_choices(std::string_view text, const std::vector<Numbered>& mutants) {
  return Writer(text, places_of(mutants)).all();
}

}  // namespace cimgate::mutation
