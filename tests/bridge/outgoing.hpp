#pragma once
#include <string>

#include "gateway/elhub/bridge/records.hpp"
#include "tests/hub/messages.hpp"

namespace cimgate::test {

/// A message for the book of a bridge, which does not look into it.
inline bridge::Outgoing message(const std::string& id) {
  bridge::Outgoing made;
  made.id = id;
  made.name = "RequestStartOfSupply";
  made.physical_sender = made.sender = supplier;
  made.digest = "d-" + id;
  made.xml = "<x/>";
  return made;
}

}  // namespace cimgate::test
