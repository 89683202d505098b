#include "page_paragraphs.h"

#include "page_citation.h"
#include "page_marked.h"
#include "section_path.h"

/* Marks of a paragraph whose notes are shown beside it. */
#define NOTES_MAX 12

/* What explains a term begins with a label no longer than this, bytes: （12）. */
#define NOTE_LABEL_MAX 16

/* A paragraph being shown; what it points to is lent until the next record is read. */
struct shown {
    const wb_page_reader *reader;
    const wb_record *record;
    const wb_para *para;
    uint32_t number;
    bool is_hit;
    const wb_span *spans;
    size_t span_count;
    const wb_slice *section_path;
    size_t section_count;
};

/* What is open between paragraphs. */
struct open {
    const char *end; /* markup that closes it; NULL: nothing is open */
    wb_para_kind kind;
};

static wb_status find_spans(struct shown *shown, uint32_t group, wb_arena *arena, wb_error *err)
{
    const wb_page_reader *reader = shown->reader;
    wb_span *spans = NULL;
    wb_rung rung;
    if (!reader->collector) {
        return WB_OK;
    }
    if (reader->words) {
        shown->is_hit = shown->number == reader->address->para;
        wb_status status = wb_lower_rungs_spans(reader->words, shown->para->text, arena, &spans,
                                                &shown->span_count, err);
        shown->spans = spans;
        return status;
    }
    uint32_t place = shown->number - shown->record->first_para;
    wb_matcher *matcher = wb_collector_set(reader->collector, wb_store_para_docid(group, place),
                                           shown->record, shown->para);
    wb_status status = wb_matcher_rung(matcher, &shown->is_hit, &rung, err);
    if (status == WB_OK && shown->is_hit) {
        status = wb_matcher_spans(matcher, rung, arena, &spans, &shown->span_count, err);
        shown->spans = spans;
    }
    return status;
}

/* Finds paragraph `number` and what of it matches. */
static wb_status find(const wb_page_reader *reader, uint32_t number, wb_arena *arena,
                      struct shown *shown, wb_error *err)
{
    *shown = (struct shown){.reader = reader, .number = number};
    wb_status status =
        wb_outline_find_record(reader->paragraphs, reader->doc, number, &shown->record, err);
    if (status != WB_OK) {
        return status;
    }
    shown->para = &shown->record->paras[number - shown->record->first_para];
    status = wb_section_path(shown->record, shown->para, arena, &shown->section_path,
                             &shown->section_count, err);
    return status == WB_OK
               ? find_spans(shown, reader->doc->group + shown->record->ordinal, arena, err)
               : status;
}

/* Text. */

static void put_note_mark(const struct shown *shown, const wb_note_mark *mark)
{
    wb_page *page = shown->reader->page;
    wb_page_markup(page, "<sup class=\"mark\">");
    if (mark->note != WB_NONE) {
        wb_page_address there = *shown->reader->address;
        there.para = mark->note;
        wb_page_markup(page, "<a");
        wb_page_document_href(page, &there, shown->reader->doc->id);
        wb_page_say_attribute(page, "title", WB_SAY_NOTE_OF);
        wb_page_markup(page, ">");
    }
    wb_page_text(page, mark->label);
    wb_page_markup(page, mark->note != WB_NONE ? "</a></sup>" : "</sup>");
}

/* How much of the text is set off as a title: what runs in, or the number of an article. */
static size_t title_len_of(const struct shown *shown)
{
    const wb_para *para = shown->para;
    if (para->title_len || para->kind == WB_PARA_HEADING || para->section == WB_NONE) {
        return para->title_len;
    }
    const wb_section *section = &shown->record->sections[para->section];
    bool opens = section->para == shown->number && para->text.len > section->title.len &&
                 section->title.len &&
                 memcmp(para->text.ptr, section->title.ptr, section->title.len) == 0;
    return opens ? section->title.len : 0;
}

/* The bytes [start, end) of the text: matches marked, note marks in their places, the run-in title
 * set off. */
