#include "encoding_convert.h"

#include <unicode/ucnv.h>

/* Where the ill-formed sequence begins that stopped the converter at `offset`. */
static size_t start_of_bad(const UConverter *from, size_t offset)
{
    char bad[16];
    int8_t len = sizeof bad;
    UErrorCode icu = U_ZERO_ERROR;
    ucnv_getInvalidChars(from, bad, &len, &icu);
    return U_SUCCESS(icu) && len > 0 && (size_t)len <= offset ? offset - (size_t)len : offset;
}

wb_status encoding_convert(wb_slice bytes, const char *name, wb_buf *storage, size_t *ret_bad,
                           wb_error *err)
{
    UErrorCode icu = U_ZERO_ERROR;
    UConverter *from = ucnv_open(name, &icu);
    UConverter *to = ucnv_open("UTF-8", &icu);
    if (U_SUCCESS(icu)) {
        ucnv_setToUCallBack(from, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &icu);
        ucnv_setFromUCallBack(to, UCNV_FROM_U_CALLBACK_STOP, NULL, NULL, NULL, &icu);
    }
    wb_status status = WB_OK;
    wb_buf_clear(storage);
    /* One byte becomes three of UTF-8 at most: half-width kana, say. */
    if (U_FAILURE(icu)) {
        status = wb_error_set(err, WB_INTERNAL, "ICU has no converter for %s", name);
    } else if (wb_buf_reserve(storage, 3 * bytes.len + 4) != WB_OK) {
        status = wb_error_nomem(err);
    } else {
        char *target = storage->data;
        const char *source = bytes.ptr;
        ucnv_convertEx(to, from, &target, storage->data + storage->cap - 1, &source,
                       bytes.ptr + bytes.len, NULL, NULL, NULL, NULL, 1, 1, &icu);
        storage->len = (size_t)(target - storage->data);
        storage->data[storage->len] = '\0';
        if (U_FAILURE(icu)) {
            *ret_bad = start_of_bad(from, (size_t)(source - bytes.ptr));
            status = WB_INVALID;
        }
    }
    ucnv_close(from);
    ucnv_close(to);
    return status;
}
