// BM25 with the lengths of documents in memory.
//
// Xapian keeps the lengths of documents as one posting list, in blocks, and reads a block from its
// beginning for every document that it weighs: a search whose matches are spread over the index
// reads most of the list, which took two thirds of its time. Here they are an array; a source
// (store_watch.hh) says which document is weighed. The array is larger than the caches next to a
// processor, and waiting for a length was an eighth of a search's time: so it is kept small, and
// asked for early.
#ifndef WBSEARCH_STORE_BM25_HH
#define WBSEARCH_STORE_BM25_HH

#include <algorithm>
#include <cstdint>
#include <vector>

#include <xapian.h>

#include "store_stop.hh"

// The lengths of the documents of one state of a database, and the one that is being weighed.
class DocumentLengths
{
  public:
    // Reading them takes what it spares some ten searches: so many go without.
    static constexpr unsigned searches_before = 10;

    // Says that a search begins. False: it has to go without.
    bool ready_for_search(const Xapian::Database &database);

    // A length as it is weighed: longer ones, of a paragraph of some 200 KB, count as this one.
    static Xapian::termcount weighed(Xapian::termcount length)
    {
        return std::min<Xapian::termcount>(length, UINT16_MAX);
    }

    // Forgets them, because the database moved to another state.
    void clear();

    void stand_on(Xapian::docid docid)
    {
        current = docid;
        if (docid < lengths.size()) {
            __builtin_prefetch(&lengths[docid]);
        }
    }

    Xapian::termcount of_current() const
    {
        return current < lengths.size() ? lengths[current] : 0;
    }

  private:
    unsigned searches = 0;
    std::vector<uint16_t> lengths; // by docid
    Xapian::docid current = 0;
};

// BM25, Robertson et al. (1994), with the parameters of Xapian's BM25Weight (1, 0, 1, 0.7, 0.5) and
// its formula for the weight of a term, so that both weigh the same.
class Bm25 : public Xapian::Weight
{
  public:
    // `lengths`: where to take them from; NULL: Xapian's, and `stops` is told of each posting.
    Bm25(const DocumentLengths *lengths, Stopper &stops);

    Bm25 *clone() const override;
    void init(double factor) override;
    double get_sumpart(Xapian::termcount wdf, Xapian::termcount length,
                       Xapian::termcount unique_terms) const override;
    double get_maxpart() const override;
    double get_sumextra(Xapian::termcount length, Xapian::termcount unique_terms) const override;
    double get_maxextra() const override;

  private:
    double part(Xapian::termcount wdf, Xapian::termcount length) const;

    const DocumentLengths *from;
    Stopper &stopper;
    double term_weight = 0;
    double per_length = 0; // 1 / the average length
};

#endif
