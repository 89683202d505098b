#include "store_internal.hh"

#include <algorithm>
#include <functional>

namespace
{

// A posting source over docids in ascending ranges: the dead, or a window of the id space.
class RangeSource : public Xapian::PostingSource
{
  public:
    struct Range {
        Xapian::docid first;
        Xapian::docid last; // inclusive
    };

    explicit RangeSource(std::vector<Range> wanted)
        : ranges(std::move(wanted)), position(0), current(0)
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
        return new RangeSource(ranges);
    }

  private:
    Xapian::doccount total() const
    {
        uint64_t n = 0;
        for (const Range &range : ranges) {
            n += uint64_t(range.last) - range.first + 1;
        }
        return Xapian::doccount(std::min<uint64_t>(n, UINT32_MAX));
    }

    std::vector<Range> ranges;
    size_t position;
    Xapian::docid current;
};

Xapian::Query range_query(std::vector<RangeSource::Range> ranges)
{
    return Xapian::Query((new RangeSource(std::move(ranges)))->release());
}

// The terms that begin with `prefix`, as one: the most frequent ones within the budget. Their
// postings are what costs (0.2 us each); listing thousands of terms does not (0.6 ms for 的).
Xapian::Query prefix_query(const Xapian::Database &database, const std::string &prefix,
                           size_t posting_budget)
{
    std::vector<std::pair<Xapian::doccount, std::string>> terms;
    for (auto i = database.allterms_begin(prefix); i != database.allterms_end(prefix); ++i) {
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

Xapian::Query to_query(const Xapian::Database &database, const wb_plan *plan)
{
    Xapian::Query query;
    switch (plan->op) {
    case WB_PLAN_ALL:
        return Xapian::Query(std::string());
    case WB_PLAN_TERM:
        query = Xapian::Query(to_string(plan->term));
        break;
    case WB_PLAN_PREFIX:
        query = prefix_query(database, to_string(plan->term), plan->posting_budget);
        break;
    case WB_PLAN_AND:
    case WB_PLAN_OR: {
        std::vector<Xapian::Query> children;
        children.reserve(plan->child_count);
        for (size_t i = 0; i < plan->child_count; i++) {
            children.push_back(to_query(database, plan->children[i]));
        }
        auto op = plan->op == WB_PLAN_AND ? Xapian::Query::OP_AND : Xapian::Query::OP_OR;
        return Xapian::Query(op, children.begin(), children.end());
    }
    }
    return plan->weight == 1.0 ? query
                               : Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, query, plan->weight);
}

std::vector<RangeSource::Range> docids_of(const wb_group_range *groups, size_t count)
{
    std::vector<RangeSource::Range> ranges;
    ranges.reserve(count);
    for (size_t i = 0; i < count; i++) {
        ranges.push_back(
            {wb_store_para_docid(groups[i].first, 0), wb_store_record_docid(groups[i].end - 1)});
    }
    return ranges;
}

} // namespace

wb_status wb_store_search(wb_store *store, const wb_plan *plan, const wb_store_range *range,
                          wb_candidate *candidates, size_t *ret_count, bool *ret_more,
                          wb_error *err)
{
    return store_read_guard(store, err, [&] {
        Xapian::Query query = to_query(store->database, plan);
        if (!store->dead.empty()) {
            query = Xapian::Query(Xapian::Query::OP_AND_NOT, query,
                                  range_query(docids_of(store->dead.data(), store->dead.size())));
        }
        if (range->docids) {
            std::vector<RangeSource::Range> ranges(range->docid_count);
            for (size_t i = 0; i < range->docid_count; i++) {
                ranges[i] = {range->docids[i].first, range->docids[i].last};
            }
            query = Xapian::Query(Xapian::Query::OP_FILTER, query, range_query(std::move(ranges)));
        }
        if (range->first_docid || range->end_docid) {
            Xapian::docid last = range->end_docid ? range->end_docid - 1 : UINT32_MAX;
            query = Xapian::Query(Xapian::Query::OP_FILTER, query,
                                  range_query({{std::max<uint32_t>(range->first_docid, 1), last}}));
        }
        bool by_weight = range->order == WB_STORE_BY_WEIGHT;
        bool has_lengths = by_weight && store->lengths.ready_for_search(store->database);
        if (has_lengths) {
            query = Xapian::Query(Xapian::Query::OP_FILTER, query,
                                  length_query(store->lengths, store->database.get_doccount()));
        }
        Xapian::Enquire enquire(store->database);
        enquire.set_query(query);
        if (by_weight) {
            enquire.set_weighting_scheme(Bm25(has_lengths ? &store->lengths : nullptr));
        } else {
            enquire.set_weighting_scheme(Xapian::BoolWeight());
        }
        enquire.set_docid_order(Xapian::Enquire::ASCENDING);
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
        return WB_OK;
    });
}
