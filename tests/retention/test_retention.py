"""How long a file is kept, what stops that it goes, and which files are due."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from actions import workflow as actions
from actions.models import Action
from boards.queries import my_work
from children.models import Person
from deadlines.models import Deadline
from deadlines.settling import breach_of
from demo.enquiry import carry_out, decide
from governance import subject_access as access
from notices.models import Notice
from records.models import Record
from records.refusals import Refused
from retention import destroying, finding, holding, keeping
from retention.models import Certificate, Destruction, DueFile, LegalHold, RetentionSetting
from retention.schedule import SCHEDULE, ends
from s47.vocabulary import Outcome
from tests.stories import recorded, signed

AFTER = datetime(2062, 1, 10, 10, tzinfo=UTC)  # the time of a case of June 2026 was over in June 2061
BEFORE = AFTER - timedelta(days=365)
WHY = "Read with the legal team. No inquiry or claim is known."
State = Destruction.State
OTHER = {
    "given_names": "Other", "family_name": "Unrelated", "born_on": date(2020, 1, 1), "sex": "F", "case_number": "T-9",
}  # fmt: skip


def closed(cast, **changed):
    """A case with nothing left to do: a discussion, an enquiry without a conference, every action reviewed."""
    told, discussion = signed(cast, **changed)
    enquiry = carry_out(told, discussion, minutes=400)
    decide(told, enquiry, Outcome.NO_CONFERENCE, minutes=900, onward="close")
    for action in Action.objects.filter(records__child=discussion.child).distinct():
        if action.state == Action.State.OPEN:
            actions.complete(action.pk, outcome="Done.", evidence=None, by=action.owner, at=told.at(2000))
        actions.review(action.pk, accepted=True, note="", by=action.reviewer, at=told.at(2100))
    return told, discussion.child


def proposed(cast, child=None):
    child = child or closed(cast)[1]
    return destroying.propose(child.pk, reason=WHY, by=cast["governance"], at=AFTER)


def agreed(cast, child=None):
    return destroying.agree(proposed(cast, child).pk, by=cast["head"], at=AFTER)


def waited(of):
    return of.not_before + timedelta(minutes=1)


def destroyed(cast):
    of = agreed(cast)
    (gone,) = destroying.carry_out(at=waited(of))
    return gone


def why_kept(child, at=AFTER):
    return " ".join(map(str, keeping.standing(child, at=at).why_kept(at=at)))


# --- how long ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "born", "last", "until"),
    [
        ("enquiry", date(2020, 1, 1), date(2026, 6, 12), date(2061, 6, 12)),
        ("conference", date(2020, 1, 1), date(2024, 2, 29), date(2059, 2, 28)),
        ("concern", date(2010, 5, 1), date(2012, 1, 1), date(2031, 5, 1)),  # 18 and 3 years
        ("concern", date(2010, 5, 1), date(2030, 1, 1), date(2033, 1, 1)),  # something was written later
        ("looked_after", date(2010, 5, 1), date(2012, 1, 1), date(2085, 5, 1)),
        ("registered", date(2010, 5, 1), date(2012, 1, 1), date(2031, 5, 1)),
    ],
)
def test_each_kind_of_record_is_kept_as_long_as_the_schedule_says(code, born, last, until):
    assert ends(SCHEDULE[code], born=born, last=last) == until


def test_every_kind_of_record_has_its_length():
    kinds = {kind.KIND for kind in Record.__subclasses__() if kind.KIND} | {
        kind.KIND for parent in Record.__subclasses__() for kind in parent.__subclasses__()
    }

    assert kinds <= set(SCHEDULE) and len(kinds) == 4


def test_the_longest_that_applies_wins_and_the_day_is_the_first_on_which_it_may_go(cast):
    _, child = closed(cast)
    how = keeping.standing(child, at=AFTER)

    assert {rule.code for rule, _ in how.ends} == {"concern", "discussion", "enquiry"}
    assert how.due_on == date(how.last.year + 35, how.last.month, how.last.day)
    morning = datetime(how.due_on.year, how.due_on.month, how.due_on.day, 9, tzinfo=UTC)
    assert "It is kept until" in why_kept(child, morning - timedelta(days=1))
    assert why_kept(child, morning) == ""


def test_a_child_who_was_ever_looked_after_is_kept_75_years_from_birth(cast):
    _, child = closed(cast)
    for looked_after in (True, False):
        child.looked_after = looked_after
        child.save()

    assert keeping.standing(child, at=AFTER).due_on == date(2099, 12, 1)


def test_a_partnership_sets_its_own_length(cast):
    _, child = closed(cast)
    RetentionSetting.objects.create(
        partnership=child.authority.partnership, code="enquiry", years=50, source_note="Our policy of 2026"
    )

    how = keeping.standing(child, at=AFTER)
    assert how.due_on.year == how.last.year + 50
    assert how.ends[0][0].source == "Our policy of 2026"
    with pytest.raises(IntegrityError), transaction.atomic():
        RetentionSetting.objects.update(years=0)


# --- what stops it -------------------------------------------------------------------------


def spoil_unfinished(cast, child):
    Record.objects.filter(child=child, kind="concern").update(state="recorded")


def spoil_action(cast, child):
    Action.objects.filter(records__child=child).update(state="open")


def spoil_plan(cast, child):
    Person.objects.filter(pk=child.pk).update(on_plan=True)


def spoil_asked(cast, child):
    access.open_request(
        child, asker="child", asker_name="Somebody Invented", checked="Passport seen.", received_on=AFTER.date(),
        by=cast["governance"], at=AFTER,
    )  # fmt: skip


def spoil_hold(cast, child):
    holding.place_hold(authority=child.authority, child=child, why="A claim", by=cast["governance"], at=AFTER)


def spoil_hold_on_all(cast, child):
    holding.place_hold(
        authority=child.authority, child=None, why="An inquiry", by=cast["governance"], at=AFTER
    )


def spoil_kept(cast, child):
    until = AFTER.date() + timedelta(days=900)
    keeping.keep_longer(child.pk, until=until, reason="A sister is coming.", by=cast["governance"], at=AFTER)


SPOILED = {
    "is not finished": spoil_unfinished,
    "not done and reviewed": spoil_action,
    "child protection plan": spoil_plan,
    "has asked for this file": spoil_asked,
    "A legal hold stands on this file": spoil_hold,
    "everything the authority keeps": spoil_hold_on_all,
    "It is kept until": spoil_kept,
}


def taken_back(act):
    with transaction.atomic():
        act()
        transaction.set_rollback(True)


def test_what_stops_it_is_said_and_nothing_can_be_proposed(cast):
    _, child = closed(cast)

    def stops(words, spoil):
        spoil(cast, child)
        fresh = Person.objects.get(pk=child.pk)
        assert words in why_kept(fresh)
        with pytest.raises(Refused, match=words):
            proposed(cast, fresh)
        assert finding.find(at=AFTER) == 0

    assert finding.find(at=AFTER) == 1
    for words, spoil in SPOILED.items():
        taken_back(lambda words=words, spoil=spoil: stops(words, spoil))


def test_what_comes_after_two_people_have_agreed_still_stops_it(cast):
    of = agreed(cast)

    def stops(words, spoil):
        spoil(cast, of.child)
        assert destroying.carry_out(at=waited(of)) == []
        ended = Destruction.objects.get()
        assert ended.state == State.ENDED and words in ended.ended_because
        assert Record.objects.filter(child=of.child_id).exists()
        assert Notice.objects.filter(kind="retention_kept").count() == 2
        assert not Certificate.objects.exists()

    for words, spoil in SPOILED.items():
        if spoil != spoil_kept:  # whoever keeps it says so at what was agreed
            taken_back(lambda words=words, spoil=spoil: stops(words, spoil))
    with pytest.raises(Refused, match="Say there why"):
        spoil_kept(cast, of.child)


def test_a_hold_that_has_ended_stops_nothing_and_needs_a_reason_at_both_ends(cast):
    _, child = closed(cast)
    facts = {"authority": child.authority, "child": child, "by": cast["governance"], "at": AFTER}
    with pytest.raises(Refused, match="who asks"):
        holding.place_hold(**facts, why=" ")
    hold = holding.place_hold(**facts, why="A claim")
    with pytest.raises(Refused, match="why it ends"):
        holding.ask_to_end(hold.pk, because="", by=cast["governance"], at=AFTER)
    holding.ask_to_end(hold.pk, because="Settled", by=cast["governance"], at=AFTER)
    assert "legal hold" in why_kept(child)
    holding.end(hold.pk, by=cast["head"], at=AFTER)

    assert why_kept(child) == ""
    with pytest.raises(IntegrityError), transaction.atomic():
        LegalHold.objects.update(ended_because="")


def test_a_file_kept_longer_needs_a_day_to_come_and_a_reason(cast):
    _, child = closed(cast)
    by = cast["governance"]
    with pytest.raises(Refused) as refused:
        keeping.keep_longer(child.pk, until=AFTER.date(), reason="", by=by, at=AFTER)

    assert len(refused.value.reasons) == 2
    with pytest.raises(Refused, match="Nobody is that old"):
        keeping.keep_longer(child.pk, until=date(9999, 1, 1), reason="x", by=by, at=AFTER)


# --- finding -------------------------------------------------------------------------------


def test_what_is_due_is_found_told_of_once_a_month_and_listed(cast):
    _, child = closed(cast)
    recorded(cast, child=OTHER)

    assert finding.find(at=BEFORE) == 0
    assert finding.find(at=AFTER) == finding.find(at=AFTER + timedelta(hours=1)) == 1
    due = DueFile.objects.get()
    assert due.child == child and due.due_on.year == 2061
    notice = Notice.objects.get(kind="retention_due")
    assert (notice.to_user_id, notice.facts) == (cast["governance"].pk, {"count": 1})
    assert [t.link for t in my_work(cast["governance"]) if t.kind == "retention"] == ["/retention/"]


def test_what_is_not_due_any_more_leaves_the_list(cast):
    _, child = closed(cast)
    finding.find(at=AFTER)
    keeping.keep_longer(child.pk, until=date(2070, 1, 1), reason="x", by=cast["governance"], at=AFTER)

    assert finding.find(at=AFTER) == 0
    assert not DueFile.objects.exists()
    assert finding.find(at=datetime(2070, 1, 2, tzinfo=UTC)) == 1


def test_that_a_clock_ran_out_is_no_entry_in_the_file(cast):
    """The sweep notices it whenever it comes by; nobody has written anything."""
    _, child = closed(cast)
    before = keeping.standing(child, at=AFTER).last
    clock = Deadline.objects.filter(record__child=child, breach=None).latest("due_at")
    breach_of(clock, at=clock.due_at + timedelta(days=900)).save()
    assert keeping.standing(child, at=AFTER).last == before
