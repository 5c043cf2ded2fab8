/* Everything of karst.h, used rightly and wrongly. Says which expectation fails, and ends with 1.
 */
#define _GNU_SOURCE
#include <karst.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int failures;

#define EXPECT(condition)                                                                          \
  do {                                                                                             \
    if (!(condition)) {                                                                            \
      fprintf(stderr, "%s:%d: %s\n  last error: %s: %s\n", __FILE__, __LINE__, #condition,         \
              karst_error_code(), karst_error_message());                                          \
      failures++;                                                                                  \
    }                                                                                              \
  } while (0)
#define EXPECT_FAILURE(call, wanted, sentence)                                                     \
  do {                                                                                             \
    EXPECT((call) == (wanted));                                                                    \
    if (strcmp(karst_error_message(), (sentence)) != 0) {                                          \
      fprintf(stderr, "%s:%d: the error is\n  %s\n", __FILE__, __LINE__, karst_error_message());   \
      failures++;                                                                                  \
    }                                                                                              \
  } while (0)
#define OK(call) EXPECT((call) == KARST_OK)

static const char swc[] = "1 1 0 0 0 2 -1\n2 3 3 4 0 1 1\n3 3 3 4 12 1 2\n4 2 0 0 -5 1 1\n";
static const int64_t root_id = INT64_C(864691135463333789);

static karst_status run(karst_engine *engine, const char *script, const karst_values *arguments,
                        karst_values **results) {
  return karst_run(engine, script, strlen(script), "check", arguments, results);
}

/* Values */

