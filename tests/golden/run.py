#!/usr/bin/env python3
"""Golden outputs: the real programs on small documents, compared with what is stored.

usage: run.py [--update] [--build DIR | --wbindex PROGRAM --wbsearch PROGRAM] [NAME...]

  cases/NAME.md|.txt   a document with one trait; expected/NAME.paragraphs is what `wbindex inspect
                       paragraphs` says of it; where there is expected/NAME.paragraphs.json,
                       NAME.document, NAME.document.json, NAME.tokens or NAME.tokens.json, that
                       output is compared too
  searches             a line NAME: ARGUMENTS for each search over tests/data/examples;
                       expected/NAME.search is what `wbsearch` prints, and its exit status
  known/NAME.md|.txt   a document that is read wrongly today, with the right output beside it
                       (known/NAME.paragraphs ...): it must fail. When it passes, the fault is
                       mended: move the files to cases/ and expected/.

--update writes what the programs say now to expected/ (never to known/): read the difference before
you keep it. NAMEs may be patterns. Times and scores are masked.
"""
import argparse
import difflib
import fnmatch
import os
import re
import shutil
import shlex
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
EXAMPLES = os.path.join(HERE, "..", "data", "examples")
OUTPUTS = {
    ".paragraphs": ["inspect", "paragraphs"],
    ".document": ["inspect", "document"],
    ".document.json": ["--json", "inspect", "document"],
    ".paragraphs.json": ["--json", "inspect", "paragraphs"],
    ".tokens": ["inspect", "tokens"],
    ".tokens.json": ["--json", "inspect", "tokens"],
}
# NO_COLOR and friends of the caller must not show.
ENVIRONMENT = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}


def run(command, folder):
    """Standard output, and whatever else the program said."""
    # Sanitizers read their options from the environment.
    environment = ENVIRONMENT | {k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}
    result = subprocess.run(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    output = result.stdout.decode("utf-8", "backslashreplace")
    for line in result.stderr.decode("utf-8", "backslashreplace").splitlines():
        output += f"stderr: {line}\n"
    if result.returncode:
        output += f"status: {result.returncode}\n"
    return output


def mask(output):
    output = re.sub(r'"(elapsed|elapsed_total)":\{[^}]*\}', r'"\1":{}', output)
    output = re.sub(r'"bytes_printed":\d+', '"bytes_printed":0', output)  # scores have their length
    output = re.sub(r'"score":[0-9.e+-]+', '"score":0', output)
    return re.sub(r" · \d+ ms", " · 0 ms", output)


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def documents(folder):
    """The documents of a folder: name without ending -> file name."""
    path = os.path.join(HERE, folder)
    return {os.path.splitext(f)[0]: f for f in sorted(os.listdir(path))
            if f.endswith((".md", ".txt"))}


def searches():
    for line in read(os.path.join(HERE, "searches")).splitlines():
        if line and not line.startswith("#"):
            name, arguments = line.split(":", 1)
            yield name, shlex.split(arguments)


class Runner:
    def __init__(self, args):
        self.args = args
        self.counts = {"passed": 0, "failed": 0, "updated": 0, "known": 0}

    def wanted(self, name):
        return not self.args.name or any(fnmatch.fnmatch(name, n) for n in self.args.name)

    def compare(self, label, expected_path, got):
        """Whether the output is the stored one; prints the difference."""
        if self.args.update:
            if not os.path.exists(expected_path) or read(expected_path) != got:
                with open(expected_path, "w", encoding="utf-8", newline="") as file:
                    file.write(got)
                print(f"updated: {label}")
                self.counts["updated"] += 1
            return
        expected = read(expected_path) if os.path.exists(expected_path) else ""
        if expected == got:
            self.counts["passed"] += 1
            return
        self.counts["failed"] += 1
        print(f"FAILED: {label}")
        sys.stdout.writelines(
            line if line.endswith("\n") else line + "\n"
            for line in difflib.unified_diff(expected.splitlines(True), got.splitlines(True),
                                             os.path.relpath(expected_path, HERE), "now"))

    def run_cases(self):
        for name, file in documents("cases").items():
            if not self.wanted(name):
                continue
            for ending, command in OUTPUTS.items():
                path = os.path.join(HERE, "expected", name + ending)
                if ending == ".paragraphs" or os.path.exists(path):
                    got = run([self.args.wbindex] + command + [file], os.path.join(HERE, "cases"))
                    self.compare(name + ending, path, got)

    def run_known(self):
        for name, file in documents("known").items():
            if not self.wanted(name) or self.args.update:
                continue
            right = []
            for ending, command in OUTPUTS.items():
                path = os.path.join(HERE, "known", name + ending)
                if os.path.exists(path):
                    got = run([self.args.wbindex] + command + [file], os.path.join(HERE, "known"))
                    right.append(got == read(path))
            if not right:
                print(f"FAILED: known/{name} has no expected output")
                self.counts["failed"] += 1
            elif all(right):
                print(f"UNEXPECTED PASS: known/{name} is right now; move it to cases/")
                self.counts["failed"] += 1
            else:
                self.counts["known"] += 1

    def run_searches(self):
        wanted = [(n, a) for n, a in searches() if self.wanted(n)]
        if not wanted:
            return
        with tempfile.TemporaryDirectory(prefix="wb-golden-") as work:
            # The index lies with the documents, so that their ids do not depend on the place.
            folder = os.path.join(work, "examples")
            shutil.copytree(EXAMPLES, folder)
            subprocess.run([self.args.wbindex, "-q", folder], check=True)
            for name, arguments in wanted:
                # How fast files can be looked at is no matter of these tests.
                got = mask(run([self.args.wbsearch, "--no-check"] + arguments, folder))
                self.compare(name, os.path.join(HERE, "expected", name + ".search"), got)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--build", default="build", help="the build directory (default: build)")
    parser.add_argument("--wbindex")
    parser.add_argument("--wbsearch")
    parser.add_argument("name", nargs="*")
    args = parser.parse_args()
    args.wbindex = os.path.abspath(args.wbindex or os.path.join(args.build, "indexer", "wbindex"))
    args.wbsearch = os.path.abspath(args.wbsearch or os.path.join(args.build, "query", "wbsearch"))
    runner = Runner(args)
    runner.run_cases()
    runner.run_known()
    runner.run_searches()
    print("golden: " + ", ".join(f"{n} {what}" for what, n in runner.counts.items()))
    ran = sum(runner.counts.values())
    return 1 if runner.counts["failed"] or not (ran or args.update) else 0


if __name__ == "__main__":
    sys.exit(main())
