#include "host_names.h"

#include <arpa/inet.h>
#include <strings.h>

#define HTTP_PORT 80
#define HOST_MAX 255 /* of a DNS name */

/* Cuts ":PORT" off. False when it is none. */
static bool cut_port(wb_slice *host, uint32_t *ret_port)
{
    size_t digits = 0;
    uint32_t port = 0;
    *ret_port = HTTP_PORT;
    while (digits < host->len && digits < 6) {
        char c = host->ptr[host->len - 1 - digits];
        if (c < '0' || c > '9') {
            break;
        }
        digits++;
    }
    bool has_port = host->len > digits && host->ptr[host->len - 1 - digits] == ':';
    if (!has_port) {
        return true;
    }
    for (size_t i = host->len - digits; i < host->len; i++) {
        port = port * 10 + (uint32_t)(host->ptr[i] - '0');
    }
    host->len -= digits + 1;
    *ret_port = port;
    return digits > 0 && port <= UINT16_MAX;
}

static bool is_address(const char *host, bool *ret_is_loopback)
{
    struct in_addr v4;
    struct in6_addr v6;
    size_t len = strlen(host);
    if (len >= 2 && host[0] == '[' && host[len - 1] == ']') {
        char inner[HOST_MAX + 1] = "";
        memcpy(inner, host + 1, len - 2);
        bool is_v6 = inet_pton(AF_INET6, inner, &v6) == 1;
        *ret_is_loopback = is_v6 && IN6_IS_ADDR_LOOPBACK(&v6);
        return is_v6;
    }
    bool is_v4 = inet_pton(AF_INET, host, &v4) == 1;
    *ret_is_loopback = is_v4 && ntohl(v4.s_addr) >> 24 == IN_LOOPBACKNET;
    return is_v4;
}

bool wb_host_names_allow(const wb_host_names *names, wb_slice host)
{
    char text[HOST_MAX + 1];
    uint32_t port;
    bool is_loopback = false;
    if (!cut_port(&host, &port) || host.len == 0 || host.len > HOST_MAX ||
        memchr(host.ptr, '\0', host.len)) {
        return false;
    }
    memcpy(text, host.ptr, host.len);
    text[host.len] = '\0';
    for (size_t i = 0; i < names->name_count; i++) {
        if (strcasecmp(text, names->names[i]) == 0) {
            return true;
        }
    }
    bool is_ours = false;
    for (size_t i = 0; i < names->port_count && !is_ours; i++) {
        is_ours = names->ports[i] == port;
    }
    if (!is_ours) {
        return false;
    }
    bool is_numeric = is_address(text, &is_loopback);
    return strcasecmp(text, "localhost") == 0 || is_loopback || (is_numeric && names->any_address);
}
