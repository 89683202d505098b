"""What the black-box tests share: running the programs, judging what they print, and a TAP runner.

A test sees the programs as a user does: arguments, files, what is printed, the exit status. Every
case has a folder of its own and an environment made from nothing, so cases can run side by side.
"""
import argparse
import ctypes
import fcntl
import json
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
import traceback
from multiprocessing.pool import ThreadPool
from pathlib import Path

# The user that root becomes where permissions are to matter.
NOBODY = 65534

# Files are dated so long ago that wbindex trusts their times: it reads a file again when it was
# written within two seconds of the last scan.
OLD_AGE_S = 3600

# A run that takes longer hangs. Generous: sanitizers and a busy machine are no fault of the run.
TIMEOUT_S = 120

# What a sanitizer prints; a report is a failure whatever the exit status is.
SANITIZER_MARKS = (b'Sanitizer:', b'runtime error:')

ESCAPE = '\x1b'
# What must not reach a terminal from a document: escape sequences, C1, marks that turn the writing.
RAW_CONTROL = re.compile('[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]')

_libc = ctypes.CDLL(None, use_errno=True)


class Failure(Exception):
    """Something was not as expected; the text is one line."""


class Skip(Exception):
    """The case cannot be tried here."""


def shown(text, limit=600):
    """`text` (str or bytes) on one line, cut when long."""
    if isinstance(text, bytes):
        text = text.decode('utf-8', 'backslashreplace')
    text = repr(text)
    return text if len(text) <= limit else f'{text[:limit]}… ({len(text)} characters)'


class Result:
    """What came of a run."""

    def __init__(self, command, code, out, err):
        self.command = command
        self.code = code
        self.out = out
        self.err = err

    @property
    def text(self):
        return self.out.decode('utf-8')

    @property
    def err_text(self):
        return self.err.decode('utf-8')

    @property
    def lines(self):
        return self.text.splitlines()

    def messages(self):
        """The lines of --json output as objects."""
        return [json.loads(line) for line in self.out.split(b'\n') if line]

    def matches(self):
        """The data of the hits in --json output."""
        return [m['data'] for m in self.messages() if m['type'] == 'match']

    def messages_of_each(self, count):
        """The messages of --json for each of the `count` queries of Case.batch."""
        if self.code not in (0, 1):
            self.fail('exit 0 or 1')
        answered = [[]]
        for message in self.messages():
            if message['data'].pop('query_id') != str(len(answered)):
                self.fail(f'the id {len(answered)} in each line of that query')
            answered[-1].append(message)
            if message['type'] == 'summary':
                answered.append([])
        if answered.pop() or len(answered) != count:
            self.fail(f'{count} summaries, the last line one of them')
        return answered

    def describe(self):
        command = ' '.join(shown(os.fsencode(word), 120)[1:-1] for word in self.command)
        return (f'$ {command} -> exit {self.code}; stdout {shown(self.out)}; '
                f'stderr {shown(self.err)}')

    def fail(self, expected):
        raise Failure(f'{self.describe()}; expected: {expected}')

    def expect(self, code=None, out=None, err=None, has=(), lacks=(), err_has=(), err_lacks=()):
        """Fails unless exit status and output are as given. `out` and `err` are exact, strings in
        the others occur (or not); a compiled pattern is searched for. Returns the result."""
        if code is not None and self.code != code:
            self.fail(f'exit {code}')
        for name, stream, exact, wanted, unwanted in (
                ('stdout', self.out, out, has, lacks), ('stderr', self.err, err, err_has,
                                                        err_lacks)):
            try:
                text = stream.decode('utf-8')
            except UnicodeDecodeError:
                self.fail(f'{name} in UTF-8')
            if exact is not None and text != exact:
                self.fail(f'{name} {shown(exact)}')
            for part in as_tuple(wanted):
                if not occurs(part, text):
                    self.fail(f'{name} with {part!r}')
            for part in as_tuple(unwanted):
                if occurs(part, text):
                    self.fail(f'{name} without {part!r}')
        return self


def as_tuple(value):
    return (value,) if isinstance(value, (str, re.Pattern)) else tuple(value)


def occurs(part, text):
    return part.search(text) is not None if isinstance(part, re.Pattern) else part in text


def check(condition, message):
    if not condition:
        raise Failure(message)


