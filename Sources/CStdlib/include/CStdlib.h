#pragma once

#include <stddef.h>

// One file of the Lua library that is compiled into the program.
typedef struct {
  const char *name; // its path below stdlib, such as "recipes/poll_and_fetch.lua"
  const unsigned char *bytes;
  size_t length;
} karst_stdlib_file;

// All files, in the order of their names. They live as long as the program.
size_t karst_stdlib_count(void);
const karst_stdlib_file *karst_stdlib_at(size_t index);

// Columns of the terminal behind a file descriptor, 0 when there is none.
int karst_terminal_width(int descriptor);
// The same for its rows.
int karst_terminal_height(int descriptor);
