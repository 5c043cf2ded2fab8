// Replacements of library functions, so that host waits pass through user coroutines and interrupts
// pass through everything that catches errors; and what the scheduler uses to run tasks.
#include "internal.h"
#include <stdlib.h>
#include <string.h>

static int resume_inside(lua_State *L, lua_State *co, int arguments, int *results) {
  kl_host *host = kl_host_of(L);
  kl_charge(L, 100);
  lua_State *before = atomic_load_explicit(&host->running, memory_order_relaxed);
  atomic_store_explicit(&host->running, co, memory_order_relaxed);
  kl_check_after_switch(host);
  int status = lua_resume(co, L, arguments, results);
  atomic_store_explicit(&host->running, before, memory_order_relaxed);
  kl_check_after_switch(host);
  return status;
}

// A sentinel was raised since `serial`, and nothing has taken it: whoever catches errors must let
// it pass.
static int must_pass(kl_host *host, int64_t serial) {
  return host->unwinding.unwinding != 0 && host->unwinding.serial != serial;
}

static int pass_sentinel(lua_State *L, kl_host *host) {
  luaL_checkstack(L, 1, NULL);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &kl_sentinel_keys[host->unwinding.unwinding]);
  return lua_error(L);
}

// Bodies
// ----------------------------------------------------------------------------------------------
//
// An error that a hook raises leaves hooks switched off in its coroutine, unless something there
// catches it; and message handlers run within the hook. A __close or a handler that loops could
// then never be ended. So where there are limits, coroutines begin with a protected call, and
// handlers are not told of limits.

static int keep_traceback(lua_State *L);

static int has_limits(const kl_host *host) { return host->budget != 0 || host->time_limit != 0; }

static int body_done(lua_State *L, int status, lua_KContext context) {
  (void)context;
  if (status != LUA_OK && status != LUA_YIELD)
    return lua_error(L);
  return lua_gettop(L) - 1;
}

// Stack: function, arguments.
static int body(lua_State *L) {
  luaL_checkstack(L, 1, "too many arguments");
  lua_pushcfunction(L, keep_traceback);
  lua_insert(L, 1);
  int status = lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 1, 0, body_done);
  return body_done(L, status, 0);
}

// A new coroutine in front of what is on top of the stack, with that many values moved into it.
static lua_State *new_coroutine(lua_State *L, int count) {
  kl_host *host = kl_host_of(L);
  lua_State *co = lua_newthread(L);
  kl_reset_hook(host, co);
  lua_insert(L, -1 - count);
  luaL_checkstack(co, count + LUA_MINSTACK, "too many arguments");
  if (has_limits(host))
    lua_pushcfunction(co, body);
  lua_xmove(L, co, count);
  return co;
}

// How many values of a coroutine that has not begun are arguments of its first function.
static int waiting_arguments(lua_State *co) {
  return lua_status(co) == LUA_OK && lua_tocfunction(co, 1) == body ? lua_gettop(co) - 1 : 0;
}

// coroutine.resume and wrap
// -------------------------------------------------------------------------------------------

// The context of a passed-on wait: the serial at the start of the resume. `wrap` is told by the
// continuation.
static int after_resume(lua_State *L, lua_State *co, int status, int results, int wrap,
                        int64_t serial);

static int wrap_error(lua_State *L, lua_State *co, int status) {
  if (status != LUA_OK && status != LUA_YIELD) {
    status = lua_resetthread(co);
    lua_xmove(co, L, 1);
  }
  if (status != LUA_ERRMEM && lua_type(L, -1) == LUA_TSTRING) {
    luaL_where(L, 1);
    lua_insert(L, -2);
    lua_concat(L, 2);
  }
  return lua_error(L);
}

