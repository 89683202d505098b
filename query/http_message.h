/**
 * @file http_message.h
 * A request and a response of HTTP as the server's own code sees them: no socket, no library.
 */
#ifndef WBSEARCH_QUERY_HTTP_MESSAGE_H
#define WBSEARCH_QUERY_HTTP_MESSAGE_H

#include <wbsearch/base.h>
#include <wbsearch/buf.h>
#include <wbsearch/error.h>
#include <wbsearch/mem.h>

WB_BEGIN_DECLS

/** The longest target (path and parameters as sent) that is read, bytes. */
#define WB_HTTP_TARGET_MAX 16384

/** The most parameters of a request. */
#define WB_HTTP_PARAMS_MAX 32

/** The largest body of a response, before compression, bytes. */
#define WB_HTTP_BODY_MAX ((size_t)16 << 20)

/** A request's method: those that are served, and all others. */
typedef enum wb_http_method { WB_HTTP_GET, WB_HTTP_HEAD, WB_HTTP_OTHER } wb_http_method;

/** A parameter behind the `?`, decoded. */
typedef struct wb_http_param {
    wb_slice name;
    wb_slice value;
} wb_http_param;

/** A request. Zero-initialise it; free with wb_http_request_clear. */
typedef struct wb_http_request {
    /* As the transport found it. Empty where a header was not sent. */
    wb_http_method method;
    wb_slice target; /**< as sent */
    wb_slice host;
    unsigned host_count; /**< headers Host that were sent */
    wb_slice accept_encoding;
    wb_slice accept_language;
    wb_slice if_none_match;
    bool has_body; /**< a body is announced, in whatever way */
    bool is_local; /**< it came over a Unix socket, where no browser can be led astray */
    /* By wb_http_request_parse. */
    wb_slice path; /**< decoded, UTF-8 */
    wb_http_param *params;
    size_t param_count;
    wb_arena arena; /**< owns what was decoded; whoever fills in the headers may use it too */
} wb_http_request;

/**
 * Decodes the target into path and parameters (WHATWG URL, application/x-www-form-urlencoded).
 * Errors: WB_LIMIT (WB_HTTP_TARGET_MAX, WB_HTTP_PARAMS_MAX), WB_INVALID (a broken %-escape, a
 * control character in the path, NUL, not UTF-8, no path), WB_NOMEM.
 */
wb_status wb_http_request_parse(wb_http_request *request, wb_error *err) WB_MUST_CHECK;

/** The value of the first parameter `name`, in `*ret` (untouched where there is none). */
bool wb_http_param_find(const wb_http_request *request, const char *name, wb_slice *ret);

/** Frees what it holds. */
void wb_http_request_clear(wb_http_request *request);

/** Room for an entity tag with its marks and the NUL, bytes. */
#define WB_HTTP_ETAG_SIZE 128

/** A response. Initialise with wb_http_response_init. */
typedef struct wb_http_response {
    unsigned status;
    const char *content_type; /**< a constant; NULL for no body */
    wb_buf body;
    char etag[WB_HTTP_ETAG_SIZE]; /**< empty for none */
    const char *cache_control;    /**< a constant; NULL: no-store */
    const char *allow;            /**< a constant, for 405; NULL for none */
    const char *location;         /**< a constant, for 308; NULL for none */
    unsigned retry_after;         /**< seconds, for 503; 0 for none */
    bool is_gzip;                 /**< the body is compressed */
    bool varies_by_language;
} wb_http_response;

/** Makes it empty, with status 200. */
void wb_http_response_init(wb_http_response *response);

/** Forgets the body and all else, as after wb_http_response_init. */
void wb_http_response_reset(wb_http_response *response);

/** Frees what it holds. */
void wb_http_response_free(wb_http_response *response);

/** A header of a response. */
typedef struct wb_http_header {
    const char *name;
    const char *value; /**< in the response or constant */
} wb_http_header;

/** The most headers of a response. */
#define WB_HTTP_HEADERS_MAX 16

/**
 * The headers of a response but those that the transport adds (Date, Content-Length, Connection):
 * their number; `ret` has room for WB_HTTP_HEADERS_MAX. `retry_after` is scratch for numbers.
 */
size_t wb_http_headers(const wb_http_response *response, char retry_after[16], wb_http_header *ret);

/** Whether the tag is among those of If-None-Match, compared weakly (RFC 9110, 13.1.2). */
bool wb_http_etag_matches(wb_slice if_none_match, const char *etag);

/** Whether Accept-Encoding allows gzip: named with a weight above 0, or `*` (RFC 9110, 12.5.3). */
bool wb_http_accepts_gzip(wb_slice accept_encoding);

/** Whether Chinese stands before English in Accept-Language, or neither is named (RFC 9110,
 *  12.5.4). */
bool wb_http_prefers_chinese(wb_slice accept_language);

WB_END_DECLS

#endif
