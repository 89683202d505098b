#!/usr/bin/env python3
"""The order of the ladder, through the program: exact first, and words that stand together first.

usage: ladder.py WBSEARCH INDEX PARAGRAPHS [SEED]
  PARAGRAPHS  a file of paragraphs, one a line (dump_paragraphs)

Asks 2,000 random substrings of 3 to 8 Chinese characters and 500 pairs of words of 2 to 4 cut from
one paragraph each. Counts hits of a lower rung above one of a higher; and, among the exact hits of
a pair, those with both in one sentence below one that has them scattered and no title with either.
"""
import json
import random
import re
import subprocess
import sys

RUNGS = ("exact", "loose", "words", "some")
HAN = re.compile("[\u4e00-\u9fff]{3,}")
SENTENCE_END = re.compile("[。！？；!?;]")


def cut(rng, run, least, most):
    length = min(rng.randint(least, most), len(run))
    start = rng.randint(0, len(run) - length)
    return run[start:start + length]


def make_queries(path, seed):
    rng = random.Random(seed)
    with open(path, encoding="utf-8", errors="ignore") as rows:
        runs = [HAN.findall(row) for row in rows]
    runs = [found for found in runs if len(found) > 1]
    queries = [(f"s{i}", [cut(rng, rng.choice(rng.choice(runs)), 3, 8)]) for i in range(2000)]
    for i in range(500):
        queries.append((f"p{i}", [cut(rng, run, 2, 4) for run in rng.sample(rng.choice(runs), 2)]))
    return queries


def is_together(text, words):
    return any(all(word in sentence for word in words) for sentence in SENTENCE_END.split(text))


def main():
    program, index, paragraphs = sys.argv[1:4]
    queries = make_queries(paragraphs, int(sys.argv[4]) if len(sys.argv) > 4 else 1)
    text = "".join(f"{name}\t{' '.join(words)}\n" for name, words in queries)
    answer = subprocess.run([program, "--index", index, "--no-check", "--json", "--batch", "-"],
                            input=text, capture_output=True, text=True, check=False)
    if answer.returncode == 2:
        sys.exit(answer.stderr)
    hits = {}
    for line in answer.stdout.splitlines():
        message = json.loads(line)
        if message["type"] == "match":
            hits.setdefault(message["data"]["query_id"], []).append(message["data"])
    wrong_rung = wrong_order = found = 0
    for name, words in queries:
        rungs = [RUNGS.index(hit["rung"]) for hit in hits.get(name, [])]
        found += bool(rungs) and rungs[0] == 0
        wrong_rung += sum(1 for a, b in zip(rungs, rungs[1:]) if a > b)
        scattered = False
        for hit in hits.get(name, []) if len(words) == 2 else []:
            titles = "".join(hit["section"])
            if hit["rung"] == "exact" and is_together(hit["lines"]["text"], words):
                wrong_order += scattered
            elif hit["rung"] == "exact":
                scattered = scattered or not any(word in titles for word in words)
    print(f"{len(queries)} queries, {found} with exact hits; {wrong_rung} hits below their rung; "
          f"{wrong_order} hits with both words in one sentence below scattered ones")
    return 1 if wrong_rung or wrong_order else 0


if __name__ == "__main__":
    sys.exit(main())
