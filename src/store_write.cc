#include "store_internal.hh"

#include <cstdlib>

namespace
{

// Xapian's default.
constexpr int BLOCK_SIZE = 8192;

} // namespace

struct wb_store_writer {
    wb_store_writer(const char *path, int flags, bool is_atomic)
        : database(path, flags | Xapian::DB_BACKEND_GLASS | Xapian::DB_NO_TERMLIST, BLOCK_SIZE),
          in_transaction(false), atomic(is_atomic)
    {
        begin();
    }

    // Xapian flushes by itself after so many documents; only inside a transaction does that not
    // become visible.
    void begin()
    {
        if (atomic) {
            database.begin_transaction(true);
            in_transaction = true;
        }
    }

    Xapian::WritableDatabase database;
    bool in_transaction;
    bool atomic;
};

wb_status wb_store_writer_create(const char *path, wb_store_writer **ret, wb_error *err)
{
    return store_guard(err, [&] {
        *ret = new wb_store_writer(
            path, Xapian::DB_CREATE | Xapian::DB_DANGEROUS | Xapian::DB_NO_SYNC, false);
        return WB_OK;
    });
}

wb_status wb_store_writer_open(const char *path, wb_store_writer **ret, wb_error *err)
{
    return store_guard(err, [&] {
        *ret = new wb_store_writer(path, Xapian::DB_OPEN, true);
        return WB_OK;
    });
}

void wb_store_writer_close(wb_store_writer *writer)
{
    if (!writer) {
        return;
    }
    (void)store_guard(nullptr, [&] {
        if (writer->in_transaction) {
            writer->database.cancel_transaction();
        }
        return WB_OK;
    });
    (void)store_guard(nullptr, [&] {
        delete writer;
        return WB_OK;
    });
}

uint32_t wb_store_writer_next_group(const wb_store_writer *writer)
{
    uint32_t group = 0;
    (void)store_guard(nullptr, [&] {
        uint32_t last = writer->database.get_lastdocid();
        group = last ? wb_store_group(last) + 1 : 0;
        return WB_OK;
    });
    return group;
}

wb_status wb_store_writer_add_para(wb_store_writer *writer, uint32_t docid, const wb_terms *terms,
                                   wb_error *err)
{
    return store_guard(err, [&] {
        Xapian::Document document;
        for (size_t i = 0; i < terms->count; i++) {
            std::string term = to_string(wb_terms_text(terms, i));
            if (terms->items[i].kind == WB_TERM_PUNCTUATION) {
                document.add_boolean_term(WB_TOKEN_PUNCTUATION_PREFIX + term);
            } else {
                document.add_term(term);
            }
        }
        writer->database.replace_document(docid, document);
        return WB_OK;
    });
}

wb_status wb_store_writer_end_group(wb_store_writer *writer, uint32_t group, wb_error *err)
{
    return store_guard(err, [&] {
        writer->database.replace_document(wb_store_end_docid(group), Xapian::Document());
        return WB_OK;
    });
}

wb_status wb_store_writer_set_metadata(wb_store_writer *writer, const char *key, wb_slice value,
                                       wb_error *err)
{
    return store_guard(err, [&] {
        writer->database.set_metadata(key, to_string(value));
        return WB_OK;
    });
}

wb_status wb_store_writer_commit(wb_store_writer *writer, wb_error *err)
{
    return store_guard(err, [&] {
        if (writer->in_transaction) {
            writer->in_transaction = false;
            writer->database.commit_transaction();
        } else {
            writer->database.commit();
        }
        writer->begin();
        return WB_OK;
    });
}

wb_status wb_store_merge(const char *const *sources, size_t count, const char *path, wb_error *err)
{
    return store_guard(err, [&] {
        Xapian::Database all;
        for (size_t i = 0; i < count; i++) {
            all.add_database(Xapian::Database(sources[i]));
        }
        all.compact(path, 0, BLOCK_SIZE);
        return WB_OK;
    });
}
