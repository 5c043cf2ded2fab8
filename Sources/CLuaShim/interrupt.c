// Interrupts: from a signal or another thread into whatever Lua code runs now.
//
// The handler runs on the engine's own thread, where setting a hook is the one Lua call allowed at
// any moment. The hook clears itself and raises the interrupt sentinel, which our pcall, xpcall,
// resume and load let pass.
#include "internal.h"
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <time.h>

// Async-signal-safe: set before Lua runs, read by handlers on the same thread.
static _Thread_local kl_host *volatile thread_host;
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
    // The collector turns errors of finalizers into warnings. Interrupt again as soon as it is
    // done.
    if (kind == KL_INTERRUPTED) {
      atomic_store(&host->interrupt, 1);
      kl_arm(host);
    }
    return luaL_error(L, kind == KL_EXITING ? "exit" : "interrupted");
  }
  host->unwinding.unwinding = kind;
  host->unwinding.serial++;
  luaL_checkstack(L, 1, NULL);
  lua_rawgetp(L, LUA_REGISTRYINDEX, kind == KL_EXITING ? &kl_exit_key : &kl_interrupt_key);
  return lua_error(L);
}

static void stop(lua_State *L, lua_Debug *record) {
  (void)record;
  kl_host *host = kl_host_of(L);
  lua_sethook(L, NULL, 0, 0);
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
  if (running != NULL)
    lua_sethook(running, stop, LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT, 1);
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

lua_State *kl_enter(kl_host *host, lua_State *L) {
  lua_State *before = atomic_load_explicit(&host->running, memory_order_relaxed);
  if (host->depth++ == 0) {
    host->outer = thread_host;
    thread_host = host;
  }
  atomic_store_explicit(&host->running, L, memory_order_relaxed);
  if (atomic_load_explicit(&host->interrupt, memory_order_relaxed))
    kl_arm(host);
  return before;
}

void kl_leave(kl_host *host, lua_State *before) {
  atomic_store_explicit(&host->running, before, memory_order_relaxed);
  if (--host->depth == 0)
    thread_host = host->outer;
  else if (atomic_load_explicit(&host->interrupt, memory_order_relaxed))
    kl_arm(host);
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
