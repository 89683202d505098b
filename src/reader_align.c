#include "reader_align.h"

#include <ctype.h>
#include <string.h>

#include <wbsearch/utf8.h>

/* The longest entity of HTML, bytes: &CounterClockwiseContourIntegral; */
#define ENTITY_MAX 34

/* Length of what may be an entity at `at`: & … ; */
static size_t entity_at(const struct markup *m, size_t at)
{
    for (size_t i = at + 1; i < m->source.len && i < at + ENTITY_MAX; i++) {
        if (m->source.ptr[i] == ';') {
            return i > at + 1 ? i + 1 - at : 0;
        }
        if (!isalnum((unsigned char)m->source.ptr[i]) && m->source.ptr[i] != '#') {
            break;
        }
    }
    return 0;
}

/* Whether an entity stands for '&'. */
static bool is_ampersand(wb_slice entity)
{
    static const char *const names[] = {"&amp;", "&AMP;", "&#38;", "&#x26;", "&#X26;"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (wb_slice_equal(entity, wb_slice_from(names[i]))) {
            return true;
        }
    }
    return false;
}

/* Whether the literal's rest `behind` an entity goes on like the source at `at`. */
static bool resumes(const struct markup *m, size_t at, wb_slice behind)
{
    if (behind.len == 0 || at >= m->source.len) {
        return behind.len == 0;
    }
    char c = m->source.ptr[at];
    return c == behind.ptr[0] || c == '&' || c == '\\';
}

/* Whether `c` is the second of the two characters that an entity stands for (HTML Standard, named
 * character references). */
static bool ends_entity(uint32_t c)
{
    return c == 0x0331 || c == 0x0333 || c == 0x0338 || c == 0x200A || c == 0x20D2 || c == 0x20E5 ||
           c == 0xFE00 || c == 'j';
}

struct alignment align_piece(const struct markup *m, size_t at, wb_slice literal)
{
    static const struct alignment none = {0, 0, false};
    if (at >= m->source.len) {
        return none;
    }
    char c = m->source.ptr[at];
    bool escaped = c == '\\' && at + 1 < m->source.len && m->source.ptr[at + 1] == literal.ptr[0] &&
                   ispunct((unsigned char)literal.ptr[0]);
    if (escaped && !m->is_code) {
        return (struct alignment){1, 2, false};
    }
    size_t entity = c == '&' && !m->is_code ? entity_at(m, at) : 0;
    if (entity && literal.ptr[0] == '&') { /* of an unknown one, the text is what it says */
        return is_ampersand(wb_slice_make(m->source.ptr + at, entity))
                   ? (struct alignment){1, entity, false}
                   : (struct alignment){1, 1, true};
    }
    if (entity) { /* it stands for one character, seldom for two */
        size_t len = 0;
        for (int chars = 1; chars <= 2 && len < literal.len; chars++) {
            uint32_t last = wb_utf8_next(literal, &len);
            if (chars == 2 && !ends_entity(last)) {
                break;
            }
            if (resumes(m, at + entity, wb_slice_make(literal.ptr + len, literal.len - len))) {
                return (struct alignment){len, entity, false};
            }
        }
    }
    if (c == literal.ptr[0]) {
        return (struct alignment){1, 1, true};
    }
    bool blank = literal.ptr[0] == ' ' || literal.ptr[0] == '\n';
    if (blank && (c == '\t' || c == '\n' || c == '\r')) {
        size_t spaces = 1;
        while (c == '\t' && spaces < literal.len && literal.ptr[spaces] == ' ') {
            spaces++;
        }
        size_t behind = at + 1;
        while (c != '\t' && behind < m->source.len && m->source.ptr[behind] &&
               strchr("\n\t >", m->source.ptr[behind])) {
            behind++; /* the rest of CRLF, and what begins the next line in a container */
        }
        return (struct alignment){spaces, behind - at, false};
    }
    return none;
}

bool align_all(const struct markup *m, size_t at, wb_slice literal, size_t *budget)
{
    for (size_t i = 0; i < literal.len && *budget; --*budget) {
        struct alignment a = align_piece(m, at, wb_slice_make(literal.ptr + i, literal.len - i));
        if (a.source_len == 0) {
            return false;
        }
        i += a.literal_len;
        at += a.source_len;
    }
    return *budget > 0;
}
