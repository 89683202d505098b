#include "listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define INHERITED_FIRST 3

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    struct sockaddr_un local;
};

static bool is_loopback(const union address *address)
{
    switch (address->any.sa_family) {
    case AF_UNIX:
        return true;
    case AF_INET:
        return ntohl(address->v4.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
    case AF_INET6:
        return IN6_IS_ADDR_LOOPBACK(&address->v6.sin6_addr);
    default:
        return false;
    }
}

/* Fills in what the socket itself tells. */
static wb_status describe(wb_listener *listener, wb_error *err)
{
    union address address = {.any = {0}};
    socklen_t size = sizeof address;
    char text[INET6_ADDRSTRLEN] = "";
    if (getsockname(listener->fd, &address.any, &size) != 0) {
        return wb_error_errno(err, WB_IO, errno, "cannot tell the address of a socket");
    }
    listener->is_loopback = is_loopback(&address);
    listener->is_local = address.any.sa_family == AF_UNIX;
    if (listener->is_local) {
        int room = (int)sizeof address.local.sun_path - 1;
        (void)snprintf(listener->text, sizeof listener->text, "unix:%.*s", room,
                       address.local.sun_path);
    } else if (address.any.sa_family == AF_INET6) {
        listener->port = ntohs(address.v6.sin6_port);
        (void)inet_ntop(AF_INET6, &address.v6.sin6_addr, text, sizeof text);
        (void)snprintf(listener->text, sizeof listener->text, "http://[%s]:%u/", text,
                       listener->port);
    } else if (address.any.sa_family == AF_INET) {
        listener->port = ntohs(address.v4.sin_port);
        (void)inet_ntop(AF_INET, &address.v4.sin_addr, text, sizeof text);
        (void)snprintf(listener->text, sizeof listener->text, "http://%s:%u/", text,
                       listener->port);
    } else {
        return wb_error_set(err, WB_INVALID, "a socket that is neither of the internet nor Unix");
    }
    return WB_OK;
}

static wb_status refuse_remote(const char *address, wb_error *err)
{
    wb_error_set(err, WB_INVALID, "%s can be reached by other machines", address);
    wb_error_hint(err, "--allow-remote if that is wanted: whoever reaches it reads everything");
    return WB_INVALID;
}

static wb_status bind_and_listen(int fd, const union address *address, socklen_t size,
                                 const char *text, wb_error *err)
{
    int on = 1;
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(fd, &address->any, size) != 0 || listen(fd, SOMAXCONN) != 0) {
        return wb_error_errno(err, errno == EADDRINUSE ? WB_LOCKED : WB_IO, errno,
                              "cannot listen on %s", text);
    }
    return WB_OK;
}

