// What the files of this target share.
#pragma once

#include "CLuaShim.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

#define KL_POOL 8

typedef struct {
  void *object;    // retained; NULL once closed or not yet set
  size_t external; // what the object reported to hold outside Lua
  int32_t type;
} kl_box;

// What tells the boxes of one class: their metatable, which the registry keeps.
typedef struct {
  const void *metatable;
  const void *identity;
} kl_class;

struct kl_host {
  lua_State *L;
  void *owner;
  kl_callbacks callbacks;
  void *const *bodies;
  uint32_t body_count, class_count;
  kl_class *classes;
  lua_State *calling; // who called the Swift function under way

  size_t used, peak, limit, external;
  int64_t count, fail_at, fail_count;
  int warnings, warning_continues;

  char *scratch;
  size_t scratch_capacity;
  kl_program *pool;
  int pooled;

  void *null_object, *interrupt_object, *exit_object;

  _Atomic(lua_State *) running;
  lua_State *task; // the task coroutine under way, which a script may not yield from
  atomic_int interrupt;
  _Atomic int64_t interrupted_at; // milliseconds
  atomic_int interactive;
  kl_unwinding unwinding;
  int handler;
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

extern char kl_wait_key, kl_list_key, kl_error_key, kl_types_key, kl_identity_key, kl_traceback_key,
    kl_null_key, kl_interrupt_key, kl_exit_key;

int kl_conclude(lua_State *L, kl_frame *frame, int32_t status);
int kl_invoke_method(lua_State *L, int32_t index);
int kl_call_function(lua_State *L);
int kl_call_method(lua_State *L);
int kl_raise_sentinel(lua_State *L, int kind);
void kl_arm(kl_host *host);
void kl_unblock(int signal);
int kl_open_replacements(lua_State *L);
int kl_open_values(lua_State *L);
void kl_push_object(lua_State *L, kl_value *value);
int kl_protected(lua_State *L, lua_CFunction function, void *context, int results);
int kl_spawn(lua_State *L);
int kl_in_finalizer(lua_State *L);
