// The globals of engines that do not trust their scripts: made from lists of what is allowed, so
// that what a later Lua adds stays out until someone has looked at it.
#include "internal.h"
#include <string.h>

static const char *const base_names[] = {
    "assert", "error",          "getmetatable", "ipairs",       "load",     "next",
    "pairs",  "pcall",          "print",        "rawequal",     "rawget",   "rawlen",
    "rawset", "require",        "select",       "setmetatable", "tonumber", "tostring",
    "type",   "collectgarbage", "warn",         "xpcall",       "_VERSION", NULL};
static const char *const coroutine_names[] = {
    "close", "create", "isyieldable", "resume", "running", "status", "wrap", "yield", NULL};
static const char *const debug_names[] = {"getinfo", "getmetatable", "traceback", NULL};
static const char *const math_names[] = {
    "abs",        "acos",       "asin", "atan",      "ceil", "cos",    "deg",
    "exp",        "floor",      "fmod", "huge",      "log",  "max",    "min",
    "maxinteger", "mininteger", "modf", "pi",        "rad",  "random", "randomseed",
    "sin",        "sqrt",       "tan",  "tointeger", "type", "ult",    NULL};
static const char *const os_names[] = {"clock", "date", "difftime", "exit", "time", NULL};
static const char *const string_names[] = {
    "byte", "char",     "find", "format",  "gmatch", "gsub",   "len",   "lower", "match",
    "pack", "packsize", "rep",  "reverse", "sub",    "unpack", "upper", NULL};
static const char *const table_names[] = {"concat", "insert", "move",   "pack",
                                          "remove", "sort",   "unpack", NULL};
static const char *const utf8_names[] = {"char", "charpattern", "codepoint", "codes",
                                         "len",  "offset",      NULL};
static const char *const io_names[] = {"stderr", "stdout", "type", "write", NULL};

// With files, which kl_guard_files then guards.
static const char *const project_base_names[] = {"dofile", "loadfile", NULL};
static const char *const project_io_names[] = {"close",  "input", "lines", "open",
                                               "output", "read",  "stdin", NULL};
static const char *const project_os_names[] = {"remove", "rename", NULL};

typedef struct {
  const char *name;
  const char *const *always, *const *with_files;
} library;

static const library libraries[] = {
    {"coroutine", coroutine_names, NULL}, {"debug", debug_names, NULL},
    {"io", io_names, project_io_names},   {"math", math_names, NULL},
    {"os", os_names, project_os_names},   {"string", string_names, NULL},
    {"table", table_names, NULL},         {"utf8", utf8_names, NULL},
};

static const char *profile_name(lua_State *L) {
  return kl_host_of(L)->profile == KL_PURE ? "pure" : "project";
}

int kl_raise_forbidden(lua_State *L, const char *what) {
  lua_createtable(L, 0, 2);
  lua_pushliteral(L, "forbidden");
  lua_setfield(L, -2, "code");
  lua_pushfstring(L, "%s is not available under the profile '%s'", what, profile_name(L));
  lua_setfield(L, -2, "message");
  lua_rawgetp(L, LUA_REGISTRYINDEX, &kl_error_key);
  lua_setmetatable(L, -2);
  kl_add_where(L);
  return lua_error(L);
}

// What scripts get instead of some of the library's functions
// ----------------------------------------------------------------------------------------------

// Calls the function in the upvalue in place of the caller.
static int call_original(lua_State *L) {
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
  return lua_gettop(L);
}

// Bytecode can crash Lua: only text is loaded. Upvalue 1: load or loadfile.
static int load_text(lua_State *L) {
  if (lua_gettop(L) < 3)
    lua_settop(L, 3);
  lua_pushliteral(L, "t");
  lua_replace(L, 3);
  return call_original(L);
}

static int loadfile_text(lua_State *L) {
  if (lua_gettop(L) < 2)
    lua_settop(L, 2);
  lua_pushliteral(L, "t");
  lua_replace(L, 2);
  return call_original(L);
}

static int dofile_done(lua_State *L, int status, lua_KContext context) {
  (void)status;
  (void)context;
  return lua_gettop(L) - 1;
}

// Upvalue 1: the guarded loadfile.
static int dofile_text(lua_State *L) {
  lua_settop(L, 1);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_pushvalue(L, 1);
  lua_call(L, 1, 2);
  if (lua_isnil(L, 2))
    return lua_error(L);
  lua_settop(L, 2);
  lua_callk(L, 0, LUA_MULTRET, 0, dofile_done);
  return dofile_done(L, LUA_OK, 0);
}

// Hooks do not run in finalizers, so nothing could end one that loops.
static int set_metatable(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  if (lua_type(L, 2) == LUA_TTABLE) {
    lua_pushliteral(L, "__gc");
    if (lua_rawget(L, 2) != LUA_TNIL)
      return kl_raise_forbidden(L, "the metamethod __gc");
    lua_pop(L, 1);
  }
  return call_original(L);
}

