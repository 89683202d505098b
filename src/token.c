#include <wbsearch/token.h>

#include <unicode/ubrk.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/uversion.h>

#include <wbsearch/fold.h>
#include <wbsearch/mem.h>
#include <wbsearch/utf8.h>

struct wb_tokenizer {
    UBreakIterator *iterator;
    UChar *text; /* the folded text in UTF-16: ICU is a sixth faster on it than on UTF-8 */
    size_t text_cap;
    wb_word *words;
    size_t words_cap;
};

void wb_terms_init(wb_terms *terms)
{
    memset(terms, 0, sizeof *terms);
    wb_buf_init(&terms->joined, 0);
}

void wb_terms_free(wb_terms *terms)
{
    wb_buf_free(&terms->joined);
    wb_free(terms->items);
    wb_terms_init(terms);
}

/* A token of the stream; start == end when there is none. */
struct token {
    uint32_t start;
    uint32_t end;
    bool is_cjk;
};

/* The bytes of a token as they stand in terms. */
static wb_slice token_text(wb_slice folded, struct token token)
{
    wb_slice text = wb_slice_make(folded.ptr + token.start, token.end - token.start);
    if (text.len > WB_TOKEN_MAX) {
        text.len = wb_utf8_floor(text, WB_TOKEN_MAX);
    }
    return text;
}

static wb_status add_term(wb_terms *terms, wb_term_kind kind, wb_slice text, uint32_t start,
                          uint32_t end)
{
    if (terms->count == terms->cap) {
        wb_term *items = wb_grow(terms->items, &terms->cap, terms->count + 1, sizeof *items);
        if (!items) {
            return WB_NOMEM;
        }
        terms->items = items;
    }
    wb_term *term = &terms->items[terms->count++];
    term->bytes = text.ptr;
    term->start = start;
    term->end = end;
    term->len = (uint16_t)text.len;
    term->kind = (uint8_t)kind;
    return WB_OK;
}

/* The gram of two tokens: a piece of the text where they stand side by side, else put together. The
 * room for that was reserved, so that earlier ones do not move. */
static wb_status add_gram(wb_terms *terms, wb_slice folded, struct token left, struct token right,
                          const char *joint)
{
    wb_slice first = token_text(folded, left);
    wb_slice second = token_text(folded, right);
    size_t joint_len = strlen(joint);
    wb_slice text = wb_slice_make(first.ptr, first.len + joint_len + second.len);
    if (first.ptr + first.len + joint_len != second.ptr) {
        text.ptr = terms->joined.data + terms->joined.len;
        wb_buf_put(&terms->joined, first);
        wb_buf_append(&terms->joined, joint, joint_len);
        wb_buf_put(&terms->joined, second);
    }
    return add_term(terms, WB_TERM_GRAM, text, left.start, right.end);
}

/* U+5000 to U+9FFF: Han all of them, three bytes that begin with E5 to E9. */
static bool is_plain_han(unsigned char first)
{
    return first >= 0xE5 && first <= 0xE9;
}

