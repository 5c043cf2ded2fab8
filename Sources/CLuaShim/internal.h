// What the files of this target share.
#pragma once

#include "CLuaShim.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

#define KL_POOL 8

typedef struct {
  uint64_t mark;        // tells our boxes from other userdata
  void *object;         // retained; NULL once closed or not yet set
  const void *identity; // of the class
  size_t external;      // what the object reported to hold outside Lua
  int32_t type;
  uint32_t place; // among what the host owns
} kl_box;

// What a box owns, known to the host too: Lua calls no finalizer that it lacks the memory to call,
// and forgets the box.
typedef struct {
  void *object; // NULL while the place is free
  size_t external;
  int32_t type;
  uint32_t next_free; // the next free place and one; 0 after the last
} kl_owned;

struct kl_host {
  lua_State *L;
  void *owner;
  kl_callbacks callbacks;
  void *const *bodies;
  uint32_t body_count;
  const void **identities; // of the classes, by type
  kl_owned *owned;         // what boxes hold
  uint32_t owned_count, owned_capacity, free_owned;
  uint64_t secret;    // what marks are made of; no script can read or write one
  lua_State *calling; // who called the Swift function under way

  size_t used, peak, limit, external;
  int64_t count, fail_at, fail_count;
  int warnings, warning_continues;

  char *scratch;
  size_t scratch_capacity;
  kl_program *pool;
  int pooled;

  void *null_object;
  void *sentinels[KL_KINDS];

  _Atomic(lua_State *) running;
  lua_State *task; // the task coroutine under way, which a script may not yield from
  atomic_int interrupt;
  _Atomic int64_t interrupted_at; // milliseconds
  atomic_int interactive;
  kl_unwinding unwinding;
  int handler;

  int32_t profile;
  int64_t budget, spent;       // instructions; a budget of 0 is none
  int64_t time_limit;          // milliseconds; 0 is none
  _Atomic int64_t deadline_at; // milliseconds of the monotonic clock; 0 outside of limited runs
  atomic_int over;             // the limit that the run has passed, or 0
  atomic_int no_grace;         // and nothing of the script may run any more, not even __close
  timer_t timer;
  int has_timer;
  int runs;                      // how deep runs are nested
  struct kl_host *limited_outer; // the host with a deadline further out on the same thread
  int32_t exit_status;
  pthread_t thread;
  int wake[2];
  struct kl_host *outer; // the host that runs further out on the same thread
  int depth;
  int closing;              // userdata made now would never be finalized
  struct kl_output *output; // where scripts write; NULL: the process's own streams
};

typedef struct kl_output kl_output;
FILE *kl_error_stream(kl_host *host);
void kl_close_output(kl_host *host);

static inline uint64_t kl_mark(const kl_host *host, const kl_box *box) {
  return host->secret ^ (uint64_t)(uintptr_t)box;
}

extern char kl_wait_key, kl_list_key, kl_error_key, kl_types_key, kl_identity_key, kl_traceback_key,
    kl_null_key, kl_sentinel_keys[KL_KINDS];

int kl_conclude(lua_State *L, kl_frame *frame, int32_t status);
int kl_invoke_method(lua_State *L, int32_t index);
int kl_call_function(lua_State *L);
int kl_call_method(lua_State *L);
int kl_raise_sentinel(lua_State *L, int kind);
void kl_arm(kl_host *host);
void kl_check_after_switch(kl_host *host);
void kl_reset_hook(kl_host *host, lua_State *L);
void kl_charge(lua_State *L, int64_t instructions);
void kl_check_stop(lua_State *L);
bool kl_make_room(lua_State *L, size_t bytes);
void kl_unblock(int signal);
int kl_open_replacements(lua_State *L);
int kl_open_values(lua_State *L);
int kl_open_profile(lua_State *L);
int kl_raise_forbidden(lua_State *L, const char *what);
void kl_add_where(lua_State *L);
void kl_open_patterns(lua_State *L);
void kl_push_object(lua_State *L, kl_value *value);
void kl_reserve_place(lua_State *L);
void kl_fill_box(kl_host *host, kl_box *box, void *object, size_t external);
void kl_release_owned(kl_host *host);
int kl_protected(lua_State *L, lua_CFunction function, void *context, int results);
int kl_spawn(lua_State *L);
int kl_elements(lua_State *L);
int kl_close_method(lua_State *L);
int kl_in_finalizer(lua_State *L);
