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
          atomic(is_atomic)
    {
        begin();
    }

    // Xapian flushes by itself after so many documents; only inside a transaction does that not
    // become visible.
    void begin()
    {
        if (atomic) {
            database.begin_transaction(true);
        }
    }

    Xapian::WritableDatabase database;
    bool atomic;
};

wb_status wb_store_writer_create(const char *path, wb_store_writer **ret, wb_error *err)
{
    return store_guard(err, [&] {
        *ret = new wb_store_writer(
            path, Xapian::DB_CREATE | Xapian::DB_DANGEROUS | Xapian::DB_NO_SYNC, false);
    });
}

wb_status wb_store_writer_open(const char *path, wb_store_writer **ret, wb_error *err)
{
    return store_guard(err, [&] { *ret = new wb_store_writer(path, Xapian::DB_OPEN, true); });
}

void wb_store_writer_close(wb_store_writer *writer)
{
    // A transaction that is open is cancelled.
    (void)store_guard(nullptr, [&] { delete writer; });
}

uint32_t wb_store_writer_next_group(const wb_store_writer *writer)
{
    return store_value(0U, [&] {
        uint32_t last = writer->database.get_lastdocid();
        return last ? wb_store_group(last) + 1 : 0;
    });
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
    });
}

wb_status wb_store_writer_end_group(wb_store_writer *writer, uint32_t group, wb_error *err)
{
    return store_guard(err, [&] {
        writer->database.replace_document(wb_store_end_docid(group), Xapian::Document());
    });
}

wb_status wb_store_writer_set_metadata(wb_store_writer *writer, const char *key, wb_slice value,
                                       wb_error *err)
{
    return store_guard(err, [&] { writer->database.set_metadata(key, to_string(value)); });
}

wb_status wb_store_writer_commit(wb_store_writer *writer, wb_error *err)
{
    return store_guard(err, [&] {
        if (writer->atomic) {
            writer->database.commit_transaction();
        } else {
            writer->database.commit();
        }
        writer->begin();
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
    });
}
