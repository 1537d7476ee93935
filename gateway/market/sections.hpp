#pragma once
#include <cstdint>
#include <span>
#include <string_view>

/// What a file of market state may say: the sections and their fields. Reader, store and documentation go by
/// this one table.
namespace cimgate::market {

enum class FieldKind : std::uint8_t {
  text,
  code,          ///< one of `codes`
  codes,         ///< a list of them
  gsrn,          ///< metering point, with its check digit
  gln,           ///< party, with its check digit
  eic,           ///< grid area, with its check character
  day,           ///< YYYY-MM-DD
  time,          ///< an instant, as in messages: 2026-06-01T00:00:00+02:00
  yes_no,        ///< true or false
  customer,      ///< organisation number or national identity number
  private_text,  ///< name, street: never shown
};

struct Field {
  std::string_view name;  ///< "address.city": `city` in the map `address`
  FieldKind kind = FieldKind::text;
  bool required = false;
  std::span<const std::string_view> codes = {};
  std::string_view refers = {};  ///< section in which this identifier must be stated
};

struct Section {
  std::string_view name;
  std::span<const Field> fields;  ///< those that tell records apart come first
  std::size_t keys;               ///< how many those are
};

std::span<const Section> sections();

/// Days without a beginning start here.
constexpr std::string_view first_day = "1900-01-01";

}  // namespace cimgate::market
