"""What the tests of wbsearchd share: a real server on a free port, requests made by hand, answers
judged by the server's own description (OpenAPI)."""
import gzip
import http.client
import json
import os
import re
import select
import signal
import socket
import sys
import urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / 'cli'))
# pylint: disable=wrong-import-position,unused-import
from wbtest import Case, Failure, Skip, Suite, Tools, check, shown  # noqa: E402

try:
    import jsonschema
except ImportError:
    jsonschema = None

# A wait that takes longer hangs. Generous: sanitizers and a busy machine are no fault of the server.
PATIENCE_S = 60

DOCUMENTS = {
    '规划/金融.md': '---\ntitle: 云岭市绿色金融规划\norgan: 云岭市人民政府\nnumber: 云政发〔2021〕5号\n'
                    'date: 2021-03-04\n---\n\n# 云岭市绿色金融规划\n\n## 一、总体要求\n\n'
                    '坚持绿色发展，探索碳金融①的路径，到2025年绿色信贷余额增长60%。\n\n'
                    '## 二、重点任务\n\n### （一）发展碳金融\n\n支持银行开展碳金融业务，鼓励😀创新。\n\n'
                    '开展监督检查，确保落实。\n\n'
                    '## 注释\n\n①碳金融：指服务于减少温室气体排放的金融活动。\n',
    '规划/环境.md': '---\ntitle: 临屿县环境保护条例\norgan: 临屿县人民代表大会\ndate: 2019-06-01\n---\n\n'
                    '# 临屿县环境保护条例\n\n第一条 为了保护环境，制定本条例。\n\n'
                    '第二条 发展碳金融，保护环境。\n\n开展监督检查，确保落实。\n',
    'a.txt': '没有日期的说明，提到碳金融。\n\n<script>alert(1)</script> & "引号"。\n',
}


class Answer:
    """A response."""

    def __init__(self, what, status, headers, body):
        self.what = what
        self.status = status
        self.headers = headers  # http.client.HTTPMessage
        self.raw = body
        self.body = gzip.decompress(body) if headers.get('Content-Encoding') == 'gzip' else body

    def json(self):
        try:
            return json.loads(self.body)
        except ValueError as error:
            raise Failure(f'{self.what}: no JSON ({error}): {shown(self.body)}') from error

    def expect(self, status, has=()):
        if self.status != status:
            raise Failure(f'{self.what}: {self.status} instead of {status}: {shown(self.body)}')
        for part in (has,) if isinstance(has, str) else has:
            if part not in self.body.decode('utf-8', 'replace'):
                raise Failure(f'{self.what}: no {part!r} in {shown(self.body)}')
        return self


class Description:
    """The server's description of itself, by which its answers are judged."""

    def __init__(self, spec):
        self.spec = spec
        self.paths = [(re.compile('^' + re.sub(r'\{[^}]+\}', '[^/]+', path) + '$'), item['get'])
                      for path, item in spec['paths'].items()]

    def operation(self, path):
        return next((operation for pattern, operation in self.paths if pattern.match(path)), None)

    def judge(self, path, answer):
        """Raises Failure where the answer is not as described."""
        operation = self.operation(path)
        if operation is None:
            check(answer.status in (400, 404, 421), f'{answer.what}: {answer.status} at no address')
            schema = {'$ref': '#/components/schemas/Problem'}
            self.validate(answer, schema, 'application/problem+json')
            return
        described = operation['responses'].get(str(answer.status))
        check(described is not None, f'{answer.what}: {answer.status} is not described')
        content = described.get('content')
        if content is None:
            check(answer.body == b'', f'{answer.what}: a body where none is described')
            return
        (kind, media), = content.items()
        self.validate(answer, media['schema'], kind)

    def validate(self, answer, schema, kind):
        found = answer.headers.get('Content-Type', '').split(';')[0]
        check(found == kind, f'{answer.what}: {found} instead of {kind}')
        if kind == 'text/plain' or jsonschema is None:
            return
        validator = jsonschema.Draft202012Validator(
            {**schema, 'components': self.spec['components']})
        for error in validator.iter_errors(answer.json()):
            raise Failure(f'{answer.what}: {error.json_path}: {shown(error.message)}')


