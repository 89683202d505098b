/*
 * wbindex --check: is the index whole? Xapian's own check, then ours: every record decodes and is
 * where the manifest and the tables say, and the text gives as many terms as the postings hold.
 */
#include "commands.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include <wbsearch/fold.h>
#include <wbsearch/index.h>
#include <wbsearch/message.h>
#include <wbsearch/token.h>

#include "progress.h"

/* A check that the index changes under begins again so many times. */
#define RESTARTS_MAX 20

struct check {
    wb_index *index;
    wb_manifest manifest;
    const wb_catalog *catalog;
    const wb_sections *sections;
    size_t described;             /* documents of the catalog that were found */
    const wb_file_entry **owners; /* by group; NULL: dead */
    wb_record record;
    wb_tokenizer *tokenizer;
    wb_folded folded;
    wb_terms terms;
    uint64_t length; /* terms counted, without punctuation */
    size_t faults;
};

static void report(struct check *check, uint32_t group, const char *what)
{
    if (check->faults++ < 20) {
        fprintf(stderr, wb_message("wbindex: group %u: %s\n"), (unsigned)group, wb_message(what));
    }
}

static wb_status assign_owners(struct check *check, wb_error *err)
{
    const wb_manifest *manifest = &check->manifest;
    check->owners = wb_alloc_zero(manifest->group_end, sizeof *check->owners);
    if (!check->owners) {
        return wb_error_nomem(err);
    }
    for (size_t i = 0; i < manifest->file_count; i++) {
        const wb_file_entry *f = &manifest->files[i];
        for (uint32_t g = f->group; g < f->group + f->group_count; g++) {
            if (check->owners[g]) {
                report(check, g, "belongs to two files");
            }
            check->owners[g] = f;
        }
    }
    return WB_OK;
}

static bool same_value(wb_slice value, const wb_record *record, wb_meta_field field)
{
    return wb_slice_equal(value, record->meta[field].value);
}

static bool same_day(wb_day day, const wb_record *record, wb_meta_field field)
{
    return day == wb_day_of(record->meta[field].value);
}

/* Whether the catalog says of a document what its first record says. */
static bool is_described(const wb_catalog_doc *doc, const wb_file_entry *owner,
                         const wb_record *record)
{
    return doc && doc->group == owner->group && doc->group_count == owner->group_count &&
           doc->para_count == owner->para_count && doc->id == record->doc_id &&
           doc->root == owner->root && wb_slice_equal(doc->path, owner->path) &&
           same_value(doc->title, record, WB_META_TITLE) &&
           same_value(doc->organ, record, WB_META_ORGAN) &&
           same_value(doc->number, record, WB_META_NUMBER) &&
           same_value(doc->region, record, WB_META_REGION) &&
           same_value(doc->kind, record, WB_META_KIND) &&
           same_value(doc->validity, record, WB_META_VALIDITY) &&
           same_day(doc->made, record, WB_META_MADE) &&
           same_day(doc->published, record, WB_META_PUBLISHED) &&
           same_day(doc->effective, record, WB_META_EFFECTIVE);
}

static void check_described(struct check *check, uint32_t group, const wb_file_entry *owner)
{
    const wb_catalog_doc *doc = wb_catalog_find(check->catalog, group);
    check->described += doc != NULL;
    if (!is_described(doc, owner, &check->record)) {
        report(check, group, "is not in the table of documents as its record has it");
    }
}

/* Whether the table says of a section and those around it what the record says. */
static bool has_titles(struct check *check, uint32_t entry, uint32_t section)
{
    const wb_sections *table = check->sections;
    while (entry != WB_NONE && section != WB_NONE) {
        const wb_section *s = &check->record.sections[section];
        if (wb_fold(s->title, false, &check->folded) != WB_OK ||
            !wb_slice_equal(wb_sections_title(table, table->entries[entry].title),
                            wb_buf_slice(&check->folded.text))) {
            return false;
        }
        entry = table->entries[entry].parent;
        section = s->parent;
    }
    return entry == WB_NONE && section == WB_NONE;
}

