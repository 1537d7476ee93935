#pragma once
#include <span>

#include "gateway/text/phrases.hpp"

namespace cimgate::cli {

/// What the help says, in Norwegian: of all verbs, and of those that work on messages.
std::span<const text::Phrase> help_rows_of_messages();
/// Of those that serve, and of those about what is built in.
std::span<const text::Phrase> help_rows_of_servers();

}  // namespace cimgate::cli