static int collect(lua_State *L) {
  static const char *const allowed[] = {"collect", "count", "step", "isrunning", NULL};
  const char *option = luaL_optstring(L, 1, "collect");
  for (int i = 0; allowed[i] != NULL; i++)
    if (strcmp(option, allowed[i]) == 0) {
      lua_settop(L, 0);
      lua_pushstring(L, allowed[i]);
      return call_original(L);
    }
  return kl_raise_forbidden(L, lua_pushfstring(L, "collectgarbage '%s'", option));
}

// Without the functions themselves: those of the library below are not the script's business.
static int get_info(lua_State *L) {
  int first = lua_isthread(L, 1) ? 2 : 1;
  const char *asked = luaL_optstring(L, first + 1, "nSlut");
  char what[8] = "";
  for (const char *option = "nSlut"; *option != 0; option++)
    if (strchr(asked, *option) != NULL)
      strncat(what, option, 1);
  lua_settop(L, first);
  // The original counts this function as a level of its own.
  if (first == 1 && lua_isinteger(L, 1) && lua_tointeger(L, 1) >= 0 &&
      lua_tointeger(L, 1) < 1 << 28) {
    lua_pushinteger(L, lua_tointeger(L, 1) + 1);
    lua_replace(L, 1);
  }
  lua_pushstring(L, what);
  return call_original(L);
}

// A copy: printers may look, nobody can change what others rely on.
static int copy_metatable(lua_State *L) {
  luaL_checkany(L, 1);
  if (!lua_getmetatable(L, 1)) {
    lua_pushnil(L);
    return 1;
  }
  lua_replace(L, 1);
  lua_settop(L, 1);
  lua_createtable(L, 0, 8);
  lua_pushnil(L);
  while (lua_next(L, 1)) {
    // Functions that the collector and <close> call are not for others.
    int hidden = lua_type(L, -2) == LUA_TSTRING && (strcmp(lua_tostring(L, -2), "__gc") == 0 ||
                                                    strcmp(lua_tostring(L, -2), "__close") == 0);
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    if (hidden || lua_type(L, -2) == LUA_TLIGHTUSERDATA)
      lua_pop(L, 2);
    else
      lua_rawset(L, -4);
  }
  return 1;
}

// Loops of the table library that __len can make endless, and that no hook interrupts.
#define LONGEST (1 << 24)

static int move_checked(lua_State *L) {
  lua_Integer first = luaL_checkinteger(L, 2), last = luaL_checkinteger(L, 3);
  if (last >= first && (lua_Unsigned)last - (lua_Unsigned)first >= LONGEST)
    return luaL_argerror(L, 3, "too many elements to move");
  if (last >= first)
    kl_charge(L, last - first);
  return call_original(L);
}

static int length_checked(lua_State *L) {
  luaL_checkany(L, 1);
  if (lua_type(L, 1) == LUA_TTABLE) {
    lua_Integer length = luaL_len(L, 1);
    if (length >= LONGEST)
      return luaL_argerror(L, 1, "the table is too long");
    if (length > 0)
      kl_charge(L, length / 8);
  }
  return call_original(L);
}

static int repeat_charged(lua_State *L) {
  size_t length, between = 0;
  luaL_checklstring(L, 1, &length);
  lua_Integer times = luaL_checkinteger(L, 2);
  luaL_optlstring(L, 3, "", &between);
  if (times > 0)
    kl_charge(L, (int64_t)((double)times * ((double)(length + between) / 64 + 0.01)) % INT32_MAX);
  return call_original(L);
}

static void wrap(lua_State *L, const char *name, lua_CFunction function) {
  lua_getfield(L, -1, name);
  lua_pushcclosure(L, function, 1);
  lua_setfield(L, -2, name);
}

// Building
// ----------------------------------------------------------------------------------------------

// Stack: source, target -> the same.
static void copy_names(lua_State *L, const char *const *names) {
  for (; names != NULL && *names != NULL; names++) {
    lua_getfield(L, -2, *names);
    lua_setfield(L, -2, *names);
  }
}

// Stack: old globals 1, new globals 2, new loaded 3.
static void copy_library(lua_State *L, const library *from, int with_files) {
  lua_getfield(L, 1, from->name);
  lua_createtable(L, 0, 16);
  copy_names(L, from->always);
  if (with_files)
    copy_names(L, from->with_files);
  lua_remove(L, -2);
  lua_pushvalue(L, -1);
  lua_setfield(L, 2, from->name);
  lua_setfield(L, 3, from->name);
}