class Tools:
    """The programs under test."""

    def __init__(self, wbindex, wbsearch):
        self.wbindex = str(Path(wbindex).resolve())
        self.wbsearch = str(Path(wbsearch).resolve())

    def copy_to(self, folder):
        """The same programs where any user can run them: the build tree may be private."""
        folder = Path(folder)
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)
        for program in (self.wbindex, self.wbsearch):
            shutil.copy(program, folder)
        return Tools(folder / Path(self.wbindex).name, folder / Path(self.wbsearch).name)


def environment(home, changes=None):
    """A user's environment with nothing of the caller's but what sanitizers are told."""
    env = {'PATH': '/usr/bin:/bin', 'HOME': str(home), 'LANG': '', 'TERM': 'xterm'}
    for name in ('ASAN_OPTIONS', 'UBSAN_OPTIONS', 'LSAN_OPTIONS'):
        if name in os.environ:
            env[name] = os.environ[name]
    # In Database::check libxapian 1.4.22 deletes tables through a type that is none of theirs.
    env['ASAN_OPTIONS'] = ':'.join(filter(None, (env.get('ASAN_OPTIONS'),
                                                 'new_delete_type_mismatch=0')))
    env.update(changes or {})
    return {name: value for name, value in env.items() if value is not None}


def as_nobody():
    """Arguments of Popen that take root's rights away; permissions bind everybody else anyway."""
    if os.geteuid() != 0:
        return {}
    return {'user': NOBODY, 'group': NOBODY, 'extra_groups': []}


