// Candidates in the form that readline and libedit take them.
#include "internal.h"

#include <stdlib.h>
#include <string.h>

struct kle_candidates {
  char **texts; // the first slot is for the common beginning
  size_t count, capacity;
  const char *line;
  int start, end; // of the word, in bytes of the line
};

static kle_completer completer;
static void *completer_context;

void kle_set_completer(kle_completer function, void *context) {
  completer = function;
  completer_context = context;
}

// The library replaces the bytes from `start` on; the candidate says where it begins itself.
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
  memcpy(whole, candidates->line + candidates->start, kept);
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

char **kle_complete(const char *line, int start, int end) {
  if (completer == NULL)
    return NULL;
  kle_candidates candidates = {.line = line, .start = start, .end = end};
  completer(completer_context, line, (size_t)end, &candidates);
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
