#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

/// Where messages come from that are worked on without anybody watching, and where results go. Folders alone
/// are one flow (folder_flow.hpp); a source and sinks of any kinds are another (relay_flow.hpp).
namespace cimgate::work {

/// What stands around a message and goes over to its results. Texts are as somebody else wrote them.
struct Envelope {
  std::string id;                       ///< tells it from all others of its source; "": nothing does
  std::string group;                    ///< messages of one group keep their order; "": of none
  std::string subject;                  ///< by which brokers route
  bool packed = false;                  ///< it came with gzip
  std::string traceparent, tracestate;  ///< W3C Trace Context
  std::string claim;                    ///< where its body is said to be, if that could not be had
};

/// A message that was taken. Nobody else gets it, unless this worker dies.
struct Job {
  std::string name;      ///< what its results are named after: "values-0001.xml"
  std::string bytes;     ///< all of it, or one byte more than the limit
  unsigned attempt = 1;  ///< how often it was taken: more than once when a worker died over it
  std::string handle;    ///< for who gave it
  Envelope envelope = {};
  std::string unreadable = {};  ///< why its bytes could not be had, and never will; "": they could
};

struct Output {
  /// `invalid`: the message, which is not valid; `dead_letter`: the message, about which more is wrong.
  enum class To : std::uint8_t { result, invalid, dead_letter };
  To to = To::result;
  std::string name;
  std::string text;
  bool findings = false;  ///< not the message, but what was found in it
};

class Flow {
 public:
  virtual ~Flow() = default;

  /// The next message; nothing when there is none now. Messages of one group come one at a time, in order.
  /// Error: why none can be taken.
  virtual tl::expected<std::optional<Job>, std::string> take() = 0;

  /// Hands the results on and gives the message up, both or neither: when a worker dies at any time, the
  /// message is worked on again, or its results are handed on, once. A flow may gather several before it
  /// does; it has when take() found nothing, or in finish(). Error: it is still not settled.
  virtual tl::expected<void, std::string> settle(const Job& job, const std::vector<Output>& outputs) = 0;

  /// What settle() has gathered is settled.
  virtual tl::expected<void, std::string> finish() { return {}; }
  /// Whether something is gathered that is not settled yet.
  virtual bool gathers() const { return false; }
  /// After an error, whatever was taken and not settled went back, and take() may be tried again later.
  virtual bool recovers() const { return false; }
};

}  // namespace cimgate::work
