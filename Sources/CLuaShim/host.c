// The host: allocator, life of the state, small shared helpers.
#define _GNU_SOURCE // getentropy
#include "internal.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

char kl_wait_key, kl_list_key, kl_error_key, kl_types_key, kl_identity_key, kl_traceback_key,
    kl_null_key, kl_sentinel_keys[KL_KINDS];

static void *allocate(void *context, void *block, size_t old_size, size_t size) {
  kl_host *host = context;
  size_t old = block != NULL ? old_size : 0;
  if (size == 0) {
    host->used -= old;
    free(block);
    return NULL;
  }
  if (size > old) {
    host->count++;
    if (host->fail_at != 0 && host->count >= host->fail_at &&
        (host->fail_count == 0 || host->count < host->fail_at + host->fail_count))
      return NULL;
    if (host->limit != 0 && host->used - old + size + host->external > host->limit)
      return NULL;
  }
  void *moved = realloc(block, size);
  if (moved != NULL) {
    host->used = host->used - old + size;
    if (host->used > host->peak)
      host->peak = host->used;
  }
  return moved;
}

static void warn(void *context, const char *message, int continues) {
  kl_host *host = context;
  if (!host->warning_continues && !continues && message[0] == '@') {
    if (strcmp(message, "@on") == 0)
      host->warnings = 1;
    else if (strcmp(message, "@off") == 0)
      host->warnings = 0;
    return;
  }
  if (host->warnings) {
    FILE *stream = kl_error_stream(host);
    if (!host->warning_continues)
      fputs("Lua warning: ", stream);
    fputs(message, stream);
    if (!continues)
      fputc('\n', stream);
  }
  host->warning_continues = continues;
}

static int panic(lua_State *L) {
  fprintf(stderr, "karst: unprotected error in a call to Lua (%s)\n",
          lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "not a string");
  return 0;
}

static int open_pipe(int ends[2]) {
  if (pipe(ends) != 0)
    return -1;
  for (int i = 0; i < 2; i++) {
    fcntl(ends[i], F_SETFL, O_NONBLOCK);
    fcntl(ends[i], F_SETFD, FD_CLOEXEC);
  }
  return 0;
}

static int open_all(lua_State *L) {
  kl_host *host = kl_host_of(L);
  luaL_openlibs(L);
  kl_open_values(L);
  kl_open_replacements(L);
  return host->profile == KL_FULL ? 0 : kl_open_profile(L);
}

// A secret that differs from host to host; without a source of randomness the place and the time
// have to do.
static uint64_t make_secret(const kl_host *host) {
  uint64_t secret = (uint64_t)(uintptr_t)host * 0x9E3779B97F4A7C15u ^ (uint64_t)time(NULL);
  uint64_t random = 0;
  if (getentropy(&random, sizeof random) == 0)
    secret ^= random;
  return secret;
}

kl_host *kl_host_open(void *owner, kl_callbacks callbacks, kl_settings settings) {
  kl_host *host = calloc(1, sizeof *host);
  if (host == NULL)
    return NULL;
  host->owner = owner;
  host->callbacks = callbacks;
  host->limit = settings.memory;
  host->fail_at = settings.fail_at;
  host->fail_count = settings.fail_count;
  host->profile = settings.profile;
  host->budget = settings.budget;
  host->time_limit = settings.milliseconds;
  host->secret = make_secret(host);
  host->handler = LUA_NOREF;
  host->exit_status = -1;
  host->thread = pthread_self();
  kl_unblock(SIGURG);
  host->wake[0] = host->wake[1] = -1;
  if (open_pipe(host->wake) != 0) {
    kl_host_free(host);
    return NULL;
  }
  host->L = lua_newstate(allocate, host);
  if (host->L == NULL) {
    kl_host_free(host);
    return NULL;
  }
  *(kl_host **)lua_getextraspace(host->L) = host;
  lua_atpanic(host->L, panic);
  lua_setwarnf(host->L, warn, host);
  lua_pushcfunction(host->L, open_all);
  if (lua_pcall(host->L, 0, 0, 0) != LUA_OK) {
    lua_close(host->L);
    host->L = NULL;
    kl_host_free(host);
    return NULL;
  }
  return host;
}

