// The terminal while a line is edited: what others write to it, and its signals.
#define _GNU_SOURCE // memfd_create
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static FILE *terminal;

FILE *kle_terminal(void) { return terminal != NULL ? terminal : stdout; }

// Messages -------------------------------------------------------------------
//
// While a line is edited, those of the standard streams that are the terminal lead to a file in
// memory. A file, not a pipe: whoever writes never has to wait for the prompt, which may well be
// on the same thread.

static int messages = -1;
static int saved[2] = {-1, -1}; // standard output and standard error
static off_t shown;

void kle_open_terminal(void) {
  if (terminal != NULL)
    return;
  int stream = isatty(STDOUT_FILENO) ? STDOUT_FILENO : STDERR_FILENO;
  int copy = fcntl(stream, F_DUPFD_CLOEXEC, 3);
  terminal = copy < 0 ? NULL : fdopen(copy, "w");
  messages = memfd_create("messages", MFD_CLOEXEC);
  if (messages >= 0)
    fcntl(messages, F_SETFL, O_APPEND);
  // Decided now: later the stream may be looked at while it leads elsewhere.
  if (isatty(STDOUT_FILENO))
    setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
}

void kle_hold_output(void) {
  if (terminal == NULL || messages < 0)
    return;
  fflush(stdout);
  for (int i = 0; i < 2; i++) {
    int stream = i + STDOUT_FILENO;
    if (!isatty(stream) || saved[i] >= 0)
      continue;
    saved[i] = fcntl(stream, F_DUPFD_CLOEXEC, 3);
    if (saved[i] >= 0)
      dup2(messages, stream);
  }
}

static void write_all(const char *bytes, size_t length) { fwrite(bytes, 1, length, terminal); }

// Writes what came since the last time; whether its last line is ended.
static void copy_messages(void) {
  char buffer[4096], last = '\n';
  ssize_t count;
  while ((count = pread(messages, buffer, sizeof buffer, shown)) > 0) {
    write_all(buffer, (size_t)count);
    last = buffer[count - 1];
    shown += count;
  }
  if (last != '\n')
    fputc('\n', terminal);
}

// readline rings its bell on standard error: that is no message. Passes bells on; whether there is
// something else.
static bool have_messages(void) {
  char byte;
  while (pread(messages, &byte, 1, shown) == 1) {
    if (byte != '\a')
      return true;
    fputc(byte, terminal);
    shown++;
  }
  return false;
}

void kle_flush_messages(const kle_editor *editor) {
  if (saved[0] < 0 && saved[1] < 0)
    return;
  fflush(stdout);
  if (!have_messages()) {
    fflush(terminal);
    return;
  }
  editor->hide();
  copy_messages();
  fflush(terminal);
  editor->redraw();
}

// The line is done with: the streams are the terminal again.
void kle_release_output(void) {
  if (saved[0] < 0 && saved[1] < 0)
    return;
  fflush(stdout);
  for (int i = 0; i < 2; i++) {
    if (saved[i] < 0)
      continue;
    dup2(saved[i], i + STDOUT_FILENO);
    close(saved[i]);
    saved[i] = -1;
  }
  if (have_messages())
    copy_messages();
  fflush(terminal);
  if (ftruncate(messages, 0) == 0)
    shown = 0;
}

// Signals --------------------------------------------------------------------

static int wake[2] = {-1, -1};
static volatile sig_atomic_t stopped, continued, resized;
static struct sigaction before[3];
static const int watched[3] = {SIGTSTP, SIGCONT, SIGWINCH};

// Async-signal-safe.
static void note(int signal) {
  int error = errno;
  if (signal == SIGTSTP)
    stopped = 1;
  else if (signal == SIGCONT)
    continued = 1;
  else
    resized = 1;
  if (write(wake[1], "", 1) < 0) {
    // Full: it will be read all the same.
  }
  errno = error;
}

int kle_signal_descriptor(void) { return wake[0]; }

void kle_watch_signals(void) {
  if (wake[0] < 0 && pipe2(wake, O_CLOEXEC | O_NONBLOCK) != 0)
    return;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = note;
  action.sa_flags = SA_RESTART;
  for (int i = 0; i < 3; i++)
    sigaction(watched[i], &action, &before[i]);
  // A shell without job control has us ignore the key.
  if (before[0].sa_handler == SIG_IGN)
    sigaction(SIGTSTP, &before[0], NULL);
}

void kle_ignore_signals(void) {
  for (int i = 0; i < 3; i++)
    sigaction(watched[i], &before[i], NULL);
}

// Ctrl-Z: the terminal is given back, and the process stops as it would without us.
static void stop(const kle_editor *editor) {
  editor->suspend();
  fputc('\n', terminal);
  fflush(terminal);
  struct sigaction action, ours;
  memset(&action, 0, sizeof action);
  action.sa_handler = SIG_DFL;
  sigaction(SIGTSTP, &action, &ours);
  raise(SIGTSTP);
  sigaction(SIGTSTP, &ours, NULL);
  continued = 0;
  editor->resume();
}

void kle_handle_signals(const kle_editor *editor) {
  char drained[16];
  while (read(wake[0], drained, sizeof drained) > 0)
    ;
  if (resized && editor->resize != NULL)
    editor->resize();
  resized = 0;
  if (stopped) {
    stopped = 0;
    stop(editor);
  } else if (continued) { // somebody else stopped us, and the shell has changed the terminal
    editor->suspend();
    editor->resume();
  }
  continued = 0;
}
