#pragma once
#include <string>

#include "gateway/elhub/bridge/pages.hpp"

/// What the bridge tells by itself, by a webhook or at a broker: the same JSON, whichever way it goes.
namespace cimgate::bridge {

/// The same for every try, and another for every party that the message is for.
std::string id_of_post(const Incoming& message);
/// `bundle`: the documents of the message, as JSON.
std::string post_of(const Incoming& message, const std::string& bundle);

/// What became of a document, told once: that it failed, or what it was answered with at once.
std::string id_of_post(const Pages::Outcome& outcome);
/// `bundle`: the documents of its answer, as JSON; "" = it failed, or the answer has no form in CIM.
std::string post_of(const Pages::Outcome& outcome, const std::string& bundle);

}  // namespace cimgate::bridge
