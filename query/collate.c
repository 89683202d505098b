#include "collate.h"

#include <unicode/ucol.h>
#include <unicode/ustring.h>

#include <wbsearch/mem.h>

/* Room for the key of a title; longer keys need a second call. */
#define KEY_BYTES 512

struct wb_collator {
    UCollator *order;
    UChar *text; /* in UTF-16 */
    size_t text_cap;
};

wb_status wb_collator_new(wb_collator **ret, wb_error *err)
{
    UErrorCode icu = U_ZERO_ERROR;
    wb_collator *collator = wb_alloc_zero(1, sizeof *collator);
    if (!collator) {
        return wb_error_nomem(err);
    }
    collator->order = ucol_open("zh", &icu);
    if (U_SUCCESS(icu)) {
        ucol_setAttribute(collator->order, UCOL_ALTERNATE_HANDLING, UCOL_SHIFTED, &icu);
        ucol_setAttribute(collator->order, UCOL_NUMERIC_COLLATION, UCOL_ON, &icu);
    }
    if (U_FAILURE(icu)) {
        wb_collator_free(collator);
        return wb_error_set(err, WB_INTERNAL, "ICU cannot open its collator: %s", u_errorName(icu));
    }
    *ret = collator;
    return WB_OK;
}

void wb_collator_free(wb_collator *collator)
{
    if (collator) {
        ucol_close(collator->order);
        wb_free(collator->text);
        wb_free(collator);
    }
}

wb_status wb_collator_key(wb_collator *collator, wb_slice text, wb_buf *out, wb_error *err)
{
    uint8_t key[KEY_BYTES];
    int32_t len = 0;
    UErrorCode icu = U_ZERO_ERROR;
    if (text.len > INT32_MAX / 4) {
        return wb_error_set(err, WB_LIMIT, "a text is too long to be put in order");
    }
    UChar *utf16 = wb_grow(collator->text, &collator->text_cap, text.len + 1, sizeof *utf16);
    if (!utf16) {
        return wb_error_nomem(err);
    }
    collator->text = utf16;
    u_strFromUTF8WithSub(utf16, (int32_t)text.len + 1, &len, text.len ? text.ptr : "",
                         (int32_t)text.len, 0xFFFD, NULL, &icu);
    if (U_FAILURE(icu)) {
        return wb_error_set(err, WB_INTERNAL, "ICU cannot read the text: %s", u_errorName(icu));
    }
    int32_t size = ucol_getSortKey(collator->order, utf16, len, key, KEY_BYTES);
    if (size <= KEY_BYTES) {
        wb_buf_append(out, key, (size_t)size);
    } else if (wb_buf_reserve(out, (size_t)size) == WB_OK) {
        (void)ucol_getSortKey(collator->order, utf16, len, (uint8_t *)out->data + out->len, size);
        out->len += (size_t)size;
    }
    return out->status == WB_OK ? WB_OK : wb_error_nomem(err);
}
