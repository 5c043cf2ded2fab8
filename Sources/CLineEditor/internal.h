// What the parts of the line editor share: the back ends, the completion, the terminal.
#pragma once

#include "CLineEditor.h"

#include <stdio.h>

// One way of editing lines. Functions that a back end has no use for are NULL.
typedef struct {
  void (*open)(const char *name, bool plain, FILE *terminal);
  void (*begin)(const char *prompt);
  void (*feed)(void);
  void (*abandon)(void); // moves behind the line and drops it
  void (*remove)(void);  // gives the terminal back
  void (*hide)(void);    // wipes prompt and line off, with the cursor where they began
  void (*redraw)(void);  // shows them again
  void (*resize)(void);
  void (*suspend)(void); // gives the terminal back for a while
  void (*resume)(void);
  void (*add_history)(const char *entry);
} kle_editor;

extern const kle_editor kle_plain_editor;
#ifndef KLE_PLAIN
extern const kle_editor kle_library_editor;
#endif

// What a back end calls with a finished line, which it gives away; NULL at the end of input.
void kle_take_line(char *line);

// The terminal beside the standard streams, which are redirected while a line is edited.
FILE *kle_terminal(void);
void kle_open_terminal(void);
void kle_hold_output(void);
void kle_release_output(void);
void kle_flush_messages(const kle_editor *editor);

void kle_watch_signals(void);
void kle_ignore_signals(void);
void kle_handle_signals(const kle_editor *editor);

// Completion for a library in readline's form: NULL, or a list that the caller frees.
char **kle_complete(const char *line, int start, int end);
