#include "CSimdJSON.h"
#include "PlainNumbers.h"

#include <cstdlib>
#include <limits>

namespace {

// Room for `more` values behind those of a list; null when memory ran out.
template <typename T> T *reserve(karst_list &list, size_t more) {
  constexpr size_t firstRoom = 1 << 12;
  if (list.count + more > list.room) {
    size_t room = list.room ? list.room * 2 : firstRoom;
    void *moved = std::realloc(list.values, room * sizeof(T));
    if (!moved) {
      return nullptr;
    }
    list.values = moved;
    list.room = room;
  }
  return static_cast<T *>(list.values) + list.count;
}

// Numbers by JSON's grammar and with simdjson's values. The functions go behind one; null where
// there is none, or one that only simdjson should judge.
namespace number {

// A list may have three of them before it looks again how far its text goes.
constexpr size_t longest = 512;

const uint8_t *digitsEnd(const uint8_t *at, const uint8_t *most) {
  while (at < most && karst::isDigit(*at)) {
    at++;
  }
  return at;
}

const uint8_t *end(const uint8_t *at, bool &isInteger) {
  const uint8_t *most = at + longest;
  at += *at == '-';
  const uint8_t *first = at;
  at = digitsEnd(at, most);
  if (at == first || (*first == '0' && at > first + 1)) {
    return nullptr;
  }
  isInteger = *at != '.' && (*at | 0x20) != 'e';
  if (*at == '.') {
    first = ++at;
    at = digitsEnd(at, most);
    if (at == first) {
      return nullptr;
    }
  }
  if ((*at | 0x20) == 'e') {
    at++;
    at += *at == '-' || *at == '+';
    first = at;
    at = digitsEnd(at, most);
    if (at == first) {
      return nullptr;
    }
  }
  return at < most ? at : nullptr;
}

__attribute__((noinline)) const uint8_t *readOdd(const uint8_t *at, double &value) {
  bool isInteger;
  const uint8_t *last = end(at, isInteger);
  if (!last || (isInteger && last - at > 18)) {
    return nullptr;
  }
  fast_float::from_chars(reinterpret_cast<const char *>(at), reinterpret_cast<const char *>(last),
                         value);
  // Integers have no negative zero.
  value += isInteger ? 0.0 : -0.0;
  return std::isfinite(value) ? last : nullptr;
}

KARST_HOT bool isEnd(uint8_t character) { return character == ',' || character == ']'; }

KARST_HOT const uint8_t *read(const uint8_t *at, double &value, unsigned &usual) {
  const uint8_t *first = *at == '-' ? at + 1 : at;
  karst::DecimalShape shape = karst::decimalShape(first);
  if (KARST_RARELY(!isEnd(first[shape.end])) || KARST_RARELY(shape.point == 0) ||
      KARST_RARELY(shape.end == shape.point + 1) ||
      (KARST_RARELY(*first == '0') && shape.point > 1) ||
      KARST_RARELY(!karst::shapedDecimal(first, shape, value))) {
    return readOdd(at, value);
  }
  if (first != at) {
    value = shape.end == shape.point ? 0 - value : -value;
  }
  return karst::advance(first, shape.end, usual);
}

// Nineteen digits, or an integral number with a point, as far as doubles are exact.
__attribute__((noinline)) const uint8_t *readOdd(const uint8_t *at, int64_t &value) {
  bool isInteger;
  const uint8_t *last = end(at, isInteger);
  if (last && isInteger) {
    bool isNegative = *at == '-';
    uint64_t magnitude;
    const uint8_t *first = at + isNegative;
    if (first + karst::readDigits(first, magnitude) != last ||
        magnitude > uint64_t(std::numeric_limits<int64_t>::max())) {
      return nullptr;
    }
    value = isNegative ? -int64_t(magnitude) : int64_t(magnitude);
    return last;
  }
  double number;
  if (!last || !readOdd(at, number) || number != std::floor(number) ||
      std::fabs(number) > double(karst::exactIntegers)) {
    return nullptr;
  }
  value = int64_t(number);
  return last;
}

KARST_HOT const uint8_t *read(const uint8_t *at, int64_t &value, unsigned &usual) {
  const uint8_t *first = *at == '-' ? at + 1 : at;
  uint64_t magnitude;
  unsigned count = karst::readDigits(first, magnitude);
  if (KARST_RARELY(!isEnd(first[count])) || KARST_RARELY(count - 1 >= 18) ||
      (KARST_RARELY(*first == '0') && count > 1)) {
    return readOdd(at, value);
  }
  value = first == at ? int64_t(magnitude) : -int64_t(magnitude);
  return karst::advance(first, count, usual);
}

KARST_HOT const uint8_t *read(const uint8_t *at, int32_t &value, unsigned &usual) {
  int64_t wide;
  at = read(at, wide, usual);
  value = int32_t(wide);
  return at && wide == value ? at : nullptr;
}

} // namespace number

bool isBlank(uint8_t character) {
  return character == ' ' || character == '\n' || character == '\r' || character == '\t';
}

// A text that may still be growing.
class Text {
public:
  explicit Text(const karst_text &text) : text(text), ready(text.length) { setLimit(); }

