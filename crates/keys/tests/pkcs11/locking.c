/* SoftHSM, but with two traits that many tokens have and it has not: three wrong PINs lock it, and it
 * signs with RSA only where it hashes itself. Everything else is passed on. */
#include <dlfcn.h>
#include <stddef.h>

typedef unsigned long number;
typedef number (*any)(number, ...);

/* CK_FUNCTION_LIST and CK_TOKEN_INFO (PKCS#11 2.40) as far as they are touched here. */
enum { GET_FUNCTION_LIST = 3, GET_TOKEN_INFO = 6, LOGIN = 18, SIGN_INIT = 42, FUNCTIONS = 68 };
struct list { unsigned char version[2]; any function[FUNCTIONS]; };
struct token_info { char texts[96]; number flags; };

enum { RSA_PKCS = 1, MECHANISM_INVALID = 0x70, PIN_INCORRECT = 0xa0, PIN_LOCKED = 0xa4 };
enum { COUNT_LOW = 0x10000, FINAL_TRY = 0x20000, LOCKED = 0x40000, TRIES = 3 };

static struct list *real, ours;
static int wrong;

static number get_token_info(number slot, struct token_info *info) {
    number answer = real->function[GET_TOKEN_INFO](slot, info);
    info->flags &= ~(number)(COUNT_LOW | FINAL_TRY | LOCKED);
    if (wrong > 0) info->flags |= COUNT_LOW;
    if (wrong == TRIES - 1) info->flags |= FINAL_TRY;
    if (wrong >= TRIES) info->flags |= LOCKED;
    return answer;
}

static number login(number session, number user, char *pin, number length) {
    if (wrong >= TRIES) return PIN_LOCKED;
    number answer = real->function[LOGIN](session, user, pin, length);
    if (answer == PIN_INCORRECT) wrong++;
    if (answer == 0) wrong = 0;
    return answer;
}

static number sign_init(number session, number *mechanism, number key) {
    if (*mechanism == RSA_PKCS) return MECHANISM_INVALID;
    return real->function[SIGN_INIT](session, mechanism, key);
}

number C_GetFunctionList(struct list **list) {
    void *library = dlopen("/usr/lib/softhsm/libsofthsm2.so", RTLD_NOW);
    number (*get)(struct list **) = (number (*)(struct list **))dlsym(library, "C_GetFunctionList");
    number answer = get(&real);
    ours = *real;
    ours.function[GET_FUNCTION_LIST] = (any)C_GetFunctionList;
    ours.function[GET_TOKEN_INFO] = (any)get_token_info;
    ours.function[LOGIN] = (any)login;
    ours.function[SIGN_INIT] = (any)sign_init;
    *list = &ours;
    return answer;
}
