#pragma once
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace cimgate::model {

/// A decimal number kept as it was written: 12.30 stays 12.30, and no digit is lost to binary floating point.
/// Equality and order go by value: 12.30 equals 12.3.
class Decimal {
 public:
  Decimal() = default;
  /// Takes the text as it is, without the white space around it. Ask is_valid() when its origin is not a
  /// validated message.
  explicit Decimal(std::string_view text);
  /// units / 10^decimals: scaled(1230, 2) is 12.30.
  static Decimal scaled(std::int64_t units, unsigned decimals);

  const std::string& text() const { return text_; }
  /// Whether the text is an xs:decimal. Numbers that are not compare as 0.
  bool is_valid() const;
  /// The nearest double; 0 when not valid.
  double to_double() const;

  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);
  friend bool operator==(const Decimal& a, const Decimal& b) { return (a <=> b) == 0; }

 private:
  std::string text_ = "0";
};

}  // namespace cimgate::model
