#include "gateway/dialect/dialect.hpp"

#include <algorithm>
#include <utility>

namespace cimgate::dialect {

std::string_view CodeLists::of_answer(std::string_view look_up) const {
  const auto at =
      std::find_if(answers.begin(), answers.end(), [&](const auto& one) { return one.first == look_up; });
  return at == answers.end() ? std::string_view() : std::string_view(at->second);
}

bool PersonalNumbers::have(std::size_t number_of_digits) const {
  return std::find(digits.begin(), digits.end(), number_of_digits) != digits.end();
}

bool PersonalNumbers::may_be_in(std::string_view text) const {
  std::size_t number = 0;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      ++number;
    } else if (c != ' ' && c != '-') {
      if (have(number)) return true;
      number = 0;
    }
  }
  return have(number);
}

const std::shared_ptr<const Dialect>& none() {
  static const auto nothing = [] {
    Dialect made;
    made.personal_numbers.digits = {8, 9, 10, 11, 12};
    return std::make_shared<const Dialect>(std::move(made));
  }();
  return nothing;
}

}  // namespace cimgate::dialect
