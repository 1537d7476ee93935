#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "gateway/schema/model.hpp"

namespace cimgate::reader {

/// Sees quickly that a text is a value of a simple type, where it is written as nearly everybody writes it;
/// what it does not recognise, schema::check_value judges.
class Recogniser {
 public:
  explicit Recogniser(const schema::SimpleType& type);

  /// True when `text`, with white space as it was read, is a value of the type. The text holds no
  /// characters that XML does not allow.
  bool accepts(std::string_view text) const { return recognises(text) || judge(text); }

  /// Where the number ends that begins here, written plainly, when it is a value of the type; null says
  /// nothing. Quicker than to look for the end first.
  const char* end_of_number(const char* text, const char* stop) const {
    constexpr std::ptrdiff_t longest = 18;  // digits and point
    if (kind_ != Kind::decimal || stop - text <= longest) return nullptr;
    const auto digit = [](const char* at) {
      return static_cast<std::uint32_t>(static_cast<unsigned char>(*at)) - '0';
    };
    const char* const most = text + longest;
    const char* at = text;
    std::uint64_t number = 0;
    for (; at != most && digit(at) <= 9; ++at) number = number * 10 + digit(at);
    const auto whole = at - text;
    if (whole == 0 || number < from_ || number >= below_) return nullptr;
    if (at == most || *at != '.') return whole <= total_digits_ ? at : nullptr;
    const char* const fraction = ++at;
    while (at != most && digit(at) <= 9) ++at;
    const auto digits = at - fraction;
    return digits != 0 && digits <= fraction_digits_ && whole + digits <= total_digits_ ? at : nullptr;
  }

 private:
  enum class Kind : std::uint8_t {
    any,      ///< only lengths
    codes,    ///< a list of codes of at most eight bytes
    decimal,  ///< digits with at most one point
    time,     ///< a dateTime of the usual form, with its zone
    minute,   ///< a time in UTC to the minute
    truth,
    digits,  ///< so many digits, as many as `most`
    uuid,
    members,  ///< one of several
    none,     ///< nothing is recognised
  };

  bool recognises(std::string_view text) const;
  bool judge(std::string_view text) const;
  void plan(const schema::SimpleType& type);
  void keep_codes(const std::vector<const schema::Code*>& codes);
  bool has_code(std::string_view text) const;
  bool is_decimal(std::string_view text) const;

  const schema::SimpleType* type_;
  Kind kind_ = Kind::none;
  std::uint32_t least_ = 0;  ///< length
  std::uint32_t most_ = 0;   ///< length
  std::uint64_t from_ = 0;   ///< numbers from here on
  std::uint64_t below_ = 0;  ///< and below here
  std::uint32_t total_digits_ = 0;
  std::uint32_t fraction_digits_ = 0;
  std::vector<std::uint64_t> codes_;  ///< a hash table: 0 is free
  std::uint32_t shift_ = 0;
  std::vector<Recogniser> members_;
};

}  // namespace cimgate::reader
