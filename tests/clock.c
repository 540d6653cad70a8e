/* Shifts the wall clock of a program by CLOCK_OFFSET seconds, when it is preloaded: so a test can see a session
 * expire without waiting. Other clocks, and so all timeouts, go on as they are. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

int clock_gettime(clockid_t clock, struct timespec *now)
{
    static int (*real)(clockid_t, struct timespec *);
    if (!real)
        real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int result = real(clock, now);
    const char *offset = getenv("CLOCK_OFFSET");
    if (result == 0 && clock == CLOCK_REALTIME && offset)
        now->tv_sec += atol(offset);
    return result;
}
