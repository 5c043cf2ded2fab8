// Calls from Lua into Swift, and the programs that build values.
#include "internal.h"
#include <stdlib.h>
#include <string.h>

#define SMALL 12

// A userdata is a box of ours when it has the size of one and its mark, which depends on its place
// and on a secret of the engine: no other userdata has it, whatever a C library puts into its own.
static inline bool load_box(lua_State *L, int index, kl_value *value) {
  kl_box *box = lua_touserdata(L, index);
  if (box == NULL || lua_rawlen(L, index) != sizeof *box ||
      box->mark != kl_mark(kl_host_of(L), box))
    return false;
  value->tag = box->object != NULL ? KL_OBJECT : KL_CLOSED;
  value->type = box->type;
  value->object = box->object;
  value->length = (size_t)box->identity;
  return true;
}

static inline void load(lua_State *L, int index, kl_value *value) {
  switch (lua_type(L, index)) {
  case LUA_TNONE:
    value->tag = KL_NONE;
    break;
  case LUA_TNIL:
    value->tag = KL_NIL;
    break;
  case LUA_TBOOLEAN:
    value->tag = KL_BOOLEAN;
    value->integer = lua_toboolean(L, index);
    break;
  case LUA_TNUMBER:
    if (lua_isinteger(L, index)) {
      value->tag = KL_INTEGER;
      value->integer = lua_tointegerx(L, index, NULL);
    } else {
      value->tag = KL_NUMBER;
      value->number = lua_tonumberx(L, index, NULL);
    }
    break;
  case LUA_TSTRING:
    value->tag = KL_STRING;
    value->bytes = lua_tolstring(L, index, &value->length);
    break;
  case LUA_TTABLE:
    value->tag = KL_TABLE;
    break;
  case LUA_TFUNCTION:
    value->tag = KL_FUNCTION;
    break;
  case LUA_TTHREAD:
    value->tag = KL_THREAD;
    break;
  case LUA_TLIGHTUSERDATA:
    value->tag = KL_LIGHT;
    break;
  default:
    if (!load_box(L, index, value))
      value->tag = lua_touserdata(L, index) == kl_host_of(L)->null_object ? KL_NULL : KL_USERDATA;
  }
}

void kl_load(lua_State *L, int index, kl_value *value) { load(L, index, value); }

static inline int push_results(lua_State *L, kl_frame *frame) {
  for (int i = 0; i < frame->result_count; i++) {
    kl_value *value = &frame->results[i];
    switch (value->tag) {
    case KL_BOOLEAN:
      lua_pushboolean(L, (int)value->integer);
      break;
    case KL_INTEGER:
      lua_pushinteger(L, value->integer);
      break;
    case KL_NUMBER:
      lua_pushnumber(L, value->number);
      break;
    case KL_STRING:
      lua_pushlstring(L, value->bytes, value->length);
      break;
    default:
      lua_pushnil(L);
    }
  }
  return frame->result_count;
}

// Files of the bundled library are named `=NAME.lua`, files of scripts `@…`.
static int is_library(const lua_Debug *record) {
  size_t length = strlen(record->source);
  return record->source[0] == '=' && length > 4 && strcmp(record->source + length - 4, ".lua") == 0;
}

// Pushes the position in the script, as luaL_where does: the place in their own code is what people
// want to know, and not the one in the library below it.
static void push_where(lua_State *L) {
  lua_Debug record;
  for (int level = 1; lua_getstack(L, level, &record); level++) {
    lua_getinfo(L, "Sl", &record);
    if (record.currentline > 0 && !is_library(&record)) {
      luaL_where(L, level);
      return;
    }
  }
  luaL_where(L, 1);
}

// Puts the script's position into an error object that has none. Stack: error -> error.
void kl_add_where(lua_State *L) {
  if (!kl_is_error_object(L, -1))
    return;
  luaL_checkstack(L, 4, NULL);
  lua_pushliteral(L, "where");
  if (lua_rawget(L, -2) != LUA_TNIL) {
    lua_pop(L, 1);
    return;
  }
  lua_pop(L, 1);
  lua_pushliteral(L, "where");
  push_where(L);
  size_t length;
  const char *where = lua_tolstring(L, -1, &length);
  if (length >= 2 && where[length - 1] == ' ' && where[length - 2] == ':') {
    lua_pushlstring(L, where, length - 2);
    lua_remove(L, -2);
  }
  lua_rawset(L, -3);
}

