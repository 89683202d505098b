#include "store_internal.hh"
#include "store_watch.hh"

#include <algorithm>
#include <functional>

namespace
{

using DocidRanges = std::vector<wb_docid_range>;

// A posting source over docids in ascending ranges: the dead, or a window of the id space.
class RangeSource : public Xapian::PostingSource
{
  public:
    RangeSource(DocidRanges wanted, Stopper &stops) : ranges(std::move(wanted)), stopper(stops)
    {
    }

    Xapian::doccount get_termfreq_min() const override
    {
        return 0;
    }
    Xapian::doccount get_termfreq_est() const override
    {
        return total();
    }
    Xapian::doccount get_termfreq_max() const override
    {
        return total();
    }

    void next(double) override
    {
        skip_to(current + 1, 0.0);
    }

    void skip_to(Xapian::docid docid, double) override
    {
        stopper.step();
        current = std::max(current, docid);
        while (position < ranges.size() && ranges[position].last < current) {
            position++;
        }
        if (position < ranges.size()) {
            current = std::max(current, ranges[position].first);
        }
    }

    bool at_end() const override
    {
        return position == ranges.size();
    }
    Xapian::docid get_docid() const override
    {
        return current;
    }

    void init(const Xapian::Database &) override
    {
        position = 0;
        current = 0;
    }

    RangeSource *clone() const override
    {
        return new RangeSource(ranges, stopper);
    }

  private:
    Xapian::doccount total() const
    {
        uint64_t n = 0;
        for (const wb_docid_range &range : ranges) {
            n += uint64_t(range.last) - range.first + 1;
        }
        return Xapian::doccount(std::min<uint64_t>(n, UINT32_MAX));
    }

    DocidRanges ranges;
    Stopper &stopper;
    size_t position = 0;
    Xapian::docid current = 0;
};

Xapian::Query range_query(wb_store *store, DocidRanges ranges)
{
    return Xapian::Query((new RangeSource(std::move(ranges), store->stopper))->release());
}

// The terms that begin with `prefix`, as one: the most frequent ones within the budget. Their
// postings are what costs (0.2 us each); listing thousands of terms does not (0.6 ms for 的).
Xapian::Query prefix_query(wb_store *store, const std::string &prefix, size_t posting_budget)
{
    const Xapian::Database &database = store->database;
    std::vector<std::pair<Xapian::doccount, std::string>> terms;
    for (auto i = database.allterms_begin(prefix); i != database.allterms_end(prefix); ++i) {
        store->stopper.step();
        terms.emplace_back(i.get_termfreq(), *i);
    }
    std::sort(terms.begin(), terms.end(), std::greater<>());
    std::vector<std::string> chosen;
    size_t postings = 0;
    for (const auto &term : terms) {
        postings += term.first;
        if (posting_budget && postings > posting_budget && !chosen.empty()) {
            break;
        }
        chosen.push_back(term.second);
    }
    return Xapian::Query(Xapian::Query::OP_SYNONYM, chosen.begin(), chosen.end());
}

Xapian::Query watch(wb_store *store, Seen seen)
{
    return watch_query(store->lengths, store->stopper, seen, store->database.get_doccount());
}

Xapian::Query to_query(wb_store *store, const wb_plan *plan)
{
    Xapian::Query query;
    switch (plan->op) {
    case WB_PLAN_ALL:
        return Xapian::Query(std::string());
    case WB_PLAN_TERM:
        query = Xapian::Query(to_string(plan->term));
        break;
    case WB_PLAN_PREFIX:
        query = prefix_query(store, to_string(plan->term), plan->posting_budget);
        break;
    case WB_PLAN_AND_NOT:
        return Xapian::Query(Xapian::Query::OP_AND_NOT, to_query(store, plan->children[0]),
                             to_query(store, plan->children[1]));
    case WB_PLAN_AND:
    case WB_PLAN_OR: {
        std::vector<Xapian::Query> children;
        children.reserve(plan->child_count + 1);
        for (size_t i = 0; i < plan->child_count; i++) {
            children.push_back(to_query(store, plan->children[i]));
        }
        if (plan->op == WB_PLAN_AND && wb_plan_is_slow(plan)) {
            children.push_back(watch(store, Seen::TRIED));
        }
        auto op = plan->op == WB_PLAN_AND ? Xapian::Query::OP_AND : Xapian::Query::OP_OR;
        return Xapian::Query(op, children.begin(), children.end());
    }
    }
    return plan->weight == 1.0 ? query
                               : Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, query, plan->weight);
}

// What fulfils the plan within the range, without the dead.
Xapian::Query living_query(wb_store *store, const wb_plan *plan, const wb_store_range *range)
{
    Xapian::Query query = to_query(store, plan);
    if (!store->dead.empty()) {
        query = Xapian::Query(Xapian::Query::OP_AND_NOT, query, range_query(store, store->dead));
    }
    if (range->docids) {
        DocidRanges ranges(range->docids, range->docids + range->docid_count);
        query =
            Xapian::Query(Xapian::Query::OP_FILTER, query, range_query(store, std::move(ranges)));
    }
    if (range->first_docid) {
        query = Xapian::Query(Xapian::Query::OP_FILTER, query,
                              range_query(store, {{range->first_docid, UINT32_MAX}}));
    }
    return query;
}

// Has `enquire` find what the plan asks for.
void ask_for(wb_store *store, const wb_plan *plan, const wb_store_range *range,
             Xapian::Enquire &enquire)
{
    Xapian::Query query = living_query(store, plan, range);
    bool by_weight = range->order == WB_STORE_BY_WEIGHT;
    bool has_lengths = by_weight && store->lengths.ready_for_search(store->database);
    bool is_weighed = by_weight && plan->op != WB_PLAN_ALL; // then that sees what is found
    if (has_lengths || !is_weighed) {
        query = Xapian::Query(Xapian::Query::OP_FILTER, query, watch(store, Seen::FOUND));
    }
    enquire.set_query(query);
    if (by_weight) {
        const DocumentLengths *lengths = has_lengths ? &store->lengths : nullptr;
        enquire.set_weighting_scheme(Bm25(lengths, store->stopper));
    } else {
        enquire.set_weighting_scheme(Xapian::BoolWeight());
    }
    enquire.set_docid_order(Xapian::Enquire::ASCENDING);
}

} // namespace

wb_status wb_store_search(wb_store *store, const wb_plan *plan, const wb_store_range *range,
                          wb_candidate *candidates, size_t *ret_count, bool *ret_more,
                          wb_error *err)
{
    return store_read_guard(store, err, [&] {
        store->stopper.begin(err);
        store->stopper.ask();
        Xapian::Enquire enquire(store->database);
        ask_for(store, plan, range, enquire);
        Xapian::MSet matches =
            enquire.get_mset(Xapian::doccount(range->offset), Xapian::doccount(range->limit));
        size_t n = 0;
        for (Xapian::MSetIterator i = matches.begin(); i != matches.end(); ++i) {
            if (wb_store_index(*i) != WB_STORE_GROUP - 1) {
                candidates[n].docid = *i;
                candidates[n].weight = i.get_weight();
                n++;
            }
        }
        *ret_count = n;
        *ret_more = matches.size() == range->limit;
    });
}
