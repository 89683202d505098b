#include "store_internal.hh"

#include <algorithm>
#include <memory>

#include <wbsearch/docid_set.h>

namespace
{

// To go to a docid in a posting list costs about as much as to pass over so many postings.
constexpr size_t POSTINGS_A_SKIP = 16;

class Marks
{
  public:
    explicit Marks(uint32_t last)
    {
        if (wb_docid_set_init(&set, last) != WB_OK) {
            throw std::bad_alloc();
        }
    }
    Marks(const Marks &) = delete;
    Marks &operator=(const Marks &) = delete;
    ~Marks()
    {
        wb_docid_set_free(&set);
    }

    size_t count() const
    {
        return wb_docid_set_count(&set, {1, set.last});
    }

    wb_docid_set set = {nullptr, 0, 0};
};

using MarksPtr = std::unique_ptr<Marks>;

// Marks what fulfils plans. `within`, where it is not NULL, is all that matters: others may be
// marked or not.
class Marker
{
  public:
    explicit Marker(wb_store *marked) : store(marked), last(marked->database.get_lastdocid())
    {
    }

    // The plan is as deep as its query, which has a limit.
    MarksPtr mark(const wb_plan *plan, const Marks *within)
    {
        auto marks = std::make_unique<Marks>(last);
        switch (plan->op) {
        case WB_PLAN_ALL:
            add_term(*marks, std::string(), within);
            break;
        case WB_PLAN_TERM:
            add_term(*marks, to_string(plan->term), within);
            break;
        case WB_PLAN_PREFIX: {
            std::string prefix = to_string(plan->term);
            auto end = store->database.allterms_end(prefix);
            for (auto i = store->database.allterms_begin(prefix); i != end; ++i) {
                add_term(*marks, *i, within);
            }
            break;
        }
        case WB_PLAN_AND:
            return mark_and(plan, within);
        case WB_PLAN_OR:
            for (size_t i = 0; i < plan->child_count; i++) {
                wb_docid_set_unite(&marks->set, &mark(plan->children[i], within)->set);
            }
            break;
        case WB_PLAN_AND_NOT:
            marks = mark(plan->children[0], within);
            wb_docid_set_subtract(&marks->set, &mark(plan->children[1], marks.get())->set);
            break;
        }
        return marks;
    }

  private:
    void add_term(Marks &marks, const std::string &term, const Marks *within)
    {
        auto i = store->database.postlist_begin(term);
        auto end = store->database.postlist_end(term);
        size_t wanted = within ? within->count() : 0;
        if (within && wanted * POSTINGS_A_SKIP < store->database.get_termfreq(term)) {
            for (uint32_t docid = wb_docid_set_next(&within->set, 1); docid && i != end;
                 docid = wb_docid_set_next(&within->set, docid + 1)) {
                store->stopper.step();
                i.skip_to(docid);
                if (i != end && *i == docid) {
                    wb_docid_set_add(&marks.set, docid);
                }
            }
            return;
        }
        for (; i != end; ++i) {
            store->stopper.step();
            if (*i <= last) { /* what is damaged may have others */
                wb_docid_set_add(&marks.set, *i);
            }
        }
    }

    MarksPtr mark_and(const wb_plan *plan, const Marks *within)
    {
        MarksPtr marks;
        for (const wb_plan *child : rarest_first(store, plan)) {
            MarksPtr more = mark(child, marks ? marks.get() : within);
            if (marks) {
                wb_docid_set_intersect(&marks->set, &more->set);
            } else {
                marks = std::move(more);
            }
        }
        return marks;
    }

    wb_store *store;
    uint32_t last;
};

// The ends of the groups whose docids are in one word of a set.
constexpr uint64_t ends_of_groups()
{
    static_assert(64 % WB_STORE_GROUP == 0, "a word holds whole groups");
    uint64_t ends = 0;
    for (unsigned end = WB_STORE_GROUP - 1; end < 64; end += WB_STORE_GROUP) {
        ends |= UINT64_C(1) << end;
    }
    return ends;
}

// The ends of groups are among all documents, the dead among those that have a term.
void take_out_others(const wb_store *store, wb_docid_set *set)
{
    for (size_t i = 0; i < set->word_count; i++) {
        set->words[i] &= ~ends_of_groups();
    }
    for (const wb_group_range &groups : store->dead) {
        wb_docid_set_remove(
            set, {wb_store_para_docid(groups.first, 0), wb_store_end_docid(groups.end - 1)});
    }
}

} // namespace

wb_status wb_store_mark(wb_store *store, const wb_plan *plan, wb_docid_set *ret, wb_error *err)
{
    return store_read_guard(store, err, [&] {
        store->stopper.begin(err);
        store->stopper.ask();
        MarksPtr marks = Marker(store).mark(plan, nullptr);
        take_out_others(store, &marks->set);
        std::swap(*ret, marks->set);
        return WB_OK;
    });
}
