// Line editing behind one small interface.
//
// The editor's state is global, as readline's is: one editor per process, used from one thread. The
// caller waits for input itself (so that other work goes on while somebody types) and calls
// `kle_feed` when there is some. What anybody else writes to the terminal meanwhile is kept back
// until `kle_show_messages` puts it above the line.
#pragma once

#include <stdbool.h>
#include <stddef.h>

// Where the candidates of a completion are put.
typedef struct kle_candidates kle_candidates;

// Asked for what may stand at the end of the first `length` bytes of `line`.
typedef void (*kle_completer)(void *context, const char *line, size_t length,
                              kle_candidates *candidates);

// What a key press led to.
typedef enum {
  KLE_EDITING, // the line is not finished
  KLE_LINE,    // it is: see kle_line
  KLE_END,     // end of input
} kle_status;

// The name and version of the editor that was built in, with its licence.
const char *kle_description(void);

// Prepares the editor. `name` is what users' inputrc files call us; `plain` is for terminals that
// know no escapes; `without` uses the terminal's own line editing and no library.
void kle_open(const char *name, bool plain, bool without);
void kle_set_completer(kle_completer completer, void *context);

// Shows the prompt and takes the terminal, until a line or the end came, or kle_abandon.
void kle_begin(const char *prompt);
// Can be read when the terminal's size changed or the program goes on after a stop: kle_feed then
// deals with it.
int kle_signal_descriptor(void);
// Handles what was typed, and signals; does nothing when there is neither.
kle_status kle_feed(void);
// The finished line, until the next kle_feed; NULL when there is none.
const char *kle_line(void);
// Drops the line and what was typed ahead, shows ^C, and gives the terminal back.
void kle_abandon(void);
// Puts what was written to standard output and standard error since the line was begun above it.
void kle_show_messages(void);

// Makes standard input hand out each byte as it comes, for those who read beside stdio.
void kle_unbuffer_input(void);

void kle_add_history(const char *entry);

// The candidate and the number of bytes before the cursor that it replaces.
void kle_add_candidate(kle_candidates *candidates, const char *text, size_t replaced);
