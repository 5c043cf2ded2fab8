// Interrupts: from a signal or another thread into whatever Lua code runs now.
//
// The handler runs on the engine's own thread, where setting a hook is the one Lua call allowed at
// any moment. The hook clears itself and raises the interrupt sentinel, which our pcall, xpcall,
// resume and load let pass.
#define _GNU_SOURCE // SIGEV_THREAD_ID
#include "internal.h"
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// Async-signal-safe: set before Lua runs, read by handlers on the same thread.
static _Thread_local kl_host *volatile thread_host;
// The same for hosts whose runs have a deadline.
static _Thread_local kl_host *volatile limited_host;
// Who gets SIGINT, and what nudges it while an interrupt is pending. The only process-wide state;
// owned by the executable that installs it.
static _Atomic(kl_host *) foreground;
static timer_t nudger;
static atomic_int has_nudger;

// Async-signal-safe.
static void set_nudging(bool on) {
  if (!atomic_load(&has_nudger))
    return;
  struct itimerspec every = {{0, on ? 50000000 : 0}, {0, on ? 50000000 : 0}};
  timer_settime(nudger, 0, &every, NULL);
}

static int64_t milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int kl_raise_sentinel(lua_State *L, int kind) {
  kl_host *host = kl_host_of(L);
  if (kl_in_finalizer(L)) {
    // The collector turns errors of finalizers into warnings. Stop again as soon as it is done.
    if (kind == KL_INTERRUPTED)
      atomic_store(&host->interrupt, 1);
    if (kind != KL_EXITING)
      kl_arm(host);
    return luaL_error(L, kind == KL_EXITING ? "exit" : "interrupted");
  }
  host->unwinding.unwinding = kind;
  host->unwinding.serial++;
  luaL_checkstack(L, 1, NULL);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &kl_sentinel_keys[kind]);
  return lua_error(L);
}

static void stop(lua_State *L, lua_Debug *record) {
  (void)record;
  kl_host *host = kl_host_of(L);
  int over = atomic_load(&host->over);
  // Once there is no grace left the hook stays: no instruction of the script runs any more.
  if (over == 0 || !atomic_load(&host->no_grace))
    kl_reset_hook(host, L);
  if (over != 0) {
    kl_raise_sentinel(L, over);
    return;
  }
  if (!kl_take_interrupt(host))
    return; // an interrupt that something else has taken
  if (host->handler != LUA_NOREF) {
    lua_rawgeti(L, LUA_REGISTRYINDEX, host->handler);
    lua_call(L, 0, 0);
    return;
  }
  kl_raise_sentinel(L, KL_INTERRUPTED);
}

void kl_arm(kl_host *host) {
  lua_State *running = atomic_load_explicit(&host->running, memory_order_relaxed);
  if (running == NULL)
    return;
  // A limit must not keep host objects from being closed: their __close is no Lua code, and a hook
  // on instructions spares it.
  int mask = atomic_load_explicit(&host->over, memory_order_relaxed)
                 ? LUA_MASKLINE | LUA_MASKCOUNT
                 : LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT;
  lua_sethook(running, stop, mask, 1);
}

// Limits
// ----------------------------------------------------------------------------------------------

// What a budget counts in, and what a switch to another coroutine costs, since each counts for
// itself.
#define KL_PERIOD 100
// How long the __close of a script may go on after a limit: milliseconds, or instructions.
#define KL_GRACE 500
#define KL_GRACE_INSTRUCTIONS 100000

// Whether the script has to stop now: it has just passed its budget, or what was left to it after.
static bool spend(kl_host *host, int64_t instructions) {
  if (host->budget == 0 || host->runs == 0)
    return false;
  host->spent += instructions;
  if (host->spent < host->budget)
    return false;
  if (atomic_load(&host->over) == 0) {
    atomic_store(&host->over, KL_BUDGET);
    return true;
  }
  if (host->spent - host->budget >= KL_GRACE_INSTRUCTIONS)
    atomic_store(&host->no_grace, 1);
  return atomic_load(&host->no_grace) != 0;
}

// The thread sanitizer keeps signals back until the program calls a function that it knows, which
// Lua's own code never does. Under it the hook makes such a call, or no loop could be ended.
#ifndef __has_feature
#define __has_feature(name) 0
#endif
#if __has_feature(thread_sanitizer)
#define KL_HOLDS_SIGNALS 1
static void take_signals(void) {
  void *volatile block = malloc(1);
  free(block);
}
#else
#define KL_HOLDS_SIGNALS 0
static void take_signals(void) {}
#endif

static void count(lua_State *L, lua_Debug *record) {
  (void)record;
  kl_host *host = kl_host_of(L);
  take_signals();
  if (!spend(host, KL_PERIOD))
    return;
  if (atomic_load(&host->no_grace))
    kl_arm(host);
  kl_raise_sentinel(L, atomic_load(&host->over));
}