static void check_values(karst_engine *engine) {
  karst_values *arguments, *inner, *results, *table;
  OK(karst_values_new(&arguments));
  OK(karst_values_add_integer(arguments, NULL, root_id));
  OK(karst_values_add_number(arguments, NULL, 0.1));
  OK(karst_values_add_boolean(arguments, NULL, 7));
  OK(karst_values_add_string(arguments, NULL, "a\0\xff", 3));
  OK(karst_values_add_nil(arguments));
  OK(karst_values_new(&inner));
  OK(karst_values_add_integer(inner, NULL, 10));
  OK(karst_values_add_string(inner, "name", "cell", 4));
  OK(karst_values_add_table(arguments, NULL, inner));
  OK(run(engine,
         "local id, x, flag, s, none, t = ...\n"
         "assert(id == 864691135463333789 and math.type(id) == 'integer' and x == 0.1)\n"
         "assert(flag == true and s == 'a\\0\\xff' and none == nil and select('#', ...) == 6)\n"
         "assert(t[1] == 10 and t.name == 'cell')\n"
         "return id, 2^53, 0.5, 'x\\0y', nil, true, { 5, 6, [id] = 'cell', name = 'n' }, print,\n"
         "  karst.null, coroutine.create(print), {}",
         arguments, &results));

  size_t count, length, index;
  int64_t integer;
  double number;
  int flag;
  const char *bytes;
  karst_type type;
  OK(karst_values_count(results, &count));
  EXPECT(count == 11);
  static const karst_type types[] = {KARST_INTEGER, KARST_NUMBER,  KARST_NUMBER, KARST_STRING,
                                     KARST_NIL,     KARST_BOOLEAN, KARST_TABLE,  KARST_FUNCTION,
                                     KARST_NULL,    KARST_OTHER,   KARST_TABLE};
  for (size_t i = 0; i < 11; i++)
    EXPECT(karst_values_type(results, i, &type) == KARST_OK && type == types[i]);
  EXPECT(karst_values_integer(results, 0, &integer) == KARST_OK && integer == root_id);
  EXPECT(karst_values_integer(results, 1, &integer) == KARST_OK &&
         integer == INT64_C(9007199254740992));
  EXPECT(karst_values_number(results, 2, &number) == KARST_OK && number == 0.5);
  EXPECT(karst_values_string(results, 3, &bytes, &length) == KARST_OK && length == 3 &&
         memcmp(bytes, "x\0y", 4) == 0);
  EXPECT(karst_values_boolean(results, 5, &flag) == KARST_OK && flag == 1);
  EXPECT_FAILURE(karst_values_integer(results, 2, &integer), KARST_WRONG_TYPE,
                 "entry 2: integer expected, got number");
  EXPECT_FAILURE(karst_values_string(results, 0, &bytes, &length), KARST_WRONG_TYPE,
                 "entry 0: string expected, got number");
  EXPECT_FAILURE(karst_values_type(results, 11, &type), KARST_NOT_FOUND,
                 "there is no entry 11 in a list of 11");
  EXPECT_FAILURE(karst_values_type(results, SIZE_MAX, &type), KARST_NOT_FOUND,
                 "there is no entry 18446744073709551615 in a list of 11");

  OK(karst_values_table(results, 6, &table));
  EXPECT(karst_values_find_integer(table, root_id, &index) == KARST_OK &&
         karst_values_string(table, index, &bytes, NULL) == KARST_OK && strcmp(bytes, "cell") == 0);
  EXPECT(karst_values_key_integer(table, index, &integer) == KARST_OK && integer == root_id);
  EXPECT(karst_values_find(table, "name", &index) == KARST_OK &&
         karst_values_key_string(table, index, &bytes, &length) == KARST_OK &&
         strcmp(bytes, "name") == 0 && length == 4);
  EXPECT(karst_values_key_type(table, index, &type) == KARST_OK && type == KARST_STRING);
  EXPECT_FAILURE(karst_values_find(table, "other", &index), KARST_NOT_FOUND,
                 "there is no field 'other'");
  EXPECT_FAILURE(karst_values_find_integer(table, 3, &index), KARST_NOT_FOUND,
                 "there is no entry [3]");

  double numbers[3] = {0, 0, -1};
  karst_values *lists;
  OK(run(engine, "return { 1, 2.5 }, karst.swc.parse('1 1 7 8 9 1 -1').x, { 1, 'x' }", NULL,
         &lists));
  OK(karst_values_numbers(lists, 0, NULL, 0, &count));
  EXPECT(count == 2);
  OK(karst_values_numbers(lists, 0, numbers, 3, &count));
  EXPECT(numbers[0] == 1 && numbers[1] == 2.5 && numbers[2] == -1);
  EXPECT_FAILURE(karst_values_numbers(lists, 0, numbers, 1, &count), KARST_TOO_SMALL,
                 "numbers has room for 1 of 2");
  EXPECT(karst_values_numbers(lists, 2, numbers, 3, &count) == KARST_WRONG_TYPE);

  /* A function comes back to the engine that it is from. */
  karst_values *call;
  OK(karst_values_new(&call));
  OK(karst_values_add_value(call, NULL, results, 7));
  OK(run(engine, "assert(... == print)", call, NULL));
  EXPECT_FAILURE(run(engine, "", inner, NULL), KARST_BAD_ARGUMENT,
                 "arguments have no names: add them with a NULL key");
  OK(karst_values_free(call));
  OK(karst_values_free(lists));
  OK(karst_values_free(table));
  OK(karst_values_free(results));
  OK(karst_values_free(inner));
  OK(karst_values_free(arguments));
}

/* A table in a table in a table … would overflow the stack of whoever walks through it. */
static void check_depth(karst_engine *engine) {
  karst_values *inner, *outer;
  karst_status status = KARST_OK;
  int levels = 0;
  OK(karst_values_new(&inner));
  for (; levels < 10000 && status == KARST_OK; levels++) {
    OK(karst_values_new(&outer));
    status = karst_values_add_table(outer, NULL, inner);
    OK(karst_values_free(inner));
    inner = outer;
  }
  EXPECT(levels == 100 && status == KARST_BAD_ARGUMENT);
  EXPECT(strcmp(karst_error_message(), "tables nested more than 100 levels deep") == 0);
  OK(karst_values_free(inner));
  EXPECT(run(engine, "local t = {} t.t = t return t", NULL, NULL) == KARST_FAILED);
}

