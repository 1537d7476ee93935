#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <tl/expected.hpp>

#include "gateway/elhub/hub/request.hpp"
#include "gateway/elhub/users/judge.hpp"

namespace cimgate::hub {

class Hub;

/// Stands before whatever parties do, at a hub or at a bridge: whether a role of the user allows it, and who
/// did what. Members never wait; what they are given is called once, from any thread.
class Gate {
 public:
  Gate() = default;
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;
  virtual ~Gate() = default;

  /// Whether anybody is asked for a role at all.
  virtual bool asks() const = 0;
  /// 0: nobody is asked for a role, and nothing is kept. Error: no role allows it; that is kept.
  using Entered = std::function<void(tl::expected<std::int64_t, Fault>)>;
  virtual void enter(users::Act act, Entered done) = 0;
  /// What became of it: "done", or "rejected" by whoever stands behind.
  virtual void leave(std::int64_t entry, std::string_view outcome) = 0;
  /// Whether it is still allowed; nothing is kept.
  virtual void look_again(users::Act act, std::function<void(tl::expected<void, Fault>)> done) = 0;
};

std::shared_ptr<Gate> gate_of(std::shared_ptr<Hub> hub);

/// What a message does: BRS-NO-611 verifies, all others are sent.
users::Deed deed_of(const Request& request);

/// Goes through a gate: `refused` when no role allows it, else `go`, with what is to be told when it is over:
/// whether it was done.
void pass(const std::shared_ptr<Gate>& gate, users::Act act, std::function<void(Fault)> refused,
          std::function<void(std::function<void(bool done)>)> go);

}  // namespace cimgate::hub
