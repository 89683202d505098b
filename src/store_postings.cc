#include "store_internal.hh"

struct wb_posting_list {
    wb_posting_list(wb_store *of, const std::string &wanted)
        : store(of), term(wanted), current(store->database.postlist_begin(term)),
          end(store->database.postlist_end(term))
    {
    }

    wb_store *store;
    std::string term;
    Xapian::PostingIterator current;
    Xapian::PostingIterator end;
    uint32_t asked = 0; // the docid that was asked for last
};

wb_status wb_posting_list_open(wb_store *store, wb_slice term, wb_posting_list **ret, wb_error *err)
{
    return store_read_guard(store, err,
                            [&] { *ret = new wb_posting_list(store, to_string(term)); });
}

wb_status wb_posting_list_seek(wb_posting_list *list, uint32_t docid, uint32_t *ret, wb_error *err)
{
    return store_read_guard(list->store, err, [&] {
        list->store->stopper.begin(err);
        list->store->stopper.step();
        if (docid < list->asked) {
            list->current = list->store->database.postlist_begin(list->term);
        }
        list->asked = docid;
        if (list->current != list->end && *list->current < docid) {
            list->current.skip_to(docid);
        }
        *ret = list->current == list->end ? WB_STORE_NOWHERE : *list->current;
    });
}

void wb_posting_list_free(wb_posting_list *list)
{
    (void)store_guard(nullptr, [&] { delete list; });
}

wb_status wb_store_add_postings(wb_store *store, wb_slice term, wb_docid_set *set, wb_error *err)
{
    return store_read_guard(store, err, [&] {
        store->stopper.begin(err);
        std::string name = to_string(term);
        auto end = store->database.postlist_end(name);
        for (auto i = store->database.postlist_begin(name); i != end; ++i) {
            store->stopper.step();
            Xapian::docid docid = *i;
            if (docid != 0 && docid <= set->last) {
                wb_docid_set_add(set, docid);
            }
        }
    });
}