void kl_reset_hook(kl_host *host, lua_State *L) {
  if (host->budget != 0 || KL_HOLDS_SIGNALS)
    lua_sethook(L, count, LUA_MASKCOUNT, KL_PERIOD);
  else
    lua_sethook(L, NULL, 0, 0);
}

void kl_charge(lua_State *L, int64_t instructions) {
  kl_host *host = kl_host_of(L);
  if (spend(host, instructions))
    kl_raise_sentinel(L, atomic_load(&host->over));
}

void kl_check_stop(lua_State *L) {
  kl_host *host = kl_host_of(L);
  int over = atomic_load_explicit(&host->over, memory_order_relaxed);
  if (over != 0)
    kl_raise_sentinel(L, over);
  if (atomic_load_explicit(&host->interrupt, memory_order_relaxed) && host->handler == LUA_NOREF &&
      kl_take_interrupt(host))
    kl_raise_sentinel(L, KL_INTERRUPTED);
}

int32_t kl_over(kl_host *host) { return atomic_load(&host->over); }

// Async-signal-safe.
static void check_deadline(kl_host *host) {
  int64_t at = atomic_load(&host->deadline_at), now = milliseconds();
  if (at == 0 || now < at)
    return;
  if (atomic_load(&host->over) == 0)
    atomic_store(&host->over, KL_DEADLINE);
  else if (now >= at + KL_GRACE)
    atomic_store(&host->no_grace, 1);
  else
    return;
  kl_wake(host);
  kl_arm(host);
}

// Threads made by a concurrency pool may block all signals.
void kl_unblock(int signal) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

// A nudge: what was interrupted may have gone to sleep in a system call just before its hook was
// set. The signal ends the call, and the hook fires when it has returned to Lua.
static void on_nudge(int signal) {
  int saved = errno;
  kl_host *host = atomic_load(&foreground);
  if (host != NULL && !pthread_equal(pthread_self(), host->thread))
    pthread_kill(host->thread, signal);
  if (host != NULL && !atomic_load(&host->interrupt))
    set_nudging(false);
  for (host = limited_host; host != NULL; host = host->limited_outer)
    check_deadline(host);
  for (host = thread_host; host != NULL; host = host->outer)
    if (atomic_load(&host->interrupt))
      kl_arm(host);
  errno = saved;
}

// SIGURG is ignored by default: a stray one does no harm.
static void install_nudge(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_nudge;
  sigemptyset(&action.sa_mask);
  sigaction(SIGURG, &action, NULL);
}

// The timer's signal goes to the engine's own thread and to no other.
static bool make_timer(kl_host *host) {
  if (host->has_timer)
    return true;
  struct sigevent event;
  memset(&event, 0, sizeof event);
  event.sigev_notify = SIGEV_THREAD_ID;
  event.sigev_signo = SIGURG;
  event._sigev_un._tid = (pid_t)syscall(SYS_gettid);
  host->has_timer = timer_create(CLOCK_MONOTONIC, &event, &host->timer) == 0;
  return host->has_timer;
}

static struct timespec as_timespec(int64_t time) {
  return (struct timespec){time / 1000, time % 1000 * 1000000};
}

bool kl_begin_run(kl_host *host) {
  if (host->runs++ > 0)
    return true;
  atomic_store(&host->over, 0);
  atomic_store(&host->no_grace, 0);
  host->spent = 0;
  kl_reset_hook(host, host->L);
  if (host->time_limit == 0)
    return true;
  if (!make_timer(host)) {
    host->runs = 0;
    return false;
  }
  install_nudge();
  int64_t at = milliseconds() + host->time_limit;
  atomic_store(&host->deadline_at, at);
  host->limited_outer = limited_host;
  limited_host = host;
  // Again and again, for a script may have gone to sleep in a system call just before.
  struct itimerspec when = {as_timespec(50), as_timespec(at)};
  timer_settime(host->timer, TIMER_ABSTIME, &when, NULL);
  return true;
}

void kl_end_run(kl_host *host) {
  if (--host->runs > 0)
    return;
  if (host->time_limit != 0) {
    struct itimerspec never;
    memset(&never, 0, sizeof never);
    timer_settime(host->timer, 0, &never, NULL);
    limited_host = host->limited_outer;
    atomic_store(&host->deadline_at, 0);
  }
  atomic_store(&host->over, 0);
  atomic_store(&host->no_grace, 0);
  if (host->L != NULL)
    kl_reset_hook(host, host->L);
}

void kl_interrupt(kl_host *host) {
  atomic_store(&host->interrupted_at, milliseconds());
  atomic_store(&host->interrupt, 1);
  kl_wake(host);
  if (pthread_equal(pthread_self(), host->thread)) {
    kl_arm(host);
    return;
  }
  install_nudge();
  pthread_kill(host->thread, SIGURG);
}

