/*
 * Seams: whether two pieces of text, between which a line or a page ended, are one paragraph.
 *
 * One rule a function, strongest first. What the pieces themselves do not tell, the document does:
 * how wide its lines are, and whether paragraphs like the first piece end like a sentence in it.
 */
#include "reader.h"
#include "reader_meta_names.h"
#include "reader_sentence.h"

#include <wbsearch/utf8.h>

/* A shorter line without numbering is a label or a name, characters. */
#define SHORT_LINE_CHARS 10
/* Numbered text that is longer is no title, characters. */
#define NUMBERED_TITLE_CHARS 60
/* Two Chinese spaces begin a paragraph. */
#define INDENT_COLUMNS 4

/* Looks like the beginning of a paragraph, and is not the 第十条 of a sentence. */
static bool begins_anew(struct reader *r, wb_slice after)
{
    return cue_begins(after, &r->scratch) && !cue_refers(after);
}

/* Columns of what could not have been broken off the beginning of `after`: a number, a word, or a
 * character with the mark that may not begin a line behind it, or may not end one before it. */
static size_t first_piece(wb_slice after)
{
    size_t end = 0;
    while (end < after.len && (unsigned char)after.ptr[end] < 0x80 && after.ptr[end] != ' ') {
        end++;
    }
    if (end == 0 && after.len) {
        bool opens = cue_opens(wb_slice_make(after.ptr, wb_utf8_offset_of(after, 1)));
        (void)wb_utf8_next(after, &end);
        wb_slice rest = wb_slice_make(after.ptr + end, after.len - end);
        if (end < after.len && (opens || cue_continues(rest))) {
            (void)wb_utf8_next(after, &end);
        }
    }
    return reader_columns(wb_slice_make(after.ptr, end));
}

/* Whether the last line is as wide as it could be: nothing of the next one would have fitted. The
 * indent of a first line is no longer part of it; and where a line stops in the middle of a
 * sentence, a little less will do, as letters differ in width. */
static bool is_full(const struct reader *r, const struct seam *seam, bool ended)
{
    bool is_first = seam->line.len >= seam->before.len;
    size_t slack = !ended || (r->layout.indented && is_first) ? INDENT_COLUMNS : 0;
    return slack + reader_columns(seam->line) + first_piece(seam->after) > r->layout.width;
}

/* Whether `after` can be the rest of a sentence: not a label or a name. */
static bool is_sentence(wb_slice after)
{
    return cue_runs_on(after) || cue_ends(after);
}

/* Whether numbered text is more than a title. */
static bool is_past_title(wb_slice text)
{
    return wb_utf8_offset_of(text, NUMBERED_TITLE_CHARS) < text.len ||
           memmem(text.ptr, text.len, "。", strlen("。"));
}

/* Whether `text` looks like a title without numbering: 4.4 应急终止, 附件：…, …若干问题的规定. */
static bool is_like_title(struct reader *r, wb_slice text)
{
    size_t kind_len;
    (void)meta_kind_at_end(text, &kind_len);
    return kind_len > 0 || (text.len && text.ptr[0] >= '0' && text.ptr[0] <= '9') ||
           cue_attachment(text, &r->scratch);
}

/* Whether paragraphs like `before` end like a sentence in this document, so that one that does not
 * has been cut. */
static bool is_cut_short(struct reader *r, const struct seam *seam)
{
    const struct layout *layout = &r->layout;
    unsigned like = reader_likeness(r, seam->before);
    if (like == LIKENESS_LONG) {
        return layout->open[like] <= layout->ended[like] + 2;
    }
    if (like == NUMBERING_NONE && !seam->at_top && !is_like_title(r, seam->before) &&
        reader_stands_together(r, seam->before, seam->after)) {
        return true;
    }
    if (like == NUMBERING_NONE &&
        (seam->at_top || wb_utf8_offset_of(seam->before, SHORT_LINE_CHARS) >= seam->before.len)) {
        return false;
    }
    return layout->open[like] * 2 <= layout->ended[like] || is_past_title(seam->before);
}

/* In wrapped text the width of a line says what its end is. */
static bool goes_on_wrapped(struct reader *r, const struct seam *seam, bool ended)
{
    bool full = is_full(r, seam, ended);
    if (!ended) {
        return full || cue_hangs(seam->before);
    }
    /* A sentence that ends with a full line: the next begins a paragraph if that shows. */
    return full && !seam->blank;
}

bool reader_goes_on(struct reader *r, const struct seam *seam)
{
    bool wrapped = r->layout.kind == WB_LAYOUT_WRAPPED;
    bool ended = cue_ends(seam->before);
    if ((ended && !wrapped) || begins_anew(r, seam->after)) {
        return false;
    }
    if (cue_opens(seam->before) || (!ended && cue_continues(seam->after))) {
        return true;
    }
    if (seam->blank && !r->layout.spaced && !is_sentence(seam->after)) {
        return false;
    }
    if (wrapped && (!seam->blank || r->layout.spaced || ended || is_full(r, seam, false))) {
        return goes_on_wrapped(r, seam, ended);
    }
    if (cue_is_adoption(seam->before)) {
        return false;
    }
    return cue_hangs(seam->before) || (is_sentence(seam->after) && is_cut_short(r, seam));
}