class Case:
    """A folder with documents, and the programs run in it."""

    def __init__(self, tools, folder, options=None):
        self.tools = tools
        self.options = options
        self.dir = Path(folder)
        self.docs = self.dir / 'docs'
        self.docs.mkdir()
        self.index = self.docs / '.wbsearch'

    def write(self, name, content, age_s=OLD_AGE_S):
        """Writes a document below docs; `name` may be bytes. Returns its path as given to open."""
        path = os.path.join(os.fsencode(self.docs), os.fsencode(name))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'wb') as file:
            file.write(content.encode('utf-8') if isinstance(content, str) else content)
        set_age(path, age_s)
        return path

    def tree(self, files):
        """Writes several documents."""
        for name, content in files.items():
            self.write(name, content)

    def command(self, program, args):
        return [getattr(self.tools, program)] + [os.fsencode(arg) for arg in args]

    def popen(self, program, *args, cwd=None, env=None, **options):
        options.setdefault('stdin', subprocess.DEVNULL)
        options.setdefault('stdout', subprocess.PIPE)
        options.setdefault('stderr', subprocess.PIPE)
        return subprocess.Popen(self.command(program, args), cwd=cwd or self.docs,
                                env=environment(self.dir, env), **options)

    def finish(self, process, program, args, died_by=None):
        """Waits for a process of popen. Death by a signal other than `died_by` is a failure."""
        try:
            out, err = process.communicate(timeout=TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            result = Result((program,) + args, None, out or b'', err or b'')
            result.fail(f'an end within {TIMEOUT_S} s')
        result = Result((program,) + args, process.returncode, out or b'', err or b'')
        return judge_end(result, died_by)

    def run(self, program, *args, died_by=None, **options):
        return self.finish(self.popen(program, *args, **options), program, args, died_by)

    def wbindex(self, *args, **options):
        return self.run('wbindex', *args, **options)

    def wbsearch(self, *args, **options):
        return self.run('wbsearch', *args, **options)

    def indexed(self, *args, **options):
        """Runs wbindex on the documents; it has to succeed."""
        return self.wbindex(*args, self.docs, **options).expect(code=0)

    def paths(self, *query, **options):
        """The paths of the documents in which a query is found, sorted, each once."""
        result = self.wbsearch('--json', '--rung', 'loose', '--no-check', '-k', '100000', *query,
                               **options)
        if result.code not in (0, 1):
            result.fail('exit 0 or 1')
        return paths_in(result.messages())

    def batch(self, queries, *args, **options):
        """The queries answered by one process (--batch): starting hundreds takes far longer than
        their searches, with sanitizers above all. A query's id is its number, from 1."""
        asked = self.dir / 'queries.tsv'
        asked.write_text(''.join(f'{query}\n' for query in queries), encoding='utf-8')
        return self.wbsearch('--batch', asked, *args, **options)

    def status(self, *args, **options):
        """wbindex --status --json as an object."""
        result = self.wbindex('--status', '--json', *args, **options)
        if result.code not in (0, 1):
            result.fail('exit 0 or 1')
        return json.loads(result.out)

    def on_terminal(self, program, *args, columns=100, env=None, cwd=None, terminals=(1, 2),
                    during=None):
        """Runs with stdout and stderr each on a terminal of its own, or only those in
        `terminals`; the other goes to a pipe. `during` is called with the process, which then
        leads a group, once it has begun."""
        masters, slaves = {}, {}
        for fd in (1, 2):
            if fd in terminals:
                masters[fd], slaves[fd] = open_terminal()
                set_up_terminal(slaves[fd], columns)
            else:
                masters[fd], slaves[fd] = os.pipe()
        try:
            process = self.popen(program, *args, cwd=cwd, env=env, stdout=slaves[1],
                                 stderr=slaves[2], start_new_session=during is not None)
        finally:
            for fd in slaves.values():
                os.close(fd)
        if during:
            during(process)
        output = read_all(masters, TIMEOUT_S)
        return self.finish_terminal(process, program, args, output)

    def finish_terminal(self, process, program, args, output):
        try:
            code = process.wait(timeout=TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        return judge_end(Result((program,) + args, code, output[1], output[2]), None)


class PlainUserCase(Case):
    """A case whose programs, and whose files once handed over, are an ordinary user's."""

    def popen(self, program, *args, **options):
        return super().popen(program, *args, **as_nobody(), **options)

    def write(self, name, content, age_s=3600):
        path = super().write(name, content, age_s)
        if os.geteuid() == 0:
            os.chown(path, NOBODY, NOBODY)
            os.chown(os.path.dirname(path), NOBODY, NOBODY)
        return path


def unprivileged(c, body):
    """Runs `body` with a case whose programs have no special rights, in a folder of its own."""
    folder = c.dir / 'plain'
    folder.mkdir()
    plain = PlainUserCase(c.tools.copy_to(c.dir / 'bin'), folder, c.options)
    if os.geteuid() == 0:
        for path in (folder, plain.docs):
            os.chown(path, NOBODY, NOBODY)
        c.dir.chmod(0o755)
    body(plain)


def paths_in(messages):
    """The paths of the documents that --json tells of, sorted, each once."""
    matches = [message['data'] for message in messages if message['type'] == 'match']
    return sorted({place['path']['text'] for match in matches
                   for place in [match] + match.get('places', [])})


def check_match(c, match):
    """Offsets of a match are right, in the paragraph and in the source."""
    text = match['lines']['text']
    source = (c.docs / match['path']['text']).read_bytes().split(b'\n')
    at = 0
    for sub in match['submatches']:
        word = sub['match']['text']
        where = f'{match["path"]["text"]}:{sub["line_number"]}:{sub["column_byte"]} ({word})'
        check(sub['start'] >= at and sub['end'] > sub['start'], f'{where}: offsets do not ascend')
        at = sub['end']
        check(text.encode()[sub['start']:sub['end']].decode() == word, f'{where}: bytes differ')
        check(text[sub['start_char']:sub['end_char']] == word, f'{where}: characters differ')
        utf16 = text.encode('utf-16-le')[2 * sub['start_utf16']:2 * sub['end_utf16']]
        check(utf16.decode('utf-16-le') == word, f'{where}: UTF-16 offsets differ')
        line = source[sub['line_number'] - 1]
        check(line[sub['column_byte'] - 1:].startswith(word[0].encode()),
              f'{where}: the source has {line[sub["column_byte"] - 1:][:30]!r} there')
        check(match['first_line'] <= sub['line_number'] <= match['last_line'],
              f'{where}: outside lines {match["first_line"]}-{match["last_line"]}')
    check(match['line_number'] == match['submatches'][0]['line_number'], f'line of {match}')


def judge_end(result, died_by):
    for mark in SANITIZER_MARKS:
        if mark in result.err or mark in result.out:
            result.fail('no sanitizer report')
    if result.code < 0 and -result.code != died_by:
        result.fail('no death by a signal')
    return result


def open_terminal():
    """A new terminal as (master, slave). A chroot may have none."""
    try:
        return pty.openpty()
    except OSError as error:
        raise Skip(f'no terminal to be had: {error}') from error


def set_up_terminal(fd, columns):
    """Output comes through as written, the terminal is `columns` wide."""
    modes = termios.tcgetattr(fd)
    modes[1] &= ~termios.OPOST
    termios.tcsetattr(fd, termios.TCSANOW, modes)
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack('HHHH', 40, columns, 0, 0))


def read_all(masters, timeout_s):
    """Reads {key: fd} to their ends, closes them; {key: bytes}."""
    output = {key: b'' for key in masters}
    open_fds = {fd: key for key, fd in masters.items()}
    until = time.monotonic() + timeout_s
    while open_fds and time.monotonic() < until:
        for fd in select.select(list(open_fds), [], [], 1)[0]:
            try:
                piece = os.read(fd, 65536)
            except OSError:  # EIO: the last writer of a terminal has gone
                piece = b''
            output[open_fds[fd]] += piece
            if not piece:
                del open_fds[fd]
    for fd in masters.values():
        os.close(fd)
    return output


def set_age(path, age_s):
    """Dates a file so many seconds back."""
    then = time.time_ns() - age_s * 10**9
    os.utime(path, ns=(then, then))


def settle(folder, age_s=OLD_AGE_S):
    """Dates everything below a folder, and itself, so many seconds back."""
    for path, folders, files in os.walk(folder):
        for name in folders + files:
            full = os.path.join(path, name)
            if not os.path.islink(full):
                set_age(full, age_s)
    set_age(folder, age_s)


def leftovers(index):
    """What an index directory holds beyond the generation in use and what goes with it."""
    index = Path(index)
    names = {entry.name for entry in index.iterdir()} - {'lock', 'XAPIANDB'}
    stub = index / 'XAPIANDB'
    if stub.exists():
        names -= {stub.read_text().split()[1]}
    return sorted(names)


def answers(case, queries, *args, with_scores=True, **options):
    """What the index answers, complete, in a form that can be compared: hits without their order
    among equals, which follows the order in which workers happened to finish; without times. None
    where there is no index yet."""
    found = []
    result = case.batch(queries, '--json', '--no-check', '--rung', 'loose', '--duplicates', '-k',
                        '100000', *args, **options)
    if result.code == 2:
        result.expect(out='', err_has=('no index', 'hint: '))
        return None
    for query, messages in zip(queries, result.messages_of_each(len(queries))):
        hits = [message['data'] for message in messages if message['type'] == 'match']
        if [hit['rank'] for hit in hits] != list(range(1, len(hits) + 1)):
            result.fail(f'{query}: ranks 1, 2, 3 …')
        scores = [hit['score'] for hit in hits]
        if scores != sorted(scores, reverse=True):
            result.fail(f'{query}: falling scores')
        if messages[-1]['data']['total'] != {'value': len(hits), 'relation': 'eq'}:
            result.fail(f'{query}: a summary that tells of {len(hits)} hits')
        for hit in hits:
            del hit['rank']
            hit['score'] = round(hit['score'], 3) if with_scores else None
        found.append((query, sorted(json.dumps(hit, ensure_ascii=False, sort_keys=True)
                                    for hit in hits)))
    return found


def difference(found, expected):
    """In what two results of `answers` differ, shortly."""
    if found is None or expected is None:
        return f'index: {found is not None}, expected: {expected is not None}'
    for (query, hits), (_, wanted) in zip(found, expected):
        if hits != wanted:
            extra = sorted(set(hits) - set(wanted))[:1]
            missing = sorted(set(wanted) - set(hits))[:1]
            return (f'{query}: {len(hits)} hits, expected {len(wanted)}; not expected '
                    f'{shown(extra, 300)}; missing {shown(missing, 300)}')
    return 'none'


class FolderWatch:
    """Linux's inotify: what happens in folders, in order, as (folder, mask, name)."""
    OPEN, CREATE = 0x20, 0x100
    NAMES = 0x100 | 0x200 | 0x40 | 0x80  # created, deleted, moved away, moved here

    def __init__(self):
        self.fd = _libc.inotify_init1(os.O_CLOEXEC | os.O_NONBLOCK)
        if self.fd < 0:
            raise Skip('no inotify here')
        self.folders = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.fd)

    def add(self, folder, mask):
        watch = _libc.inotify_add_watch(self.fd, os.fsencode(folder), mask)
        if watch < 0:
            raise Skip(f'inotify_add_watch: {os.strerror(ctypes.get_errno())}')
        self.folders[watch] = str(folder)

    def events(self, timeout_s):
        """Yields events until none has come for `timeout_s`."""
        while select.select([self.fd], [], [], timeout_s)[0]:
            data = os.read(self.fd, 65536)
            while data:
                watch, mask, _, size = struct.unpack('iIII', data[:16])
                yield self.folders.get(watch), mask, data[16:16 + size].rstrip(b'\0')
                data = data[16 + size:]


