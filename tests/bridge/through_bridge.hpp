#pragma once
#include <string>

#include "gateway/scenario/rehearsal.hpp"

namespace cimgate::test {

/// Plays a scenario twice, each time against a fresh hub: over SOAP, directly, and over CIM through bridges
/// that speak SOAP with it. Each party has a bridge of its own, as each has a certificate of its own; the
/// bridge of a provider sends for others and fetches for nobody else.
/// Error: there is no hub or no bridge to play against.
tl::expected<scenario::Rehearsal, std::string> rehearse_through_bridge(const Gateway& gateway,
                                                                       const scenario::Words& words,
                                                                       const scenario::Pack& pack);

}  // namespace cimgate::test