static int wait_done(lua_State *L, int status, lua_KContext context) {
  (void)status;
  kl_host *host = kl_host_of(L);
  kl_frame frame = {.L = L, .host = host, .base = lua_gettop(L) + 1};
  lua_State *before = host->calling;
  host->calling = L;
  int32_t done = host->callbacks.finish(host->owner, (int64_t)context, &frame);
  host->calling = before;
  return kl_conclude(L, &frame, done);
}

// Yields the wait to the scheduler, or lets the scheduler work on it here and now where a yield is
// not possible.
static int wait_for(lua_State *L, kl_host *host, int64_t wait) {
  if (lua_isyieldable(L)) {
    lua_pushlightuserdata(L, &kl_wait_key);
    lua_pushinteger(L, wait);
    return lua_yieldk(L, 2, (lua_KContext)wait, wait_done);
  }
  while (host->callbacks.pump(host->owner, wait) == KL_INTERRUPTED) {
    // Only with a handler: without one, the wait itself ends as interrupted.
    if (host->handler != LUA_NOREF) {
      luaL_checkstack(L, 1, NULL);
      lua_rawgeti(L, LUA_REGISTRYINDEX, host->handler);
      lua_call(L, 0, 0);
    }
  }
  return wait_done(L, LUA_OK, (lua_KContext)wait);
}

static int copy_from_thread(lua_State *L, kl_frame *frame) {
  int count = lua_gettop(frame->thread);
  luaL_checkstack(L, count + 1, "too many results");
  if (!lua_checkstack(frame->thread, 1))
    return luaL_error(L, "stack overflow");
  for (int i = 0; i < count; i++) {
    lua_pushvalue(frame->thread, i + 1);
    lua_xmove(frame->thread, L, 1);
  }
  return count;
}

int kl_conclude(lua_State *L, kl_frame *frame, int32_t status) {
  switch (status) {
  case KL_DONE:
    return push_results(L, frame);
  case KL_BUILT: {
    int results = frame->program->results;
    if (kl_program_run(L, frame->program) != LUA_OK)
      return lua_error(L);
    return results;
  }
  case KL_RAISED:
    if (frame->program == NULL)
      return luaL_error(L, "not enough memory");
    if (kl_program_run(L, frame->program) == LUA_OK) {
      int32_t kind = kl_sentinel_kind(L, -1);
      if (kind != 0)
        return kl_raise_sentinel(L, kind);
      kl_add_where(L);
    }
    return lua_error(L);
  case KL_WAITING:
    return wait_for(L, frame->host, frame->wait);
  case KL_FROM_THREAD:
    return copy_from_thread(L, frame);
  default:
    return kl_raise_sentinel(L, status);
  }
}

static inline int invoke(lua_State *L, int32_t index, int receiver) {
  kl_host *host = kl_host_of(L);
  // The index may come through a script's hands (debug.setupvalue).
  if ((uint32_t)index >= host->body_count)
    return luaL_error(L, "no such function");
  kl_value small[SMALL];
  kl_value *values = small;
  int count = lua_gettop(L);
  if (count > SMALL) {
    values = lua_newuserdatauv(L, sizeof(kl_value) * (size_t)count, 0);
    luaL_checkstack(L, 8, NULL);
  }
  int first = receiver && load_box(L, 1, &values[0]) ? 1 : 0;
  for (int i = first; i < count; i++)
    load(L, i + 1, &values[i]);
  kl_frame frame;
  frame.L = L;
  frame.host = host;
  frame.result_count = 0;
  frame.program = NULL;
  if (receiver) {
    if (count == 0)
      small[0].tag = KL_NONE;
    frame.receiver = values;
    frame.arguments = values + 1;
    frame.count = count > 0 ? count - 1 : 0;
    frame.base = 2;
  } else {
    frame.receiver = NULL;
    frame.arguments = values;
    frame.count = count;
    frame.base = 1;
  }
  lua_State *before = host->calling;
  host->calling = L;
  int32_t status = host->callbacks.call(host->bodies[index], &frame);
  host->calling = before;
  return status == KL_DONE ? push_results(L, &frame) : kl_conclude(L, &frame, status);
}

