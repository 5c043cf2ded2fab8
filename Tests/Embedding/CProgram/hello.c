/* The smallest whole program: runs a script and prints its output and its result. */
#include <karst.h>
#include <stdio.h>

static void on_output(void *context, karst_stream stream, const char *bytes, size_t length) {
  (void)context;
  fwrite(bytes, 1, length, stream == KARST_OUTPUT ? stdout : stderr);
}

int main(void) {
  karst_engine *engine;
  if (karst_open(NULL, &engine) != KARST_OK) {
    fprintf(stderr, "%s\n", karst_error_message());
    return 1;
  }
  karst_on_output(engine, on_output, NULL);

  const char script[] = "print('karst ' .. karst.version .. ' in C')\n"
                        "return karst.swc.parse(...):cable_length()";
  const char swc[] = "1 1 0 0 0 1 -1\n2 3 3 4 0 1 1\n3 3 3 4 12 1 2\n";
  karst_values *arguments, *results;
  double length;
  karst_values_new(&arguments);
  karst_values_add_string(arguments, NULL, swc, sizeof swc - 1);
  if (karst_run(engine, script, sizeof script - 1, "hello", arguments, &results) != KARST_OK ||
      karst_values_number(results, 0, &length) != KARST_OK) {
    fprintf(stderr, "%s: %s\n", karst_error_code(), karst_error_message());
    return 1;
  }
  printf("%g\n", length);
  karst_values_free(results);
  karst_values_free(arguments);
  karst_close(engine);
  return 0;
}