/* The next token at or after *offset; false at the end of the text. */
static bool next_token(wb_slice folded, size_t *offset, struct token *ret)
{
    while (*offset < folded.len) {
        size_t start = *offset;
        if (is_plain_han((unsigned char)folded.ptr[start]) && folded.len - start >= 3) {
            *offset = start + 3;
            *ret = (struct token){(uint32_t)start, (uint32_t)start + 3, true};
            return true;
        }
        wb_char_class class = wb_fold_class(wb_utf8_next(folded, offset));
        if (class == WB_CHAR_CJK) {
            *ret = (struct token){(uint32_t)start, (uint32_t)*offset, true};
            return true;
        }
        if (wb_fold_is_word(class)) {
            for (size_t next = *offset; next < folded.len; *offset = next) {
                if (!wb_fold_is_word(wb_fold_class(wb_utf8_next(folded, &next)))) {
                    break;
                }
            }
            *ret = (struct token){(uint32_t)start, (uint32_t)*offset, false};
            return true;
        }
    }
    return false;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool joined_by_dot(wb_slice folded, struct token left, struct token right)
{
    return left.end + 1 == right.start && folded.ptr[left.end] == '.' &&
           is_digit(folded.ptr[left.end - 1]) && is_digit(folded.ptr[right.start]);
}

/* The percent or per mille sign right behind a number: its length, or 0. */
static size_t ratio_sign(wb_slice folded, struct token number)
{
    static const char PER_MILLE[] = "\xE2\x80\xB0"; /* ‰ */
    wb_slice rest = wb_slice_make(folded.ptr + number.end, folded.len - number.end);
    if (!is_digit(folded.ptr[number.end - 1]) || number.end - number.start > WB_TOKEN_MAX) {
        return 0;
    }
    return wb_slice_starts(rest, "%") ? 1 : wb_slice_starts(rest, PER_MILLE) ? 3 : 0;
}

/* A letter or digit token by itself, and the number with its sign. */
static wb_status add_alphanum(wb_terms *terms, wb_slice folded, struct token token)
{
    size_t sign = ratio_sign(folded, token);
    wb_status status =
        add_term(terms, WB_TERM_ALPHANUM, token_text(folded, token), token.start, token.end);
    if (status == WB_OK && sign) {
        wb_slice text = wb_slice_make(folded.ptr + token.start, token.end - token.start + sign);
        status = add_term(terms, WB_TERM_GRAM, text, token.start, token.end + (uint32_t)sign);
    }
    return status;
}

wb_status wb_token_grams(wb_slice folded, wb_terms *terms)
{
    terms->count = 0;
    wb_buf_clear(&terms->joined);
    /* Every token is in two grams at most, and every joint is one byte. */
    if (wb_buf_reserve(&terms->joined, 3 * folded.len) != WB_OK) {
        return terms->joined.status;
    }
    struct token last = {0, 0, false};
    struct token token;
    wb_status status = WB_OK;
    for (size_t offset = 0; status == WB_OK && next_token(folded, &offset, &token); last = token) {
        if (last.end > last.start) {
            if (last.is_cjk || token.is_cjk) {
                status = add_gram(terms, folded, last, token, "");
            } else if (joined_by_dot(folded, last, token)) {
                status = add_gram(terms, folded, last, token, ".");
            }
        }
        if (status == WB_OK && !token.is_cjk) {
            status = add_alphanum(terms, folded, token);
        }
    }
    if (status == WB_OK && last.is_cjk) {
        status = add_term(terms, WB_TERM_UNIGRAM, token_text(folded, last), last.start, last.end);
    }
    return status;
}

/* What punctuation terms are made of. */
struct character {
    uint32_t start;
    uint32_t end;
    bool is_space;
    bool is_token; /* it belongs to one */
};

static struct character next_character(wb_slice folded, size_t *offset)
{
    struct character c = {.start = (uint32_t)*offset};
    if (is_plain_han((unsigned char)folded.ptr[c.start]) && folded.len - c.start >= 3) {
        *offset += 3;
        c.is_token = true;
    } else {
        wb_char_class class = wb_fold_class(wb_utf8_next(folded, offset));
        c.is_space = class == WB_CHAR_SPACE;
        c.is_token = class == WB_CHAR_CJK || wb_fold_is_word(class);
    }
    c.end = (uint32_t)*offset;
    return c;
}

/* The next pair whose first character is at or after *offset; false at the end of the text. */
static bool next_pair(wb_slice folded, size_t *offset, uint32_t *ret_start, uint32_t *ret_end)
{
    if (*offset >= folded.len) {
        return false;
    }
    struct character left = next_character(folded, offset);
    while (*offset < folded.len) {
        size_t next = *offset;
        struct character right = next_character(folded, &next);
        if (!left.is_space && !right.is_space && !(left.is_token && right.is_token)) {
            *ret_start = left.start;
            *ret_end = right.end;
            return true;
        }
        left = right;
        *offset = next;
    }
    return false;
}

wb_status wb_token_punctuation(wb_slice folded, wb_terms *terms)
{
    wb_status status = WB_OK;
    uint32_t start;
    uint32_t end;
    for (size_t offset = 0; status == WB_OK && next_pair(folded, &offset, &start, &end);) {
        wb_slice text = wb_slice_make(folded.ptr + start, end - start);
        status = add_term(terms, WB_TERM_PUNCTUATION, text, start, end);
    }
    return status;
}

bool wb_token_has_punctuation(wb_slice folded)
{
    size_t offset = 0;
    uint32_t start;
    uint32_t end;
    return next_pair(folded, &offset, &start, &end);
}

wb_status wb_tokenizer_new(wb_tokenizer **ret, wb_error *err)
{
    wb_tokenizer *tokenizer = wb_alloc_zero(1, sizeof *tokenizer);
    if (!tokenizer) {
        return wb_error_nomem(err);
    }
    UErrorCode icu = U_ZERO_ERROR;
    tokenizer->iterator = ubrk_open(UBRK_WORD, "zh", NULL, 0, &icu);
    if (U_FAILURE(icu)) {
        wb_error_set(err, WB_INTERNAL, "ICU cannot open its word break iterator: %s",
                     u_errorName(icu));
        wb_error_hint(err, "install the ICU library with its data (libicu72 on Debian 12)");
        wb_free(tokenizer);
        return WB_INTERNAL;
    }
    *ret = tokenizer;
    return WB_OK;
}

void wb_tokenizer_free(wb_tokenizer *tokenizer)
{
    if (tokenizer) {
        ubrk_close(tokenizer->iterator);
        wb_free(tokenizer->text);
        wb_free(tokenizer->words);
        wb_free(tokenizer);
    }
}

/* Gives ICU the text. */
static wb_status set_text(wb_tokenizer *tokenizer, wb_slice folded, wb_error *err)
{
    if (folded.len > INT32_MAX) {
        return wb_error_set(err, WB_LIMIT, "a text is too long to be cut in words");
    }
    UChar *text = wb_grow(tokenizer->text, &tokenizer->text_cap, folded.len + 1, sizeof *text);
    if (!text) {
        return wb_error_nomem(err);
    }
    tokenizer->text = text;
    UErrorCode icu = U_ZERO_ERROR;
    int32_t len = 0;
    u_strFromUTF8(text, (int32_t)folded.len + 1, &len, folded.len ? folded.ptr : "",
                  (int32_t)folded.len, &icu);
    ubrk_setText(tokenizer->iterator, text, len, &icu);
    return U_SUCCESS(icu)
               ? WB_OK
               : wb_error_set(err, WB_INTERNAL, "ICU cannot read the text: %s", u_errorName(icu));
}

/* Bytes of UTF-8 that the UTF-16 code units [start, end) stand for; neither splits a character. */
static uint32_t utf8_length(const UChar *text, int32_t start, int32_t end)
{
    uint32_t bytes = 0;
    for (int32_t i = start; i < end; i++) {
        UChar c = text[i];
        /* The analyzer cannot know that ICU filled the text. */
        /* NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult) */
        bytes += c < 0x80 ? 1 : c < 0x800 || U16_IS_SURROGATE(c) ? 2 : 3;
    }
    return bytes;
}

wb_status wb_tokenizer_words(wb_tokenizer *tokenizer, wb_slice folded, const wb_word **ret_words,
                             size_t *ret_count, wb_error *err)
{
    wb_status status = set_text(tokenizer, folded, err);
    if (status != WB_OK) {
        return status;
    }
    size_t count = 0;
    uint32_t offset = 0; /* of `start`, in bytes */
    int32_t start = ubrk_first(tokenizer->iterator);
    for (int32_t end = ubrk_next(tokenizer->iterator); end != UBRK_DONE;
         start = end, end = ubrk_next(tokenizer->iterator)) {
        uint32_t begin = offset;
        offset += utf8_length(tokenizer->text, start, end);
        if (ubrk_getRuleStatus(tokenizer->iterator) < UBRK_WORD_NONE_LIMIT) {
            continue;
        }
        wb_word *words = wb_grow(tokenizer->words, &tokenizer->words_cap, count + 1, sizeof *words);
        if (!words) {
            return wb_error_nomem(err);
        }
        tokenizer->words = words;
        words[count++] = (wb_word){begin, offset};
    }
    *ret_words = tokenizer->words;
    *ret_count = count;
    return WB_OK;
}

/* Three CJK characters or more, and nothing else. */
static bool is_long_word(wb_slice word)
{
    size_t chars = 0;
    for (size_t i = 0; i < word.len; chars++) {
        if (wb_fold_class(wb_utf8_next(word, &i)) != WB_CHAR_CJK) {
            return false;
        }
    }
    return chars >= 3;
}

wb_status wb_tokenizer_terms(wb_tokenizer *tokenizer, wb_slice folded, wb_terms *terms,
                             wb_error *err)
{
    if (wb_token_grams(folded, terms) != WB_OK) {
        return wb_error_nomem(err);
    }
    const wb_word *words = NULL;
    size_t count = 0;
    wb_status status = wb_tokenizer_words(tokenizer, folded, &words, &count, err);
    for (size_t i = 0; status == WB_OK && i < count; i++) {
        wb_slice word = wb_slice_make(folded.ptr + words[i].start, words[i].end - words[i].start);
        if (word.len >= 9 && word.len <= WB_TOKEN_MAX && is_long_word(word)) {
            status = add_term(terms, WB_TERM_WORD, word, words[i].start, words[i].end);
            if (status != WB_OK) {
                wb_error_nomem(err);
            }
        }
    }
    if (status == WB_OK && wb_token_punctuation(folded, terms) != WB_OK) {
        status = wb_error_nomem(err);
    }
    return status;
}

unsigned wb_tokenizer_icu_version(void)
{
    UVersionInfo version;
    u_getVersion(version);
    return version[0];
}

/* The digits before `end` and after `start`: how many. */
static size_t digits_before(wb_slice folded, size_t end)
{
    size_t n = 0;
    while (n < end && is_digit(folded.ptr[end - n - 1])) {
        n++;
    }
    return n;
}

static size_t digits_after(wb_slice folded, size_t start)
{
    size_t n = 0;
    while (start + n < folded.len && is_digit(folded.ptr[start + n])) {
        n++;
    }
    return n;
}

static bool looks_like_year(const char *digits, size_t count)
{
    return count == 4 &&
           ((digits[0] == '1' && digits[1] == '9') || (digits[0] == '2' && digits[1] == '0'));
}

/* Whether the dot at `dot` belongs to a decimal number; see wb_token_is_inside. */
static bool is_decimal_point(wb_slice folded, size_t dot)
{
    static const char YEAR_SIGN[] = "\xE5\xB9\xB4"; /* 年 */
    size_t before = digits_before(folded, dot);
    size_t after = digits_after(folded, dot + 1);
    if (before == 0 || after == 0) {
        return false;
    }
    size_t start = dot - before;
    size_t end = dot + 1 + after;
    if (start >= 2 && folded.ptr[start - 1] == '.' && is_digit(folded.ptr[start - 2])) {
        return false;
    }
    if (end + 1 < folded.len && folded.ptr[end] == '.' && is_digit(folded.ptr[end + 1])) {
        return false;
    }
    if (start == 0 && before <= 2) {
        return false;
    }
    wb_slice rest = wb_slice_make(folded.ptr + end, folded.len - end);
    if (looks_like_year(folded.ptr + dot + 1, after) && wb_slice_starts(rest, YEAR_SIGN)) {
        return false;
    }
    return !(looks_like_year(folded.ptr + start, before) && after <= 2);
}

bool wb_token_is_inside(wb_slice folded, size_t at)
{
    if (at == 0 || at >= folded.len) {
        return false;
    }
    if (folded.ptr[at] == '.') {
        return is_decimal_point(folded, at);
    }
    if (folded.ptr[at - 1] == '.') {
        return is_decimal_point(folded, at - 1);
    }
    size_t left = at;
    size_t right = at;
    return wb_fold_is_word(wb_fold_class(wb_utf8_prev(folded, &left))) &&
           wb_fold_is_word(wb_fold_class(wb_utf8_next(folded, &right)));
}

size_t wb_token_find(wb_slice folded, wb_slice needle, size_t from)
{
    while (from < folded.len && needle.len <= folded.len - from) {
        const char *hit = memmem(folded.ptr + from, folded.len - from, needle.ptr, needle.len);
        if (!hit) {
            break;
        }
        size_t at = (size_t)(hit - folded.ptr);
        if (!wb_token_is_inside(folded, at) && !wb_token_is_inside(folded, at + needle.len)) {
            return at;
        }
        from = at + 1;
    }
    return SIZE_MAX;
}
