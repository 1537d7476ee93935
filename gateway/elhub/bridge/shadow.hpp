#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "cimgate/gateway.hpp"
#include "gateway/elhub/bridge/records.hpp"
#include "gateway/elhub/hub/request.hpp"

/// Shadow mode: what the integration that a company has sends, beside what CIM would have sent. Nothing of it
/// goes to the market.
namespace cimgate::bridge {

class Book;

enum class Side : std::uint8_t { soap, cim };

/// A message as one of both sides would have it at the market.
struct Shadow {
  std::int64_t sequence = 0;
  Millis at = 0;
  Side side = Side::soap;
  std::string id;    ///< of one that cannot be read, its digest
  std::string name;  ///< "" = it cannot be read
  std::string process, sender;
  std::string about;  ///< metering points, or their digest when they are many
  std::string xml;
};

/// What a message is to a comparison.
Shadow shadow_of(const hub::Request& request, Side side, Millis at);

/// Two messages that should say the same, and where they do not. Places alone, no values.
struct Pair {
  std::string soap, cim;  ///< ids
  std::string name, process, sender;
  std::vector<std::string> places;
};
/// A message that the other side has not sent.
struct Single {
  std::string id, name, process, sender;
  std::string why;  ///< it cannot be read, or has no form in CIM; "" = only that the other has none
};

struct ShadowReport {
  std::size_t soap = 0, cim = 0;  ///< messages of each side
  std::size_t equal = 0;          ///< pairs that say the same
  std::size_t differing = 0;      ///< pairs that do not; the first of them are told
  std::size_t alone = 0;          ///< messages without the other; the first of them are told
  std::vector<Pair> different;
  std::vector<Single> only_soap, only_cim;
};

/// At most so many of each list are told.
inline constexpr std::size_t most_told = 1000;

/// Compares what both sides had from one time up to another: messages of one name, process and sender about
/// the same metering points are pairs, in the order in which they came. Ids and the time of creation are each
/// side's own. False: the database cannot be read.
bool compare_shadows(const Gateway& gateway, Book& book, const std::string& schema, Millis from, Millis to,
                     ShadowReport& report);

}  // namespace cimgate::bridge
