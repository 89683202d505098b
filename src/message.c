#include <wbsearch/message.h>

#include <libintl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

static const char domain[] = "wbsearch";

/* The locale that the environment asks for, as setlocale(3) would choose it. */
static const char *wanted_locale(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value) {
            return value;
        }
    }
    return "";
}

void wb_message_init(void)
{
    /* A small system has no data for zh_CN.UTF-8. gettext needs none of it, only a locale that is
     * not C, and the name of the language. */
    if (!setlocale(LC_MESSAGES, "") && strncmp(wanted_locale(), "zh", 2) == 0 &&
        setlocale(LC_MESSAGES, "C.UTF-8")) {
        (void)setenv("LANGUAGE", "zh", 0);
    }
    const char *folder = getenv("TEXTDOMAINDIR");
    (void)bindtextdomain(domain, folder && *folder ? folder : WB_LOCALE_DIR);
    (void)bind_textdomain_codeset(domain, "UTF-8");
}

const char *wb_message(const char *english)
{
    /* The empty string is the key of the catalog's head. */
    return *english ? dgettext(domain, english) : english;
}

const char *wb_message_plural(const char *one, const char *many, unsigned long count)
{
    return dngettext(domain, one, many, count);
}
