#include <wbsearch/error.h>

#include <stdarg.h>
#include <stdio.h>

#include <wbsearch/message.h>
#include <wbsearch/utf8.h>

const char *wb_status_name(wb_status status)
{
    static const char *const names[WB_STATUS_COUNT_] = {
        [WB_OK] = "ok",
        [WB_NOMEM] = "out of memory",
        [WB_INVALID] = "invalid",
        [WB_SYNTAX] = "syntax error",
        [WB_NOTFOUND] = "not found",
        [WB_LOCKED] = "locked",
        [WB_CHANGED] = "changed",
        [WB_CORRUPT] = "corrupt",
        [WB_INCOMPATIBLE] = "incompatible",
        [WB_LIMIT] = "over a limit",
        [WB_IO] = "input/output error",
        [WB_INTERRUPTED] = "interrupted",
        [WB_INTERNAL] = "internal error",
    };
    return (unsigned)status < WB_STATUS_COUNT_ ? names[status] : "unknown";
}

/* Messages carry file names, which may hold anything: what is printed must be clean UTF-8, and a
 * cut must not split a character. */
static void make_printable(char *text, size_t len, bool cut)
{
    wb_slice s = wb_slice_make(text, len);
    size_t offset = 0;
    size_t kept = 0;
    while (offset < len) {
        size_t start = offset;
        uint32_t c = wb_utf8_next(s, &offset);
        bool ill_formed = c == WB_UTF8_REPLACEMENT && offset - start == 1;
        if (ill_formed && cut && len - start < 4) {
            break;
        }
        if (ill_formed || wb_utf8_is_control(c)) {
            text[kept++] = '?';
        } else {
            memmove(text + kept, text + start, offset - start);
            kept += offset - start;
        }
    }
    text[kept] = '\0';
}

WB_PRINTF(3, 0)
static void set_text(char *field, size_t size, const char *format, va_list args)
{
    int n = vsnprintf(field, size, wb_message(format), args);
    if (n < 0) {
        field[0] = '\0';
        return;
    }
    bool cut = (size_t)n >= size;
    make_printable(field, cut ? size - 1 : (size_t)n, cut);
}

static void reset(wb_error *err, wb_status status)
{
    err->status = status;
    err->line = 0;
    err->offset = SIZE_MAX;
    err->text[0] = '\0';
    err->hint[0] = '\0';
}

wb_status wb_error_set(wb_error *err, wb_status status, const char *format, ...)
{
    if (err) {
        reset(err, status);
        va_list args;
        va_start(args, format);
        set_text(err->text, sizeof err->text, format, args);
        va_end(args);
    }
    return status;
}

void wb_error_hint(wb_error *err, const char *format, ...)
{
    if (err) {
        va_list args;
        va_start(args, format);
        set_text(err->hint, sizeof err->hint, format, args);
        va_end(args);
    }
}

void wb_error_at(wb_error *err, uint32_t line, size_t offset)
{
    if (err) {
        err->line = line;
        err->offset = offset;
    }
}

wb_status wb_error_errno(wb_error *err, wb_status status, int errnum, const char *format, ...)
{
    if (err) {
        reset(err, status);
        va_list args;
        va_start(args, format);
        set_text(err->text, sizeof err->text, format, args);
        va_end(args);
        size_t used = strlen(err->text);
        char reason[128];
        /* The GNU variant, which returns the message; the other one fills the buffer. */
        const char *message = strerror_r(errnum, reason, sizeof reason);
        int n = snprintf(err->text + used, sizeof err->text - used, ": %s", message);
        make_printable(err->text, strlen(err->text), n < 0 || used + (size_t)n >= sizeof err->text);
    }
    return status;
}

wb_status wb_error_nomem(wb_error *err)
{
    return wb_error_set(err, WB_NOMEM, "out of memory");
}
