#include "CSimdJSON.h"

#include <cmath>
#include <cstring>
#include <fast_float/fast_float.h>
#include <limits>
#include <new>
#include <simdjson.h>
#include <type_traits>

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::element_type;
using simdjson::dom::object;

struct karst_json_member_place {
  std::string_view key;
  element value;
};

struct karst_json_document {
  simdjson::dom::parser parser;
  element root;
  // The members of a small object, found once for all questions: walking it anew for each costs
  // more than parsing. Only `karst_json_next` fills them in.
  static constexpr size_t roomForMembers = 16;
  karst_json_member_place members[roomForMembers];
  size_t memberCount = 0;
};

namespace {

// element and the iterators are a document pointer and an index: they travel through C as just
// that.
template <typename T>
constexpr bool travels = sizeof(T) == sizeof(karst_json_value) && std::is_trivially_copyable_v<T>;
static_assert(travels<element> && travels<array::iterator> && travels<object::iterator>);

template <typename T> T unpack(karst_json_value value) {
  // The iterators have no public constructor: the bytes become one in place.
  alignas(T) unsigned char room[sizeof(T)];
  std::memcpy(room, &value, sizeof value);
  return *std::launder(reinterpret_cast<T *>(room));
}

template <typename T> karst_json_value pack(const T &value) {
  karst_json_value result;
  std::memcpy(&result, static_cast<const void *>(&value), sizeof result);
  return result;
}

// Finds the first fault of a text that simdjson refused; only ever run on such texts.
class Locator {
public:
  Locator(const uint8_t *bytes, size_t length) : bytes(bytes), length(length) {}

  const char *problem = nullptr;
  size_t at = 0;

  void run() {
    blanks();
    if (!value(0)) {
      return;
    }
    blanks();
    if (at < length) {
      fail("nothing may follow the value");
    }
  }

private:
  const uint8_t *bytes;
  size_t length;
  static constexpr int depthLimit = 1024;

  bool fail(const char *what) {
    problem = what;
    return false;
  }

  int peek() const { return at < length ? bytes[at] : -1; }