/* Whether paragraph `i` of the record stands in the table where the record has it. What is in no
 * section has an entry without a title. */
static bool is_in_sections(struct check *check, uint32_t group, uint32_t i)
{
    const wb_sections *table = check->sections;
    uint32_t section = check->record.paras[i].section;
    uint32_t run = wb_sections_run(table, wb_store_para_docid(group, i));
    uint32_t entry = run == WB_NONE ? WB_NONE : table->runs[run].section;
    if (entry == WB_NONE) {
        return false;
    }
    return section == WB_NONE ? table->entries[entry].parent == WB_NONE &&
                                    wb_sections_title(table, table->entries[entry].title).len == 0
                              : has_titles(check, entry, section);
}

static void check_sections(struct check *check, uint32_t group)
{
    for (uint32_t i = 0; i < check->record.para_count; i++) {
        if (!is_in_sections(check, group, i)) {
            report(check, group, "is not in the table of sections as its record has it");
            return;
        }
    }
}

static void check_owner(struct check *check, uint32_t group)
{
    const wb_record *record = &check->record;
    const wb_file_entry *owner = check->owners[group];
    if (!owner) {
        return;
    }
    check_sections(check, group);
    wb_doc_id id = wb_doc_id_of(check->manifest.roots[owner->root], owner->path);
    if (record->doc_id != id || record->ordinal != group - owner->group) {
        report(check, group, "holds another document than the list of files says");
    } else if (record->ordinal == 0 && (!wb_slice_equal(record->doc.path, owner->path) ||
                                        record->doc_para_count != owner->para_count)) {
        report(check, group, "describes its document otherwise than the list of files");
    } else if (record->ordinal == 0) {
        check_described(check, group, owner);
    }
}

static wb_status count_terms(struct check *check, wb_error *err)
{
    for (size_t i = 0; i < check->record.para_count; i++) {
        wb_status status = wb_fold(check->record.paras[i].text, false, &check->folded);
        if (status != WB_OK) {
            return wb_error_nomem(err);
        }
        status = wb_tokenizer_terms(check->tokenizer, wb_buf_slice(&check->folded.text),
                                    &check->terms, err);
        if (status != WB_OK) {
            return status;
        }
        for (size_t k = 0; k < check->terms.count; k++) {
            check->length += check->terms.items[k].kind != WB_TERM_PUNCTUATION;
        }
    }
    return WB_OK;
}

static wb_status check_groups(struct check *check, const struct options *options, wb_error *err)
{
    struct progress progress;
    progress_start(&progress, check->manifest.group_end, !options->quiet);
    uint32_t paragraphs = 0;
    wb_status status = WB_OK;
    for (uint32_t group = 0; group < check->manifest.group_end && status == WB_OK; group++) {
        if (*options->stop) {
            status = wb_error_set(err, WB_INTERRUPTED, "interrupted");
            break;
        }
        wb_error damage;
        wb_status read = wb_index_record(check->index, group, &check->record, &damage);
        if (read == WB_CHANGED) {
            status = read;
            break;
        }
        if (read != WB_OK) {
            report(check, group, damage.text);
            continue;
        }
        check_owner(check, group);
        status = count_terms(check, err);
        paragraphs += (uint32_t)check->record.para_count;
        progress_update(&progress, group, paragraphs, check->faults);
    }
    progress_clear(&progress);
    if (status == WB_OK && check->faults == 0 && check->described != check->catalog->count) {
        fprintf(stderr, wb_message("wbindex: the table of documents has %zu, the database %zu\n"),
                check->catalog->count, check->described);
        check->faults++;
    }
    uint64_t stored = wb_store_total_length(check->index->store);
    if (status == WB_OK && check->faults == 0 && stored != check->length) {
        fprintf(stderr, wb_message("wbindex: the text has %lu terms, the postings %lu\n"),
                (unsigned long)check->length, (unsigned long)stored);
        check->faults++;
    }
    return status;
}

