#pragma once
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/work/flow.hpp"

namespace cimgate::work {

struct Parcel {
  const Job* job = nullptr;
  const Output* output = nullptr;
};

/// Where results go: the other half of a flow. First they are brought to where nothing can happen to them,
/// several at once; then, when it is noted that their messages are done with, they are shown.
class Sink {
 public:
  virtual ~Sink() = default;

  /// In this order. A sink that cannot hide what it has shows it now. Error: at least one is not safe.
  virtual tl::expected<void, std::string> stage(const std::string& worker,
                                                const std::vector<Parcel>& parcels) = 0;
  /// Shows what `worker` has brought for a message; again: nothing happens.
  virtual tl::expected<void, std::string> show(const std::string& worker, const Job& job) = 0;
  /// Another worker was faster with this message.
  virtual void drop(const std::string& worker, const Job& job) = 0;
};

}  // namespace cimgate::work
