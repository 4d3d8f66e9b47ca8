"""Redis gone, the worker killed, PostgreSQL restarted: last, for they shake the system."""

import json
import os
import signal
import subprocess

from tests.together import until


def unsent(system):
    return system.sql("SELECT count(*) FROM notices_notice WHERE sent_at IS NULL AND failed_at IS NULL")[0][0]


def test_health_reports_every_part(system):
    found = until(lambda: (h := system.health())["status"] == "ok" and h, what="a healthy system")

    assert set(found) == {
        "status",
        "database",
        "broker",
        "worker",
        "mail",
        "beat",
        "clock",
        "seals",
        "oldest_unsent_notice_seconds",
        "notices_waiting_too_long",
        "notices_given_up",
        "sweep",
        "oldest_step_not_taken_seconds",
        "clocks_without_owner",
        "clocks_that_differ",
        "clocks_compared",
        "clock_notices_unsent",
        "clock_notices_given_up",
    }


def test_a_worker_that_gives_up_is_started_again(system):
    keeper = system.processes["worker"].pid
    (gone,) = subprocess.run(
        ["pgrep", "-P", str(keeper)], capture_output=True, text=True, check=True
    ).stdout.split()
    os.kill(int(gone), signal.SIGKILL)
    since = system.sql("SELECT now()")[0][0]

    until(
        lambda: system.sql("SELECT 1 FROM notices_heartbeat WHERE name = 'worker' AND at > %s", since),
        what="the worker to be back",
    )


def test_the_beat_sweeps_by_itself(system):
    """A clock that runs out now is marked without anybody asking."""
    (clock,) = system.sql(
        "SET LOCAL session_replication_role = replica;"  # a clock never moves
        "UPDATE deadlines_deadline SET due_at = now() - interval '1 minute', started_at = now() - interval '1 day',"
        " next_step_at = now() - interval '1 minute', step_at = ARRAY[now() - interval '1 minute'],"
        " step_names = ARRAY['breach'], step_to = ARRAY['owner,team_manager']"
        " WHERE id = (SELECT min(id) FROM deadlines_deadline WHERE met_at IS NULL AND dropped_at IS NULL"
        " AND superseded_by_id IS NULL AND code = 'strategy_3wd' AND owner_id IS NOT NULL) RETURNING id"
    )[0]

    until(
        lambda: system.sql("SELECT at FROM deadlines_breach WHERE clock_id = %s", clock),
        what="the beat's sweep",
    )
    told = system.sql("SELECT key FROM notices_notice WHERE key LIKE %s", f"deadline:{clock}:breach:%")
    assert len(told) == len(set(told)) >= 1


def test_redis_down_while_signing_the_record_is_signed_and_sent_when_it_is_back(system, sign_in):
    told = (
        "import sys; from demo.people import load_people; from config.clock import now\n"
        "from datetime import timedelta\n"
        "from demo.ics import ICS_RISK, WARD, ics_example\nfrom tests.stories import AT_ANY_HOUR\n"
        "from demo.story import days_ahead, hold, inform\n"
        "from strategy.workflow import agreeing, recording, signing\n"
        "people = load_people(); at = now()\n"
        "s = ics_example(people, at); s.received = at - timedelta(hours=8)\n"
        "s.child['case_number'] = 'REDIS-1'; s.said['incident_on'] = s.said['aware_on'] = s.received.date()\n"
        "k = s.record(s.make_child()); s.liaise(k); s.decide(k)\n"
        "(d,) = s.convene(k, minutes=180, who=WARD, late='x')\n"
        "inform(s, d, 'doctor', minutes=120, information='x')\n"
        "hold(s, d, minutes=180, said=AT_ANY_HOUR | {'actions': {'review_how': 'x', 'review_on': days_ahead(at, 9)}}, risks=[ICS_RISK], attendance={})\n"
        "recording.agree_action([d], what='x', why='', owner=people['doctor'], due_on=days_ahead(at, 3), by=d.chair, at=at)\n"
        "signing.conclude(d.pk, by=d.chair, at=s.at(250))\n"
        "from strategy.models import StrategyDiscussion as SD\n"
        "[agreeing.agree(d.pk, agreed=True, comment='', by=people[w], at=s.at(260), seen=agreeing.agreed_digest(SD.objects.get(pk=d.pk))) for w in ('service', 'sergeant')]\n"
        "print(d.ref)"
    )
    ref = system.manage("shell", "--no-imports", "-c", told).strip().splitlines()[-1]
    until(lambda: unsent(system) == 0, what="the outbox to be empty")
    page = sign_in("manager")
    page.goto(f"/discussions/{ref}/sign/")
    page.fill("#id_password", "demonstration only")
    system.stop_redis()

    page.get_by_role("button", name="Sign and circulate").click()
    page.wait_for_selector("h1:has-text('Circulation')", timeout=60_000)

    assert system.sql("SELECT state FROM records_record WHERE ref = %s", ref) == [("signed",)]
    assert unsent(system) > 0
    assert "not yet sent" in page.inner_text("main")
    assert system.health()["broker"] == "unreachable"
    system.start_redis()
    until(lambda: unsent(system) == 0, seconds=240, what="the outbox to be sent")
    assert [m for m in system.post.mails if m[0] == "doctor@demo.invalid" and f"Record {ref}" in m[1]]


