#pragma once
#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "gateway/check/judged_file.hpp"
#include "gateway/validation/severity_rank.hpp"

/// In every report errors come first, and what is cut is the least severe.
namespace cimgate::report {

/// The ranks of findings that count, and after them those that do not.
constexpr std::size_t ranks = validation::severity_ranks + 1;

std::size_t rank_of(const check::JudgedFinding& judged);

/// The findings of a file, the most severe first and else in the order of the file.
std::vector<const check::JudgedFinding*> errors_first(const check::JudgedFile& file);

/// Findings of one file that say the same, but for the place.
struct EqualFindings {
  const check::JudgedFinding* first = nullptr;
  std::vector<std::uint32_t> other_lines;  ///< of those after the first
};

std::vector<EqualFindings> equal_findings(const std::vector<const check::JudgedFinding*>& findings);

/// "24 more like it, in lines 8, 9, 12 …"; "" when there is one only.
std::string more_like_it(const EqualFindings& group, bool norwegian);

/// How many findings of each rank.
using RankCounts = std::array<std::size_t, ranks>;

/// "and 1 012 more findings: 12 errors · 1 000 warnings"; "" when there is none. `unknown`: those of which
/// nobody kept how severe they are.
std::string left_out_line(const RankCounts& counts, std::size_t unknown, bool norwegian);

/// Keeps things up to a weight in all: the most severe, and of equal ones the first.
template <class Thing>
class MostSevere {
 public:
  explicit MostSevere(std::size_t room) : room_(room) {}

  /// `count`: how many findings the thing stands for.
  void add(std::size_t rank, Thing thing, std::size_t weight = 1, std::size_t count = 1) {
    if (rank >= closed_) {
      left_out_[rank] += count;
      return;
    }
    kept_[rank].push_back({std::move(thing), weight, count});
    used_ += weight;
    while (used_ > room_) drop_last();
  }

  /// Whether `add` may keep a thing of this rank; else it only counts it, so that nothing need be made.
  bool takes(std::size_t rank) const { return rank < closed_; }
  void leave_out(std::size_t rank) { ++left_out_[rank]; }

  template <class Use>
  void each(const Use& use) const {
    for (const auto& of_rank : kept_)
      for (const auto& kept : of_rank) use(kept.thing);
  }

  bool empty() const { return used_ == 0; }
  const RankCounts& left_out() const { return left_out_; }

 private:
  struct Kept {
    Thing thing;
    std::size_t weight, count;
  };

  void drop_last() {
    auto last = ranks;
    while (kept_[last - 1].empty()) --last;
    auto& of_rank = kept_[last - 1];
    used_ -= of_rank.back().weight;
    left_out_[last - 1] += of_rank.back().count;
    of_rank.pop_back();
    closed_ = last - 1;  // what comes later is not to stand for what came first
  }

  std::size_t room_;
  std::size_t used_ = 0;
  std::size_t closed_ = ranks;
  std::array<std::vector<Kept>, ranks> kept_;
  RankCounts left_out_{};
};

}  // namespace cimgate::report
