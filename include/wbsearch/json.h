/**
 * @file json.h
 * Writing JSON (RFC 8259) piece by piece into a buffer. Every text comes out as valid UTF-8: bytes
 * that are not become U+FFFD; control characters are escaped.
 */
#ifndef WBSEARCH_JSON_H
#define WBSEARCH_JSON_H

#include <wbsearch/base.h>
#include <wbsearch/buf.h>

WB_BEGIN_DECLS

/** Objects and arrays can be nested so deep. */
#define WB_JSON_DEPTH_MAX 32

/** A writer. Use wb_json_init. */
typedef struct wb_json {
    wb_buf *out;
    uint32_t has_items; /**< bit i: the object or array at depth i has an element already */
    unsigned depth;
    bool after_key;
} wb_json;

/** A writer that appends to `out`, which must outlive it. Failures show in `out->status`. */
void wb_json_init(wb_json *json, wb_buf *out);

/** Objects and arrays. Calls must nest, at most WB_JSON_DEPTH_MAX deep. */
void wb_json_begin_object(wb_json *json);
void wb_json_end_object(wb_json *json);
void wb_json_begin_array(wb_json *json);
void wb_json_end_array(wb_json *json);

/** The name of the next value of an object: NUL-terminated. */
void wb_json_key(wb_json *json, const char *name);

/** Values. */
void wb_json_text(wb_json *json, wb_slice text);
void wb_json_base64(wb_json *json, wb_slice bytes); /**< RFC 4648, section 4, as a string */
void wb_json_uint(wb_json *json, uint64_t value);   /**< above 2^53 as a string */
void wb_json_double(wb_json *json, double value);   /**< rounded to 6 digits; not finite: null */
void wb_json_bool(wb_json *json, bool value);
void wb_json_null(wb_json *json);

/** Key and value in one. */
void wb_json_put_text(wb_json *json, const char *name, wb_slice text);
void wb_json_put_uint(wb_json *json, const char *name, uint64_t value);
void wb_json_put_bool(wb_json *json, const char *name, bool value);

WB_END_DECLS

#endif
