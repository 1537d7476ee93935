#include "gateway/elhub/bridge/shadow.hpp"

#include <fmt/format.h>

#include <deque>
#include <map>
#include <regex>
#include <tuple>

#include "gateway/elhub/bridge/bridge.hpp"
#include "gateway/security/keys/hash.hpp"

namespace cimgate::bridge {
namespace {

constexpr std::size_t at_once = 200;

/// The message with its ids numbered in the order in which they stand, and without the time of its making.
std::string comparable(const std::string& xml) {
  static const std::regex uuid("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
  static const std::regex creation("([:<]Creation>)[^<]*<");
  std::map<std::string, std::size_t> numbers;
  std::string text;
  auto rest = xml.cbegin();
  for (std::sregex_iterator at(xml.begin(), xml.end(), uuid), end; at != end; ++at) {
    text.append(rest, xml.cbegin() + at->position());
    const auto number = numbers.try_emplace(at->str(), numbers.size()).first->second;
    text += fmt::format("00000000-0000-4000-8000-{:012x}", number);
    rest = xml.cbegin() + at->position() + at->length();
  }
  text.append(rest, xml.cend());
  return std::regex_replace(text, creation, "$012000-01-01T00:00:00Z<",
                            std::regex_constants::format_first_only);
}

using Key = std::tuple<std::string, std::string, std::string, std::string>;

Key key_of(const Shadow& one) {
  return {one.name, one.process, one.sender, one.about};
}

class Comparison {
 public:
  Comparison(const Gateway& gateway, const std::string& schema, ShadowReport& report)
      : gateway_(gateway), report_(report) {
    options_.schema = schema;
  }

  void add(Shadow one) {
    ++(one.side == Side::soap ? report_.soap : report_.cim);
    if (one.name.empty()) return alone(one, "it cannot be read");
    auto& others = waiting_[one.side == Side::soap ? Side::cim : Side::soap][key_of(one)];
    if (others.empty()) {
      waiting_[one.side][key_of(one)].push_back(std::move(one));
      return;
    }
    const auto other = std::move(others.front());
    others.pop_front();
    one.side == Side::soap ? compare(one, other) : compare(other, one);
  }
  void end() {
    for (auto& [side, keys] : waiting_)
      for (auto& [key, all] : keys)
        for (const auto& one : all) alone(one, "");
  }

 private:
  void compare(const Shadow& soap, const Shadow& cim) {
    const auto compared = gateway_.diff({comparable(soap.xml)}, {comparable(cim.xml)}, options_);
    if (compared.equal) {
      ++report_.equal;
      return;
    }
    ++report_.differing;
    if (report_.different.size() >= most_told) return;
    Pair pair{soap.id, cim.id, soap.name, soap.process, soap.sender, {}};
    for (const auto& change : compared.changes) pair.places.push_back(change.path);
    report_.different.push_back(std::move(pair));
  }
  void alone(const Shadow& one, std::string why) {
    ++report_.alone;
    auto& list = one.side == Side::soap ? report_.only_soap : report_.only_cim;
    if (list.size() < most_told) list.push_back({one.id, one.name, one.process, one.sender, std::move(why)});
  }

  const Gateway& gateway_;
  ShadowReport& report_;
  DiffOptions options_;
  std::map<Side, std::map<Key, std::deque<Shadow>>> waiting_;
};

}  // namespace

Shadow shadow_of(const hub::Request& request, Side side, Millis at) {
  Shadow made;
  made.at = at;
  made.side = side;
  made.id = request.id;
  made.name = request.name;
  made.process = request.process;
  made.sender = request.sender;
  const auto points = points_in(request.document->document);
  made.about = fmt::format("{}", fmt::join(points, " "));
  if (points.size() > 3) made.about = keys::hex_digest(made.about);
  made.xml = request.xml;
  return made;
}

bool compare_shadows(const Gateway& gateway, Book& book, const std::string& schema, Millis from, Millis to,
                     ShadowReport& report) {
  Comparison comparison(gateway, schema, report);
  for (std::int64_t after = 0;;) {
    std::vector<Shadow> some;
    if (!book.read([&](Pages& pages) { some = pages.shadows(from, to, after, at_once); })) return false;
    if (some.empty()) break;
    after = some.back().sequence;
    for (auto& one : some) comparison.add(std::move(one));
  }
  comparison.end();
  return true;
}

}  // namespace cimgate::bridge