def private_mounts():
    """Gives this process its own view of the file systems: what it mounts ends with it. False
    where that is not allowed."""
    clone_newns = 0x00020000
    if os.geteuid() != 0 or _libc.unshare(clone_newns) != 0:
        return False
    return subprocess.run(['mount', '--make-rprivate', '/'], stderr=subprocess.DEVNULL,
                          check=False).returncode == 0


class Suite:
    """Cases and how they are run. Prints TAP; returns the exit status."""

    def __init__(self):
        self.cases = []  # (name, function, None or what is wrong with the product)

    def case(self, function):
        self.cases.append((function.__name__, function, None))
        return function

    def known(self, fault):
        """Marks a case that fails because of a fault of the product. When it passes, the run
        fails: the fault is mended, and the case belongs among the others."""
        def add(function):
            self.cases.append((function.__name__, function, fault))
            return function
        return add

    def run(self, tools, options):
        chosen = [c for c in self.cases
                  if not options.only or any(word in c[0] for word in options.only)]
        print(f'1..{len(chosen)}', flush=True)
        # A shell's background jobs ignore SIGINT, and so would the programs.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        failed = 0
        with tempfile.TemporaryDirectory(prefix='wbcli-') as folder:
            os.chmod(folder, 0o755)
            # Not concurrent.futures, for which concurrent.py beside this file would be taken.
            with ThreadPool(options.jobs) as pool:
                runs = pool.imap(lambda c: run_case(tools, Path(folder), options, c), chosen)
                for number, (one, outcome) in enumerate(zip(chosen, runs), 1):
                    failed += report_case(number, one, *outcome)
        if failed:
            print(f'# {failed} of {len(chosen)} cases are not as expected')
        return 1 if failed else 0