int kl_invoke_method(lua_State *L, int32_t index) { return invoke(L, index, 1); }

int kl_call_function(lua_State *L) {
  return invoke(L, (int32_t)lua_tointegerx(L, lua_upvalueindex(1), NULL), 0);
}

int kl_call_method(lua_State *L) {
  return invoke(L, (int32_t)lua_tointegerx(L, lua_upvalueindex(1), NULL), 1);
}

int32_t kl_callable_index(lua_State *L, int index) {
  lua_CFunction function = lua_tocfunction(L, index);
  if ((function != kl_call_function && function != kl_call_method) || !lua_checkstack(L, 1) ||
      lua_getupvalue(L, index, 1) == NULL)
    return -1;
  int32_t found = (int32_t)lua_tointegerx(L, -1, NULL);
  lua_pop(L, 1);
  return found;
}

// Programs
// ------------------------------------------------------------------------------------------------------------

kl_program *kl_program_take(kl_host *host) {
  kl_program *program = host->pool;
  if (program != NULL) {
    host->pool = program->next;
    host->pooled--;
  } else {
    program = calloc(1, sizeof *program);
  }
  return program;
}

void kl_program_return(kl_host *host, kl_program *program) {
  if (program->owns_objects)
    for (size_t i = 0; i < program->count; i++) {
      kl_value *value = &program->values[i];
      if (value->tag == KL_OBJECT && value->object != NULL) {
        void *object = value->object;
        value->object = NULL;
        host->callbacks.release(host->owner, object, value->type, 0);
      }
    }
  program->count = program->byte_count = 0;
  program->results = program->owns_objects = 0;
  if (host->pooled >= KL_POOL || program->byte_capacity > 65536 || program->capacity > 4096) {
    free(program->values);
    free(program->bytes);
    free(program);
    return;
  }
  program->next = host->pool;
  host->pool = program;
  host->pooled++;
}

bool kl_program_append(kl_program *program, kl_value value) {
  if (program->count == program->capacity) {
    size_t capacity = program->capacity * 2 + 16;
    kl_value *moved = realloc(program->values, capacity * sizeof *moved);
    if (moved == NULL)
      return false;
    program->values = moved;
    program->capacity = capacity;
  }
  program->owns_objects |= value.tag == KL_OBJECT;
  program->values[program->count++] = value;
  return true;
}

int64_t kl_program_bytes(kl_program *program, const void *bytes, size_t length) {
  size_t start = (program->byte_count + 7) & ~(size_t)7;
  if (start + length > program->byte_capacity) {
    size_t capacity = (start + length) * 2 + 64;
    char *moved = realloc(program->bytes, capacity);
    if (moved == NULL)
      return -1;
    program->bytes = moved;
    program->byte_capacity = capacity;
  }
  if (length > 0)
    memcpy(program->bytes + start, bytes, length);
  program->byte_count = start + length;
  return (int64_t)start;
}