void kl_host_close(kl_host *host) {
  if (host->L == NULL)
    return;
  kl_remove_sigint(host);
  lua_State *before = kl_enter(host, host->L);
  host->closing = 1;
  // Without memory for a call, finalizers would be left out and what they own would stay.
  host->limit = 0;
  host->fail_at = 0;
  lua_close(host->L);
  host->L = NULL;
  kl_release_owned(host);
  kl_leave(host, before);
  kl_close_output(host);
}

void kl_host_free(kl_host *host) {
  while (host->pool != NULL) {
    kl_program *program = host->pool;
    host->pool = program->next;
    free(program->values);
    free(program->bytes);
    free(program);
  }
  free(host->scratch);
  free(host->identities);
  free(host->owned);
  if (host->has_timer)
    timer_delete(host->timer);
  for (int i = 0; i < 2; i++)
    if (host->wake[i] >= 0)
      close(host->wake[i]);
  free(host);
}

lua_State *kl_host_state(kl_host *host) { return host->L; }
void *kl_owner(const kl_host *host) { return host->owner; }
lua_State *kl_calling(const kl_host *host) { return host->calling; }

void kl_set_bodies(kl_host *host, void *const *bodies, int32_t count) {
  host->bodies = bodies;
  host->body_count = (uint32_t)count;
}

size_t kl_memory_used(kl_host *host) { return host->used; }
size_t kl_memory_peak(kl_host *host) { return host->peak; }
size_t kl_memory_external(kl_host *host) { return host->external; }
int64_t kl_allocation_count(kl_host *host) { return host->count; }
void kl_set_warnings(kl_host *host, bool on) { host->warnings = on; }
bool kl_on_owner_thread(kl_host *host) { return pthread_equal(host->thread, pthread_self()); }

bool kl_has_room(lua_State *L, size_t bytes) {
  kl_host *host = kl_host_of(L);
  if (host->limit != 0)
    return kl_make_room(L, bytes);
  // Without a limit of ours the system's own counts: it refuses what it could never give.
  void *block = bytes > 1 << 20 ? malloc(bytes) : NULL;
  free(block);
  return bytes <= 1 << 20 || block != NULL;
}

void kl_external_change(kl_host *host, int64_t bytes) { host->external += (size_t)bytes; }

int kl_wake_descriptor(kl_host *host) { return host->wake[0]; }

void kl_wake(kl_host *host) {
  int saved = errno;
  char byte = 1;
  ssize_t written = write(host->wake[1], &byte, 1);
  (void)written; // a full pipe wakes as well
  errno = saved;
}

void kl_drain_wake(kl_host *host) {
  char bytes[64];
  while (read(host->wake[0], bytes, sizeof bytes) > 0)
    ;
}

char *kl_scratch(kl_host *host, size_t length) {
  if (length > host->scratch_capacity) {
    char *moved = realloc(host->scratch, length);
    if (moved == NULL)
      return NULL;
    host->scratch = moved;
    host->scratch_capacity = length;
  }
  return host->scratch;
}

int kl_protected(lua_State *L, lua_CFunction function, void *context, int results) {
  if (!lua_checkstack(L, LUA_MINSTACK)) {
    // One slot is always there: every caller leaves room for the error value.
    lua_pushnil(L);
    return LUA_ERRMEM;
  }
  lua_pushcfunction(L, function);
  lua_pushlightuserdata(L, context);
  return lua_pcall(L, 1, results, 0);
}

// In 5.4.4 and later lua_gc answers -1 while a finalizer runs.
int kl_in_finalizer(lua_State *L) { return lua_gc(L, LUA_GCCOUNT) < 0; }