static void check_globals(karst_engine *engine) {
  karst_values *values;
  OK(karst_values_new(&values));
  OK(karst_values_add_integer(values, NULL, root_id));
  OK(karst_set_global(engine, "id", values));
  OK(karst_values_free(values));
  int64_t id = 0;
  OK(run(engine, "id = id + 1; function twice(x) return 2 * x end", NULL, NULL));
  OK(karst_global(engine, "id", &values));
  EXPECT(karst_values_integer(values, 0, &id) == KARST_OK && id == root_id + 1);
  karst_values *results;
  OK(karst_call(engine, "math.tointeger", values, &results));
  OK(karst_values_free(results));
  OK(karst_call(engine, "twice", values, &results));
  EXPECT(karst_values_integer(results, 0, &id) == KARST_OK && id == 2 * (root_id + 1));
  OK(karst_values_free(results));
  EXPECT_FAILURE(karst_call(engine, "twoce", NULL, NULL), KARST_NOT_FOUND,
                 "there is no function 'twoce'");
  EXPECT_FAILURE(karst_call(engine, "karst.swc", NULL, NULL), KARST_NOT_FOUND,
                 "there is no function 'karst.swc', but a table");
  OK(karst_values_free(values));
}

/* Errors */

static void check_errors(karst_engine *engine) {
  EXPECT_FAILURE(run(engine, "error('own')", NULL, NULL), KARST_SCRIPT_FAILED, "check:1: own");
  EXPECT(strcmp(karst_error_code(), "error") == 0);
  EXPECT(strcmp(karst_error_where(), "check:1") == 0);
  EXPECT(strstr(karst_error_traceback(), "stack traceback:") != NULL);
  EXPECT_FAILURE(run(engine, "return karst.swc.read('/no/such.swc')", NULL, NULL),
                 KARST_SCRIPT_FAILED, "/no/such.swc: no such file or directory");
  EXPECT(strcmp(karst_error_code(), "not_found") == 0);
  EXPECT(run(engine, "x = = 1", NULL, NULL) == KARST_SYNTAX);
  EXPECT(run(engine, "\x1bLua", NULL, NULL) == KARST_SYNTAX);
  EXPECT(run(engine, "os.exit(5)", NULL, NULL) == KARST_EXITED && karst_exit_status() == 5);
  EXPECT(run(engine, "os.exit(6, false)", NULL, NULL) == KARST_EXITED && karst_exit_status() == 6);
  EXPECT_FAILURE(karst_run_file(engine, "/no/such.lua", NULL, NULL), KARST_NOT_FOUND,
                 "/no/such.lua: no such file or directory");
  OK(run(engine, "return 1", NULL, NULL)); /* the engine works on */
}

static void *use_from_another_thread(void *engine) {
  EXPECT_FAILURE(run(engine, "return 1", NULL, NULL), KARST_WRONG_THREAD,
                 "the engine belongs to the thread that opened it");
  EXPECT(karst_close(engine) == KARST_WRONG_THREAD);
  return NULL;
}

/* Errors are each thread's own. */
static void check_threads(karst_engine *engine) {
  EXPECT(run(engine, "error('mine')", NULL, NULL) == KARST_SCRIPT_FAILED);
  pthread_t thread;
  pthread_create(&thread, NULL, use_from_another_thread, engine);
  pthread_join(thread, NULL);
  EXPECT(strcmp(karst_error_message(), "check:1: mine") == 0);
}

