#include "store_watch.hh"

#include <algorithm>

namespace
{

class WatchSource : public Xapian::PostingSource
{
  public:
    WatchSource(DocumentLengths &of, Stopper &stops, Seen which, Xapian::doccount count)
        : lengths(of), stopper(stops), seen(which), document_count(count)
    {
    }

    // Xapian moves the rarest side of an AND first.
    Xapian::doccount get_termfreq_min() const override
    {
        return seen == Seen::TRIED ? 0 : document_count;
    }
    Xapian::doccount get_termfreq_est() const override
    {
        return seen == Seen::TRIED ? 0 : document_count;
    }
    Xapian::doccount get_termfreq_max() const override
    {
        return document_count;
    }

    void next(double) override
    {
        move_to(current + 1);
    }
    void skip_to(Xapian::docid docid, double) override
    {
        move_to(std::max(current, docid));
    }
    bool at_end() const override
    {
        return false; // the query, with which it is ANDed, comes to an end
    }
    Xapian::docid get_docid() const override
    {
        return current;
    }

    void init(const Xapian::Database &) override
    {
        current = 0;
    }
    WatchSource *clone() const override
    {
        return new WatchSource(lengths, stopper, seen, document_count);
    }

  private:
    void move_to(Xapian::docid docid)
    {
        current = docid;
        lengths.stand_on(docid);
        stopper.step();
    }

    DocumentLengths &lengths;
    Stopper &stopper;
    Seen seen;
    Xapian::doccount document_count;
    Xapian::docid current = 0;
};

} // namespace

Xapian::Query watch_query(DocumentLengths &lengths, Stopper &stopper, Seen seen,
                          Xapian::doccount document_count)
{
    return Xapian::Query((new WatchSource(lengths, stopper, seen, document_count))->release());
}