def run_case(tools, folder, options, one):
    name, function, _ = one
    own = folder / name
    own.mkdir()
    start = time.monotonic()
    problem = skipped = None
    try:
        function(Case(tools, own, options))
    except Failure as failure:
        problem = str(failure)
    except Skip as skip:
        skipped = str(skip)
    except Exception as error:  # pylint: disable=broad-except
        place = traceback.extract_tb(error.__traceback__)[-1]
        problem = f'{type(error).__name__}: {error} ({place.name}, line {place.lineno})'
    finally:
        remove(own)
    return problem, skipped, time.monotonic() - start


def remove(folder):
    """Removes a case's folder, whatever the case made of it."""
    for path, folders, _ in os.walk(folder):
        for name in folders:
            full = os.path.join(path, name)
            if not os.path.islink(full):
                os.chmod(full, 0o700)
    shutil.rmtree(folder, ignore_errors=True)


def report_case(number, one, problem, skipped, seconds):
    """Prints the case's line; true when it is not as expected."""
    name, _, fault = one
    took = f' ({seconds:.1f} s)' if seconds > 2 else ''
    if skipped:
        print(f'ok {number} - {name} # SKIP {skipped}', flush=True)
        return False
    if fault and problem:
        print(f'not ok {number} - {name} # TODO {fault}', flush=True)
        return False
    if fault:
        print(f'ok {number} - {name} # TODO {fault}')
        print(f'# {name}: passes unexpectedly; move it to the other cases', flush=True)
        return True
    print(f'{"not ok" if problem else "ok"} {number} - {name}{took}')
    if problem:
        one_line = problem.replace('\n', ' ')
        print(f'# {name}: {one_line}', flush=True)
        print(f'{name}: {one_line}', file=sys.stderr, flush=True)
    return problem is not None


def kill_group(process, index):
    """Kills a process started with start_new_session and all its children, and waits until the
    last of them has let go of the index."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.communicate()
    try:
        with open(Path(index) / 'lock', 'rb') as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
    except FileNotFoundError:
        pass  # it had not come so far


def main(suite, doc, examples=False, sanitized=False, mounts=False):
    """The program of a file of cases, whose docstring is `doc`: takes the options that they read and
    runs the suite. With `mounts` they may mount file systems where options.mounts says so."""
    parser = argparse.ArgumentParser(usage=doc.split('\n\n')[1][len('usage: '):])
    parser.add_argument('--jobs', type=int, default=2, help='cases at a time')
    if examples:
        parser.add_argument('--examples', default=Path(__file__).parents[1] / 'data/examples')
    if sanitized:
        parser.add_argument('--sanitized', action='store_true',
                            help='the programs are slow: smaller documents keep them busy')
    parser.add_argument('wbindex')
    parser.add_argument('wbsearch')
    parser.add_argument('only', nargs='*')
    options = parser.parse_args()
    if mounts:
        options.mounts = private_mounts()
    return suite.run(Tools(options.wbindex, options.wbsearch), options)
