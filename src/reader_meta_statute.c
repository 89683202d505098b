/* The note below a statute's title: who passed, published and changed it, when, and since when it
 * is in force. In one pair of brackets, or a line for each event. */
#include "reader_meta.h"
#include "reader_meta_names.h"

#include <wbsearch/utf8.h>

/* The note is read so far, bytes. */
#define NOTE_BYTES 6000
/* It begins within so many lines below the title … */
#define LINES_BELOW 12
/* … and is as many lines long at most. */
#define NOTE_LINES 40

enum verb {
    VERB_NONE = 0,
    VERB_PASSED = 1,
    VERB_CHANGED = 2,
    VERB_PUBLISHED = 4,
    VERB_IN_FORCE = 8,
    VERB_APPROVED = 16
};

/* What happened on a day. */
struct event {
    char date[META_DATE_SIZE];
    unsigned verbs;
    size_t at; /* where its date stands in the folded note */
    size_t who_start;
    size_t who_end;
    bool by_another; /* changed by a document whose title is given: its number is not ours */
};

static enum verb verb_at(wb_slice rest, size_t *ret_len)
{
    static const struct {
        const char *word;
        enum verb verb;
    } verbs[] = {
        {"通过", VERB_PASSED},    {"修订", VERB_CHANGED},   {"修正", VERB_CHANGED},
        {"修改", VERB_CHANGED},   {"公布", VERB_PUBLISHED}, {"发布", VERB_PUBLISHED},
        {"颁布", VERB_PUBLISHED}, {"施行", VERB_IN_FORCE},  {"实施", VERB_IN_FORCE},
        {"批准", VERB_APPROVED},  {"印发", VERB_PUBLISHED},
    };
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (wb_slice_starts(rest, verbs[i].word)) {
            *ret_len = strlen(verbs[i].word);
            return verbs[i].verb;
        }
    }
    return VERB_NONE;
}

/* Reads what [start, end) says happened; what stands in title marks is not looked at. */
static void read_verbs(wb_slice note, size_t start, size_t end, struct event *event)
{
    int depth = 0;
    event->verbs = VERB_NONE;
    event->who_start = event->who_end = start;
    event->by_another = false;
    for (size_t i = start; i < end;) {
        wb_slice rest = wb_slice_make(note.ptr + i, end - i);
        size_t len;
        enum verb verb = depth == 0 ? verb_at(rest, &len) : VERB_NONE;
        if (verb != VERB_NONE) {
            event->who_end = event->verbs == VERB_NONE ? i : event->who_end;
            event->verbs |= verb;
            i += len;
            continue;
        }
        event->by_another |= wb_slice_starts(rest, "《");
        depth += wb_slice_starts(rest, "《") ? 1 : wb_slice_starts(rest, "》") && depth ? -1 : 0;
        wb_utf8_next(note, &i);
    }
}

/* What a whole note comes to. */
struct history {
    struct event made;      /* the last time it was passed or changed */
    struct event published; /* the last time it was published */
    struct event in_force;
    bool amended;
    struct event
        first; /* who passed it first, or published it when nobody is said to have passed */
};

static bool is_later(const struct event *event, const struct event *than)
{
    return than->verbs == VERB_NONE || strcmp(event->date, than->date) >= 0;
}

static void add_event(struct history *history, const struct event *event)
{
    if ((event->verbs & (VERB_PASSED | VERB_CHANGED)) && is_later(event, &history->made)) {
        history->made = *event;
    }
    history->amended |= (event->verbs & VERB_CHANGED) != 0;
    if ((event->verbs & VERB_PUBLISHED) && is_later(event, &history->published)) {
        history->published = *event;
    }
    if ((event->verbs & VERB_IN_FORCE) && is_later(event, &history->in_force)) {
        history->in_force = *event;
    }
    bool passed = event->verbs & VERB_PASSED;
    bool published = (event->verbs & VERB_PUBLISHED) && !(event->verbs & VERB_CHANGED);
    if ((passed && !(history->first.verbs & VERB_PASSED)) ||
        (published && history->first.verbs == VERB_NONE)) {
        history->first = *event;
    }
}

static void read_events(wb_slice note, struct history *history)
{
    struct event event;
    size_t at = 0;
    size_t len = meta_find_date(note, &at, event.date);
    event.at = at;
    while (len) {
        size_t start = at + len;
        struct event next;
        at = start;
        len = meta_find_date(note, &at, next.date);
        read_verbs(note, start, len ? at : note.len, &event);
        add_event(history, &event);
        memcpy(event.date, next.date, sizeof event.date);
        event.at = at;
    }
}

