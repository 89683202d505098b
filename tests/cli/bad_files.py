#!/usr/bin/env python3
"""Black-box tests of documents that are not well: one that cannot be read must cost no other.

usage: bad_files.py [--jobs N] [--sanitized] WBINDEX WBSEARCH [PART-OF-A-CASE-NAME]...
"""
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time

from documents import GOOD, SMALL_TREE, busy_size, sentences
from wbtest import Suite, check, check_match, main, set_age, unprivileged

SUITE = Suite()
case = SUITE.case


def bad_file(c, name, content, reason, line=None, code=1):
    """Indexes a file that is not well beside one that is. With `code` 1 the message names the file
    (and the line) and the reason, the other file is found, and --status lists the bad one."""
    c.write('好.md', GOOD)
    if content is not None:
        c.write(name, content)
    run = c.wbindex(c.docs).expect(code=code, out='')
    place = f'{name}:{line}: ' if line else f'{name}: '
    told = [m for m in run.err_text.splitlines() if f'/{place}' in m]
    check(len(told) == 1 and re.search(reason, told[0]),
          f'{run.describe()}; expected one line with {place}… {reason}')
    check(c.paths('照常找到') == ['好.md'], 'the good file is not found')
    if code == 1:
        listed_as_failed(c, name, line, reason)
    c.wbindex('--check').expect(code=0)


def listed_as_failed(c, name, line, reason):
    c.wbindex('--status').expect(code=1, has=re.compile(
        f'^failed +{re.escape(name)}{f":{line}" if line else ""}: .*{reason}', re.M))
    failed = {f['path']: f for f in c.status()['failed']}
    check(name in failed and failed[name]['line'] == (line or 0) and
          re.search(reason, failed[name]['reason']), f'--status --json lists {failed}')
    c.wbsearch('照常找到').expect(code=0, err_has='1 files could not be indexed')
    c.wbsearch('--no-check', '照常找到').expect(code=0, err='')


@case
def bad_empty_file(c):
    bad_file(c, '空.md', '', 'holds no text', code=0)
    check(c.status()['documents_without_text'] == 1, f'status: {c.status()}')
    for number, content in enumerate((b'\xef\xbb\xbf', b'\xff\xfe', '\n\n　\n', '<!-- 注 -->\n')):
        c.write(f'空{number}.md', content)
    c.wbindex('-q').expect(code=0, err='')
    check(c.status()['documents_without_text'] == 5, f'status: {c.status()}')
    c.write('空.md', GOOD, age_s=0)
    c.wbindex().expect(code=0)
    check(c.paths('照常找到') == ['好.md', '空.md'], 'a file that was empty is not found')


