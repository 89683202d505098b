#!/usr/bin/env python3
"""wbsearchd under load: requests a second, their times, memory; the same while wbindex updates and
rebuilds the index.

usage: load.py WBINDEX WBSEARCHD PARAGRAPHS CORPUS [--seconds N] [--connections N] [--index PATH]

PARAGRAPHS is a file of paragraphs, one a line (dump_paragraphs CORPUS). The load is made by wrk on
the same machine; without it nothing is measured. 5,000 requests are drawn from the paragraphs by
chance (always the same ones): searches for pieces of 1 to 6 characters, for two words, with OR, NOT,
a scope, filters, facets, for questions; suggestions, documents. Bars: 1,000 requests a second on two
processors shared with the client, p99 50 ms, no error, memory flat; start to first answer 100 ms;
60 MB when idle.
"""
import argparse
import collections
import http.client
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path

REQUESTS = 5000
SEED = 7
MARK = '核对标记'

LUA = '''
local targets = {}
for line in io.lines("%s") do targets[#targets + 1] = line end
local at = 0
request = function()
    at = at %% #targets + 1
    return wrk.format("GET", targets[at])
end
done = function(summary, latency, requests)
    local e = summary.errors
    io.write(string.format("RESULT %%d %%d %%d %%d %%d %%d %%d %%d %%d\\n", summary.requests,
        summary.duration, e.connect + e.read + e.write, e.status, e.timeout,
        latency:percentile(50), latency:percentile(90), latency:percentile(99), latency.max))
end
'''


def search(query, **params):
    return '/api/v1/search?' + urllib.parse.urlencode({'q': query, **params})


def piece(rng, text, low, high):
    length = rng.randint(low, high)
    start = rng.randrange(max(1, len(text) - length))
    return re.sub(r'[\s"()|*:-]', '', text[start:start + length]) or '规定'


def make_targets(paragraphs, documents):
    rng = random.Random(SEED)
    pick = lambda: rng.choice(paragraphs)  # noqa: E731
    word = lambda text: piece(rng, text, 2, 4)  # noqa: E731

    def two_words():
        text = pick()
        return f'{word(text)} {word(text)}'
    kinds = [
        (40, lambda: search(piece(rng, pick(), 2, 6))),
        (2, lambda: search(piece(rng, pick(), 1, 1))),
        (20, lambda: search(two_words())),
        (6, lambda: search(f'{word(pick())} OR {word(pick())}')),
        (4, lambda: search(f'{word(pick())} NOT {word(pick())}')),
        (4, lambda: search(f'同句({two_words()})')),
        (6, lambda: search(word(pick()), year=f'{rng.randint(2000, 2015)}..')),
        (4, lambda: search(word(pick()), facets='year,organ,kind')),
        (4, lambda: search(piece(rng, pick(), 15, 30))),
        (6, lambda: '/api/v1/suggest?' + urllib.parse.urlencode({'q': piece(rng, pick(), 1, 3)})),
        (4, lambda: f'/api/v1/documents/{rng.choice(documents)}?limit=20'),
    ]
    weights = [weight for weight, _ in kinds]
    return [rng.choices(kinds, weights)[0][1]() for _ in range(REQUESTS)]


