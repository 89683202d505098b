#include <wbsearch/encoding.h>

#include <wbsearch/utf8.h>

#include "encoding_convert.h"
#include "encoding_score.h"
#include "file_kind.h"

const char *wb_encoding_name(wb_encoding encoding)
{
    static const char *const names[WB_ENCODING_COUNT_] = {
        [WB_ENCODING_UTF8] = "UTF-8",       [WB_ENCODING_UTF16LE] = "UTF-16LE",
        [WB_ENCODING_UTF16BE] = "UTF-16BE", [WB_ENCODING_GB18030] = "GB18030",
        [WB_ENCODING_BIG5] = "Big5",
    };
    return (unsigned)encoding < WB_ENCODING_COUNT_ ? names[encoding] : "unknown";
}

/* What is being decoded, and where the text goes. */
struct decoder {
    wb_slice bytes;
    wb_buf *storage;
    wb_slice text;
    wb_encoding encoding;
    wb_error *err;
};

static wb_slice newline_of(wb_encoding encoding)
{
    return encoding == WB_ENCODING_UTF16LE   ? wb_slice_make("\n\0", 2)
           : encoding == WB_ENCODING_UTF16BE ? wb_slice_make("\0\n", 2)
                                             : wb_slice_make("\n", 1);
}

/* The line that the byte `offset` is in; newlines stand at multiples of their length. */
static uint32_t line_at(wb_slice bytes, size_t offset, wb_encoding encoding)
{
    wb_slice newline = newline_of(encoding);
    uint32_t line = 1;
    for (size_t i = 0; i + newline.len <= offset && i + newline.len <= bytes.len;
         i += newline.len) {
        line += memcmp(bytes.ptr + i, newline.ptr, newline.len) == 0;
    }
    return line;
}

/* What to do stands in the message itself: reports of many files show no hints. */
static wb_status refuse_kind(struct decoder *d, const struct file_kind *kind)
{
    return wb_error_set(d->err, WB_INVALID, "not a text file: this is %s%s%s", kind->name,
                        kind->hint ? "; " : "", kind->hint ? kind->hint : "");
}

static wb_status refuse_utf32(struct decoder *d)
{
    return wb_error_set(d->err, WB_INVALID,
                        "this is UTF-32, which is not read; convert it, e.g. with iconv -f UTF-32 "
                        "-t UTF-8");
}

/* NUL is a character in every encoding, and in no text. */
static wb_status refuse_nul(struct decoder *d, wb_slice text)
{
    const char *nul = text.len ? memchr(text.ptr, '\0', text.len) : NULL;
    if (!nul) {
        return WB_OK;
    }
    size_t offset = (size_t)(nul - text.ptr);
    bool converted = d->encoding != WB_ENCODING_UTF8;
    wb_error_set(d->err, WB_INVALID, "holds NUL bytes: not a text file");
    wb_error_at(d->err, line_at(text, offset, WB_ENCODING_UTF8),
                converted ? SIZE_MAX : (size_t)(nul - d->bytes.ptr));
    return WB_INVALID;
}

/* UTF-16 with a byte order mark: whatever is wrong in it is an error. */
static wb_status decode_marked_utf16(struct decoder *d, wb_encoding encoding)
{
    wb_slice body = wb_slice_make(d->bytes.ptr + 2, d->bytes.len - 2);
    size_t bad = 0;
    d->encoding = encoding;
    const char *name = wb_encoding_name(encoding);
    wb_status status = encoding_convert(body, name, d->storage, &bad, d->err);
    if (status == WB_INVALID) {
        wb_error_set(d->err, WB_INVALID, "not well-formed %s", name);
        wb_error_at(d->err, line_at(body, bad, encoding), bad + 2);
    }
    d->text = wb_buf_slice(d->storage);
    return status == WB_OK ? refuse_nul(d, d->text) : status;
}

/* One try to read the bytes as `encoding`. */
struct attempt {
    unsigned score; /* 0: no */
    size_t bad;     /* where it is not well-formed, SIZE_MAX: nowhere */
};

static wb_status try_encoding(struct decoder *d, wb_encoding encoding, struct attempt *attempt)
{
    *attempt = (struct attempt){0, SIZE_MAX};
    bool is_utf16 = encoding == WB_ENCODING_UTF16LE || encoding == WB_ENCODING_UTF16BE;
    if (is_utf16 && d->bytes.len % 2 != 0) {
        return WB_OK;
    }
    wb_status status =
        encoding_convert(d->bytes, wb_encoding_name(encoding), d->storage, &attempt->bad, d->err);
    if (status == WB_INVALID) { /* then by what is before */
        size_t bad;
        wb_slice before = wb_slice_make(d->bytes.ptr, attempt->bad);
        status = encoding_convert(before, wb_encoding_name(encoding), d->storage, &bad, d->err);
    }
    if (status != WB_OK) {
        return status == WB_INVALID ? WB_OK : status;
    }
    wb_slice text = wb_buf_slice(d->storage);
    attempt->score = encoding_score_chinese(text);
    if (is_utf16 && attempt->bad == SIZE_MAX && encoding_is_plain_ascii(text)) {
        attempt->score = 1;
    }
    return WB_OK;
}

