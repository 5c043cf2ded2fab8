// Host objects: full userdata that own one retained Swift object.
#include "internal.h"
#include <stdlib.h>
#include <string.h>

// Makes sure that a box can be filled; raises. Nothing that may collect garbage comes in between: a
// finalizer may make objects too.
void kl_reserve_place(lua_State *L) {
  kl_host *host = kl_host_of(L);
  if (host->free_owned != 0 || host->owned_count < host->owned_capacity)
    return;
  uint32_t capacity = host->owned_capacity == 0 ? 64 : host->owned_capacity * 2;
  kl_owned *moved =
      capacity > host->owned_capacity ? realloc(host->owned, capacity * sizeof *moved) : NULL;
  if (moved == NULL) {
    lua_pushliteral(L, "not enough memory");
    lua_error(L);
  }
  host->owned = moved;
  host->owned_capacity = capacity;
}

// Nothing fails once a place is reserved.
void kl_fill_box(kl_host *host, kl_box *box, void *object, size_t external) {
  uint32_t place = host->free_owned != 0 ? host->free_owned - 1 : host->owned_count++;
  if (host->free_owned != 0)
    host->free_owned = host->owned[place].next_free;
  host->owned[place] = (kl_owned){object, external, box->type, 0};
  box->object = object;
  box->external = external;
  box->place = place;
}

// What is left once Lua is gone.
void kl_release_owned(kl_host *host) {
  for (uint32_t place = 0; place < host->owned_count; place++) {
    kl_owned owned = host->owned[place];
    host->owned[place].object = NULL;
    if (owned.object != NULL)
      host->callbacks.release(host->owner, owned.object, owned.type, owned.external);
  }
  host->owned_count = host->free_owned = 0;
}

static void empty(lua_State *L, kl_box *box, int32_t type) {
  kl_host *host = kl_host_of(L);
  host->owned[box->place] = (kl_owned){NULL, 0, 0, host->free_owned};
  host->free_owned = box->place + 1;
  void *object = box->object;
  size_t external = box->external;
  box->object = NULL;
  box->external = 0;
  host->external -= external;
  host->callbacks.release(host->owner, object, type, external);
}

static int close_box(lua_State *L) {
  kl_box *box = lua_touserdata(L, 1);
  // __close and __gc may come through a script's hands (debug.getmetatable): only boxes of ours are
  // touched.
  kl_value value;
  kl_load(L, 1, &value);
  if (value.tag != KL_OBJECT)
    return 0;
  empty(L, box, value.type);
  return 0;
}

// What scripts call; unlike __close it says when there is nothing to close.
int kl_close_method(lua_State *L) {
  kl_value value;
  kl_load(L, 1, &value);
  if (value.tag != KL_OBJECT && value.tag != KL_CLOSED)
    return luaL_error(L, "bad receiver (host object expected, got %s); call methods with ':'",
                      luaL_typename(L, 1));
  return close_box(L);
}

void kl_close_object(lua_State *L, int index) {
  kl_value value;
  if (!lua_checkstack(L, 4))
    return;
  kl_load(L, index, &value);
  if (value.tag != KL_OBJECT)
    return;
  empty(L, lua_touserdata(L, index), value.type);
}

// Pushes the userdata that already stands for the same Swift object, if there is one.
static int push_known(lua_State *L, kl_value *value) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &kl_identity_key);
  lua_rawgetp(L, -1, value->object);
  kl_box *box = lua_touserdata(L, -1);
  if (box != NULL && box->object == value->object) {
    lua_remove(L, -2);
    kl_host *host = kl_host_of(L);
    void *object = value->object;
    value->object = NULL;
    host->callbacks.release(host->owner, object, value->type, 0);
    return 1;
  }
  lua_pop(L, 2);
  return 0;
}

// What objects hold outside Lua counts towards the limit. Finalizers run, but their errors become
// warnings: this does not raise.
bool kl_make_room(lua_State *L, size_t external) {
  kl_host *host = kl_host_of(L);
  if (host->limit == 0 || external == 0)
    return true;
  if (external <= host->limit && host->used + host->external + external <= host->limit)
    return true;
  lua_gc(L, LUA_GCCOLLECT);
  return external <= host->limit && host->used + host->external + external <= host->limit;
}

