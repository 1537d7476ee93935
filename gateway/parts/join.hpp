#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/parts/message_text.hpp"
#include "gateway/parts/parts_list.hpp"

/// Puts parts of a message together, or what they were translated to.
namespace cimgate::parts {

/// A part, or its translation. It is read more than once.
struct Piece {
  std::string name;  ///< in what is said about it
  /// The texts of its files; several are a bundle. Error: why they cannot be read.
  std::function<tl::expected<std::vector<std::string>, std::string>()> read;
};

/// Where a joined message is kept while it is not known to be right, and read from again.
struct Spool {
  TakeText write;
  std::function<tl::expected<Pull, std::string>()> read;
};

struct Joined {
  std::string message;  ///< what was made: "CollectedData", or the documents of its translation
  std::size_t records = 0;
};

/// All parts of the list, each once, in any order: their records become one message, which has the id of the
/// whole. Parts that were translated from BIM to CIM become the translation of the whole, in the form (JSON
/// or XML) and profile of the first; those translated from CIM to BIM one message of BIM.
/// Error: what is missing, is there twice, belongs to something else or was changed.
tl::expected<Joined, Refusal> join(const Gateway& gateway, const PartsList& list,
                                   const std::vector<Piece>& pieces, const InputLimits& limits,
                                   const Spool& spool, const TakeText& take);

}  // namespace cimgate::parts
