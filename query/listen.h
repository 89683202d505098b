/**
 * @file listen.h
 * Listening sockets: opened by address, or inherited from systemd.
 */
#ifndef WBSEARCH_QUERY_LISTEN_H
#define WBSEARCH_QUERY_LISTEN_H

#include <wbsearch/base.h>
#include <wbsearch/error.h>

WB_BEGIN_DECLS

/** The most sockets of a server. */
#define WB_LISTEN_MAX 16

/** Room for the path of a Unix socket, bytes with the NUL (unix(7)). */
#define WB_LISTEN_PATH_SIZE 108

/** A listening socket. */
typedef struct wb_listener {
    int fd;
    bool is_local;                  /**< a Unix socket */
    bool is_loopback;               /**< only this machine reaches it; true of Unix sockets too */
    uint16_t port;                  /**< the real one; 0 for a Unix socket */
    char text[128];                 /**< as people write it: http://127.0.0.1:8917/, unix:/path */
    char path[WB_LISTEN_PATH_SIZE]; /**< of the file to remove at the end; empty for none */
} wb_listener;

/**
 * Opens `address`: PORT, ADDRESS:PORT, [ADDRESS]:PORT, localhost:PORT or unix:PATH; names are not
 * looked up. Port 0 is any free one. Anything but loopback is refused unless `allow_remote`.
 * A Unix socket gets mode 0600, and takes the place of one that nobody serves any more.
 * Errors: WB_INVALID (no address, not loopback), WB_LOCKED (in use), WB_IO.
 */
wb_status wb_listen_open(const char *address, bool allow_remote, wb_listener *ret,
                         wb_error *err) WB_MUST_CHECK;

/**
 * Takes over the sockets that systemd opened (sd_listen_fds(3): LISTEN_PID, LISTEN_FDS; from
 * descriptor 3 on) and removes the variables: their number in `*ret_count`, at most
 * WB_LISTEN_MAX; 0 when there are none. Errors: WB_INVALID (no listening stream socket, not
 * loopback, too many).
 */
wb_status wb_listen_inherit(bool allow_remote, wb_listener *ret, size_t *ret_count,
                            wb_error *err) WB_MUST_CHECK;

/** Removes the file of a Unix socket that wb_listen_open made. The socket itself is closed by whom
 *  serves it. */
void wb_listen_remove(const wb_listener *listener);

WB_END_DECLS

#endif
