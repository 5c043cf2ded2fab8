/* karst for programs in C and whatever can call C: Lua 5.4 with the CAVE skeleton service in it.
 *
 * Status. Every function that can fail gives a karst_status; results go through the last
 * parameters, which are left alone on failure. karst_error_message() says what was wrong in a
 * sentence, for the last failed call on the same thread.
 *
 * Handles. An engine, a list of values and a skeleton are handles: the caller gets them from a
 * function here and gives each back with its own close or free. No address stands behind a handle:
 * one that is NULL, closed, of another kind or made up gives KARST_BAD_HANDLE and nothing else
 * happens. Closing or freeing NULL is no error.
 *
 * Threads. An engine belongs to the thread that opened it; calls from another give
 * KARST_WRONG_THREAD, but for karst_cancel, which any thread may call at any time. Engines on
 * different threads run at once. A call that waits blocks its thread. A list of values is used by
 * one thread at a time. A skeleton never changes: any number of threads may read it at once.
 *
 * Callbacks run on the engine's thread, inside the call that led to them. They may call
 * karst_cancel and work with values and skeletons; calls to run something in the same engine give
 * KARST_BUSY. They must return: no longjmp and no exception out of them.
 *
 * The library has no signal handlers until karst_cancel is first called from another thread, or an
 * engine with a time limit runs: that takes SIGURG, which is ignored by default. It does not end
 * the process, and what scripts print goes to the output callback, not to standard output.
 *
 * Text is UTF-8. Strings that go in with a length may hold any bytes, also zero; a NULL with length
 * 0 is an empty string. */
#ifndef KARST_H
#define KARST_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this header. The library's own is karst_version(). */
#define KARST_VERSION_MAJOR 0
#define KARST_VERSION_MINOR 1
#define KARST_VERSION_PATCH 0

typedef struct karst_engine karst_engine;
typedef struct karst_values karst_values;
typedef struct karst_skeleton karst_skeleton;

typedef enum karst_status {
  KARST_OK = 0,
  KARST_BAD_HANDLE = 1,    /* NULL, closed, of another kind, or never given out */
  KARST_BAD_ARGUMENT = 2,  /* a NULL, a length or a text that cannot be meant */
  KARST_WRONG_THREAD = 3,  /* the engine belongs to another thread */
  KARST_BUSY = 4,          /* the engine runs already */
  KARST_SCRIPT_FAILED = 5, /* the script raised an error: see karst_error_code() */
  KARST_SYNTAX = 6,        /* the script is no Lua */
  KARST_CANCELLED = 7,     /* karst_cancel() was called */
  KARST_EXITED = 8,        /* the script called os.exit: see karst_exit_status() */
  KARST_NO_MEMORY = 9,     /* the engine's limit, or the machine's */
  KARST_NOT_FOUND = 10,    /* no such file, entry, global, field or measure */
  KARST_WRONG_TYPE = 11,   /* the value is of another type */
  KARST_TOO_SMALL = 12,    /* the caller's buffer; how much it takes was said */
  KARST_FAILED = 13,       /* anything else: see karst_error_code() */
  KARST_LIMIT = 14         /* the time or the instructions of the engine's options are used up */
} karst_status;

/* The version of the library, such as "0.1.0". */
const char *karst_version(void);

/* Errors. Of the last call on this thread that failed; each text is valid until the next call on
 * this thread, and never NULL. */

/* The sentence. */
const char *karst_error_message(void);
/* The word that scripts compare, such as "not_found"; "" when nothing has failed. */
const char *karst_error_code(void);
/* The position in the script, such as "job.lua:12"; "" when not known. */
const char *karst_error_where(void);
/* The stack traceback of the script; "" when there is none. */
const char *karst_error_traceback(void);
/* What the script gave os.exit, for KARST_EXITED. */
int karst_exit_status(void);

/* Engines. */

/* What scripts may reach. */
typedef enum karst_profile {
  KARST_FULL = 0,    /* everything that the program itself may */
  KARST_PROJECT = 1, /* files below `file_roots`, and `servers`; no processes, no C modules */
  KARST_PURE = 2     /* no files, no network; 64 MiB and 10^9 instructions unless said otherwise */
} karst_profile;

/* Choices for an engine. Set `size` to sizeof(karst_options) and all else to 0 for the defaults.
 *
 * A run that passes a limit ends with the code "memory" (KARST_NO_MEMORY), "budget" or "deadline"
 * (both KARST_LIMIT); a script can catch only the first, and the engine stays usable. */
typedef struct karst_options {
  size_t size;
  /* How many bytes scripts may use, with what objects hold outside Lua; 0: no limit. */
  size_t memory_limit;
  /* A karst_profile. */
  int profile;
  /* About how many instructions one run may take; 0: any number. Counting them doubles the time. */
  int64_t instruction_budget;
  /* How many seconds one run may take, waits included; 0: any time. Takes SIGURG, see above. */
  double time_limit;
  /* For KARST_PROJECT: folders whose files may be used, and servers ("host", "host:port",
   * "https://host") that may be reached. Each is a list that ends with NULL; NULL for file_roots
   * is the current folder, NULL for servers is none. */
  const char *const *file_roots;
  const char *const *servers;
} karst_options;

