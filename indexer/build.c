#include "build.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <wbsearch/generation.h>
#include <wbsearch/index.h>
#include <wbsearch/index_dir.h>
#include <wbsearch/message.h>
#include <wbsearch/schema.h>

#include "documents.h"
#include "workers.h"

/*
 * Xapian collects postings in a map of maps, which is fast while it fits the processor's cache, and
 * flushes them to the database, where they join the lists that are there already: so a flush comes
 * after this many paragraphs. A flush rewrites most of the database, and merging does not join
 * lists: so a chunk is as large as this many bytes of files, some 3 million postings.
 * (ARCHITECTURE.md, "Measured decisions".)
 */
#define FLUSH_PARAGRAPHS 2000
#define CHUNK_BYTES ((uint64_t)10 << 20)

static wb_status chunk_path(const char *directory, uint32_t chunk, wb_buf *ret)
{
    wb_buf_clear(ret);
    return wb_buf_printf(ret, "%s/chunk-%06u", directory, chunk);
}

/* What a worker writes to. */
struct output {
    wb_generation_writer writer;
    uint32_t group;           /* next free one */
    struct documents written; /* of an update: the documents written */
    bool describe;            /* they are wanted */
};

/* Opens the generation of a chunk; what a worker that died has left of it goes. */
static wb_status open_chunk(const char *directory, uint32_t chunk, wb_generation_writer *ret,
                            wb_error *err)
{
    wb_buf path;
    wb_buf_init(&path, 0);
    wb_status status = chunk_path(directory, chunk, &path) == WB_OK ? WB_OK : wb_error_nomem(err);
    if (status == WB_OK && access(path.data, F_OK) == 0) {
        status = wb_file_remove_tree(path.data, err);
    }
    if (status == WB_OK) {
        status = wb_generation_create(path.data, ret, err);
    }
    wb_buf_free(&path);
    return status;
}

/* Reads a task's file; its failures are recorded, not returned. *ret_write: there is a document to
 * be written. */
static wb_status read_task(struct job *job, struct ingest *ingest, size_t number, wb_buf *path,
                           bool *ret_write, wb_error *err)
{
    const struct task *task = &job->tasks[number];
    struct task_result *result = &job->results[number];
    *ret_write = false;
    if (job_task_path(job, task, path) != WB_OK) {
        return wb_error_nomem(err);
    }
    wb_error error;
    wb_status status = ingest_read(ingest, path->data, &result->ingest, &error);
    const wb_file_entry *before = task->before;
    if (status == WB_OK && before && before->state != WB_FILE_FAILED &&
        before->hash == result->ingest.hash) {
        result->state = TASK_UNCHANGED;
        return WB_OK;
    }
    if (status == WB_OK) {
        status = ingest_parse(ingest, job->roots[task->file->root], task->file->root,
                              task->file->path, &error);
    }
    if (status != WB_OK) {
        job_fail(job, number, &error);
        return WB_OK;
    }
    *ret_write = true;
    return WB_OK;
}

/* Writes the tasks of a chunk, and flushes every `flush` paragraphs (0: never). */
static wb_status write_tasks(struct job *job, unsigned slot, uint32_t chunk, struct ingest *ingest,
                             uint32_t flush, struct output *out, wb_error *err)
{
    wb_buf path;
    wb_buf_init(&path, 0);
    wb_status status = WB_OK;
    uint32_t unflushed = 0;
    for (size_t i = job->chunk_starts[chunk]; i < job->chunk_starts[chunk + 1]; i++) {
        struct task_result *result = &job->results[i];
        if (result->state != TASK_OPEN) {
            continue;
        }
        workers_turn_to(job, slot, i);
        bool write;
        status = read_task(job, ingest, i, &path, &write, err);
        if (status == WB_OK && write) {
            status = ingest_write(ingest, &out->writer, out->group, &result->ingest, err);
        }
        if (status == WB_OK && write && out->describe) {
            status = ingest_describe(ingest, &result->ingest, &out->written, err);
        }
        if (status == WB_OK && write) {
            result->state = TASK_WRITTEN;
            out->group += result->ingest.group_count;
            unflushed += result->ingest.para_count;
            atomic_fetch_add(&job->shared->paragraphs, result->ingest.para_count);
        }
        workers_rest(job, slot);
        atomic_fetch_add(&job->shared->done, 1);
        if (status == WB_OK && flush && unflushed >= flush) {
            unflushed = 0;
            status = wb_generation_commit(&out->writer, err);
        }
        if (status != WB_OK) {
            break;
        }
    }
    workers_rest(job, slot);
    wb_buf_free(&path);
    return status;
}

