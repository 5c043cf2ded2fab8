// find, match, gmatch and gsub for engines that do not trust their scripts: the same patterns as
// Lua's own, with each step counted, so that a pattern that takes hours stops at a limit.
//
// The matcher follows lstrlib.c of Lua 5.4 (Copyright © 1994–2022 Lua.org, PUC-Rio; MIT licence).
#include "internal.h"
#include <ctype.h>
#include <string.h>

#define CAPTURES 32
#define UNFINISHED (-1)
#define POSITION (-2)
#define DEEPEST 200
#define ESCAPE '%'
#define SPECIALS "^$*+?.([%-"
// A step of the matcher is about as much work as this many fit into one instruction.
#define STEPS_PER_CHARGE 4096
#define STEPS_PER_INSTRUCTION 2

typedef struct {
  const char *text, *text_end, *pattern_end;
  lua_State *L;
  int depth;
  int steps;
  unsigned char level;
  struct {
    const char *start;
    ptrdiff_t length;
  } capture[CAPTURES];
} matcher;

static const char *match(matcher *m, const char *s, const char *p);

static inline void step(matcher *m) {
  if (++m->steps >= STEPS_PER_CHARGE) {
    m->steps = 0;
    kl_charge(m->L, STEPS_PER_CHARGE / STEPS_PER_INSTRUCTION);
    kl_check_stop(m->L);
  }
}

static unsigned char byte(const char *s) { return (unsigned char)*s; }

static int check_capture(matcher *m, int l) {
  l -= '1';
  if (l < 0 || l >= m->level || m->capture[l].length == UNFINISHED)
    return luaL_error(m->L, "invalid capture index %%%d", l + 1);
  return l;
}

static int capture_to_close(matcher *m) {
  for (int level = m->level - 1; level >= 0; level--)
    if (m->capture[level].length == UNFINISHED)
      return level;
  return luaL_error(m->L, "invalid pattern capture");
}

static const char *class_end(matcher *m, const char *p) {
  if (*p++ == ESCAPE) {
    if (p == m->pattern_end)
      luaL_error(m->L, "malformed pattern (ends with '%%')");
    return p + 1;
  }
  if (p[-1] == '[') {
    if (*p == '^')
      p++;
    do {
      if (p == m->pattern_end)
        luaL_error(m->L, "malformed pattern (missing ']')");
      if (*p++ == ESCAPE && p < m->pattern_end)
        p++;
    } while (*p != ']');
    return p + 1;
  }
  return p;
}

static int in_class(int c, int class) {
  int found;
  switch (tolower(class)) {
  case 'a':
    found = isalpha(c);
    break;
  case 'c':
    found = iscntrl(c);
    break;
  case 'd':
    found = isdigit(c);
    break;
  case 'g':
    found = isgraph(c);
    break;
  case 'l':
    found = islower(c);
    break;
  case 'p':
    found = ispunct(c);
    break;
  case 's':
    found = isspace(c);
    break;
  case 'u':
    found = isupper(c);
    break;
  case 'w':
    found = isalnum(c);
    break;
  case 'x':
    found = isxdigit(c);
    break;
  case 'z':
    found = c == 0;
    break;
  default:
    return class == c;
  }
  return isupper(class) ? !found : found;
}

// `p` points to '[', `end` to its ']'.
static int in_set(int c, const char *p, const char *end) {
  int wanted = 1;
  if (p[1] == '^') {
    wanted = 0;
    p++;
  }
  while (++p < end) {
    if (*p == ESCAPE) {
      p++;
      if (in_class(c, byte(p)))
        return wanted;
    } else if (p[1] == '-' && p + 2 < end) {
      p += 2;
      if (byte(p - 2) <= c && c <= byte(p))
        return wanted;
    } else if (byte(p) == c) {
      return wanted;
    }
  }
  return !wanted;
}

static int single_matches(matcher *m, const char *s, const char *p, const char *end) {
  step(m);
  if (s >= m->text_end)
    return 0;
  int c = byte(s);
  switch (*p) {
  case '.':
    return 1;
  case ESCAPE:
    return in_class(c, byte(p + 1));
  case '[':
    return in_set(c, p, end - 1);
  default:
    return byte(p) == c;
  }
}

static const char *match_balance(matcher *m, const char *s, const char *p) {
  if (p >= m->pattern_end - 1)
    luaL_error(m->L, "malformed pattern (missing arguments to '%%b')");
  if (s >= m->text_end || *s != *p)
    return NULL;
  int open = 1;
  while (++s < m->text_end) {
    step(m);
    if (*s == p[1]) {
      if (--open == 0)
        return s + 1;
    } else if (*s == *p) {
      open++;
    }
  }
  return NULL;
}

