/**
 * @file message.h
 * Messages in the user's language. The English text is the key of the translation (gettext); the
 * translations are in po/.
 */
#ifndef WBSEARCH_MESSAGE_H
#define WBSEARCH_MESSAGE_H

#include <wbsearch/base.h>

WB_BEGIN_DECLS

/** Marks a string that is translated later, where it is shown: in tables and initialisers. */
/* No parentheses: it initialises arrays too. */
#define WB_N(english) english /* NOLINT(bugprone-macro-parentheses) */

/**
 * Chooses the user's language by the environment (LANGUAGE, LC_ALL, LC_MESSAGES, LANG), Chinese
 * even where the system lacks the locale's data. For programs: call it once, before there are
 * threads. Catalogs are looked for in the folder of the installation, or in TEXTDOMAINDIR where
 * that is set. Only messages change: numbers and dates are written as ever.
 */
void wb_message_init(void);

/**
 * The translation of `english`, or `english` itself where there is none. A constant; never NULL.
 * A translated format has the same conversions (msgfmt checks it). Any thread.
 */
const char *wb_message(const char *english) WB_FORMAT_ARG(1);

/** The same for a count: the form of `one` or `many` that goes with `count`. */
const char *wb_message_plural(const char *one, const char *many, unsigned long count)
    WB_FORMAT_ARG(1) WB_FORMAT_ARG(2);

WB_END_DECLS

#endif
