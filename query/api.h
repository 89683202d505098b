/**
 * @file api.h
 * What the functions behind the addresses of the server get and give.
 */
#ifndef WBSEARCH_QUERY_API_H
#define WBSEARCH_QUERY_API_H

#include <wbsearch/json.h>

#include "http.h"
#include "indexes.h"
#include "metrics.h"

WB_BEGIN_DECLS

/** Paragraphs, hits or suggestions that one request may ask for. */
#define WB_API_LIMIT_MAX 100
/** Hits that may be left out before the first one. */
#define WB_API_OFFSET_MAX 10000
/** Hits, paragraphs and documents where no limit is given. */
#define WB_API_LIMIT 20
/** Documents that may be left out before the first one: no index has more. */
#define WB_API_DOCUMENTS_MAX 100000000

/** What all calls share; none changes it but its counters. */
typedef struct wb_service {
    wb_metrics metrics;
    const char *const *routes; /**< their names, for the metrics */
    size_t route_count;
    wb_http_load (*load)(void *context); /**< NULL where there is no transport */
    void *load_context;
} wb_service;

/** A request on its way through. */
typedef struct wb_call {
    const wb_http_request *request;
    wb_http_response *response;
    wb_service *service;
    wb_indexes *indexes;   /**< of this thread */
    wb_snapshot *snapshot; /**< of the index that is meant; NULL where the address needs none */
    const char *index;     /**< its name */
    wb_slice rest;         /**< of the path, behind what the address begins with */
    bool has_total;        /**< for the log: it was a search … */
    uint64_t total;        /**< … that found so many */
} wb_call;

/** Answers a call. A failure becomes a problem (problem.h); what was written then goes. */
typedef wb_status wb_api(wb_call *call, wb_error *err);

/** The document whose id begins `id_text`; borrowed until the snapshot moves. Errors: WB_NOTFOUND,
 * and as wb_snapshot_document. */
wb_status wb_api_find_document(wb_call *call, wb_slice id_text, const wb_catalog_doc **ret,
                               wb_error *err) WB_MUST_CHECK;

wb_status wb_api_search(wb_call *call, wb_error *err);    /**< /api/v1/search */
wb_status wb_api_listing(wb_call *call, wb_error *err);   /**< /api/v1/documents */
wb_status wb_api_document(wb_call *call, wb_error *err);  /**< /api/v1/documents/ID */
wb_status wb_api_paragraph(wb_call *call, wb_error *err); /**< /api/v1/paragraphs/ID */
wb_status wb_api_suggest(wb_call *call, wb_error *err);   /**< /api/v1/suggest */
wb_status wb_api_status(wb_call *call, wb_error *err);    /**< /api/v1/status */
wb_status wb_api_openapi(wb_call *call, wb_error *err);   /**< /api/v1/openapi.json */
wb_status wb_api_health(wb_call *call, wb_error *err);    /**< /healthz */
wb_status wb_api_ready(wb_call *call, wb_error *err);     /**< /readyz */
wb_status wb_api_metrics(wb_call *call, wb_error *err);   /**< /metrics */

WB_END_DECLS

#endif