static void check_wrong_use(karst_engine *engine) {
  karst_values *values, *results = (karst_values *)&failures;
  karst_skeleton *skeleton;
  karst_engine *other;
  size_t count;
  OK(karst_values_new(&values));
  EXPECT_FAILURE(run(NULL, "", NULL, NULL), KARST_BAD_HANDLE, "the engine is NULL");
  EXPECT_FAILURE(run((karst_engine *)values, "", NULL, NULL), KARST_BAD_HANDLE,
                 "engine expected, got list of values");
  EXPECT_FAILURE(run((karst_engine *)&count, "", NULL, NULL), KARST_BAD_HANDLE,
                 "the engine is closed, or no handle at all");
  EXPECT(run((karst_engine *)(uintptr_t)-1, "", NULL, NULL) == KARST_BAD_HANDLE);
  EXPECT(karst_values_count((karst_values *)engine, &count) == KARST_BAD_HANDLE);
  EXPECT_FAILURE(karst_values_count(values, NULL), KARST_BAD_ARGUMENT,
                 "count, where the result goes, is NULL");
  EXPECT_FAILURE(karst_run(engine, NULL, 1, NULL, NULL, NULL), KARST_BAD_ARGUMENT,
                 "script is NULL");
  EXPECT_FAILURE(karst_run(engine, "", SIZE_MAX, NULL, NULL, NULL), KARST_BAD_ARGUMENT,
                 "the length of script is more than there is memory");
  EXPECT(karst_run(engine, "", SIZE_MAX / 2, NULL, NULL, NULL) == KARST_BAD_ARGUMENT);
  OK(karst_run(engine, NULL, 0, NULL, NULL, NULL));
  EXPECT_FAILURE(karst_run(engine, "", 0, "\xff", NULL, NULL), KARST_BAD_ARGUMENT,
                 "name is not UTF-8");
  EXPECT(run(engine, "error()", values, &results) == KARST_SCRIPT_FAILED &&
         results == (karst_values *)&failures); /* left alone */
  EXPECT(karst_values_add_string(values, NULL, "x", SIZE_MAX) == KARST_BAD_ARGUMENT);
  EXPECT(karst_values_add_table(values, NULL, NULL) == KARST_BAD_HANDLE);
  EXPECT(karst_open(NULL, NULL) == KARST_BAD_ARGUMENT);
  karst_options options = {0};
  EXPECT(karst_open(&options, &other) == KARST_BAD_ARGUMENT);
  EXPECT(karst_register(engine, "tool..x", NULL, NULL) == KARST_BAD_ARGUMENT);

  OK(karst_values_free(values));
  EXPECT(karst_values_free(values) == KARST_BAD_HANDLE);
  EXPECT(karst_values_add_nil(values) == KARST_BAD_HANDLE);
  OK(karst_values_free(NULL));
  OK(karst_close(NULL));
  OK(karst_skeleton_free(NULL));
  OK(karst_skeleton_parse(swc, sizeof swc - 1, &skeleton));
  OK(karst_skeleton_free(skeleton));
  const double *x;
  EXPECT_FAILURE(karst_skeleton_x(skeleton, &x, &count), KARST_BAD_HANDLE,
                 "the skeleton is closed, or no handle at all");
  EXPECT(karst_skeleton_parse("", 0, &skeleton) != KARST_OK);
}

/* Skeletons */

static void check_columns(const karst_skeleton *skeleton) {
  const double *x, *y, *z, *radii, *again;
  const int32_t *types, *parents;
  const int64_t *ids;
  size_t count = 0;
  OK(karst_skeleton_x(skeleton, &x, &count));
  OK(karst_skeleton_y(skeleton, &y, NULL));
  OK(karst_skeleton_z(skeleton, &z, NULL));
  OK(karst_skeleton_radii(skeleton, &radii, NULL));
  OK(karst_skeleton_types(skeleton, &types, NULL));
  OK(karst_skeleton_parents(skeleton, &parents, NULL));
  OK(karst_skeleton_ids(skeleton, &ids, &count));
  EXPECT(count == 4);
  EXPECT(x[1] == 3 && y[1] == 4 && z[2] == 12 && radii[0] == 2 && types[3] == 2);
  EXPECT(parents[0] == -1 && parents[1] == 0 && parents[2] == 1 && parents[3] == 0);
  EXPECT(ids[0] == 1 && ids[3] == 4);
  OK(karst_skeleton_x(skeleton, &again, NULL));
  EXPECT(again == x);
}

