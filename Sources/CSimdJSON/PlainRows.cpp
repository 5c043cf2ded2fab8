#include "CSimdJSON.h"
#include "PlainNumbers.h"

namespace {

struct Row {
  uint64_t id, type;
  double x, y, z, radius;
  int64_t parent;
};

// These go behind a field and its separator; null when it is anything but plain.

KARST_HOT const uint8_t *integer(const uint8_t *at, uint64_t &value, uint8_t separator,
                                 unsigned &usual) {
  unsigned count = karst::readDigits(at, value);
  return count - 1 < 18 && at[count] == separator ? karst::advance(at, count, usual) + 1 : nullptr;
}

KARST_HOT const uint8_t *decimal(const uint8_t *at, double &value, unsigned &usual) {
  bool isNegative = *at == '-';
  if (isNegative) {
    at++;
  }
  karst::DecimalShape shape = karst::decimalShape(at);
  if (shape.end == 0 || shape.point == 0 || at[shape.end] != ' ' ||
      !karst::shapedDecimal(at, shape, value)) {
    return nullptr;
  }
  value = isNegative ? -value : value;
  return karst::advance(at, shape.end, usual) + 1;
}

// `usual` are the lengths of the fields in the row before.
KARST_HOT const uint8_t *readRow(const uint8_t *at, Row &row, unsigned usual[7]) {
  uint64_t parent;
  if (!(at = integer(at, row.id, ' ', usual[0])) || !(at = integer(at, row.type, ' ', usual[1])) ||
      !(at = decimal(at, row.x, usual[2])) || !(at = decimal(at, row.y, usual[3])) ||
      !(at = decimal(at, row.z, usual[4])) || *at == '-' ||
      !(at = decimal(at, row.radius, usual[5]))) {
    return nullptr;
  }
  bool isRoot = *at == '-';
  if (isRoot) {
    at++;
  }
  at = integer(at, parent, '\n', usual[6]);
  row.parent = isRoot ? -int64_t(parent) : int64_t(parent);
  return row.type <= INT32_MAX ? at : nullptr;
}

} // namespace

size_t karst_swc_rows(const uint8_t *bytes, size_t length, size_t room,
                      const karst_swc_columns *into, size_t *used) {
  // The longest row that is read here has 133 bytes, and its reader looks some further.
  constexpr size_t longestRow = 192 + karst::plainPadding;
  const uint8_t *end = length < longestRow ? bytes : bytes + (length - longestRow);
  const karst_swc_columns columns = *into;
  const uint8_t *at = bytes;
  size_t count = 0;
  Row row;
  unsigned usual[7] = {};
  while (at < end && count < room) {
    const uint8_t *next = readRow(at, row, usual);
    if (!next) {
      break;
    }
    columns.ids[count] = int64_t(row.id);
    columns.types[count] = int32_t(row.type);
    columns.x[count] = row.x;
    columns.y[count] = row.y;
    columns.z[count] = row.z;
    columns.radius[count] = row.radius;
    columns.parents[count] = row.parent;
    count++;
    at = next;
  }
  *used = size_t(at - bytes);
  return count;
}