/* Opens an engine for this thread; NULL options are the defaults. */
karst_status karst_open(const karst_options *options, karst_engine **engine);
/* Ends what scripts have under way, and releases everything. Waits for workers to put their jobs
 * back. Values and skeletons that came out of the engine stay as they are, but for functions among
 * the values, which cannot be called any more. */
karst_status karst_close(karst_engine *engine);

/* Ends what the engine runs now, from any thread: the call gives KARST_CANCELLED, whatever the
 * script does. When nothing runs, the next run ends at its start. */
karst_status karst_cancel(karst_engine *engine);

/* Running. `arguments` (NULL: none) are what the script has as `...`, `results` (NULL: not wanted)
 * what it returns, as a new list. The call ends when the script and all its tasks have. */

/* Runs a text; errors call it `name` (NULL: "script"). */
karst_status karst_run(karst_engine *engine, const char *script, size_t length, const char *name,
                       const karst_values *arguments, karst_values **results);
/* Runs a file; a first line that begins with # is left out. */
karst_status karst_run_file(karst_engine *engine, const char *path, const karst_values *arguments,
                            karst_values **results);
/* Calls a global function, or a field of a global: "karst.swc.read". */
karst_status karst_call(karst_engine *engine, const char *name, const karst_values *arguments,
                        karst_values **results);
/* Sets a global to the first value of the list; nil when the list is empty. */
karst_status karst_set_global(karst_engine *engine, const char *name, const karst_values *values);
/* A list of one value, that of a global; nil when there is none. */
karst_status karst_global(karst_engine *engine, const char *name, karst_values **values);

/* Callbacks. NULL takes one away. `context` comes back as it was given. */

typedef enum karst_stream { KARST_OUTPUT = 1, KARST_ERRORS = 2 } karst_stream;
typedef enum karst_level {
  KARST_DEBUG = 1,
  KARST_INFO = 2,
  KARST_WARNING = 3,
  KARST_ERROR = 4
} karst_level;

/* What scripts print and write to io.stdout and io.stderr; without a callback it is dropped. */
typedef void (*karst_output_callback)(void *context, karst_stream stream, const char *bytes,
                                      size_t length);
karst_status karst_on_output(karst_engine *engine, karst_output_callback callback, void *context);
/* How far a job is: `done` of `total` steps. */
typedef void (*karst_progress_callback)(void *context, const char *label, int64_t done,
                                        int64_t total);
karst_status karst_on_progress(karst_engine *engine, karst_progress_callback callback,
                               void *context);
/* What scripts log, and the errors of tasks that nobody joined. */
typedef void (*karst_log_callback)(void *context, karst_level level, const char *message);
karst_status karst_on_log(karst_engine *engine, karst_log_callback callback, void *context);

/* A function that scripts can call: adds what it returns to `results`. `arguments` and `results`
 * are valid until it returns, and must not be freed. To raise an error it returns another status
 * than KARST_OK, with the sentence as the first result. `name` may have dots ("tool.lookup": a
 * field of the global table "tool", which is made), and replaces what was there. */
typedef karst_status (*karst_function)(void *context, const karst_values *arguments,
                                       karst_values *results);
karst_status karst_register(karst_engine *engine, const char *name, karst_function function,
                            void *context);

/* Values: a list, as arguments and results are, or the copy of a table. Entries are found by their
 * index from 0; those of a table have keys. Texts that come out are valid until the list is freed,
 * end with a zero byte besides their length. */

typedef enum karst_type {
  KARST_NIL = 0,
  KARST_BOOLEAN = 1,
  KARST_INTEGER = 2, /* 64 bits: root ids are exact */
  KARST_NUMBER = 3,  /* a float */
  KARST_STRING = 4,
  KARST_TABLE = 5,
  KARST_SKELETON = 6,
  KARST_FUNCTION = 7,
  KARST_NULL = 8, /* karst.null, which can stand in a table */
  KARST_OTHER = 9 /* an array, a client, a coroutine, …: can be handed on */
} karst_type;

karst_status karst_values_new(karst_values **values);
karst_status karst_values_free(karst_values *values);
karst_status karst_values_count(const karst_values *values, size_t *count);
karst_status karst_values_type(const karst_values *values, size_t index, karst_type *type);

karst_status karst_values_boolean(const karst_values *values, size_t index, int *value);
/* A float that is a whole number of 64 bits is one too. */
karst_status karst_values_integer(const karst_values *values, size_t index, int64_t *value);
karst_status karst_values_number(const karst_values *values, size_t index, double *value);
karst_status karst_values_string(const karst_values *values, size_t index, const char **bytes,
                                 size_t *length);
/* A new list with the entries of the table: first the list part in order, then the others. */
karst_status karst_values_table(const karst_values *values, size_t index, karst_values **table);
/* A new handle of the skeleton. */
karst_status karst_values_skeleton(const karst_values *values, size_t index,
                                   karst_skeleton **skeleton);
