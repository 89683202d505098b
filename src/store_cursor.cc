#include "store_internal.hh"

#include <algorithm>
#include <memory>

namespace
{

constexpr uint32_t NOWHERE = WB_STORE_NOWHERE;

// What fulfils a part of a plan. `seek` is asked for docids that do not descend.
class Part
{
  public:
    explicit Part(Stopper &stops) : stopper(stops)
    {
    }
    Part(const Part &) = delete;
    Part &operator=(const Part &) = delete;
    virtual ~Part() = default;

    // The first docid at or after `docid`.
    uint32_t seek(uint32_t docid)
    {
        if (!started || position < docid) {
            stopper.step();
            position = find(docid);
            started = true;
        }
        return position;
    }

  private:
    virtual uint32_t find(uint32_t docid) = 0;

    Stopper &stopper;
    bool started = false;
    uint32_t position = 0;
};

class TermPart : public Part
{
  public:
    TermPart(wb_store *store, const std::string &term)
        : Part(store->stopper), postings(store->database.postlist_begin(term)),
          end(store->database.postlist_end(term))
    {
    }

  private:
    uint32_t find(uint32_t docid) override
    {
        if (postings != end && *postings < docid) {
            postings.skip_to(docid);
        }
        return postings == end ? NOWHERE : *postings;
    }

    Xapian::PostingIterator postings;
    Xapian::PostingIterator end;
};

// The postings of terms too many to go through side by side, in one list.
class ListPart : public Part
{
  public:
    ListPart(wb_store *store, const std::vector<std::string> &terms) : Part(store->stopper)
    {
        for (const std::string &term : terms) {
            auto end = store->database.postlist_end(term);
            for (auto i = store->database.postlist_begin(term); i != end; ++i) {
                store->stopper.step();
                docids.push_back(*i);
            }
        }
        std::sort(docids.begin(), docids.end());
    }

  private:
    uint32_t find(uint32_t docid) override
    {
        auto found = std::lower_bound(docids.begin(), docids.end(), docid);
        return found == docids.end() ? NOWHERE : *found;
    }

    std::vector<uint32_t> docids;
};

using Parts = std::vector<std::unique_ptr<Part>>;

class AndPart : public Part
{
  public:
    AndPart(wb_store *store, Parts operands) : Part(store->stopper), children(std::move(operands))
    {
    }

  private:
    uint32_t find(uint32_t docid) override
    {
        size_t agreed = 0;
        for (size_t i = 0; agreed < children.size() && docid != NOWHERE;
             i = (i + 1) % children.size()) {
            uint32_t found = children[i]->seek(docid);
            agreed = found == docid ? agreed + 1 : 1;
            docid = found;
        }
        return docid;
    }

    Parts children; // the rarest first
};

class OrPart : public Part
{
  public:
    OrPart(wb_store *store, Parts operands) : Part(store->stopper), children(std::move(operands))
    {
    }

  private:
    uint32_t find(uint32_t docid) override
    {
        uint32_t least = NOWHERE;
        for (const auto &child : children) {
            least = std::min(least, child->seek(docid));
        }
        return least;
    }

    Parts children;
};

class AndNotPart : public Part
{
  public:
    AndNotPart(wb_store *store, std::unique_ptr<Part> first, std::unique_ptr<Part> second)
        : Part(store->stopper), wanted(std::move(first)), excluded(std::move(second))
    {
    }

  private:
    uint32_t find(uint32_t docid) override
    {
        docid = wanted->seek(docid);
        while (docid != NOWHERE && excluded->seek(docid) == docid) {
            docid = wanted->seek(docid + 1);
        }
        return docid;
    }

    std::unique_ptr<Part> wanted;
    std::unique_ptr<Part> excluded;
};

std::unique_ptr<Part> make_part(wb_store *store, const wb_plan *plan);

Parts make_parts(wb_store *store, const std::vector<const wb_plan *> &plans)
{
    Parts parts;
    for (const wb_plan *plan : plans) {
        parts.push_back(make_part(store, plan));
    }
    return parts;
}

std::unique_ptr<Part> make_part(wb_store *store, const wb_plan *plan)
{
    switch (plan->op) {
    case WB_PLAN_TERM:
        return std::make_unique<TermPart>(store, to_string(plan->term));
    case WB_PLAN_PREFIX: {
        std::string prefix = to_string(plan->term);
        std::vector<std::string> terms(store->database.allterms_begin(prefix),
                                       store->database.allterms_end(prefix));
        return std::make_unique<ListPart>(store, terms);
    }
    case WB_PLAN_AND:
        return std::make_unique<AndPart>(store, make_parts(store, rarest_first(store, plan)));
    case WB_PLAN_AND_NOT:
        return std::make_unique<AndNotPart>(store, make_part(store, plan->children[0]),
                                            make_part(store, plan->children[1]));
    default:
        return std::make_unique<OrPart>(
            store, make_parts(store, {plan->children, plan->children + plan->child_count}));
    }
}

} // namespace

struct wb_store_cursor {
    wb_store *store;
    const wb_plan *plan;
    std::unique_ptr<Part> part;
    uint32_t asked; // the docid that was asked for last
};

wb_status wb_store_cursor_new(wb_store *store, const wb_plan *plan, wb_store_cursor **ret,
                              wb_error *err)
{
    return store_read_guard(store, err, [&] {
        store->stopper.begin(err);
        *ret = new wb_store_cursor{store, plan, make_part(store, plan), 0};
        return WB_OK;
    });
}

wb_status wb_store_cursor_seek(wb_store_cursor *cursor, uint32_t docid, uint32_t *ret,
                               wb_error *err)
{
    return store_read_guard(cursor->store, err, [&] {
        cursor->store->stopper.begin(err);
        if (docid < cursor->asked) {
            cursor->part = make_part(cursor->store, cursor->plan);
        }
        cursor->asked = docid;
        *ret = cursor->part->seek(docid);
        return WB_OK;
    });
}

void wb_store_cursor_free(wb_store_cursor *cursor)
{
    delete cursor;
}
