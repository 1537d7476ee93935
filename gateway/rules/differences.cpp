#include <algorithm>
#include <string>
#include <utility>

#include "gateway/rules/compiler.hpp"
#include "gateway/schema/value.hpp"

namespace cimgate::rules {
namespace {

/// A number of at most 15 digits in thousandths, so that differences are exact.
std::optional<std::int64_t> thousandths(std::string_view text) {
  const bool negative = text.starts_with('-');
  std::int64_t number = 0;
  int digits = 0;
  int decimals = -1;
  for (const char c : text) {
    if (c == '.') decimals = 0;
    if (c < '0' || c > '9') continue;
    if (decimals == 3 && c != '0') return std::nullopt;
    if (decimals == 3) continue;
    if ((number != 0 || c != '0') && ++digits > 15) return std::nullopt;
    number = number * 10 + (c - '0');
    if (decimals >= 0) ++decimals;
  }
  for (int i = std::max(decimals, 0); i < 3; ++i) number *= 10;
  return negative ? -number : number;
}

/// What a meter counted from one reading to the next. A meter that has come to the end of its digits begins
/// with zero again.
class Difference : public Condition {
 public:
  Difference(document::Path from, document::Path to, std::vector<document::Path> is)
      : from_(std::move(from)), to_(std::move(to)), is_(std::move(is)) {}

  Truth judge(Judging& judging) const override {
    const auto from = number_at(judging, from_);
    const auto to = number_at(judging, to_);
    if (!from || !to) return Truth::yes;
    for (const auto& path : is_) {
      const auto volume = number_at(judging, path);
      if (!volume || *volume == *to - *from) continue;
      bool went_round = false;
      for (std::int64_t round = 1000; !went_round && *to < *from && round < 1'000'000'000'000'000'000;
           round *= 10)
        went_round = round > *from && *volume == *to - *from + round;
      if (went_round) continue;
      judging.object(nearest_at(judging.document(), judging.record(), path));
      return Truth::no;
    }
    return Truth::yes;
  }

 private:
  static std::optional<std::int64_t> number_at(const Judging& judging, const document::Path& path) {
    std::optional<std::int64_t> number;
    for_each_at(judging.document(), judging.record(), path, [&](document::NodeId node) {
      std::string buffer;
      const auto raw = value_at(judging.document(), node, path);
      number = thousandths(path.type() == nullptr ? raw : schema::normalize(*path.type(), raw, buffer));
      return false;
    });
    return number;
  }

  document::Path from_;
  document::Path to_;
  std::vector<document::Path> is_;
};

}  // namespace

ConditionPtr make_difference(Compiler& compiler, const yaml::Node& node) {
  compiler.file().check_keys(node, {"from", "to", "is"});
  if (!node.is_map()) return nullptr;
  auto from = compiler.path(node["from"]);
  auto to = compiler.path(node["to"]);
  auto is = compiler.paths(node["is"]);
  if (!from || !to || is.empty()) return nullptr;
  const auto is_number = [](const document::Path& path) {
    return path.type() != nullptr &&
           (path.type()->base == schema::Base::decimal || path.type()->base == schema::Base::integer);
  };
  if (!is_number(*from) || !is_number(*to) || !std::all_of(is.begin(), is.end(), is_number)) {
    compiler.file().error(node, "a difference is one of numbers");
    return nullptr;
  }
  return std::make_unique<Difference>(*std::move(from), *std::move(to), std::move(is));
}

}  // namespace cimgate::rules