static void end_process(int signal) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = SIG_DFL;
  sigaction(signal, &action, NULL);
  raise(signal);
}

static void on_sigint(int signal) {
  int saved = errno;
  kl_host *host = atomic_load(&foreground);
  if (host == NULL) {
    end_process(signal);
    return;
  }
  if (!pthread_equal(pthread_self(), host->thread)) {
    pthread_kill(host->thread, signal);
    errno = saved;
    return;
  }
  int64_t now = milliseconds(), since = now - atomic_load(&host->interrupted_at);
  int pending = atomic_load(&host->interrupt);
  // Terminals and wrappers may deliver one Ctrl-C twice; that is not a second one.
  if (pending && since < 20) {
    errno = saved;
    return;
  }
  int busy = atomic_load(&host->running) != NULL;
  if (busy && (pending || (since < 2000 && !atomic_load(&host->interactive)))) {
    end_process(signal);
    return;
  }
  atomic_store(&host->interrupted_at, now);
  atomic_store(&host->interrupt, 1);
  kl_wake(host);
  kl_arm(host);
  set_nudging(true);
  errno = saved;
}

bool kl_interrupt_pending(kl_host *host) { return atomic_load(&host->interrupt) != 0; }
bool kl_take_interrupt(kl_host *host) {
  if (atomic_exchange(&host->interrupt, 0) == 0)
    return false;
  if (atomic_load(&foreground) == host)
    set_nudging(false);
  return true;
}
int32_t kl_exit_status(kl_host *host) { return host->exit_status; }

void kl_install_sigint(kl_host *host, bool interactive) {
  atomic_store(&host->interactive, interactive);
  atomic_store(&host->interrupted_at, milliseconds() - 10000);
  atomic_store(&foreground, host);
  install_nudge();
  struct sigevent nudge;
  memset(&nudge, 0, sizeof nudge);
  nudge.sigev_notify = SIGEV_SIGNAL;
  nudge.sigev_signo = SIGURG;
  if (!atomic_load(&has_nudger) && timer_create(CLOCK_MONOTONIC, &nudge, &nudger) == 0)
    atomic_store(&has_nudger, 1);
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_sigint;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, NULL);
  kl_unblock(SIGINT);
}

void kl_remove_sigint(kl_host *host) {
  kl_host *expected = host;
  if (!atomic_compare_exchange_strong(&foreground, &expected, NULL))
    return;
  set_nudging(false);
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = SIG_DFL;
  sigaction(SIGINT, &action, NULL);
}

void kl_check_after_switch(kl_host *host) {
  if (atomic_load_explicit(&host->interrupt, memory_order_relaxed) ||
      atomic_load_explicit(&host->over, memory_order_relaxed))
    kl_arm(host);
}

lua_State *kl_enter(kl_host *host, lua_State *L) {
  lua_State *before = atomic_load_explicit(&host->running, memory_order_relaxed);
  if (host->depth++ == 0) {
    host->outer = thread_host;
    thread_host = host;
  }
  atomic_store_explicit(&host->running, L, memory_order_relaxed);
  kl_check_after_switch(host);
  return before;
}

void kl_leave(kl_host *host, lua_State *before) {
  atomic_store_explicit(&host->running, before, memory_order_relaxed);
  if (--host->depth == 0)
    thread_host = host->outer;
  else
    kl_check_after_switch(host);
}

void kl_arrived(kl_host *host) { host->unwinding.unwinding = 0; }

static int set_handler(lua_State *L) {
  kl_host *host = kl_host_of(L);
  int old = host->handler;
  host->handler = lua_isnil(L, 1) ? LUA_NOREF : luaL_ref(L, LUA_REGISTRYINDEX);
  if (old != LUA_NOREF)
    luaL_unref(L, LUA_REGISTRYINDEX, old);
  return 0;
}

int kl_set_interrupt_handler(lua_State *L) {
  if (!lua_checkstack(L, LUA_MINSTACK)) {
    lua_settop(L, -2);
    lua_pushnil(L);
    return LUA_ERRMEM;
  }
  lua_pushcfunction(L, set_handler);
  lua_insert(L, -2);
  return lua_pcall(L, 1, 0, 0);
}

bool kl_has_interrupt_handler(kl_host *host) { return host->handler != LUA_NOREF; }

int kl_call_interrupt_handler(lua_State *L) {
  kl_host *host = kl_host_of(L);
  if (!lua_checkstack(L, LUA_MINSTACK)) {
    lua_pushnil(L);
    return LUA_ERRMEM;
  }
  lua_rawgeti(L, LUA_REGISTRYINDEX, host->handler);
  return kl_call(L, 0);
}
