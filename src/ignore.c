#include <wbsearch/ignore.h>

#include <fnmatch.h>

#include <wbsearch/mem.h>

struct pattern {
    const char *glob; /* NUL-terminated, in the arena */
    bool take_back;
    bool folders_only;
    bool anchored; /* tied to the folder of the file */
};

struct wb_ignore {
    wb_arena arena;
    struct pattern *patterns;
    size_t count;
    size_t cap;
};

/* Trailing spaces go unless quoted by a backslash. */
static wb_slice trim_end(wb_slice line)
{
    while (line.len && (line.ptr[line.len - 1] == ' ' || line.ptr[line.len - 1] == '\r') &&
           !(line.len >= 2 && line.ptr[line.len - 2] == '\\')) {
        line.len--;
    }
    return line;
}

static wb_status add_line(wb_ignore *ignore, wb_slice line)
{
    line = trim_end(line);
    if (line.len == 0 || line.ptr[0] == '#') {
        return WB_OK;
    }
    struct pattern pattern = {0};
    if (line.ptr[0] == '!') {
        pattern.take_back = true;
        line.ptr++;
        line.len--;
    }
    if (wb_slice_ends(line, "/")) {
        pattern.folders_only = true;
        line.len--;
    }
    pattern.anchored = line.len && memchr(line.ptr, '/', line.len) != NULL;
    if (wb_slice_starts(line, "/")) {
        line.ptr++;
        line.len--;
    }
    if (line.len == 0 || memchr(line.ptr, '\0', line.len)) {
        return WB_OK;
    }
    struct pattern *patterns =
        wb_grow(ignore->patterns, &ignore->cap, ignore->count + 1, sizeof *patterns);
    wb_slice glob;
    if (!patterns || !wb_arena_dup(&ignore->arena, line, &glob)) {
        ignore->patterns = patterns ? patterns : ignore->patterns;
        return WB_NOMEM;
    }
    pattern.glob = glob.ptr;
    ignore->patterns = patterns;
    patterns[ignore->count++] = pattern;
    return WB_OK;
}

wb_status wb_ignore_new(wb_slice text, wb_ignore **ret, wb_error *err)
{
    wb_ignore *ignore = wb_alloc_zero(1, sizeof *ignore);
    wb_status status = ignore ? WB_OK : WB_NOMEM;
    if (wb_slice_starts(text, "\xEF\xBB\xBF")) {
        text.ptr += 3;
        text.len -= 3;
    }
    while (status == WB_OK && text.len) {
        const char *end = memchr(text.ptr, '\n', text.len);
        size_t len = end ? (size_t)(end - text.ptr) : text.len;
        status = add_line(ignore, wb_slice_make(text.ptr, len));
        len += end != NULL;
        text.ptr += len;
        text.len -= len;
    }
    if (status != WB_OK) {
        wb_ignore_free(ignore);
        return wb_error_nomem(err);
    }
    *ret = ignore;
    return WB_OK;
}

void wb_ignore_free(wb_ignore *ignore)
{
    if (ignore) {
        wb_arena_clear(&ignore->arena);
        wb_free(ignore->patterns);
        wb_free(ignore);
    }
}

/* Most levels of folders that ** is tried against; each costs one match of the rest. */
#define MAX_LEVELS 64

/* fnmatch knows no **: the pattern is split there, and the rest is tried at every level below.
 * `budget` bounds the work on patterns with many **. */
static bool glob_matches(const char *glob, const char *path, unsigned *budget)
{
    const char *stars = strstr(glob, "**");
    while (stars && stars != glob && stars[-1] != '/') {
        stars = strstr(stars + 2, "**"); /* a** is a plain * */
    }
    if (!stars || (stars[2] != '/' && stars[2] != '\0')) {
        return fnmatch(glob, path, FNM_PATHNAME) == 0;
    }
    size_t head_len = (size_t)(stars - glob); /* with its '/' */
    const char *below = path;
    if (head_len) {
        size_t slashes = 0;
        for (size_t i = 0; i < head_len; i++) {
            slashes += glob[i] == '/';
        }
        while (slashes && *below) {
            slashes -= *below++ == '/';
        }
        char head[256];
        char start[256];
        size_t start_len = (size_t)(below - path);
        if (slashes || head_len >= sizeof head || start_len >= sizeof start) {
            return false;
        }
        memcpy(head, glob, head_len);
        head[head_len] = '\0';
        memcpy(start, path, start_len);
        start[start_len] = '\0';
        if (fnmatch(head, start, FNM_PATHNAME) != 0) {
            return false;
        }
    }
    if (stars[2] == '\0') {
        return *below != '\0';
    }
    for (int level = 0; level < MAX_LEVELS && *budget; level++) {
        --*budget;
        if (glob_matches(stars + 3, below, budget)) {
            return true;
        }
        below = strchr(below, '/');
        if (!below) {
            return false;
        }
        below++;
    }
    return false;
}

wb_ignore_verdict wb_ignore_check(const wb_ignore *ignore, const char *path, bool is_folder)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    for (size_t i = ignore->count; i > 0; i--) {
        const struct pattern *p = &ignore->patterns[i - 1];
        unsigned budget = 4096;
        if ((!p->folders_only || is_folder) &&
            glob_matches(p->glob, p->anchored ? path : name, &budget)) {
            return p->take_back ? WB_IGNORE_IN : WB_IGNORE_OUT;
        }
    }
    return WB_IGNORE_SILENT;
}
