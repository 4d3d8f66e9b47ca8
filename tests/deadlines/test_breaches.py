"""That a clock ran out stays, whatever is corrected; another manager answers it, and it is counted beside the rest."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from actions.workflow import answer_time, ask_for_time
from boards import counts, lateness
from boards.scopes import Scope, breaches_of, clocks_of
from config.clock import now
from config.opaque import tagged
from deadlines.breaches import answer, waiting_for, why_not_answer
from deadlines.calendar import calendar_with
from deadlines.models import Breach, BreachAnswer, Deadline
from deadlines.sweep import sweep
from deadlines.wanted import ladder
from demo.story import write
from records.refusals import Refused
from strategy.workflow import concern as concerns
from tests.audit.behind import found, past_triggers, seal_all
from tests.clocks import standing
from tests.entering import confirm
from tests.stories import recorded, signed
from tests.strategy.test_withdraw import withdraw

DAY = 24 * 60
REASON = "The ward’s book says 09:30; the clock on the wall was wrong."


@pytest.fixture
def corrected(cast):
    """The police are told in time, it is typed two days later: the liaison’s clock had run out by then."""
    told, concern = recorded(cast)
    clock = standing(concern, "police_liaison")
    sweep(at=told.at(2 * DAY))
    said = {"when": told.at(20), "officer": "Sgt Sample", "agreed": "To meet."}
    concerns.liaise(concern.pk, **said, by=cast["worker"], at=told.at(2 * DAY + 10))
    return told, concern, clock


def breach_of(clock):
    return Breach.objects.get(clock=clock)


def week_of(cast, clock, *, at):
    scope = Scope(f"authority-{clock.authority_id}", "", None)
    weeks = counts.by_week(clocks_of(scope), at=at)
    counts.add_corrected(weeks, breaches_of(scope))
    day = clock.due_at.date()
    return next(w for w in weeks if w["week"] == day - timedelta(days=day.weekday()))


def test_it_passed_when_it_was_due_and_was_noticed_by_the_sweep(corrected):
    told, _, clock = corrected
    breach = breach_of(clock)
    assert (breach.due_at, breach.at) == (clock.due_at, told.at(2 * DAY))


def test_what_is_met_late_is_one_though_no_sweep_came(cast):
    told, concern = recorded(cast)
    told.liaise(concern, minutes=3 * DAY)
    clock = standing(concern, "police_liaison")
    assert clock.met_late
    assert breach_of(clock).at >= clock.met_at


def test_a_clock_without_a_step_for_it_is_noticed_too(cast):
    told, concern = recorded(cast)
    clock = standing(concern, "police_liaison")
    assert "breach" in clock.step_names
    rule = replace(clock.rule, steps=("half:owner",))
    steps = list(ladder(rule, clock.started_at, clock.due_at, calendar_with(frozenset())))
    assert (clock.due_at + timedelta(seconds=1), "breach", "") in steps


def test_one_that_is_corrected_to_be_in_time_stays_counted_until_and_after_it_is_answered(corrected, cast):
    told, concern, clock = corrected
    clock.refresh_from_db()
    assert clock.met_at < clock.due_at
    assert week_of(cast, clock, at=told.at(3 * DAY))["corrected"] == 1

    answer(breach_of(clock).pk, reason=REASON, by=cast["service"], at=told.at(3 * DAY))

    week = week_of(cast, clock, at=told.at(3 * DAY))
    assert (week["corrected"], week["answered"]) == (0, 1)
    scope = Scope(f"team-{clock.team_id}", "", None)
    assert clock in clocks_of(scope).was_late()


def test_whoever_corrected_it_does_not_answer_it_not_even_in_the_database(corrected, cast):
    told, concern, clock = corrected
    breach = breach_of(clock)
    clock.refresh_from_db()
    assert clock.settled_by == cast["worker"]
    Deadline.objects.filter(pk=clock.pk).update(settled_by=cast["manager"])
    assert "another manager" in " ".join(map(str, why_not_answer(breach_of(clock), by=cast["manager"])))
    with pytest.raises(IntegrityError, match="Whoever corrected it"), transaction.atomic():
        BreachAnswer.objects.create(breach=breach, by=cast["manager"], reason=REASON, at=told.at(3 * DAY))


@pytest.mark.parametrize("who", ["worker", "manager2", "doctor", "governance", "conference"])
def test_nobody_but_a_manager_of_the_case_answers(corrected, cast, who):
    told, _, clock = corrected
    with pytest.raises(Refused):
        answer(breach_of(clock).pk, reason=REASON, by=cast[who], at=told.at(3 * DAY))


def test_it_is_answered_once_and_with_a_reason(corrected, cast):
    told, _, clock = corrected
    breach = breach_of(clock)
    with pytest.raises(Refused, match="Say what shows"):
        answer(breach.pk, reason=" ", by=cast["manager"], at=told.at(3 * DAY))
    answer(breach.pk, reason=REASON, by=cast["manager"], at=told.at(3 * DAY))
    with pytest.raises(Refused, match="answered already"):
        answer(breach.pk, reason=REASON, by=cast["service"], at=told.at(3 * DAY))


def test_what_stands_late_cannot_be_answered_away(cast):
    told, concern = recorded(cast)
    told.liaise(concern, minutes=3 * DAY)
    with pytest.raises(Refused, match="Say on the clock what caused"):
        answer(
            breach_of(standing(concern, "police_liaison")).pk,
            reason=REASON,
            by=cast["manager"],
            at=told.at(4 * DAY),
        )


def test_no_discussion_undoes_no_breach(cast):
    """The clock applies no longer; it was late all the same, and says why."""
    told, concern = recorded(cast)
    told.liaise(concern)
    clock = standing(concern, "strategy_same_day")
    sweep(at=told.at(3 * DAY))
    concerns.decide(
        concern.pk, hold=False, reason="Known and settled.", by=cast["manager"], at=told.at(4 * DAY)
    )

    clock.refresh_from_db()
    assert clock.dropped_at and not clock.never_applied
    assert any(why_not_answer(breach_of(clock), by=cast["service"]))
    assert week_of(cast, clock, at=told.at(5 * DAY))["corrected"] == 1
    assert clock in Deadline.objects.late_without_a_cause()


def test_what_was_begun_by_mistake_had_no_cause_to_run_and_is_answered(cast):
    told, concern = recorded(cast)
    clock = standing(concern, "strategy_same_day")
    sweep(at=told.at(3 * DAY))
    withdraw(cast, concern, "manager", at=told.at(4 * DAY))

    clock.refresh_from_db()
    assert clock.never_applied
    assert breach_of(clock) in waiting_for(cast["service"])
    assert breach_of(clock) not in waiting_for(cast["manager"])  # who withdrew it
    assert clock not in Deadline.objects.late_without_a_cause()


def test_a_moved_start_leaves_the_breach_and_asks_for_an_answer(cast):
    told, concern = recorded(cast)
    clock = standing(concern, "strategy_same_day")
    sweep(at=told.at(2 * DAY))
    referral = dict(concern.contents.get(section="referral").fields)

    write(
        concern,
        "referral",
        referral | {"received_at": told.at(2 * DAY - 60), "after_breach": REASON},
        by=cast["manager"],
        at=told.at(2 * DAY),
    )

    clock.refresh_from_db()
    assert clock.superseded_by.due_at > told.at(2 * DAY)
    assert breach_of(clock) in waiting_for(cast["service"])
    sweep(at=told.at(5 * DAY))  # now that one is late: it is the one to be asked about
    assert breach_of(clock) not in waiting_for(cast["service"])
    assert Breach.objects.filter(clock__record=concern.pk, code="strategy_same_day").count() == 2


def test_more_time_after_its_day_is_no_correction_and_before_it_leaves_no_breach(cast):
    told, discussion = signed(cast)
    early, late = discussion.actions.order_by("due_on", "pk")[:2]
    for action, at in ((early, told.at(60 * DAY)), (late, told.at(300))):
        day = at.date() + timedelta(days=30)
        ask_for_time(action.pk, day=day, reason="The ward moved.", by=action.owner, at=at)
        answer_time(action.pk, granted=True, by=action.reviewer, at=at)

    old = Deadline.objects.get(subject=early.subject, superseded_by__isnull=False)
    assert any(why_not_answer(breach_of(old), by=cast["service"]))
    assert not Breach.objects.filter(clock__subject=late.subject).exists()


def test_a_row_is_changed_deleted_and_emptied_by_nobody(corrected):
    _, _, clock = corrected
    for statement in (
        "UPDATE deadlines_breach SET due_at = at",
        "DELETE FROM deadlines_breach",
        "TRUNCATE deadlines_breach CASCADE",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_one_that_was_altered_past_its_guard_is_named(corrected):
    _, _, clock = corrected
    seal_all(now() + timedelta(minutes=2))
    breach = breach_of(clock)
    past_triggers("UPDATE deadlines_breach SET due_at = due_at - interval '1 day' WHERE id = %s", breach.pk)
    assert any(line.startswith(f"A row was altered: deadlines_breach, row {breach.pk} ") for line in found())


def test_a_manager_finds_it_in_my_work_and_answers_it_on_its_page(corrected, cast, client):
    told, concern, clock = corrected
    client.force_login(cast["manager"])
    assert "Answer what was late and corrected since: 1" in client.get("/").content.decode()
    path = f"/clocks/{tagged(clock.pk)}/answer/"
    assert path in client.get("/clocks/to-answer/").content.decode()
    assert path in client.get(f"/clocks/{tagged(clock.pk)}/").content.decode()

    empty = client.post(path, {"reason": ""})
    assert empty.status_code == 422
    assert "What shows that it was in time?" in empty.content.decode()
    client.post(path, {"reason": REASON})

    text = client.get(f"/clocks/{tagged(clock.pk)}/").content.decode()
    assert REASON in text
    assert path not in text
    assert "It ran out before it was met" in client.get(f"/records/{concern.ref}/").content.decode()
    assert list(lateness.to_answer(cast["manager"])) == []


def test_the_board_lists_it_and_its_download_says_that_it_was_late(corrected, cast, client):
    told, concern, clock = corrected
    client.force_login(cast["manager"])
    confirm(client)
    page = client.get("/board/", {"show": "late"}).content.decode()
    assert concern.ref in page
    answer(breach_of(clock).pk, reason=REASON, by=cast["manager"], at=told.at(3 * DAY))
    rows = client.get("/board.csv", {"show": "late"}).content.decode().splitlines()
    (line,) = [row for row in rows if concern.ref in row and "Police liaison" in row]
    assert line.rstrip().endswith("yes,2026-06-13 09:14")


def test_what_the_line_counts_is_what_the_page_shows(corrected, cast):
    for who in ("manager", "manager2", "service", "head", "worker", "doctor"):
        counted = sum(int(task.what.rsplit(" ", 1)[1]) for task in lateness.to_answer(cast[who]))
        assert counted == waiting_for(cast[who]).count(), who
