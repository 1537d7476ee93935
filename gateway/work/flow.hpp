#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

/// Where messages come from that are worked on without anybody watching, and where results go. A folder is
/// one (folder_flow.hpp); a broker can be another: take() is a delivery, and settle() sends the results and,
/// when they have been taken over, accepts it.
namespace cimgate::work {

/// A message that was taken. Nobody else gets it, unless this worker dies.
struct Job {
  std::string name;      ///< what its results are named after: "values-0001.xml"
  std::string bytes;     ///< all of it, or one byte more than the limit
  unsigned attempt = 1;  ///< how often it was taken: more than once when a worker died over it
  std::string handle;    ///< for who gave it
};

struct Output {
  enum class To : std::uint8_t { result, dead_letter };
  To to = To::result;
  std::string name;
  std::string text;
};

class Flow {
 public:
  virtual ~Flow() = default;

  /// The next message; nothing when there is none now. Messages of one group come one at a time, in order.
  /// Error: why none can be taken.
  virtual tl::expected<std::optional<Job>, std::string> take() = 0;

  /// Hands the results on and gives the message up, both or neither: when a worker dies at any time, the
  /// message is worked on again, or its results are handed on, once. Error: it is still not settled.
  virtual tl::expected<void, std::string> settle(const Job& job, const std::vector<Output>& outputs) = 0;
};

}  // namespace cimgate::work
