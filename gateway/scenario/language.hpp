#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "cimgate/gateway.hpp"
#include "gateway/document/message.hpp"
#include "gateway/scenario/compose.hpp"
#include "gateway/scenario/exchange.hpp"

namespace cimgate::scenario {

/// Why there is no result.
struct Trouble {
  bool transport = false;  ///< nobody answered; else what was answered is not what it should be
  Text text;
};

/// What came at once for a message that was sent.
struct Submitted {
  bool accepted = false;
  std::string group;  ///< of the SOAP fault; "problem" for a CIM problem
  Text why;           ///< when it was refused
  std::vector<document::Message> answers;
  std::shared_ptr<const Wire> wire;  ///< what was sent for it, and what came
};

/// A message that was taken out of a queue, and what it came in.
struct Collected {
  document::Message message;
  std::shared_ptr<const Wire> wire;
};

/// A way to speak with a hub: Elhub's SOAP, or CIM over REST. Both give messages of Elhub's BIM.
class Language {
 public:
  Language() = default;
  Language(const Language&) = delete;
  Language& operator=(const Language&) = delete;
  virtual ~Language() = default;

  virtual tl::expected<Submitted, Trouble> submit(const Composed& message) = 0;
  /// Asks for what waits for a party, once, and acknowledges nothing.
  virtual tl::expected<Submitted, Trouble> fetch(const Scene& scene, const Fetch& fetch) = 0;
  /// Takes everything that waits for a party in one queue ("market-processes", "metering-values").
  virtual tl::expected<std::vector<Collected>, Trouble> collect(const Scene& scene, const std::string& party,
                                                                std::string_view queue) = 0;
};

/// Makes ids for polls and receipts.
class PollIds {
 public:
  explicit PollIds(std::string seed) : seed_(std::move(seed)) {}
  std::string next() { return uuid_of(seed_ + " poll " + std::to_string(++count_)); }

 private:
  std::string seed_;
  std::size_t count_ = 0;
};

/// `schema`: version of the messages; "" = what is in force.
std::unique_ptr<Language> soap_language(const Gateway& gateway, const Words& words, Exchange& exchange,
                                        const std::string& schema, const std::string& seed);
std::unique_ptr<Language> cim_language(const Gateway& gateway, Exchange& exchange, const std::string& schema);

/// No queue has so many result sets; a hub that never comes to an end is told as such.
inline constexpr int most_polls = 1000;

}  // namespace cimgate::scenario
