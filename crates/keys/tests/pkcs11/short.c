/* SoftHSM, but with a list of functions as version 2.0 has it, which ends with C_CancelFunction: what would
 * follow it in a later list is memory that cannot be read. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { FUNCTIONS = 67 };
struct list { unsigned char version[2]; void *function[FUNCTIONS]; };

unsigned long C_GetFunctionList(struct list **list) {
    void *library = dlopen("/usr/lib/softhsm/libsofthsm2.so", RTLD_NOW);
    unsigned long (*get)(struct list **) = (unsigned long (*)(struct list **))dlsym(library, "C_GetFunctionList");
    struct list *real;
    unsigned long answer = get(&real);
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    char *pages = mmap(0, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    *list = (struct list *)(pages + page - sizeof(struct list));
    memcpy(*list, real, sizeof(struct list));
    (*list)->version[0] = MAJOR;
    (*list)->version[1] = 0;
    mprotect(pages + page, page, PROT_NONE);
    return answer;
}
