#include <wbsearch/json.h>

#include <assert.h>
#include <inttypes.h>
#include <math.h>

#include <wbsearch/utf8.h>

void wb_json_init(wb_json *json, wb_buf *out)
{
    memset(json, 0, sizeof *json);
    json->out = out;
}

/* The comma before an element, unless it is the first or follows its key. */
static void begin_value(wb_json *json)
{
    uint32_t bit = (uint32_t)1 << (json->depth & 31);
    if (json->after_key) {
        json->after_key = false;
    } else if (json->depth > 0) {
        if (json->has_items & bit) {
            wb_buf_putc(json->out, ',');
        }
        json->has_items |= bit;
    }
}

static void begin(wb_json *json, char bracket)
{
    begin_value(json);
    wb_buf_putc(json->out, bracket);
    assert(json->depth < WB_JSON_DEPTH_MAX);
    json->depth++;
    json->has_items &= ~((uint32_t)1 << (json->depth & 31));
}

static void end(wb_json *json, char bracket)
{
    assert(json->depth > 0 && !json->after_key);
    json->depth--;
    wb_buf_putc(json->out, bracket);
}

void wb_json_begin_object(wb_json *json)
{
    begin(json, '{');
}

void wb_json_end_object(wb_json *json)
{
    end(json, '}');
}

void wb_json_begin_array(wb_json *json)
{
    begin(json, '[');
}

void wb_json_end_array(wb_json *json)
{
    end(json, ']');
}

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

/* Where the text goes on behind bytes that stand for themselves: ASCII, and U+3000 to U+9FFF, which
 * is most of what there is. */
static size_t skip_plain(wb_slice text, size_t i)
{
    while (i < text.len) {
        unsigned char byte = (unsigned char)text.ptr[i];
        if (byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\') {
            i++;
        } else if (byte >= 0xE3 && byte <= 0xE9 && text.len - i > 2 &&
                   is_continuation(text.ptr[i + 1]) && is_continuation(text.ptr[i + 2])) {
            i += 3;
        } else {
            break;
        }
    }
    return i;
}

static void put_string(wb_buf *out, wb_slice text)
{
    wb_buf_putc(out, '"');
    size_t clean = 0;
    for (size_t i = skip_plain(text, 0); i < text.len; i = skip_plain(text, i)) {
        size_t start = i;
        uint32_t c = wb_utf8_next(text, &i);
        bool ill_formed = c == WB_UTF8_REPLACEMENT && i - start == 1;
        /* U+2028 and U+2029 end a line in JavaScript; what a terminal might obey is escaped too. */
        bool escape = c == '"' || c == '\\' || c == 0x2028 || c == 0x2029 || wb_utf8_is_control(c);
        if (!ill_formed && !escape) {
            continue;
        }
        wb_buf_append(out, text.ptr + clean, start - clean);
        clean = i;
        if (ill_formed) {
            wb_buf_puts(out, "\xEF\xBF\xBD");
        } else if (c == '"' || c == '\\') {
            wb_buf_putc(out, '\\');
            wb_buf_putc(out, (char)c);
        } else if (c == '\n') {
            wb_buf_puts(out, "\\n");
        } else if (c == '\t') {
            wb_buf_puts(out, "\\t");
        } else {
            wb_buf_printf(out, "\\u%04" PRIx32, c);
        }
    }
    if (text.len > clean) {
        wb_buf_append(out, text.ptr + clean, text.len - clean);
    }
    wb_buf_putc(out, '"');
}

void wb_json_key(wb_json *json, const char *name)
{
    begin_value(json);
    put_string(json->out, wb_slice_from(name));
    wb_buf_putc(json->out, ':');
    json->after_key = true;
}

void wb_json_text(wb_json *json, wb_slice text)
{
    begin_value(json);
    put_string(json->out, text);
}

void wb_json_base64(wb_json *json, wb_slice bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    begin_value(json);
    wb_buf_putc(json->out, '"');
    for (size_t i = 0; i < bytes.len; i += 3) {
        size_t left = bytes.len - i;
        const unsigned char *p = (const unsigned char *)bytes.ptr + i;
        uint32_t group =
            (uint32_t)p[0] << 16 | (left > 1 ? (uint32_t)p[1] << 8 : 0) | (left > 2 ? p[2] : 0);
        wb_buf_putc(json->out, digits[group >> 18]);
        wb_buf_putc(json->out, digits[group >> 12 & 63]);
        wb_buf_putc(json->out, left > 1 ? digits[group >> 6 & 63] : '=');
        wb_buf_putc(json->out, left > 2 ? digits[group & 63] : '=');
    }
    wb_buf_putc(json->out, '"');
}

void wb_json_uint(wb_json *json, uint64_t value)
{
    begin_value(json);
    bool exact = value <= (uint64_t)1 << 53;
    if (!exact) {
        wb_buf_putc(json->out, '"');
    }
    wb_buf_put_decimal(json->out, value);
    if (!exact) {
        wb_buf_putc(json->out, '"');
    }
}

void wb_json_double(wb_json *json, double value)
{
    begin_value(json);
    if (isfinite(value)) {
        size_t start = json->out->len;
        wb_buf_printf(json->out, "%.6g", value);
        for (size_t i = start; i < json->out->len; i++) {
            if (json->out->data[i] == ',') {
                json->out->data[i] = '.'; /* the caller's locale may have a decimal comma */
            }
        }
    } else {
        wb_buf_puts(json->out, "null");
    }
}

void wb_json_bool(wb_json *json, bool value)
{
    begin_value(json);
    wb_buf_puts(json->out, value ? "true" : "false");
}

void wb_json_null(wb_json *json)
{
    begin_value(json);
    wb_buf_puts(json->out, "null");
}

void wb_json_put_text(wb_json *json, const char *name, wb_slice text)
{
    wb_json_key(json, name);
    wb_json_text(json, text);
}

void wb_json_put_uint(wb_json *json, const char *name, uint64_t value)
{
    wb_json_key(json, name);
    wb_json_uint(json, value);
}

void wb_json_put_bool(wb_json *json, const char *name, bool value)
{
    wb_json_key(json, name);
    wb_json_bool(json, value);
}