static int resume_again(lua_State *L, lua_KContext context, int wrap) {
  // Stack: the coroutine first (resume) or nothing (wrap), then what the scheduler delivered, which
  // is nothing.
  lua_State *co = lua_tothread(L, wrap ? lua_upvalueindex(1) : 1);
  lua_settop(L, wrap ? 0 : 1);
  int results = 0;
  if (lua_status(co) != LUA_YIELD) {
    lua_pushboolean(L, 0);
    lua_pushliteral(L, "cannot resume dead coroutine");
    return wrap ? lua_error(L) : 2;
  }
  int status = resume_inside(L, co, 0, &results);
  return after_resume(L, co, status, results, wrap, (int64_t)context);
}

static int resume_continued(lua_State *L, int status, lua_KContext context) {
  (void)status;
  return resume_again(L, context, 0);
}

static int wrap_continued(lua_State *L, int status, lua_KContext context) {
  (void)status;
  return resume_again(L, context, 1);
}

static int is_host_wait(lua_State *co, int results) {
  return results == 2 && lua_type(co, -2) == LUA_TLIGHTUSERDATA &&
         lua_touserdata(co, -2) == &kl_wait_key;
}

static int after_resume(lua_State *L, lua_State *co, int status, int results, int wrap,
                        int64_t serial) {
  kl_host *host = kl_host_of(L);
  while (status == LUA_YIELD && is_host_wait(co, results)) {
    if (lua_isyieldable(L)) {
      luaL_checkstack(L, results, "too many results");
      lua_xmove(co, L, results);
      return lua_yieldk(L, results, (lua_KContext)serial, wrap ? wrap_continued : resume_continued);
    }
    // Further out nobody can yield: work on the wait here, then go on inside.
    int64_t wait = lua_tointegerx(co, -1, NULL);
    lua_pop(co, results);
    while (host->callbacks.pump(host->owner, wait) == KL_INTERRUPTED &&
           host->handler != LUA_NOREF) {
      lua_rawgeti(L, LUA_REGISTRYINDEX, host->handler);
      lua_call(L, 0, 0);
    }
    status = resume_inside(L, co, 0, &results);
  }
  if (status == LUA_OK || status == LUA_YIELD) {
    if (!lua_checkstack(L, results + 1)) {
      lua_pop(co, results);
      if (wrap)
        return luaL_error(L, "too many results to resume");
      lua_pushboolean(L, 0);
      lua_pushliteral(L, "too many results to resume");
      return 2;
    }
    if (!wrap)
      lua_pushboolean(L, 1);
    lua_xmove(co, L, results);
    return wrap ? results : results + 1;
  }
  if (must_pass(host, serial)) {
    lua_resetthread(co);
    return pass_sentinel(L, host);
  }
  if (wrap)
    return wrap_error(L, co, status);
  lua_pushboolean(L, 0);
  lua_xmove(co, L, 1);
  return 2;
}

// Moves the arguments and resumes; `*message` says what stands in the way.
static int start_resume(lua_State *L, lua_State *co, int arguments, int *results,
                        const char **message) {
  if (!lua_checkstack(co, arguments)) {
    *message = "too many arguments to resume";
    return -1;
  }
  if (lua_status(co) == LUA_OK && lua_gettop(co) == 0) {
    *message = "cannot resume dead coroutine";
    return -1;
  }
  int waiting = waiting_arguments(co);
  lua_xmove(L, co, arguments);
  arguments += waiting;
  *message = NULL;
  return resume_inside(L, co, arguments, results);
}

static int co_resume(lua_State *L) {
  lua_State *co = lua_tothread(L, 1);
  luaL_argexpected(L, co, 1, "coroutine");
  int64_t serial = kl_host_of(L)->unwinding.serial;
  int results = 0;
  const char *message;
  int status = start_resume(L, co, lua_gettop(L) - 1, &results, &message);
  if (message != NULL) {
    lua_pushboolean(L, 0);
    lua_pushstring(L, message);
    return 2;
  }
  return after_resume(L, co, status, results, 0, serial);
}