/* A dictionary is trained on records of files from all over the tree, so many bytes in all … */
#define SAMPLE_BYTES ((size_t)5 << 18)
/* … within so many seconds; without one the index is only larger. */
#define TRAIN_LIMIT_S 20

static wb_status sample_tasks(struct job *job, struct ingest *ingest, wb_buf *samples,
                              size_t **lengths, size_t *count, wb_error *err)
{
    wb_buf path;
    wb_buf_init(&path, 0);
    size_t cap = 0;
    size_t stride = (size_t)(job_bytes(job) / SAMPLE_BYTES) + 1;
    wb_status status = WB_OK;
    for (size_t i = 0; i < job->task_count && samples->len < SAMPLE_BYTES && status == WB_OK;
         i += stride) {
        const struct task *task = &job->tasks[i];
        struct ingest_result result;
        status = job_task_path(job, task, &path);
        if (status == WB_OK && ingest_read(ingest, path.data, &result, NULL) == WB_OK &&
            ingest_parse(ingest, job->roots[task->file->root], task->file->root, task->file->path,
                         NULL) == WB_OK) {
            status = ingest_sample(ingest, samples, lengths, count, &cap, err);
        }
    }
    wb_buf_free(&path);
    return status;
}

static wb_status train_dictionary(struct job *job, unsigned slot, void *context, wb_error *err)
{
    (void)slot;
    (void)context;
    struct ingest *ingest = NULL;
    wb_buf samples;
    wb_buf dictionary;
    size_t *lengths = NULL;
    size_t count = 0;
    wb_buf_init(&samples, 0);
    wb_buf_init(&dictionary, WB_COMPRESS_DICTIONARY_SIZE);
    wb_status status = ingest_new(wb_slice_make("", 0), &ingest, err);
    if (status == WB_OK) {
        status = sample_tasks(job, ingest, &samples, &lengths, &count, err);
    }
    if (status == WB_OK) {
        status = wb_compress_train(wb_buf_slice(&samples), lengths, count, &dictionary, err);
    }
    if (status == WB_OK && dictionary.len) {
        memcpy(job->shared->dictionary, dictionary.data, dictionary.len);
        job->shared->dictionary_len = dictionary.len;
    }
    wb_free(lengths);
    wb_buf_free(&samples);
    wb_buf_free(&dictionary);
    ingest_free(ingest);
    return status;
}

static wb_slice dictionary_of(const struct job *job)
{
    return wb_slice_make(job->shared->dictionary, job->shared->dictionary_len);
}

static wb_status write_chunk(struct job *job, unsigned slot, uint32_t chunk, struct ingest *ingest,
                             const char *directory, wb_error *err)
{
    struct output out = {0};
    wb_status status = open_chunk(directory, chunk, &out.writer, err);
    if (status == WB_OK) {
        status = write_tasks(job, slot, chunk, ingest, FLUSH_PARAGRAPHS, &out, err);
    }
    if (status == WB_OK) {
        status = wb_generation_commit(&out.writer, err);
    }
    wb_generation_close(&out.writer);
    if (status == WB_OK) {
        atomic_store(&job->chunk_groups[chunk], out.group);
    }
    return status;
}

/* A worker of a bulk build. */
static wb_status write_chunks(struct job *job, unsigned slot, void *context, wb_error *err)
{
    const char *directory = context; /* where chunks are made */
    struct ingest *ingest = NULL;
    wb_status status = ingest_new(dictionary_of(job), &ingest, err);
    uint32_t chunk;
    while (status == WB_OK && workers_take(job, slot, &chunk)) {
        status = write_chunk(job, slot, chunk, ingest, directory, err);
        workers_finish(job, slot);
    }
    ingest_free(ingest);
    return status;
}

