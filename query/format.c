/* What the formats share. */
#include "format.h"

#include <inttypes.h>

#include <wbsearch/message.h>
#include <wbsearch/width.h>

wb_status wb_format_path(const wb_hit *hit, const wb_format_options *options, wb_buf *out)
{
    if (options->below_root) {
        return wb_buf_put(out, hit->path);
    }
    wb_slice folder = wb_slice_from(options->folder);
    wb_slice root = hit->root;
    bool at_root = wb_slice_equal(root, wb_slice_from("/"));
    if (folder.len && !at_root && wb_slice_equal(root, folder)) {
        return wb_buf_put(out, hit->path);
    }
    /* The root may lie below the current folder, or the current folder below the root. */
    if (folder.len > 1 && root.len > folder.len && root.ptr[folder.len] == '/' &&
        memcmp(root.ptr, folder.ptr, folder.len) == 0) {
        wb_buf_append(out, root.ptr + folder.len + 1, root.len - folder.len - 1);
        wb_buf_putc(out, '/');
        return wb_buf_put(out, hit->path);
    }
    if (folder.len > root.len && folder.ptr[root.len] == '/' &&
        memcmp(folder.ptr, root.ptr, root.len) == 0) {
        wb_slice rest = wb_slice_make(folder.ptr + root.len + 1, folder.len - root.len - 1);
        if (hit->path.len > rest.len && hit->path.ptr[rest.len] == '/' &&
            memcmp(hit->path.ptr, rest.ptr, rest.len) == 0) {
            return wb_buf_append(out, hit->path.ptr + rest.len + 1, hit->path.len - rest.len - 1);
        }
    }
    wb_buf_put(out, at_root ? wb_slice_make("", 0) : root);
    wb_buf_putc(out, '/');
    return wb_buf_put(out, hit->path);
}

wb_status wb_format_total(const wb_result *result, size_t shown, wb_buf *out)
{
    unsigned long total = result->total;
    if (result->total_exact) {
        return wb_buf_printf(
            out, wb_message("%zu of %lu matching paragraphs, each verified on its text"), shown,
            total);
    }
    return wb_buf_printf(
        out, wb_message("%zu of at least %lu matching paragraphs (--count counts them all)"), shown,
        total);
}

wb_status wb_format_query_id(const wb_format_options *options, wb_buf *out)
{
    if (options->query_id.len) {
        wb_width_put_safe(out, options->query_id);
        wb_buf_putc(out, '\t');
    }
    return out->status;
}

wb_status wb_format_count(const wb_result *result, const wb_format_options *options, wb_buf *out,
                          wb_error *err)
{
    wb_format_query_id(options, out);
    return wb_buf_printf(out, "%" PRIu64 "\n", result->total) == WB_OK ? WB_OK
                                                                       : wb_error_nomem(err);
}

wb_status wb_format_query(const wb_query *query, const wb_format_options *options, wb_buf *out,
                          wb_error *err)
{
    if (options->query_id.len) {
        wb_buf_puts(out, "== ");
        wb_format_query_id(options, out);
        wb_width_put_safe(out, query->source);
        wb_buf_putc(out, '\n');
    }
    return out->status == WB_OK ? WB_OK : wb_error_nomem(err);
}

size_t wb_format_certified(const wb_result *result)
{
    size_t count = 0;
    while (count < result->hit_count && result->hits[count].rung <= WB_RUNG_LOOSE) {
        count++;
    }
    return count;
}

wb_slice wb_hit_date(const wb_hit *hit)
{
    return hit->meta[WB_META_MADE].len        ? hit->meta[WB_META_MADE]
           : hit->meta[WB_META_PUBLISHED].len ? hit->meta[WB_META_PUBLISHED]
                                              : hit->meta[WB_META_EFFECTIVE];
}