static int wrapped_call(lua_State *L) {
  lua_State *co = lua_tothread(L, lua_upvalueindex(1));
  int64_t serial = kl_host_of(L)->unwinding.serial;
  int results = 0;
  const char *message;
  int status = start_resume(L, co, lua_gettop(L), &results, &message);
  if (message != NULL) {
    lua_pushstring(L, message);
    return wrap_error(L, co, LUA_OK);
  }
  return after_resume(L, co, status, results, 1, serial);
}

static int co_create(lua_State *L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  lua_settop(L, 1);
  new_coroutine(L, 1);
  return 1;
}

static int co_wrap(lua_State *L) {
  co_create(L);
  lua_pushcclosure(L, wrapped_call, 1);
  return 1;
}

// Upvalue 1: the library's coroutine.close.
static int co_close(lua_State *L) {
  kl_host *host = kl_host_of(L);
  int64_t serial = host->unwinding.serial;
  lua_State *co = lua_tothread(L, 1);
  lua_State *before = atomic_load(&host->running);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  if (co != NULL && lua_status(co) == LUA_YIELD) {
    atomic_store(&host->running, co);
    kl_check_after_switch(host);
  }
  // Not protected: an error leaves `running` to the next switch, which the caller of this function
  // makes at once.
  int status = lua_pcall(L, lua_gettop(L) - 1, LUA_MULTRET, 0);
  atomic_store(&host->running, before);
  kl_check_after_switch(host);
  if (must_pass(host, serial))
    return pass_sentinel(L, host);
  if (status != LUA_OK)
    return lua_error(L);
  return lua_gettop(L);
}

static int co_yield (lua_State *L) {
  if (kl_host_of(L)->task == L) {
    lua_pushliteral(L, "attempt to yield from outside a coroutine");
    return lua_error(L);
  }
  return lua_yield(L, lua_gettop(L));
}

static int co_isyieldable(lua_State *L) {
  lua_State *co = lua_isthread(L, 1) ? lua_tothread(L, 1) : L;
  lua_pushboolean(L, kl_host_of(L)->task != co && lua_isyieldable(co));
  return 1;
}

static int co_running(lua_State *L) {
  int main = lua_pushthread(L);
  lua_pushboolean(L, main || kl_host_of(L)->task == L);
  return 2;
}

// pcall and xpcall
// ----------------------------------------------------------------------------------------------------

// The context of a pcall holds the serial, and for xpcall one bit more.
static int finish_pcall(lua_State *L, int status, int64_t serial, int skip) {
  if (status != LUA_OK && status != LUA_YIELD) {
    kl_host *host = kl_host_of(L);
    if (must_pass(host, serial))
      return pass_sentinel(L, host);
    lua_pushboolean(L, 0);
    lua_pushvalue(L, -2);
    return 2;
  }
  return lua_gettop(L) - skip;
}

static int pcall_continued(lua_State *L, int status, lua_KContext context) {
  return finish_pcall(L, status, (int64_t)context, 0);
}

static int xpcall_continued(lua_State *L, int status, lua_KContext context) {
  return finish_pcall(L, status, (int64_t)context, 2);
}

static int host_pcall(lua_State *L) {
  luaL_checkany(L, 1);
  int64_t serial = kl_host_of(L)->unwinding.serial;
  lua_pushboolean(L, 1);
  lua_insert(L, 1);
  int status =
      lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, (lua_KContext)serial, pcall_continued);
  return finish_pcall(L, status, serial, 0);
}

// Upvalue 1: the script's handler.
static int spare_handler(lua_State *L) {
  lua_settop(L, 1);
  if (kl_sentinel_kind(L, 1) != 0)
    return 1;
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, 1, 1);
  return 1;
}

static int host_xpcall(lua_State *L) {
  int count = lua_gettop(L);
  luaL_checktype(L, 2, LUA_TFUNCTION);
  if (has_limits(kl_host_of(L))) {
    lua_pushvalue(L, 2);
    lua_pushcclosure(L, spare_handler, 1);
    lua_replace(L, 2);
  }
  int64_t serial = kl_host_of(L)->unwinding.serial;
  lua_pushboolean(L, 1);
  lua_pushvalue(L, 1);
  lua_rotate(L, 3, 2);
  int status = lua_pcallk(L, count - 2, LUA_MULTRET, 2, (lua_KContext)serial, xpcall_continued);
  return finish_pcall(L, status, serial, 2);
}

