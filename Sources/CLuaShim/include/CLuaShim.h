// The C between Lua and Swift.
//
// A Lua error and a Lua yield are longjmps, and no Swift frame may be jumped over. So Lua enters
// Swift through the trampolines here: they fill a frame with tagged values, Swift returns a status,
// and only when Swift has returned are results pushed, errors raised or coroutines yielded. Swift
// enters Lua through the helpers here, which run everything that can raise under a protected call.
// Each helper says whether it can raise: "never" or "status".
#pragma once

// Only the callbacks say what may be NULL: there it spares Swift checks on each call.
#pragma clang diagnostic ignored "-Wnullability-completeness"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <lua.h>
#include <lauxlib.h>
#include <lualib.h>

// One engine: its state, allocator, callbacks and interrupt flags. The pointer lies in each
// thread's extra space.
typedef struct kl_host kl_host;

// What a tagged value holds. The first group comes in frames; both groups stand in programs.
#define KL_NONE 0
#define KL_NIL 1
#define KL_BOOLEAN 2
#define KL_INTEGER 3
#define KL_NUMBER 4
#define KL_STRING 5
#define KL_NULL 6
#define KL_OBJECT 7
#define KL_CLOSED 8
#define KL_TABLE 9
#define KL_FUNCTION 10
#define KL_THREAD 11
#define KL_USERDATA 12
#define KL_LIGHT 13

#define KL_REFERENCE 20 // integer: the registry reference to push
#define KL_CALLABLE 21  // integer: the function index; type: 1 for a method
#define KL_NEWTABLE 22  // integer: list slots; length: field slots
#define KL_SETITEM 23   // integer: index. Stack: table, value -> table
#define KL_SETFIELD 24  // stack: table, key, value -> table
#define KL_MARKLIST 25  // stack: table -> table
#define KL_MARKERROR 26 // stack: table -> table
#define KL_DOUBLES 27   // integer: byte offset; length: how many
#define KL_INTEGERS 28  // the same
#define KL_SENTINEL 29  // integer: what it tells, KL_INTERRUPTED and so on
#define KL_ELEMENTS 30  // the function that starts an iteration over elements
#define KL_CLOSE 32     // the method that closes an object
#define KL_SPAWN                                                                                   \
  31 // integer: the type id of tasks; length: 1 when the first argument may be options

typedef struct {
  int32_t tag;
  int32_t type; // objects: the type id
  union {
    int64_t integer;
    double number;
    const char *bytes;
    void *object;
  };
  // Strings: their length. Objects in frames: the identity of their class; in programs: what they
  // report to hold outside Lua.
  size_t length;
} kl_value;

// A list of instructions that builds values on a Lua stack, with the bytes they need and the
// objects they own. Swift fills it; C runs it when no Swift frame can be jumped over, and releases
// what was not handed over.
typedef struct kl_program {
  kl_value *values;
  size_t count, capacity;
  char *bytes;
  size_t byte_count, byte_capacity;
  int32_t results;
  int32_t owns_objects;
  struct kl_program *next;
} kl_program;

// How many results go without a program.
#define KL_RESULTS 4

typedef struct {
  lua_State *L;
  kl_host *host;
  kl_value *receiver; // NULL for a plain function
  kl_value *arguments;
  int32_t count;
  int32_t base;                 // stack index of the first argument
  int32_t result_count;         // for KL_DONE
  kl_value results[KL_RESULTS]; // for KL_DONE: scalars, or one string
  kl_program *program;          // for KL_BUILT and KL_RAISED
  int64_t wait;                 // for KL_WAITING
  lua_State *thread;            // for KL_FROM_THREAD: whose stack holds the values
} kl_frame;

// What a callback tells the trampoline to do.
#define KL_DONE 0
#define KL_BUILT 1
#define KL_RAISED 2
#define KL_WAITING 3
#define KL_INTERRUPTED 4
#define KL_EXITING 5
#define KL_FROM_THREAD 6
// Limits, which end a run as an interrupt does.
#define KL_DEADLINE 7
#define KL_BUDGET 8
#define KL_KINDS 9

// What a script may reach.
#define KL_FULL 0
#define KL_PROJECT 1
#define KL_PURE 2

// What the engine does for Lua. `owner` is the engine, `body` what kl_set_bodies has for the
// function.
typedef struct {
  int32_t (*_Nonnull call)(void *_Nonnull body, kl_frame *_Nonnull frame);
  int32_t (*_Nonnull finish)(void *_Nonnull owner, int64_t wait, kl_frame *_Nonnull frame);
  int32_t (*_Nonnull pump)(void *_Nonnull owner, int64_t wait); // KL_DONE or KL_INTERRUPTED
  // `external`: what the box had reported for the object.
  void (*_Nonnull release)(void *_Nonnull owner, void *_Nonnull object, int32_t type,
                           size_t external);
  int32_t (*_Nonnull spawn)(void *_Nonnull owner, lua_State *_Nonnull co, int32_t reference,
                            int32_t arguments, int32_t daemon, void *_Nullable *_Nonnull task);
} kl_callbacks;