  // To be called again within `stretch` bytes: waits until so many are there, and goes on in a copy
  // for the last of them, behind which zeros follow.
  KARST_HOT const uint8_t *look(const uint8_t *at) {
    return at < limit || tailStart ? at : wait(at);
  }

  size_t offset(const uint8_t *at) const {
    return tailStart ? size_t(tailStart - text.bytes) + size_t(at - tail) : size_t(at - text.bytes);
  }

  bool endsAt(const uint8_t *at) const { return tailStart && offset(at) == ready; }

  // Behind blanks.
  const uint8_t *skipBlanks(const uint8_t *at) {
    while (isBlank(*at)) {
      at = look(at + 1);
    }
    return at;
  }

  // Behind a character and the blanks around it; null where another one stands.
  KARST_HOT const uint8_t *take(const uint8_t *at, uint8_t character) {
    return *at == character && at[1] > ' ' ? at + 1 : takeAmongBlanks(at, character);
  }

private:
  static constexpr size_t stretch = 4096;
  static_assert(stretch > 3 * number::longest + 2 * karst::plainPadding);

  const karst_text text;
  size_t ready;
  const uint8_t *limit;
  const uint8_t *tailStart = nullptr;
  uint8_t tail[stretch + karst::plainPadding];

  void setLimit() { limit = text.bytes + (ready < stretch ? 0 : ready - stretch); }

  __attribute__((noinline)) const uint8_t *takeAmongBlanks(const uint8_t *at, uint8_t character) {
    at = skipBlanks(at);
    return *at == character ? skipBlanks(at + 1) : nullptr;
  }

  __attribute__((noinline)) const uint8_t *wait(const uint8_t *at) {
    size_t wanted = size_t(at - text.bytes) + stretch;
    if (text.wait && ready < wanted) {
      ready = text.wait(text.context, wanted);
      setLimit();
    }
    if (ready >= wanted) {
      return at;
    }
    tailStart = at;
    size_t rest = ready - size_t(at - text.bytes);
    std::memcpy(tail, at, rest);
    std::memset(tail + rest, 0, sizeof tail - rest);
    return tail;
  }
};

template <typename T, unsigned columns>
KARST_HOT const uint8_t *readRow(Text &text, const uint8_t *at, T *into, unsigned *usual) {
  if (columns == 1) {
    return number::read(at, *into, *usual);
  }
  at = text.take(at, '[');
  for (unsigned i = 0; i < columns && at; i++) {
    at = i == 0 ? at : text.take(at, ',');
    at = at ? number::read(at, into[i], usual[i]) : nullptr;
  }
  return at ? text.take(at, ']') : nullptr;
}

// A list of numbers, or of lists of so many numbers, to behind it and the blanks that follow.
template <typename T, unsigned columns>
const uint8_t *readList(Text &text, const uint8_t *at, karst_list &into) {
  at = text.take(at, '[');
  into.is_there = at;
  if (!at || *at == ']') {
    return at ? text.take(at, ']') : nullptr;
  }
  T *row = nullptr;
  size_t room = 0;
  unsigned usual[columns] = {};
  for (;;) {
    if (room == 0) {
      row = reserve<T>(into, columns);
      if (!row) {
        return nullptr;
      }
      room = (into.room - into.count) / columns;
    }
    at = readRow<T, columns>(text, text.look(at), row, usual);
    if (!at) {
      return nullptr;
    }
    row += columns;
    room--;
    const uint8_t *next = text.take(at, ',');
    if (!next || room == 0) {
      into.count = size_t(row - static_cast<T *>(into.values));
    }
    if (!next) {
      return text.take(at, ']');
    }
    at = next;
  }
}

// The object that the service calls flatdict, each member at most once and none but the known ones.
class FlatReader {
public:
  FlatReader(const karst_text &text, karst_flat &flat)
      : text(text), at(this->text.look(text.bytes)), flat(flat) {}