// Upvalue 1: the library's load, which catches what its reader function raises.
static int host_load(lua_State *L) {
  kl_host *host = kl_host_of(L);
  int64_t serial = host->unwinding.serial;
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
  if (must_pass(host, serial))
    return pass_sentinel(L, host);
  return lua_gettop(L);
}

// os.exit
// -------------------------------------------------------------------------------------------------------------

static int host_exit(lua_State *L) {
  if (kl_host_of(L)->profile != KL_FULL)
    return kl_raise_forbidden(L, "os.exit");
  int status;
  if (lua_isboolean(L, 1))
    status = lua_toboolean(L, 1) ? EXIT_SUCCESS : EXIT_FAILURE;
  else
    status = (int)luaL_optinteger(L, 1, EXIT_SUCCESS);
  if (lua_isboolean(L, 2) && !lua_toboolean(L, 2))
    exit(status);
  kl_host_of(L)->exit_status = status & 255;
  return kl_raise_sentinel(L, KL_EXITING);
}

static void replace(lua_State *L, const char *name, lua_CFunction function, int keeps_original) {
  if (keeps_original)
    lua_getfield(L, -1, name);
  lua_pushcclosure(L, function, keeps_original ? 1 : 0);
  lua_setfield(L, -2, name);
}

int kl_open_replacements(lua_State *L) {
  lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  replace(L, "pcall", host_pcall, 0);
  replace(L, "xpcall", host_xpcall, 0);
  replace(L, "load", host_load, 1);
  lua_getfield(L, -1, "coroutine");
  replace(L, "create", co_create, 0);
  replace(L, "resume", co_resume, 0);
  replace(L, "wrap", co_wrap, 0);
  replace(L, "close", co_close, 1);
  replace(L, "yield", co_yield, 0);
  replace(L, "isyieldable", co_isyieldable, 0);
  replace(L, "running", co_running, 0);
  lua_pop(L, 1);
  lua_getfield(L, -1, "os");
  replace(L, "exit", host_exit, 0);
  lua_pop(L, 2);
  return 0;
}

// Calls from Swift
// ----------------------------------------------------------------------------------------------------

static int keep_traceback(lua_State *L) {
  luaL_traceback(L, L, NULL, 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &kl_traceback_key);
  lua_settop(L, 1);
  return 1;
}

int kl_call(lua_State *L, int arguments) {
  if (!lua_checkstack(L, LUA_MINSTACK)) {
    lua_pop(L, arguments + 1);
    lua_pushnil(L);
    return LUA_ERRMEM;
  }
  kl_host *host = kl_host_of(L);
  int handler = lua_gettop(L) - arguments;
  lua_pushcfunction(L, keep_traceback);
  lua_insert(L, handler);
  lua_State *before = kl_enter(host, L);
  int status = lua_pcall(L, arguments, LUA_MULTRET, handler);
  kl_leave(host, before);
  lua_remove(L, handler);
  return status;
}

void kl_push_last_traceback(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &kl_traceback_key);
  // Giving an existing field away does not allocate.
  lua_pushnil(L);
  if (lua_isnil(L, -2))
    lua_pop(L, 1);
  else
    lua_rawsetp(L, LUA_REGISTRYINDEX, &kl_traceback_key);
}

int kl_load_chunk(lua_State *L, const char *bytes, size_t length, const char *name) {
  if (!lua_checkstack(L, LUA_MINSTACK)) {
    lua_pushnil(L);
    return LUA_ERRMEM;
  }
  return luaL_loadbufferx(L, bytes, length, name, "t");
}

// Tasks
// ---------------------------------------------------------------------------------------------------------------

