// `require` with a continuation: a module that waits for the host while it loads lets other tasks
// run, and no module is loaded twice because two tasks ask for it at once.
#include "internal.h"

// Upvalues of host_require.
#define PACKAGE lua_upvalueindex(1) // for its searchers
#define LOADING lua_upvalueindex(2) // module names -> the task that loads them
#define WAIT lua_upvalueindex(3)    // waits until a module is no longer being loaded
#define GUARD lua_upvalueindex(4)   // the metatable of the guards below

// Upvalues: loading, the function to tell. Stack: a guard, whose value is the module's name. Ends
// the loading, however it ends.
static int end_loading(lua_State *L) {
  lua_settop(L, 1);
  lua_getiuservalue(L, 1, 1);
  lua_pushvalue(L, 2);
  lua_pushnil(L);
  lua_rawset(L, lua_upvalueindex(1));
  lua_pushvalue(L, lua_upvalueindex(2));
  lua_pushvalue(L, 2);
  lua_call(L, 1, 0);
  return 0;
}

// Stack: name, loaded -> loader, data, with an error when nothing has the module.
static void find_loader(lua_State *L) {
  if (lua_getfield(L, PACKAGE, "searchers") != LUA_TTABLE)
    luaL_error(L, "'package.searchers' must be a table");
  luaL_Buffer message;
  luaL_buffinit(L, &message);
  luaL_addstring(&message, "\n\t");
  for (int i = 1;; i++) {
    // 3 is the table of searchers; the buffer may hold a slot above it.
    if (lua_rawgeti(L, 3, i) == LUA_TNIL) {
      lua_pop(L, 1);
      luaL_buffsub(&message, 2);
      luaL_pushresult(&message);
      luaL_error(L, "module '%s' not found:%s", lua_tostring(L, 1), lua_tostring(L, -1));
    }
    lua_pushvalue(L, 1);
    lua_call(L, 1, 2);
    if (lua_isfunction(L, -2))
      return;
    if (lua_isstring(L, -2)) {
      lua_pop(L, 1);
      luaL_addvalue(&message);
      luaL_addstring(&message, "\n\t");
    } else {
      lua_pop(L, 2);
    }
  }
}

// Stack: name, loaded, loader, data, guard, result -> value, data. The guard closes on the way out.
static int loader_done(lua_State *L, int status, lua_KContext context) {
  (void)status;
  (void)context;
  if (!lua_isnil(L, 6)) {
    lua_pushvalue(L, 1);
    lua_pushvalue(L, 6);
    lua_settable(L, 2);
  }
  lua_pushvalue(L, 1);
  if (lua_gettable(L, 2) == LUA_TNIL) {
    lua_pushvalue(L, 1);
    lua_pushboolean(L, 1);
    lua_settable(L, 2);
    lua_pop(L, 1);
    lua_pushboolean(L, 1);
  }
  lua_pushvalue(L, 4);
  return 2;
}

// Stack: name, loaded.
static int find_and_load(lua_State *L) {
  find_loader(L);
  int loader = lua_gettop(L) - 1;
  lua_pushvalue(L, loader);
  lua_replace(L, 3);
  lua_pushvalue(L, loader + 1);
  lua_replace(L, 4);
  lua_settop(L, 4);
  lua_newuserdatauv(L, 0, 1);
  lua_pushvalue(L, 1);
  lua_setiuservalue(L, 5, 1);
  lua_pushvalue(L, GUARD);
  lua_setmetatable(L, 5);
  lua_toclose(L, 5);
  lua_pushvalue(L, 1);
  lua_pushlightuserdata(L, kl_host_of(L)->task);
  lua_rawset(L, LOADING);
  lua_pushvalue(L, 3);
  lua_pushvalue(L, 1);
  lua_pushvalue(L, 4);
  lua_callk(L, 2, 1, 0, loader_done);
  return loader_done(L, LUA_OK, 0);
}

static int require_again(lua_State *L, int status, lua_KContext context);

static int host_require(lua_State *L) {
  luaL_checkstring(L, 1);
  lua_settop(L, 1);
  lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  lua_pushvalue(L, 1);
  lua_gettable(L, 2);
  if (lua_toboolean(L, 3))
    return 1;
  lua_pushvalue(L, 1);
  if (lua_rawget(L, LOADING) == LUA_TNIL) {
    lua_settop(L, 2);
    return find_and_load(L);
  }
  if (lua_touserdata(L, -1) == kl_host_of(L)->task)
    return luaL_error(L,
                      "module '%s' is being loaded already: modules require each other in a loop",
                      lua_tostring(L, 1));
  lua_settop(L, 1);
  lua_pushvalue(L, WAIT);
  lua_pushvalue(L, 1);
  lua_callk(L, 1, 0, 0, require_again);
  return require_again(L, LUA_OK, 0);
}

static int require_again(lua_State *L, int status, lua_KContext context) {
  (void)status;
  (void)context;
  return host_require(L);
}

// Stack: wait 1, tell 2.
static int install(lua_State *L) {
  lua_settop(L, 2);
  lua_getglobal(L, "package");
  lua_createtable(L, 0, 4);
  lua_createtable(L, 0, 1);
  lua_pushvalue(L, 4);
  lua_pushvalue(L, 2);
  lua_pushcclosure(L, end_loading, 2);
  lua_setfield(L, 5, "__close");
  // Upvalues: package, loading, wait, guard.
  lua_pushvalue(L, 3);
  lua_pushvalue(L, 4);
  lua_pushvalue(L, 1);
  lua_pushvalue(L, 5);
  lua_pushcclosure(L, host_require, 4);
  lua_setglobal(L, "require");
  return 0;
}

int kl_install_require(lua_State *L) {
  lua_pushcfunction(L, install);
  lua_insert(L, -3);
  return lua_pcall(L, 2, 0, 0);
}
