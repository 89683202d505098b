/* The title: what a person would cite the document by. */
#include "reader_meta.h"
#include "reader_meta_names.h"
#include "reader_notes.h"

#include <wbsearch/utf8.h>

/* No title is longer, characters. */
#define TITLE_CHARS 150
/* The longest first line that is taken for a title without being headed or ending like one. */
#define FIRST_LINE_CHARS 60
/* A title stands among so many lines. */
#define TITLE_LINES 30
/* It is wrapped over so many lines at most. */
#define WRAPPED_LINES 5
/* A line longer than this that holds a whole sentence is text, bytes. */
#define TEXT_BYTES 150
/* A line that stands in the file's name is as long at least, characters. */
#define NAMED_CHARS 6

static bool is_short(wb_slice text, size_t chars)
{
    return wb_utf8_offset_of(text, chars) == text.len;
}

static bool contains(wb_slice text, const char *word)
{
    return memmem(text.ptr, text.len, word, strlen(word)) != NULL;
}

/* Whether a line is an item of a list: - , * , 2024. */
static bool is_item(wb_slice text)
{
    size_t i = 0;
    while (i < text.len && text.ptr[i] >= '0' && text.ptr[i] <= '9') {
        i++;
    }
    bool mark = i < text.len && strchr(i ? ".)" : "-*+", text.ptr[i]);
    return mark && i + 1 < text.len && text.ptr[i + 1] == ' ';
}

/* A line that may be a title or a part of one: short, no sentence, no label, no numbering. */
static bool is_fragment(struct meta *m, size_t i)
{
    wb_slice text = m->head[i].text;
    return is_short(text, TITLE_CHARS) && !m->head[i].labelled && !cue_ends(text) &&
           !contains(text, "。") && !contains(text, "；") && !contains(text, "//") &&
           !contains(text, "：") && !contains(text, " > ") && text.ptr[0] != '|' &&
           text.ptr[0] != '[' && !is_item(text) && !wb_slice_starts(text, "【") &&
           cue_numbering(text, &m->r->scratch) == NUMBERING_NONE;
}

/* Whether a folded text ends with a kind of document, and says more than the kind. */
static bool ends_like_title(wb_slice folded)
{
    size_t len;
    size_t start = meta_kind_at_end(folded, &len);
    return len > 0 && start >= 6;
}

/* 政府工作报告: a kind alone, which says nothing of whose it is. */
static bool is_generic(wb_slice folded)
{
    size_t len;
    return meta_kind_at_end(folded, &len) == 0 && len > 0;
}

/* The first line of the title whose last line is `last`: lines above belong to it when it does not
 * say itself whose it is, and one of them begins like a title. */
static size_t first_line_of(struct meta *m, size_t last)
{
    static const char *const openings[] = {"关于", "印发", "转发", "批转"};
    for (size_t n = 0; n < WRAPPED_LINES && n <= last; n++) {
        size_t i = last - n;
        if (!is_fragment(m, i)) {
            break;
        }
        wb_slice folded = meta_fold(m, m->head[i].text);
        for (size_t k = 0; k < sizeof openings / sizeof *openings; k++) {
            const char *found = memmem(folded.ptr, folded.len, openings[k], strlen(openings[k]));
            if (!found) {
                continue;
            }
            /* 关于… alone: the organ stands on the line above. */
            if (found == folded.ptr && i > 0 && is_fragment(m, i - 1) &&
                meta_is_organ(meta_fold(m, m->head[i - 1].text))) {
                i--;
            }
            return i;
        }
    }
    return last;
}

/* Sets the title to head lines [first, last]. */
static wb_status set_lines(struct meta *m, size_t first, size_t last)
{
    wb_buf_clear(&m->text);
    for (size_t i = first; i <= last; i++) {
        wb_buf_put(&m->text, m->head[i].text);
    }
    return meta_set(m, WB_META_TITLE, wb_buf_slice(&m->text), WB_META_FROM_TITLE,
                    m->head[first].line);
}

/* A line that begins the text: what follows is no title of the document. */
static bool begins_text(wb_slice text)
{
    return text.len > TEXT_BYTES && contains(text, "。");
}

/* The first line near the top that ends like a title, with what it was wrapped from. */
static bool find_titled_line(struct meta *m, size_t *ret_first, size_t *ret_last)
{
    for (size_t i = 0; i < m->head_count && i < TITLE_LINES; i++) {
        if (begins_text(m->head[i].text) && !m->head[i].labelled) {
            break;
        }
        if (!is_fragment(m, i)) {
            continue;
        }
        if (ends_like_title(meta_fold(m, m->head[i].text))) {
            *ret_first = first_line_of(m, i);
            *ret_last = i;
            return true;
        }
    }
    return false;
}

