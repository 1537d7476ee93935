#pragma once
#include <cstdint>
#include <optional>
#include <utility>

/// What the market state says to a question: the answer, that there is none, or nothing.
namespace cimgate::market {

enum class Knowledge : std::uint8_t {
  known,
  absent,     ///< it is known that there is none: no such metering point, no meter in it
  not_known,  ///< the state does not say: the field was never given
};

template <class Value>
class Answer {
 public:
  Answer() = default;  ///< not known
  // An answer is made from its value, as an optional is.
  Answer(Value value) : knowledge_(Knowledge::known), value_(std::move(value)) {}  // NOLINT(*-explicit-*)
  static Answer none() {
    Answer answer;
    answer.knowledge_ = Knowledge::absent;
    return answer;
  }

  Knowledge knowledge() const { return knowledge_; }
  bool known() const { return knowledge_ == Knowledge::known; }
  bool absent() const { return knowledge_ == Knowledge::absent; }
  /// Only when known.
  const Value& value() const { return *value_; }
  const Value& operator*() const { return *value_; }
  const Value* operator->() const { return &*value_; }

  bool operator==(const Answer&) const = default;

 private:
  Knowledge knowledge_ = Knowledge::not_known;
  std::optional<Value> value_;
};

}  // namespace cimgate::market
