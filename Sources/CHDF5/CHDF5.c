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
  X(H5Pset_chunk)                                                                                  \
  X(H5Pset_obj_track_times)                                                                        \
  X(H5Pset_deflate)                                                                                \
  X(H5Fcreate)                                                                                     \
  X(H5Fclose)                                                                                      \
  X(H5Fflush)                                                                                      \
  X(H5Fget_file_image)                                                                             \
  X(H5Dcreate2)                                                                                    \
  X(H5Dclose)                                                                                      \
  X(H5Dwrite)                                                                                      \
  X(H5Screate)                                                                                     \
  X(H5Screate_simple)                                                                              \
  X(H5Sclose)                                                                                      \
  X(H5Tcopy)                                                                                       \
  X(H5Tclose)                                                                                      \
  X(H5Tset_size)                                                                                   \
  X(H5Tset_strpad)                                                                                 \
  X(H5Tset_cset)                                                                                   \
  X(H5Gcreate2)                                                                                    \
  X(H5Gclose)                                                                                      \
  X(H5Acreate2)                                                                                    \
  X(H5Awrite)                                                                                      \
  X(H5Aclose)

#define DECLARE(name) static __typeof__(name) *p_##name;
FUNCTIONS(DECLARE)

// Variables of the library, filled in by H5open.
static hid_t native_double, native_int64, file_int64, file_double, c_string, access_class,
    creation_class;

// The name under which the memory image is made: no such file is ever touched.
static const char image_name[] = "karst-memory-image";

// The value of H5F_ACC_TRUNC: that macro calls into the library by its name.
static const unsigned truncate_existing = 2;

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

// Without the time at which a data set was made, or equal skeletons would give different bytes.
static hid_t creation_list(void) {
  hid_t creation = p_H5Pcreate(creation_class);
  if (creation >= 0 && p_H5Pset_obj_track_times(creation, false) < 0) {
    p_H5Pclose(creation);
    return -1;
  }
  return creation;
}

static bool compress(hid_t creation, uint64_t rows, uint64_t columns) {
  // A chunk may hold neither nothing nor 4 GiB.
  hsize_t chunk[2] = {rows < 1 ? 1 : rows > 1 << 24 ? 1 << 24 : rows, columns};
  return p_H5Pset_chunk(creation, columns ? 2 : 1, chunk) >= 0 &&
         p_H5Pset_deflate(creation, 4) >= 0;
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
  hid_t creation = creation_list();
  // An empty array may come without an address, which the library would take for a mistake.
  static const int64_t nothing = 0;
  bool done =
      (creation < 0 || !compressed || compress(creation, rows, columns)) &&
      write_set(file, name, file_type, space, creation, memory_type, values ? values : &nothing);
  if (creation >= 0) {
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
  hid_t creation = creation_list();
  bool done = write_set(file, name, file_type, space, creation, memory_type, value);
  if (creation >= 0) {
    p_H5Pclose(creation);
  }
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
