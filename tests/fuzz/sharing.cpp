#include "gateway/elhub/hub/sharing_order.hpp"
#include "tests/fuzz/surfaces.hpp"

namespace cimgate::fuzz {

/// What a grid company says of a shared production over REST: it is read or refused, with places.
void take_sharing(std::string_view bytes) {
  using Kind = hub::SharingOrder::Kind;
  for (const auto kind : {Kind::make, Kind::add_version, Kind::change}) {
    const auto said = hub::read_sharing(kind, bytes);
    if (!said) {
      if (said.error().empty()) throw Broken("refused without a word");
      for (const auto& one : said.error())
        if (one.text.empty() || (!one.pointer.empty() && one.pointer.front() != '/'))
          throw Broken("a mistake without its place");
      continue;
    }
    const auto key = hub::changed({}, *said);
    for (const auto* members : {&key.contributors, &key.recipients}) {
      if (members->size() > hub::most_sharing_members) throw Broken("more members than there may be");
      for (const auto& one : *members)
        if (one.gsrn.size() != 18 || one.share.value_or(0) < 0 || one.share.value_or(0) > hub::all_of_it)
          throw Broken("a member that is none");
    }
    // What is written is read again as it was.
    for (const auto& one : key.recipients)
      if (one.share && hub::parse_share(hub::share_text(*one.share)) != one.share)
        throw Broken("a share that changes when it is read again");
  }
  const auto subscription = hub::read_sharing_subscription(bytes);
  if (subscription && subscription->size() > 4 * 36) throw Broken("an id that is none");
}

}  // namespace cimgate::fuzz
