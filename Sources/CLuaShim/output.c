// What scripts print, for an engine inside another program: io.stdout and io.stderr as streams
// whose bytes go to the host, and a `print` that writes to the same.
#define _GNU_SOURCE
#include "internal.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>

typedef struct {
  kl_host *host;
  int32_t number;
} cookie;

struct kl_output {
  kl_write write;
  void *context;
  cookie cookies[2];
  FILE *streams[2];
};

#if defined(__linux__)
static ssize_t on_write(void *context, const char *bytes, size_t length) {
#else
static int on_write(void *context, const char *bytes, int length) {
#endif
  const cookie *to = context;
  kl_output *output = to->host->output;
  output->write(output->context, to->number, bytes, (size_t)length);
  return length;
}

static FILE *open_stream(cookie *to) {
#if defined(__linux__)
  cookie_io_functions_t functions = {NULL, on_write, NULL, NULL};
  FILE *stream = fopencookie(to, "w", functions);
#else
  FILE *stream = fwopen(to, on_write);
#endif
  if (stream != NULL)
    setvbuf(stream, NULL, _IOLBF, BUFSIZ);
  return stream;
}

// The stream belongs to the host: a script can no more close it than the process's own.
static int keep_open(lua_State *L) {
  luaL_Stream *stream = luaL_checkudata(L, 1, LUA_FILEHANDLE);
  stream->closef = keep_open;
  luaL_pushfail(L);
  lua_pushliteral(L, "cannot close standard file");
  return 2;
}

static void push_stream(lua_State *L, FILE *file) {
  luaL_Stream *stream = lua_newuserdatauv(L, sizeof *stream, 0);
  stream->closef = NULL;
  luaL_setmetatable(L, LUA_FILEHANDLE);
  stream->f = file;
  stream->closef = keep_open;
}

static int host_print(lua_State *L) {
  kl_output *output = kl_host_of(L)->output;
  int count = lua_gettop(L);
  for (int i = 1; i <= count; i++) {
    size_t length;
    const char *text = luaL_tolstring(L, i, &length);
    if (i > 1)
      fputc('\t', output->streams[0]);
    fwrite(text, 1, length, output->streams[0]);
    lua_settop(L, count);
  }
  fputc('\n', output->streams[0]);
  fflush(output->streams[0]);
  return 0;
}

// Stack: the context.
static int redirect(lua_State *L) {
  kl_output *output = kl_host_of(L)->output;
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  if (lua_getfield(L, -1, LUA_IOLIBNAME) == LUA_TTABLE) {
    push_stream(L, output->streams[1]);
    lua_setfield(L, -2, "stderr");
    push_stream(L, output->streams[0]);
    lua_pushvalue(L, -1);
    lua_setfield(L, -3, "stdout");
    // What io.write writes to, by liolib.c's own key: io.output is not there under every profile.
    lua_setfield(L, LUA_REGISTRYINDEX, "_IO_output");
  }
  lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  lua_pushcfunction(L, host_print);
  lua_setfield(L, -2, "print");
  return 0;
}

int kl_redirect_output(kl_host *host, kl_write write, void *context) {
  kl_output *output = calloc(1, sizeof *output);
  if (output == NULL) {
    lua_pushnil(host->L);
    return LUA_ERRMEM;
  }
  host->output = output;
  output->write = write;
  output->context = context;
  for (int32_t i = 0; i < 2; i++) {
    output->cookies[i] = (cookie){host, i + 1};
    output->streams[i] = open_stream(&output->cookies[i]);
    if (output->streams[i] == NULL) {
      lua_pushnil(host->L);
      return LUA_ERRMEM;
    }
  }
  return kl_protected(host->L, redirect, NULL, 0);
}

void kl_flush_output(kl_host *host) {
  for (int i = 0; host->output != NULL && i < 2; i++)
    fflush(host->output->streams[i]);
}

FILE *kl_error_stream(kl_host *host) {
  return host->output != NULL ? host->output->streams[1] : stderr;
}

// After the state is closed: no userdata of a script has the streams any more.
void kl_close_output(kl_host *host) {
  kl_output *output = host->output;
  if (output == NULL)
    return;
  for (int i = 0; i < 2; i++)
    if (output->streams[i] != NULL)
      fclose(output->streams[i]);
  host->output = NULL;
  free(output);
}