/* Whether a line begins or goes on with a note: a date near its start, and what happened. */
static bool is_event_line(struct meta *m, wb_slice text)
{
    if (text.len > META_LINE_MAX) {
        return false;
    }
    wb_slice folded = meta_fold(m, text);
    char date[META_DATE_SIZE];
    size_t at = 0;
    size_t len = meta_find_date(folded, &at, date);
    if (len == 0 || at > strlen("(根据") + 3) {
        return false;
    }
    struct event event;
    read_verbs(folded, at + len, folded.len, &event);
    return event.verbs != VERB_NONE;
}

static bool opens_bracket(wb_slice text)
{
    return wb_slice_starts(text, "（") || wb_slice_starts(text, "(");
}

static bool closes_bracket(wb_slice text)
{
    return wb_slice_ends(text, "）") || wb_slice_ends(text, ")");
}

/* The lines a note was put together from. */
struct note_lines {
    size_t start[NOTE_LINES]; /* offset of each in the note */
    uint32_t line[NOTE_LINES];
    size_t count;
};

/* The source line that holds byte `at` of the folded note. */
static uint32_t line_of(const struct meta *m, const struct note_lines *lines, size_t at)
{
    size_t offset = m->folded.source_start[at];
    size_t i = lines->count - 1;
    while (i > 0 && lines->start[i] > offset) {
        i--;
    }
    return lines->line[i];
}

/* Puts the note that begins with head line `first` together in m->text. */
static void join_note(struct meta *m, size_t first, struct note_lines *lines)
{
    wb_buf_clear(&m->text);
    lines->count = 0;
    bool open = false;
    for (size_t i = first; i < m->head_count && i < first + NOTE_LINES; i++) {
        wb_slice text = m->head[i].text;
        if (i > first && !open && !is_event_line(m, text)) {
            break;
        }
        if (m->text.len + text.len > NOTE_BYTES || m->head[i].labelled) {
            break;
        }
        lines->start[lines->count] = m->text.len;
        lines->line[lines->count++] = m->head[i].line;
        wb_buf_put(&m->text, text);
        open = (open || opens_bracket(text)) && !closes_bracket(text);
    }
}

static wb_status set_day(struct meta *m, wb_meta_field field, const struct event *event,
                         const struct note_lines *lines)
{
    return event->verbs == VERB_NONE
               ? WB_OK
               : meta_set(m, field, wb_slice_from(event->date), WB_META_FROM_BELOW_TITLE,
                          line_of(m, lines, event->at));
}

static wb_status set_history(struct meta *m, const struct history *history,
                             const struct note_lines *lines)
{
    const struct event *published = &history->published;
    const struct event *made = history->made.verbs ? &history->made : published;
    wb_status status = set_day(m, WB_META_MADE, made, lines);
    /* A version published before it was made is another one. */
    if (status == WB_OK && published->verbs && strcmp(published->date, made->date) >= 0) {
        status = set_day(m, WB_META_PUBLISHED, published, lines);
    }
    return status == WB_OK ? set_day(m, WB_META_EFFECTIVE, &history->in_force, lines) : status;
}

/* The number of the order by which it was published or, at last, changed. */
static wb_status set_number(struct meta *m, wb_slice note, wb_slice folded,
                            const struct event *event, const struct note_lines *lines)
{
    if (event->verbs == VERB_NONE || event->by_another) {
        return WB_OK;
    }
    size_t len = meta_number_in(folded, event->who_start);
    return len && event->who_start + len <= event->who_end
               ? meta_set(m, WB_META_NUMBER,
                          meta_unfold(m, note, event->who_start, event->who_start + len),
                          WB_META_FROM_BELOW_TITLE, line_of(m, lines, event->at))
               : WB_OK;
}

static wb_status read_note(struct meta *m, const struct note_lines *lines)
{
    wb_slice note = wb_buf_slice(&m->text);
    wb_slice folded = meta_fold(m, note);
    struct history history = {0};
    read_events(folded, &history);
    m->amended = history.amended;
    wb_status status = set_history(m, &history, lines);
    if (status == WB_OK && history.first.verbs != VERB_NONE) {
        struct organ_name name =
            meta_organ_in(folded, history.first.who_start, history.first.who_end);
        status = meta_set_organ(m, note, folded, &name, WB_META_FROM_BELOW_TITLE,
                                line_of(m, lines, history.first.at));
    }
    if (status == WB_OK) {
        status = set_number(m, note, folded, &history.made, lines);
    }
    return status == WB_OK ? set_number(m, note, folded, &history.first, lines) : status;
}

wb_status meta_from_statute(struct meta *m)
{
    for (size_t i = m->title_start; i < m->head_count && i < m->title_end + LINES_BELOW; i++) {
        if (!m->head[i].labelled && is_event_line(m, m->head[i].text)) {
            struct note_lines lines;
            join_note(m, i, &lines);
            return lines.count ? read_note(m, &lines) : WB_OK;
        }
    }
    return WB_OK;
}