class Server:
    def __init__(self, program, index):
        began = time.monotonic()
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen([program, '--index', index, '--listen', '0', '--log-json'],
                                        stdout=subprocess.PIPE, stderr=self.log)
        self.port = int(self.process.stdout.readline().rsplit(b':', 1)[1].strip(b'/\n'))
        self.get(search('规定'))
        self.start_s = time.monotonic() - began

    def get(self, target):
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=60)
        try:
            connection.request('GET', target)
            response = connection.getresponse()
            body = response.read()
            if response.status != 200:
                sys.exit(f'{target}: {response.status} {body[:200]}')
            return json.loads(body) if body[:1] == b'{' else body.decode()
        finally:
            connection.close()

    def memory(self):
        """Of the process alone, without pages of the index in the cache of files, MB."""
        with open(f'/proc/{self.process.pid}/status', encoding='ascii') as file:
            return int(re.search(r'RssAnon:\s+(\d+)', file.read()).group(1)) / 1024

    def cpu_s(self):
        with open(f'/proc/{self.process.pid}/stat', encoding='ascii') as file:
            fields = file.read().rsplit(')', 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')

    def stop(self):
        """Ends it; says what went wrong meanwhile."""
        self.process.terminate()
        code = self.process.wait()
        self.log.seek(0)
        faults = collections.Counter()
        for line in self.log:
            entry = json.loads(line)
            if entry['status'] != 200:
                faults[entry['status'], entry.get('error', '')] += 1
        print(f'  exit status {code}; not answered: {dict(faults) or "none"}')
        self.log.close()


def write_script(folder, paragraphs, server):
    """Writes what wrk is to ask; the ids of documents are those of this index."""
    rng = random.Random(SEED)
    documents = sorted({hit['document_id'] for _ in range(100) for hit in server.get(
        search(piece(rng, rng.choice(paragraphs), 2, 3), fields=''))['hits']})
    targets = make_targets(paragraphs, documents)
    (folder / 'targets').write_text('\n'.join(targets) + '\n')
    script = folder / 'load.lua'
    script.write_text(LUA % (folder / 'targets'))
    return script


def run_wrk(server, script, connections, seconds):
    """Returns what the load was answered with."""
    cpu = server.cpu_s()
    result = subprocess.run(['wrk', '-t1', f'-c{connections}', f'-d{seconds}s', '--timeout', '10s',
                             '-s', script, f'http://127.0.0.1:{server.port}'],
                            capture_output=True, text=True, check=False)
    found = re.search(r'^RESULT (.*)$', result.stdout, re.MULTILINE)
    if not found:
        sys.exit(f'wrk: {result.stdout}{result.stderr}')
    requests, took, failed, status, timeout, p50, p90, p99, worst = map(int, found[1].split())
    cpu = server.cpu_s() - cpu
    print(f'  {requests} requests, {requests / (took / 1e6):.0f}/s; p50 {p50 / 1000:.1f}, '
          f'p90 {p90 / 1000:.1f}, p99 {p99 / 1000:.1f}, max {worst / 1000:.1f} ms; '
          f'{cpu / max(requests, 1) * 1000:.2f} ms processor time a request; '
          f'errors: {failed} of the connection, {status} of the status, {timeout} timeouts; '
          f'memory {server.memory():.1f} MB', flush=True)
    return failed + status + timeout


class Checker(threading.Thread):
    """Asks for the marked paragraph all the time: it is there once, and never older than before."""

    def __init__(self, server):
        super().__init__()
        self.server = server
        self.stopping = False
        self.asked = 0
        self.wrong = []

    def run(self):
        newest = 0
        while not self.stopping:
            answer = self.server.get(search(MARK, rung='loose'))
            numbers = [int(re.search(r'第(\d+)次', hit['lines']['text'])[1])
                       for hit in answer['hits']]
            if len(numbers) != 1 or numbers[0] < newest or answer['total']['value'] != 1:
                self.wrong.append((newest, numbers))
            newest = max([newest] + numbers)
            self.asked += 1


def write_mark(corpus, number):
    (corpus / 'mark.md').write_text(f'# 标记\n\n{MARK}第{number}次。\n')


def under_changes(options, paragraphs, corpus, index):
    write_mark(corpus, 0)
    subprocess.run([options.wbindex, '-q', '--index', index, corpus], check=False)
    server = Server(options.wbsearchd, index)
    script = write_script(corpus.parent, paragraphs, server)
    checker = Checker(server)
    load = threading.Thread(target=run_wrk, args=(server, script, options.connections,
                                                  options.seconds * 2))
    checker.start()
    load.start()
    updates = 0
    end = time.monotonic() + options.seconds
    while time.monotonic() < end:
        updates += 1
        write_mark(corpus, updates)
        subprocess.run([options.wbindex, '-q', '--index', index], check=False)
    subprocess.run([options.wbindex, '-q', '--rebuild', '--index', index], check=False)
    load.join()
    checker.stopping = True
    checker.join()
    print(f'  {updates} updates and a rebuild; {checker.asked} answers checked, '
          f'{len(checker.wrong)} wrong {checker.wrong[:3]}')
    server.stop()


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split('usage: ')[1].split('\n\n')[0])
    for name in ('wbindex', 'wbsearchd', 'paragraphs', 'corpus'):
        parser.add_argument(name)
    parser.add_argument('--seconds', type=int, default=20)
    parser.add_argument('--connections', type=int, default=16)
    parser.add_argument('--index')
    parser.add_argument('--no-changes', action='store_true')
    parser.add_argument('--only-changes', action='store_true')
    options = parser.parse_args()
    if not shutil.which('wrk'):
        print('skipped: wrk is not installed')
        return 0
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        index = options.index or str(folder / 'index')
        if not options.index:
            subprocess.run([options.wbindex, '-q', '--index', index, options.corpus], check=False)
        server = Server(options.wbsearchd, index)
        print(f'start to first answer {server.start_s * 1000:.0f} ms; idle memory '
              f'{server.memory():.1f} MB')
        with open(options.paragraphs, encoding='utf-8') as file:
            paragraphs = [line.strip() for line in file if len(line) > 20]
        script = write_script(folder, paragraphs, server)
        for seconds in [] if options.only_changes else [5, options.seconds, options.seconds]:
            print(f'{options.connections} connections, {seconds} s')
            run_wrk(server, script, options.connections, seconds)
        server.stop()
        if not options.no_changes:
            corpus = folder / 'corpus'
            shutil.copytree(options.corpus, corpus)
            print('while the index changes')
            under_changes(options, paragraphs, corpus, str(folder / 'changing'))
    return 0


if __name__ == '__main__':
    sys.exit(main())
