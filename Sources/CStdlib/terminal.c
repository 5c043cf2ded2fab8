#include "CStdlib.h"

#include <sys/ioctl.h>

// ioctl takes a variable number of arguments, which Swift cannot call.
int karst_terminal_width(int descriptor) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) {
    return 0;
  }
  return size.ws_col;
}

int karst_terminal_height(int descriptor) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) {
    return 0;
  }
  return size.ws_row;
}