/* Tries the encodings that files without a mark may have; the one that reads best is left in
 * *ret_encoding and `best`, WB_ENCODING_COUNT_ when none does. */
static wb_status find_encoding(struct decoder *d, bool with_nul, struct attempt *best,
                               wb_encoding *ret_encoding)
{
    static const wb_encoding candidates[] = {WB_ENCODING_GB18030, WB_ENCODING_BIG5,
                                             WB_ENCODING_UTF16LE, WB_ENCODING_UTF16BE};
    *best = (struct attempt){0, 0};
    *ret_encoding = WB_ENCODING_COUNT_;
    for (size_t i = with_nul ? 2 : 0; i < sizeof candidates / sizeof *candidates; i++) {
        struct attempt attempt;
        wb_status status = try_encoding(d, candidates[i], &attempt);
        if (status != WB_OK) {
            return status;
        }
        bool whole = attempt.bad == SIZE_MAX;
        bool best_whole = best->bad == SIZE_MAX;
        if (attempt.score && (whole != best_whole ? whole : attempt.score > best->score)) {
            *best = attempt;
            *ret_encoding = candidates[i];
        }
    }
    return WB_OK;
}

/* Encodings that are not read, but told: by the share of the characters that their languages are
 * made of. */
static const struct foreign {
    const char *name;
    uint32_t first;
    uint32_t last;
    unsigned percent;
} foreign[] = {
    {"EUC-JP", 0x3041, 0x30FC, 25},    /* kana */
    {"Shift_JIS", 0x3041, 0x30FC, 25}, /* kana */
    {"EUC-KR", 0xAC00, 0xD7A3, 60},    /* Hangul */
    {"KOI8-R", 0x430, 0x44F, 70},      /* small Cyrillic letters */
    {"windows-1251", 0x430, 0x44F, 70},
};

static wb_status is_foreign(struct decoder *d, const struct foreign *language, bool *ret)
{
    size_t bad;
    wb_status status = encoding_convert(d->bytes, language->name, d->storage, &bad, d->err);
    wb_slice text = wb_buf_slice(d->storage);
    *ret = status == WB_OK &&
           encoding_share_of(text, language->first, language->last) >= language->percent;
    return status == WB_INVALID ? WB_OK : status;
}

static wb_status find_foreign(struct decoder *d, const struct foreign **ret)
{
    *ret = NULL;
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
        bool fits;
        wb_status status = is_foreign(d, &foreign[i], &fits);
        if (status != WB_OK || fits) {
            *ret = fits ? &foreign[i] : NULL;
            return status;
        }
    }
    return WB_OK;
}

/* Counts the characters beyond ASCII that are UTF-8 in a line, and the bytes that are not. */
static void count_utf8(wb_slice line, size_t *good, size_t *bad)
{
    for (;;) {
        size_t valid = wb_utf8_valid_prefix(line);
        wb_slice prefix = wb_slice_make(line.ptr, valid);
        for (size_t i = 0; i < prefix.len;) {
            *good += wb_utf8_next(prefix, &i) >= 0x80;
        }
        if (valid == line.len) {
            return;
        }
        ++*bad;
        line = wb_slice_make(line.ptr + valid + 1, line.len - valid - 1);
    }
}

/* Whether the bytes are UTF-8 but for a few places or lines. */
static bool is_mostly_utf8(wb_slice bytes)
{
    size_t good = 0;
    size_t bad = 0;
    size_t good_lines = 0;
    size_t bad_lines = 0;
    for (size_t start = 0; start < bytes.len;) {
        const char *newline = memchr(bytes.ptr + start, '\n', bytes.len - start);
        size_t end = newline ? (size_t)(newline - bytes.ptr) + 1 : bytes.len;
        size_t good_before = good;
        size_t bad_before = bad;
        count_utf8(wb_slice_make(bytes.ptr + start, end - start), &good, &bad);
        bad_lines += bad > bad_before;
        good_lines += bad == bad_before && good > good_before;
        start = end;
    }
    return good > 4 * bad || good_lines >= 2 * bad_lines;
}

/* Whether the line that the byte `at` is in reads like Chinese in GB18030. */
static wb_status is_gb18030_line(struct decoder *d, size_t at, bool *ret)
{
    size_t start = at;
    size_t end = at;
    while (start > 0 && d->bytes.ptr[start - 1] != '\n') {
        start--;
    }
    while (end < d->bytes.len && d->bytes.ptr[end] != '\n') {
        end++;
    }
    size_t bad;
    wb_slice line = wb_slice_make(d->bytes.ptr + start, end - start);
    wb_status status = encoding_convert(line, "GB18030", d->storage, &bad, d->err);
    *ret = status == WB_OK && encoding_score_chinese(wb_buf_slice(d->storage)) > 0;
    return status == WB_INVALID ? WB_OK : status;
}

