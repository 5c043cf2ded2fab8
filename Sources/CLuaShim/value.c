// Values that every engine has (null, the list mark, error objects, sentinels), and protected
// access to others.
#include "internal.h"
#include <string.h>

bool kl_is_marked_list(lua_State *L, int index) {
  if (lua_type(L, index) != LUA_TTABLE || !lua_checkstack(L, 2) || !lua_getmetatable(L, index))
    return false;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &kl_list_key);
  bool same = lua_rawequal(L, -1, -2);
  lua_pop(L, 2);
  return same;
}

bool kl_is_error_object(lua_State *L, int index) {
  if (lua_type(L, index) != LUA_TTABLE || !lua_checkstack(L, 2) || !lua_getmetatable(L, index))
    return false;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &kl_error_key);
  bool same = lua_rawequal(L, -1, -2);
  lua_pop(L, 2);
  return same;
}

int32_t kl_sentinel_kind(lua_State *L, int index) {
  void *block = lua_touserdata(L, index);
  kl_host *host = kl_host_of(L);
  for (int32_t kind = 1; block != NULL && kind < KL_KINDS; kind++)
    if (block == host->sentinels[kind])
      return kind;
  return 0;
}

static int error_text(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  lua_pushliteral(L, "message");
  lua_rawget(L, 1);
  luaL_tolstring(L, 2, NULL);
  return 1;
}

static int error_concat(lua_State *L) {
  luaL_tolstring(L, 1, NULL);
  luaL_tolstring(L, 2, NULL);
  lua_concat(L, 2);
  return 1;
}

// Upvalue 1: the text.
static int fixed_text(lua_State *L) {
  lua_pushvalue(L, lua_upvalueindex(1));
  return 1;
}

// A userdata without content whose metatable has a name, a text and, for sentinels, fields. Kept
// under `key`.
static void *fixed_object(lua_State *L, void *key, const char *name, const char *text,
                          int is_error) {
  void *block = lua_newuserdatauv(L, 1, 0);
  lua_createtable(L, 0, 4);
  lua_pushstring(L, name);
  lua_setfield(L, -2, "__name");
  lua_pushstring(L, text);
  lua_pushcclosure(L, fixed_text, 1);
  lua_setfield(L, -2, "__tostring");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  if (is_error) {
    lua_createtable(L, 0, 2);
    lua_pushstring(L, name);
    lua_setfield(L, -2, "code");
    lua_pushstring(L, text);
    lua_setfield(L, -2, "message");
    lua_setfield(L, -2, "__index");
  }
  lua_setmetatable(L, -2);
  lua_rawsetp(L, LUA_REGISTRYINDEX, key);
  return block;
}

int kl_open_values(lua_State *L) {
  kl_host *host = kl_host_of(L);
  host->null_object = fixed_object(L, &kl_null_key, "null", "null", 0);
  static const struct {
    int32_t kind;
    const char *code, *text;
  } sentinels[] = {
      {KL_INTERRUPTED, "interrupt", "interrupted"},
      {KL_EXITING, "exit", "exit"},
      {KL_DEADLINE, "deadline", "the script took longer than it was allowed"},
      {KL_BUDGET, "budget", "the script needed more instructions than it was allowed"},
  };
  for (size_t i = 0; i < sizeof sentinels / sizeof *sentinels; i++)
    host->sentinels[sentinels[i].kind] = fixed_object(L, &kl_sentinel_keys[sentinels[i].kind],
                                                      sentinels[i].code, sentinels[i].text, 1);

  lua_createtable(L, 0, 2);
  lua_pushliteral(L, "list");
  lua_setfield(L, -2, "__name");
  lua_rawsetp(L, LUA_REGISTRYINDEX, &kl_list_key);

  lua_createtable(L, 0, 4);
  lua_pushliteral(L, "error");
  lua_setfield(L, -2, "__name");
  lua_pushcfunction(L, error_text);
  lua_setfield(L, -2, "__tostring");
  lua_pushcfunction(L, error_concat);
  lua_setfield(L, -2, "__concat");
  lua_rawsetp(L, LUA_REGISTRYINDEX, &kl_error_key);

  lua_createtable(L, 8, 0);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &kl_types_key);
  lua_createtable(L, 0, 0);
  lua_createtable(L, 0, 1);
  lua_pushliteral(L, "v");
  lua_setfield(L, -2, "__mode");
  lua_setmetatable(L, -2);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &kl_identity_key);
  return 0;
}

