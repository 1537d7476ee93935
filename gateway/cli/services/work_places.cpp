#include "gateway/cli/services/work_places.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <string_view>
#include <utility>

#include "gateway/cli/clock.hpp"
#include "gateway/database/error.hpp"
#include "gateway/work/amqp_sides.hpp"
#include "gateway/work/folder_files.hpp"
#include "gateway/work/folder_flow.hpp"
#include "gateway/work/folder_sides.hpp"
#include "gateway/work/relay_flow.hpp"

namespace cimgate::cli {
namespace {

constexpr std::string_view folder_scheme = "dir:";

bool is_folder(std::string_view place) {
  return place.starts_with(folder_scheme) && place.size() > folder_scheme.size();
}

std::string folder_of(std::string_view place) {
  return std::string(place.substr(folder_scheme.size()));
}

tl::unexpected<std::string> unknown(std::string_view option, std::string_view why) {
  return tl::make_unexpected(fmt::format("{}: {}", option, why));
}

tl::expected<amqp::Place, std::string> address_of(std::string_view option, const std::string& place,
                                                  const BrokerOptions& options) {
  if (!amqp::is_place(place))
    return unknown(option, "expected a folder, as dir:FOLDER, or an address, as amqp://HOST/ADDRESS");
  return place_of(option, place, options);
}

/// "2/4": the second of four workers.
tl::expected<std::pair<std::size_t, std::size_t>, std::string> share_of(std::string_view text) {
  std::size_t which = 0, of = 0;
  const auto* const end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, which);
  if (first.ec == std::errc() && first.ptr != end && *first.ptr == '/') {
    const auto second = std::from_chars(first.ptr + 1, end, of);
    if (second.ec == std::errc() && second.ptr == end && which >= 1 && which <= of)
      return std::pair(which, of);
  }
  return tl::make_unexpected(std::string("--share: expected I/N, as 2/4 for the second of four workers"));
}

/// What all sides of a flow need.
struct Sides {
  const WorkPlaces& places;
  std::uint64_t most_bytes;
  std::optional<work::Claims> claims;
  work::Connect connect;

  Sides(const WorkPlaces& of, std::uint64_t most)
      : places(of),
        most_bytes(most),
        claims(claims_of(of.claims, most)),
        connect(connecting_with(of.broker)) {}

  tl::expected<std::shared_ptr<work::Sink>, std::string> sink(std::string_view option,
                                                              const std::string& place) const;
  tl::expected<std::unique_ptr<work::Source>, std::string> source() const;
};

tl::expected<std::shared_ptr<work::Sink>, std::string> Sides::sink(std::string_view option,
                                                                   const std::string& place) const {
  if (is_folder(place)) {
    auto made = work::FolderSink::open(folder_of(place));
    if (!made) return tl::make_unexpected(made.error());
    return std::shared_ptr<work::Sink>(std::move(*made));
  }
  auto at = address_of(option, place, places.broker);
  if (!at) return tl::make_unexpected(at.error());
  return std::make_shared<work::AmqpSink>(std::move(*at), connect, claims, places.claims.above);
}

tl::expected<std::unique_ptr<work::Source>, std::string> Sides::source() const {
  if (is_folder(places.from.front())) {
    if (places.from.size() > 1) return unknown("--from", "a folder is the only source");
    auto made = work::FolderSource::open(folder_of(places.from.front()), most_bytes);
    if (!made) return tl::make_unexpected(made.error());
    return std::unique_ptr<work::Source>(std::move(*made));
  }
  work::AmqpAddresses addresses;
  addresses.most_bytes = most_bytes;
  addresses.claims = claims;
  addresses.credit = 2 * places.together;
  std::pair<std::size_t, std::size_t> share{1, 1};
  if (!places.share.empty()) {
    auto asked = share_of(places.share);
    if (!asked) return tl::make_unexpected(asked.error());
    share = *asked;
  }
  for (std::size_t i = 0; i < places.from.size(); ++i) {
    auto place = address_of("--from", places.from[i], places.broker);
    if (!place) return tl::make_unexpected(place.error());
    (i % share.second == share.first - 1 ? addresses.own : addresses.rest).push_back(std::move(*place));
  }
  if (addresses.own.empty()) return unknown("--share", "there are more workers than addresses");
  return std::make_unique<work::AmqpSource>(std::move(addresses), connect);
}

tl::expected<std::unique_ptr<work::Flow>, std::string> folders_alone(const WorkPlaces& places,
                                                                     std::uint64_t most_bytes) {
  work::Folders folders;
  folders.in = folder_of(places.from.front());
  folders.out = folder_of(places.to);
  folders.dead_letters = places.dead_letter.empty() ? folders.in / "dead-letters"
                                                    : std::filesystem::path(folder_of(places.dead_letter));
  if (!places.invalid.empty()) folders.invalid = folder_of(places.invalid);
  folders.most_bytes = most_bytes;
  auto flow = work::FolderFlow::open(std::move(folders));
  if (!flow) return tl::make_unexpected(flow.error());
  return std::unique_ptr<work::Flow>(std::move(*flow));
}

}  // namespace