static void check_skeletons(karst_engine *engine, const char *folder) {
  karst_skeleton *skeleton, *copy, *measured;
  karst_values *values, *results;
  OK(karst_values_new(&values));
  OK(karst_values_add_string(values, NULL, swc, sizeof swc - 1));
  OK(karst_call(engine, "karst.swc.parse", values, &results));
  OK(karst_values_skeleton(results, 0, &skeleton));
  OK(karst_values_free(results)); /* the skeleton stays */
  check_columns(skeleton);

  int32_t pairs[6];
  size_t count;
  OK(karst_skeleton_edges(skeleton, NULL, 0, &count));
  EXPECT(count == 3);
  EXPECT_FAILURE(karst_skeleton_edges(skeleton, pairs, 2, &count), KARST_TOO_SMALL,
                 "pairs has room for 2 of 3 edges");
  OK(karst_skeleton_edges(skeleton, pairs, 3, &count));
  static const int32_t expected[] = {1, 0, 2, 1, 3, 0};
  EXPECT(memcmp(pairs, expected, sizeof expected) == 0);

  double value;
  const char *unit;
  int64_t id = -1;
  EXPECT(karst_skeleton_measure(skeleton, "cable_length", &value) == KARST_OK && value == 22);
  EXPECT(karst_skeleton_measure(skeleton, "tips", &value) == KARST_OK && value == 2);
  EXPECT(karst_skeleton_measure(skeleton, "no_such", &value) == KARST_NOT_FOUND);
  EXPECT(karst_skeleton_unit(skeleton, &unit) == KARST_OK && strcmp(unit, "unknown") == 0);
  EXPECT(karst_skeleton_root_id(skeleton, &id) == KARST_OK && id == 0);
  size_t measures = 0;
  while (karst_measure_name(measures) != NULL)
    OK(karst_skeleton_measure(skeleton, karst_measure_name(measures++), &value));
  EXPECT(measures > 30 && karst_measure_name(SIZE_MAX) == NULL);

  /* From the program's own arrays, into a script, to a file and back. */
  const double x[] = {3, 0, 3, 0}, y[] = {4, 0, 4, 0}, z[] = {12, 0, 0, -5};
  const int32_t parents[] = {2, -1, 1, 1};
  OK(karst_skeleton_new(4, x, y, z, parents, NULL, NULL, NULL, "um", &copy));
  EXPECT(karst_skeleton_measure(copy, "cable_length", &value) == KARST_OK && value == 22);
  OK(karst_values_free(values));
  OK(karst_values_new(&values));
  OK(karst_values_add_skeleton(values, NULL, copy));
  OK(run(engine, "local sk = ... assert(sk.x == sk.x and #sk == 4) return sk:to_unit('nm')", values,
         &results));
  OK(karst_values_skeleton(results, 0, &measured));
  EXPECT(karst_skeleton_measure(measured, "cable_length", &value) == KARST_OK && value == 22000);
  char path[4096];
  snprintf(path, sizeof path, "%s/cell.swc", folder);
  OK(karst_skeleton_write(copy, path));
  OK(karst_skeleton_free(copy));
  OK(karst_skeleton_read(path, &copy));
  EXPECT(karst_skeleton_measure(copy, "cable_length", &value) == KARST_OK && value == 22);
  EXPECT(karst_skeleton_write(copy, "cell.unknown") == KARST_FAILED);
  EXPECT_FAILURE(karst_skeleton_read("/no/such.swc", &measured), KARST_NOT_FOUND,
                 "/no/such.swc: no such file or directory");

  karst_skeleton *none;
  const int32_t circle[] = {1, 0, 1, 1}, far[] = {-1, 0, 0, 4};
  EXPECT(karst_skeleton_new(4, x, y, z, circle, NULL, NULL, NULL, NULL, &none) == KARST_FAILED);
  EXPECT_FAILURE(karst_skeleton_new(4, x, y, z, far, NULL, NULL, NULL, NULL, &none), KARST_FAILED,
                 "node 3 has parent 4, of 4 nodes");
  EXPECT_FAILURE(karst_skeleton_new(SIZE_MAX, x, y, z, far, NULL, NULL, NULL, NULL, &none),
                 KARST_BAD_ARGUMENT, "a skeleton has at most 2147483647 nodes");
  EXPECT(karst_skeleton_new(4, x, NULL, z, far, NULL, NULL, NULL, NULL, &none) ==
         KARST_BAD_ARGUMENT);
  EXPECT(karst_skeleton_new(4, x, y, z, parents, NULL, NULL, NULL, "feet", &none) ==
         KARST_BAD_ARGUMENT);
  const double *empty;
  OK(karst_skeleton_new(0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, &none));
  EXPECT(karst_skeleton_x(none, &empty, &count) == KARST_OK && count == 0);
  EXPECT(karst_skeleton_measure(none, "path_distance_to_root_mean", &value) == KARST_OK &&
         isnan(value));
  OK(karst_skeleton_free(none));
  OK(karst_skeleton_free(measured));
  OK(karst_skeleton_free(copy));
  OK(karst_skeleton_free(skeleton));
  OK(karst_values_free(results));
  OK(karst_values_free(values));
}