def test_a_killed_worker_and_two_sweeping_ones_tell_everybody_once(system):
    system.worker("second")
    system.sql(
        "SET LOCAL session_replication_role = replica;"  # a clock never moves
        "UPDATE deadlines_deadline SET due_at = now() - interval '2 minutes', started_at = now() - interval '1 day',"
        " next_step_at = now() - interval '2 minutes', step_at = ARRAY[now() - interval '2 minutes'],"
        " step_names = ARRAY['again'], step_to = ARRAY['owner,team_manager,service_manager']"
        " WHERE met_at IS NULL AND dropped_at IS NULL AND superseded_by_id IS NULL"
    )

    until(
        lambda: system.sql("SELECT 1 FROM notices_notice WHERE key LIKE 'deadline:%%:again:%%' LIMIT 1"),
        what="a sweep",
    )
    for name, queues in (("worker", "clocks"), ("mail", "mail,upkeep")):
        system.kill(name)
        system.worker(name, queues)

    until(
        lambda: (
            not system.sql(
                "SELECT 1 FROM deadlines_deadline WHERE next_step_at < now() AND met_at IS NULL AND dropped_at IS NULL"
                " AND superseded_by_id IS NULL"
            )
        ),
        what="every clock to be swept",
    )
    until(lambda: unsent(system) == 0, seconds=240, what="the outbox to be sent")
    keys = system.sql("SELECT key FROM notices_notice WHERE key LIKE 'deadline:%%:again:%%'")
    owed = system.sql(
        "SELECT count(*) FROM deadlines_deadline WHERE 'again' = ANY(step_names) AND owner_id IS NOT NULL"
    )[0][0]
    assert len(keys) == len(set(keys)) >= owed
    for process in ("second",):
        system.kill(process)


def test_a_mail_server_that_does_not_answer_holds_up_no_clock(system):
    system.post.silent, before = True, system.post.asked
    try:
        system.sql(
            "INSERT INTO notices_notice (key, kind, to_email, reference, path, facts, created_at, send_at, attempts, failure)"
            " SELECT 'silent:' || n, 'chase', 'here@demo.invalid', 'x', '/x/', '{}', now(), now(), 0, ''"
            " FROM generate_series(1, 5) n"
        )
        until(lambda: system.post.asked > before, what="a mail that is not answered")
        since = system.sql("SELECT now()")[0][0]

        until(
            lambda: system.sql("SELECT 1 FROM notices_heartbeat WHERE name = 'worker' AND at > %s", since),
            what="the clocks to go on",
        )
        assert system.sql(
            "SELECT count(*) FROM notices_notice WHERE key LIKE 'silent:%%' AND sent_at IS NULL"
        ) == [(5,)]
    finally:
        system.post.silent = False
    until(lambda: unsent(system) == 0, seconds=240, what="the outbox to be sent")


def test_a_mail_that_bounces_is_shown_to_the_chair(system, sign_in):
    ref = system.sql(
        "SELECT ref FROM records_record WHERE kind = 'discussion' AND state = 'signed' ORDER BY id"
    )[0][0]
    system.sql(
        "INSERT INTO notices_notice (key, kind, to_email, reference, path, facts, created_at, send_at, attempts, failure)"
        " VALUES ('bounce:1', 'chase', 'gone@demo.invalid', %s, '/x/', %s, now(), now(), 2, '')", ref, json.dumps({}),
    )  # fmt: skip
    until(
        lambda: system.sql("SELECT failed_at FROM notices_notice WHERE key = 'bounce:1'")[0][0],
        what="the bounce",
    )

    page = sign_in("manager")
    page.goto(f"/records/{ref}/circulation/")

    assert "A mail to gone@demo.invalid could not be delivered" in page.inner_text("main")


def test_a_database_that_drops_every_connection_is_a_clear_page_and_the_draft_is_intact(system, sign_in):
    ref = system.sql(
        "SELECT ref FROM records_record WHERE kind = 'discussion' AND state = 'concluded' ORDER BY id"
    )[0][0]
    page = sign_in("manager")
    page.goto(f"/records/{ref}/further/")

    page.locator("#id_disagreement").check()
    page.fill("#id_disagreement_on", "Typed before the restart")
    page.wait_for_selector("#saved:has-text('Draft kept at')")
    name = system.database["NAME"]
    system._sql_elsewhere(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    system._sql_elsewhere(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    try:
        page.get_by_role("button", name="Save and stay").click()
        page.wait_for_selector("h1:has-text('The records are not reachable for a moment')")
        assert "Typed before the restart" in page.inner_text("main")
    finally:
        system._sql_elsewhere(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    until(system.answers, what="the database again")  # a pooler asks for it now and then

    page.goto(f"/records/{ref}/further/")
    assert page.input_value("#id_disagreement_on") == "Typed before the restart"


def test_stopping_the_web_server_lets_it_finish(system):
    process = system.processes["web"]
    os.kill(process.pid, signal.SIGTERM)
    process.wait(timeout=30)
    assert process.returncode == 0
    system.web()
    until(system.answers, what="the web server again")