static void push_doubles(lua_State *L, const double *numbers, size_t count) {
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    lua_pushnumber(L, numbers[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

static void push_integers(lua_State *L, const int64_t *numbers, size_t count) {
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    lua_pushinteger(L, numbers[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

// Runs one instruction. Stack: as the instruction says in CLuaShim.h.
static void step(lua_State *L, kl_program *program, kl_value *value) {
  switch (value->tag) {
  case KL_BOOLEAN:
    lua_pushboolean(L, (int)value->integer);
    break;
  case KL_INTEGER:
    lua_pushinteger(L, value->integer);
    break;
  case KL_NUMBER:
    lua_pushnumber(L, value->number);
    break;
  case KL_STRING:
    lua_pushlstring(L, value->length > 0 ? program->bytes + value->integer : "", value->length);
    break;
  case KL_NULL:
    lua_rawgetp(L, LUA_REGISTRYINDEX, &kl_null_key);
    break;
  case KL_SENTINEL:
    lua_rawgetp(L, LUA_REGISTRYINDEX, &kl_sentinel_keys[value->integer]);
    break;
  case KL_CLOSE:
    lua_pushcfunction(L, kl_close_method);
    break;
  case KL_ELEMENTS:
    lua_pushcfunction(L, kl_elements);
    break;
  case KL_OBJECT:
    kl_push_object(L, value);
    break;
  case KL_REFERENCE:
    lua_rawgeti(L, LUA_REGISTRYINDEX, value->integer);
    break;
  case KL_CALLABLE:
    lua_pushinteger(L, value->integer);
    lua_pushcclosure(L, value->type ? kl_call_method : kl_call_function, 1);
    break;
  case KL_NEWTABLE:
    lua_createtable(L, (int)value->integer, (int)value->length);
    break;
  case KL_SETITEM:
    lua_rawseti(L, -2, value->integer);
    break;
  case KL_SETFIELD:
    if (lua_isnil(L, -2) || (lua_isnumber(L, -2) && lua_tonumber(L, -2) != lua_tonumber(L, -2)))
      luaL_error(L, "a table key is %s", lua_isnil(L, -2) ? "nil" : "not a number");
    lua_rawset(L, -3);
    break;
  case KL_MARKLIST:
    lua_rawgetp(L, LUA_REGISTRYINDEX, &kl_list_key);
    lua_setmetatable(L, -2);
    break;
  case KL_MARKERROR:
    lua_rawgetp(L, LUA_REGISTRYINDEX, &kl_error_key);
    lua_setmetatable(L, -2);
    break;
  case KL_SPAWN:
    lua_pushinteger(L, value->integer);
    lua_pushboolean(L, value->length != 0);
    lua_pushcclosure(L, kl_spawn, 2);
    break;
  case KL_DOUBLES:
    push_doubles(L, (const double *)(program->bytes + value->integer), value->length);
    break;
  case KL_INTEGERS:
    push_integers(L, (const int64_t *)(program->bytes + value->integer), value->length);
    break;
  default:
    lua_pushnil(L);
  }
}

static int run_steps(lua_State *L) {
  kl_program *program = lua_touserdata(L, 1);
  lua_settop(L, 0);
  for (size_t i = 0; i < program->count; i++) {
    luaL_checkstack(L, 8, "table nested too deeply");
    step(L, program, &program->values[i]);
  }
  return program->results;
}

int kl_program_run(lua_State *L, kl_program *program) {
  kl_host *host = kl_host_of(L);
  int status = LUA_ERRMEM;
  if (lua_checkstack(L, program->results + LUA_MINSTACK))
    status = kl_protected(L, run_steps, program, program->results);
  else
    lua_pushnil(L);
  kl_program_return(host, program);
  return status;
}

size_t kl_read_doubles(lua_State *L, int index, double *out, size_t n) {
  index = lua_absindex(L, index);
  if (!lua_checkstack(L, 1))
    return 1;
  for (size_t i = 0; i < n; i++) {
    int type = lua_rawgeti(L, index, (lua_Integer)i + 1);
    out[i] = lua_tonumberx(L, -1, NULL);
    lua_settop(L, -2);
    if (type != LUA_TNUMBER)
      return i + 1;
  }
  return 0;
}

size_t kl_read_integers(lua_State *L, int index, int64_t *out, size_t n) {
  index = lua_absindex(L, index);
  if (!lua_checkstack(L, 1))
    return 1;
  for (size_t i = 0; i < n; i++) {
    lua_rawgeti(L, index, (lua_Integer)i + 1);
    int whole = lua_isinteger(L, -1);
    out[i] = lua_tointegerx(L, -1, NULL);
    lua_settop(L, -2);
    if (!whole)
      return i + 1;
  }
  return 0;
}