static void replace_some(lua_State *L) {
  lua_settop(L, 3);
  lua_pushvalue(L, 2);
  wrap(L, "load", load_text);
  wrap(L, "setmetatable", set_metatable);
  wrap(L, "collectgarbage", collect);
  lua_pop(L, 1);
  lua_getfield(L, 2, "debug");
  wrap(L, "getinfo", get_info);
  wrap(L, "getmetatable", copy_metatable);
  lua_pop(L, 1);
  lua_getfield(L, 2, "table");
  wrap(L, "move", move_checked);
  wrap(L, "insert", length_checked);
  wrap(L, "remove", length_checked);
  wrap(L, "sort", length_checked);
  lua_pop(L, 1);
  lua_getfield(L, 2, "string");
  wrap(L, "rep", repeat_charged);
  kl_open_patterns(L);
  // Strings get the new library; scripts do not get the metatable.
  lua_pushliteral(L, "");
  lua_getmetatable(L, -1);
  lua_pushvalue(L, -3);
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_settop(L, 3);
  luaL_getmetatable(L, LUA_FILEHANDLE);
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_settop(L, 3);
}

// package with what `require` needs and nothing that loads C.
static void make_package(lua_State *L, int with_files) {
  lua_createtable(L, 0, 6);
  lua_pushvalue(L, 3);
  lua_setfield(L, -2, "loaded");
  lua_getfield(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
  lua_setfield(L, -2, "preload");
  lua_getfield(L, 1, "package");
  lua_getfield(L, -1, "config");
  lua_setfield(L, -3, "config");
  lua_getfield(L, -1, "searchers");
  lua_createtable(L, 4, 0);
  lua_rawgeti(L, -2, 1);
  lua_rawseti(L, -2, 1);
  lua_setfield(L, -4, "searchers");
  lua_pop(L, 2);
  if (with_files) {
    lua_pushliteral(L, "./?.lua;./?/init.lua");
    lua_setfield(L, -2, "path");
  }
  lua_pushvalue(L, -1);
  lua_setfield(L, 2, "package");
  lua_setfield(L, 3, "package");
}

int kl_open_profile(lua_State *L) {
  int with_files = kl_host_of(L)->profile == KL_PROJECT;
  lua_settop(L, 0);
  lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  lua_createtable(L, 0, 48);
  lua_createtable(L, 0, 12);
  lua_pushvalue(L, 1);
  lua_pushvalue(L, 2);
  copy_names(L, base_names);
  if (with_files)
    copy_names(L, project_base_names);
  lua_pop(L, 2);
  for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++)
    copy_library(L, &libraries[i], with_files);
  make_package(L, with_files);
  replace_some(L);
  lua_pushvalue(L, 2);
  lua_setfield(L, 2, "_G");
  lua_pushvalue(L, 2);
  lua_setfield(L, 3, "_G");
  lua_pushvalue(L, 3);
  lua_setfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  lua_settop(L, 2);
  lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  lua_settop(L, 0);
  return 0;
}

// Files
// ----------------------------------------------------------------------------------------------

#define READS 1
#define BY_MODE 2
#define WRITES 3
#define WRITES_BOTH 4

// Raises unless the file at `index` may be used. Upvalue 2: the function that knows.
static void ask(lua_State *L, int index, int writes) {
  lua_pushvalue(L, lua_upvalueindex(2));
  lua_pushvalue(L, index);
  lua_pushboolean(L, writes);
  lua_call(L, 2, 0);
}

// Upvalues: the original, who is asked, what it does with its arguments.
static int guarded(lua_State *L) {
  int kind = (int)lua_tointeger(L, lua_upvalueindex(3));
  luaL_checkstack(L, 8, NULL);
  // Handles and nothing at all are no paths.
  if (lua_type(L, 1) == LUA_TSTRING || lua_type(L, 1) == LUA_TNUMBER) {
    const char *mode = kind == BY_MODE ? luaL_optstring(L, 2, "r") : "r";
    int writes = kind >= WRITES || strpbrk(mode, "wa+") != NULL;
    lua_tostring(L, 1);
    ask(L, 1, writes);
    if (kind == WRITES_BOTH && lua_isstring(L, 2)) {
      lua_tostring(L, 2);
      ask(L, 2, 1);
    }
  }
  return call_original(L);
}

// Stack: guard 1, library -> the same.
static void guard(lua_State *L, const char *name, int kind) {
  lua_getfield(L, -1, name);
  lua_pushvalue(L, 1);
  lua_pushinteger(L, kind);
  lua_pushcclosure(L, guarded, 3);
  lua_setfield(L, -2, name);
}

static int guard_files(lua_State *L) {
  lua_settop(L, 1);
  lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  wrap(L, "loadfile", loadfile_text);
  guard(L, "loadfile", READS);
  lua_getfield(L, -1, "loadfile");
  lua_pushcclosure(L, dofile_text, 1);
  lua_setfield(L, -2, "dofile");
  lua_getfield(L, -1, "io");
  guard(L, "open", BY_MODE);
  guard(L, "lines", READS);
  guard(L, "input", READS);
  guard(L, "output", WRITES);
  lua_pop(L, 1);
  lua_getfield(L, -1, "os");
  guard(L, "remove", WRITES);
  guard(L, "rename", WRITES_BOTH);
  return 0;
}

int kl_guard_files(lua_State *L) {
  lua_pushcfunction(L, guard_files);
  lua_insert(L, -2);
  return lua_pcall(L, 1, 0, 0);
}
