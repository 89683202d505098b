#include "section_path.h"

wb_status wb_section_path(const wb_record *record, const wb_para *para, wb_arena *arena,
                          const wb_slice **ret, size_t *ret_count, wb_error *err)
{
    uint32_t section = para->section;
    if (para->kind == WB_PARA_HEADING && section != WB_NONE) {
        section = record->sections[section].parent;
    }
    size_t depth = 0;
    for (uint32_t s = section; s != WB_NONE; s = record->sections[s].parent) {
        depth++;
    }
    wb_slice *titles = wb_arena_alloc(arena, depth, sizeof *titles);
    if (!titles) {
        return wb_error_nomem(err);
    }
    *ret = titles;
    *ret_count = depth;
    for (uint32_t s = section; s != WB_NONE; s = record->sections[s].parent) {
        if (!wb_arena_dup(arena, record->sections[s].title, &titles[--depth])) {
            return wb_error_nomem(err);
        }
    }
    return WB_OK;
}