/* Merges the chunks into `generation`. */
static wb_status merge_chunks(struct job *job, const char *directory, const char *generation,
                              uint32_t *ret_group_end, wb_error *err)
{
    char **paths = wb_alloc_zero(job->chunk_count, sizeof *paths);
    wb_buf path;
    wb_buf_init(&path, 0);
    wb_status status = paths ? WB_OK : wb_error_nomem(err);
    size_t n = 0;
    uint32_t group_end = 0;
    for (uint32_t i = 0; paths && i < job->chunk_count && status == WB_OK; i++) {
        uint32_t groups = atomic_load(&job->chunk_groups[i]);
        group_end += groups;
        if (groups && (chunk_path(directory, i, &path) != WB_OK ||
                       !(paths[n++] = wb_strndup(wb_buf_slice(&path))))) {
            status = wb_error_nomem(err);
        }
    }
    if (status == WB_OK) {
        status = wb_generation_merge((const char *const *)paths, n, generation, err);
    }
    for (size_t i = 0; paths && i < n; i++) {
        wb_free(paths[i]);
    }
    wb_free(paths);
    wb_buf_free(&path);
    *ret_group_end = group_end;
    return status;
}

/* Writes what describes the index, and commits. */
static wb_status write_state(wb_generation_writer *generation, const wb_manifest *manifest,
                             struct documents *documents, wb_error *err)
{
    wb_store_writer *writer = generation->store;
    wb_buf value;
    wb_buf_init(&value, 0);
    wb_status status = wb_schema_describe(&value) == WB_OK ? WB_OK : wb_error_nomem(err);
    if (status == WB_OK) {
        status = wb_store_writer_set_metadata(writer, WB_SCHEMA_KEY, wb_buf_slice(&value), err);
    }
    wb_buf_clear(&value);
    if (status == WB_OK) {
        status = wb_manifest_encode(manifest, &value, err);
    }
    if (status == WB_OK) {
        status =
            wb_store_writer_set_metadata(writer, WB_SCHEMA_MANIFEST, wb_buf_slice(&value), err);
    }
    wb_buf_clear(&value);
    if (status == WB_OK) {
        status = wb_catalog_encode(&documents->catalog, &value, err);
    }
    if (status == WB_OK) {
        status = wb_store_writer_set_metadata(writer, WB_SCHEMA_CATALOG, wb_buf_slice(&value), err);
    }
    wb_buf_clear(&value);
    if (status == WB_OK) {
        status = wb_sections_encode(&documents->sections, &value, err);
    }
    if (status == WB_OK) {
        status =
            wb_store_writer_set_metadata(writer, WB_SCHEMA_SECTIONS, wb_buf_slice(&value), err);
    }
    wb_buf_clear(&value);
    if (status == WB_OK && wb_manifest_put_roots(manifest, &value) != WB_OK) {
        status = wb_error_nomem(err);
    }
    if (status == WB_OK) {
        status = wb_store_writer_set_metadata(writer, WB_SCHEMA_ROOTS, wb_buf_slice(&value), err);
    }
    wb_buf_clear(&value);
    if (status == WB_OK && wb_manifest_put_dead(manifest, &value) != WB_OK) {
        status = wb_error_nomem(err);
    }
    if (status == WB_OK) {
        status = wb_store_writer_set_metadata(writer, WB_SCHEMA_DEAD, wb_buf_slice(&value), err);
    }
    if (status == WB_OK) {
        status = wb_generation_commit(generation, err);
    }
    wb_buf_free(&value);
    return status;
}

static wb_status finish_generation(const char *generation, wb_slice dictionary,
                                   const wb_manifest *manifest, wb_error *err)
{
    wb_generation_writer writer = {0};
    struct documents documents = {0};
    wb_status status = documents_collect(generation, dictionary, manifest, NULL, &documents, err);
    if (status == WB_OK) {
        status = wb_generation_open(generation, &writer, err);
    }
    if (status == WB_OK) {
        status = wb_store_writer_set_metadata(writer.store, WB_SCHEMA_DICTIONARY, dictionary, err);
    }
    if (status == WB_OK) {
        status = write_state(&writer, manifest, &documents, err);
    }
    wb_generation_close(&writer);
    documents_clear(&documents);
    return status;
}

