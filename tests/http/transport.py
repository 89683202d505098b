#!/usr/bin/env python3
"""Who may talk to wbsearchd and how: sockets, names, methods; and what becomes of clients that do
not behave.

usage: transport.py WBINDEX WBSEARCH WBSEARCHD [CASE...]
"""
import os
import select
import socket
import stat
import sys
import time

from httptest import DOCUMENTS, PATIENCE_S, Server, Suite, check, main, shown

SUITE = Suite()
GOOD = b'GET /healthz HTTP/1.1\r\nHost: localhost:%d\r\n\r\n'


def served(c, *options, **more):
    if not c.index.exists():
        c.tree(DOCUMENTS)
        c.indexed()
    return Server(c, *options, **more)


def read_to_end(connection):
    """What comes until the server closes, or resets."""
    data = b''
    try:
        while piece := connection.recv(65536):
            data += piece
    except ConnectionResetError:
        pass
    return data


def send_raw(server, data, shut=True):
    """Sends bytes, closes this direction (`shut`; the server may then give no answer at all), and
    reads until the server closes."""
    with server.connect() as connection:
        try:
            connection.sendall(data)
            if shut:
                connection.shutdown(socket.SHUT_WR)
        except (BrokenPipeError, ConnectionResetError, OSError):
            pass  # it has seen enough
        return read_to_end(connection)


def status_of(data):
    return int(data.split(b' ', 2)[1]) if data.startswith(b'HTTP/1.1 ') else None


def check_alive(server):
    server.request('/healthz').expect(200)
    server.search('碳金融')


def until(condition, what):
    """Waits for a condition that comes true by itself."""
    end = time.monotonic() + PATIENCE_S
    while not condition():
        check(time.monotonic() < end, what)
        select.select([], [], [], 0.02)


def open_files(server):
    return len(os.listdir(f'/proc/{server.process.pid}/fd'))


@SUITE.case
def only_its_own_names_are_answered(c):
    with served(c, '--allow-host', 'search.example') as server:
        port = server.port
        for host in (f'127.0.0.1:{port}', f'localhost:{port}', f'LOCALHOST:{port}',
                     f'[::1]:{port}', f'127.1.2.3:{port}', 'search.example',
                     f'Search.Example:{port}', 'search.example:443'):
            server.request('/healthz', headers={'Host': host}).expect(200)
        for host in ('evil.example', f'evil.example:{port}', f'127.0.0.1:{port + 1}', '127.0.0.1',
                     'localhost', f'localhost.evil.example:{port}', f'127.0.0.1.evil:{port}',
                     f'10.0.0.1:{port}', f':{port}', '', f'localhost:{port}x', 'x' * 300,
                     f'[::1:{port}', f'localhost:0{port}0'):
            answer = server.request('/api/v1/search?q=a', headers={'Host': host})
            check(answer.status in (421, 400), f'{host}: {answer.status}')
            check('hits' not in answer.body.decode(), f'{host} reads the index')
        two = f'GET /healthz HTTP/1.1\r\nHost: localhost:{port}\r\nHost: localhost:{port}\r\n' \
            'Connection: close\r\n\r\n'
        check(status_of(send_raw(server, two.encode(), shut=False)) == 400, 'two names')
        none = b'GET /healthz HTTP/1.1\r\n\r\n'
        check(status_of(send_raw(server, none, shut=False)) == 400, 'no name')


@SUITE.case
def only_get_and_head_are_served(c):
    with served(c) as server:
        for method in ('POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PATCH', 'get', 'FOO'):
            answer = server.request('/healthz', method=method)
            check(answer.status == 405 and answer.headers['Allow'] == 'GET, HEAD',
                  f'{method}: {answer.status}')
            check('Access-Control-Allow-Origin' not in answer.headers, 'no CORS')
        get = server.request('/api/v1/status')
        head = server.request('/api/v1/status', method='HEAD').expect(200)
        check(head.body == b'' and head.headers['Content-Length'] == str(len(get.raw)), 'HEAD')
        check(server.request('/api/v1/search', method='HEAD').status == 400, 'HEAD of an error')