static void put_text(const struct shown *shown, size_t start, size_t end)
{
    wb_page *page = shown->reader->page;
    const wb_para *para = shown->para;
    size_t at = start;
    size_t mark = 0;
    size_t title_len = title_len_of(shown);
    bool in_title = start == 0 && title_len > 0;
    if (in_title) {
        wb_page_markup(page, "<b>");
    }
    while (at < end || (mark < para->mark_count && para->marks[mark].at == end)) {
        while (mark < para->mark_count && para->marks[mark].at < at) {
            mark++;
        }
        size_t stop = end;
        if (mark < para->mark_count && para->marks[mark].at < stop) {
            stop = para->marks[mark].at;
        }
        if (in_title && title_len < stop) {
            stop = title_len;
        }
        wb_page_marked(page, para->text, at, stop, shown->spans, shown->span_count);
        at = stop;
        if (in_title && at >= title_len) {
            wb_page_markup(page, "</b>");
            in_title = false;
        }
        for (; mark < para->mark_count && para->marks[mark].at == at; mark++) {
            put_note_mark(shown, &para->marks[mark]);
        }
    }
    if (in_title) {
        wb_page_markup(page, "</b>");
    }
}

static void put_anchor(const struct shown *shown)
{
    wb_page *page = shown->reader->page;
    wb_page_markup(page, "<a class=\"anchor\" href=\"#p");
    wb_page_digits(page, shown->number);
    wb_page_markup(page, shown->is_hit ? "\"" : "\" tabindex=\"-1\"");
    wb_page_markup(page, " aria-label=\"");
    wb_page_say_number(page, WB_SAY_PARAGRAPH_NUMBER, (uint64_t)shown->number + 1);
    wb_page_markup(page, "\">");
    wb_page_digits(page, (uint64_t)shown->number + 1);
    wb_page_markup(page, "</a>");
}

static void put_jump(const struct shown *shown, size_t hit, wb_say say, const char *arrow)
{
    wb_page *page = shown->reader->page;
    wb_page_address there = *shown->reader->address;
    there.para = shown->reader->reading->hits[hit];
    wb_page_markup(page, "<a");
    wb_page_document_href(page, &there, shown->reader->doc->id);
    wb_page_say_attribute(page, "aria-label", say);
    wb_page_attribute(page, "rel", wb_slice_from(say == WB_SAY_NEXT_HIT ? "next" : "prev"));
    wb_page_markup(page, ">");
    wb_page_markup(page, arrow);
    wb_page_markup(page, "</a>");
}

/* The way to the hits before and behind this one. */
static void put_jumps(const struct shown *shown)
{
    const wb_reading *reading = shown->reader->reading;
    size_t hit = wb_reading_hit_from(reading, shown->number);
    if (!shown->is_hit || reading->hit_count < 2) {
        return;
    }
    wb_page_markup(shown->reader->page, "<span class=\"jumps\">");
    if (hit > 0) {
        put_jump(shown, hit - 1, WB_SAY_PREVIOUS_HIT, "↑");
    }
    if (hit + 1 < reading->hit_count) {
        put_jump(shown, hit + 1, WB_SAY_NEXT_HIT, "↓");
    }
    wb_page_markup(shown->reader->page, "</span>");
}

/* Elements. */

static unsigned depth_of(const struct shown *shown)
{
    unsigned depth = 0;
    uint32_t section = shown->para->section;
    while (section != WB_NONE && shown->record->sections[section].parent != WB_NONE) {
        section = shown->record->sections[section].parent;
        depth++;
    }
    return depth;
}

static const char *class_of(wb_para_kind kind)
{
    static const char *const classes[WB_PARA_KIND_COUNT_] = {
        [WB_PARA_BODY] = "body",           [WB_PARA_HEADING] = "heading",
        [WB_PARA_LIST_ITEM] = "item",      [WB_PARA_TABLE_ROW] = "row",
        [WB_PARA_QUOTE] = "quote",         [WB_PARA_NOTE] = "note",
        [WB_PARA_CAPTION] = "caption",     [WB_PARA_SALUTATION] = "salutation",
        [WB_PARA_SIGNATURE] = "signature", [WB_PARA_DATE] = "date"};
    return classes[kind];
}

/* The start tag of the paragraph's element. */
static void put_start(const struct shown *shown, const char *element)
{
    wb_page *page = shown->reader->page;
    wb_buf_printf(page->out, "<%s class=\"para %s%s\" id=\"p", element, class_of(shown->para->kind),
                  shown->is_hit ? " hit" : "");
    wb_page_digits(page, shown->number);
    wb_page_markup(page, "\"");
    wb_page_place_attribute(page, shown->section_path, shown->section_count,
                            shown->reader->doc->title, shown->number);
    wb_page_markup(page, ">");
}