// Host
// ----------------------------------------------------------------------------------------------------------------

typedef struct {
  int32_t profile;
  size_t memory;        // bytes; 0: as much as there is
  int64_t budget;       // instructions of one run; 0: any number
  int64_t milliseconds; // of one run; 0: any time
  // For tests: the allocation that `fail_at` counts to fails, and `fail_count` from there on (0:
  // all).
  int64_t fail_at, fail_count;
} kl_settings;

// raises: never. NULL when there is no memory.
kl_host *kl_host_open(void *owner, kl_callbacks callbacks, kl_settings settings);
// raises: never. Runs all finalizers. The host itself stays until kl_host_free.
void kl_host_close(kl_host *host);
void kl_host_free(kl_host *host);
lua_State *kl_host_state(kl_host *host);
void *_Nonnull kl_owner(const kl_host *host);
// raises: never. The thread that called the Swift function under way, or NULL.
lua_State *kl_calling(const kl_host *host);
// raises: never. The bodies of the functions by index. What `bodies` points to belongs to the
// caller, and each body stays where it is until the host is closed.
void kl_set_bodies(kl_host *host, void *const *bodies, int32_t count);
size_t kl_memory_used(kl_host *host);
size_t kl_memory_peak(kl_host *host);
size_t kl_memory_external(kl_host *host);
int64_t kl_allocation_count(kl_host *host);
void kl_external_change(kl_host *host, int64_t bytes);
// raises: never. Whether so many more bytes may be held outside Lua; collects garbage to make room.
bool kl_has_room(lua_State *L, size_t bytes);
void kl_set_warnings(kl_host *host, bool on);
// raises: status. From now on `write` gets what scripts print and write to io.stdout (stream 1) and
// io.stderr (stream 2), line by line; it must not touch the state. Once per host, before scripts
// run.
typedef void (*kl_write)(void *_Nonnull context, int32_t stream, const char *_Nonnull bytes,
                         size_t length);
int kl_redirect_output(kl_host *host, kl_write _Nonnull write, void *_Nonnull context);
// raises: never. Hands over what is still in the buffers.
void kl_flush_output(kl_host *host);
int kl_wake_descriptor(kl_host *host);
void kl_wake(kl_host *host);
void kl_drain_wake(kl_host *host);
bool kl_on_owner_thread(kl_host *host);

// Programs
// ------------------------------------------------------------------------------------------------------------

// raises: never. NULL without memory.
kl_program *kl_program_take(kl_host *host);
void kl_program_return(kl_host *host, kl_program *program);
// raises: never. False without memory.
bool kl_program_append(kl_program *program, kl_value value);
// raises: never. The offset of the copied bytes, or -1 without memory.
int64_t kl_program_bytes(kl_program *program, const void *bytes, size_t length);
// raises: status. Leaves `results` values on the stack, or one error value. Always takes the
// program back.
int kl_program_run(lua_State *L, kl_program *program);
// raises: never. A buffer of at least `length` bytes for one returned string; valid until the next
// call.
char *kl_scratch(kl_host *host, size_t length);

// Values
// --------------------------------------------------------------------------------------------------------------

// raises: never. Needs two free stack slots.
void kl_load(lua_State *L, int index, kl_value *value);
// raises: never. The table or userdata at `index` is the marked list.
bool kl_is_marked_list(lua_State *L, int index);
bool kl_is_error_object(lua_State *L, int index);
// raises: never. What the sentinel at `index` tells (KL_INTERRUPTED and so on), or 0.
int32_t kl_sentinel_kind(lua_State *L, int index);
// raises: never. Reads n numbers by raw access; the 1-based index of the first that is none, or 0.
size_t kl_read_doubles(lua_State *L, int index, double *out, size_t n);
size_t kl_read_integers(lua_State *L, int index, int64_t *out, size_t n);
// raises: status. Pops the top; the reference, or LUA_NOREF with the error value pushed.
int kl_reference(lua_State *L);
// raises: status, swallowed: giving a slot back does not allocate.
void kl_unreference(lua_State *L, int reference);
// raises: never. Pushes the referenced value.
void kl_push_reference(lua_State *L, int reference);
// raises: status. Pushes `table[key]` raw, or one error value.
int kl_raw_field(lua_State *L, int index, const char *key, size_t length);
// raises: status. Sets `table[key]` raw to the popped top.
int kl_raw_set_field(lua_State *L, int index, const char *key, size_t length);
// raises: status. The same through metamethods.
int kl_get_field(lua_State *L, int index, const char *key, size_t length);
// raises: status. Pushes the globals table's value; sets it to the popped top.
int kl_get_global(lua_State *L, const char *name, size_t length);
int kl_set_global(lua_State *L, const char *name, size_t length);
// raises: status. Pushes the text of the value at `index`, through __tostring.
int kl_describe(lua_State *L, int index);
// raises: status. Pushes a traceback of `from`, made in `L`.
int kl_traceback(lua_State *L, lua_State *from, int level);
// raises: status. Pops a metatable program's table and sets it: stack: table, metatable -> table.
int kl_set_metatable(lua_State *L);
// raises: never. Pushes the value of the registry's loaded-modules table, or nil.
void kl_push_loaded(lua_State *L);
// raises: status. Puts the popped function in package.searchers behind package.preload.
int kl_add_searcher(lua_State *L);
// raises: status. Puts `require` in place. Stack: a function that waits for a module which another
// task loads, one that is told of the end of loading -> nothing, or one error value.
int kl_install_require(lua_State *L);
// raises: status. Makes the library ask before it opens a file. Stack: a function of path and
// whether it will be written -> nothing, or one error value.
int kl_guard_files(lua_State *L);
// raises: never. The function index behind a callable of ours at `index`, or -1.
int32_t kl_callable_index(lua_State *L, int index);