@SUITE.case
def requests_with_a_body_are_refused(c):
    with served(c) as server:
        host = f'Host: localhost:{server.port}\r\n'
        smuggled = 'GET /api/v1/status HTTP/1.1\r\n' + host + '\r\n'
        for fields, status in (
                ('Content-Length: 5\r\n', 413), ('Transfer-Encoding: chunked\r\n', 413),
                ('Content-Length: 0\r\nContent-Length: 71\r\n', 400),
                ('Content-Length: 5\r\nContent-Length: 5\r\n', 400),
                ('Content-Length: 0\r\nTransfer-Encoding: chunked\r\n', 413),
                ('Content-Length: -1\r\n', (400, 413)), ('Content-Length: 99999999999999999999\r\n',
                                                         (400, 413)),
                ('Content-Length: 0x10\r\n', (400, 413))):
            data = f'GET /healthz HTTP/1.1\r\n{host}{fields}\r\n{smuggled}'
            answer = send_raw(server, data.encode(), shut=False)
            check(status_of(answer) in (status if isinstance(status, tuple) else (status,)),
                  f'{fields!r}: {shown(answer)}')
            check(b'"indexes"' not in answer, f'{fields!r}: the rest is read as a request')
        answer = send_raw(server, f'GET /healthz HTTP/1.1\r\n{host}Content-Length: 0\r\n'
                          'Connection: close\r\n\r\n'.encode(), shut=False)
        check(status_of(answer) == 200, 'a length of 0 is no body')
        check_alive(server)


@SUITE.case
def pipelined_requests_are_answered_in_order(c):
    with served(c) as server:
        targets = ['/healthz', '/api/v1/search?q=%E7%A2%B3', '/nowhere', '/api/v1/status',
                   '/readyz'] * 8
        data = ''.join(f'GET {t} HTTP/1.1\r\nHost: localhost:{server.port}\r\n\r\n'
                       for t in targets)
        data = data[:-2] + 'Connection: close\r\n\r\n'
        answer = send_raw(server, data.encode(), shut=False)
        statuses = [int(part[:3]) for part in answer.split(b'HTTP/1.1 ')[1:]]
        check(statuses == [200, 200, 404, 200, 200] * 8, f'{statuses}')


@SUITE.case
def half_requests_harm_nobody(c):
    with served(c) as server:
        whole = GOOD % server.port
        before = open_files(server)
        for size in range(len(whole)):
            with server.connect() as connection:
                connection.sendall(whole[:size])
        until(lambda: open_files(server) <= before + 2, 'connections stay open')
        with server.connect() as hanging:
            hanging.sendall(whole[:-2])
            check_alive(server)
            hanging.sendall(whole[-2:])
            check(hanging.recv(65536).startswith(b'HTTP/1.1 200'), 'the other half')


@SUITE.case
def nonsense_is_refused(c):
    with served(c) as server:
        for data in (b'\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', b'\x00' * 100, b'\r\n' * 50,
                     b'GET\r\n\r\n', b'GET  HTTP/1.1\r\n\r\n', b'GET / HTTP/9.9\r\n\r\n',
                     b'GET http://evil/ HTTP/1.1\r\nHost: evil\r\n\r\n',
                     b'GET * HTTP/1.1\r\nHost: localhost\r\n\r\n',
                     b'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', b'GET / HTTP/1.1\r\nHost\r\n\r\n',
                     b'GET / HTTP/1.1\r\n: x\r\nHost: a\r\n\r\n',
                     b'GET /\xff\xfe HTTP/1.1\r\nHost: a\r\n\r\n',
                     b'GET /healthz HTTP/1.1\nHost: a\n\n', b'A' * 70000):
            answer = send_raw(server, data)
            check(b' 200 ' not in answer.split(b'\r\n')[0], f'{data[:40]!r}: {shown(answer)}')
        check_alive(server)