/* A line near the top that the file is named after: what stands above it is no title. */
static bool find_named_line(struct meta *m, size_t *ret)
{
    wb_slice name = wb_slice_from(m->r->name);
    for (size_t i = 0; name.len && i < m->head_count && i < TITLE_LINES; i++) {
        wb_slice text = m->head[i].text;
        if (text.len && is_fragment(m, i) && !is_short(text, NAMED_CHARS - 1) &&
            memmem(name.ptr, name.len, text.ptr, text.len)) {
            *ret = i;
            return true;
        }
    }
    return false;
}

/* The first marked heading of the highest level, unless it is numbered or names a part. */
static const struct block *top_heading(struct reader *r)
{
    static const char *const parts[] = {"目录", "目 录", "附件", "正文", "前言", "导航"};
    const struct block *best = NULL;
    for (size_t i = 0; i < r->block_count; i++) {
        const struct block *block = &r->blocks[i];
        if (block->kind == WB_PARA_HEADING && block->level &&
            (!best || block->level < best->level) && note_title_of(block->text) != TITLE_STRONG) {
            best = block;
        }
    }
    if (!best || cue_numbering(best->text, &r->scratch) != NUMBERING_NONE ||
        !is_short(best->text, TITLE_CHARS)) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (wb_slice_starts(best->text, parts[i])) {
            return NULL;
        }
    }
    return best;
}

/* Finds the copies of the title among the head lines, whole or in parts. */
static void find_copies(struct meta *m)
{
    if (!meta_has(m, WB_META_TITLE)) {
        return;
    }
    wb_buf title = {0};
    wb_buf_put(&title, meta_fold(m, m->r->doc->meta[WB_META_TITLE].value));
    for (size_t i = 0; i < m->head_count && i < TITLE_LINES && title.len; i++) {
        wb_slice folded = meta_fold(m, m->head[i].text);
        if (folded.len && memmem(title.data, title.len, folded.ptr, folded.len)) {
            m->title_start = m->title_end ? m->title_start : i;
            m->title_end = i + 1;
        } else if (!m->head[i].labelled && m->title_end && cue_ends(m->head[i].text)) {
            break; /* a salutation or the text */
        }
    }
    if (title.status != WB_OK) {
        m->r->scratch.failed = true;
    }
    wb_buf_free(&title);
}

wb_slice meta_file_stem(const struct meta *m)
{
    const char *name = m->r->name;
    const char *dot = strrchr(name, '.');
    return wb_slice_make(name, dot && dot != name ? (size_t)(dot - name) : strlen(name));
}

/* A title that is a kind alone gives way to the file's name, when that says more of it. */
static wb_status set_heading(struct meta *m, const struct block *heading)
{
    wb_slice stem = meta_file_stem(m);
    bool generic = is_generic(meta_fold(m, heading->text));
    if (generic && stem.len > heading->text.len &&
        memmem(stem.ptr, stem.len, heading->text.ptr, heading->text.len)) {
        wb_status status = meta_set(m, WB_META_TITLE, stem, WB_META_FROM_FILE_NAME, 0);
        if (status != WB_OK) {
            return status;
        }
    }
    return meta_set(m, WB_META_TITLE, heading->text, WB_META_FROM_TITLE, heading->first_line);
}

/* Whether the first paragraph is a title though it does not end like one. */
static bool may_be_title(struct reader *r, const struct block *block)
{
    return is_short(block->text, FIRST_LINE_CHARS) && !cue_ends(block->text) &&
           !cue_has_clauses(block->text) &&
           cue_numbering(block->text, &r->scratch) == NUMBERING_NONE;
}

wb_status meta_from_title(struct meta *m)
{
    wb_status status = WB_OK;
    size_t first;
    size_t last;
    const struct block *heading = top_heading(m->r);
    if (meta_has(m, WB_META_TITLE)) {
        /* known from elsewhere */
    } else if (heading) {
        status = set_heading(m, heading);
    } else if (find_titled_line(m, &first, &last)) {
        status = set_lines(m, first, last);
    } else if (find_named_line(m, &first)) {
        status = set_lines(m, first, first);
    } else if (m->r->block_count && may_be_title(m->r, &m->r->blocks[0])) {
        status = meta_set(m, WB_META_TITLE, m->r->blocks[0].text, WB_META_FROM_TITLE,
                          m->r->blocks[0].first_line);
    } else {
        status = meta_set(m, WB_META_TITLE, meta_file_stem(m), WB_META_FROM_FILE_NAME, 0);
    }
    find_copies(m);
    return status;
}
