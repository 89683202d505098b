"""A browser driven over the WebDriver protocol (W3C), with nothing but Python's own library.

One Chromium, without a window, and chromedriver beside it; both end with `Browser.close`.
"""
import base64
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

START_S = 30
WAIT_S = 15

# Keys by the numbers that WebDriver gives them.
ENTER = '\ue007'
ESCAPE = '\ue00c'
TAB = '\ue004'
DOWN = '\ue015'
UP = '\ue013'
LEFT = '\ue012'

_ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'


class BrowserError(Exception):
    """What the driver says went wrong."""


def find_programs():
    """Paths of driver and browser, or None."""
    driver = shutil.which('chromedriver')
    browser = shutil.which('chromium') or shutil.which('chromium-browser')
    return (driver, browser) if driver and browser else None


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


class Element:
    """Something on the page."""

    def __init__(self, browser, reference):
        self.browser = browser
        self.reference = reference

    def _path(self, rest):
        return f'/element/{self.reference}/{rest}'

    def click(self):
        self.browser.command('POST', self._path('click'), {})

    def type(self, text):
        self.browser.command('POST', self._path('value'), {'text': text})

    def clear(self):
        self.browser.command('POST', self._path('clear'), {})

    @property
    def text(self):
        return self.browser.command('GET', self._path('text'))

    @property
    def shown(self):
        return self.browser.command('GET', self._path('displayed'))

    def attribute(self, name):
        return self.browser.command('GET', self._path(f'attribute/{name}'))

    def property(self, name):
        return self.browser.command('GET', self._path(f'property/{name}'))

    def css(self, name):
        return self.browser.command('GET', self._path(f'css/{name}'))


class Browser:
    """A session: one window."""

    def __init__(self, language='zh-CN', script=True, dark=False):
        driver, browser = find_programs()
        self.folder = tempfile.mkdtemp(prefix='wbsearch-browser-')
        self.port = free_port()
        self.log = open(os.path.join(self.folder, 'driver.log'), 'wb')
        self.driver = subprocess.Popen([driver, f'--port={self.port}'], stdout=self.log,
                                       stderr=self.log, start_new_session=True)
        self.session = ''
        arguments = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage',
                     '--hide-scrollbars', '--no-first-run', '--disable-extensions',
                     '--disable-background-networking', '--disable-component-update',
                     f'--lang={language}', f'--user-data-dir={self.folder}/profile']
        if dark:
            arguments.append('--blink-settings=preferredColorScheme=0')
        options = {'binary': browser, 'args': arguments,
                   'prefs': {'intl.accept_languages': language,
                             'profile.managed_default_content_settings.javascript':
                                 1 if script else 2}}
        try:
            self._wait_for_driver()
            answer = self.command('POST', '/session', {'capabilities': {'alwaysMatch': {
                'browserName': 'chrome', 'goog:chromeOptions': options,
                'goog:loggingPrefs': {'browser': 'ALL'}}}}, whole=True)
            self.session = f'/session/{answer["sessionId"]}'
        except BaseException:
            self.close()
            raise

    def _wait_for_driver(self):
        end = time.monotonic() + START_S
        while True:
            try:
                if self.command('GET', '/status')['ready']:
                    return
            except OSError:
                if time.monotonic() > end or self.driver.poll() is not None:
                    raise BrowserError('chromedriver does not start') from None
                time.sleep(0.05)

    def close(self):
        """Ends browser and driver, and removes what they left."""
        if self.session:
            try:
                self.command('DELETE', '')
            except (OSError, BrowserError):
                pass
        try:
            os.killpg(self.driver.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.driver.wait()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def command(self, method, path, body=None, whole=False):
        """Sends a command, gives the value of its answer."""
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(
            f'http://127.0.0.1:{self.port}{self.session}{path}', data, method=method,
            headers={'Content-Type': 'application/json; charset=utf-8'})
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                value = json.load(answer)['value']
        except urllib.error.HTTPError as error:
            problem = json.load(error)['value']
            message = problem['message'].split('\n')[0]
            raise BrowserError(f'{problem["error"]}: {message}') from None
        return value

    def devtools(self, command, **parameters):
        """A command of the Chrome DevTools Protocol."""
        return self.command('POST', '/goog/cdp/execute', {'cmd': command, 'params': parameters})

    def open(self, url):
        self.command('POST', '/url', {'url': url})

    @property
    def url(self):
        return self.command('GET', '/url')

    @property
    def title(self):
        return self.command('GET', '/title')

    def back(self):
        self.command('POST', '/back', {})

    def size(self, width, height):
        """The size of what is seen, as of a screen of that size."""
        self.devtools('Emulation.setDeviceMetricsOverride', width=width, height=height,
                      deviceScaleFactor=1, mobile=width < 600)

    def media(self, **features):
        """Media features, as prefers_color_scheme='dark', or the medium, as media='print'."""
        medium = features.pop('media', '')
        self.devtools('Emulation.setEmulatedMedia', media=medium,
                      features=[{'name': name.replace('_', '-'), 'value': value}
                                for name, value in features.items()])

    def find(self, selector):
        """The first element; raises when there is none."""
        found = self.command('POST', '/element', {'using': 'css selector', 'value': selector})
        return Element(self, found[_ELEMENT])

    def find_all(self, selector):
        found = self.command('POST', '/elements', {'using': 'css selector', 'value': selector})
        return [Element(self, one[_ELEMENT]) for one in found]

    def run(self, script, *arguments):
        """Runs the body of a function; gives what it returns."""
        return self.command('POST', '/execute/sync', {'script': script, 'args': list(arguments)})

    def run_async(self, script, *arguments):
        """The same; its last argument is a function to be called with the answer."""
        return self.command('POST', '/execute/async', {'script': script, 'args': list(arguments)})

    def press(self, keys):
        """Presses keys one after the other, wherever the focus is."""
        actions = []
        for key in keys:
            actions += [{'type': 'keyDown', 'value': key}, {'type': 'keyUp', 'value': key}]
        self.command('POST', '/actions', {'actions': [
            {'type': 'key', 'id': 'keyboard', 'actions': actions}]})

    def wait(self, condition, what):
        """Waits until `condition()` holds; a page that changes meanwhile is no failure."""
        end = time.monotonic() + WAIT_S
        while True:
            try:
                value = condition()
                if value:
                    return value
            except BrowserError:
                pass
            if time.monotonic() > end:
                raise BrowserError(f'waited {WAIT_S} s in vain for {what}')
            time.sleep(0.03)

    def messages(self):
        """What the browser wrote on its console since the last call."""
        return [entry['message'] for entry in
                self.command('POST', '/se/log', {'type': 'browser'})]

    def screenshot(self, path, whole=False):
        """Writes what is seen, or the whole page, as PNG."""
        if whole:
            metrics = self.devtools('Page.getLayoutMetrics')['cssContentSize']
            data = self.devtools('Page.captureScreenshot', captureBeyondViewport=True,
                                 clip={'x': 0, 'y': 0, 'width': metrics['width'],
                                       'height': min(metrics['height'], 6000), 'scale': 1})['data']
        else:
            data = self.command('GET', '/screenshot')
        with open(path, 'wb') as file:
            file.write(base64.b64decode(data))

    def print_pdf(self, path):
        """Prints the page into a file."""
        with open(path, 'wb') as file:
            file.write(base64.b64decode(self.command('POST', '/print', {'background': False})))