static wb_status check_structure(struct check *check, wb_error *err)
{
    wb_buf text;
    wb_buf_init(&text, 0);
    size_t faults = 0;
    wb_status status = wb_store_check(check->index->generation, &text, &faults, err);
    if (status == WB_IO && access(check->index->generation, W_OK) != 0) {
        /* Xapian opens tables for writing even to check them. */
        fputs(wb_message("wbindex: the structure of the tables can be checked only with the right "
                         "to write; checking the rest\n"),
              stderr);
        status = WB_OK;
    }
    if ((status == WB_CORRUPT || faults) && wb_store_is_stale(check->index->store)) {
        status = wb_error_set(err, WB_CHANGED, "the index has changed");
        faults = 0;
    } else if (status == WB_CORRUPT) { /* the check stopped at it */
        fprintf(stderr, wb_message("wbindex: a fault in the database: %s\n"), err->text);
        check->faults++;
        status = WB_OK;
    }
    if (status == WB_OK && faults) {
        fprintf(stderr, wb_message("wbindex: %zu faults in the database:\n%s\n"), faults,
                text.len ? text.data : "");
        check->faults += faults;
    }
    wb_buf_free(&text);
    return status;
}

static wb_status check_once(struct check *check, const struct options *options, wb_error *err)
{
    wb_status status = wb_index_manifest(check->index, &check->manifest, err);
    if (status == WB_OK) {
        status = wb_index_catalog(check->index, &check->catalog, err);
    }
    if (status == WB_OK) {
        status = wb_index_sections(check->index, &check->sections, err);
    }
    if (status == WB_OK) {
        status = check_structure(check, err);
    }
    if (status == WB_OK) {
        status = assign_owners(check, err);
    }
    return status == WB_OK ? check_groups(check, options, err) : status;
}

/* Begins again when the index changes meanwhile. */
static wb_status run_check(struct check *check, const struct options *options, wb_error *err)
{
    char *path = NULL;
    const char *folder = options->operand_count ? options->operands[0] : NULL;
    wb_status status = find_index(options, folder, &path, err);
    if (status == WB_OK) {
        status = wb_index_open(path, &check->index, err);
    }
    wb_free(path);
    if (status == WB_OK) {
        status = wb_tokenizer_new(&check->tokenizer, err);
    }
    if (status == WB_OK) {
        status = check_once(check, options, err);
    }
    for (int i = 0; status == WB_CHANGED && i < RESTARTS_MAX; i++) {
        wb_free(check->owners);
        check->owners = NULL;
        check->length = 0;
        check->described = 0;
        check->faults = 0;
        status = wb_index_reopen(check->index, err);
        if (status == WB_OK) {
            status = check_once(check, options, err);
        }
    }
    if (status == WB_CHANGED) {
        wb_error_set(err, WB_CHANGED, "%s: the index keeps changing", check->index->path);
        wb_error_hint(err, "check it when no wbindex is at work");
    }
    return status;
}

int command_check(const struct options *options)
{
    struct check check = {0};
    wb_record_init(&check.record);
    wb_folded_init(&check.folded);
    wb_terms_init(&check.terms);
    wb_error error;
    wb_status status = run_check(&check, options, &error);
    int result = EXIT_DONE;
    if (status != WB_OK) {
        print_error(&error);
        result = status == WB_INTERRUPTED ? EXIT_INTERRUPTED : EXIT_FATAL;
    } else if (check.faults) {
        fprintf(stderr,
                wb_message("wbindex: %zu faults; make the index again: wbindex --rebuild DIR\n"),
                check.faults);
        result = EXIT_SOME_FAILED;
    } else if (!options->quiet) {
        wb_manifest_totals totals = wb_manifest_count(&check.manifest);
        printf(wb_message("whole: %lu documents, %lu paragraphs, %lu postings checked\n"),
               (unsigned long)totals.indexed, (unsigned long)totals.paragraphs,
               (unsigned long)check.length);
    }
    wb_free(check.owners);
    wb_terms_free(&check.terms);
    wb_folded_free(&check.folded);
    wb_tokenizer_free(check.tokenizer);
    wb_record_free(&check.record);
    wb_manifest_clear(&check.manifest);
    wb_index_close(check.index);
    return result;
}