static const char *match_most(matcher *m, const char *s, const char *p, const char *end) {
  ptrdiff_t count = 0;
  while (single_matches(m, s + count, p, end))
    count++;
  for (; count >= 0; count--) {
    const char *found = match(m, s + count, end + 1);
    if (found != NULL)
      return found;
  }
  return NULL;
}

static const char *match_least(matcher *m, const char *s, const char *p, const char *end) {
  for (;;) {
    const char *found = match(m, s, end + 1);
    if (found != NULL)
      return found;
    if (!single_matches(m, s, p, end))
      return NULL;
    s++;
  }
}

static const char *start_capture(matcher *m, const char *s, const char *p, int what) {
  int level = m->level;
  if (level >= CAPTURES)
    luaL_error(m->L, "too many captures");
  m->capture[level].start = s;
  m->capture[level].length = what;
  m->level = (unsigned char)(level + 1);
  const char *found = match(m, s, p);
  if (found == NULL)
    m->level--;
  return found;
}

static const char *end_capture(matcher *m, const char *s, const char *p) {
  int l = capture_to_close(m);
  m->capture[l].length = s - m->capture[l].start;
  const char *found = match(m, s, p);
  if (found == NULL)
    m->capture[l].length = UNFINISHED;
  return found;
}

static const char *match_capture(matcher *m, const char *s, int l) {
  l = check_capture(m, l);
  size_t length = (size_t)m->capture[l].length;
  if (m->capture[l].length < 0)
    luaL_error(m->L, "invalid capture index %%%d", l + 1);
  m->steps += (int)(length / 16 % STEPS_PER_CHARGE);
  step(m);
  if ((size_t)(m->text_end - s) >= length && memcmp(m->capture[l].start, s, length) == 0)
    return s + length;
  return NULL;
}

static int at_frontier(matcher *m, const char *s, const char *p, const char *end) {
  int before = s == m->text ? 0 : byte(s - 1);
  int here = s == m->text_end ? 0 : byte(s);
  return !in_set(before, p, end - 1) && in_set(here, p, end - 1);
}

// What follows a single character class: `*`, `+`, `-`, `?` or nothing. True when the match goes on
// at `*s` and `*p`, otherwise `*s` is the result.
static int match_default(matcher *m, const char **s, const char **p) {
  const char *end = class_end(m, *p);
  char suffix = end < m->pattern_end ? *end : 0;
  if (suffix == '-') {
    *s = match_least(m, *s, *p, end);
    return 0;
  }
  if (suffix == '*') {
    *s = match_most(m, *s, *p, end);
    return 0;
  }
  int matches = single_matches(m, *s, *p, end);
  if (suffix == '+') {
    *s = matches ? match_most(m, *s + 1, *p, end) : NULL;
    return 0;
  }
  if (suffix == '?') {
    const char *found;
    if (matches && (found = match(m, *s + 1, end + 1)) != NULL) {
      *s = found;
      return 0;
    }
    *p = end + 1;
    return 1;
  }
  if (!matches) {
    *s = NULL;
    return 0;
  }
  *s += 1;
  *p = end;
  return 1;
}

// An escape that is more than a class. True when it was one and the match goes on; otherwise
// `*done` says whether `*s` is the result.
static int match_escape(matcher *m, const char **s, const char **p, int *done) {
  *done = 1;
  switch ((*p)[1]) {
  case 'b':
    *s = match_balance(m, *s, *p + 2);
    *p += 4;
    return *s != NULL;
  case 'f': {
    *p += 2;
    if (*p >= m->pattern_end || **p != '[')
      luaL_error(m->L, "missing '[' after '%%f' in pattern");
    const char *end = class_end(m, *p);
    if (!at_frontier(m, *s, *p, end)) {
      *s = NULL;
      return 0;
    }
    *p = end;
    return 1;
  }
  case '0':
  case '1':
  case '2':
  case '3':
  case '4':
  case '5':
  case '6':
  case '7':
  case '8':
  case '9':
    *s = match_capture(m, *s, byte(*p + 1));
    *p += 2;
    return *s != NULL;
  default:
    *done = 0;
    return 0;
  }
}

static const char *match(matcher *m, const char *s, const char *p) {
  if (m->depth-- == 0)
    luaL_error(m->L, "pattern too complex");
  int done = 0;
  while (p != m->pattern_end) {
    step(m);
    if (*p == '(') {
      s = p + 1 < m->pattern_end && p[1] == ')' ? start_capture(m, s, p + 2, POSITION)
                                                : start_capture(m, s, p + 1, UNFINISHED);
      break;
    }
    if (*p == ')') {
      s = end_capture(m, s, p + 1);
      break;
    }
    if (*p == '$' && p + 1 == m->pattern_end) {
      s = s == m->text_end ? s : NULL;
      break;
    }
    if (*p == ESCAPE && p + 1 < m->pattern_end) {
      if (match_escape(m, &s, &p, &done))
        continue;
      if (done)
        break;
    }
    if (!match_default(m, &s, &p))
      break;
  }
  m->depth++;
  return s;
}