@SUITE.case
def refusals_of_the_library_repeat_nothing(c):
    """They lack our headers (query/http.h), so nothing of a request may stand in them."""
    with served(c) as server:
        host = b'Host: localhost:%d\r\nX-Marker: <b>marker\r\n' % server.port
        for status, data in (
                (505, b'GET /<b>marker HTTP/9.9\r\n' + host + b'\r\n'),
                (400, b'GET /<b>marker\r\n\r\n'),
                (400, b'GET /<b>marker HTTP/1.1\r\nX-Marker: <b>marker\r\n\r\n'),
                (400, b'GET /<b>marker HTTP/1.1\r\n<b>marker\r\n\r\n'),
                (400, b'GET /<b>marker HTTP/1.1\r\n' + host + b'Content-Length: marker\r\n\r\n'),
                (413, b'GET /<b>marker HTTP/1.1\r\n' + host + b'Content-Length: ' + b'9' * 40 +
                 b'\r\n\r\n'),
                (414, b'GET /' + b'<b>marker' * 5000 + b' HTTP/1.1\r\n' + host + b'\r\n'),
                (431, b'GET /<b>marker HTTP/1.1\r\n' + host + b'X: ' + b'<b>marker' * 5000)):
            answer = send_raw(server, data, shut=False)
            check(status_of(answer) == status, f'{data[:60]!r}: {shown(answer)}')
            check(b'marker' not in answer, f'{data[:60]!r} comes back: {shown(answer)}')
            check(b'\r\nConnection: close\r\n' in answer, f'{data[:60]!r} leaves it open')
        check_alive(server)


@SUITE.case
def large_headers_are_refused(c):
    with served(c) as server:
        host = b'Host: localhost:%d\r\n' % server.port
        for data in (b'GET /healthz HTTP/1.1\r\n' + host + b'X: ' + b'a' * (1 << 20) + b'\r\n\r\n',
                     b'GET /healthz HTTP/1.1\r\n' + host + b'X: a\r\n' * 200000 + b'\r\n',
                     b'GET /' + b'a' * (1 << 20) + b' HTTP/1.1\r\n' + host + b'\r\n'):
            answer = send_raw(server, data)
            check(status_of(answer) in (None, 400, 413, 414, 431), shown(answer))
        check_alive(server)


@SUITE.case
def slow_clients_are_left(c):
    with served(c, '--client-limit', '1') as server:
        quiet = server.connect()
        slow = server.connect()
        kept = server.connect()
        kept.sendall(GOOD % server.port)
        check(kept.recv(65536).startswith(b'HTTP/1.1 200'), 'answered')
        text = b'GET /healthz HTTP/1.1\r\nHost: localhost\r\n' + b'X-Slow: a\r\n' * 100000
        end = time.monotonic() + PATIENCE_S
        for at in range(len(text)):  # a byte now and then until it is cut off
            check(time.monotonic() < end, 'a slow client is served for ever')
            try:
                slow.sendall(text[at:at + 1])
            except OSError:
                break
            if select.select([slow], [], [], 0.05)[0]:
                break
        for connection in (quiet, slow, kept):
            check(b'HTTP/1.1 200' not in read_to_end(connection), 'closed without an answer')
            connection.close()
        metrics = server.request('/metrics').body.decode()
        check('wbsearchd_connections_dropped_total 3\n' in metrics, metrics)
        check_alive(server)


@SUITE.case
def clients_that_do_not_read_are_left(c):
    c.write('lang.txt', ''.join(f'第{n}段的碳金融，{"很长的一段话" * 300}。\n\n' for n in range(60)))
    with served(c, '--client-limit', '1') as server:
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(('127.0.0.1', server.port))
        target = '/api/v1/search?q=%E7%A2%B3%E9%87%91%E8%9E%8D&limit=60'
        request = f'GET {target} HTTP/1.1\r\nHost: localhost:{server.port}\r\n\r\n'.encode()
        connection.sendall(request * 20)
        until(lambda: 'dropped_total 1\n' in server.request('/metrics').body.decode(),
              'a client that does not read is served for ever')
        connection.close()
        check_alive(server)


@SUITE.case
def thousands_of_connections_come_and_go(c):
    with served(c) as server:
        check_alive(server)
        before = open_files(server)
        for number in range(3000):
            connection = server.connect()
            if number % 3 == 1:
                connection.sendall((GOOD % server.port)[:number % 40])
            elif number % 3 == 2:
                connection.sendall(GOOD % server.port)
            if number % 5 == 0:  # reset instead of closed
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b'\1\0\0\0\0\0\0\0')
            connection.close()
        check_alive(server)
        until(lambda: open_files(server) <= before + 2, 'connections stay open')


