"""The faults. Each is done, lasts until somebody has met it or a short time is over, and is undone."""

import time
from contextlib import contextmanager, suppress

import psycopg2

from tests.faults.post import REFUSALS, WELL

KINDS: dict = {}
# How long a fault lasts at most, and at least, in seconds.
LONGEST, SHORTEST = 8, 0.5
# How long somebody waits for an answer while something behind it stands still: so many seconds, or on a machine
# that has much else to do so many times as long as when all is well. It was 20 and 90 before there were time-outs.
WITHIN, TIMES = {"/health/": 4, "sign-in": 8}, 5


def kind(name, *, signature=0.1):
    """`signature`: how likely it is that a record is signed meanwhile, which makes a PDF and several mails."""

    def declare(inject):
        KINDS[name] = (inject, signature)
        return inject

    return declare


def drawn(faults, rng):
    """So many, in any order, each kind as often as the others."""
    deck = []
    while len(deck) < faults:
        deck += rng.sample(list(KINDS), len(KINDS))
    return deck[:faults]


def inject(run, name):
    """Do it and undo it, and count whether somebody has met it."""
    does, signature = KINDS[name]
    if run.rng.random() < signature:
        run.traffic.ask_for_signature()
    met = does(run)
    run.system.keep()
    run.injected[name] += 1
    run.met[name] += met is not False


def lasting(until=None, *, longest=LONGEST):
    """Wait until somebody has met it, for a while at the most. Returns whether."""
    began = time.monotonic()
    while (gone := time.monotonic() - began) < longest:
        if gone > SHORTEST and (until is None or until()):
            return True
        time.sleep(0.05)  # between two looks whether somebody has met it
    return False


# --- processes and connections ----------------------------------------------------------
def _killed(run, name):
    run.progress()
    if run.rng.random() < 0.5:
        run.system.kill_a_child(name, run.rng)
    else:
        run.system.kill(name)
        run.system.run(name)
    lasting()


@kind("worker of the clocks killed")
def clocks(run):
    _killed(run, "clocks")


@kind("worker of the mail killed", signature=0.4)
def mail(run):
    _killed(run, "mail")


@kind("web server killed")
def web(run):
    _killed(run, "web")


@kind("beat killed")
def beat(run):
    run.system.kill("beat")
    run.system.run("beat")
    lasting()


@kind("connections cut")
def connections(run):
    for _ in range(run.rng.randint(1, 4)):
        run.system.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        time.sleep(run.rng.uniform(0.05, 0.4))  # cuts come at any moment, by the seed


# --- engines ----------------------------------------------------------------------------
@kind("Redis gone")
def redis_gone(run):
    run.system.kill("redis")
    run.seen_in_health("broker")
    met = lasting(run.something_done())
    run.system.run("redis")
    return met


@kind("Redis frozen", signature=0.4)
def redis_frozen(run):
    with run.system.frozen("redis"):
        run.answered_in_time()
        run.seen_in_health("broker")
        return lasting(run.something_done())


@kind("PostgreSQL restarted")
def postgres(run):
    with run.system.without_postgres():
        run.seen_in_health("database")


@kind("row locked")
def row(run):
    """Of the record in which the note taker writes."""
    holder = run.system.connect()
    try:
        with holder.cursor() as cursor:
            ref = run.traffic.cases["held"]
            cursor.execute("SELECT 1 FROM records_record WHERE ref = %s FOR UPDATE", [ref])
        run.answered_in_time()
        return lasting(run.put_off("Somebody else is saving this record at the moment"))
    finally:
        with suppress(psycopg2.Error):
            holder.close()


# --- mail server ------------------------------------------------------------------------
@contextmanager
def _mode(run, mode):
    met, run.system.post.mode = run.system.post.met, mode
    try:
        yield lambda: run.system.post.met > met
    finally:
        run.system.post.mode = WELL


@kind("mail server refuses", signature=0.4)
def refuses(run):
    how = run.rng.choice(["nobody listens", *REFUSALS])
    if how in REFUSALS:
        with _mode(run, how) as met:
            return lasting(met)
    run.system.post.close()
    lasting()
    run.system.post.open()
    return True


@kind("mail server slow", signature=0.4)
def slow(run):
    with _mode(run, "slow") as met:
        return lasting(met) and lasting()


@kind("mail server silent", signature=0.4)
def silent(run):
    """Now and then for longer than the worker waits for an answer."""
    with _mode(run, "silent") as met:
        long = run.rng.random() < 0.2
        return lasting(met) and not lasting(lambda: False, longest=12 if long else 1)


@kind("mail server dies after DATA", signature=0.4)
def dies(run):
    taken = sum(map(len, run.system.post.taken.values()))
    with _mode(run, "dies"):
        return lasting(lambda: sum(map(len, run.system.post.taken.values())) > taken)


# --- disk -------------------------------------------------------------------------------
FULL = "Files cannot be stored at the moment"


@kind("disk full on upload")
def upload(run):
    with run.system.disk.full(run.system.processes["web"].pid):
        return lasting(run.put_off(FULL, by="doctor"))


@kind("disk full on PDF", signature=1)
def pdf(run):
    with run.system.disk.full(run.system.processes["web"].pid):
        return lasting(run.put_off(FULL, by="manager"))


# --- clock ------------------------------------------------------------------------------
@kind("clock ahead")
def ahead(run):
    """A worker on a machine whose clock is a day or a year ahead, and a sweep typed there."""
    run.works_ahead(days=run.rng.choice([1, 366]))