class Server:
    """A wbsearchd that serves the index of a case."""

    def __init__(self, case, *options, index=None, env=None, listen='127.0.0.1:0', popen=None):
        self.case = case
        self.words = []
        if index is not False:
            self.words += ['--index', os.fsencode(index or case.index)]
        if listen:
            self.words += ['--listen', listen]
        self.words += list(options)
        self.err_path = case.dir / f'err-{len(list(case.dir.glob("err-*")))}'
        with open(self.err_path, 'wb') as err:
            self.process = case.popen('wbsearchd', *self.words, env=env, stderr=err, **(popen or {}))
        self.address = self.read_line()
        self.port = int(self.address.rsplit(':', 1)[1].strip('/')) if 'http:' in self.address else 0
        self.spec = None

    def read_line(self):
        """The line on standard output that says where it listens."""
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE_S)
        line = self.process.stdout.readline().decode() if ready else ''
        if not line:
            self.process.kill()
            self.process.communicate()
            raise Failure(f'wbsearchd does not start: {shown(self.err_path.read_bytes())}')
        return line.strip()

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind is not None and self.process.poll() is None:
            self.process.kill()
            self.process.communicate()
        elif self.process.poll() is None:
            self.stop()

    def stop(self, number=signal.SIGTERM):
        """Ends it; it must end well. What it wrote to standard error is returned."""
        self.process.send_signal(number)
        return self.wait()

    def wait(self):
        try:
            self.process.communicate(timeout=PATIENCE_S)
        except Exception as error:
            self.process.kill()
            self.process.communicate()
            raise Failure('wbsearchd does not end') from error
        err = self.err_path.read_bytes()
        for mark in (b'Sanitizer:', b'runtime error:'):
            check(mark not in err, f'a sanitizer report: {shown(err, 3000)}')
        check(self.process.returncode == 0,
              f'exit status {self.process.returncode}: {shown(err)}')
        return err.decode('utf-8', 'replace')

    def connect(self):
        connection = socket.create_connection(('127.0.0.1', self.port), timeout=PATIENCE_S)
        connection.settimeout(PATIENCE_S)
        return connection

    def request(self, target, method='GET', headers=None):
        """One request on a connection of its own, as it is; not judged."""
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=PATIENCE_S)
        try:
            connection.putrequest(method, target, skip_host='Host' in (headers or {}),
                                  skip_accept_encoding=True)
            for name, value in (headers or {}).items():
                connection.putheader(name, value)
            connection.endheaders()
            response = connection.getresponse()
            return Answer(f'{method} {target}', response.status, response.headers, response.read())
        finally:
            connection.close()

    def get(self, where, /, *, headers=None, **params):
        """A request whose answer is judged by the description."""
        target = where
        if params:
            target += '?' + urllib.parse.urlencode(params, doseq=True)
        answer = self.request(target, headers=headers)
        if self.spec is None:
            self.spec = Description(self.request('/api/v1/openapi.json').expect(200).json())
        self.spec.judge(where, answer)
        check(answer.headers.get('X-Content-Type-Options') == 'nosniff', f'{target}: no nosniff')
        check("default-src 'none'" in answer.headers.get('Content-Security-Policy', ''),
              f'{target}: no CSP')
        check('Access-Control-Allow-Origin' not in answer.headers, f'{target}: CORS')
        return answer

    def search(self, q, /, **params):
        return self.get('/api/v1/search', q=q, **params).expect(200).json()


def main(suite, arguments):
    """Runs the suite: WBINDEX WBSEARCH WBSEARCHD [CASE...]."""
    tools = Tools(arguments[0], arguments[1])
    tools.wbsearchd = str(Path(arguments[2]).resolve())
    options = type('Options', (), {'only': arguments[3:], 'jobs': 1})
    return suite.run(tools, options)
