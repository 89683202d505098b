// Sees on which documents a search stands.
//
// Xapian neither tells a weighting scheme which document it weighs nor lets anybody end a search. A
// posting source that holds all documents and is ANDed with the query gets to know, because all
// sides of an AND stand on a document before it is weighed.
#ifndef WBSEARCH_STORE_WATCH_HH
#define WBSEARCH_STORE_WATCH_HH

#include <xapian.h>

#include "store_bm25.hh"
#include "store_stop.hh"

// Which documents it sees.
enum class Seen {
    FOUND, // those that the rest of the AND agrees on; that costs little
    TRIED  // all at which a side of the AND stops; for an AND whose sides are slow to move
};

// All documents; tells `lengths` and `stopper` where it stands. Both must outlive the query.
Xapian::Query watch_query(DocumentLengths &lengths, Stopper &stopper, Seen seen,
                          Xapian::doccount document_count);

#endif
