#!/usr/bin/env python3
"""A reference to beat: BM25 over bigrams of Han characters, in its textbook form.

usage: bigram_bm25.py CORPUS.tsv QUERIES.tsv >RUN

Shares no code with wbsearch. A run of Han characters gives its bigrams, or itself when it is one
character; any other run of letters or digits is a term by itself, in lower case. k1 = 1.2, b = 0.75,
idf = log(1 + (N - n + 0.5) / (n + 0.5)). Writes the best 100 of each query in TREC format; equal
scores stand in the order of the corpus.
"""
import collections
import heapq
import math
import re
import sys

K1 = 1.2
B = 0.75
DEPTH = 100

HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
RUNS = re.compile(f"([{HAN}]+)|([^\\W_{HAN}]+)")


def terms_of(text):
    terms = []
    for run in RUNS.finditer(text.lower()):
        han = run.group(1)
        if han and len(han) > 1:
            terms += [han[i:i + 2] for i in range(len(han) - 1)]
        else:
            terms.append(run.group(0))
    return terms


def read_pairs(path):
    with open(path, encoding="utf-8") as rows:
        return [row.rstrip("\n").split("\t", 1) for row in rows]


def search(queries, corpus):
    """Yields (query id, [(score, passage id)]), best first."""
    wanted = {term for _, text in queries for term in terms_of(text)}
    postings = collections.defaultdict(list)
    lengths = []
    for number, (_, text) in enumerate(corpus):
        terms = terms_of(text)
        lengths.append(len(terms))
        for term, count in collections.Counter(t for t in terms if t in wanted).items():
            postings[term].append((number, count))
    mean = sum(lengths) / len(lengths)
    for query, text in queries:
        scores = collections.defaultdict(float)
        for term, repeats in collections.Counter(terms_of(text)).items():
            found = len(postings[term])
            idf = math.log(1 + (len(corpus) - found + 0.5) / (found + 0.5))
            for number, count in postings[term]:
                norm = K1 * (1 - B + B * lengths[number] / mean)
                scores[number] += repeats * idf * count * (K1 + 1) / (count + norm)
        best = heapq.nsmallest(DEPTH, scores.items(), key=lambda item: (-item[1], item[0]))
        yield query, [(score, corpus[number][0]) for number, score in best]


def main(argv):
    if len(argv) != 2:
        sys.exit(__doc__)
    for query, ranked in search(read_pairs(argv[1]), read_pairs(argv[0])):
        for rank, (score, passage) in enumerate(ranked, 1):
            print(query, "Q0", passage, rank, f"{score:.6f}", "bigram-bm25")


if __name__ == "__main__":
    main(sys.argv[1:])
