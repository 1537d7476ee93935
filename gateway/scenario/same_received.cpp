#include <fmt/format.h>

#include <map>
#include <regex>

#include "gateway/scenario/play.hpp"

namespace cimgate::scenario {
namespace {

/// Ids in the order in which they are first seen: those that the hub makes differ from play to play.
class Ids {
 public:
  std::string in_order(const std::string& xml) {
    static const std::regex uuid("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    std::string text;
    auto rest = xml.cbegin();
    for (std::sregex_iterator at(xml.begin(), xml.end(), uuid), end; at != end; ++at) {
      text.append(rest, xml.cbegin() + at->position());
      const auto [known, ignored] = numbers_.try_emplace(at->str(), numbers_.size());
      text += fmt::format("00000000-0000-4000-8000-{:012x}", known->second);
      rest = xml.cbegin() + at->position() + at->length();
    }
    return text.append(rest, xml.cend());
  }

 private:
  std::map<std::string, std::size_t> numbers_;
};

/// What each party received, queue by queue, in order.
std::map<std::string, std::vector<const Received*>> by_queue(const Transcript& transcript) {
  std::map<std::string, std::vector<const Received*>> all;
  for (const auto& received : transcript.received)
    all[received.party + " · " + received.queue].push_back(&received);
  return all;
}

}  // namespace

PlayedStep same_received(const Gateway& gateway, const Transcript& first, const Transcript& second) {
  PlayedStep step;
  step.kind = "same";
  step.text = {"all parties received the same by " + first.by + " and by " + second.by,
               "alle parter mottok det samme med " + first.by + " og med " + second.by};
  auto one = by_queue(first);
  auto other = by_queue(second);
  for (const auto& [queue, ignored] : other) one.try_emplace(queue);
  const auto add = [&](const std::string& en, const std::string& nb) {
    step.outcome = Outcome::failed;
    step.why.en += (step.why.en.empty() ? "" : "; ") + en;
    step.why.nb += (step.why.nb.empty() ? "" : "; ") + nb;
  };
  DiffOptions options;
  options.schema = first.schema;
  Ids first_ids, second_ids;
  for (const auto& [queue, messages] : one) {
    const auto& others = other[queue];
    for (std::size_t i = 0; i < std::max(messages.size(), others.size()); ++i) {
      if (i >= messages.size() || i >= others.size() || messages[i]->message != others[i]->message) {
        const auto name = [&](const std::vector<const Received*>& list) {
          return i < list.size() ? list[i]->message : std::string("-");
        };
        add(fmt::format("{}, message {}: {} by {}, {} by {}", queue, i + 1, name(messages), first.by,
                        name(others), second.by),
            fmt::format("{}, melding {}: {} med {}, {} med {}", queue, i + 1, name(messages), first.by,
                        name(others), second.by));
        break;
      }
      const auto compared = gateway.diff({first_ids.in_order(messages[i]->xml)},
                                         {second_ids.in_order(others[i]->xml)}, options);
      if (compared.equal) continue;
      std::string places;
      for (const auto& change : compared.changes)
        places += fmt::format("{}{}", places.empty() ? "" : ", ", change.path);
      add(fmt::format("{}, message {} ({}) differs at {}", queue, i + 1, messages[i]->message, places),
          fmt::format("{}, melding {} ({}) er forskjellig ved {}", queue, i + 1, messages[i]->message,
                      places));
    }
  }
  return step;
}

}  // namespace cimgate::scenario
