// A loop around the line editor alone, for tests of each back end: says what it got, gives a line
// up at Ctrl-C, and writes a message while a line is edited once a file `go` is there.
#include "CLineEditor.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t interrupted;

static void interrupt(int signal) { interrupted = signal; }

static void complete(void *context, const char *line, size_t length, kle_candidates *candidates) {
  (void)context;
  if (length >= 3 && strncmp(line + length - 3, "com", 3) == 0)
    kle_add_candidate(candidates, "completed", 3);
}

static kle_status next(void) {
  kle_begin("> ");
  for (;;) {
    struct pollfd entries[2] = {{.fd = STDIN_FILENO, .events = POLLIN},
                                {.fd = kle_signal_descriptor(), .events = POLLIN}};
    poll(entries, 2, 20);
    if (access("go", F_OK) == 0) {
      unlink("go");
      printf("message\n");
      kle_show_messages();
    }
    if (interrupted) {
      interrupted = 0;
      kle_abandon();
      kle_begin("> ");
      continue;
    }
    if (entries[0].revents == 0 && entries[1].revents == 0)
      continue;
    kle_status status = kle_feed();
    if (status != KLE_EDITING)
      return status;
  }
}

int main(int count, char **arguments) {
  signal(SIGINT, interrupt);
  kle_open("driver", false, count > 1 && strcmp(arguments[1], "plain") == 0);
  kle_set_completer(complete, NULL);
  printf("%s\n", kle_description());
  while (next() == KLE_LINE) {
    printf("got [%s]\n", kle_line());
    kle_add_history(kle_line());
  }
  printf("end\n");
  return 0;
}
