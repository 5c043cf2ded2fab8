#include "CHDF5.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#if __has_include(<hdf5/serial/hdf5.h>)
#include <hdf5/serial/hdf5.h>
#else
#include <hdf5.h>
#endif

// The functions as the header declares them, resolved at run time.
#define FUNCTIONS(X)                                                                               \
  X(H5open)                                                                                        \
  X(H5Eset_auto2)                                                                                  \
  X(H5Pcreate)                                                                                     \
  X(H5Pclose)                                                                                      \
  X(H5Pset_fapl_core)                                                                              \
  X(H5Pset_file_image)                                                                             \
  X(H5Pset_chunk)                                                                                  \
  X(H5Pset_deflate)                                                                                \
  X(H5Pget_external_count)                                                                         \
  X(H5Pget_chunk)                                                                                  \
  X(H5Pget_nfilters)                                                                               \
  X(H5Pget_filter2)                                                                                \
  X(H5Dget_offset)                                                                                 \
  X(H5Dget_chunk_storage_size)                                                                     \
  X(H5Dread_chunk)                                                                                 \
  X(H5Tequal)                                                                                      \
  X(H5Pget_layout)                                                                                 \
  X(H5Fopen)                                                                                       \
  X(H5Fcreate)                                                                                     \
  X(H5Fclose)                                                                                      \
  X(H5Fflush)                                                                                      \
  X(H5Fget_file_image)                                                                             \
  X(H5Fget_name)                                                                                   \
  X(H5Lexists)                                                                                     \
  X(H5Dopen2)                                                                                      \
  X(H5Dcreate2)                                                                                    \
  X(H5Dclose)                                                                                      \
  X(H5Dwrite)                                                                                      \
  X(H5Dget_space)                                                                                  \
  X(H5Dget_type)                                                                                   \
  X(H5Dget_create_plist)                                                                           \
  X(H5Screate)                                                                                     \
  X(H5Screate_simple)                                                                              \
  X(H5Sclose)                                                                                      \
  X(H5Sget_simple_extent_ndims)                                                                    \
  X(H5Sget_simple_extent_dims)                                                                     \
  X(H5Sget_simple_extent_type)                                                                     \
  X(H5Tcopy)                                                                                       \
  X(H5Tclose)                                                                                      \
  X(H5Tget_class)                                                                                  \
  X(H5Tget_size)                                                                                   \
  X(H5Tset_size)                                                                                   \
  X(H5Tset_strpad)                                                                                 \
  X(H5Tset_cset)                                                                                   \
  X(H5Tis_variable_str)                                                                            \
  X(H5Gcreate2)                                                                                    \
  X(H5Gclose)                                                                                      \
  X(H5Acreate2)                                                                                    \
  X(H5Awrite)                                                                                      \
  X(H5Aclose)

#define DECLARE(name) static __typeof__(name) *p_##name;
FUNCTIONS(DECLARE)

// Variables of the library, filled in by H5open.
static hid_t native_double, native_int64, file_int64, file_int32, file_double, file_float, c_string,
    access_class, creation_class;

// The name under which the memory image is opened: no such file is ever touched.
static const char image_name[] = "karst-memory-image";

// The values of H5F_ACC_RDONLY and H5F_ACC_TRUNC: those macros call into the library by its name.
static const unsigned read_only = 0, truncate_existing = 2;

static const char *const libraries[] = {
    "libhdf5_serial.so.103", "libhdf5_serial.so", "libhdf5.so.103",
    "libhdf5.so.200",        "libhdf5.so.310",    "libhdf5.so",
};

static char reason[512];

