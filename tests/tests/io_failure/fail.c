/*
 * Lets calls to the operating system fail that concern the files below one folder. Loaded before the C
 * library's own functions (LD_PRELOAD).
 *
 * KITAAB_FAIL_DIR names the folder. KITAAB_FAIL_AT = N lets the N-th such call fail (0: none), with
 * KITAAB_FAIL_ON set all after it, too. KITAAB_FAIL_COUNT names a file to which the number of calls is
 * written at the end.
 *
 * Writes fail with ENOSPC, every other one after half of its bytes went out; all else with EIO.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#define FILES 4096

static const char *folder;
static long fail_at;
static int fail_on;
static atomic_long calls;
static atomic_bool concerned[FILES]; /* by descriptor */

__attribute__((constructor)) static void start(void) {
    const char *at = getenv("KITAAB_FAIL_AT");
    folder = getenv("KITAAB_FAIL_DIR");
    fail_at = at ? atol(at) : 0;
    fail_on = getenv("KITAAB_FAIL_ON") != NULL;
}

__attribute__((destructor)) static void end(void) {
    const char *path = getenv("KITAAB_FAIL_COUNT");
    char text[32];
    if (!path)
        return;
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    int length = snprintf(text, sizeof text, "%ld", atomic_load(&calls));
    if (syscall(SYS_write, fd, text, (size_t)length) < 0)
        abort();
    syscall(SYS_close, fd);
}

/* Counts a call. Whether it is to fail. */
static int fails(void) {
    long number = atomic_fetch_add(&calls, 1) + 1;
    return fail_at > 0 && (fail_on ? number >= fail_at : number == fail_at);
}

static int is_concerned(int fd) { return fd >= 0 && fd < FILES && atomic_load(&concerned[fd]); }

static int failed(int with) {
    errno = with;
    return -1;
}

static int is_below(const char *path) { return folder && path && strncmp(path, folder, strlen(folder)) == 0; }

static int opening(int at, const char *path, int flags, mode_t mode) {
    int below = is_below(path);
    if (below && fails())
        return failed(EIO);
    int fd = (int)syscall(SYS_openat, at, path, flags, mode);
    if (fd >= 0 && fd < FILES)
        atomic_store(&concerned[fd], below);
    return fd;
}

#define MODE                                                                                       \
    mode_t mode = 0;                                                                               \
    if (flags & (O_CREAT | O_TMPFILE)) {                                                           \
        va_list rest;                                                                              \
        va_start(rest, flags);                                                                     \
        mode = va_arg(rest, mode_t);                                                               \
        va_end(rest);                                                                              \
    }

int open(const char *path, int flags, ...) {
    MODE
    return opening(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    MODE
    return opening(AT_FDCWD, path, flags | O_LARGEFILE, mode);
}

int openat(int at, const char *path, int flags, ...) {
    MODE
    return opening(at, path, flags, mode);
}

int openat64(int at, const char *path, int flags, ...) {
    MODE
    return opening(at, path, flags | O_LARGEFILE, mode);
}

int close(int fd) {
    if (fd >= 0 && fd < FILES)
        atomic_store(&concerned[fd], 0);
    return (int)syscall(SYS_close, fd);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
    if (is_concerned(fd) && fails()) {
        if (atomic_load(&calls) % 2 == 0 && length > 1)
            return syscall(SYS_pwrite64, fd, bytes, length / 2, offset);
        return failed(ENOSPC);
    }
    return syscall(SYS_pwrite64, fd, bytes, length, offset);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
    return pwrite64(fd, bytes, length, offset);
}

ssize_t write(int fd, const void *bytes, size_t length) {
    if (is_concerned(fd) && fails())
        return failed(ENOSPC);
    return syscall(SYS_write, fd, bytes, length);
}

ssize_t pread64(int fd, void *bytes, size_t length, off64_t offset) {
    if (is_concerned(fd) && fails())
        return failed(EIO);
    return syscall(SYS_pread64, fd, bytes, length, offset);
}

ssize_t pread(int fd, void *bytes, size_t length, off_t offset) { return pread64(fd, bytes, length, offset); }

ssize_t read(int fd, void *bytes, size_t length) {
    if (is_concerned(fd) && fails())
        return failed(EIO);
    return syscall(SYS_read, fd, bytes, length);
}

int ftruncate64(int fd, off64_t size) {
    if (is_concerned(fd) && fails())
        return failed(EIO);
    return (int)syscall(SYS_ftruncate, fd, size);
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

/* A sync that does not fail is left out: nothing here loses power, and the run is faster. */
static int sync_of(int fd) { return is_concerned(fd) && fails() ? failed(EIO) : 0; }

int fsync(int fd) { return sync_of(fd); }
int fdatasync(int fd) { return sync_of(fd); }

int unlink(const char *path) {
    if (is_below(path) && fails())
        return failed(EIO);
    return (int)syscall(SYS_unlink, path);
}

void *mmap64(void *address, size_t length, int protection, int flags, int fd, off64_t offset) {
    if (is_concerned(fd) && fails()) {
        errno = ENOMEM;
        return (void *)-1;
    }
    return (void *)syscall(SYS_mmap, address, length, protection, flags, fd, offset);
}

void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset) {
    return mmap64(address, length, protection, flags, fd, offset);
}
