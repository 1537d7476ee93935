#pragma once
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