static bool resolve(void *library) {
#define RESOLVE(name)                                                                              \
  *(void **)&p_##name = dlsym(library, #name);                                                     \
  if (!p_##name) {                                                                                 \
    snprintf(reason, sizeof reason, "it lacks the function %s", #name);                            \
    return false;                                                                                  \
  }
  FUNCTIONS(RESOLVE)
  return true;
}

static bool variable(void *library, const char *name, hid_t *into) {
  hid_t *found = dlsym(library, name);
  if (!found) {
    snprintf(reason, sizeof reason, "it lacks the variable %s", name);
    return false;
  }
  *into = *found;
  return true;
}

static bool start(void *library) {
  if (p_H5open() < 0) {
    snprintf(reason, sizeof reason, "it could not be started");
    return false;
  }
  return variable(library, "H5T_NATIVE_DOUBLE_g", &native_double) &&
         variable(library, "H5T_NATIVE_INT64_g", &native_int64) &&
         variable(library, "H5T_STD_I64LE_g", &file_int64) &&
         variable(library, "H5T_STD_I32LE_g", &file_int32) &&
         variable(library, "H5T_IEEE_F32LE_g", &file_float) &&
         variable(library, "H5T_IEEE_F64LE_g", &file_double) &&
         variable(library, "H5T_C_S1_g", &c_string) &&
         variable(library, "H5P_CLS_FILE_ACCESS_ID_g", &access_class) &&
         variable(library, "H5P_CLS_DATASET_CREATE_ID_g", &creation_class);
}

// Its own reports on standard error would only disturb: callers say what went wrong. The setting is
// one of the thread.
static void silence(void) { p_H5Eset_auto2(H5E_DEFAULT, NULL, NULL); }

const char *karst_h5_load(void) {
  static bool loaded = false;
  if (loaded) {
    silence();
    return NULL;
  }
  void *library = NULL;
  for (size_t i = 0; !library && i < sizeof libraries / sizeof *libraries; i++) {
    library = dlopen(libraries[i], RTLD_NOW | RTLD_LOCAL);
  }
  if (!library) {
    snprintf(reason, sizeof reason, "%s", dlerror());
    return reason;
  }
  // A library that lacks something stays in memory: it may have started threads or exit handlers by
  // now.
  if (!resolve(library) || !start(library)) {
    return reason;
  }
  silence();
  loaded = true;
  return NULL;
}

static hid_t memory_access(void) {
  hid_t access = p_H5Pcreate(access_class);
  if (access >= 0 && p_H5Pset_fapl_core(access, 1 << 16, 0) < 0) {
    p_H5Pclose(access);
    return -1;
  }
  return access;
}

int64_t karst_h5_open(const void *image, size_t length) {
  hid_t access = memory_access();
  if (access < 0) {
    return -1;
  }
  // The library copies the image, which is why it may be treated as constant here.
  hid_t file = -1;
  if (p_H5Pset_file_image(access, (void *)image, length) >= 0) {
    file = p_H5Fopen(image_name, read_only, access);
  }
  p_H5Pclose(access);
  return file;
}

int64_t karst_h5_create(void) {
  hid_t access = memory_access();
  if (access < 0) {
    return -1;
  }
  hid_t file = p_H5Fcreate(image_name, truncate_existing, H5P_DEFAULT, access);
  p_H5Pclose(access);
  return file;
}

void karst_h5_close(int64_t file) { p_H5Fclose(file); }

int64_t karst_h5_image(int64_t file, void *into, size_t length) {
  if (p_H5Fflush(file, H5F_SCOPE_GLOBAL) < 0) {
    return -1;
  }
  return p_H5Fget_file_image(file, into, length);
}

// Every step of a path must exist, or H5Dopen2 would fail in a way that cannot be told from damage.
static bool exists(hid_t file, const char *name) {
  const char *slash = strchr(name, '/');
  if (slash) {
    char step[64];
    size_t length = (size_t)(slash - name);
    if (length >= sizeof step) {
      return false;
    }
    memcpy(step, name, length);
    step[length] = 0;
    if (p_H5Lexists(file, step, H5P_DEFAULT) <= 0) {
      return false;
    }
  }
  return p_H5Lexists(file, name, H5P_DEFAULT) > 0;
}

// Whether a data set lies in this very image: links of a hostile file may lead to any other.
static bool is_local(hid_t set) {
  char name[sizeof image_name + 1];
  return p_H5Fget_name(set, name, sizeof name) == (ssize_t)strlen(image_name) &&
         strcmp(name, image_name) == 0;
}

static bool measure(hid_t set, karst_h5_shape *shape) {
  hid_t space = p_H5Dget_space(set);
  if (space < 0) {
    return false;
  }
  hsize_t size[2] = {1, 1};
  shape->rank = p_H5Sget_simple_extent_ndims(space);
  bool fits = shape->rank >= 0 && shape->rank <= 2 &&
              p_H5Sget_simple_extent_type(space) != H5S_NULL &&
              p_H5Sget_simple_extent_dims(space, size, NULL) >= 0;
  p_H5Sclose(space);
  shape->rows = size[0];
  shape->columns = size[1];
  return fits;
}

static bool is(hid_t type, hid_t other) { return p_H5Tequal(type, other) > 0; }

static void describe(hid_t set, karst_h5_shape *shape) {
  hid_t type = p_H5Dget_type(set);
  if (type < 0) {
    return;
  }
  if (is(type, file_int64) || is(type, file_int32)) {
    shape->kind = KARST_H5_INTEGERS;
    shape->size = is(type, file_int64) ? 8 : 4;
  } else if (is(type, file_double) || is(type, file_float)) {
    shape->kind = KARST_H5_NUMBERS;
    shape->size = is(type, file_double) ? 8 : 4;
  } else if (p_H5Tget_class(type) == H5T_STRING) {
    shape->kind = KARST_H5_TEXT;
    shape->size = p_H5Tis_variable_str(type) > 0 ? 0 : p_H5Tget_size(type);
  }
  p_H5Tclose(type);
}

static bool only_deflates(hid_t creation) {
  unsigned flags;
  size_t count = 0;
  return p_H5Pget_nfilters(creation) == 1 &&
         p_H5Pget_filter2(creation, 0, &flags, &count, NULL, 0, NULL, NULL) == H5Z_FILTER_DEFLATE;
}

static bool lay_out(hid_t set, karst_h5_shape *shape) {
  hid_t creation = p_H5Dget_create_plist(set);
  if (creation < 0) {
    return false;
  }
  H5D_layout_t layout = p_H5Pget_layout(creation);
  hsize_t chunk[2] = {0, 1};
  bool done = false;
  if (layout == H5D_CONTIGUOUS && p_H5Pget_external_count(creation) == 0) {
    haddr_t address = p_H5Dget_offset(set);
    shape->address = address == HADDR_UNDEF || address > INT64_MAX ? -1 : (int64_t)address;
    done = true;
  } else if (layout == H5D_CHUNKED && shape->rank > 0 &&
             p_H5Pget_chunk(creation, shape->rank, chunk) == shape->rank) {
    shape->chunk_rows = chunk[0];
    shape->chunk_columns = chunk[1];
    shape->is_deflated = only_deflates(creation);
    done = chunk[0] > 0 && chunk[1] > 0 && (shape->is_deflated || p_H5Pget_nfilters(creation) == 0);
  }
  p_H5Pclose(creation);
  return done;
}

karst_h5_shape karst_h5_look(int64_t file, const char *name) {
  karst_h5_shape shape = {.kind = KARST_H5_ABSENT, .rows = 1, .columns = 1, .address = -1};
  if (!exists(file, name)) {
    return shape;
  }
  shape.kind = KARST_H5_FOREIGN;
  hid_t set = p_H5Dopen2(file, name, H5P_DEFAULT);
  if (set < 0) {
    return shape;
  }
  if (is_local(set) && measure(set, &shape) && lay_out(set, &shape)) {
    describe(set, &shape);
  }
  p_H5Dclose(set);
  return shape;
}

int64_t karst_h5_chunk_size(int64_t file, const char *name, uint64_t row, uint64_t column) {
  hid_t set = p_H5Dopen2(file, name, H5P_DEFAULT);
  if (set < 0) {
    return -1;
  }
  hsize_t at[2] = {row, column}, size = 0;
  bool known = p_H5Dget_chunk_storage_size(set, at, &size) >= 0 && size <= INT64_MAX;
  p_H5Dclose(set);
  return known ? (int64_t)size : -1;
}

bool karst_h5_read_chunk(int64_t file, const char *name, uint64_t row, uint64_t column,
                         void *into) {
  hid_t set = p_H5Dopen2(file, name, H5P_DEFAULT);
  if (set < 0) {
    return false;
  }
  hsize_t at[2] = {row, column};
  uint32_t skipped = 0;
  bool done = p_H5Dread_chunk(set, H5P_DEFAULT, at, &skipped, into) >= 0 && skipped == 0;
  p_H5Dclose(set);
  return done;
}

static hid_t creation_list(uint64_t rows, uint64_t columns) {
  hid_t creation = p_H5Pcreate(creation_class);
  if (creation < 0) {
    return -1;
  }
  // A chunk may hold neither nothing nor 4 GiB.
  hsize_t chunk[2] = {rows < 1 ? 1 : rows > 1 << 24 ? 1 << 24 : rows, columns};
  if (p_H5Pset_chunk(creation, columns ? 2 : 1, chunk) < 0 || p_H5Pset_deflate(creation, 4) < 0) {
    p_H5Pclose(creation);
    return -1;
  }
  return creation;
}

static bool write_set(hid_t file, const char *name, hid_t file_type, hid_t space, hid_t creation,
                      hid_t memory_type, const void *values) {
  if (space < 0 || creation < 0) {
    return false;
  }
  hid_t set = p_H5Dcreate2(file, name, file_type, space, H5P_DEFAULT, creation, H5P_DEFAULT);
  if (set < 0) {
    return false;
  }
  bool done = p_H5Dwrite(set, memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0;
  return p_H5Dclose(set) >= 0 && done;
}

static bool write_rows(hid_t file, const char *name, hid_t file_type, hid_t memory_type,
                       const void *values, uint64_t rows, uint64_t columns, bool compressed) {
  hsize_t size[2] = {rows, columns};
  hid_t space = p_H5Screate_simple(columns ? 2 : 1, size, NULL);
  hid_t creation = compressed ? creation_list(rows, columns) : H5P_DEFAULT;
  // An empty array may come without an address, which the library would take for a mistake.
  static const int64_t nothing = 0;
  bool done =
      write_set(file, name, file_type, space, creation, memory_type, values ? values : &nothing);
  if (compressed && creation >= 0) {
    p_H5Pclose(creation);
  }
  if (space >= 0) {
    p_H5Sclose(space);
  }
  return done;
}

bool karst_h5_write_numbers(int64_t file, const char *name, const double *values, uint64_t rows,
                            uint64_t columns) {
  return write_rows(file, name, file_double, native_double, values, rows, columns, true);
}

bool karst_h5_write_integers(int64_t file, const char *name, const int64_t *values, uint64_t rows,
                             uint64_t columns, bool compressed) {
  return write_rows(file, name, file_int64, native_int64, values, rows, columns, compressed);
}

static bool write_scalar(hid_t file, const char *name, hid_t file_type, hid_t memory_type,
                         const void *value) {
  hid_t space = p_H5Screate(H5S_SCALAR);
  bool done = write_set(file, name, file_type, space, H5P_DEFAULT, memory_type, value);
  if (space >= 0) {
    p_H5Sclose(space);
  }
  return done;
}

bool karst_h5_write_integer(int64_t file, const char *name, int64_t value) {
  return write_scalar(file, name, file_int64, native_int64, &value);
}

bool karst_h5_write_fixed_text(int64_t file, const char *name, const char *text, size_t length) {
  hid_t type = p_H5Tcopy(c_string);
  if (type < 0) {
    return false;
  }
  bool done = p_H5Tset_size(type, length ? length : 1) >= 0 &&
              p_H5Tset_strpad(type, H5T_STR_NULLPAD) >= 0 &&
              write_scalar(file, name, type, type, length ? text : "");
  p_H5Tclose(type);
  return done;
}

bool karst_h5_write_variable_text(int64_t file, const char *name, const char *text) {
  hid_t type = p_H5Tcopy(c_string);
  if (type < 0) {
    return false;
  }
  bool done = p_H5Tset_size(type, H5T_VARIABLE) >= 0 && p_H5Tset_cset(type, H5T_CSET_UTF8) >= 0 &&
              write_scalar(file, name, type, type, &text);
  p_H5Tclose(type);
  return done;
}

bool karst_h5_write_group(int64_t file, const char *name) {
  hid_t group = p_H5Gcreate2(file, name, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  return group >= 0 && p_H5Gclose(group) >= 0;
}

bool karst_h5_write_attribute(int64_t file, const char *name, int64_t value) {
  hid_t space = p_H5Screate(H5S_SCALAR);
  if (space < 0) {
    return false;
  }
  hid_t attribute = p_H5Acreate2(file, name, file_int64, space, H5P_DEFAULT, H5P_DEFAULT);
  bool done = attribute >= 0 && p_H5Awrite(attribute, native_int64, &value) >= 0;
  if (attribute >= 0) {
    p_H5Aclose(attribute);
  }
  p_H5Sclose(space);
  return done;
}