int kl_resume_task(kl_host *host, lua_State *co, int arguments, int *results, int64_t *wait,
                   kl_unwinding *unwinding) {
  lua_State *task_before = host->task;
  kl_unwinding unwinding_before = host->unwinding;
  host->task = co;
  // Serials only grow, over all tasks; what unwinds is each task's own.
  host->unwinding.unwinding = unwinding->unwinding;
  lua_State *before = kl_enter(host, co);
  arguments += lua_status(co) == LUA_OK && lua_tocfunction(co, 1) == body ? 1 : 0;
  int status = lua_resume(co, host->L, arguments, results);
  kl_leave(host, before);
  unwinding->unwinding = host->unwinding.unwinding;
  host->unwinding.unwinding = unwinding_before.unwinding;
  host->task = task_before;
  *wait = 0;
  if (status == LUA_YIELD && is_host_wait(co, *results)) {
    *wait = lua_tointegerx(co, -1, NULL);
    lua_pop(co, *results);
  }
  return status;
}

int kl_close_task(kl_host *host, lua_State *co, int status) {
  lua_State *before = kl_enter(host, co);
  lua_State *task_before = host->task;
  host->task = co;
  int closed = lua_resetthread(co);
  host->task = task_before;
  kl_leave(host, before);
  host->unwinding.unwinding = 0;
  return closed == LUA_OK ? status : closed;
}

typedef struct {
  lua_State *co;
  int reference;
} new_task;

// Stack: specification, function, arguments.
static int make_task(lua_State *L) {
  new_task *made = lua_touserdata(L, 1);
  lua_remove(L, 1);
  int count = lua_gettop(L);
  lua_State *co = new_coroutine(L, count);
  made->reference = luaL_ref(L, LUA_REGISTRYINDEX);
  made->co = co;
  return 0;
}

int kl_new_task(lua_State *L, int arguments, lua_State **co, int *reference) {
  new_task made = {NULL, LUA_NOREF};
  if (!lua_checkstack(L, LUA_MINSTACK)) {
    lua_pop(L, arguments + 1);
    lua_pushnil(L);
    return LUA_ERRMEM;
  }
  int function = lua_gettop(L) - arguments;
  lua_pushcfunction(L, make_task);
  lua_insert(L, function);
  lua_pushlightuserdata(L, &made);
  lua_insert(L, function + 1);
  int status = lua_pcall(L, arguments + 2, 0, 0);
  *co = made.co;
  *reference = made.reference;
  return status;
}

// Upvalues: the type id of tasks, whether the first argument may be a table of options.
// Stack: function, arguments. Returns the Task.
int kl_spawn(lua_State *L) {
  kl_host *host = kl_host_of(L);
  int32_t type = (int32_t)lua_tointegerx(L, lua_upvalueindex(1), NULL);
  luaL_checkany(L, 1);
  if (host->closing)
    return luaL_error(L, "the engine is closing");
  int daemon = 0;
  if (lua_toboolean(L, lua_upvalueindex(2)) && lua_type(L, 1) == LUA_TTABLE) {
    lua_getfield(L, 1, "daemon");
    daemon = lua_toboolean(L, -1);
    lua_settop(L, -2);
    lua_remove(L, 1);
  }
  luaL_checktype(L, 1, LUA_TFUNCTION);
  int count = lua_gettop(L);
  // The userdata first, empty; then the thread; then the reference. After that nothing raises.
  kl_box *box = lua_newuserdatauv(L, sizeof *box, 0);
  *box = (kl_box){kl_mark(host, box), NULL, host->identities[type], 0, type, 0};
  lua_rawgetp(L, LUA_REGISTRYINDEX, &kl_types_key);
  lua_rawgeti(L, -1, type);
  lua_remove(L, -2);
  lua_setmetatable(L, -2);
  lua_insert(L, 1);
  lua_State *co = new_coroutine(L, count);
  int reference = luaL_ref(L, LUA_REGISTRYINDEX);
  kl_reserve_place(L);
  void *task = NULL;
  host->callbacks.spawn(host->owner, co, reference, count - 1, daemon, &task);
  kl_fill_box(host, box, task, 0);
  return 1;
}
