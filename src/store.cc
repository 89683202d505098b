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

std::vector<const wb_plan *> rarest_first(const wb_store *store, const wb_plan *plan)
{
    std::vector<std::pair<Xapian::doccount, const wb_plan *>> ranked;
    ranked.reserve(plan->child_count);
    for (size_t i = 0; i < plan->child_count; i++) {
        const wb_plan *child = plan->children[i];
        bool is_term = child->op == WB_PLAN_TERM;
        ranked.emplace_back(
            is_term ? store->database.get_termfreq(to_string(child->term)) : UINT32_MAX, child);
    }
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const auto &a, const auto &b) { return a.first < b.first; });
    std::vector<const wb_plan *> operands;
    operands.reserve(ranked.size());
    for (const auto &operand : ranked) {
        operands.push_back(operand.second);
    }
    return operands;
}

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
    return store_guard(err, [&] {
        *ret = new wb_store(path);
        return WB_OK;
    });
}

void wb_store_close(wb_store *store)
{
    (void)store_guard(nullptr, [&] {
        delete store;
        return WB_OK;
    });
}

wb_status wb_store_set_dead(wb_store *store, const wb_group_range *ranges, size_t count,
                            wb_error *err)
{
    return store_guard(err, [&] {
        store->dead.assign(ranges, ranges + count);
        return WB_OK;
    });
}

void wb_store_set_stop(wb_store *store, wb_store_stop *stop, void *context)
{
    store->stopper.set(stop, context);
}

wb_status wb_store_metadata(wb_store *store, const char *key, wb_buf *ret, wb_error *err)
{
    return store_read_guard(store, err,
                            [&] { return to_buf(store->database.get_metadata(key), ret, err); });
}

bool wb_store_is_stale(wb_store *store)
{
    bool stale = true; // also when it is gone
    (void)store_guard(nullptr, [&] {
        stale = store->database.reopen();
        if (stale) {
            store->lengths.clear();
        }
        return WB_OK;
    });
    return stale;
}

uint32_t wb_store_last_docid(const wb_store *store)
{
    uint32_t last = 0;
    (void)store_guard(nullptr, [&] {
        last = store->database.get_lastdocid();
        return WB_OK;
    });
    return last;
}

uint32_t wb_store_group_count(const wb_store *store)
{
    uint32_t last = wb_store_last_docid(store);
    return last ? wb_store_group(last) + 1 : 0;
}

uint64_t wb_store_total_length(const wb_store *store)
{
    uint64_t total = 0;
    (void)store_guard(nullptr, [&] {
        total = store->database.get_total_length();
        return WB_OK;
    });
    return total;
}

uint32_t wb_store_paragraph_count(const wb_store *store)
{
    uint32_t count = 0;
    (void)store_guard(nullptr, [&] {
        // Each group has its end beside its paragraphs.
        uint32_t groups = store->database.get_lastdocid() / WB_STORE_GROUP;
        uint32_t documents = store->database.get_doccount();
        count = documents > groups ? documents - groups : 0;
        return WB_OK;
    });
    return count;
}

uint32_t wb_store_document_frequency(wb_store *store, wb_slice term)
{
    uint32_t frequency = 0;
    (void)store_guard(nullptr, [&] {
        frequency = store->database.get_termfreq(to_string(term));
        return WB_OK;
    });
    return frequency;
}

wb_status wb_store_identity(wb_store *store, wb_buf *ret, wb_error *err)
{
    return store_guard(err, [&] {
        std::string identity =
            store->database.get_uuid() + '-' + std::to_string(store->database.get_revision());
        return wb_buf_append(ret, identity.data(), identity.size()) == WB_OK ? WB_OK
                                                                             : wb_error_nomem(err);
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
        return WB_OK;
    });
}

wb_status wb_store_check(const char *path, wb_buf *report, size_t *ret_faults, wb_error *err)
{
    return store_guard(err, [&] {
        std::ostringstream out;
        size_t faults = Xapian::Database::check(path, 0, &out);
        if (faults) {
            std::string text = out.str();
            if (wb_buf_append(report, text.data(), text.size()) != WB_OK) {
                return wb_error_nomem(err);
            }
        }
        *ret_faults = faults;
        return WB_OK;
    });
}
