"""`./manage.py settle`: every clock as its facts give it, by command; and what a verb pays for it."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.opaque import tagged
from deadlines.models import Deadline
from demo.story import write
from records.models import Record
from strategy.workflow import recording
from tests.clocks import standing
from tests.stories import concluded, fresh


def test_it_names_what_differs_changes_nothing_and_puts_it_right_when_it_is_told_to(cast, capsys):
    _, discussion = concluded(cast)
    call_command("settle", "--check")
    assert "0 clocks differ" in capsys.readouterr().out
    clock = standing(discussion, "record_filed")
    Deadline.objects.filter(pk=clock.pk).update(met_at=clock.due_at + timedelta(days=1))

    with pytest.raises(CommandError, match="1 clocks are not as their facts give them") as failed:
        call_command("settle", "--check")

    assert failed.value.returncode == 1
    said = "Signed record on the child’s file: no longer recorded"
    assert (
        f"{discussion.ref}: record_filed of {clock.due_at:%-d %B %Y} at 23:59: {said}"
        in capsys.readouterr().out
    )
    clock.refresh_from_db()
    assert clock.met_late

    call_command("settle")

    assert standing(discussion, "record_filed").running
    call_command("settle", "--check")


def test_what_it_puts_right_it_lists_with_the_earlier_and_the_new_day_for_a_manager(
    cast, client, capsys, tmp_path
):
    """As after an upgrade to a version that derives a clock in another way."""
    told, discussion = concluded(cast)
    late, gone, new = (
        standing(discussion, code) for code in ("record_circulated", "record_filed", "outcome_notified")
    )
    began = late.started_at - timedelta(days=7)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # past the guards: as it was landed
        cursor.execute(
            "UPDATE deadlines_deadline SET started_at = %s, due_at = %s WHERE id = %s",
            [began, late.due_at - timedelta(days=7), late.pk],
        )
        cursor.execute("UPDATE deadlines_deadline SET code = 'interview_plan' WHERE id = %s", [gone.pk])
        cursor.execute("DELETE FROM deadlines_deadline WHERE id = %s", [new.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    path = tmp_path / "moved.csv"

    call_command("settle", "--list", str(path))

    assert "4 clocks were put right." in capsys.readouterr().out
    with path.open(newline="", encoding="utf-8") as file:
        lines = list(csv.reader(file))
    assert lines[0] == ["Reference", "Clock", "Earlier day", "New day", "Why"]
    assert {line[0] for line in lines[1:]} == {discussion.ref}
    said = {line[1]: line[2:] for line in lines[1:]}
    was, now = (f"{moment:%-d %B %Y}" for moment in (late.due_at - timedelta(days=7), late.due_at))
    assert said["Record circulated"][:2] == [was, now]
    assert said["Record circulated"][2].startswith("Discussion ended: corrected from ")
    day = f"{new.due_at:%-d %B %Y}"
    assert said["Referrer and absent agencies told"] == ["none", day, "It ought to have been running."]
    assert said["Child interview plan"][:2] == [f"{gone.due_at:%-d %B %Y}", "none"]
    # The manager reads on the clock why it was moved.
    client.force_login(cast["manager"])
    assert "corrected from" in client.get(f"/clocks/{tagged(late.pk)}/").content.decode()
    call_command("settle", "--check")


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_at_a_terminal_it_shows_how_far_it_is_and_elsewhere_it_is_silent(cast):
    concluded(cast)
    records = Record.objects.count()

    call_command("settle", stderr=(shown := Terminal()))
    call_command("settle", stderr=(piped := io.StringIO()))
    call_command("settle", "--quiet", stderr=(quiet := Terminal()))

    assert f"[{'#' * 40}] {records} of {records}" in shown.getvalue()
    assert (piped.getvalue(), quiet.getvalue()) == ("", "")


def test_a_verb_asks_the_same_for_three_actions_and_for_thirty(cast):
    told, discussion = concluded(cast)

    def asked(minutes):
        with CaptureQueriesContext(connection) as queries:
            said = {"follow_up": "no", "disagreement_on": f"Nobody, at {minutes}."}
            write(fresh(discussion), "further", said, by=discussion.chair, at=told.at(minutes))
        return len(queries)

    asked(300)
    few = asked(301)
    day = told.at(0).date() + timedelta(days=30)
    for nth in range(27):
        facts = {"what": f"Thing {nth}", "why": "", "owner": cast["worker"], "due_on": day}
        recording.agree_action([fresh(discussion)], **facts, by=discussion.chair, at=told.at(310))

    assert Deadline.objects.running().filter(record=discussion.pk, code="action").count() >= 30
    assert asked(320) == few