/* How many numbers there are in a list of numbers or a numeric array, and the numbers themselves,
 * as floats; `numbers` may be NULL to ask how many. */
karst_status karst_values_numbers(const karst_values *values, size_t index, double *numbers,
                                  size_t capacity, size_t *count);

/* The key of an entry: KARST_INTEGER (in the list part: the index + 1), KARST_STRING, … */
karst_status karst_values_key_type(const karst_values *values, size_t index, karst_type *type);
karst_status karst_values_key_integer(const karst_values *values, size_t index, int64_t *key);
karst_status karst_values_key_string(const karst_values *values, size_t index, const char **bytes,
                                     size_t *length);
/* The index of the entry with a key. */
karst_status karst_values_find(const karst_values *values, const char *key, size_t *index);
karst_status karst_values_find_integer(const karst_values *values, int64_t key, size_t *index);

/* Adding an entry: with a key as a field, with NULL at the end of the list. */
karst_status karst_values_add_nil(karst_values *values);
karst_status karst_values_add_boolean(karst_values *values, const char *key, int value);
karst_status karst_values_add_integer(karst_values *values, const char *key, int64_t value);
karst_status karst_values_add_number(karst_values *values, const char *key, double value);
karst_status karst_values_add_string(karst_values *values, const char *key, const char *bytes,
                                     size_t length);
/* A copy of the other list, as a table. */
karst_status karst_values_add_table(karst_values *values, const char *key,
                                    const karst_values *table);
karst_status karst_values_add_skeleton(karst_values *values, const char *key,
                                       const karst_skeleton *skeleton);
/* An entry of another list, whatever it is. */
karst_status karst_values_add_value(karst_values *values, const char *key,
                                    const karst_values *other, size_t index);

/* Skeletons. Nodes are counted from 0, and a parent stands before its children. */

/* Reads a file of any format that karst knows, gzipped or not; the content decides. */
karst_status karst_skeleton_read(const char *path, karst_skeleton **skeleton);
/* From bytes of such a file. */
karst_status karst_skeleton_parse(const char *bytes, size_t length, karst_skeleton **skeleton);
/* From copies of the caller's columns of `count` nodes in any order. `parents` counts from 0, with
 * -1 for a root; `types`, `radii` and `ids` may be NULL; `unit` is "nm", "um", "8 nm", … or NULL
 * when it is not known. */
karst_status karst_skeleton_new(size_t count, const double *x, const double *y, const double *z,
                                const int32_t *parents, const double *radii, const int32_t *types,
                                const int64_t *ids, const char *unit, karst_skeleton **skeleton);
karst_status karst_skeleton_free(karst_skeleton *skeleton);

/* The columns, not copied: valid until the handle is freed. `count` is the number of nodes. The ids
 * are made when they are first asked for, and kept. */
karst_status karst_skeleton_x(const karst_skeleton *skeleton, const double **x, size_t *count);
karst_status karst_skeleton_y(const karst_skeleton *skeleton, const double **y, size_t *count);
karst_status karst_skeleton_z(const karst_skeleton *skeleton, const double **z, size_t *count);
/* 0 and less mean: not known. */
karst_status karst_skeleton_radii(const karst_skeleton *skeleton, const double **radii,
                                  size_t *count);
/* SWC types: 1 soma, 2 axon, 3 dendrite, … */
karst_status karst_skeleton_types(const karst_skeleton *skeleton, const int32_t **types,
                                  size_t *count);
/* Counted from 0, -1 for a root. */
karst_status karst_skeleton_parents(const karst_skeleton *skeleton, const int32_t **parents,
                                    size_t *count);
/* The node ids, which survive edits. */
karst_status karst_skeleton_ids(const karst_skeleton *skeleton, const int64_t **ids, size_t *count);

/* Fills pairs of child and parent into the caller's buffer of `capacity` pairs. `count`: how many
 * there are; ask with NULL and 0 first. */
karst_status karst_skeleton_edges(const karst_skeleton *skeleton, int32_t *pairs, size_t capacity,
                                  size_t *count);
/* The neuron's root id; 0 when not known. */
karst_status karst_skeleton_root_id(const karst_skeleton *skeleton, int64_t *root_id);
/* What one unit of length is: "nm", "um", "8 nm", "unknown". Valid until the handle is freed. */
karst_status karst_skeleton_unit(const karst_skeleton *skeleton, const char **unit);
/* A measure by its name; NaN where it is not defined, as a mean over nothing. */
karst_status karst_skeleton_measure(const karst_skeleton *skeleton, const char *name,
                                    double *value);
/* The name of a measure by its index from 0; NULL past the last. */
const char *karst_measure_name(size_t index);
/* Writes a file in the format that its name asks for (.swc, .h5, .json, each also with .gz), whole
 * or not at all. */
karst_status karst_skeleton_write(const karst_skeleton *skeleton, const char *path);

#ifdef __cplusplus
}
#endif

#endif
