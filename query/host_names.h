/**
 * @file host_names.h
 * By which names the server may be called. A page of somebody else's whose name is made to lead to
 * this machine (DNS rebinding) calls the server by that name, and so is found out.
 */
#ifndef WBSEARCH_QUERY_HOST_NAMES_H
#define WBSEARCH_QUERY_HOST_NAMES_H

#include <wbsearch/base.h>

WB_BEGIN_DECLS

/** The most names that can be added. */
#define WB_HOST_NAMES_MAX 16

/** The names. Zero-initialise it. */
typedef struct wb_host_names {
    const char *names[WB_HOST_NAMES_MAX]; /**< allowed at any port; borrowed */
    size_t name_count;
    uint16_t ports[WB_HOST_NAMES_MAX]; /**< where localhost and loopback addresses are served */
    size_t port_count;
    bool any_address; /**< addresses of other interfaces too: they are no names, so they lead where
                           they say */
} wb_host_names;

/** Whether the header `host` (NAME, NAME:PORT, ADDRESS:PORT, [ADDRESS]:PORT) is one of ours: a name
 *  that was added, or at a port of ours localhost, a loopback address or, with `any_address`, any
 *  address. Without a port, port 80 is meant. */
bool wb_host_names_allow(const wb_host_names *names, wb_slice host);

WB_END_DECLS

#endif