  void blanks() {
    while (at < length &&
           (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
      at++;
    }
  }

  bool value(int depth) {
    if (depth >= depthLimit) {
      return fail("nested too deeply");
    }
    switch (peek()) {
    case -1:
      return fail("the text ends too early");
    case '{':
      return members(depth);
    case '[':
      return elements(depth);
    case '"':
      return string();
    case 't':
      return word("true");
    case 'f':
      return word("false");
    case 'n':
      return word("null");
    default:
      return number();
    }
  }

  bool word(const char *text) {
    for (const char *p = text; *p; p++, at++) {
      if (peek() != *p) {
        return fail(at == length ? "the text ends too early" : "a value was expected");
      }
    }
    return true;
  }

  bool elements(int depth) {
    at++;
    blanks();
    if (peek() == ']') {
      return ++at, true;
    }
    for (;;) {
      if (!value(depth + 1)) {
        return false;
      }
      blanks();
      if (peek() == ']') {
        return ++at, true;
      }
      if (peek() != ',') {
        return fail(at == length ? "the text ends too early" : "',' or ']' was expected");
      }
      at++;
      blanks();
    }
  }

  bool members(int depth) {
    at++;
    blanks();
    if (peek() == '}') {
      return ++at, true;
    }
    for (;;) {
      if (peek() != '"') {
        return fail(at == length ? "the text ends too early" : "a key in quotes was expected");
      }
      if (!string()) {
        return false;
      }
      blanks();
      if (peek() != ':') {
        return fail(at == length ? "the text ends too early" : "':' was expected");
      }
      at++;
      blanks();
      if (!value(depth + 1)) {
        return false;
      }
      blanks();
      if (peek() == '}') {
        return ++at, true;
      }
      if (peek() != ',') {
        return fail(at == length ? "the text ends too early" : "',' or '}' was expected");
      }
      at++;
      blanks();
    }
  }

  bool digits() {
    size_t start = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    return at > start;
  }

  bool number() {
    size_t start = at;
    if (peek() == '-') {
      at++;
    }
    size_t integer = at;
    if (!digits()) {
      return fail(at == start ? "a value was expected" : "a digit was expected");
    }
    if (bytes[integer] == '0' && at > integer + 1) {
      return at = integer, fail("a number may not start with 0");
    }
    bool isInteger = true;
    if (peek() == '.') {
      isInteger = false;
      at++;
      if (!digits()) {
        return fail("a digit was expected");
      }
    }
    if (peek() == 'e' || peek() == 'E') {
      isInteger = false;
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      if (!digits()) {
        return fail("a digit was expected");
      }
    }
    if (isInteger ? !fitsInt64(integer, start != integer)
                  : !std::isfinite(karst_decimal_to_double(bytes + integer, at - integer))) {
      return at = start, fail("the number is out of range");
    }
    return true;
  }

  bool fitsInt64(size_t start, bool negative) const {
    if (at - start > 19) {
      return false;
    }
    uint64_t magnitude = 0;
    for (size_t i = start; i < at; i++) {
      magnitude = magnitude * 10 + (bytes[i] - '0');
    }
    return magnitude <= uint64_t(std::numeric_limits<int64_t>::max()) + (negative ? 1 : 0);
  }

  bool string() {
    at++;
    for (;;) {
      int byte = peek();
      if (byte == -1) {
        return fail("a string is not closed");
      }
      if (byte == '"') {
        return ++at, true;
      }
      if (byte < 0x20) {
        return fail("a control character stands in a string");
      }
      if (byte == '\\' ? !escape() : !character(byte)) {
        return false;
      }
    }
  }

  bool escape() {
    size_t start = at++;
    int byte = peek();
    if (byte == 'u') {
      uint32_t unit;
      if (!hexadecimal(unit)) {
        return at = start, fail("a bad escape stands in a string");
      }
      if (unit >= 0xD800 && unit < 0xE000) {
        uint32_t second;
        bool paired = unit < 0xDC00 && peek() == '\\' && at + 1 < length && bytes[at + 1] == 'u' &&
                      (at++, hexadecimal(second)) && second >= 0xDC00 && second < 0xE000;
        if (!paired) {
          return at = start, fail("half a surrogate pair stands in a string");
        }
      }
      return true;
    }
    if (byte == -1 || !std::strchr("\"\\/bfnrt", byte)) {
      return at = start, fail("a bad escape stands in a string");
    }
    at++;
    return true;
  }

  bool hexadecimal(uint32_t &unit) {
    at++;
    unit = 0;
    for (int i = 0; i < 4; i++, at++) {
      int byte = peek(), low = byte | 0x20;
      int digit = byte >= '0' && byte <= '9' ? byte - '0'
                  : low >= 'a' && low <= 'f' ? low - 'a' + 10
                                             : -1;
      if (byte == -1 || digit < 0) {
        return false;
      }
      unit = unit << 4 | uint32_t(digit);
    }
    return true;
  }

  bool character(int first) {
    int extra = first < 0x80                    ? 0
                : first >= 0xC2 && first < 0xE0 ? 1
                : first >= 0xE0 && first < 0xF0 ? 2
                : first >= 0xF0 && first < 0xF5 ? 3
                                                : -1;
    if (extra < 0 || at + size_t(extra) >= length + (extra == 0)) {
      return fail("the text is not UTF-8");
    }
    for (int i = 1; i <= extra; i++) {
      int byte = bytes[at + size_t(i)];
      bool low = i == 1 && ((first == 0xE0 && byte < 0xA0) || (first == 0xF0 && byte < 0x90));
      bool high = i == 1 && ((first == 0xED && byte > 0x9F) || (first == 0xF4 && byte > 0x8F));
      if ((byte & 0xC0) != 0x80 || low || high) {
        return fail("the text is not UTF-8");
      }
    }
    at += size_t(extra) + 1;
    return true;
  }
};

bool toDouble(element value, double &into) { return value.get(into) == simdjson::SUCCESS; }

bool toInt64(element value, int64_t &into) {
  if (value.get(into) == simdjson::SUCCESS) {
    return true;
  }
  double number;
  if (!value.is_double() || value.get(number) != simdjson::SUCCESS) {
    return false;
  }
  if (number != std::floor(number) || std::fabs(number) > 9007199254740992.0) {
    return false;
  }
  into = int64_t(number);
  return true;
}

bool toInt32(element value, int32_t &into) {
  int64_t wide;
  if (!toInt64(value, wide) || wide < INT32_MIN || wide > INT32_MAX) {
    return false;
  }
  into = int32_t(wide);
  return true;
}

template <typename T>
size_t readFlat(karst_json_value from, size_t count, T *into, bool (*convert)(element, T &)) {
  array elements;
  if (unpack<element>(from).get(elements) != simdjson::SUCCESS) {
    return 0;
  }
  size_t i = 0;
  for (element value : elements) {
    if (i == count || !convert(value, into[i])) {
      return i;
    }
    i++;
  }
  return i;
}

template <typename T>
size_t readRows(karst_json_value from, size_t count, size_t columns, T *into,
                bool (*convert)(element, T &)) {
  array rows;
  if (unpack<element>(from).get(rows) != simdjson::SUCCESS) {
    return 0;
  }
  size_t i = 0;
  for (element row : rows) {
    if (i == count || !row.is_array() || karst_json_count(pack(row)) != columns) {
      return i;
    }
    if (readFlat(pack(row), columns, into + i * columns, convert) != columns) {
      return i;
    }
    i++;
  }
  return i;
}

} // namespace

karst_json_document *karst_json_parse(const uint8_t *bytes, size_t length) {
  auto *document = new (std::nothrow) karst_json_document;
  if (!document) {
    return nullptr;
  }
  if (document->parser.parse(bytes, length).get(document->root) != simdjson::SUCCESS) {
    delete document;
    return nullptr;
  }
  return document;
}

karst_json_document *karst_json_new(void) { return new (std::nothrow) karst_json_document; }

bool karst_json_next(karst_json_document *document, const uint8_t *bytes, size_t length,
                     size_t readable) {
  if (!document) {
    return false;
  }
  document->memberCount = 0;
  bool copies = readable - length < simdjson::SIMDJSON_PADDING;
  if (document->parser.parse(bytes, length, copies).get(document->root) != simdjson::SUCCESS) {
    return false;
  }
  object members;
  if (document->root.get(members) == simdjson::SUCCESS) {
    for (auto member : members) {
      if (document->memberCount == karst_json_document::roomForMembers) {
        document->memberCount = 0;
        break;
      }
      document->members[document->memberCount++] = {member.key, member.value};
    }
  }
  return true;
}

void karst_json_free(karst_json_document *document) { delete document; }

karst_json_value karst_json_root(const karst_json_document *document) {
  return pack(document->root);
}

size_t karst_json_locate(const uint8_t *bytes, size_t length, const char **problem) {
  Locator locator(bytes, length);
  locator.run();
  *problem = locator.problem;
  return locator.at;
}

karst_json_kind karst_json_kind_of(karst_json_value value) {
  switch (unpack<element>(value).type()) {
  case element_type::ARRAY:
    return KARST_JSON_ARRAY;
  case element_type::OBJECT:
    return KARST_JSON_OBJECT;
  case element_type::INT64:
    return KARST_JSON_INTEGER;
  case element_type::UINT64:
    return KARST_JSON_UNSIGNED;
  case element_type::DOUBLE:
    return KARST_JSON_NUMBER;
  case element_type::STRING:
    return KARST_JSON_STRING;
  case element_type::BOOL:
    return KARST_JSON_BOOLEAN;
  case element_type::NULL_VALUE:
    return KARST_JSON_NULL;
  }
  return KARST_JSON_NULL;
}

bool karst_json_boolean(karst_json_value value) {
  bool result = false;
  return unpack<element>(value).get(result) == simdjson::SUCCESS && result;
}

int64_t karst_json_integer(karst_json_value value) {
  int64_t result = 0;
  return unpack<element>(value).get(result) == simdjson::SUCCESS ? result : 0;
}

double karst_json_number(karst_json_value value) {
  double result = 0;
  return toDouble(unpack<element>(value), result) ? result : 0;
}

const char *karst_json_string(karst_json_value value, size_t *length) {
  std::string_view result;
  if (unpack<element>(value).get(result) != simdjson::SUCCESS) {
    *length = 0;
    return "";
  }
  *length = result.size();
  return result.data();
}

size_t karst_json_count(karst_json_value value) {
  // simdjson keeps the count in 24 bits: beyond that only counting tells.
  constexpr size_t saturated = 0xFFFFFF;
  size_t count = 0;
  array elements;
  object members;
  if (unpack<element>(value).get(elements) == simdjson::SUCCESS) {
    if (elements.size() < saturated) {
      return elements.size();
    }
    for (auto it = elements.begin(); it != elements.end(); ++it) {
      count++;
    }
  } else if (unpack<element>(value).get(members) == simdjson::SUCCESS) {
    if (members.size() < saturated) {
      return members.size();
    }
    for (auto it = members.begin(); it != members.end(); ++it) {
      count++;
    }
  }
  return count;
}

karst_json_walk karst_json_walk_start(karst_json_value value) {
  array elements;
  object members;
  if (unpack<element>(value).get(elements) == simdjson::SUCCESS) {
    return {pack(elements.begin()), pack(elements.end())};
  }
  if (unpack<element>(value).get(members) == simdjson::SUCCESS) {
    return {pack(members.begin()), pack(members.end())};
  }
  return {value, value};
}

bool karst_json_walk_element(karst_json_walk *walk, karst_json_value *into) {
  if (walk->next.index == walk->end.index) {
    return false;
  }
  auto at = unpack<array::iterator>(walk->next);
  *into = pack(*at);
  walk->next = pack(++at);
  return true;
}

bool karst_json_walk_member(karst_json_walk *walk, const char **key, size_t *key_length,
                            karst_json_value *value) {
  if (walk->next.index == walk->end.index) {
    return false;
  }
  auto at = unpack<object::iterator>(walk->next);
  std::string_view name = at.key();
  *key = name.data();
  *key_length = name.size();
  *value = pack(at.value());
  walk->next = pack(++at);
  return true;
}

bool karst_json_member(karst_json_value from, const char *key, size_t key_length,
                       karst_json_value *value) {
  object members;
  element found;
  if (unpack<element>(from).get(members) != simdjson::SUCCESS) {
    return false;
  }
  if (members.at_key(std::string_view(key, key_length)).get(found) != simdjson::SUCCESS) {
    return false;
  }
  *value = pack(found);
  return true;
}

bool karst_json_field_of(const karst_json_document *document, const char *key, size_t key_length,
                         karst_json_field *field) {
  std::string_view name(key, key_length);
  const element *found = nullptr;
  for (size_t i = document->memberCount; i > 0 && !found; i--) {
    if (document->members[i - 1].key == name) {
      found = &document->members[i - 1].value;
    }
  }
  object members;
  element last;
  if (document->memberCount == 0 && document->root.get(members) == simdjson::SUCCESS) {
    for (auto member : members) {
      if (member.key == name) {
        last = member.value;
        found = &last;
      }
    }
  }
  if (!found) {
    return false;
  }
  element value = *found;
  field->value = pack(value);
  field->kind = karst_json_kind_of(field->value);
  switch (field->kind) {
  case KARST_JSON_INTEGER:
    return value.get(field->integer) == simdjson::SUCCESS;
  case KARST_JSON_UNSIGNED:
    return value.get(field->large) == simdjson::SUCCESS;
  case KARST_JSON_NUMBER:
    return value.get(field->number) == simdjson::SUCCESS;
  default:
    return true;
  }
}

size_t karst_json_read_doubles(karst_json_value from, size_t count, double *into) {
  return readFlat(from, count, into, toDouble);
}

size_t karst_json_read_int64(karst_json_value from, size_t count, int64_t *into) {
  return readFlat(from, count, into, toInt64);
}

size_t karst_json_read_int32(karst_json_value from, size_t count, int32_t *into) {
  return readFlat(from, count, into, toInt32);
}

size_t karst_json_read_double_rows(karst_json_value from, size_t count, size_t columns,
                                   double *into) {
  return readRows(from, count, columns, into, toDouble);
}

size_t karst_json_read_int32_rows(karst_json_value from, size_t count, size_t columns,
                                  int32_t *into) {
  return readRows(from, count, columns, into, toInt32);
}

bool karst_hex_decode(const uint8_t *__restrict digits, size_t count, uint8_t *__restrict into) {
  // Without tables and branches, so that the compiler makes vectors of it.
  uint8_t wrong = 0;
  auto value = [&wrong](uint8_t character) {
    uint8_t digit = character - '0', letter = (character | 0x20) - 'a';
    wrong |= (digit > 9) & (letter > 5);
    return uint8_t(digit < 10 ? digit : letter + 10);
  };
  for (size_t i = 0; i < count; i++) {
    uint8_t high = value(digits[2 * i]), low = value(digits[2 * i + 1]);
    into[i] = uint8_t(high << 4 | low);
  }
  return !wrong;
}

size_t karst_line_length(const void *bytes, size_t length) {
  auto *end = std::memchr(bytes, '\n', length);
  return end ? size_t(static_cast<const char *>(end) - static_cast<const char *>(bytes)) : length;
}

double karst_decimal_to_double(const uint8_t *bytes, size_t length) {
  double result = 0;
  auto *text = reinterpret_cast<const char *>(bytes);
  fast_float::from_chars(text, text + length, result);
  return result;
}
