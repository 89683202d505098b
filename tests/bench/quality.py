#!/usr/bin/env python3
"""Quality of ranking on judged sets, through the programs as users run them.

usage: quality.py [--build DIR] [--shared DIR] [--save NAME] [--against NAME] [SET]...
  SET            stard, stard-keywords, covidpolicy_psg, cmrc2018 (default: all)
  --save NAME    keep the runs as NAME
  --against NAME compare with the runs kept as NAME, beside the reference
  --halves       each half of the queries by itself too: those whose id has an even checksum (CRC-32)
                 are for development, the others to see whether a gain is real
  --options TEXT further options of wbsearch, e.g. --no-synonyms
  --without NAME the order that hits would have if this feature of --explain (bm25, coverage, words,
                 chars, chars-sentence) counted nothing; "none" leaves the weights as they are

Each set is written as Markdown files (shared/tools/passages.py), indexed by wbindex and asked
through `wbsearch --batch --json` with default settings; shared/tools/score.py scores the runs. The
reference is BM25 over bigrams (bigram_bm25.py). Differences stand with their 95 % interval of a
paired bootstrap. What is made is kept in DIR/quality; the index is made anew when wbindex is newer.
Numbers in query/rank_params.h are set on the halves for development alone.

--without scores anew the candidates of the lower rungs, 300 at most, from their features as
--explain tells of them. That all of them get the program's own scores with the weights of
query/rank_params.h is checked first.
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

HERE = Path(__file__).resolve().parent
SETS = {
    "stard": ("stard", "queries.tsv"),
    "stard-keywords": ("stard", "queries.keywords.tsv"),
    "covidpolicy_psg": ("covidpolicy_psg", "queries.tsv"),
    "cmrc2018": ("cmrc2018", "queries.tsv"),
}
DEPTH = 100
CANDIDATES = 300  # PARTIAL_CANDIDATES of rank_params.h
SCORE_LINE = re.compile(r"nDCG@10 ([\d.]+) MRR@10 ([\d.]+) R@10 ([\d.]+) R@100 ([\d.]+)")
DIFFERENCE = re.compile(r"nDCG@10 ([-+][\d.]+) \[([-+][\d.]+), ([-+][\d.]+)\]")


def is_newer(one, other):
    return not other.exists() or one.stat().st_mtime > other.stat().st_mtime


def make_index(args, source, folder):
    """The index of a set's passages."""
    wbindex = args.build / "indexer" / "wbindex"
    documents, index = folder / "documents", folder / "index"
    if not documents.exists():
        subprocess.run([sys.executable, args.shared / "tools" / "passages.py", source, documents],
                       check=True)
    if is_newer(wbindex, index / "XAPIANDB"):
        shutil.rmtree(index, ignore_errors=True)
        subprocess.run([wbindex, "-q", "--index", index, documents], check=True)
    return index


def names_of_passages(source):
    """File name -> passage id; passages.py puts _ for /."""
    with open(source / "corpus.tsv", encoding="utf-8") as rows:
        ids = [row.split("\t", 1)[0] for row in rows]
    return {passage.replace("/", "_"): passage for passage in ids}


def feature_weights():
    """The name of each feature, as --explain has it, -> its weight in rank_params.h."""
    text = (HERE.parent.parent / "query" / "rank_params.h").read_text(encoding="utf-8")
    names = ("bm25", "coverage", "words", "chars", "chars-sentence")
    return {name: float(re.search(rf"^#define RANK_{name.upper().replace('-', '_')} ([\d.]+)", text,
                                  re.MULTILINE).group(1)) for name in names}


def combined(features, weights):
    return sum(weight * features[name] for name, weight in weights.items())


def scored_anew(hits, features, weights, without):
    """The hits of a query without the weight of one feature. Those of the rungs exact and loose
    stay where they are; words stay before some."""
    changed = {name: 0.0 if name == without else weight for name, weight in weights.items()}
    fixed = [hit for hit in hits if hit["rung"] not in ("words", "some")]
    lower = [hit for hit in hits if hit["rung"] in ("words", "some")]
    for hit in lower:
        score_now = combined(features[hit["rank"]], weights)
        if abs(score_now - hit["score"]) > 1e-4:
            sys.exit(f"{hit['query_id']}, rank {hit['rank']}: the program's score {hit['score']} is "
                     f"not that of its features, {score_now:.6f}")
    lower.sort(key=lambda hit: (hit["rung"] == "some",
                                -combined(features[hit["rank"]], changed)))
    return fixed + lower


def answers(args, index, queries):
    """Yields the hits of one query after the other, best first."""
    command = [args.build / "query" / "wbsearch", "--index", index, "--no-check", "--json",
               "--limit", str(CANDIDATES if args.without else DEPTH), "--batch", queries]
    command += (args.options or "").split() + (["--explain"] if args.without else [])
    weights = feature_weights()
    hits, features = [], {}
    # Explained, the answers are too large to be held.
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        for line in program.stdout:
            message = json.loads(line)
            data = message["data"]
            if message["type"] == "match":
                hits.append(data)
            elif message["type"] == "explain":
                features = {hit["rank"]: hit["features"] for hit in data["hits"]}
            elif message["type"] == "summary":
                if args.without:
                    hits = scored_anew(hits, features, weights, args.without)
                yield hits[:DEPTH]
                hits, features = [], {}
    if program.returncode not in (0, 1):
        sys.exit("wbsearch failed")


