#pragma once
#include <functional>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "cimgate/gateway.hpp"
#include "gateway/elhub/cim_rest/counterpart.hpp"
#include "gateway/http/route.hpp"

namespace cimgate::cim_rest {

struct Sender {
  std::string physical, juridical;
};

/// A document on its way in, by a request or by a broker.
struct Carried {
  std::string body;
  std::string message;  ///< of several messages that it could be, this one; "" = none is named
  std::string process;  ///< the one that it has to be of: BRS-NO-101; "" = any
  /// Who says that it is his; nothing when the way it came does not tell. Then it is the counterpart that
  /// judges by the document alone.
  std::optional<Sender> sender;
  std::string key;          ///< see HandedIn
  std::string traceparent;  ///< W3C Trace Context; "" = none
  /// Who hands it in, when a token says it; nothing: the system of the sender.
  std::optional<http::Caller> caller;
  std::string way = "rest";  ///< by which it came
};

struct Taken {
  hub::Receipt receipt;
  std::vector<Finding> findings;  ///< of its translation
};

/// Judges a document, makes a message of it and hands that in. `done` is called once, possibly from another
/// thread. Error: the problem, as application/problem+json; 503 = not now, it may be handed in again.
void hand_in(const Gateway& gateway, Counterpart& counterpart, const Carried& document,
             const std::function<void(tl::expected<Taken, http::Answer>)>& done);

}  // namespace cimgate::cim_rest
