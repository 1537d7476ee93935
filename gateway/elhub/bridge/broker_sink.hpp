#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gateway/elhub/bridge/background.hpp"
#include "gateway/elhub/bridge/book.hpp"
#include "gateway/work/sink.hpp"

namespace cimgate::bridge {

/// Where messages and outcomes go, instead of being fetched.
struct BrokerSinkSetting {
  std::function<std::shared_ptr<work::Sink>()> sink;  ///< made by the thread that uses it
  Millis retry_first = 1000;
  Millis retry_most = 300'000;
};

/// What a message of the market is to those who get it.
struct Spoken {
  std::string bundle;  ///< its documents, as JSON; "" = it has no form in CIM
  std::string point;   ///< the metering point that it is about; "" = none, or several
};
using SpokenOf = std::function<Spoken(const std::string& xml)>;

/// Hands over to a broker, in order, each fetched message that nobody has taken from its queue, and what
/// became of documents. What the broker has accepted is done, as if it had been acknowledged. When it is not
/// known whether it has, it gets the same again, with the same ids. Nothing overtakes what it does not take.
class BrokerSink {
 public:
  BrokerSink(std::shared_ptr<Book> book, std::shared_ptr<const BrokerSinkSetting> setting, SpokenOf spoken_of,
             Surroundings surroundings);

 private:
  using Done = tl::expected<void, std::string>;
  struct Round;
  void work();
  Round next_round() const;
  Done hand_over(work::Sink& sink, const Round& round);
  void say(const Round& round, const std::string& why) const;

  std::shared_ptr<Book> book_;
  std::shared_ptr<const BrokerSinkSetting> setting_;
  SpokenOf spoken_of_;
  Surroundings around_;
  BackOff back_off_;
  Background background_;
};

}  // namespace cimgate::bridge
