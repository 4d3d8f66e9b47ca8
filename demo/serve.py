"""Runs everything for bin/demo: engines, migrations, data, web, worker, beat; stops them together."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from config import engines

PORT = os.environ.get("PORT", "8047")
BIN = Path(sys.executable).parent


def main() -> int:
    if "--reset" in sys.argv[1:]:
        reset()
    os.environ.setdefault("FORTYSEVEN_ENV", "demonstration")
    os.environ.setdefault("SITE_URL", f"http://localhost:{PORT}")
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    servers: list[subprocess.Popen[bytes]] = []
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = engines.database_url()
    if not os.environ.get("REDIS_URL"):
        servers.append(engines.start_redis())
        os.environ["REDIS_URL"] = engines.redis_url()
    signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    try:
        manage("migrate", "--verbosity=0")
        manage("load_demo")
        servers += start()
        wait_until_it_answers()
        print(f"\nFortyseven is running at http://localhost:{PORT}")
        if not os.environ.get("EMAIL_URL"):
            print(f"Mails are written to {engines.var() / 'mail'}.")
        print("Ctrl-C stops it.", flush=True)
        while all(server.poll() is None for server in servers):
            time.sleep(1)  # between two looks whether all parts run
        print("A part has stopped by itself; stopping the rest.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopping.")
        return 0
    finally:
        stop(servers)


def reset() -> None:
    if os.environ.get("DATABASE_URL"):
        raise SystemExit("--reset deletes the embedded database only; DATABASE_URL is set.")
    for name in ("postgres", "files", "mail", "beat-schedule"):
        path = engines.var() / name
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def manage(*command: str) -> None:
    subprocess.run([sys.executable, "-W", "ignore", "manage.py", *command], check=True)


def start() -> list[subprocess.Popen[bytes]]:
    celery = [str(BIN / "celery"), "-A", "config", "-q"]
    parts = [
        [str(BIN / "gunicorn"), "config.wsgi", "--bind", f"127.0.0.1:{PORT}", "--workers", "2",
         "--threads", "4", "--log-level", "warning"],
        *([*celery, "worker", "--queues", queues, "--concurrency", processes, "-n", f"{name}@demo",
           "--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
          for name, queues, processes in (("clocks", "clocks", "2"), ("mail", "mail,upkeep", "1"))),
        [*celery, "beat", "--loglevel", "WARNING"],
    ]  # fmt: skip
    # A group of their own: Ctrl-C reaches this process alone, which stops them in order.
    keep = [sys.executable, "-m", "demo.keep"]
    return [subprocess.Popen([*keep, *part], start_new_session=True) for part in parts]


def wait_until_it_answers() -> None:
    for _ in range(150):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/health/", timeout=2)
            return
        except OSError:
            time.sleep(0.2)  # between two looks whether it answers
    raise SystemExit(f"The web server does not answer on port {PORT}.")


def stop(servers: list[subprocess.Popen[bytes]]) -> None:
    # The newest first: beat, worker, web, and Redis last.
    for server in reversed(servers):
        server.terminate()
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()


if __name__ == "__main__":
    sys.exit(main())