void kl_push_object(lua_State *L, kl_value *value) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &kl_types_key);
  lua_rawgeti(L, -1, value->type);
  lua_remove(L, -2);
  lua_rawgetp(L, -1, &kl_identity_key);
  int keeps_identity = lua_toboolean(L, -1);
  lua_pop(L, 1);
  if (keeps_identity && push_known(L, value)) {
    lua_remove(L, -2);
    return;
  }
  kl_host *host = kl_host_of(L);
  if (host->closing)
    luaL_error(L, "the engine is closing");
  if (!kl_make_room(L, value->length)) {
    lua_pushliteral(L, "not enough memory");
    lua_error(L);
  }
  // Stack: metatable. The box stays empty until nothing can fail any more.
  kl_box *box = lua_newuserdatauv(L, sizeof *box, 0);
  *box = (kl_box){kl_mark(host, box), NULL, host->identities[value->type], 0, value->type, 0};
  lua_insert(L, -2);
  lua_setmetatable(L, -2);
  if (keeps_identity) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &kl_identity_key);
    lua_pushvalue(L, -2);
    lua_rawsetp(L, -2, value->object);
    lua_pop(L, 1);
  }
  kl_reserve_place(L);
  kl_fill_box(host, box, value->object, value->length);
  host->external += value->length;
  value->object = NULL;
  // Lua sees some 60 bytes for what may be 50 MB: let the collector keep pace with what objects
  // report.
  if (value->length > 65536)
    lua_gc(L, LUA_GCSTEP, value->length / 1024 > 1000000 ? 1000000 : (int)(value->length / 1024));
}

// Upvalues: members (methods as functions, properties as their getters' indices), the indices of
// the functions for a number and for anything else. Stack: object, key.
static int index_object(lua_State *L) {
  // Lua itself always gives two arguments. Whatever a script gives, the last is looked up.
  if (lua_type(L, 2) == LUA_TSTRING) {
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNUMBER)
      return 1;
    int32_t getter = (int32_t)lua_tointegerx(L, -1, NULL);
    lua_settop(L, 1);
    return kl_invoke_method(L, getter);
  }
  lua_settop(L, 2);
  int upvalue = lua_type(L, 2) == LUA_TNUMBER ? 2 : 3;
  int32_t function = (int32_t)lua_tointegerx(L, lua_upvalueindex(upvalue), NULL);
  if (function < 0) {
    lua_pushnil(L);
    return 1;
  }
  return kl_invoke_method(L, function);
}

// The walk of ipairs, for `pairs` and `iter` of objects that have elements and no properties.
// Stack: object, index.
static int next_element_done(lua_State *L, int status, lua_KContext context) {
  (void)status;
  (void)context;
  return lua_isnil(L, -1) ? 1 : 2;
}

static int next_element(lua_State *L) {
  lua_Integer index = (lua_Integer)((lua_Unsigned)luaL_checkinteger(L, 2) + 1);
  lua_settop(L, 1);
  lua_pushinteger(L, index);
  lua_geti(L, 1, index);
  return next_element_done(L, LUA_OK, 0);
}

int kl_elements(lua_State *L) {
  luaL_checkany(L, 1);
  lua_settop(L, 1);
  lua_pushcfunction(L, next_element);
  lua_insert(L, 1);
  lua_pushinteger(L, 0);
  return 3;
}

// Upvalues: names, getters. Stack: object, previous name. Returns the next property and its value.
static int next_property_done(lua_State *L, int status, lua_KContext context) {
  (void)L;
  (void)status;
  (void)context;
  return 2;
}

static int next_property(lua_State *L) {
  lua_settop(L, 2);
  lua_Integer position = 0;
  if (!lua_isnil(L, 2)) {
    lua_Integer count = (lua_Integer)lua_rawlen(L, lua_upvalueindex(1));
    for (position = 1; position <= count; position++) {
      lua_rawgeti(L, lua_upvalueindex(1), position);
      int same = lua_rawequal(L, -1, 2);
      lua_pop(L, 1);
      if (same)
        break;
    }
  }
  if (lua_rawgeti(L, lua_upvalueindex(1), position + 1) == LUA_TNIL)
    return 1;
  lua_pushvalue(L, 3);
  lua_rawget(L, lua_upvalueindex(2));
  lua_pushcclosure(L, kl_call_method, 1);
  lua_pushvalue(L, 1);
  lua_callk(L, 1, 1, 0, next_property_done);
  return 2;
}

// Upvalue: next_property. Stack: object.
static int object_pairs(lua_State *L) {
  luaL_checkany(L, 1);
  lua_settop(L, 1);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_pushnil(L);
  return 3;
}