def ask(args, index, queries, passages, run):
    """Writes the run of the program: a hit, then the places where its text stands again."""
    with open(run, "w", encoding="utf-8") as out:
        for hits in answers(args, index, queries):
            rank = 0
            for hit in hits:
                for place in [hit] + hit.get("places", []):
                    passage = passages[Path(place["path"]["text"]).stem]
                    rank += 1
                    out.write(f"{hit['query_id']} Q0 {passage} {rank} {1 / rank:.6f} wbsearch\n")


def make_reference(source, queries, run):
    """The run of the reference, once."""
    program = HERE / "bigram_bm25.py"
    if is_newer(program, run):
        with open(run, "w", encoding="utf-8") as out:
            subprocess.run([sys.executable, program, source / "corpus.tsv", queries], check=True,
                           stdout=out)


def score(args, judgements, runs):
    """[(four figures, difference to the first run or None)]"""
    text = subprocess.run([sys.executable, args.shared / "tools" / "score.py", judgements, *runs],
                          check=True, capture_output=True, text=True).stdout
    figures = [tuple(map(float, found)) for found in SCORE_LINE.findall(text)]
    differences = [None] + [tuple(map(float, found)) for found in DIFFERENCE.findall(text)]
    return list(zip(figures, differences))


def print_row(name, part, label, figures, baseline, difference):
    row = f"{name:<16} {part:<4} {label:<12}" + "".join(f" {value:.4f}" for value in figures)
    if difference:
        change, low, high = difference
        row += f"  {change:+.4f} ({change / baseline:+.1%}) [{low:+.4f}, {high:+.4f}]"
    print(row, flush=True)


def is_for_development(query):
    return zlib.crc32(query.encode()) % 2 == 0


def judgements_of_halves(args, source, folder):
    """(name of the part, file of judgements): all queries, and each half when asked for."""
    judgements = source / "qrels.tsv"
    yield "all", judgements
    if not args.halves:
        return
    for name, wanted in (("dev", True), ("test", False)):
        path = folder / f"qrels.{name}.tsv"
        with open(judgements, encoding="utf-8") as rows, open(path, "w", encoding="utf-8") as out:
            out.writelines(row for row in rows
                           if is_for_development(row.split("\t", 1)[0]) == wanted)
        yield name, path


def measure(args, name):
    folder_name, queries_name = SETS[name]
    source = args.shared / "corpora" / "judged" / folder_name
    queries = source / queries_name
    folder = args.build / "quality" / folder_name
    runs = args.build / "quality" / "runs"
    runs.mkdir(parents=True, exist_ok=True)
    index = make_index(args, source, folder)
    reference, now = runs / f"{name}.reference", runs / f"{name}.now"
    make_reference(source, queries, reference)
    ask(args, index, queries, names_of_passages(source), now)
    earlier = runs / f"{name}.kept.{args.against}" if args.against else None
    if earlier and not earlier.exists():
        sys.exit(f"no run of {name} is kept as {args.against}")
    for part, judgements in judgements_of_halves(args, source, folder):
        base, (figures, difference) = score(args, judgements, [reference, now])
        print_row(name, part, "reference", base[0], 1.0, None)
        if earlier:
            (old, _), (_, change) = score(args, judgements, [earlier, now])
            print_row(name, part, args.against, old, 1.0, None)
        print_row(name, part, "wbsearch", figures, base[0][0], difference)
        if earlier:
            print_row(name, part, f"- {args.against}", figures, old[0], change)
    if args.save:
        shutil.copyfile(now, runs / f"{name}.kept.{args.save}")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__.replace("%", "%%"),
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, default=HERE.parent.parent / "build-bench")
    parser.add_argument("--shared", type=Path, default=HERE.parent.parent.parent / "shared")
    parser.add_argument("--save")
    parser.add_argument("--against")
    parser.add_argument("--halves", action="store_true")
    parser.add_argument("--options")
    parser.add_argument("--without", choices=["none", *feature_weights()], metavar="NAME")
    parser.add_argument("sets", nargs="*")
    args = parser.parse_args()
    args.build, args.shared = args.build.resolve(), args.shared.resolve()
    unknown = [name for name in args.sets if name not in SETS]
    if unknown:
        sys.exit(f"no set {unknown[0]}; there are {', '.join(SETS)}")
    if not (args.shared / "corpora" / "judged").is_dir():
        print(f"skipped: no judged sets in {args.shared}")
        return
    os.environ["LC_ALL"] = "C.UTF-8"
    print(f"{'set':<16} {'part':<4} {'run':<12} nDCG@10 MRR@10 R@10   R@100   "
          "difference of nDCG@10 (share) [95 %]")
    for name in args.sets or SETS:
        measure(args, name)


if __name__ == "__main__":
    main()
