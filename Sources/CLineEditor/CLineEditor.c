#include "CLineEditor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <readline/readline.h>
#include <readline/history.h>

struct kle_candidates {
  char **texts; // in readline's form: the first slot is for the common beginning
  size_t count, capacity;
  int start, end; // of the word, in bytes of the line
};

static char *finished;
static kle_status status;
static bool installed;
static kle_completer completer;
static void *completer_context;

const char *kle_description(void) {
  static char text[64];
  snprintf(text, sizeof text, "GNU readline %s (GPL-3+)", rl_library_version);
  return text;
}

// Completion -----------------------------------------------------------------

// readline replaces the bytes from `start` on; the candidate says where it begins itself.
static char *fitted(const kle_candidates *candidates, const char *text, size_t replaced) {
  size_t word = (size_t)(candidates->end - candidates->start);
  if (replaced >= word) {
    size_t skipped = replaced - word;
    return strlen(text) < skipped ? NULL : strdup(text + skipped);
  }
  size_t kept = word - replaced;
  char *whole = malloc(kept + strlen(text) + 1);
  if (whole == NULL)
    return NULL;
  memcpy(whole, rl_line_buffer + candidates->start, kept);
  strcpy(whole + kept, text);
  return whole;
}

void kle_add_candidate(kle_candidates *candidates, const char *text, size_t replaced) {
  if (candidates->count + 3 > candidates->capacity) {
    size_t capacity = candidates->capacity * 2 + 16;
    char **grown = realloc(candidates->texts, capacity * sizeof *grown);
    if (grown == NULL)
      return;
    candidates->texts = grown;
    candidates->capacity = capacity;
  }
  char *copy = fitted(candidates, text, replaced);
  if (copy == NULL)
    return;
  candidates->texts[++candidates->count] = copy;
}

static char *common_beginning(const kle_candidates *candidates) {
  size_t length = strlen(candidates->texts[1]);
  for (size_t i = 2; i <= candidates->count; i++) {
    size_t same = 0;
    while (same < length && candidates->texts[i][same] == candidates->texts[1][same])
      same++;
    length = same;
  }
  return strndup(candidates->texts[1], length);
}

static char **complete(const char *word, int start, int end) {
  (void)word;
  rl_attempted_completion_over = 1; // never file names instead
  rl_completion_append_character = '\0';
  if (completer == NULL)
    return NULL;
  kle_candidates candidates = {.start = start, .end = end};
  completer(completer_context, rl_line_buffer, (size_t)end, &candidates);
  if (candidates.count == 0) {
    free(candidates.texts);
    return NULL;
  }
  candidates.texts[0] = common_beginning(&candidates);
  candidates.texts[candidates.count + 1] = NULL;
  if (candidates.count == 1) { // a single one stands in the first slot alone
    free(candidates.texts[1]);
    candidates.texts[1] = NULL;
  }
  return candidates.texts;
}

void kle_set_completer(kle_completer function, void *context) {
  completer = function;
  completer_context = context;
}

// Lines ----------------------------------------------------------------------

static void remove_handler(void) {
  if (installed)
    rl_callback_handler_remove();
  installed = false;
}

static void take_line(char *line) {
  free(finished);
  finished = line;
  status = line == NULL ? KLE_END : KLE_LINE;
  // The terminal is given back before anything else runs: programs that read from it expect it as
  // it was.
  remove_handler();
}

void kle_open(const char *name, bool plain) {
  rl_readline_name = name;
  rl_catch_signals = 0;
  rl_instream = stdin;
  rl_outstream = isatty(STDOUT_FILENO) ? stdout : stderr;
  rl_completer_word_break_characters = " \t\n\"\\'`@$><=;|&{}()[]+-*/%^#~,.:!?";
  rl_attempted_completion_function = complete;
  using_history();
  rl_initialize();
  if (plain)
    rl_variable_bind("enable-bracketed-paste", "off");
}

void kle_begin(const char *prompt) {
  rl_callback_handler_install(prompt, take_line);
  installed = true;
}

kle_status kle_feed(void) {
  status = KLE_EDITING;
  rl_callback_read_char();
  return status;
}

const char *kle_line(void) { return finished; }

void kle_abandon(void) {
  if (installed) {
    rl_callback_sigcleanup();
    rl_free_line_state();
    rl_point = rl_end;
    rl_redisplay();
    rl_replace_line("", 1);
  }
  fputs("^C\n", rl_outstream);
  fflush(rl_outstream);
  rl_on_new_line();
  remove_handler();
  tcflush(STDIN_FILENO, TCIFLUSH);
}

void kle_redisplay(void) {
  if (!installed)
    return;
  rl_on_new_line();
  rl_redisplay();
}

void kle_unbuffer_input(void) { setvbuf(stdin, NULL, _IONBF, 0); }

void kle_add_history(const char *entry) { add_history(entry); }
