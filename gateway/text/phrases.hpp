#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace cimgate::text {

/// What is said in English and how it is said in Norwegian. "{}" stands for anything, which comes back in the
/// same order.
struct Phrase {
  std::string_view en, nb;
};

/// The Norwegian of an English text, by the first phrase that it fits; nothing when it fits none. For texts
/// whose origin knows English only, and for words of an interface that stay English in it.
std::optional<std::string> in_norwegian(std::string_view english, std::span<const Phrase> phrases);

}  // namespace cimgate::text
