// Preloaded into the program by parts.py: a system that gives and takes little, or nothing.
//
// FAULT_READ=N, FAULT_WRITE=N: at most N bytes at a time, and every third call is interrupted.
// FAULT_FULL=N: after N bytes written to files the disk is full.
// FAULT_NEW=N: the N-th operator new fails, counted from when the program has set up its signals.
// (OpenSSL 3.0 does not survive a failed allocation while it starts.)
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);

static long setting(const char *name) {
  const char *const value = getenv(name);
  return value == NULL ? -1 : atol(value);
}

static long most_read = -1, most_written = -1, until_full = -1;
static atomic_long until_no_memory = -1;
static atomic_int calls;

__attribute__((constructor)) static void begin(void) {
  most_read = setting("FAULT_READ");
  most_written = setting("FAULT_WRITE");
  until_full = setting("FAULT_FULL");
}

void (*signal(int number, void (*handler)(int)))(int) {
  const struct sigaction action = {.sa_handler = handler};
  struct sigaction former;
  if (number == SIGXFSZ) until_no_memory = setting("FAULT_NEW");
  return sigaction(number, &action, &former) == 0 ? former.sa_handler : SIG_ERR;
}

static int is_interrupted(long most) {
  if (most < 0 || atomic_fetch_add(&calls, 1) % 3 != 0) return 0;
  errno = EINTR;
  return 1;
}

ssize_t read(int descriptor, void *bytes, size_t size) {
  if (is_interrupted(most_read)) return -1;
  const size_t most = most_read < 0 || size < (size_t)most_read ? size : (size_t)most_read;
  return syscall(SYS_read, descriptor, bytes, most);
}

ssize_t __read_chk(int descriptor, void *bytes, size_t size, size_t room) {
  (void)room;
  return read(descriptor, bytes, size);
}

static int is_file(int descriptor) {
  struct stat status;
  return fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

ssize_t write(int descriptor, const void *bytes, size_t size) {
  if (is_interrupted(most_written)) return -1;
  size_t most = most_written < 0 || size < (size_t)most_written ? size : (size_t)most_written;
  if (until_full >= 0 && is_file(descriptor)) {
    if (until_full == 0) {
      errno = ENOSPC;
      return -1;
    }
    most = most < (size_t)until_full ? most : (size_t)until_full;
    until_full -= (long)most;
  }
  return syscall(SYS_write, descriptor, bytes, most);
}

static int is_in_new(void *caller) {
  Dl_info info;
  return dladdr(caller, &info) != 0 && strstr(info.dli_fname, "libstdc++") != NULL;
}

void *malloc(size_t size) {
  if (until_no_memory > 0 && is_in_new(__builtin_return_address(0)) &&
      atomic_fetch_sub(&until_no_memory, 1) == 1) {
    errno = ENOMEM;
    return NULL;
  }
  return __libc_malloc(size);
}
