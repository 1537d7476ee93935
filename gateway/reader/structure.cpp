#include "gateway/reader/structure.hpp"

#if defined(__x86_64__) && defined(__GNUC__)
#define CIMGATE_HAS_VECTORS 1
#include <immintrin.h>
#endif

namespace cimgate::reader {
namespace {

constexpr std::size_t block_size = 64;

constexpr bool is_special(unsigned char c) {
  return c < 0x20 || c >= 0x80 || c == '<' || c == '>' || c == '&' || c == '"' || c == '\'';
}

constexpr auto make_table() {
  std::array<std::uint8_t, 256> table{};
  for (unsigned c = 0; c < table.size(); ++c)
    table[c] = static_cast<std::uint8_t>((is_special(static_cast<unsigned char>(c)) ? 1U : 0U) |
                                         (c != ' ' ? 2U : 0U));
  return table;
}

void find_scalar(const char* text, std::span<Structure> blocks) {
  static constexpr auto table = make_table();
  for (auto& block : blocks) {
    std::uint64_t special = 0;
    std::uint64_t not_blank = 0;
    for (std::size_t i = 0; i < block_size; ++i) {
      const std::uint64_t bits = table[static_cast<unsigned char>(text[i])];
      special |= (bits & 1U) << i;
      not_blank |= (bits >> 1U) << i;
    }
    block = {special, not_blank};
    text += block_size;
  }
}

#ifdef CIMGATE_HAS_VECTORS

// Signed, what is below the blank is a control or not ASCII. '<' and '>' differ in one bit, '"' and '&' too.

__attribute__((target("sse2"))) void find_sse2(const char* text, std::span<Structure> blocks) {
  const auto blank = _mm_set1_epi8(' ');
  const auto angle = _mm_set1_epi8('>');
  const auto and_sign = _mm_set1_epi8('&');
  const auto apostrophe = _mm_set1_epi8('\'');
  const auto bit_1 = _mm_set1_epi8(2);
  const auto bit_2 = _mm_set1_epi8(4);
  for (auto& block : blocks) {
    std::uint64_t special = 0;
    std::uint64_t not_blank = 0;
    for (unsigned part = 0; part < block_size; part += 16) {
      const auto bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + part));
      const auto low = _mm_cmplt_epi8(bytes, blank);
      const auto angles = _mm_cmpeq_epi8(_mm_or_si128(bytes, bit_1), angle);
      const auto and_or_quote = _mm_cmpeq_epi8(_mm_or_si128(bytes, bit_2), and_sign);
      const auto quotes = _mm_cmpeq_epi8(bytes, apostrophe);
      const auto any = _mm_or_si128(_mm_or_si128(low, angles), _mm_or_si128(and_or_quote, quotes));
      const auto blanks = _mm_cmpeq_epi8(bytes, blank);
      special |= std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(any))} << part;
      not_blank |= std::uint64_t{~static_cast<std::uint32_t>(_mm_movemask_epi8(blanks)) & 0xFFFFU} << part;
    }
    block = {special, not_blank};
    text += block_size;
  }
}

__attribute__((target("avx2"))) void find_avx2(const char* text, std::span<Structure> blocks) {
  const auto blank = _mm256_set1_epi8(' ');
  const auto angle = _mm256_set1_epi8('>');
  const auto and_sign = _mm256_set1_epi8('&');
  const auto apostrophe = _mm256_set1_epi8('\'');
  const auto bit_1 = _mm256_set1_epi8(2);
  const auto bit_2 = _mm256_set1_epi8(4);
  for (auto& block : blocks) {
    std::uint64_t special = 0;
    std::uint64_t not_blank = 0;
    for (unsigned part = 0; part < block_size; part += 32) {
      const auto bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text + part));
      const auto low = _mm256_cmpgt_epi8(blank, bytes);
      const auto angles = _mm256_cmpeq_epi8(_mm256_or_si256(bytes, bit_1), angle);
      const auto and_or_quote = _mm256_cmpeq_epi8(_mm256_or_si256(bytes, bit_2), and_sign);
      const auto quotes = _mm256_cmpeq_epi8(bytes, apostrophe);
      const auto any = _mm256_or_si256(_mm256_or_si256(low, angles), _mm256_or_si256(and_or_quote, quotes));
      const auto blanks = _mm256_cmpeq_epi8(bytes, blank);
      special |= std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(any))} << part;
      not_blank |= std::uint64_t{~static_cast<std::uint32_t>(_mm256_movemask_epi8(blanks))} << part;
    }
    block = {special, not_blank};
    text += block_size;
  }
}

#endif

}  // namespace

Instructions best_instructions() {
#ifdef CIMGATE_HAS_VECTORS
  if (__builtin_cpu_supports("avx2")) return Instructions::avx2;
  if (__builtin_cpu_supports("sse2")) return Instructions::sse2;
#endif
  return Instructions::scalar;
}

FindStructure structure_finder(Instructions instructions) {
#ifdef CIMGATE_HAS_VECTORS
  if (instructions == Instructions::avx2) return find_avx2;
  if (instructions == Instructions::sse2) return find_sse2;
#endif
  static_cast<void>(instructions);
  return find_scalar;
}

}  // namespace cimgate::reader
