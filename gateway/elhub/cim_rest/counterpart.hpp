#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/elhub/hub/gate.hpp"
#include "gateway/elhub/hub/message_processor.hpp"
#include "gateway/elhub/hub/request.hpp"
#include "gateway/http/problem.hpp"

namespace cimgate::cim_rest {

/// A document as a party hands it in.
struct HandedIn {
  std::shared_ptr<const hub::Request> request;
  std::string key;          ///< Idempotency-Key; "" = none
  std::string traceparent;  ///< W3C Trace Context; "" = none
};

/// Why a document was not taken.
struct NotTaken {
  bool key_reused = false;  ///< the key stands for another document; else `fault` says why
  hub::Fault fault;
  bool later = false;  ///< too much was sent; it may be handed in again later
};

/// What became of a document.
struct DocumentState {
  enum class State : std::uint8_t {
    accepted,  ///< it is on the disk, and on its way
    sent,      ///< the market has it
    answered,  ///< and has said something to it
    failed     ///< it will not get there by itself
  };
  std::string id;
  State state = State::accepted;
  std::int64_t tries = 0;
  std::vector<std::string> answers;      ///< messages of BIM
  std::optional<http::Problem> problem;  ///< of one that failed, with the counterpart's own fault
};
std::string_view to_string(DocumentState::State state);  ///< "accepted"

/// Who stands behind /cim/v1: the stand-in, or a bridge to Elhub. The routes do not know which, so that the
/// one is a rehearsal of the other. Members never wait; what they are given is called once, from any thread.
class Counterpart {
 public:
  Counterpart() = default;
  Counterpart(const Counterpart&) = delete;
  Counterpart& operator=(const Counterpart&) = delete;
  virtual ~Counterpart() = default;

  /// What a message is held against before it is handed in.
  virtual const hub::Intake& intake() const = 0;
  /// When it comes; nothing: when the message says that it was created.
  virtual hub::Intake::Received now() const { return std::nullopt; }

  /// Done: the document is on the disk.
  virtual void submit(const HandedIn& document,
                      std::function<void(tl::expected<hub::Receipt, NotTaken>)> done) = 0;
  using ResultSet = tl::expected<std::optional<hub::MessageProcessor::ResultSet>, hub::Fault>;
  virtual void poll(const hub::PollOrder& order, std::function<void(ResultSet)> done) = 0;
  virtual void acknowledge(const hub::PollOrder& order, const std::string& result_set,
                           std::function<void(tl::expected<void, hub::Fault>)> done) = 0;
  using State = tl::expected<std::optional<DocumentState>, hub::Fault>;
  /// Of a document that this physical sender handed in; nothing when there is none.
  virtual void state_of(const std::string& physical_sender, const std::string& id,
                        std::function<void(State)> done) = 0;

  /// A message that waits in a queue.
  struct Waiting {
    std::int64_t sequence = 0;  ///< larger than that of all that came before
    std::string id;
    std::string name;  ///< RequestStartOfSupply
  };
  using Queue = tl::expected<std::vector<Waiting>, hub::Fault>;
  /// Those behind `after`, the oldest first, `most` at most. Nothing is handed out.
  virtual void waiting(const hub::PollOrder& order, std::int64_t after, std::size_t most,
                       std::function<void(Queue)> done) = 0;
  /// Who stands before all that; null: nobody does.
  virtual std::shared_ptr<hub::Gate> gate() const { return nullptr; }
  /// Another number when something has come into a queue; 0 always, where that cannot be told.
  virtual std::uint64_t news() const = 0;
};

}  // namespace cimgate::cim_rest
