#include "gateway/elhub/hub/quantities.hpp"

namespace cimgate::hub {

Thousandths thousandths(const model::Decimal& value) {
  const auto& text = value.text();
  const bool negative = text.starts_with('-');
  Thousandths number = 0;
  int decimals = -1;
  for (const char c : text) {
    if (c == '.') decimals = 0;
    if (c < '0' || c > '9' || decimals == 3) continue;
    number = number * 10 + (c - '0');
    if (decimals >= 0) ++decimals;
  }
  for (int i = decimals < 0 ? 0 : decimals; i < 3; ++i) number *= 10;
  return negative ? -number : number;
}

Thousandths thousandths(const ebix::common::QuantityMeteredCollect& value) {
  return value.Metered().present()     ? thousandths(*value.Metered())
         : value.Estimated().present() ? thousandths(*value.Estimated())
                                       : thousandths(*value.Temporary());
}

std::string decimal_text(Thousandths value) {
  return model::Decimal::scaled(value, 3).text();
}

}  // namespace cimgate::hub
