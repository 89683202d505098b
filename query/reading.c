#include "reading.h"

/* A growing list of numbers. */
struct numbers {
    uint32_t *items;
    size_t count;
    size_t cap;
};

static bool add(struct numbers *list, uint32_t number)
{
    uint32_t *items = wb_grow(list->items, &list->cap, list->count + 1, sizeof *items);
    if (items) {
        list->items = items;
        items[list->count++] = number;
    }
    return items != NULL;
}

/* Moves the list into the arena. */
static bool keep(struct numbers *list, wb_arena *arena, uint32_t **ret, size_t *ret_count)
{
    *ret = wb_arena_alloc(arena, list->count, sizeof **ret);
    if (*ret && list->count) {
        memcpy(*ret, list->items, list->count * sizeof **ret);
    }
    *ret_count = list->count;
    wb_free(list->items);
    return *ret != NULL;
}

/* How much of the part under way there is. */
struct part {
    size_t paras;
    size_t bytes;
};

static bool note_part(struct numbers *parts, struct part *part, uint32_t number, size_t bytes)
{
    bool begins = parts->count == 0 || part->paras == WB_READING_PARAS_MAX ||
                  part->bytes >= WB_READING_TEXT_MAX;
    if (begins) {
        *part = (struct part){0, 0};
    }
    part->paras++;
    part->bytes += bytes;
    return !begins || add(parts, number);
}

static wb_status note_hit(wb_collector *collector, uint32_t group, const wb_record *record,
                          uint32_t place, struct numbers *hits, wb_error *err)
{
    bool holds = false;
    wb_rung rung;
    wb_matcher *matcher = wb_collector_set(collector, wb_store_para_docid(group, place), record,
                                           &record->paras[place]);
    wb_status status = wb_matcher_rung(matcher, &holds, &rung, err);
    if (status == WB_OK && holds && !add(hits, record->first_para + place)) {
        status = wb_error_nomem(err);
    }
    return status;
}

static wb_status read_groups(wb_paragraphs *paragraphs, const wb_catalog_doc *doc,
                             wb_collector *collector, struct numbers *hits, struct numbers *parts,
                             wb_error *err)
{
    wb_status status = WB_OK;
    struct part part = {0, 0};
    for (uint32_t i = 0; i < doc->group_count && status == WB_OK; i++) {
        const wb_record *record = NULL;
        uint32_t group = doc->group + i;
        status = wb_outline_read_record(paragraphs, doc, i, &record, err);
        for (uint32_t place = 0; status == WB_OK && place < record->para_count; place++) {
            uint32_t number = record->first_para + place;
            if (!note_part(parts, &part, number, record->paras[place].text.len)) {
                status = wb_error_nomem(err);
            } else if (collector) {
                status = note_hit(collector, group, record, place, hits, err);
            }
        }
    }
    return status;
}

wb_status wb_reading_make(wb_paragraphs *paragraphs, const wb_catalog_doc *doc,
                          wb_collector *collector, wb_reading *reading, wb_error *err)
{
    struct numbers hits = {NULL, 0, 0};
    struct numbers parts = {NULL, 0, 0};
    wb_reading_clear(reading);
    wb_status status = wb_outline_read(paragraphs, doc, &reading->arena, &reading->outline,
                                       &reading->outline_count, err);
    if (status == WB_OK) {
        status = read_groups(paragraphs, doc, collector, &hits, &parts, err);
    }
    bool kept = keep(&hits, &reading->arena, &reading->hits, &reading->hit_count);
    kept = keep(&parts, &reading->arena, &reading->parts, &reading->part_count) && kept;
    return status == WB_OK && !kept ? wb_error_nomem(err) : status;
}

size_t wb_reading_part_of(const wb_reading *reading, uint32_t para)
{
    size_t part = 0;
    while (part + 1 < reading->part_count && reading->parts[part + 1] <= para) {
        part++;
    }
    return part;
}

size_t wb_reading_hit_from(const wb_reading *reading, uint32_t para)
{
    size_t low = 0;
    size_t high = reading->hit_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (reading->hits[middle] < para) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

void wb_reading_clear(wb_reading *reading)
{
    wb_arena_clear(&reading->arena);
    memset(reading, 0, sizeof *reading);
}
