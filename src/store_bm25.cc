#include "store_bm25.hh"

#include <cmath>

namespace
{

constexpr double k1 = 1.0;
constexpr double b = 0.7;
constexpr double k3 = 1.0;
constexpr double normal_length_min = 0.5;

} // namespace

bool DocumentLengths::ready_for_search(const Xapian::Database &database)
{
    if (searches < searches_before) {
        searches++;
        return false;
    }
    if (lengths.empty()) {
        std::vector<uint16_t> read(size_t(database.get_lastdocid()) + 1);
        for (auto i = database.postlist_begin(""); i != database.postlist_end(""); ++i) {
            if (*i < read.size()) {
                read[*i] = uint16_t(weighed(i.get_doclength()));
            }
        }
        lengths = std::move(read);
    }
    return true;
}

void DocumentLengths::clear()
{
    searches = 0;
    lengths = std::vector<uint16_t>();
}

Bm25::Bm25(const DocumentLengths *lengths, Stopper &stops) : from(lengths), stopper(stops)
{
    need_stat(COLLECTION_SIZE);
    need_stat(TERMFREQ);
    need_stat(AVERAGE_LENGTH);
    need_stat(WQF);
    need_stat(WDF);
    need_stat(WDF_MAX);
    need_stat(DOC_LENGTH_MIN);
    if (!from) {
        need_stat(DOC_LENGTH);
    }
}

Bm25 *Bm25::clone() const
{
    return new Bm25(from, stopper);
}

void Bm25::init(double factor)
{
    double odds = (double(get_collection_size()) - get_termfreq() + 0.5) / (get_termfreq() + 0.5);
    // Terms of more than a third of the documents would weigh nothing, or less.
    odds = odds < 2 ? odds * 0.5 + 1 : odds;
    double query_frequency = get_wqf();
    term_weight =
        std::log(odds) * factor * ((k3 + 1) * query_frequency / (k3 + query_frequency)) * (k1 + 1);
    double average = get_average_length();
    per_length = average > 0 ? 1 / average : 0;
}

double Bm25::part(Xapian::termcount wdf, Xapian::termcount length) const
{
    double normal_length = std::max(length * per_length, normal_length_min);
    return term_weight * (wdf / (k1 * (normal_length * b + (1 - b)) + wdf));
}

double Bm25::get_sumpart(Xapian::termcount wdf, Xapian::termcount length, Xapian::termcount) const
{
    if (from) {
        return part(wdf, from->of_current());
    }
    double weight = part(wdf, DocumentLengths::weighed(length));
    stopper.step();
    return weight;
}

// A document is as long as the term is frequent in it, at least; so the most frequent weighs most.
double Bm25::get_maxpart() const
{
    Xapian::termcount wdf = get_wdf_upper_bound();
    return part(wdf, DocumentLengths::weighed(std::max(wdf, get_doclength_lower_bound())));
}

double Bm25::get_sumextra(Xapian::termcount, Xapian::termcount) const
{
    return 0;
}

double Bm25::get_maxextra() const
{
    return 0;
}