/* Callbacks */

typedef struct {
  char output[256], errors[256], log[256];
  int64_t done, total;
  int calls;
  karst_engine *engine;
} heard;

static void append(char *to, size_t room, const char *bytes, size_t length) {
  size_t used = strlen(to);
  if (used + length < room) {
    memcpy(to + used, bytes, length);
    to[used + length] = 0;
  }
}

static void on_output(void *context, karst_stream stream, const char *bytes, size_t length) {
  heard *h = context;
  append(stream == KARST_OUTPUT ? h->output : h->errors, sizeof h->output, bytes, length);
  if (h->engine != NULL)
    EXPECT_FAILURE(run(h->engine, "return 1", NULL, NULL), KARST_BUSY,
                   "the engine is running already");
}

static void on_progress(void *context, const char *label, int64_t done, int64_t total) {
  heard *h = context;
  EXPECT(strcmp(label, "counting") == 0);
  h->done = done;
  h->total = total;
  h->calls++;
}

static void on_log(void *context, karst_level level, const char *message) {
  heard *h = context;
  char text[256];
  snprintf(text, sizeof text, "%d %s;", (int)level, message);
  append(h->log, sizeof h->log, text, strlen(text));
}

static karst_status add(void *context, const karst_values *arguments, karst_values *results) {
  int64_t a, b;
  ++*(int *)context;
  if (karst_values_integer(arguments, 0, &a) != KARST_OK ||
      karst_values_integer(arguments, 1, &b) != KARST_OK) {
    karst_values_add_string(results, NULL, "two integers, please", 20);
    return KARST_FAILED;
  }
  karst_values_add_integer(results, NULL, a + b);
  return karst_values_add_string(results, NULL, "sum", 3);
}

static void check_callbacks(karst_engine *engine) {
  heard h = {0};
  int calls = 0;
  karst_values *results;
  int64_t sum;
  OK(run(engine, "print('dropped') io.stderr:write('dropped')", NULL, NULL));
  OK(karst_on_output(engine, on_output, &h));
  OK(karst_on_progress(engine, on_progress, &h));
  OK(karst_on_log(engine, on_log, &h));
  OK(run(engine,
         "print('one', 2) io.write('thr', 'ee') io.stderr:write('four') io.stdout:write('\\n')\n"
         "karst.log.warn('five', { n = 5 })\n"
         "karst.task.spawn(function() error('six', 0) end)\n"
         "local bar <close> = karst.progress.open('counting', 3)\n"
         "for i = 1, 3 do bar:add(1) end",
         NULL, NULL));
  EXPECT(strcmp(h.output, "one\t2\nthree\n") == 0);
  EXPECT(strcmp(h.errors, "four") == 0);
  EXPECT(strstr(h.log, "3 five n=5;4 error in a task: six\n") == h.log);
  EXPECT(h.done == 3 && h.total == 3 && h.calls >= 3);
  h.engine = engine;
  OK(run(engine, "print('again')", NULL, NULL));
  OK(karst_on_output(engine, NULL, NULL));
  OK(karst_on_progress(engine, NULL, NULL));
  OK(karst_on_log(engine, NULL, NULL));

  OK(karst_register(engine, "tool.add", add, &calls));
  OK(run(engine, "return tool.add(864691135463333789, 1)", NULL, &results));
  EXPECT(karst_values_integer(results, 0, &sum) == KARST_OK && sum == root_id + 1);
  OK(karst_values_free(results));
  EXPECT_FAILURE(run(engine, "tool.add(1)", NULL, NULL), KARST_SCRIPT_FAILED,
                 "two integers, please");
  EXPECT(calls == 2);
}

/* Cancel, from another thread and from a callback, in a loop that catches everything and in a wait
 */

