#pragma once
#include <string>

#include "cimgate/gateway.hpp"
#include "gateway/scenario/pack.hpp"
#include "gateway/scenario/transcript.hpp"
#include "gateway/scenario/words.hpp"

/// Scenarios by SOAP against a hub that makes the same ids every time, and all that it tells of them.
namespace cimgate::test {

struct Told {
  scenario::Transcript transcript;
  std::string text;
};

/// `text`: what happened, an event a line: kind, process, metering point, party, message, text; below it the
/// message that a party was sent, in full, a child of its root element a line; the time where it goes on. At
/// the end what the hub knows of the metering points that the events are about, and what it is still to do.
/// Ids of messages are numbered in the order in which they are first seen.
Told told(const Gateway& gateway, const scenario::Words& words, const scenario::Pack& pack);

/// Where the text is kept that a scenario is compared with.
std::string told_file(const std::string& scenario);

}  // namespace cimgate::test
