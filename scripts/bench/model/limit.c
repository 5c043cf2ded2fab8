/* Hand-tuned lower bound for SWC work on one core. Not a product: no error reporting.
   run: limit FILE [repeats], or limit --many FOLDER
   prints one JSON line per operation:
   {"peer":"c-limit","op":..,"n":..,"seconds_min":..,"seconds_median":..,"maxrss_mb":..} */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <stdint.h>
#include <math.h>
#include <time.h>
#include <fcntl.h>
#include <unistd.h>
#include <sys/stat.h>
#include <sys/resource.h>
#include <dirent.h>
#include <malloc.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}
static double rss(void) {
  struct rusage r;
  getrusage(RUSAGE_SELF, &r);
  return r.ru_maxrss / 1024.0;
}
static int cmp(const void *a, const void *b) {
  double x = *(double *)a, y = *(double *)b;
  return x < y ? -1 : x > y;
}
static void report(const char *op, long n, double *t, int k, long bytes) {
  qsort(t, k, sizeof *t, cmp);
  printf("{\"peer\":\"c-limit\",\"op\":\"%s\",\"n\":%ld,\"seconds_min\":%.6g,\"seconds_median\":%."
         "6g,\"maxrss_mb\":%.1f,\"mb_per_s\":%.1f}\n",
         op, n, t[0], t[k / 2], rss(), bytes / t[0] / 1e6);
}
static const double P10[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                             1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
typedef struct {
  long n, cap;
  int64_t *id, *pid;
  int32_t *type, *par;
  double *x, *y, *z, *r;
} Swc;

static inline const char *ws(const char *p) {
  while (*p == ' ' || *p == '\t')
    p++;
  return p;
}
static inline const char *pint(const char *p, int64_t *o) {
  int neg = 0;
  if (*p == '-') {
    neg = 1;
    p++;
  }
  uint64_t v = 0;
  while ((unsigned)(*p - '0') < 10)
    v = v * 10 + (unsigned)(*p++ - '0');
  *o = neg ? -(int64_t)v : (int64_t)v;
  return p;
}
/* exact: mantissa below 2^53 and |exponent| <= 22 is one correctly rounded division/product;
 * otherwise strtod */
static inline const char *pflt(const char *s, double *o) {
  const char *p = s;
  int neg = 0;
  if (*p == '-') {
    neg = 1;
    p++;
  } else if (*p == '+')
    p++;
  uint64_t m = 0;
  const char *d = p;
  while ((unsigned)(*p - '0') < 10)
    m = m * 10 + (unsigned)(*p++ - '0');
  int nd = (int)(p - d), e = 0;
  if (*p == '.') {
    const char *q = ++p;
    while ((unsigned)(*p - '0') < 10)
      m = m * 10 + (unsigned)(*p++ - '0');
    e = -(int)(p - q);
    nd += (int)(p - q);
  }
  if ((*p | 32) == 'e') {
    int64_t x;
    const char *q = p + 1;
    if (*q == '+')
      q++;
    p = pint(q, &x);
    e += (int)x;
  }
  if (nd <= 19 && m <= (1ull << 53) && e >= -22 && e <= 22) {
    double v = (double)m;
    v = e < 0 ? v / P10[-e] : v * P10[e];
    *o = neg ? -v : v;
  } else {
    char *end;
    *o = strtod(s, &end);
    p = end;
  }
  return p;
}
static void grow(Swc *s) {
  s->cap = s->cap < 2048 ? 4096 : s->cap * 2;
#define G(f) s->f = realloc(s->f, s->cap * sizeof *s->f)
  G(id);
  G(pid);
  G(type);
  G(par);
  G(x);
  G(y);
  G(z);
  G(r);
}
static void parse(Swc *s, const char *p, const char *end) {
  s->n = 0;
  if (!s->cap) {
    s->cap = (end - p) / 20;
    grow(s);
  } /* one reservation from the file size: a row has at least ~20 bytes */
  while (p < end) {
    p = ws(p);
    if (*p == '#' || *p == '\n' || *p == '\r' || !*p) {
      p = memchr(p, '\n', end - p);
      if (!p)
        break;
      p++;
      continue;
    }
    if (s->n == s->cap)
      grow(s);
    long i = s->n++;
    int64_t t;
    p = ws(pint(p, &s->id[i]));
    p = ws(pint(p, &t));
    s->type[i] = (int32_t)t;
    p = ws(pflt(p, &s->x[i]));
    p = ws(pflt(p, &s->y[i]));
    p = ws(pflt(p, &s->z[i]));
    p = ws(pflt(p, &s->r[i]));
    p = pint(p, &s->pid[i]);
    if (*p != '\n') {
      p = memchr(p, '\n', end - p);
      if (!p)
        break;
    }
    p++;
  }
}
/* ids to indices: dense when ids are first..first+n-1 in file order, else a table over the id range
 */
static void resolve(Swc *s) {
  long n = s->n;
  int dense = 1;
  int64_t f = s->id[0];
  for (long i = 0; i < n; i++)
    if (s->id[i] != f + i) {
      dense = 0;
      break;
    }
  if (dense) {
    for (long i = 0; i < n; i++) {
      int64_t k = s->pid[i] - f;
      s->par[i] = (s->pid[i] >= 0 && k >= 0 && k < n) ? (int32_t)k : -1;
    }
    return;
  }
  int64_t mx = 0;
  for (long i = 0; i < n; i++)
    if (s->id[i] > mx)
      mx = s->id[i];
  int32_t *t = malloc((mx + 1) * 4);
  memset(t, 255, (mx + 1) * 4);
  for (long i = 0; i < n; i++)
    t[s->id[i]] = (int32_t)i;
  for (long i = 0; i < n; i++)
    s->par[i] = s->pid[i] >= 0 && s->pid[i] <= mx ? t[s->pid[i]] : -1;
  free(t);
}
static char *slurp(const char *f, long *len) {
  int fd = open(f, O_RDONLY);
  struct stat st;
  fstat(fd, &st);
  char *b = malloc(st.st_size + 64);
  long n = 0;
  while (n < st.st_size) {
    ssize_t k = read(fd, b + n, st.st_size - n);
    if (k <= 0)
      break;
    n += k;
  }
  close(fd);
  memset(b + n, 0, 64);
  *len = n;
  return b;
}
static char *wi(char *o, int64_t v) {
  char t[24];
  int k = 0;
  uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;
  if (v < 0)
    *o++ = '-';
  do
    t[k++] = '0' + u % 10;
  while (u /= 10);
  while (k)
    *o++ = t[--k];
  return o;
}
/* fixed three decimals through an integer: only for numbers that have at most three decimals */
static char *wf3(char *o, double v) {
  int64_t m = llrint(v * 1000);
  if (m < 0) {
    *o++ = '-';
    m = -m;
  }
  o = wi(o, m / 1000);
  int f = m % 1000;
  *o++ = '.';
  *o++ = '0' + f / 100;
  *o++ = '0' + f / 10 % 10;
  *o++ = '0' + f % 10;
  return o;
}

/* limit --many FOLDER: read, parse and resolve every .swc of a folder */
static int many(const char *dir) {
  double t[5];
  long files = 0, nodes = 0, bytes = 0;
  for (int k = 0; k < 5; k++) {
    double a = now();
    files = nodes = bytes = 0;
    Swc q = {0};
    DIR *d = opendir(dir);
    struct dirent *e;
    while ((e = readdir(d))) {
      size_t l = strlen(e->d_name);
      if (l < 5 || strcmp(e->d_name + l - 4, ".swc"))
        continue;
      char p[4096];
      snprintf(p, sizeof p, "%s/%s", dir, e->d_name);
      long n;
      char *b = slurp(p, &n);
      parse(&q, b, b + n);
      resolve(&q);
      files++;
      nodes += q.n;
      bytes += n;
      free(b);
    }
    closedir(d);
    t[k] = now() - a;
    free(q.id);
    free(q.pid);
    free(q.type);
    free(q.par);
    free(q.x);
    free(q.y);
    free(q.z);
    free(q.r);
  }
  fprintf(stderr, "%ld files\n", files);
  report("read_many", nodes / (files ? files : 1), t, 5, bytes);
  return 0;
}

/* What an operation makes: columns of its own, and for each old node the new one. */
typedef struct {
  long n;
  int32_t *parent, *type, *map;
  double *x, *y, *z, *r;
} Out;
static Out make(long n, long old) {
  Out o = {n,
           malloc(n * 4),
           malloc(n * 4),
           malloc(old * 4),
           malloc(n * 8),
           malloc(n * 8),
           malloc(n * 8),
           malloc(n * 8)};
  return o;
}
static void release(Out *o) {
  free(o->parent);
  free(o->type);
  free(o->map);
  free(o->x);
  free(o->y);
  free(o->z);
  free(o->r);
}
static inline double edge(const Swc *s, int i, int p) {
  double dx = s->x[i] - s->x[p], dy = s->y[i] - s->y[p], dz = s->z[i] - s->z[p];
  return sqrt(dx * dx + dy * dy + dz * dz);
}
static inline void keep(const Swc *s, Out *o, long at, int i) {
  o->type[at] = s->type[i];
  o->x[at] = s->x[i];
  o->y[at] = s->y[i];
  o->z[at] = s->z[i];
  o->r[at] = s->r[i];
}

/* The way to the root comes first, turned around; the others follow as they were. */
static Out reroot(const Swc *s, int node) {
  long n = s->n, way = 0;
  Out o = make(n, n);
  char *on = calloc(n, 1);
  for (int i = node; i >= 0; i = s->par[i]) {
    on[i] = 1;
    o.map[i] = (int32_t)way;
    o.parent[way] = (int32_t)way - 1;
    keep(s, &o, way++, i);
  }
  long at = way;
  for (long i = 0; i < n; i++)
    if (!on[i])
      o.map[i] = (int32_t)at++;
  for (long i = 0; i < n; i++)
    if (!on[i]) {
      long k = o.map[i];
      o.parent[k] = s->par[i] < 0 ? -1 : o.map[s->par[i]];
      keep(s, &o, k, (int)i);
    }
  free(on);
  return o;
}

static int32_t *child_counts(const Swc *s) {
  int32_t *c = calloc(s->n, 4);
  for (long i = 0; i < s->n; i++)
    if (s->par[i] >= 0)
      c[s->par[i]]++;
  return c;
}

static Out prune(const Swc *s, double limit) {
  long n = s->n;
  int32_t *c = child_counts(s);
  double *run = calloc(n, 8);
  char *gone = calloc(n, 1);
  for (long i = n - 1; i > 0; i--) {
    int p = s->par[i];
    if (p < 0)
      continue;
    double w = c[i] > 1 || run[i] < 0 ? -1 : run[i] + edge(s, (int)i, p);
    if (c[p] == 1)
      run[p] = w;
    else if (w >= 0 && w <= limit)
      gone[i] = 1;
  }
  long kept = 0;
  for (long i = 0; i < n; i++) {
    if (s->par[i] >= 0 && gone[s->par[i]])
      gone[i] = 1;
    kept += !gone[i];
  }
  Out o = make(kept, n);
  long at = 0;
  for (long i = 0; i < n; i++) {
    if (gone[i]) {
      o.map[i] = -1;
      continue;
    }
    o.map[i] = (int32_t)at;
    o.parent[at] = s->par[i] < 0 ? -1 : o.map[s->par[i]];
    keep(s, &o, at++, (int)i);
  }
  free(c);
  free(run);
  free(gone);
  return o;
}

typedef struct {
  long n;
  int32_t *start, *end;
  double *length;
} Sections;
static Sections sections(const Swc *s) {
  long n = s->n;
  int32_t *c = child_counts(s), *top = malloc(n * 4);
  double *len = malloc(n * 8);
  Sections o = {0, malloc(n * 4), malloc(n * 4), malloc(n * 8)};
  for (long i = 0; i < n; i++) {
    int p = s->par[i];
    if (p < 0)
      continue;
    int in = s->par[p] >= 0 && c[p] == 1;
    top[i] = in ? top[p] : p;
    len[i] = (in ? len[p] : 0) + edge(s, (int)i, p);
    if (c[i] != 1) {
      o.start[o.n] = top[i];
      o.end[o.n] = (int32_t)i;
      o.length[o.n++] = len[i];
    }
  }
  free(c);
  free(top);
  free(len);
  return o;
}

static Out resample(const Swc *s, double spacing) {
  long n = s->n;
  int32_t *c = child_counts(s);
  Sections e = sections(s);
  long total = 0;
  for (long i = 0; i < n; i++)
    total += s->par[i] < 0;
  for (long k = 0; k < e.n; k++) {
    long m = (long)(e.length[k] / spacing + .5);
    total += m < 1 ? 1 : m;
  }
  Out o = make(total, n);
  long at = 0, k = 0;
  int32_t *path = malloc(n * 4);
  double *arc = malloc(n * 8);
  for (long i = 0; i < n; i++) {
    if (s->par[i] < 0) {
      o.map[i] = (int32_t)at;
      o.parent[at] = -1;
      keep(s, &o, at++, (int)i);
      continue;
    }
    if (c[i] == 1)
      continue;
    long m = 0;
    path[0] = (int32_t)i;
    arc[0] = 0;
    do {
      int p = s->par[path[m]];
      arc[m + 1] = arc[m] + edge(s, path[m], p);
      path[++m] = p;
    } while (s->par[path[m]] >= 0 && c[path[m]] == 1);
    double length = e.length[k++];
    long pieces = (long)(length / spacing + .5);
    if (pieces < 1)
      pieces = 1;
    int32_t parent = o.map[path[m]], first = (int32_t)at;
    long q = m;
    for (long piece = 1; piece < pieces; piece++) {
      double place = length * (pieces - piece) / pieces;
      while (q > 1 && arc[q - 1] > place)
        q--;
      int far = path[q - 1], near = path[q];
      double w = arc[q] - arc[q - 1], f = w > 0 ? (place - arc[q - 1]) / w : 0, g = 1 - f;
      o.type[at] = s->type[far];
      o.x[at] = s->x[far] * g + s->x[near] * f;
      o.y[at] = s->y[far] * g + s->y[near] * f;
      o.z[at] = s->z[far] * g + s->z[near] * f;
      o.r[at] = s->r[far] * g + s->r[near] * f;
      o.parent[at] = parent;
      parent = (int32_t)at++;
    }
    for (long j = 1; j < m; j++) {
      long piece = pieces - (long)(length > 0 ? arc[j] / length * pieces + .5 : pieces);
      o.map[path[j]] = piece <= 0        ? o.map[path[m]]
                       : piece >= pieces ? first + (int32_t)pieces - 1
                                         : first + (int32_t)piece - 1;
    }
    o.map[i] = (int32_t)at;
    o.parent[at] = parent;
    keep(s, &o, at++, (int)i);
  }
  free(c);
  free(e.start);
  free(e.end);
  free(e.length);
  free(path);
  free(arc);
  return o;
}

int main(int c, char **v) {
  /* As karst does: freed memory stays for the next array. */
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  if (c > 2 && !strcmp(v[1], "--many"))
    return many(v[2]);
  int K = c > 2 ? atoi(v[2]) : 7;
  double t[64];
  long len = 0;
  char *buf = 0;
  for (int k = 0; k < K; k++) {
    free(buf);
    double s = now();
    buf = slurp(v[1], &len);
    t[k] = now() - s;
  }
  Swc s = {0};
  {
    double tt[64];
    memcpy(tt, t, sizeof t);
    for (int k = 0; k < K; k++) {
      parse(&s, buf, buf + len);
    }
    report("slurp", s.n, tt, K, len);
  }
  for (int k = 0; k < K; k++) {
    double a = now();
    parse(&s, buf, buf + len);
    t[k] = now() - a;
  }
  report("parse_only", s.n, t, K, len);
  for (int k = 0; k < K; k++) {
    double a = now();
    long l;
    char *b = slurp(v[1], &l);
    Swc q = {0};
    parse(&q, b, b + l);
    resolve(&q);
    t[k] = now() - a;
    free(b);
    free(q.id);
    free(q.pid);
    free(q.type);
    free(q.par);
    free(q.x);
    free(q.y);
    free(q.z);
    free(q.r);
  }
  report("read", s.n, t, K, len);
  resolve(&s);
  long n = s.n;
  for (long i = 0; i < n; i++)
    if (s.par[i] >= i) {
      fprintf(stderr, "not topologically sorted\n");
      return 1;
    }
  double sum = 0;
  for (int k = 0; k < K; k++) {
    double a = now();
    sum = 0;
    for (long i = 0; i < n; i++) {
      int p = s.par[i];
      if (p >= 0) {
        double dx = s.x[i] - s.x[p], dy = s.y[i] - s.y[p], dz = s.z[i] - s.z[p];
        sum += sqrt(dx * dx + dy * dy + dz * dz);
      }
    }
    t[k] = now() - a;
  }
  report("cable_length", n, t, K, n * 28);
  fprintf(stderr, "cable %.9f\n", sum);
  uint8_t *st = malloc(n), *mx = malloc(n), *ct = malloc(n);
  for (int k = 0; k < K; k++) {
    double a = now();
    memset(mx, 0, n);
    memset(ct, 0, n);
    for (long i = n - 1; i >= 0; i--) {
      int q = mx[i] ? mx[i] + (ct[i] >= 2) : 1;
      st[i] = q;
      int p = s.par[i];
      if (p >= 0) {
        if (q > mx[p]) {
          mx[p] = q;
          ct[p] = 1;
        } else if (q == mx[p] && ct[p] < 2)
          ct[p]++;
      }
    }
    t[k] = now() - a;
  }
  report("strahler", n, t, K, n * 7);
  double *d = malloc(n * 8);
  for (int k = 0; k < K; k++) {
    double a = now();
    for (long i = 0; i < n; i++) {
      int p = s.par[i];
      d[i] = 0;
      if (p >= 0) {
        double dx = s.x[i] - s.x[p], dy = s.y[i] - s.y[p], dz = s.z[i] - s.z[p];
        d[i] = d[p] + sqrt(dx * dx + dy * dy + dz * dz);
      }
    }
    t[k] = now() - a;
  }
  report("dist_to_root", n, t, K, n * 36);
  for (int k = 0; k < K; k++) {
    double a = now();
    Out o = reroot(&s, (int)n - 1);
    t[k] = now() - a;
    release(&o);
  }
  report("reroot", n, t, K, n * 48);
  for (int k = 0; k < K; k++) {
    double a = now();
    Out o = prune(&s, 20);
    t[k] = now() - a;
    release(&o);
  }
  report("prune_twigs", n, t, K, n * 48);
  for (int k = 0; k < K; k++) {
    double a = now();
    Sections o = sections(&s);
    t[k] = now() - a;
    free(o.start);
    free(o.end);
    free(o.length);
  }
  report("segments", n, t, K, n * 36);
  for (int k = 0; k < K; k++) {
    double a = now();
    Out o = resample(&s, 2);
    t[k] = now() - a;
    release(&o);
  }
  report("resample", n, t, K, n * 48);
  char *ob = malloc(n * 120 + 64);
  long ol = 0;
  for (int k = 0; k < K; k++) {
    double a = now();
    char *o = ob;
    for (long i = 0; i < n; i++) {
      o = wi(o, s.id[i]);
      *o++ = ' ';
      o = wi(o, s.type[i]);
      *o++ = ' ';
      o = wf3(o, s.x[i]);
      *o++ = ' ';
      o = wf3(o, s.y[i]);
      *o++ = ' ';
      o = wf3(o, s.z[i]);
      *o++ = ' ';
      o = wf3(o, s.r[i]);
      *o++ = ' ';
      o = wi(o, s.pid[i]);
      *o++ = '\n';
    }
    ol = o - ob;
    t[k] = now() - a;
  }
  report("write_fixed3_to_memory", n, t, K, ol);
  return 0;
}