static int new_socket(int family)
{
    return socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

/* Removes a socket file that nobody listens to. */
static void remove_stale(const union address *address, socklen_t size)
{
    struct stat info;
    int fd = new_socket(AF_UNIX);
    if (fd >= 0 && stat(address->local.sun_path, &info) == 0 && S_ISSOCK(info.st_mode) &&
        connect(fd, &address->any, size) != 0 && errno == ECONNREFUSED) {
        (void)unlink(address->local.sun_path);
    }
    if (fd >= 0) {
        close(fd);
    }
}

static wb_status open_local(const char *path, wb_listener *ret, wb_error *err)
{
    union address address = {.local = {.sun_family = AF_UNIX}};
    size_t len = strlen(path);
    if (len == 0 || len >= sizeof address.local.sun_path) {
        return wb_error_set(err, WB_INVALID, "unix: takes a path of 1 to %zu bytes",
                            sizeof address.local.sun_path - 1);
    }
    memcpy(address.local.sun_path, path, len + 1);
    remove_stale(&address, sizeof address.local);
    ret->fd = new_socket(AF_UNIX);
    if (ret->fd < 0) {
        return wb_error_errno(err, WB_IO, errno, "cannot make a socket");
    }
    /* Mode 0600 from the first moment; nothing else is made meanwhile. */
    mode_t mask = umask(0177);
    wb_status status = bind_and_listen(ret->fd, &address, sizeof address.local, path, err);
    (void)umask(mask);
    if (status == WB_OK) {
        memcpy(ret->path, path, len + 1);
    }
    return status;
}

static bool read_port(const char *text, uint16_t *ret)
{
    unsigned long port = 0;
    for (const char *p = text; *p; p++) {
        if (*p < '0' || *p > '9' || p - text > 4) {
            return false;
        }
        port = port * 10 + (unsigned long)(*p - '0');
    }
    *ret = (uint16_t)port;
    return *text != '\0' && port <= UINT16_MAX;
}

/* Takes ADDRESS:PORT apart. */
static bool read_address(const char *text, union address *ret, socklen_t *ret_size)
{
    char host[INET6_ADDRSTRLEN] = "127.0.0.1";
    uint16_t port;
    const char *colon = strrchr(text, ':');
    size_t len = colon ? (size_t)(colon - text) : 0;
    if (!read_port(colon ? colon + 1 : text, &port) || len >= sizeof host) {
        return false;
    }
    bool is_v6 = len >= 2 && text[0] == '[' && text[len - 1] == ']';
    if (is_v6) {
        memcpy(host, text + 1, len - 2);
        host[len - 2] = '\0';
    } else if (colon && !(len == 9 && strncmp(text, "localhost", 9) == 0)) {
        memcpy(host, text, len);
        host[len] = '\0';
    }
    memset(ret, 0, sizeof *ret);
    if (is_v6) {
        ret->v6.sin6_family = AF_INET6;
        ret->v6.sin6_port = htons(port);
        *ret_size = sizeof ret->v6;
        return inet_pton(AF_INET6, host, &ret->v6.sin6_addr) == 1;
    }
    ret->v4.sin_family = AF_INET;
    ret->v4.sin_port = htons(port);
    *ret_size = sizeof ret->v4;
    return inet_pton(AF_INET, host, &ret->v4.sin_addr) == 1;
}

static wb_status open_internet(const char *text, bool allow_remote, wb_listener *ret, wb_error *err)
{
    union address address;
    socklen_t size;
    if (!read_address(text, &address, &size)) {
        wb_error_set(err, WB_INVALID, "'%s' is no address to listen on", text);
        wb_error_hint(err, "as in 127.0.0.1:8917, [::1]:8917, 8917 or unix:/run/wbsearch.sock");
        return WB_INVALID;
    }
    if (!allow_remote && !is_loopback(&address)) {
        return refuse_remote(text, err);
    }
    ret->fd = new_socket(address.any.sa_family);
    return ret->fd < 0 ? wb_error_errno(err, WB_IO, errno, "cannot make a socket")
                       : bind_and_listen(ret->fd, &address, size, text, err);
}

wb_status wb_listen_open(const char *address, bool allow_remote, wb_listener *ret, wb_error *err)
{
    wb_listener listener = {.fd = -1};
    wb_status status = strncmp(address, "unix:", 5) == 0
                           ? open_local(address + 5, &listener, err)
                           : open_internet(address, allow_remote, &listener, err);
    if (status == WB_OK) {
        status = describe(&listener, err);
    }
    if (status != WB_OK) {
        if (listener.fd >= 0) {
            close(listener.fd);
        }
        return status;
    }
    *ret = listener;
    return WB_OK;
}

static bool is_listening(int fd)
{
    int type = 0;
    int listening = 0;
    socklen_t size = sizeof type;
    if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) != 0 || type != SOCK_STREAM) {
        return false;
    }
    size = sizeof listening;
    return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) == 0 && listening;
}

static wb_status inherit_one(int fd, bool allow_remote, wb_listener *ret, wb_error *err)
{
    int flags = fcntl(fd, F_GETFL);
    *ret = (wb_listener){.fd = fd};
    if (!is_listening(fd) || flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0 ||
        fcntl(fd, F_SETFD, FD_CLOEXEC) != 0) {
        return wb_error_set(err, WB_INVALID, "descriptor %d is no listening stream socket", fd);
    }
    wb_status status = describe(ret, err);
    return status == WB_OK && !allow_remote && !ret->is_loopback ? refuse_remote(ret->text, err)
                                                                 : status;
}

static unsigned long number_of(const char *name)
{
    const char *text = getenv(name);
    char *end = NULL;
    unsigned long number = text && *text >= '0' && *text <= '9' ? strtoul(text, &end, 10) : 0;
    return end && *end == '\0' ? number : 0;
}

wb_status wb_listen_inherit(bool allow_remote, wb_listener *ret, size_t *ret_count, wb_error *err)
{
    bool are_ours = number_of("LISTEN_PID") == (unsigned long)getpid();
    unsigned long count = are_ours ? number_of("LISTEN_FDS") : 0;
    wb_status status = WB_OK;
    *ret_count = 0;
    /* For us alone, not for what we might start. */
    (void)unsetenv("LISTEN_PID");
    (void)unsetenv("LISTEN_FDS");
    (void)unsetenv("LISTEN_FDNAMES");
    if (count > WB_LISTEN_MAX) {
        return wb_error_set(err, WB_INVALID, "systemd gives %lu sockets; %d are served", count,
                            WB_LISTEN_MAX);
    }
    for (unsigned long i = 0; i < count && status == WB_OK; i++) {
        status = inherit_one(INHERITED_FIRST + (int)i, allow_remote, &ret[i], err);
        *ret_count = i + 1;
    }
    return status;
}

void wb_listen_remove(const wb_listener *listener)
{
    if (listener->path[0]) {
        (void)unlink(listener->path);
    }
}