// Results
// ----------------------------------------------------------------------------------------------

static void push_capture(matcher *m, int i, const char *s, const char *end) {
  if (i >= m->level) {
    if (i != 0)
      luaL_error(m->L, "invalid capture index %%%d", i + 1);
    lua_pushlstring(m->L, s, (size_t)(end - s));
    return;
  }
  ptrdiff_t length = m->capture[i].length;
  if (length == UNFINISHED)
    luaL_error(m->L, "unfinished capture");
  if (length == POSITION)
    lua_pushinteger(m->L, m->capture[i].start - m->text + 1);
  else
    lua_pushlstring(m->L, m->capture[i].start, (size_t)length);
}

static int push_captures(matcher *m, const char *s, const char *end) {
  int count = m->level == 0 && s != NULL ? 1 : m->level;
  luaL_checkstack(m->L, count, "too many captures");
  for (int i = 0; i < count; i++)
    push_capture(m, i, s, end);
  return count;
}

static void prepare(matcher *m, lua_State *L, const char *s, size_t length, const char *p,
                    size_t pattern_length) {
  m->L = L;
  m->depth = DEEPEST;
  m->steps = 0;
  m->text = s;
  m->text_end = s + length;
  m->pattern_end = p + pattern_length;
  m->level = 0;
}

static void restart(matcher *m) {
  m->level = 0;
  m->depth = DEEPEST;
}

// Searching for plain text, with the steps counted as well.
static const char *find_plain(matcher *m, const char *s, const char *p, size_t length) {
  if (length == 0)
    return s;
  while ((size_t)(m->text_end - s) >= length) {
    const char *first = memchr(s, *p, (size_t)(m->text_end - s) - length + 1);
    if (first == NULL)
      return NULL;
    if (memcmp(first, p, length) == 0)
      return first;
    m->steps += (int)(length / 16 % STEPS_PER_CHARGE);
    step(m);
    s = first + 1;
  }
  return NULL;
}

static int is_plain(const char *p, size_t length) {
  for (size_t i = 0; i < length; i++)
    if (p[i] != 0 && strchr(SPECIALS, p[i]) != NULL)
      return 0;
  return 1;
}

static size_t start_position(lua_Integer position, size_t length) {
  if (position > 0)
    return (size_t)position;
  if (position == 0 || position < -(lua_Integer)length)
    return 1;
  return length + (size_t)position + 1;
}

static int find_or_match(lua_State *L, int find) {
  size_t length, pattern_length;
  const char *s = luaL_checklstring(L, 1, &length);
  const char *p = luaL_checklstring(L, 2, &pattern_length);
  size_t start = start_position(luaL_optinteger(L, 3, 1), length) - 1;
  if (start > length) {
    luaL_pushfail(L);
    return 1;
  }
  matcher m;
  prepare(&m, L, s, length, p, pattern_length);
  const char *from = s + start;
  if (find && (lua_toboolean(L, 4) || is_plain(p, pattern_length))) {
    const char *found = find_plain(&m, from, p, pattern_length);
    if (found == NULL) {
      luaL_pushfail(L);
      return 1;
    }
    lua_pushinteger(L, found - s + 1);
    lua_pushinteger(L, found - s + (lua_Integer)pattern_length);
    return 2;
  }
  int anchored = pattern_length > 0 && *p == '^';
  if (anchored)
    p++;
  do {
    restart(&m);
    step(&m);
    const char *end = match(&m, from, p);
    if (end == NULL)
      continue;
    if (!find)
      return push_captures(&m, from, end);
    lua_pushinteger(L, from - s + 1);
    lua_pushinteger(L, end - s);
    return push_captures(&m, NULL, NULL) + 2;
  } while (from++ < m.text_end && !anchored);
  luaL_pushfail(L);
  return 1;
}

static int string_find(lua_State *L) { return find_or_match(L, 1); }
static int string_match(lua_State *L) { return find_or_match(L, 0); }

