/* Notes: the entries of a glossary and footnotes are paragraphs of kind note. */
#include "reader.h"

#include <wbsearch/utf8.h>

static bool contains(wb_slice text, const char *needle)
{
    return memmem(text.ptr, text.len, needle, strlen(needle)) != NULL;
}

/* 名词解释, 名词注释, 注释, 附注 as the heading of a section. */
static bool is_glossary(wb_slice title)
{
    return contains(title, "名词") || contains(title, "注释") || contains(title, "术语解释") ||
           contains(title, "名詞") || contains(title, "註釋");
}

static bool in_glossary(const struct reader *r, uint32_t section)
{
    while (section != WB_NONE) {
        const wb_section *s = &r->doc->sections[section];
        if (is_glossary(s->title)) {
            return true;
        }
        section = s->parent;
    }
    return false;
}

wb_status reader_notes(struct reader *r)
{
    for (size_t i = 0; i < r->block_count; i++) {
        struct block *block = &r->blocks[i];
        bool footnote = wb_slice_starts(block->text, "[^");
        bool entry = block->kind == WB_PARA_LIST_ITEM || block->kind == WB_PARA_BODY;
        if (entry && (footnote || in_glossary(r, block->section))) {
            block->kind = WB_PARA_NOTE;
        }
    }
    return WB_OK;
}
