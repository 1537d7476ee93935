#include "gateway/smtp/letter.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>

#include "gateway/security/keys/hash.hpp"
#include "gateway/text/characters.hpp"

namespace cimgate::smtp {
namespace {

constexpr std::size_t line_length = 76;  // RFC 2045, 6.8
/// Bytes of an encoded word: in base64, with what is around it and "Subject: " in front at most 76 characters
/// (RFC 2047, 2).
constexpr std::size_t word_bytes = 39;

/// Encoded words, one a line; a character stands in one of them as a whole.
std::string encoded_words(const std::string& text) {
  std::string all, word;
  const auto close = [&] {
    if (word.empty()) return;
    all += fmt::format("{}=?UTF-8?B?{}?=", all.empty() ? "" : "\r\n ", keys::base64(word));
    word.clear();
  };
  text::each_character(text, [&](std::string_view character) {
    if (word.size() + character.size() > word_bytes) close();
    word += character;
  });
  close();
  return all;
}

std::string in_lines(const std::string& base64) {
  std::string all;
  for (std::size_t at = 0; at < base64.size(); at += line_length)
    all += base64.substr(at, line_length) + "\r\n";
  return all;
}

/// Lines as mails have them.
std::string with_crlf(const std::string& text) {
  std::string all;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) all += '\r';
    all += text[i];
  }
  return all;
}

std::string date(std::int64_t at) {
  constexpr std::array days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::sys_seconds time{std::chrono::seconds(at)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day ymd(day);
  const std::chrono::hh_mm_ss clock(time - day);
  return fmt::format("{}, {} {} {} {:02}:{:02}:{:02} +0000", days.at(std::chrono::weekday(day).c_encoding()),
                     static_cast<unsigned>(ymd.day()), months.at(static_cast<unsigned>(ymd.month()) - 1),
                     static_cast<int>(ymd.year()), clock.hours().count(), clock.minutes().count(),
                     clock.seconds().count());
}

}  // namespace

std::string written(const Letter& letter) {
  const auto domain = letter.from.substr(letter.from.rfind('@') + 1);
  return fmt::format(
      "Date: {}\r\nFrom: <{}>\r\nTo: <{}>\r\nMessage-ID: <{}@{}>\r\nSubject: {}\r\n"
      "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
      "Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
      date(letter.at), letter.from, letter.to, letter.id, domain, encoded_words(letter.subject),
      in_lines(keys::base64(with_crlf(letter.text))));
}

}  // namespace cimgate::smtp
