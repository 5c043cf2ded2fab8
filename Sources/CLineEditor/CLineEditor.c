#include "internal.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#if defined(KLE_LIBEDIT)
#include <editline/readline.h>
#elif !defined(KLE_PLAIN)
#include <readline/readline.h>
#endif

static const kle_editor *editor = &kle_plain_editor;
static char *finished;
static kle_status status;
static bool editing;

const char *kle_description(void) {
#if defined(KLE_PLAIN)
  return "none (the terminal's own)";
#else
  static char text[96];
#if defined(KLE_LIBEDIT)
  snprintf(text, sizeof text, "libedit, as %s (BSD-3-Clause)", rl_library_version);
#else
  snprintf(text, sizeof text, "GNU readline %s (GPL-3+)", rl_library_version);
#endif
  return text;
#endif
}

void kle_open(const char *name, bool plain, bool without) {
#ifndef KLE_PLAIN
  if (!without)
    editor = &kle_library_editor;
#else
  (void)without;
#endif
  kle_open_terminal();
  editor->open(name, plain, kle_terminal());
}

static void leave(void) {
  if (!editing)
    return;
  editing = false;
  editor->remove();
  kle_ignore_signals();
  kle_release_output();
}

void kle_begin(const char *prompt) {
  // What was printed before stands before the prompt, which goes to the terminal by another way.
  fflush(stdout);
  kle_watch_signals();
  kle_hold_output();
  editing = true;
  editor->begin(prompt);
}

void kle_take_line(char *line) {
  free(finished);
  finished = line;
  status = line == NULL ? KLE_END : KLE_LINE;
}

static bool can_read(int descriptor) {
  struct pollfd entry = {.fd = descriptor, .events = POLLIN};
  return poll(&entry, 1, 0) > 0;
}

kle_status kle_feed(void) {
  status = KLE_EDITING;
  if (can_read(kle_signal_descriptor()))
    kle_handle_signals(editor);
  if (can_read(STDIN_FILENO))
    editor->feed();
  if (status != KLE_EDITING)
    leave();
  else
    kle_flush_messages(editor);
  return status;
}

const char *kle_line(void) { return finished; }

void kle_abandon(void) {
  if (editing)
    editor->abandon();
  // Without a library the terminal itself has shown the key.
  fputs(editor == &kle_plain_editor ? "\n" : "^C\n", kle_terminal());
  fflush(kle_terminal());
  leave();
  tcflush(STDIN_FILENO, TCIFLUSH);
}

void kle_show_messages(void) {
  if (editing)
    kle_flush_messages(editor);
}

void kle_unbuffer_input(void) { setvbuf(stdin, NULL, _IONBF, 0); }

void kle_add_history(const char *entry) { editor->add_history(entry); }
