"""`./manage.py settle`: every clock as its facts give it, by command; and what a verb pays for it."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deadlines.models import Deadline
from demo.story import write
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