static void *cancel_soon(void *engine) {
  usleep(20000);
  OK(karst_cancel(engine));
  return NULL;
}

static void on_output_cancel(void *context, karst_stream stream, const char *bytes, size_t length) {
  (void)stream, (void)bytes, (void)length;
  OK(karst_cancel(context));
}

static void check_cancel(karst_engine *engine) {
  static const char *const scripts[] = {
      "while true do pcall(function() while true do end end) end",
      "while true do pcall(karst.task.sleep, 1000) end",
      "table.sort({ 3, 2, 1 }, function() karst.task.sleep(1000) end)",
  };
  for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
    pthread_t thread;
    pthread_create(&thread, NULL, cancel_soon, engine);
    EXPECT_FAILURE(run(engine, scripts[i], NULL, NULL), KARST_CANCELLED, "interrupted");
    pthread_join(thread, NULL);
  }
  OK(karst_on_output(engine, on_output_cancel, engine));
  EXPECT(run(engine, "print(1) while true do end", NULL, NULL) == KARST_CANCELLED);
  OK(karst_on_output(engine, NULL, NULL));
  OK(karst_cancel(engine)); /* nothing runs: the next run ends */
  EXPECT(run(engine, "return 1", NULL, NULL) == KARST_CANCELLED);
  OK(run(engine, "return 1", NULL, NULL));
}

/* Two engines on two threads at once: neither gets on unless the other does. */

typedef struct {
  atomic_int *turn;
  int mine;
} player;

static karst_status take_turn(void *context, const karst_values *arguments, karst_values *results) {
  (void)arguments, (void)results;
  player *p = context;
  while (atomic_load(p->turn) % 2 != p->mine)
    usleep(100);
  atomic_fetch_add(p->turn, 1);
  return KARST_OK;
}

static void *play(void *context) {
  karst_engine *engine;
  OK(karst_open(NULL, &engine));
  OK(karst_register(engine, "take_turn", take_turn, context));
  OK(run(engine, "for i = 1, 50 do take_turn() end", NULL, NULL));
  OK(karst_close(engine));
  return NULL;
}

static void check_two_engines(void) {
  atomic_int turn = 0;
  player players[2] = {{&turn, 0}, {&turn, 1}};
  pthread_t threads[2];
  for (int i = 0; i < 2; i++)
    pthread_create(&threads[i], NULL, play, &players[i]);
  for (int i = 0; i < 2; i++)
    pthread_join(threads[i], NULL);
  EXPECT(turn == 100);
}

static void check_memory_limit(void) {
  karst_engine *engine;
  karst_options options = {.size = sizeof options, .memory_limit = 8 << 20};
  OK(karst_open(&options, &engine));
  EXPECT_FAILURE(run(engine, "local t = {} for i = 1, 1e9 do t[i] = i end", NULL, NULL),
                 KARST_NO_MEMORY, "not enough memory");
  OK(run(engine, "return 1", NULL, NULL));
  OK(karst_close(engine));
}

static void check_time_and_instructions(void) {
  karst_engine *engine;
  karst_options options = {.size = sizeof options, .time_limit = 0.02};
  OK(karst_open(&options, &engine));
  EXPECT_FAILURE(
      run(engine, "while true do pcall(function() while true do end end) end", NULL, NULL),
      KARST_LIMIT, "the script took longer than it was allowed");
  EXPECT(strcmp(karst_error_code(), "deadline") == 0);
  EXPECT(run(engine, "karst.task.sleep(100)", NULL, NULL) == KARST_LIMIT);
  OK(run(engine, "return 1", NULL, NULL));
  OK(karst_close(engine));
  options.time_limit = 0;
  options.instruction_budget = 100000;
  OK(karst_open(&options, &engine));
  EXPECT_FAILURE(run(engine, "while true do end", NULL, NULL), KARST_LIMIT,
                 "the script needed more instructions than it was allowed");
  EXPECT(strcmp(karst_error_code(), "budget") == 0);
  OK(run(engine, "return 1", NULL, NULL));
  OK(karst_close(engine));
}

