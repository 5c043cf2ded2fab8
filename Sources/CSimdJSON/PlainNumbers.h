// Numbers out of plain text, many digits at a time. What is odd in any way is left to a slower
// reader, which knows what to say about it.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <fast_float/fast_float.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

// Readers keep their place in a register only where all of their parts are in one function.
#define KARST_HOT inline __attribute__((always_inline))
// Keeps the compiler from computing both sides.
#define KARST_RARELY(condition) __builtin_expect(condition, 0)

namespace karst {

// So many bytes behind any place that a reader stands at may be read.
constexpr size_t plainPadding = 64;

KARST_HOT uint64_t eightBytes(const uint8_t *at) {
  uint64_t word;
  std::memcpy(&word, at, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

constexpr uint64_t everyByte(uint8_t value) { return uint64_t(0x0101010101010101) * value; }

// What eight digits without their '0', the first in the lowest byte, stand for.
KARST_HOT uint64_t eightDigits(uint64_t word) {
  word = word * 10 + (word >> 8);
  constexpr uint64_t pairs = 0x000000FF000000FF;
  return ((word & pairs) * 0x000F424000000064 + (word >> 16 & pairs) * 0x0000271000000001) >> 32;
}

// The first `count` (0…8) of the digits in a word of eight characters.
KARST_HOT uint64_t leadingDigits(uint64_t characters, unsigned count) {
  uint64_t word = characters ^ everyByte('0');
  return count == 0 ? 0 : eightDigits(word << (64 - 8 * count));
}

// The highest bits of those of eight characters that are no digits, right up to the first of them.
KARST_HOT uint64_t nonDigits(uint64_t characters) {
  uint64_t word = characters ^ everyByte('0');
  // A carry out of a byte above 0x89 spoils only bytes behind it.
  return ((word + everyByte(0x76)) | word) & everyByte(0x80);
}

// How many of eight characters are digits before the first that is none.
KARST_HOT unsigned digitCount(uint64_t characters) {
  uint64_t others = nonDigits(characters);
  return others ? unsigned(__builtin_ctzll(others)) >> 3 : 8;
}

// Goes on by a length. Where it is that of the number before in the same column, as it mostly is,
// the processor takes the branch before it knows, and numbers are read side by side: what follows
// depends on the guess alone, of which the compiler must not know that it is right.
KARST_HOT const uint8_t *advance(const uint8_t *at, unsigned length, unsigned &usual) {
  if (KARST_RARELY(length != usual)) {
    usual = length;
    return at + length;
  }
  unsigned guess = usual;
  __asm__("" : "+r"(guess));
  return at + guess;
}

KARST_HOT bool isDigit(uint8_t character) { return uint8_t(character - '0') < 10; }

constexpr uint64_t integerPowers[] = {1,
                                      10,
                                      100,
                                      1000,
                                      10000,
                                      100000,
                                      1000000,
                                      10000000,
                                      100000000,
                                      1000000000,
                                      10000000000,
                                      100000000000,
                                      1000000000000,
                                      10000000000000,
                                      100000000000000,
                                      1000000000000000,
                                      10000000000000000};
constexpr double exactPowers[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8};
constexpr uint64_t exactIntegers = uint64_t(1) << 53;

// Digits, at most 19 of them; their number, 0 for none or too many.
KARST_HOT unsigned readDigits(const uint8_t *at, uint64_t &value) {
  uint64_t word = eightBytes(at);
  if (uint64_t others = nonDigits(word)) {
    unsigned count = unsigned(__builtin_ctzll(others)) >> 3;
    value = leadingDigits(word, count);
    return count;
  }
  uint64_t second = eightBytes(at + 8);
  value = leadingDigits(word, 8);
  if (uint64_t others = nonDigits(second)) {
    unsigned count = unsigned(__builtin_ctzll(others)) >> 3;
    value = value * integerPowers[count] + leadingDigits(second, count);
    return 8 + count;
  }
  uint64_t third = eightBytes(at + 16);
  unsigned count = digitCount(third);
  value = (value * integerPowers[8] + leadingDigits(second, 8)) * integerPowers[count & 3] +
          leadingDigits(third, count & 3);
  return count <= 3 ? 16 + count : 0;
}

// Where the digits with at most one point among them end, and where the point is; `end` is 0 when
// there are more than 15 characters, or more than eight digits on a side of the point.
struct DecimalShape {
  unsigned point;
  unsigned end;
};

KARST_HOT DecimalShape decimalShape(const uint8_t *at) {
#ifdef __SSE2__
  __m128i characters = _mm_loadu_si128(reinterpret_cast<const __m128i *>(at));
  __m128i digits = _mm_sub_epi8(characters, _mm_set1_epi8('0'));
  __m128i isDigit = _mm_cmpeq_epi8(_mm_min_epu8(digits, _mm_set1_epi8(9)), digits);
  unsigned others = ~unsigned(_mm_movemask_epi8(isDigit)) & 0xFFFF;
  unsigned rest = others & (others - 1);
  if (rest == 0) {
    return {0, 0};
  }
  unsigned point = unsigned(__builtin_ctz(others));
  if (at[point] != '.') {
    return {point, point > 8 ? 0 : point};
  }
  unsigned end = unsigned(__builtin_ctz(rest));
  return {point, point > 8 || end - point > 9 ? 0 : end};
#else
  unsigned point = digitCount(eightBytes(at));
  if (at[point] != '.') {
    return {point, isDigit(at[point]) ? 0 : point};
  }
  unsigned end = point + 1 + digitCount(eightBytes(at + point + 1));
  return {point, isDigit(at[end]) || end > 15 ? 0 : end};
#endif
}

// The value of a decimal of this shape; false when it takes more care to round it.
KARST_HOT bool shapedDecimal(const uint8_t *at, DecimalShape shape, double &value) {
  uint64_t mantissa = leadingDigits(eightBytes(at), shape.point);
  if (shape.end == shape.point) {
    value = double(mantissa);
    return true;
  }
  unsigned decimals = shape.end - shape.point - 1;
  // Places on a grid of voxels, as Python writes them.
  if (decimals == 1 && at[shape.point + 1] == '0') {
    value = double(mantissa);
    return true;
  }
  mantissa = mantissa * integerPowers[decimals] +
             leadingDigits(eightBytes(at + shape.point + 1), decimals);
  // Both operands are exact doubles, so that the one operation is correctly rounded.
  value = double(mantissa) / exactPowers[decimals];
  return mantissa <= exactIntegers;
}

} // namespace karst
