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

/* The longest part of a pattern between two '/', bytes. Names of files have 255 at most. */
#define PART_MAX 1024

static size_t part_length(const char *path)
{
    return strcspn(path, "/");
}

static const char *next_part(const char *path)
{
    path += part_length(path);
    return *path ? path + 1 : path;
}

static bool is_any_depth(const char *glob)
{
    return part_length(glob) == 2 && memcmp(glob, "**", 2) == 0;
}

/* Whether the first part of `glob` matches the first part of `path`. */
static bool part_matches(const char *glob, const char *path)
{
    char part[PART_MAX];
    char name[PART_MAX];
    size_t part_len = part_length(glob);
    size_t name_len = part_length(path);
    if (part_len >= sizeof part || name_len >= sizeof name) {
        return false;
    }
    memcpy(part, glob, part_len);
    part[part_len] = '\0';
    memcpy(name, path, name_len);
    name[name_len] = '\0';
    return fnmatch(part, name, 0) == 0;
}

/* Part by part; where they differ, the last ** takes one part more. */
static bool glob_matches(const char *glob, const char *path)
{
    const char *retry_glob = NULL;
    const char *retry_path = NULL;
    while (*path) {
        if (is_any_depth(glob)) {
            glob = next_part(glob);
            if (!*glob) {
                return true;
            }
            retry_glob = glob;
            retry_path = path;
        } else if (*glob && part_matches(glob, path)) {
            glob = next_part(glob);
            path = next_part(path);
        } else if (retry_path) {
            retry_path = next_part(retry_path);
            path = retry_path;
            glob = retry_glob;
        } else {
            return false;
        }
    }
    return *glob == '\0';
}

wb_ignore_verdict wb_ignore_check(const wb_ignore *ignore, const char *path, bool is_folder)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    for (size_t i = ignore->count; i > 0; i--) {
        const struct pattern *p = &ignore->patterns[i - 1];
        if ((!p->folders_only || is_folder) && glob_matches(p->glob, p->anchored ? path : name)) {
            return p->take_back ? WB_IGNORE_IN : WB_IGNORE_OUT;
        }
    }
    return WB_IGNORE_SILENT;
}
