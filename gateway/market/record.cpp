#include "gateway/market/record.hpp"

#include <algorithm>

namespace cimgate::market {

void StateErrors::add(const std::string& file, Place place, std::string text) {
  ++count_;
  if (list_.size() < limit_) list_.push_back({{file, place.line, place.column}, std::move(text)});
}

void StateErrors::doubt(const std::string& file, Place place, std::string text) {
  if (strict_) return add(file, place, std::move(text));
  ++doubt_count_;
  if (doubts_.size() < limit_) doubts_.push_back({{file, place.line, place.column}, std::move(text)});
}

void StateErrors::take(const StateErrors& others) {
  count_ += others.count_;
  doubt_count_ += others.doubt_count_;
  const auto append = [this](std::vector<yaml::Mistake>& to, const std::vector<yaml::Mistake>& from) {
    to.insert(to.end(), from.begin(),
              from.begin() +
                  static_cast<std::ptrdiff_t>(std::min(from.size(), limit_ - std::min(limit_, to.size()))));
  };
  append(list_, others.list_);
  append(doubts_, others.doubts_);
  refused_.insert(others.refused_.begin(), others.refused_.end());
}

void StateErrors::sort() {
  std::stable_sort(list_.begin(), list_.end(),
                   [](const auto& a, const auto& b) { return a.place < b.place; });
}

}  // namespace cimgate::market