static void put_references(const struct shown *shown)
{
    wb_page *page = shown->reader->page;
    for (size_t i = 0; i < shown->para->reference_count && i < NOTES_MAX; i++) {
        wb_page_address there = *shown->reader->address;
        there.para = shown->para->references[i];
        wb_page_markup(page, "<a class=\"back\"");
        wb_page_document_href(page, &there, shown->reader->doc->id);
        wb_page_say_attribute(page, "aria-label", WB_SAY_REFERRED);
        /* A word joiner keeps it on the line of the text. */
        wb_page_markup(page, ">&#8288;↩</a>");
    }
}

/* Whether the row is the heads of the columns of those below it. */
static bool is_head(const struct shown *shown)
{
    size_t next = shown->number - shown->record->first_para + 1;
    return next < shown->record->para_count && shown->para->head.len == 0 &&
           wb_slice_equal(shown->record->paras[next].head, shown->para->text);
}

static void put_cells(const struct shown *shown)
{
    wb_page *page = shown->reader->page;
    wb_slice text = shown->para->text;
    wb_slice cell;
    size_t offset = 0;
    bool is_heads = is_head(shown);
    for (size_t i = 0; wb_row_next_cell(text, &offset, &cell); i++) {
        size_t start = (size_t)(cell.ptr - text.ptr);
        wb_page_markup(page, is_heads ? "<th scope=\"col\">" : "<td>");
        if (i == 0) {
            put_anchor(shown);
        }
        put_text(shown, start, start + cell.len);
        wb_page_markup(page, is_heads ? "</th>" : "</td>");
    }
}

static void put_heads(wb_page *page, wb_slice head)
{
    wb_slice cell;
    size_t offset = 0;
    wb_page_markup(page, "<thead><tr>");
    while (wb_row_next_cell(head, &offset, &cell)) {
        wb_page_markup(page, "<th scope=\"col\">");
        wb_page_text(page, cell);
        wb_page_markup(page, "</th>");
    }
    wb_page_markup(page, "</tr></thead>");
}

static void put_one(const struct shown *shown)
{
    wb_page *page = shown->reader->page;
    wb_para_kind kind = shown->para->kind;
    /* The title of the page has the first level, and may be the outermost section. */
    unsigned level = depth_of(shown) + (shown->reader->skips_title ? 1 : 2);
    char heading[4] = "h2";
    const char *element = "p";
    if (kind == WB_PARA_HEADING) {
        heading[1] = (char)('0' + (level < 2 ? 2 : level < 6 ? level : 6));
        element = heading;
    } else if (kind == WB_PARA_TABLE_ROW) {
        element = "tr";
    }
    put_start(shown, element);
    if (kind == WB_PARA_TABLE_ROW) {
        put_cells(shown);
    } else {
        put_anchor(shown);
        put_text(shown, 0, shown->para->text.len);
        put_references(shown);
        put_jumps(shown);
    }
    wb_buf_printf(page->out, "</%s>\n", element);
}

/* Notes. */

static wb_status put_note(const wb_page_reader *reader, wb_slice label, uint32_t number,
                          wb_error *err)
{
    static const char opening[] = "“";
    wb_page *page = reader->page;
    const wb_record *record;
    wb_status status =
        wb_outline_find_record(reader->paragraphs, reader->doc, number, &record, err);
    if (status != WB_OK) {
        return status;
    }
    const wb_para *note = &record->paras[number - record->first_para];
    wb_page_address there = *reader->address;
    there.para = number;
    wb_page_markup(page, "<p><a");
    wb_page_document_href(page, &there, reader->doc->id);
    wb_page_markup(page, ">");
    wb_page_text(page, label);
    wb_page_markup(page, "</a> ");
    /* Its own label would say the same again. */
    size_t start = note->term_start < NOTE_LABEL_MAX ? note->term_start : 0;
    if (start >= sizeof opening - 1 &&
        memcmp(note->text.ptr + start - (sizeof opening - 1), opening, sizeof opening - 1) == 0) {
        start -= sizeof opening - 1;
    }
    wb_page_text(page, wb_slice_make(note->text.ptr + start, note->text.len - start));
    wb_page_markup(page, "</p>");
    return WB_OK;
}