static void check_profiles(const char *folder) {
  karst_engine *engine;
  const char *const roots[] = {folder, NULL};
  const char *const servers[] = {"127.0.0.1:9", NULL};
  karst_options options = {.size = sizeof options, .profile = KARST_PURE};
  OK(karst_open(&options, &engine));
  EXPECT_FAILURE(run(engine, "karst.fs.read('x')", NULL, NULL), KARST_SCRIPT_FAILED,
                 "x: files are not available under the profile 'pure'");
  OK(karst_close(engine));
  options.profile = KARST_PROJECT;
  options.file_roots = roots;
  options.servers = servers;
  OK(karst_open(&options, &engine));
  OK(run(engine, "assert(not karst.fs.exists('missing'))", NULL, NULL));
  EXPECT(run(engine, "karst.fs.read('/etc/passwd')", NULL, NULL) == KARST_SCRIPT_FAILED);
  EXPECT(strcmp(karst_error_code(), "forbidden") == 0);
  OK(run(engine, "karst.cave.client('x', { server_address = 'http://127.0.0.1:9' })", NULL, NULL));
  EXPECT_FAILURE(
      run(engine, "karst.cave.client('x', { server_address = 'https://other.org' })", NULL, NULL),
      KARST_SCRIPT_FAILED,
      "https://other.org: this server is not among those that the profile 'project' was given");
  OK(karst_close(engine));
}

/* A header of the first release knew `size` and `memory_limit`: what follows is not looked at. */
static void check_short_options(void) {
  karst_engine *engine;
  karst_options options;
  memset(&options, 0xff, sizeof options);
  options.size = offsetof(karst_options, profile);
  options.memory_limit = 0;
  OK(karst_open(&options, &engine));
  OK(run(engine, "assert(io.open)", NULL, NULL));
  OK(karst_close(engine));
}

static void check_wrong_options(void) {
  karst_engine *engine = NULL;
  const char *const roots[] = {".", NULL};
  karst_options options = {.size = sizeof options, .profile = 3};
  EXPECT_FAILURE(karst_open(&options, &engine), KARST_BAD_ARGUMENT,
                 "options: there is no profile 3");
  options.profile = KARST_FULL;
  options.time_limit = -1;
  EXPECT_FAILURE(karst_open(&options, &engine), KARST_BAD_ARGUMENT,
                 "options: 'time_limit' is no number of seconds (got -1.0)");
  options.time_limit = NAN;
  EXPECT(karst_open(&options, &engine) == KARST_BAD_ARGUMENT);
  options.time_limit = 0;
  options.instruction_budget = -1;
  EXPECT_FAILURE(karst_open(&options, &engine), KARST_BAD_ARGUMENT,
                 "options: 'instruction_budget' is negative, or too much");
  options.instruction_budget = 0;
  options.file_roots = roots;
  EXPECT_FAILURE(karst_open(&options, &engine), KARST_BAD_ARGUMENT,
                 "options: 'file_roots' and 'servers' are for KARST_PROJECT");
  EXPECT(engine == NULL);
}

int main(int count, char **arguments) {
  const char *folder = count > 1 ? arguments[1] : ".";
  karst_engine *engine;
  char version[32];
  snprintf(version, sizeof version, "%d.%d.%d", KARST_VERSION_MAJOR, KARST_VERSION_MINOR,
           KARST_VERSION_PATCH);
  EXPECT(strcmp(karst_version(), version) == 0);
  EXPECT(strcmp(karst_error_message(), "") == 0 && strcmp(karst_error_code(), "") == 0);
  OK(karst_open(NULL, &engine));
  check_values(engine);
  check_depth(engine);
  check_globals(engine);
  check_errors(engine);
  check_threads(engine);
  check_wrong_use(engine);
  check_skeletons(engine, folder);
  check_callbacks(engine);
  check_cancel(engine);
  check_two_engines();
  check_memory_limit();
  check_time_and_instructions();
  check_profiles(folder);
  check_short_options();
  check_wrong_options();
  OK(karst_close(engine));
  EXPECT(karst_close(engine) == KARST_BAD_HANDLE);
  EXPECT(karst_cancel(engine) == KARST_BAD_HANDLE);
  if (failures == 0)
    puts("all checks hold");
  return failures != 0;
}
