// What the files of the Xapian shim share.
#ifndef WBSEARCH_STORE_INTERNAL_HH
#define WBSEARCH_STORE_INTERNAL_HH

#include <new>
#include <string>
#include <type_traits>
#include <vector>

#include <xapian.h>

#include <wbsearch/store.h>

#include "store_bm25.hh"
#include "store_stop.hh"

struct wb_store {
    explicit wb_store(const char *path) : database(path)
    {
    }

    Xapian::Database database;
    std::vector<wb_docid_range> dead;
    DocumentLengths lengths;
    Stopper stopper;
};

// Names the exception in flight; call it in a catch block only.
wb_status store_exception(wb_error *err) noexcept;

// Runs `body` so that no exception leaves it. It returns a wb_status, or nothing where only an
// exception can make it fail.
template <typename Body> wb_status store_guard(wb_error *err, Body body) noexcept
{
    try {
        if constexpr (std::is_void_v<decltype(body())>) {
            body();
            return WB_OK;
        } else {
            return body();
        }
    } catch (...) {
        return store_exception(err);
    }
}

// The same for what reads the database. A reader whose blocks were overwritten by later commits may
// find nonsense before Xapian notices, so damage counts only if there was no commit meanwhile.
template <typename Body>
wb_status store_read_guard(wb_store *store, wb_error *err, Body body) noexcept
{
    wb_status status = store_guard(err, body);
    if (status != WB_CORRUPT) {
        return status;
    }
    return wb_store_is_stale(store) ? wb_error_set(err, WB_CHANGED, "the index has changed")
                                    : status;
}

// What `body` returns, or `otherwise` when it throws.
template <typename Value, typename Body> Value store_value(Value otherwise, Body body) noexcept
{
    try {
        return body();
    } catch (...) {
        return otherwise;
    }
}

inline std::string to_string(wb_slice text)
{
    return text.len ? std::string(text.ptr, text.len) : std::string();
}

// Appends to a C buffer.
inline wb_status append(const std::string &text, wb_buf *ret, wb_error *err)
{
    return wb_buf_append(ret, text.data(), text.size()) == WB_OK ? WB_OK : wb_error_nomem(err);
}

#endif