// Upvalues: text, pattern, where to go on, where the last match ended (0: nowhere).
static int next_match(lua_State *L) {
  size_t length, pattern_length;
  const char *s = lua_tolstring(L, lua_upvalueindex(1), &length);
  const char *p = lua_tolstring(L, lua_upvalueindex(2), &pattern_length);
  size_t start = (size_t)lua_tointeger(L, lua_upvalueindex(3));
  size_t last = (size_t)lua_tointeger(L, lua_upvalueindex(4));
  matcher m;
  prepare(&m, L, s, length, p, pattern_length);
  for (; start <= length; start++) {
    restart(&m);
    step(&m);
    const char *end = match(&m, s + start, p);
    if (end == NULL || (size_t)(end - s) + 1 == last)
      continue;
    lua_pushinteger(L, end - s);
    lua_replace(L, lua_upvalueindex(3));
    lua_pushinteger(L, end - s + 1);
    lua_replace(L, lua_upvalueindex(4));
    return push_captures(&m, s + start, end);
  }
  lua_pushinteger(L, (lua_Integer)length + 1);
  lua_replace(L, lua_upvalueindex(3));
  return 0;
}

static int string_gmatch(lua_State *L) {
  size_t length;
  luaL_checklstring(L, 1, &length);
  luaL_checkstring(L, 2);
  size_t start = start_position(luaL_optinteger(L, 3, 1), length) - 1;
  lua_settop(L, 2);
  lua_pushinteger(L, (lua_Integer)(start > length ? length + 1 : start));
  lua_pushinteger(L, 0);
  lua_pushcclosure(L, next_match, 4);
  return 1;
}

// Replacing
// ----------------------------------------------------------------------------------------------

static void add_text(matcher *m, luaL_Buffer *out, const char *s, const char *end) {
  size_t length;
  const char *text = lua_tolstring(m->L, 3, &length);
  for (const char *stop = text + length; text < stop; text++) {
    if (*text != ESCAPE) {
      luaL_addchar(out, *text);
      continue;
    }
    text++;
    if (text < stop && *text == ESCAPE) {
      luaL_addchar(out, ESCAPE);
    } else if (text < stop && *text == '0') {
      luaL_addlstring(out, s, (size_t)(end - s));
    } else if (text < stop && isdigit(byte(text))) {
      push_capture(m, *text - '1', s, end);
      luaL_tolstring(m->L, -1, NULL);
      lua_remove(m->L, -2);
      luaL_addvalue(out);
    } else {
      luaL_error(m->L, "invalid use of '%c' in replacement string", ESCAPE);
    }
  }
}

// True when something was put in the place of the match.
static int add_replacement(matcher *m, luaL_Buffer *out, const char *s, const char *end, int kind) {
  lua_State *L = m->L;
  if (kind == LUA_TFUNCTION) {
    lua_pushvalue(L, 3);
    lua_call(L, push_captures(m, s, end), 1);
  } else if (kind == LUA_TTABLE) {
    push_capture(m, 0, s, end);
    lua_gettable(L, 3);
  } else {
    add_text(m, out, s, end);
    return 1;
  }
  if (!lua_toboolean(L, -1)) {
    lua_pop(L, 1);
    luaL_addlstring(out, s, (size_t)(end - s));
    return 0;
  }
  if (!lua_isstring(L, -1))
    return luaL_error(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
  luaL_addvalue(out);
  return 1;
}

static int string_gsub(lua_State *L) {
  size_t length, pattern_length;
  const char *s = luaL_checklstring(L, 1, &length);
  const char *p = luaL_checklstring(L, 2, &pattern_length);
  int kind = lua_type(L, 3);
  luaL_argexpected(
      L, kind == LUA_TNUMBER || kind == LUA_TSTRING || kind == LUA_TFUNCTION || kind == LUA_TTABLE,
      3, "string/function/table");
  if (kind == LUA_TNUMBER)
    lua_tostring(L, 3);
  lua_Integer most = luaL_optinteger(L, 4, (lua_Integer)length + 1), count = 0;
  int anchored = pattern_length > 0 && *p == '^', changed = 0;
  matcher m;
  prepare(&m, L, s, length, p, pattern_length);
  if (anchored)
    p++;
  luaL_Buffer out;
  luaL_buffinit(L, &out);
  const char *last = NULL;
  while (count < most) {
    restart(&m);
    step(&m);
    const char *end = match(&m, s, p);
    if (end != NULL && end != last) {
      count++;
      changed |= add_replacement(&m, &out, s, end, kind);
      s = last = end;
    } else if (s < m.text_end) {
      luaL_addchar(&out, *s++);
    } else {
      break;
    }
    if (anchored)
      break;
  }
  if (changed) {
    luaL_addlstring(&out, s, (size_t)(m.text_end - s));
    luaL_pushresult(&out);
  } else {
    lua_pushvalue(L, 1);
  }
  lua_pushinteger(L, count);
  return 2;
}

// Stack: the string library -> the same.
void kl_open_patterns(lua_State *L) {
  static const luaL_Reg functions[] = {{"find", string_find},
                                       {"gmatch", string_gmatch},
                                       {"gsub", string_gsub},
                                       {"match", string_match},
                                       {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
}