static int make_reference(lua_State *L) {
  int *reference = lua_touserdata(L, 2);
  lua_settop(L, 1);
  *reference = luaL_ref(L, LUA_REGISTRYINDEX);
  return 0;
}

int kl_reference(lua_State *L) {
  int reference = LUA_NOREF;
  if (!lua_checkstack(L, LUA_MINSTACK)) {
    lua_pop(L, 1);
    lua_pushnil(L);
    return LUA_NOREF;
  }
  lua_pushcfunction(L, make_reference);
  lua_insert(L, -2);
  lua_pushlightuserdata(L, &reference);
  if (lua_pcall(L, 2, 0, 0) != LUA_OK)
    return LUA_NOREF;
  return reference;
}

static int drop_reference(lua_State *L) {
  luaL_unref(L, LUA_REGISTRYINDEX, *(int *)lua_touserdata(L, 1));
  return 0;
}

void kl_unreference(lua_State *L, int reference) {
  if (kl_protected(L, drop_reference, &reference, 0) != LUA_OK)
    lua_pop(L, 1);
}

void kl_push_reference(lua_State *L, int reference) {
  lua_rawgeti(L, LUA_REGISTRYINDEX, reference);
}

// A protected call of what may be a script's own metamethod: interrupts and limits reach it.
static int enter_and_call(lua_State *L, int arguments, int results) {
  kl_host *host = kl_host_of(L);
  lua_State *before = kl_enter(host, L);
  int status = lua_pcall(L, arguments, results, 0);
  kl_leave(host, before);
  return status;
}

typedef struct {
  const char *bytes;
  size_t length;
} span;

static int raw_field(lua_State *L) {
  span *key = lua_touserdata(L, 2);
  lua_pushlstring(L, key->bytes, key->length);
  lua_rawget(L, 1);
  return 1;
}

static int any_field(lua_State *L) {
  span *key = lua_touserdata(L, 2);
  lua_pushlstring(L, key->bytes, key->length);
  lua_gettable(L, 1);
  return 1;
}

static int access_field(lua_State *L, lua_CFunction function, int index, const char *key,
                        size_t length) {
  span name = {key, length};
  if (!lua_checkstack(L, LUA_MINSTACK)) {
    lua_pushnil(L);
    return LUA_ERRMEM;
  }
  index = lua_absindex(L, index);
  lua_pushcfunction(L, function);
  lua_pushvalue(L, index);
  lua_pushlightuserdata(L, &name);
  return enter_and_call(L, 2, 1);
}

int kl_raw_field(lua_State *L, int index, const char *key, size_t length) {
  return access_field(L, raw_field, index, key, length);
}

int kl_get_field(lua_State *L, int index, const char *key, size_t length) {
  return access_field(L, any_field, index, key, length);
}

static int raw_set_field(lua_State *L) {
  span *key = lua_touserdata(L, 2);
  lua_pushlstring(L, key->bytes, key->length);
  lua_insert(L, 3);
  lua_settop(L, 4);
  lua_rawset(L, 1);
  return 0;
}

static int set_at(lua_State *L, lua_CFunction function, int index, const char *key, size_t length) {
  span name = {key, length};
  if (!lua_checkstack(L, LUA_MINSTACK)) {
    lua_settop(L, -2);
    lua_pushnil(L);
    return LUA_ERRMEM;
  }
  index = lua_absindex(L, index);
  lua_pushcfunction(L, function);
  lua_insert(L, -2);
  lua_pushvalue(L, index);
  lua_insert(L, -2);
  lua_pushlightuserdata(L, &name);
  lua_insert(L, -2);
  return lua_pcall(L, 3, 0, 0);
}

int kl_raw_set_field(lua_State *L, int index, const char *key, size_t length) {
  return set_at(L, raw_set_field, index, key, length);
}

int kl_get_global(lua_State *L, const char *name, size_t length) {
  if (!lua_checkstack(L, LUA_MINSTACK)) {
    lua_pushnil(L);
    return LUA_ERRMEM;
  }
  lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  int status = kl_get_field(L, -1, name, length);
  lua_remove(L, -2);
  return status;
}

