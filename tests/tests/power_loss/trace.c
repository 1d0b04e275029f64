/*
 * Records, in order, what a program does to the files below one folder: writes with their bytes,
 * truncations, syncs, removals. Loaded before the C library's own functions (LD_PRELOAD).
 *
 * KITAAB_TRACE names the file to record to, KITAAB_TRACE_DIR the folder. What the program writes to
 * its standard output is recorded too, as what it has acknowledged by then.
 *
 * A record is: kind (1 byte), file (4), offset (8), length (4), then `length` bytes; little-endian.
 *   O open: file = a new number, bytes = the path     W write    T truncate: offset = the new size
 *   S sync     U unlink: bytes = the path             A acknowledged: bytes = what was printed
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#define FILES 4096

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int trace = -1;
static const char *folder;
static uint32_t number_of[FILES]; /* by descriptor; 0 = not followed */
static uint32_t last_number;

__attribute__((constructor)) static void start(void) {
    const char *path = getenv("KITAAB_TRACE");
    folder = getenv("KITAAB_TRACE_DIR");
    if (path && folder)
        trace = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/* Called with the lock held, so that records keep the order of what they record. */
static void record(char kind, uint32_t file, uint64_t offset, const void *bytes, uint32_t length) {
    unsigned char head[17];
    head[0] = (unsigned char)kind;
    memcpy(head + 1, &file, 4);
    memcpy(head + 5, &offset, 8);
    memcpy(head + 13, &length, 4);
    syscall(SYS_write, trace, head, sizeof head);
    if (length)
        syscall(SYS_write, trace, bytes, (size_t)length);
}

static int followed(int fd) { return trace >= 0 && fd >= 0 && fd < FILES && number_of[fd]; }

static int opened(int fd, const char *path, int flags) {
    if (trace < 0 || fd < 0 || fd >= FILES || !path)
        return fd;
    pthread_mutex_lock(&lock);
    number_of[fd] = 0;
    if (strncmp(path, folder, strlen(folder)) == 0) {
        number_of[fd] = ++last_number;
        record('O', last_number, 0, path, (uint32_t)strlen(path));
        if (flags & O_TRUNC)
            record('T', last_number, 0, NULL, 0);
    }
    pthread_mutex_unlock(&lock);
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
    return opened((int)syscall(SYS_openat, AT_FDCWD, path, flags, mode), path, flags);
}

int open64(const char *path, int flags, ...) {
    MODE
    return opened((int)syscall(SYS_openat, AT_FDCWD, path, flags | O_LARGEFILE, mode), path, flags);
}

int openat(int at, const char *path, int flags, ...) {
    MODE
    return opened((int)syscall(SYS_openat, at, path, flags, mode), path, flags);
}

int openat64(int at, const char *path, int flags, ...) {
    MODE
    return opened((int)syscall(SYS_openat, at, path, flags | O_LARGEFILE, mode), path, flags);
}

int close(int fd) {
    if (fd >= 0 && fd < FILES) {
        pthread_mutex_lock(&lock);
        number_of[fd] = 0;
        pthread_mutex_unlock(&lock);
    }
    return (int)syscall(SYS_close, fd);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
    if (!followed(fd))
        return syscall(SYS_pwrite64, fd, bytes, length, offset);
    pthread_mutex_lock(&lock);
    ssize_t done = syscall(SYS_pwrite64, fd, bytes, length, offset);
    if (done > 0)
        record('W', number_of[fd], (uint64_t)offset, bytes, (uint32_t)done);
    pthread_mutex_unlock(&lock);
    return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) {
    return pwrite64(fd, bytes, length, offset);
}

ssize_t write(int fd, const void *bytes, size_t length) {
    if (trace < 0 || (fd != STDOUT_FILENO && !followed(fd)))
        return syscall(SYS_write, fd, bytes, length);
    pthread_mutex_lock(&lock);
    off_t at = fd == STDOUT_FILENO ? 0 : (off_t)syscall(SYS_lseek, fd, 0, SEEK_CUR);
    ssize_t done = syscall(SYS_write, fd, bytes, length);
    if (done > 0)
        record(fd == STDOUT_FILENO ? 'A' : 'W', fd == STDOUT_FILENO ? 0 : number_of[fd], (uint64_t)at, bytes,
               (uint32_t)done);
    pthread_mutex_unlock(&lock);
    return done;
}

int ftruncate64(int fd, off64_t size) {
    if (!followed(fd))
        return (int)syscall(SYS_ftruncate, fd, size);
    pthread_mutex_lock(&lock);
    int done = (int)syscall(SYS_ftruncate, fd, size);
    if (done == 0)
        record('T', number_of[fd], (uint64_t)size, NULL, 0);
    pthread_mutex_unlock(&lock);
    return done;
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

/* The real sync is left out: the simulated disk decides what survives, and the run is faster. */
static int synced(int fd) {
    if (!followed(fd))
        return 0;
    pthread_mutex_lock(&lock);
    record('S', number_of[fd], 0, NULL, 0);
    pthread_mutex_unlock(&lock);
    return 0;
}

int fsync(int fd) { return synced(fd); }
int fdatasync(int fd) { return synced(fd); }

int unlink(const char *path) {
    pthread_mutex_lock(&lock);
    int done = (int)syscall(SYS_unlink, path);
    if (done == 0 && trace >= 0 && strncmp(path, folder, strlen(folder)) == 0)
        record('U', 0, 0, path, (uint32_t)strlen(path));
    pthread_mutex_unlock(&lock);
    return done;
}