  bool read() {
    at = text.skipBlanks(at);
    if (!take('{')) {
      return false;
    }
    do {
      if (*at++ != '"' || !member()) {
        return false;
      }
    } while (take(','));
    return take('}') && text.endsAt(at);
  }

private:
  Text text;
  const uint8_t *at;
  karst_flat &flat;
  unsigned seen = 0;

  bool member() {
    return is("vertices", 0)           ? list<double, 3>(flat.vertices)
           : is("edges", 1)            ? list<int32_t, 2>(flat.edges)
           : is("mesh_to_skel_map", 2) ? list<int32_t, 1>(flat.mesh_to_skel_map)
           : is("compartment", 3)      ? list<int32_t, 1>(flat.compartment)
           : is("radius", 4)           ? list<double, 1>(flat.radius)
           : is("lvl2_ids", 5)         ? list<int64_t, 1>(flat.lvl2_ids)
           : is("root", 6)             ? root()
           : is("meta", 7)             ? meta()
                                       : false;
  }

  bool take(uint8_t character) {
    at = text.look(at);
    const uint8_t *next = text.take(at, character);
    at = next ? next : at;
    return next;
  }

  // Whether this is the key, met for the first time; goes behind it and its colon.
  bool is(const char *key, unsigned place) {
    size_t length = std::strlen(key);
    if (std::memcmp(at, key, length) != 0 || at[length] != '"' || (seen >> place & 1)) {
      return false;
    }
    seen |= 1u << place;
    at += length + 1;
    return take(':');
  }

  bool null() {
    bool isNull = std::memcmp(at, "null", 4) == 0;
    at = isNull ? text.skipBlanks(at + 4) : at;
    return isNull;
  }

  template <typename T, unsigned columns> bool list(karst_list &into) {
    if (null()) {
      return true;
    }
    const uint8_t *next = readList<T, columns>(text, at, into);
    at = next ? next : at;
    return next;
  }

  bool root() {
    flat.has_root = !null();
    unsigned length = 0;
    const uint8_t *next = flat.has_root ? number::read(at, flat.root, length) : at;
    at = next ? next : at;
    return next;
  }

  // Only finds its end: whoever reads it sees to it that it is JSON.
  bool meta() {
    constexpr unsigned deepest = 64;
    unsigned depth = 0;
    flat.meta_start = text.offset(at);
    if (*at != '{') {
      return false;
    }
    do {
      at = text.look(at);
      uint8_t character = *at++;
      if (character == '"' ? !string() : character < ' ' && !isBlank(character)) {
        return false;
      }
      depth += character == '{' || character == '[';
      depth -= character == '}' || character == ']';
    } while (depth > 0 && depth <= deepest);
    flat.meta_end = text.offset(at);
    return depth == 0;
  }

  bool string() {
    while (*at != '"') {
      at = text.look(at);
      at += *at == '\\';
      if (*at++ < ' ') {
        return false;
      }
    }
    at++;
    return true;
  }
};

} // namespace

bool karst_flat_read(const karst_text *text, karst_flat *into) {
  *into = karst_flat{};
  return FlatReader(*text, *into).read();
}

void karst_flat_free(karst_flat *flat) {
  for (karst_list *list : {&flat->vertices, &flat->edges, &flat->mesh_to_skel_map,
                           &flat->compartment, &flat->radius, &flat->lvl2_ids}) {
    std::free(list->values);
  }
  *flat = karst_flat{};
}