// Types
// ---------------------------------------------------------------------------------------------------------------

typedef struct {
  int32_t type;
  const void *identity; // of the class
  const char *name;
  size_t name_length;
  int32_t describe, length, element, selection, equal, call; // function indices, -1 for none
  int32_t has_properties;
  int32_t keeps_identity;
} kl_type;

// raises: status. Stack: methods, getters, property names, directory, metamethods -> nothing, or
// one error value.
int kl_define_type(lua_State *L, const kl_type *type);
// raises: never. Closes the object at `index` as its __close would.
void kl_close_object(lua_State *L, int index);

// Running
// -------------------------------------------------------------------------------------------------------------

// raises: status. Stack: function, arguments -> results or one error value. The traceback is kept
// for kl_last_traceback.
int kl_call(lua_State *L, int arguments);
// raises: never. Pushes the traceback text of the last failed kl_call, or nil.
void kl_push_last_traceback(lua_State *L);
// raises: never.
int kl_load_chunk(lua_State *L, const char *bytes, size_t length, const char *name);

typedef struct {
  int32_t unwinding;
  int64_t serial;
} kl_unwinding;

// raises: status. Resumes a task; `*wait` is the wait it yielded, or 0.
int kl_resume_task(kl_host *host, lua_State *co, int arguments, int *results, int64_t *wait,
                   kl_unwinding *unwinding);
// raises: never. Runs pending __close; leaves the error value on co's stack when there is one.
int kl_close_task(kl_host *host, lua_State *co, int status);
// raises: status. Stack: function, arguments -> nothing, with them in a new thread that
// `*reference` keeps.
int kl_new_task(lua_State *L, int arguments, lua_State **co, int *reference);
// raises: never. Who runs now, for interrupts. Returns who ran before.
lua_State *kl_enter(kl_host *host, lua_State *L);
void kl_leave(kl_host *host, lua_State *before);
// raises: never. What was unwinding has arrived.
void kl_arrived(kl_host *host);

// raises: status. Keeps the popped function (or nil) as what an interrupt calls.
int kl_set_interrupt_handler(lua_State *L);
bool kl_has_interrupt_handler(kl_host *host);
// raises: status. Calls it.
int kl_call_interrupt_handler(lua_State *L);

// Limits
// ----------------------------------------------------------------------------------------------

// raises: never. A run begins: time and instructions count from here. False when the system gives
// no timer. Runs nest; only the outermost counts.
bool kl_begin_run(kl_host *host);
void kl_end_run(kl_host *host);
// raises: never. The limit that the run has passed (KL_DEADLINE, KL_BUDGET), or 0.
int32_t kl_over(kl_host *host);

// Interrupts and leaving
// ----------------------------------------------------------------------------------------------

// raises: never. Any thread.
void kl_interrupt(kl_host *host);
bool kl_interrupt_pending(kl_host *host);
// raises: never. True once per interrupt.
bool kl_take_interrupt(kl_host *host);
// raises: never. The status that os.exit was given, or -1.
int32_t kl_exit_status(kl_host *host);
// raises: never. Makes SIGINT interrupt this host. `interactive`: only a second signal while one is
// pending ends the process, otherwise also one within two seconds.
void kl_install_sigint(kl_host *host, bool interactive);
void kl_remove_sigint(kl_host *host);

// Macros and functions that Swift does not see
// --------------------------------------------------------------------------------------

static inline bool kl_same_bytes(const void *a, const void *b, size_t length) {
  return length == 0 || memcmp(a, b, length) == 0;
}
static inline void kl_pop(lua_State *L, int n) { lua_settop(L, -n - 1); }
static inline int kl_registry(void) { return LUA_REGISTRYINDEX; }
static inline int kl_noref(void) { return LUA_NOREF; }
static inline const char *kl_release(void) { return LUA_RELEASE; }
static inline kl_host *kl_host_of(lua_State *L) { return *(kl_host **)lua_getextraspace(L); }