@case
def bad_one_line_of_5_mb(c):
    c.write('好.md', GOOD)
    size = busy_size(c, 1_900_000)  # characters
    line = ''.join(sentences(7, size // 18))
    line = line[:size * 3 // 4] + '独此一处红嘴鸥' + line[size * 3 // 4:size]
    check(c.options.sanitized or len(line.encode()) > 5_000_000, 'the line is too short')
    c.write('长行.md', line + '\n')
    c.write('长行.txt', line + '\n')
    c.indexed().expect(err_has='3 documents')
    check(c.paths('独此一处红嘴鸥') == ['长行.md', '长行.txt'], f'{c.paths("独此一处红嘴鸥")}')
    for match in c.wbsearch('--json', '独此一处红嘴鸥').matches():
        check_match(c, match)
    c.wbindex('--check').expect(code=0)


@case
def bad_invalid_utf8(c):
    content = '好的第一行\n第二行'.encode() + b'\xff\xfe\xfa\xc0\x80\n'
    bad_file(c, '坏.md', content, 'not UTF-8', line=2)


@case
def bad_cut_in_a_character(c):
    """A download that broke off: all UTF-8 but for the last character."""
    bad_file(c, '坏.md', ('一行\n' * 50 + '第五十一行绿').encode()[:-1], 'not UTF-8', line=51)


@case
def bad_nul_bytes(c):
    bad_file(c, '坏.md', '第一行\n第二行\n第三\0行\n', 'NUL', line=3)


@case
def bad_files_that_are_no_text(c):
    c.write('好.md', GOOD)
    c.write('报告.md', b'%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n')
    c.write('通知.txt', b'PK\3\4\x14\0\x06\0\x08\0[Content_Types].xml word/document.xml')
    c.wbindex(c.docs).expect(code=1, err_has=('报告.md', 'this is a PDF file', 'pdftotext',
                                             'this is a Word document (DOCX)'))
    check(c.status()['documents'] == 1, f'{c.status()}')


@case
def gbk_is_decoded(c):
    text = ('关于加强农村饮水安全工作的意见\n\n'
            '各乡镇人民政府，县直有关部门：为保障群众饮水安全，现提出以下意见。\n')
    c.write('国标.txt', text.encode('gb18030'))
    c.write('国标.md', ('# ' + text).encode('gbk').replace(b'\n', b'\r\n'))
    c.write('好.md', GOOD)
    c.indexed().expect(err_has='3 documents')
    check(c.paths('农村饮水安全') == ['国标.md', '国标.txt'], f'{c.paths("农村饮水安全")}')
    c.wbsearch('饮水安全', '群众').expect(code=0, has='各乡镇人民政府')


@case
def utf16_is_decoded(c):
    for name, encoding, mark in (('小端.txt', 'utf-16-le', b'\xff\xfe'),
                                 ('大端.md', 'utf-16-be', b'\xfe\xff')):
        c.write(name, mark + '污水处理厂提标改造。\r\n\r\n第二段。😀\r\n'.encode(encoding))
    c.write('标记.txt', '\ufeff污水处理厂扩建。\n')
    c.indexed().expect(err_has='3 documents')
    check(len(c.paths('污水处理厂')) == 3, f'found {c.paths("污水处理厂")}')


@case
def bad_utf16(c):
    lone_surrogate = '\ud800'.encode('utf-16-le', 'surrogatepass')
    content = b'\xff\xfe' + '好'.encode('utf-16-le') + lone_surrogate + b'A\0'
    bad_file(c, '坏.txt', content, 'UTF-16', line=1)


@case
def bad_utf16_without_mark(c):
    bad_file(c, '坏.txt', 'abc\n'.encode('utf-16-le'), 'NUL', line=1)


@case
def utf16_without_mark_and_big5_are_decoded(c):
    text = '污水處理廠由市政府管理，並應於三個月內完成改善。\r\n'
    c.write('小端.txt', text.encode('utf-16-le'))
    c.write('大端.txt', text.encode('utf-16-be'))
    c.write('大五碼.md', text.encode('cp950'))
    c.indexed().expect(err_has='3 documents')
    check(len(c.paths('污水处理厂')) == 3, f'found {c.paths("污水处理厂")}')


@case
def bad_other_encoding(c):
    text = 'この条例は、市民のくらしを守るためのきまりである。\n'
    bad_file(c, '日文.txt', b'abc\n' + text.encode('cp932'), 'looks like Shift_JIS', line=2)


@case
def bad_gbk_line_in_utf8(c):
    content = '# 办法\n第一条 市人民政府负责。\n'.encode() + '第二条 本办法由市人民政府解释。\n'.encode('gbk')
    bad_file(c, '混.md', content, 'looks like GB18030', line=3)


@case
def bad_over_the_size_limit(c):
    bad_file(c, '大.md', b'a b c\n' * ((8 << 20) // 6 + 1), r'8\.4 MB; the limit is 8\.4 MB|limit')
    with open(c.docs / '大.md', 'wb') as file:
        file.truncate(1 << 40)  # a terabyte of nothing
    c.wbindex('-q').expect(code=1, err_has=re.compile('大.md: .*limit'))


@case
def largest_file_is_indexed(c):
    line = '绿色低碳转型。\n\n'.encode()
    c.write('满.txt', (line * ((8 << 20) // len(line) + 1))[:8 << 20].decode('utf-8', 'ignore')
            .encode().ljust(8 << 20, b'.'))
    c.wbindex(c.docs).expect(code=1, err_has=re.compile('满.txt: .*(200000|paragraphs)'))


@case
def many_tiny_paragraphs(c):
    count = busy_size(c, 50_000)
    c.write('碎.md', ''.join(f'第{n}条 略\n\n' for n in range(1, count + 1)))
    c.indexed().expect(err_has=f'indexed 1 document, {count:,} paragraphs')
    c.wbsearch('-c', '略').expect(code=0, out=f'{count}\n')
    c.wbsearch(f'第{count - 1}条').expect(
        code=0, out=f'碎.md:{2 * count - 3}:第{count - 1}条 略\n')
    run = c.wbsearch('--json', '-k100000', '略').expect(code=0)
    check(len(run.matches()) == count, 'not all paragraphs in the JSON')
    c.wbindex('--check').expect(code=0)


@case
def deeply_nested_markdown(c):
    c.write('好.md', GOOD)
    nested = {'引用': '>' * 10_000, '方括号': '[' * 10_000, '星号': '*' * 10_000,
              '列表': '- ' * 10_000, '强调': '*a ' * 10_000, '链接': '[a](' * 10_000,
              '下划线': '_' * 10_000, '反引号': 'a' + '`' * 10_000, '标签': '<div>' * 10_000,
              '图': '![' * 10_000, '实体': '&' * 10_000, '转义': '\\' * 10_001,
              '脚注': '[^1]' * 10_000, '表格': '|' * 10_000, '井号': '#' * 10_000,
              '混合': '*[_![' * 4_000}
    for name, text in nested.items():
        c.write(f'{name}.md', f'开头。\n\n{text} 嵌套深处的词\n\n结尾照常。\n')
    start = time.monotonic()
    run = c.wbindex('--file-timeout=20', c.docs)
    check(time.monotonic() - start < 60, f'{run.describe()}: took a minute or more')
    run.expect(code=0, err_has=f'{len(nested) + 1} documents')
    found = set(c.paths('嵌套深处的词'))
    missing = sorted({f'{name}.md' for name in nested} - found)
    check(not missing, f'the text behind the nesting is not found in {missing}')
    check(len(c.paths('结尾照常')) == len(nested), 'the text after the nesting is not found')


@case
def reason_survives_a_long_path(c):
    name = '/'.join(['长' * 80, '路' * 80, '径' * 60 + '.md'])
    bad_file(c, name, b'\0', 'NUL', line=1)


@case
def odd_file_names(c):
    names = ['换\n行.md', '引"号\'.md', '空 格 .md', '-n5.md', '--json.md', '冒:号:1:.md',
             '反\\斜.md', '长' * 83 + '.md', '$(touch x).md', '😀.md', '\u00e9.md', 'e\u0301.md',
             '*.md', '\u3000.md']
    for name in names:
        c.write(name, '怪名文件谈到托育。\n')
    c.write('怪目\n录/文.md', '怪名文件谈到托育。\n')
    c.write(b'\xff\xfe\xb0\xa1.md', '怪名文件谈到托育。\n')
    c.write(b'\xff\xfe\xb0\xa1\x1b[2J/\xff.md', '怪名文件谈到托育。\n')
    count = len(names) + 3
    c.indexed().expect(err_has=f'{count} documents')
    run = c.wbsearch('托育').expect(code=0, err='')
    check(len(run.lines) == count, f'{len(run.lines)} lines for {count} files: {run.describe()}')
    paths = {m['path'].get('text') for m in c.wbsearch('--json', '--duplicates', '托育').matches()}
    check(set(names) | {'怪目\n录/文.md'} <= paths, f'JSON names {sorted(map(str, paths))}')
    c.wbindex('--', '-n5.md').expect(code=2, err_has='not a folder')
    (c.docs / '-dir').mkdir()
    c.write('-dir/文.md', GOOD)
    c.wbindex('--', '-dir').expect(code=0, err_has='indexed 1 document, ')
    for name in ('换\n行.md', '-n5.md', '长' * 83 + '.md'):
        (c.docs / name).unlink()
    os.unlink(os.path.join(os.fsencode(c.docs), b'\xff\xfe\xb0\xa1.md'))
    c.wbsearch('托育').expect(err_has='4 gone')
    c.wbindex().expect(code=0)
    check(len(c.wbsearch('托育').lines) == count - 4, 'not all that remain are found')


@case
def odd_names_in_messages(c):
    for name in ('换\n行.md', b'\xff\xfe.md', '转\x1b[2J义.md'):
        c.write(name, b'\0')
    lines = c.wbindex(c.docs).expect(code=1).err_text.splitlines()
    check(len(lines) == 4, f'three failures and the summary on {len(lines)} lines: {lines}')
    check(all('NUL' in line for line in lines[:3]), f'without a reason: {lines}')
    check(len([line for line in c.wbindex('--status').lines if 'NUL' in line]) == 3, 'status')
    check(len(c.status()['failed']) == 3, 'status --json')


@case
def deep_folders(c):
    shallow = '/'.join(['层'] * 20)
    c.write(f'{shallow}/浅.md', GOOD)
    c.write('/'.join(['层'] * 300) + '/深.md', GOOD)
    run = c.wbindex(c.docs).expect(code=1, err_has='too many folders in one another')
    check(c.paths('照常找到') == [f'{shallow}/浅.md'], f'{run.describe()}: {c.paths("照常找到")}')
    check(len(c.status()['failed']) == 1, f'{c.status()["failed"]}')
    c.wbsearch('照常找到', cwd=c.docs / shallow).expect(code=0, has=re.compile('^浅.md:3:'))


@case
def bad_unreadable_file(c):
    def index_as_nobody(c):
        c.write('锁.md', GOOD)
        os.chmod(c.docs / '锁.md', 0)
        bad_file(c, '锁.md', None, 'Permission denied')
        os.chmod(c.docs / '锁.md', 0o644)
        c.wbindex().expect(code=0)
        check(c.paths('照常找到') == ['好.md', '锁.md'], 'a file made readable is not found')
        # What was indexed of it stays while it cannot be read.
        os.chmod(c.docs / '锁.md', 0)
        set_age(c.docs / '锁.md', 5)
        c.wbindex().expect(code=1, err_has='锁.md: ')
        check(c.paths('照常找到') == ['好.md', '锁.md'], 'a file was dropped that cannot be read')
        os.chmod(c.docs / '锁.md', 0o644)
    unprivileged(c, index_as_nobody)


@case
def bad_unreadable_folder(c):
    def index_as_nobody(c):
        c.write('锁/内.md', GOOD)
        c.write('好.md', GOOD)
        c.indexed()
        os.chmod(c.docs / '锁', 0)
        c.wbindex().expect(code=1, err_has=re.compile('锁/: .*Permission denied'))
        listed_as_failed(c, '锁/', None, 'Permission denied')
        check(c.paths('照常找到') == ['好.md', '锁/内.md'], 'its files were dropped')
        os.chmod(c.docs / '锁', 0o700)
        c.wbindex('--rebuild').expect(code=0)
        check(c.paths('照常找到') == ['好.md', '锁/内.md'], 'its files were dropped afterwards')
    unprivileged(c, index_as_nobody)


@case
def bad_unreadable_root(c):
    def index_as_nobody(c):
        os.chmod(c.docs, 0)
        c.wbindex(c.docs, cwd='/').expect(err_has=(str(c.docs), 'Permission denied'))
        os.chmod(c.docs, 0o700)
    unprivileged(c, index_as_nobody)


@case
def folder_made_readable_is_read(c):
    def index_as_nobody(c):
        c.tree(SMALL_TREE)
        os.chmod(c.docs / '规划', 0)
        c.wbindex(c.docs).expect(code=1, err_has='规划/: ')
        (c.docs / '规划').chmod(0o700)
        c.wbindex().expect(code=0)
        c.indexed()
        os.chmod(c.docs / '规划', 0)
        c.wbindex().expect(code=1, err_has='规划/: ')
        (c.docs / '规划').chmod(0o700)
        c.wbindex().expect(code=0)
    unprivileged(c, index_as_nobody)


@case
def symbolic_links(c):
    outside = c.dir / 'outside'
    outside.mkdir()
    (outside / '外.md').write_text('外面的文件谈到托育服务。\n')
    os.symlink(outside / '外.md', c.docs / '链.md')
    os.symlink(outside, c.docs / '链目录')
    os.symlink(outside, c.docs / '链目录2')
    os.symlink('.', c.docs / '自己')
    os.symlink('..', c.docs / '上面')
    os.symlink('/', c.docs / '根')
    c.write('好.md', GOOD)
    c.wbindex(c.docs).expect(code=0, err_has=re.compile('自己/: .*link'))
    check(set(c.paths('托育服务')) == {'链.md', '链目录/外.md'} or
          set(c.paths('托育服务')) == {'链.md', '链目录2/外.md'}, f'found {c.paths("托育服务")}')
    c.wbsearch('托育服务').expect(code=0, err='')


@case
def bad_symlink_loop(c):
    os.symlink('圈二.md', c.docs / '圈.md')
    os.symlink('圈.md', c.docs / '圈二.md')
    c.write('好.md', GOOD)
    c.wbindex(c.docs).expect(code=1, err_has=(
        re.compile('圈.md: .*loop'), re.compile('圈二.md: .*loop')))
    check({f['path'] for f in c.status()['failed']} == {'圈.md', '圈二.md'}, f'{c.status()}')
    check(c.paths('照常找到') == ['好.md'], 'the good file is not found')


@case
def bad_dangling_symlink(c):
    os.symlink('不存在', c.docs / '断.md')
    bad_file(c, '断.md', None, 'a link to nothing')
    (c.docs / '断.md').unlink()
    c.wbindex().expect(code=0, err_lacks='断.md')


@case
def special_files_are_reported(c):
    os.mkfifo(c.docs / '管道.md')
    bad_file(c, '管道.md', None, 'not a regular file')


@case
def special_files_do_not_stop_it(c):
    """Opening a pipe waits for a writer, reading a device may never end."""
    os.mkfifo(c.docs / '管道.md')
    os.mkfifo(c.docs / '.wbignore')
    listener = socket.socket(socket.AF_UNIX)
    folder = os.open(c.docs, os.O_RDONLY)
    listener.bind(f'/proc/self/fd/{folder}/套接字.md')  # the whole path may be too long
    os.close(folder)
    os.symlink('/dev/zero', c.docs / '设备.md')
    if os.geteuid() == 0:
        try:
            os.mknod(c.docs / '字符.md', 0o644 | stat.S_IFCHR, os.makedev(1, 5))
        except OSError:
            pass  # not allowed here
    c.write('好.md', GOOD)
    run = c.wbindex(c.docs)
    if run.code not in (0, 1):
        run.fail('exit 0 or 1')
    run.expect(err_has='.wbignore: not a regular file')
    check(c.paths('照常找到') == ['好.md'], 'the good file is not found')
    c.wbsearch('照常找到').expect(code=0)
    listener.close()


@case
def file_that_grows_while_read(c):
    c.write('好.md', GOOD)
    c.write('长.md', '# 长\n\n' + '不断增长。\n\n' * 20_000)
    script = ('import sys\n'
              'with open(sys.argv[1], "ab", buffering=0) as file:\n'
              '    print("go", flush=True)\n'
              '    while file.tell() < 7_000_000:\n'
              '        file.write(b"+")\n')
    writer = subprocess.Popen([sys.executable, '-c', script, str(c.docs / '长.md')],
                              stdout=subprocess.PIPE)
    try:
        writer.stdout.readline()
        for _ in range(5):
            writer.send_signal(signal.SIGCONT)
            run = c.wbindex(c.docs)
            writer.send_signal(signal.SIGSTOP)  # it would only keep a core from what follows
            if run.code == 1:
                run.expect(err_has=re.compile('长.md: is being written while read'))
                listed_as_failed(c, '长.md', None, 'is being written')
            else:
                run.expect(code=0)
            check(c.paths('照常找到') == ['好.md'], 'the good file is not found')
    finally:
        writer.kill()
        writer.communicate()
    c.wbindex().expect(code=0)
    check(c.paths('不断增长') == ['长.md'], 'the file is not found when it has come to rest')


if __name__ == '__main__':
    sys.exit(main(SUITE, __doc__, sanitized=True))
