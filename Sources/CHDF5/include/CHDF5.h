// What writing a skeleton file takes of the HDF5 library, on files in memory.
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

int64_t karst_h5_create(void);
void karst_h5_close(int64_t file);

// The bytes of a file made by karst_h5_create: the size, or below 0; `into` may be NULL.
int64_t karst_h5_image(int64_t file, void *into, size_t length);

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
