// simdjson and fast_float behind a plain C header. No exception leaves these functions.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// A parsed text. Values point into it: it must outlive them.
typedef struct karst_json_document karst_json_document;

// One value of a document, copied freely.
typedef struct {
  const void *document;
  size_t index;
} karst_json_value;

// Where a walk through an array or object stands.
typedef struct {
  karst_json_value next;
  karst_json_value end;
} karst_json_walk;

typedef enum {
  KARST_JSON_NULL,
  KARST_JSON_BOOLEAN,
  KARST_JSON_INTEGER,
  // Above the range of int64_t, within that of uint64_t.
  KARST_JSON_UNSIGNED,
  KARST_JSON_NUMBER,
  KARST_JSON_STRING,
  KARST_JSON_ARRAY,
  KARST_JSON_OBJECT,
} karst_json_kind;

// Parses a whole text. NULL when it is not JSON (ask karst_json_locate why) or when memory ran out.
karst_json_document *karst_json_parse(const uint8_t *bytes, size_t length);
// For many small texts one after the other, with the memory of the largest. NULL when memory ran
// out.
karst_json_document *karst_json_new(void);
// Puts the next text into a document, whose earlier values must not be used any more; false when it
// is not JSON or when memory ran out. Of the bytes from the text's start `readable` may be read:
// where enough follow the text it is not copied.
bool karst_json_next(karst_json_document *document, const uint8_t *bytes, size_t length,
                     size_t readable);
void karst_json_free(karst_json_document *document);
karst_json_value karst_json_root(const karst_json_document *document);

// The offset of the first byte that cannot stand where it does, and in `problem` a constant
// sentence that says why. For a text without fault: its length and NULL.
size_t karst_json_locate(const uint8_t *bytes, size_t length, const char **problem);

karst_json_kind karst_json_kind_of(karst_json_value value);
bool karst_json_boolean(karst_json_value value);
int64_t karst_json_integer(karst_json_value value);
double karst_json_number(karst_json_value value);
// Not terminated, and may hold NUL bytes; lives as long as the document.
const char *karst_json_string(karst_json_value value, size_t *length);

// Number of elements of an array or members of an object, 0 for anything else.
size_t karst_json_count(karst_json_value value);
karst_json_walk karst_json_walk_start(karst_json_value value);
bool karst_json_walk_element(karst_json_walk *walk, karst_json_value *element);
bool karst_json_walk_member(karst_json_walk *walk, const char **key, size_t *key_length,
                            karst_json_value *value);
// The member of an object, the first one of that key.
bool karst_json_member(karst_json_value object, const char *key, size_t key_length,
                       karst_json_value *value);

// A member that is read at once: of a number its value, of a text, array or object the value
// itself.
typedef struct {
  karst_json_kind kind;
  int64_t integer;
  uint64_t large;
  double number;
  karst_json_value value;
} karst_json_field;

// The member of the object that a document holds, the last one of that key; only for documents that
// karst_json_next has filled.
bool karst_json_field_of(const karst_json_document *document, const char *key, size_t key_length,
                         karst_json_field *field);

// Bulk readers: a flat array of `count` numbers, or `count` arrays of `columns` numbers each, as
// rows. They return `count` on success, otherwise the index of the first element that is not of
// that form (for integers: not integral, or outside the type). A number with a point counts as an
// integer when its value is integral.
size_t karst_json_read_doubles(karst_json_value array, size_t count, double *into);
size_t karst_json_read_int64(karst_json_value array, size_t count, int64_t *into);
size_t karst_json_read_int32(karst_json_value array, size_t count, int32_t *into);
size_t karst_json_read_double_rows(karst_json_value array, size_t count, size_t columns,
                                   double *into);
size_t karst_json_read_int32_rows(karst_json_value array, size_t count, size_t columns,
                                  int32_t *into);

// A text, or as much of it as is there: `wait`, where there is one, returns when `wanted` bytes
// are, or when there will be no more of them, and tells how many there are.
typedef struct {
  const uint8_t *bytes;
  size_t length;
  size_t (*wait)(void *context, size_t wanted);
  void *context;
} karst_text;

typedef struct {
  void *values;
  size_t count;
  size_t room;
  bool is_there;
} karst_list;

// What a flatdict holds; rows lie one after the other. Of `meta` only its place in the text.
typedef struct {
  karst_list vertices;         // doubles, three each
  karst_list edges;            // int32_t, two each
  karst_list mesh_to_skel_map; // int32_t
  karst_list compartment;      // int32_t
  karst_list radius;           // doubles
  karst_list lvl2_ids;         // int64_t
  bool has_root;
  int64_t root;
  size_t meta_start, meta_end;
} karst_flat;

// Reads a flatdict in one pass, without a tree, while its text is still being made; false when
// there is anything in it that only the functions above can judge. Numbers are the same as theirs.
// `meta` is not checked. To be freed in either case.
bool karst_flat_read(const karst_text *text, karst_flat *into);
void karst_flat_free(karst_flat *flat);

typedef struct {
  int64_t *ids;
  int32_t *types;
  double *x, *y, *z, *radius;
  int64_t *parents;
} karst_swc_columns;

// Reads rows of SWC as most programs write them, `ID TYPE X Y Z RADIUS PARENT` with one space
// between and a line feed behind, until `room` are full or one is different in any way; how many,
// and in `used` how many bytes they took. The last rows of a text are not among them.
size_t karst_swc_rows(const uint8_t *bytes, size_t length, size_t room,
                      const karst_swc_columns *into, size_t *used);

// The bytes that pairs of hexadecimal digits stand for; false when other characters are among them.
bool karst_hex_decode(const uint8_t *digits, size_t count, uint8_t *into);

// The bytes before the first line feed, or all of them.
size_t karst_line_length(const void *bytes, size_t length);

// The correctly rounded double of an unsigned decimal ("12", "1.5e-3"), whatever the locale;
// infinite when too large. The caller has checked the grammar.
double karst_decimal_to_double(const uint8_t *bytes, size_t length);

#ifdef __cplusplus
}
#endif
