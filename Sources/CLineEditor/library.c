// GNU readline, or libedit through the same functions.
#ifndef KLE_PLAIN

#include "internal.h"

#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#ifdef KLE_LIBEDIT
#include <locale.h>

#include <editline/readline.h>
#else
#include <readline/readline.h>
#include <readline/history.h>
#endif

static bool installed;

static char **complete(const char *word, int start, int end) {
  (void)word;
  rl_attempted_completion_over = 1; // never file names instead
  rl_completion_append_character = '\0';
  return kle_complete(rl_line_buffer, start, end);
}

#ifdef KLE_LIBEDIT

static bool knows_escapes;

// The arrows look for entries that begin like the line; ~/.editrc may say otherwise.
static void set_keys(bool plain) {
  knows_escapes = !plain;
  setlocale(LC_CTYPE, ""); // as readline does itself
  rl_initialize();
  rl_parse_and_bind("bind ^[[A ed-search-prev-history");
  rl_parse_and_bind("bind ^[[B ed-search-next-history");
  rl_parse_and_bind("bind ^R em-inc-search-prev");
  rl_read_init_file(NULL);
}

static void hide(void) { fputs(knows_escapes ? "\r\033[K" : "\n", kle_terminal()); }

static void redraw(void) { rl_forced_update_display(); }

// Without rl_redisplay, which here types a Ctrl-R.
static void abandon(void) { rl_replace_line("", 1); }

static void resize(void) { rl_resize_terminal(); }

#else

// Before the user's inputrc is read, which may say otherwise: the arrows look for entries that
// begin like the line, and one Tab shows what there is.
static void set_keys(bool plain) {
  Keymap keymaps[2] = {rl_get_keymap_by_name("emacs-standard"), rl_get_keymap_by_name("vi-insert")};
  for (int i = 0; i < 2; i++) {
    rl_bind_keyseq_in_map("\\e[A", rl_history_search_backward, keymaps[i]);
    rl_bind_keyseq_in_map("\\eOA", rl_history_search_backward, keymaps[i]);
    rl_bind_keyseq_in_map("\\e[B", rl_history_search_forward, keymaps[i]);
    rl_bind_keyseq_in_map("\\eOB", rl_history_search_forward, keymaps[i]);
  }
  rl_variable_bind("show-all-if-ambiguous", "on");
  rl_initialize();
  if (plain)
    rl_variable_bind("enable-bracketed-paste", "off");
}

static void hide(void) {
  rl_clear_visible_line();
  fflush(rl_outstream);
}

static void redraw(void) {
  rl_on_new_line();
  rl_redisplay();
}

static void abandon(void) {
  rl_callback_sigcleanup();
  rl_free_line_state();
  rl_point = rl_end;
  rl_redisplay();
  rl_replace_line("", 1);
}

static void resize(void) { rl_resize_terminal(); }

#endif

static void open_library(const char *name, bool plain, FILE *terminal) {
  rl_readline_name = name;
  rl_catch_signals = 0;
  rl_instream = stdin;
  rl_outstream = terminal;
  rl_completer_word_break_characters = " \t\n\"\\'`@$><=;|&{}()[]+-*/%^#~,.:!?";
  rl_attempted_completion_function = complete;
  using_history();
  set_keys(plain);
}

static void remove_handler(void) {
  if (installed)
    rl_callback_handler_remove();
  installed = false;
}

// The terminal is given back before anything else runs: programs that read from it expect it as
// it was.
static void take_line(char *line) {
  remove_handler();
  kle_take_line(line);
}

static void begin(const char *prompt) {
  rl_callback_handler_install(prompt, take_line);
  installed = true;
}

static void feed(void) { rl_callback_read_char(); }

static void suspend(void) {
  if (installed)
    rl_deprep_terminal();
}

static void resume(void) {
  if (!installed)
    return;
  rl_prep_terminal(1);
  redraw();
}

static void remember(const char *entry) { add_history(entry); }

const kle_editor kle_library_editor = {
    .open = open_library,
    .begin = begin,
    .feed = feed,
    .abandon = abandon,
    .remove = remove_handler,
    .hide = hide,
    .redraw = redraw,
    .resize = resize,
    .suspend = suspend,
    .resume = resume,
    .add_history = remember,
};

#endif
