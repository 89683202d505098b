#include "store_internal.hh"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <exception>
#include <sstream>

#include <unistd.h>

namespace
{

// The operating system refused (with its reason), or what was read makes no sense.
wb_status database_status(const Xapian::DatabaseError &error)
{
    const char *reason = error.get_error_string();
    return !reason                                           ? WB_CORRUPT
           : std::strcmp(reason, std::strerror(ENOENT)) == 0 ? WB_NOTFOUND
                                                             : WB_IO;
}

wb_status set_error(wb_error *err, wb_status status, const Xapian::Error &error)
{
    const char *reason = error.get_error_string();
    return wb_error_set(err, status, "%s%s%s", error.get_msg().c_str(), reason ? ": " : "",
                        reason ? reason : "");
}

} // namespace

wb_status store_exception(wb_error *err) noexcept
{
    try {
        throw;
    } catch (const Stopped &stopped) {
        return stopped.status;
    } catch (const Xapian::DatabaseNotFoundError &error) {
        return set_error(err, WB_NOTFOUND, error);
    } catch (const Xapian::DatabaseLockError &error) {
        return set_error(err, WB_LOCKED, error);
    } catch (const Xapian::DatabaseModifiedError &error) {
        return set_error(err, WB_CHANGED, error);
    } catch (const Xapian::DatabaseVersionError &error) {
        return set_error(err, WB_INCOMPATIBLE, error);
    } catch (const Xapian::DatabaseCorruptError &error) {
        return set_error(err, WB_CORRUPT, error);
    } catch (const Xapian::DocNotFoundError &error) {
        return set_error(err, WB_NOTFOUND, error);
    } catch (const Xapian::DatabaseError &error) {
        return set_error(err, database_status(error), error);
    } catch (const Xapian::FeatureUnavailableError &error) {
        return set_error(err, WB_CORRUPT, error); // the files are not those of a database
    } catch (const Xapian::Error &error) {
        return set_error(err, WB_INTERNAL, error);
    } catch (const std::bad_alloc &) {
        return wb_error_nomem(err);
    } catch (const std::exception &error) {
        return wb_error_set(err, WB_INTERNAL, "%s", error.what());
    } catch (...) {
        return wb_error_set(err, WB_INTERNAL, "an unknown exception");
    }
}

wb_status wb_store_open(const char *path, wb_store **ret, wb_error *err)
{
    return store_guard(err, [&] { *ret = new wb_store(path); });
}

void wb_store_close(wb_store *store)
{
    (void)store_guard(nullptr, [&] { delete store; });
}

wb_status wb_store_set_dead(wb_store *store, const wb_group_range *ranges, size_t count,
                            wb_error *err)
{
    return store_guard(err, [&] {
        store->dead.resize(count);
        std::transform(ranges, ranges + count, store->dead.begin(), wb_store_group_docids);
    });
}

const wb_docid_range *wb_store_dead(const wb_store *store, size_t *ret_count)
{
    *ret_count = store->dead.size();
    return store->dead.data();
}

void wb_store_set_stop(wb_store *store, wb_store_stop *stop, void *context)
{
    store->stopper.set(stop, context);
}

wb_status wb_store_ask_stop(wb_store *store, wb_error *err)
{
    return store_guard(err, [&] {
        store->stopper.begin(err);
        store->stopper.ask();
    });
}

wb_status wb_store_count_posting(wb_store *store, wb_error *err)
{
    return store_guard(err, [&] {
        store->stopper.begin(err);
        store->stopper.step();
    });
}

wb_status wb_store_metadata(wb_store *store, const char *key, wb_buf *ret, wb_error *err)
{
    return store_read_guard(store, err, [&] {
        std::string value = store->database.get_metadata(key);
        wb_buf_clear(ret);
        return append(value, ret, err);
    });
}

bool wb_store_is_stale(wb_store *store)
{
    return store_value(true, [&] { // also when it is gone
        bool is_stale = store->database.reopen();
        if (is_stale) {
            store->lengths.clear();
        }
        return is_stale;
    });
}

uint32_t wb_store_last_docid(const wb_store *store)
{
    return store_value(0U, [&] { return store->database.get_lastdocid(); });
}

uint32_t wb_store_group_count(const wb_store *store)
{
    uint32_t last = wb_store_last_docid(store);
    return last ? wb_store_group(last) + 1 : 0;
}

uint64_t wb_store_total_length(const wb_store *store)
{
    return store_value(uint64_t(0), [&] { return store->database.get_total_length(); });
}

uint32_t wb_store_paragraph_count(const wb_store *store)
{
    return store_value(0U, [&] {
        // Each group has its end beside its paragraphs.
        uint32_t groups = store->database.get_lastdocid() / WB_STORE_GROUP;
        uint32_t documents = store->database.get_doccount();
        return documents > groups ? documents - groups : 0;
    });
}

uint32_t wb_store_document_frequency(wb_store *store, wb_slice term)
{
    return store_value(0U, [&] { return store->database.get_termfreq(to_string(term)); });
}

wb_status wb_store_identity(wb_store *store, wb_buf *ret, wb_error *err)
{
    return store_guard(err, [&] {
        return append(store->database.get_uuid() + '-' +
                          std::to_string(store->database.get_revision()),
                      ret, err);
    });
}

wb_status wb_store_terms(wb_store *store, wb_slice prefix, wb_store_visit *visit, void *context,
                         wb_error *err)
{
    return store_read_guard(store, err, [&] {
        std::string begin = to_string(prefix);
        for (auto i = store->database.allterms_begin(begin);
             i != store->database.allterms_end(begin); ++i) {
            const std::string term = *i;
            if (!visit(context, wb_slice_make(term.data(), term.size()), i.get_termfreq())) {
                break;
            }
        }
    });
}

wb_status wb_store_check(const char *path, wb_buf *report, size_t *ret_faults, wb_error *err)
{
    return store_guard(err, [&] {
        std::ostringstream out;
        size_t faults = Xapian::Database::check(path, 0, &out);
        wb_status status = faults ? append(out.str(), report, err) : WB_OK;
        if (status == WB_OK) {
            *ret_faults = faults;
        }
        return status;
    });
}