@SUITE.case
def more_connections_than_allowed_wait(c):
    with served(c, '--connections', '8') as server:
        idle = [server.connect() for _ in range(30)]
        waiting = server.connect()
        waiting.sendall(GOOD % server.port)
        for connection in idle:
            connection.close()
        check(waiting.recv(65536).startswith(b'HTTP/1.1 200'), 'served when there is room')
        waiting.close()
        check_alive(server)


@SUITE.case
def other_machines_are_kept_out(c):
    c.tree(DOCUMENTS)
    c.indexed()
    for address in ('0.0.0.0:0', '[::]:0', '192.0.2.1:0'):
        c.run('wbsearchd', '--index', c.index, '--listen', address).expect(
            code=2, err_has=('can be reached by other machines', '--allow-remote'))
    for address in ('', 'x', '127.0.0.1', '127.0.0.1:', '127.0.0.1:65536', 'example.com:80', '-1',
                    '[::1', '[::1]80', 'unix:', 'unix:' + 'x' * 200):
        c.run('wbsearchd', '--index', c.index, '--listen', address).expect(code=2)
    with Server(c, '--allow-remote', listen='0.0.0.0:0') as server:
        server.request('/healthz', headers={'Host': f'192.0.2.7:{server.port}'}).expect(200)
        server.request('/healthz', headers={'Host': f'evil.example:{server.port}'}).expect(421)


@SUITE.case
def a_port_in_use_is_told(c):
    with served(c) as server:
        c.run('wbsearchd', '--index', c.index, '--listen', str(server.port)).expect(
            code=2, err_has='cannot listen on')


@SUITE.case
def a_unix_socket_is_its_owners(c):
    path = c.dir / 'wb.sock'
    old = socket.socket(socket.AF_UNIX)
    old.bind(str(path))  # and nobody listens: left over from a crash
    old.close()
    with served(c, listen=f'unix:{path}') as server:
        check(server.address == f'unix:{path}', server.address)
        check(stat.S_IMODE(path.stat().st_mode) == 0o600, 'the mode')
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(PATIENCE_S)
            connection.connect(str(path))
            connection.sendall(b'GET /readyz HTTP/1.1\r\nHost: whatever\r\n\r\n')
            check(connection.recv(65536).startswith(b'HTTP/1.1 200'), 'answered')
        c.run('wbsearchd', '--index', c.index, '--listen', f'unix:{path}').expect(code=2)
        server.stop()
    check(not path.exists(), 'the file is removed')
    (c.dir / 'file').write_text('not a socket')
    c.run('wbsearchd', '--index', c.index, '--listen', f'unix:{c.dir}/file').expect(code=2)
    check((c.dir / 'file').read_text() == 'not a socket', 'no file of others is removed')


@SUITE.case
def sockets_of_systemd_are_served(c):
    c.tree(DOCUMENTS)
    c.indexed()
    with socket.create_server(('127.0.0.1', 0)) as listening:
        port = listening.getsockname()[1]
        command = ['sh', '-c', f'LISTEN_PID=$$ LISTEN_FDS=1 exec "$0" "$@" 3<&{listening.fileno()}',
                   c.tools.wbsearchd]
        original = c.command
        c.command = lambda program, args: command + original(program, args)[1:]
        try:
            server = Server(c, listen=None, popen={'pass_fds': [listening.fileno()]})
        finally:
            c.command = original
    with server:
        check(server.port == port, f'{server.address}')
        check_alive(server)


@SUITE.case
def it_ends_well(c):
    for number in (15, 2):
        with served(c) as server:
            idle = server.connect()
            half = server.connect()
            half.sendall(b'GET /hea')
            check_alive(server)
            server.stop(number)
            idle.close()
            half.close()


@SUITE.case
def what_it_lacks_is_told(c):
    c.run('wbsearchd').expect(code=2, err_has=('no index', 'hint: '))
    c.run('wbsearchd', '--index', c.dir / 'none').expect(code=2, err_has='no index')
    c.run('wbsearchd', 'word').expect(code=2, err_has='is no option')
    c.run('wbsearchd', '--time-limit', '0').expect(code=2)


if __name__ == '__main__':
    sys.exit(main(SUITE, sys.argv[1:]))
