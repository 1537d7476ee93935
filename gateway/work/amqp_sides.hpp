#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gateway/amqp/peer.hpp"
#include "gateway/amqp/place.hpp"
#include "gateway/work/claims.hpp"
#include "gateway/work/sink.hpp"
#include "gateway/work/source.hpp"

namespace cimgate::work {

/// How a broker is reached: amqp::connect, or a broker of a test.
using Connect = std::function<amqp::Connected(const amqp::Place& place)>;

struct AmqpAddresses {
  std::vector<amqp::Place> own;   ///< opened first: those that this worker shall have
  std::vector<amqp::Place> rest;  ///< opened later, for when the workers die that have them
  std::chrono::milliseconds later{1000};
  unsigned credit = 128;  ///< messages of an address that are not accepted, at most
  std::size_t most_bytes = std::size_t{200} * 1024 * 1024;
  std::optional<Claims> claims = {};
  std::function<std::chrono::steady_clock::time_point()> clock = std::chrono::steady_clock::now;
};

/// Addresses of brokers as a source. It connects when it is first asked, and again after an error.
class AmqpSource : public Source {
 public:
  AmqpSource(AmqpAddresses addresses, Connect connect);
  ~AmqpSource() override;

  tl::expected<std::optional<Job>, std::string> take(std::chrono::milliseconds wait) override;
  tl::expected<void, std::string> accept(const std::vector<Job>& jobs) override;
  void release() override;
  std::string key_of(const Job& job) const override;

 private:
  struct Given {
    std::string broker;
    std::uint64_t number = 0;
    std::string address;
  };
  using Done = tl::expected<void, std::string>;

  Done open(const std::vector<amqp::Place>& places);
  tl::expected<std::optional<Job>, std::string> next(std::chrono::milliseconds wait);
  tl::expected<Job, std::string> job_of(const std::string& broker, amqp::Delivery delivery);

  AmqpAddresses addresses_;
  Connect connect_;
  std::map<std::string, std::unique_ptr<amqp::Peer>> peers_;  ///< by broker
  std::map<std::string, Given> given_;                        ///< by handle, in their order
  std::uint64_t counted_ = 0;
  std::chrono::steady_clock::time_point opened_;
  bool all_open_ = false;
};

/// An address as a sink. What it takes is seen at once; results have the ids of their messages, by which
/// whoever reads them tells what came twice.
class AmqpSink : public Sink {
 public:
  AmqpSink(amqp::Place place, Connect connect, std::optional<Claims> claims, std::size_t claim_above);

  tl::expected<void, std::string> stage(const std::string& worker,
                                        const std::vector<Parcel>& parcels) override;
  tl::expected<void, std::string> show(const std::string&, const Job&) override { return {}; }
  void drop(const std::string&, const Job&) override {}

 private:
  amqp::Place place_;
  Connect connect_;
  std::optional<Claims> claims_;
  std::size_t claim_above_;
  std::unique_ptr<amqp::Peer> peer_;
};

}  // namespace cimgate::work
