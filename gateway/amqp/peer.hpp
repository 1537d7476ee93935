#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

/// AMQP 1.0 (OASIS, ISO/IEC 19464) as far as messages are taken and sent: what a broker is to us. The library
/// that speaks it is loaded when it is first needed (module.hpp).
namespace cimgate::amqp {

/// What counts of a message. Texts are as somebody else wrote them: nothing is known of them but their size.
struct Message {
  std::string id;  ///< message-id, numbers and UUIDs as text; "": none
  std::string correlation_id;
  std::string group_id;
  std::string subject;
  std::string content_type;
  std::string content_encoding;
  std::string traceparent, tracestate;  ///< application properties (W3C Trace Context)
  std::string claim;          ///< application property cimgate-claim: where the body is, when it is elsewhere
  std::string body;           ///< of one data section, or of a value that is text or binary
  bool readable_body = true;  ///< false: it is something else; then `body` is the message as AMQP writes it
};

struct Delivery {
  std::uint64_t number = 0;  ///< for accept() and release()
  std::string address;       ///< where it came from
  Message message;
};

struct Sending {
  std::string address;
  Message message;
};

/// Where a broker is, and how we show who we are.
struct Broker {
  enum class Mechanism : std::uint8_t { plain, external, anonymous };

  std::string host;  ///< name or address, without brackets
  std::uint16_t port = 5672;
  bool tls = false;
  Mechanism mechanism = Mechanism::anonymous;
  std::string user, password;                  ///< of `plain`
  std::string trust;                           ///< file with certificates (PEM); "": those of the system
  std::string certificate, key;                ///< files (PEM), for `external`
  std::string container;                       ///< what the broker calls us
  std::chrono::milliseconds patience{10'000};  ///< for a step that the broker has to answer
  /// A broker from which nothing was heard for so long is gone; it says something more often. Two seconds at
  /// least: brokers count in whole ones, and are asked for half of it.
  std::chrono::milliseconds silence{20'000};
};

/// A connection to a broker. To be used from one thread. After an error it is of no more use: what was not
/// accepted comes again, to whoever asks.
class Peer {
 public:
  Peer() = default;
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;
  virtual ~Peer() = default;  ///< what was accepted is told first; all else goes back, in its order

  /// From now on messages come from there, at most `credit` that are not accepted.
  virtual tl::expected<void, std::string> receive_from(const std::string& address, unsigned credit) = 0;
  /// Nothing when none comes in time.
  virtual tl::expected<std::optional<Delivery>, std::string> next(std::chrono::milliseconds wait) = 0;
  virtual void accept(const std::vector<std::uint64_t>& deliveries) = 0;
  /// Sends in this order, durable, and waits until the broker has accepted all. Error: at least one is not,
  /// or it is not known.
  virtual tl::expected<void, std::string> send(const std::vector<Sending>& messages) = 0;
};

using Connected = tl::expected<std::unique_ptr<Peer>, std::string>;

}  // namespace cimgate::amqp