tl::expected<std::unique_ptr<work::Flow>, std::string> open_flow(const WorkPlaces& places,
                                                                 std::uint64_t most_bytes, unsigned poll) {
  const auto is_folder_or_none = [](const std::string& place) { return place.empty() || is_folder(place); };
  if (places.from.size() == 1 && is_folder(places.from.front()) && is_folder(places.to) &&
      is_folder_or_none(places.dead_letter) && is_folder_or_none(places.invalid) && places.inbox.empty())
    return folders_alone(places, most_bytes);
  const bool from_folder = is_folder(places.from.front());
  for (const auto& [option, place] : {std::pair<std::string_view, const std::string&>{"--to", places.to},
                                      {"--dead-letter", places.dead_letter},
                                      {"--invalid", places.invalid}})
    if (from_folder && is_folder(place) && folder_of(place) == folder_of(places.from.front()))
      return unknown(option, "results would be taken for messages");
  if (!places.inbox.empty() && from_folder)
    return unknown("--inbox", "a folder of messages needs none: what is done with is no longer there");
  const Sides sides(places, most_bytes);
  auto source = sides.source();
  if (!source) return tl::make_unexpected(source.error());
  auto dead = places.dead_letter;
  if (dead.empty() && from_folder) dead = places.from.front() + "/dead-letters";
  if (dead.empty()) return unknown("--dead-letter", "needed when messages come from a broker");
  work::Sinks sinks;
  const std::pair<std::string_view, std::pair<std::string, std::shared_ptr<work::Sink>*>> wanted[] = {
      {"--to", {places.to, &sinks.result}},
      {"--dead-letter", {dead, &sinks.dead_letter}},
      {"--invalid", {places.invalid.empty() ? dead : places.invalid, &sinks.invalid}}};
  for (const auto& [option, at] : wanted) {
    for (const auto& [other, before] : wanted)
      if (before.first == at.first && *before.second) *at.second = *before.second;
    if (*at.second) continue;
    auto sink = sides.sink(option, at.first);
    if (!sink) return tl::make_unexpected(sink.error());
    *at.second = std::move(*sink);
  }
  std::unique_ptr<work::Inbox> inbox;
  try {
    if (!places.inbox.empty())
      inbox = std::make_unique<work::Inbox>(
          places.inbox, [] { return now_seconds(); }, places.inbox_days);
  } catch (const database::Error& error) {
    return unknown("--inbox", fmt::format("'{}': {}", places.inbox, error.what()));
  }
  work::RelayOptions options;
  options.most_together = places.together;
  options.longest_together = std::chrono::milliseconds(places.longest_together);
  options.wait = std::chrono::seconds(from_folder ? 0 : poll);
  options.worker = work::new_name();
  return std::make_unique<work::RelayFlow>(std::move(*source), std::move(sinks), std::move(inbox),
                                           std::move(options));
}

bool is_polled(const WorkPlaces& places) {
  return is_folder(places.from.front());
}

void add_places(Command& verb, WorkPlaces& places) {
  verb.option("--from", places.from,
              "Where messages arrive: dir:FOLDER, or amqp://HOST/ADDRESS (amqps://), which may be repeated")
      .type("URL")
      .required();
  verb.option("--to", places.to, "Where results go: dir:FOLDER or amqp://HOST/ADDRESS")
      .type("URL")
      .required();
  verb.option("--dead-letter", places.dead_letter,
              "Where messages go that could not be judged or translated, with their findings as JSON "
              "(default: dead-letters in the folder of --from)")
      .type("URL");
  verb.option("--invalid", places.invalid,
              "Where messages go that are not valid, with their findings as JSON (default: --dead-letter)")
      .type("URL");
  auto shared = verb.group("Messages of a broker");
  shared
      .option(
          "--share", places.share,
          "Which of several workers this is: of the addresses of --from it opens every Nth first, and the "
          "others a second later")
      .type("I/N");
  shared
      .option(
          "--inbox", places.inbox,
          "Database that remembers messages by their ids, so that none is worked on twice; workers share it")
      .type("FILE");
  shared.option("--inbox-days", places.inbox_days, "How many days it remembers them")
      .type("N")
      .between(1, 3650)
      .show_default();
  shared.option("--together", places.together, "Messages that are settled at once, at most")
      .type("N")
      .between(1, 1000)
      .show_default();
  shared
      .option("--together-ms", places.longest_together,
              "How long the first of them waits for others, in milliseconds")
      .type("N")
      .between(0, 10'000)
      .show_default();
  add_claims(shared, places.claims);
  add_broker(verb, places.broker);
}

}  // namespace cimgate::cli
