// The terminal's own line editing, without any library.
#include "internal.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static char *shown_prompt;
// What was read of a line that has not ended, and of lines after it.
static char *held;
static size_t held_length;

static void open_plain(const char *name, bool plain, FILE *terminal) {
  (void)name, (void)plain, (void)terminal;
}

static void redraw(void) {
  fputs(shown_prompt != NULL ? shown_prompt : "", kle_terminal());
  fflush(kle_terminal());
}

// Takes the first line out of what is held, if there is a whole one.
static bool take_held(void) {
  char *end = held == NULL ? NULL : memchr(held, '\n', held_length);
  if (end == NULL)
    return false;
  size_t length = (size_t)(end - held);
  char *line = strndup(held, length);
  held_length -= length + 1;
  memmove(held, end + 1, held_length);
  kle_take_line(line);
  return true;
}

static void begin(const char *prompt) {
  free(shown_prompt);
  shown_prompt = strdup(prompt);
  redraw();
}

static void feed(void) {
  if (take_held())
    return;
  char buffer[4096];
  ssize_t count = read(STDIN_FILENO, buffer, sizeof buffer);
  if (count <= 0) {
    kle_take_line(held_length > 0 ? strndup(held, held_length) : NULL);
    held_length = 0;
    return;
  }
  char *grown = realloc(held, held_length + (size_t)count);
  if (grown == NULL)
    return;
  held = grown;
  memcpy(held + held_length, buffer, (size_t)count);
  held_length += (size_t)count;
  take_held();
}

static void abandon(void) { held_length = 0; }

// The half-typed line is the terminal's: messages go below it, and the prompt again below them.
static void hide(void) { fputc('\n', kle_terminal()); }

static void nothing(void) {}

static void ignore(const char *entry) { (void)entry; }

const kle_editor kle_plain_editor = {
    .open = open_plain,
    .begin = begin,
    .feed = feed,
    .abandon = abandon,
    .remove = nothing,
    .hide = hide,
    .redraw = redraw,
    .suspend = nothing,
    .resume = redraw,
    .add_history = ignore,
};
