// The few HDF5 operations that skeleton files need, on files in memory.
//
// The library is loaded on first use: linked plainly it would bring dozens of shared libraries into
// every start. It is not safe for several threads: the caller holds one lock around all of these.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Loads the library; to be called on each thread before the others. NULL when it is there,
// otherwise the reason why not, valid until the next call.
const char *karst_h5_load(void);

// Ids are below 0 on failure.

int64_t karst_h5_open(const void *image, size_t length);
int64_t karst_h5_create(void);
void karst_h5_close(int64_t file);

// The bytes of a file made by karst_h5_create: the size, or below 0; `into` may be NULL.
int64_t karst_h5_image(int64_t file, void *into, size_t length);

typedef enum {
  KARST_H5_ABSENT,
  KARST_H5_INTEGERS,
  KARST_H5_NUMBERS,
  KARST_H5_TEXT,
  // Something that is not read: another type, more than two dimensions, another filter than
  // deflate, or data that lie in another file.
  KARST_H5_FOREIGN,
} karst_h5_kind;

// Where a data set's bytes lie. Only the library's index is trusted with finding them: its own
// conversions and filters can crash on a file that was made to harm.
typedef struct {
  karst_h5_kind kind;
  // 0 for a scalar.
  int rank;
  uint64_t rows;
  uint64_t columns;
  // Bytes of a number (little endian) or of a text of fixed length; 0 for a text of variable
  // length, whose 16 bytes name a place in the file's global heap.
  size_t size;
  // Offset of all values in the image; -1 when there are none or when they lie in chunks.
  int64_t address;
  // Sizes of a chunk, 0 when all values lie together.
  uint64_t chunk_rows;
  uint64_t chunk_columns;
  bool is_deflated;
} karst_h5_shape;

// What a path such as "vertex_properties/radius" holds.
karst_h5_shape karst_h5_look(int64_t file, const char *name);

// The stored bytes of the chunk that starts at a row and column: how many (below 0 on failure, 0
// for a chunk without any), and the bytes themselves, as they are filtered.
int64_t karst_h5_chunk_size(int64_t file, const char *name, uint64_t row, uint64_t column);
bool karst_h5_read_chunk(int64_t file, const char *name, uint64_t row, uint64_t column, void *into);

// Writers of data sets; columns is 0 for one dimension. Compressed ones are chunked and deflated.
bool karst_h5_write_numbers(int64_t file, const char *name, const double *values, uint64_t rows,
                            uint64_t columns);
bool karst_h5_write_integers(int64_t file, const char *name, const int64_t *values, uint64_t rows,
                             uint64_t columns, bool compressed);
bool karst_h5_write_integer(int64_t file, const char *name, int64_t value);
// A scalar text: of fixed length, or of variable length in UTF-8. It must hold no NUL when
// variable.
bool karst_h5_write_fixed_text(int64_t file, const char *name, const char *text, size_t length);
bool karst_h5_write_variable_text(int64_t file, const char *name, const char *text);
bool karst_h5_write_group(int64_t file, const char *name);
// An integer attribute of the file itself.
bool karst_h5_write_attribute(int64_t file, const char *name, int64_t value);