/* The notes of a paragraph, to be read without leaving it. */
static wb_status put_notes(const wb_page_reader *reader, const wb_note_mark *marks, size_t count,
                           wb_error *err)
{
    wb_status status = WB_OK;
    wb_page_markup(reader->page, "<div class=\"notes\" role=\"note\"");
    wb_page_say_attribute(reader->page, "aria-label", WB_SAY_NOTES);
    wb_page_markup(reader->page, ">");
    for (size_t i = 0; i < count && status == WB_OK; i++) {
        status = put_note(reader, marks[i].label, marks[i].note, err);
    }
    wb_page_markup(reader->page, "</div></div>\n");
    return status;
}

/* Copies the marks that lead to notes, each note once: the record goes when notes are read. */
static wb_status copy_marks(const wb_para *para, wb_arena *arena, wb_note_mark *ret,
                            size_t *ret_count, wb_error *err)
{
    *ret_count = 0;
    for (size_t i = 0; i < para->mark_count && *ret_count < NOTES_MAX; i++) {
        bool is_new = para->marks[i].note != WB_NONE;
        for (size_t k = 0; k < *ret_count; k++) {
            is_new = is_new && ret[k].note != para->marks[i].note;
        }
        if (is_new) {
            wb_note_mark *copy = &ret[(*ret_count)++];
            *copy = para->marks[i];
            if (!wb_arena_dup(arena, para->marks[i].label, &copy->label)) {
                return wb_error_nomem(err);
            }
        }
    }
    return WB_OK;
}

/* The sequence. */

static void close_open(wb_page *page, struct open *open)
{
    if (open->end) {
        wb_page_markup(page, open->end);
        open->end = NULL;
    }
}

/* Opens what goes around paragraphs of a kind, and closes what went around others. */
static void change_open(const struct shown *shown, struct open *open)
{
    wb_page *page = shown->reader->page;
    const wb_para *para = shown->para;
    bool begins_table = para->kind == WB_PARA_TABLE_ROW;
    if (open->end && open->kind == para->kind) {
        return;
    }
    close_open(page, open);
    open->kind = para->kind;
    if (begins_table) {
        wb_page_markup(page, "<div class=\"table\" tabindex=\"0\" role=\"group\"><table>");
        if (para->head.len) {
            put_heads(page, para->head);
        }
        wb_page_markup(page, "<tbody>\n");
        open->end = "</tbody></table></div>\n";
    } else if (para->kind == WB_PARA_QUOTE) {
        wb_page_markup(page, "<blockquote>\n");
        open->end = "</blockquote>\n";
    }
}

static wb_status put_paragraph(const wb_page_reader *reader, uint32_t number, struct open *open,
                               wb_arena *arena, wb_error *err)
{
    struct shown shown;
    wb_note_mark marks[NOTES_MAX] = {{.at = 0}};
    size_t mark_count = 0;
    wb_status status = find(reader, number, arena, &shown, err);
    if (status == WB_OK && shown.para->kind != WB_PARA_TABLE_ROW) {
        status = copy_marks(shown.para, arena, marks, &mark_count, err);
    }
    if (status != WB_OK) {
        return status;
    }
    change_open(&shown, open);
    if (mark_count) {
        wb_page_markup(reader->page, "<div class=\"noted\">");
    }
    put_one(&shown);
    return mark_count ? put_notes(reader, marks, mark_count, err) : WB_OK;
}

wb_status wb_page_paragraphs(const wb_page_reader *reader, uint32_t first, uint32_t end,
                             wb_error *err)
{
    struct open open = {NULL, WB_PARA_BODY};
    wb_arena arena = {0};
    wb_status status = WB_OK;
    for (uint32_t number = first; number < end && status == WB_OK; number++) {
        if (number > 0 || !reader->skips_title) {
            wb_arena_reset(&arena);
            status = put_paragraph(reader, number, &open, &arena, err);
        }
    }
    close_open(reader->page, &open);
    wb_arena_clear(&arena);
    return status;
}

wb_status wb_page_title_paragraph(const wb_page_reader *reader, wb_error *err)
{
    struct shown shown;
    wb_arena arena = {0};
    wb_status status = find(reader, 0, &arena, &shown, err);
    if (status == WB_OK) {
        put_text(&shown, 0, shown.para->text.len);
    }
    wb_arena_clear(&arena);
    return status;
}