wb_status build_bulk(struct job *job, unsigned limit_s, struct progress *progress, wb_manifest *ret,
                     wb_error *err)
{
    wb_buf directory;
    wb_buf generation;
    wb_buf_init(&directory, 0);
    wb_buf_init(&generation, 0);
    wb_status status = wb_buf_printf(&directory, "%s/" WB_INDEX_DIR_BUILD_PREFIX "%ld",
                                     job->index_path, (long)getpid()) == WB_OK
                           ? wb_index_dir_next_generation(job->index_path, &generation, err)
                           : wb_error_nomem(err);
    if (status == WB_OK && mkdir(directory.data, 0777) != 0) {
        status =
            wb_error_errno(err, WB_IO, errno, "%s: cannot write to the index", job->index_path);
    }
    if (status == WB_OK) {
        status = job_split(job, CHUNK_BYTES, job->worker_count, err);
    }
    if (status == WB_OK && job->task_count > 0) {
        progress_note(progress, WB_N("sampling"));
        if (!workers_try(job, TRAIN_LIMIT_S, train_dictionary, NULL)) {
            job->shared->dictionary_len = 0;
        }
        status = workers_run(job, job->worker_count, limit_s, write_chunks, directory.data,
                             progress, err);
    }
    uint32_t group_end = 0;
    if (status == WB_OK) {
        progress_note(progress, WB_N("merging"));
        status = merge_chunks(job, directory.data, generation.data, &group_end, err);
    }
    if (status == WB_OK) {
        status = job_manifest(job, group_end, ret, err);
    }
    if (status == WB_OK) {
        status = finish_generation(generation.data, dictionary_of(job), ret, err);
    }
    if (status == WB_OK) {
        status = wb_index_dir_switch(job->index_path, generation.data, err);
    }
    wb_index_dir_clean(job->index_path);
    wb_buf_free(&directory);
    wb_buf_free(&generation);
    return status;
}

static wb_status read_dictionary(const char *generation, wb_buf *ret, wb_error *err)
{
    wb_store *store;
    wb_status status = wb_store_open(generation, &store, err);
    if (status == WB_OK) {
        status = wb_store_metadata(store, WB_SCHEMA_DICTIONARY, ret, err);
        wb_store_close(store);
    }
    return status;
}

/* The one worker of an update: the generation in use is its only chunk. */
static wb_status write_update(struct job *job, unsigned slot, void *context, wb_error *err)
{
    const char *generation = context;
    struct output out = {.describe = true};
    struct ingest *ingest = NULL;
    wb_manifest manifest = {0};
    struct documents documents = {0};
    uint32_t chunk;
    wb_buf dictionary;
    wb_buf_init(&dictionary, 0);
    wb_status status = read_dictionary(generation, &dictionary, err);
    if (status == WB_OK) {
        status = ingest_new(wb_buf_slice(&dictionary), &ingest, err);
    }
    if (status == WB_OK) {
        status = wb_generation_open(generation, &out.writer, err);
    }
    if (status == WB_OK) {
        out.group = wb_store_writer_next_group(out.writer.store);
    }
    if (status == WB_OK && workers_take(job, slot, &chunk)) {
        status = write_tasks(job, slot, chunk, ingest, 0, &out, err);
    }
    if (status == WB_OK) {
        status = job_manifest(job, out.group, &manifest, err);
    }
    if (status == WB_OK) {
        wb_catalog_sort(&out.written.catalog);
        status = documents_collect(generation, wb_buf_slice(&dictionary), &manifest, &out.written,
                                   &documents, err);
    }
    if (status == WB_OK) {
        status = write_state(&out.writer, &manifest, &documents, err);
    }
    if (status == WB_OK) {
        atomic_store(&job->shared->group_end, out.group);
        workers_finish(job, slot);
    }
    wb_arena_clear(&manifest.arena);
    documents_clear(&documents);
    documents_clear(&out.written);
    wb_generation_close(&out.writer);
    ingest_free(ingest);
    wb_buf_free(&dictionary);
    return status;
}

wb_status build_update(struct job *job, unsigned limit_s, struct progress *progress,
                       wb_manifest *ret, wb_error *err)
{
    wb_buf generation;
    wb_buf_init(&generation, 0);
    wb_status status = wb_index_dir_generation(job->index_path, &generation, err);
    if (status == WB_OK) {
        status = job_split(job, UINT64_MAX, 1, err);
    }
    if (status == WB_OK) {
        status = workers_run(job, 1, limit_s, write_update, generation.data, progress, err);
    }
    if (status == WB_OK) {
        status = job_manifest(job, atomic_load(&job->shared->group_end), ret, err);
    }
    wb_buf_free(&generation);
    return status;
}