static wb_status refuse_bytes(struct decoder *d, size_t at)
{
    unsigned byte = (unsigned char)d->bytes.ptr[at];
    const struct foreign *other = NULL;
    bool line_is_gb = false;
    bool mostly_utf8 = is_mostly_utf8(d->bytes);
    wb_status status = mostly_utf8 ? is_gb18030_line(d, at, &line_is_gb) : find_foreign(d, &other);
    if (status != WB_OK) {
        return status;
    }
    if (mostly_utf8) {
        const char *why = line_is_gb              ? "; the line looks like GB18030"
                          : d->bytes.len - at < 4 ? "; the file was cut off inside a character"
                                                  : "";
        wb_error_set(d->err, WB_INVALID, "not UTF-8 (byte 0x%02X), as the rest of the file is%s",
                     byte, why);
        wb_error_hint(d->err, "repair the line, or convert it to UTF-8");
    } else if (other) {
        wb_error_set(d->err, WB_INVALID,
                     "not UTF-8 (byte 0x%02X); looks like %s: convert it, e.g. with iconv -f %s -t "
                     "UTF-8",
                     byte, other->name, other->name);
    } else {
        wb_error_set(d->err, WB_INVALID, "not UTF-8 (byte 0x%02X), GB18030 or Big5", byte);
        wb_error_hint(d->err, "convert it to UTF-8, e.g. with iconv");
    }
    wb_error_at(d->err, line_at(d->bytes, at, WB_ENCODING_UTF8), at);
    return WB_INVALID;
}

/* Bytes without a mark that are not UTF-8 at `at`, or hold NUL. */
static wb_status decode_unmarked(struct decoder *d, size_t at, bool with_nul)
{
    struct attempt best;
    wb_encoding encoding;
    wb_status status = find_encoding(d, with_nul, &best, &encoding);
    if (status != WB_OK) {
        return status;
    }
    if (encoding == WB_ENCODING_BIG5) { /* kana in EUC-JP are the most frequent characters of it */
        bool is_japanese;
        status = is_foreign(d, &foreign[0], &is_japanese);
        if (status != WB_OK || is_japanese) {
            return status == WB_OK ? refuse_bytes(d, at) : status;
        }
    }
    bool is_utf8_damaged = !with_nul && best.bad != SIZE_MAX && is_mostly_utf8(d->bytes);
    if (encoding == WB_ENCODING_COUNT_ || is_utf8_damaged) {
        return with_nul ? refuse_nul(d, d->bytes) : refuse_bytes(d, at);
    }
    const char *name = wb_encoding_name(encoding);
    if (best.bad != SIZE_MAX) {
        wb_error_set(d->err, WB_INVALID, "looks like %s, but is not well-formed here", name);
        wb_error_hint(d->err, "repair the line, or convert it to UTF-8");
        wb_error_at(d->err, line_at(d->bytes, best.bad, encoding), best.bad);
        return WB_INVALID;
    }
    size_t bad;
    status = encoding_convert(d->bytes, name, d->storage, &bad, d->err);
    d->text = wb_buf_slice(d->storage);
    d->encoding = encoding;
    return status == WB_OK ? refuse_nul(d, d->text) : status;
}

static wb_status decode(struct decoder *d)
{
    if (wb_slice_starts(d->bytes, "\xEF\xBB\xBF")) {
        d->text = wb_slice_make(d->bytes.ptr + 3, d->bytes.len - 3);
    } else if (d->bytes.len >= 4 && (memcmp(d->bytes.ptr, "\xFF\xFE\0\0", 4) == 0 ||
                                     memcmp(d->bytes.ptr, "\0\0\xFE\xFF", 4) == 0)) {
        return refuse_utf32(d);
    } else if (d->bytes.len >= 2 && memcmp(d->bytes.ptr, "\xFF\xFE", 2) == 0) {
        return decode_marked_utf16(d, WB_ENCODING_UTF16LE);
    } else if (d->bytes.len >= 2 && memcmp(d->bytes.ptr, "\xFE\xFF", 2) == 0) {
        return decode_marked_utf16(d, WB_ENCODING_UTF16BE);
    }
    const struct file_kind *kind = file_kind_of(d->bytes);
    if (kind) {
        return refuse_kind(d, kind);
    }
    size_t mark = (size_t)(d->text.ptr - d->bytes.ptr);
    size_t valid = wb_utf8_valid_prefix(d->text);
    bool with_nul = d->text.len && memchr(d->text.ptr, '\0', d->text.len);
    if (valid == d->text.len && !with_nul) {
        return WB_OK;
    }
    if (mark) { /* it says that it is UTF-8 */
        wb_status status = refuse_nul(d, d->text);
        return status == WB_OK ? refuse_bytes(d, mark + valid) : status;
    }
    return decode_unmarked(d, valid, with_nul);
}

wb_status wb_encoding_decode(wb_slice bytes, wb_buf *storage, wb_slice *ret_text,
                             wb_encoding *ret_encoding, wb_error *err)
{
    struct decoder d = {bytes, storage, bytes, WB_ENCODING_UTF8, err};
    wb_status status = decode(&d);
    if (status == WB_OK) {
        *ret_text = d.text;
        *ret_encoding = d.encoding;
    }
    return status;
}