int kl_set_global(lua_State *L, const char *name, size_t length) {
  if (!lua_checkstack(L, LUA_MINSTACK)) {
    lua_settop(L, -2);
    lua_pushnil(L);
    return LUA_ERRMEM;
  }
  lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  lua_insert(L, -2);
  int status = kl_raw_set_field(L, -2, name, length);
  if (status == LUA_OK)
    lua_pop(L, 1);
  else
    lua_remove(L, -2);
  return status;
}

// Text of any value for people: __tostring where there is one, else the fields of a plain table,
// one level deep.
static int describe(lua_State *L) {
  lua_settop(L, 1);
  if (lua_type(L, 1) != LUA_TTABLE || luaL_getmetafield(L, 1, "__tostring") != LUA_TNIL) {
    lua_settop(L, 1);
    luaL_tolstring(L, 1, NULL);
    return 1;
  }
  int fields = 0;
  lua_pushliteral(L, "{");
  lua_pushnil(L);
  // Stack: table, "{", nil. The buffer may use slots above, so each field is concatenated the plain
  // way instead.
  while (lua_next(L, 1)) {
    // text, key, value
    if (fields++ < 10) {
      lua_pushvalue(L, 2);
      lua_pushstring(L, fields > 1 ? ", " : "");
      if (lua_type(L, 3) == LUA_TSTRING) {
        lua_pushvalue(L, 3);
        lua_pushliteral(L, " = ");
      } else {
        lua_pushliteral(L, "");
        lua_pushliteral(L, "");
      }
      lua_type(L, 4) == LUA_TTABLE ? lua_pushliteral(L, "{…}") : luaL_tolstring(L, 4, NULL);
      lua_concat(L, 5);
      lua_replace(L, 2);
    }
    lua_pop(L, 1);
  }
  lua_pushstring(L, fields > 10 ? ", …}" : "}");
  lua_concat(L, 2);
  return 1;
}

int kl_describe(lua_State *L, int index) {
  if (!lua_checkstack(L, LUA_MINSTACK)) {
    lua_pushnil(L);
    return LUA_ERRMEM;
  }
  index = lua_absindex(L, index);
  lua_pushcfunction(L, describe);
  lua_pushvalue(L, index);
  return enter_and_call(L, 1, 1);
}

typedef struct {
  lua_State *from;
  int level;
} trace;

static int make_traceback(lua_State *L) {
  trace *asked = lua_touserdata(L, 1);
  luaL_traceback(L, asked->from, NULL, asked->level);
  return 1;
}

int kl_traceback(lua_State *L, lua_State *from, int level) {
  trace asked = {from, level};
  return kl_protected(L, make_traceback, &asked, 1);
}

static int set_metatable(lua_State *L) {
  lua_settop(L, 2);
  lua_setmetatable(L, 1);
  return 1;
}

int kl_set_metatable(lua_State *L) {
  if (!lua_checkstack(L, LUA_MINSTACK)) {
    lua_pop(L, 2);
    lua_pushnil(L);
    return LUA_ERRMEM;
  }
  lua_pushcfunction(L, set_metatable);
  lua_insert(L, -3);
  return lua_pcall(L, 2, 1, 0);
}

static int add_searcher(lua_State *L) {
  lua_settop(L, 1);
  lua_getglobal(L, "package");
  if (lua_type(L, -1) != LUA_TTABLE || lua_getfield(L, -1, "searchers") != LUA_TTABLE)
    return luaL_error(L, "package.searchers is missing");
  lua_Integer count = luaL_len(L, -1);
  for (lua_Integer i = count; i >= 2; i--) {
    lua_geti(L, -1, i);
    lua_seti(L, -2, i + 1);
  }
  lua_pushvalue(L, 1);
  lua_seti(L, -2, 2);
  return 0;
}

int kl_add_searcher(lua_State *L) {
  if (!lua_checkstack(L, LUA_MINSTACK)) {
    lua_settop(L, -2);
    lua_pushnil(L);
    return LUA_ERRMEM;
  }
  lua_pushcfunction(L, add_searcher);
  lua_insert(L, -2);
  return lua_pcall(L, 1, 0, 0);
}