// Upvalue: function index. Two values of one type are compared in Swift; values of two types
// differ.
static int equal_objects(lua_State *L) {
  kl_value a, b;
  lua_settop(L, 2);
  kl_load(L, 1, &a);
  kl_load(L, 2, &b);
  if (a.tag != KL_OBJECT || b.tag != KL_OBJECT || a.type != b.type) {
    lua_pushboolean(L, 0);
    return 1;
  }
  return kl_invoke_method(L, (int32_t)lua_tointegerx(L, lua_upvalueindex(1), NULL));
}

// Upvalues: function index, name. A closed object still has a text.
static int describe_object(lua_State *L) {
  kl_value value;
  lua_settop(L, 1);
  kl_load(L, 1, &value);
  if (value.tag == KL_CLOSED) {
    lua_pushliteral(L, "closed ");
    lua_pushvalue(L, lua_upvalueindex(2));
    lua_concat(L, 2);
    return 1;
  }
  return kl_invoke_method(L, (int32_t)lua_tointegerx(L, lua_upvalueindex(1), NULL));
}

// __len gets its operand twice.
static int object_length(lua_State *L) {
  lua_settop(L, 1);
  return kl_invoke_method(L, (int32_t)lua_tointegerx(L, lua_upvalueindex(1), NULL));
}

static void set_callable(lua_State *L, const char *name, lua_CFunction function, int32_t index) {
  if (index < 0)
    return;
  lua_pushinteger(L, index);
  lua_pushcclosure(L, function, 1);
  lua_setfield(L, -2, name);
}

static void keep_identity(lua_State *L, const kl_type *type) {
  kl_host *host = kl_host_of(L);
  const void **moved = realloc(host->identities, ((size_t)type->type + 1) * sizeof *moved);
  if (moved == NULL)
    luaL_error(L, "not enough memory");
  host->identities = moved;
  moved[type->type] = type->identity;
}

// Copies all fields. Stack: table -> table.
static void add_all(lua_State *L, int from) {
  lua_pushnil(L);
  while (lua_next(L, from)) {
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, -4);
  }
}

// Stack: methods 1, getters 2, property names 3, directory 4, metamethods 5, specification 6.
static int define_type(lua_State *L) {
  const kl_type *type = lua_touserdata(L, 6);
  keep_identity(L, type);
  lua_createtable(L, 0, 24);
  add_all(L, 5);
  lua_pushboolean(L, type->keeps_identity);
  lua_rawsetp(L, -2, &kl_identity_key);
  lua_pushlstring(L, type->name, type->name_length);
  lua_setfield(L, -2, "__name");
  lua_pushcfunction(L, close_box);
  lua_setfield(L, -2, "__gc");
  lua_pushcfunction(L, close_box);
  lua_setfield(L, -2, "__close");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_pushvalue(L, 4);
  lua_setfield(L, -2, "__dir");
  set_callable(L, "__len", object_length, type->length);
  set_callable(L, "__eq", equal_objects, type->equal);
  set_callable(L, "__call", kl_call_method, type->call);
  if (type->describe >= 0) {
    lua_pushinteger(L, type->describe);
    lua_pushlstring(L, type->name, type->name_length);
    lua_pushcclosure(L, describe_object, 2);
    lua_setfield(L, -2, "__tostring");
  }
  if (type->has_properties || type->element >= 0 || type->selection >= 0) {
    lua_createtable(L, 0, 16);
    add_all(L, 2);
    add_all(L, 1);
    lua_pushinteger(L, type->element);
    lua_pushinteger(L, type->selection);
    lua_pushcclosure(L, index_object, 3);
  } else {
    lua_pushvalue(L, 1);
  }
  lua_setfield(L, -2, "__index");
  if (type->element >= 0 && !type->has_properties) {
    lua_pushcfunction(L, kl_elements);
  } else {
    lua_pushvalue(L, 3);
    lua_pushvalue(L, 2);
    lua_pushcclosure(L, next_property, 2);
    lua_pushcclosure(L, object_pairs, 1);
  }
  lua_setfield(L, -2, "__pairs");
  lua_rawgetp(L, LUA_REGISTRYINDEX, &kl_types_key);
  lua_insert(L, -2);
  lua_rawseti(L, -2, type->type);
  return 0;
}

int kl_define_type(lua_State *L, const kl_type *type) {
  if (!lua_checkstack(L, LUA_MINSTACK)) {
    lua_pop(L, 5);
    lua_pushnil(L);
    return LUA_ERRMEM;
  }
  lua_pushcfunction(L, define_type);
  lua_insert(L, -6);
  lua_pushlightuserdata(L, (void *)type);
  return lua_pcall(L, 6, 0, 0);
}
