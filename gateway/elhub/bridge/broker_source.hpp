#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "gateway/elhub/bridge/background.hpp"
#include "gateway/elhub/bridge/upstream.hpp"
#include "gateway/elhub/cim_rest/hand_in.hpp"
#include "gateway/work/sink.hpp"
#include "gateway/work/source.hpp"

namespace cimgate::bridge {

/// Where documents come from besides requests.
struct BrokerSourceSetting {
  /// Made by the thread that uses them; they connect when they are first used, and again after an error.
  std::function<std::unique_ptr<work::Source>()> source;
  std::function<std::shared_ptr<work::Sink>()> refused;
  Millis retry_first = 1000;
  Millis retry_most = 300'000;
};

using HandIn =
    std::function<void(const cim_rest::Carried& document,
                       const std::function<void(tl::expected<cim_rest::Taken, http::Answer>)>& done)>;

/// Takes documents from a broker and hands them in as POST /cim/v1/documents does. A document is accepted
/// there once it is on the disk here; one that is refused goes to the dead letters, behind its problem; one
/// that cannot be written now goes back, with all that came after it. Of one group the next is handed in
/// when the one before is on the disk. What comes again is known by the id of the document, as when it is
/// posted twice, and by its message-id, which is its Idempotency-Key.
class BrokerSource {
 public:
  BrokerSource(std::shared_ptr<const BrokerSourceSetting> setting, HandIn hand_in, Surroundings surroundings);

 private:
  using Done = tl::expected<void, std::string>;
  struct Batch;
  void work();
  tl::expected<std::vector<work::Job>, std::string> take();
  Done settle(const std::vector<work::Job>& jobs);
  void hand_in(Batch& batch, std::size_t from, std::size_t to) const;
  void say(const work::Job* job, std::string_view event, const std::string& why) const;

  std::shared_ptr<const BrokerSourceSetting> setting_;
  HandIn hand_in_;
  Surroundings around_;
  BackOff back_off_;
  std::unique_ptr<work::Source> source_;
  std::shared_ptr<work::Sink> refused_;
  Background background_;
};

}  // namespace cimgate::bridge
