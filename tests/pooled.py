"""PgBouncer in transaction mode around a command: `python -m tests.pooled [--size N] COMMAND…`, or bin/pooled.

It listens on a port of its own, with a configuration of its own in a temporary folder, and passes every
database on to the server of DATABASE_URL (unset: the embedded one). The command finds it in DATABASE_URL, and the
server itself in DIRECT_DATABASE_URL. Its exit code is ours.
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import environ

from config import engines

PGBOUNCER = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


class Missing(Exception):
    """There is no pgbouncer on this machine, or it does not start."""


CONFIG = """\
[databases]
* = host={host} port={port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listen}
unix_socket_dir =
auth_type = trust
auth_file = {folder}/users.txt
pool_mode = transaction
default_pool_size = {size}
max_client_conn = 500
server_idle_timeout = {idle}
query_wait_timeout = 5
server_login_retry = 1
logfile = {folder}/log
pidfile = {folder}/pid
log_connections = 0
log_disconnections = 0
"""


def direct(server):
    """The server itself, where this entry of DATABASES is a pooler that bin/pooled has put before it."""
    url = os.environ.get("DIRECT_DATABASE_URL")
    if not url:
        return server
    return server | {"OPTIONS": {}} | environ.Env.db_url_config(url) | {"NAME": server["NAME"]}


@contextmanager
def straight_to_the_server(connection):
    """Within this a connection is opened past the pooler, and stays so until it is closed.

    For what the harness sets for longer than a transaction.
    """
    before = dict(connection.settings_dict)
    if (there := direct(before)) is before:
        yield
        return
    connection.close()
    connection.settings_dict.update(there | {"ENGINE": before["ENGINE"]})
    try:
        yield
    finally:
        connection.settings_dict.update(before)


@contextmanager
def pooled(server, *, size=20, idle=1):
    """A pooler before this server, an entry of DATABASES; the port on which it listens, while this lasts.

    :raises Missing: where it cannot be.
    """
    if PGBOUNCER is None:
        raise Missing("pgbouncer is missing: apt-get install pgbouncer")
    folder = Path(tempfile.mkdtemp(prefix="pooled-"))
    listen = _free_port()
    _write(folder, server, listen=listen, size=size, idle=idle)
    whose = ["-u", _account(server)] if os.geteuid() == 0 else []
    process = subprocess.Popen([PGBOUNCER, "-q", *whose, str(folder / "ini")], stdin=subprocess.DEVNULL)
    try:
        _wait_for(process, listen, folder)
        yield listen
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _write(folder, server, **given):
    config = CONFIG.format(host=_host(server), port=server["PORT"] or 5432, folder=folder, **given)
    (folder / "ini").write_text(config)
    (folder / "users.txt").write_text(f'"{server["USER"]}" "{server["PASSWORD"]}"\n')
    if os.geteuid() == 0:
        for path in (folder, folder / "ini", folder / "users.txt"):
            shutil.chown(path, _account(server))


def _host(server):
    return server["HOST"] or server.get("OPTIONS", {}).get("host") or "127.0.0.1"


def _account(server):
    """Not root, which it refuses: whoever may come to the socket of the server, or else nobody."""
    socket_folder = Path(_host(server))
    return socket_folder.owner() if socket_folder.is_absolute() else "nobody"


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(process, port, folder):
    ends = time.monotonic() + 10
    while process.poll() is None and time.monotonic() < ends:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise Missing(f"pgbouncer does not answer: {(folder / 'log').read_text()}")


def main():
    asked = argparse.ArgumentParser(prog="bin/pooled", description="Run a command behind PgBouncer.")
    asked.add_argument("--size", type=int, default=20, help="connections to each database (20)")
    asked.add_argument("command", nargs=argparse.REMAINDER)
    given = asked.parse_args()
    if not given.command:
        asked.error("say which command")
    direct = os.environ.get("DATABASE_URL") or engines.database_url()
    server = environ.Env.db_url_config(direct)
    user = quote(server["USER"]) + (f":{quote(server['PASSWORD'])}" if server["PASSWORD"] else "")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        with pooled(server, size=given.size) as port:
            url = f"postgresql://{user}@127.0.0.1:{port}/{server['NAME']}"
            env = os.environ | {"DATABASE_URL": url, "DIRECT_DATABASE_URL": direct}
            return subprocess.run(given.command, env=env, check=False).returncode
    except Missing as missing:
        print(missing, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
