"""How long a file is kept, what stops that it goes, and how two people let it go."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import IntegrityError, InternalError, connection, transaction

from actions import workflow as actions
from actions.models import Action
from audit import seals
from audit.models import AccessEvent, LetGo
from boards.queries import my_work
from children.models import Person, Restriction
from config.clock import now
from demo.enquiry import carry_out, decide
from governance import subject_access as access
from notices.models import Notice
from records.models import Record, Rendering
from records.refusals import Refused
from retention import destroying, files, finding, keeping
from retention.models import Certificate, Destruction, DueFile, FileToErase, LegalHold, RetentionSetting
from retention.schedule import SCHEDULE, ends
from s47.vocabulary import Outcome
from tests.audit.test_seals import found as faults
from tests.audit.test_seals import seal_all
from tests.stories import recorded, signed
from tests.together import before_the_first_commits, both_at_once

AFTER = datetime(2062, 1, 10, 10, tzinfo=UTC)  # the time of a case of June 2026 was over in June 2061
BEFORE = AFTER - timedelta(days=365)
WHY = "Read with the legal team. No inquiry or claim is known."
State = Destruction.State


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
    keeping.place_hold(authority=child.authority, child=child, why="A claim", by=cast["governance"], at=AFTER)


def spoil_hold_on_all(cast, child):
    keeping.place_hold(
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
        keeping.place_hold(**facts, why=" ")
    hold = keeping.place_hold(**facts, why="A claim")
    with pytest.raises(Refused, match="why it ends"):
        keeping.end_hold(hold.pk, because="", by=cast["governance"], at=AFTER)
    keeping.end_hold(hold.pk, because="Settled", by=cast["governance"], at=AFTER)

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


# --- who -----------------------------------------------------------------------------------


def test_information_governance_alone_proposes_keeps_and_holds(cast):
    _, child = closed(cast)

    for who in ("head", "manager", "service", "worker", "admin", "sergeant", "elsewhere"):
        by = cast[who]
        for act in (
            lambda by=by: destroying.propose(child.pk, reason=WHY, by=by, at=AFTER),
            lambda by=by: keeping.keep_longer(child.pk, until=date(2090, 1, 1), reason="x", by=by, at=AFTER),
            lambda by=by: keeping.place_hold(
                authority=child.authority, child=child, why="x", by=by, at=AFTER
            ),
        ):
            with pytest.raises(Refused, match="Only information governance"):
                act()


def test_whoever_proposed_it_and_whoever_has_no_part_in_it_cannot_agree(cast):
    of = proposed(cast)

    for who in ("governance", "manager", "service", "worker", "admin", "sergeant", "elsewhere"):
        with pytest.raises(Refused):
            destroying.agree(of.pk, by=cast[who], at=AFTER)
    assert Destruction.objects.get().state == State.PROPOSED


def test_the_database_refuses_that_one_person_does_both(cast):
    of = agreed(cast)

    with pytest.raises(IntegrityError), transaction.atomic():
        Destruction.objects.filter(pk=of.pk).update(agreed_by=cast["governance"])


def test_a_head_of_service_who_may_not_know_of_the_child_knows_nothing_of_it(cast):
    _, child = closed(cast)
    Restriction.objects.create(child=child, reason="A colleague’s family", since=AFTER, by=cast["governance"])
    of = proposed(cast, child)

    assert not Destruction.objects.visible_to(cast["head"]).exists()
    assert not Notice.objects.filter(kind="retention_proposed", to_user_id=cast["head"].pk).exists()
    with pytest.raises(Refused):
        destroying.agree(of.pk, by=cast["head"], at=AFTER)


def test_the_reason_names_nobody(cast):
    _, child = closed(cast)

    for text in ("Testchild’s file is old.", "No claim (Quillfeather)."):
        with pytest.raises(Refused, match="without a name"):
            destroying.propose(child.pk, reason=text, by=cast["governance"], at=AFTER)


def test_the_second_person_is_asked_by_mail_and_in_my_work_without_a_name(cast):
    of = proposed(cast)
    notice = Notice.objects.get(kind="retention_proposed")

    assert (notice.to_user_id, notice.reference) == (cast["head"].pk, of.ref)
    (task,) = [t for t in my_work(cast["head"]) if t.kind == "retention"]
    assert task.link == f"/retention/{of.ref}/" and not task.child
    assert not [t for t in my_work(cast["governance"]) if t.link == task.link]


def test_the_same_file_proposed_twice_is_proposed_once(cast):
    _, child = closed(cast)

    assert proposed(cast, child) == proposed(cast, child)
    assert Destruction.objects.count() == 1


# --- it goes -------------------------------------------------------------------------------


def test_nothing_goes_before_it_has_waited(cast):
    of = agreed(cast)

    assert of.not_before == AFTER + timedelta(days=7)
    assert destroying.carry_out(at=of.not_before - timedelta(minutes=1)) == []
    assert Record.objects.filter(child=of.child_id).exists()


def test_what_goes_is_gone_and_the_certificate_says_what_it_was_without_a_name(cast):
    _, child = closed(cast)
    refs = set(child.records.values_list("ref", flat=True))
    of = agreed(cast, child)
    (gone,) = destroying.carry_out(at=waited(of))

    assert gone.state == State.DESTROYED
    assert not Person.objects.exists() and not Record.objects.exists()
    said = gone.certificate.content
    assert {ref for _, ref, _ in said["records"]} == refs
    assert said["proposed"][0] == str(cast["governance"]) and said["agreed"][0] == str(cast["head"])
    assert dict(map(tuple, said["rows"]))["Concerns"] == 1 and said["history"] > 20
    for name in ("Testchild", "Quillfeather"):
        assert name not in str(said)
    told = Notice.objects.filter(kind="retention_destroyed").values_list("to_user_id", flat=True)
    assert set(told) == {cast["governance"].pk, cast["head"].pk}


def test_who_looked_at_the_file_stays(cast):
    _, child = closed(cast)
    AccessEvent.objects.create(
        at=AFTER, verb="view", user_id=cast["worker"].pk, kind="child", ref=child.ref, child_id=child.pk
    )
    before = AccessEvent.objects.count()
    of = agreed(cast, child)
    destroying.carry_out(at=waited(of))

    assert AccessEvent.objects.count() == before


def test_the_certificate_and_what_was_destroyed_cannot_be_changed(cast):
    gone = destroyed(cast)

    for act in (
        lambda: Certificate.objects.update(content={}),
        lambda: Certificate.objects.all().delete(),
        lambda: Destruction.objects.filter(pk=gone.pk).update(reason="Another"),
        lambda: Destruction.objects.all()._raw_delete("default"),
        lambda: LetGo.objects.all().delete(),
    ):
        with pytest.raises(InternalError), transaction.atomic():
            act()


def test_the_chain_of_seals_takes_it_for_gone_on_purpose_and_names_anything_else(cast, capsys):
    closed_case = closed(cast)[1]
    begin = now()
    seal_all(begin + timedelta(minutes=2))
    of = agreed(cast, closed_case)
    assert faults() == []
    destroying.carry_out(at=waited(of))
    seal_all(AFTER + timedelta(days=30))

    assert faults() == []
    call_command("verify_audit")
    assert f"by certificate {of.ref}" in capsys.readouterr().out
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("DELETE FROM audit_letgo WHERE \"table\" = 'strategy_concernevent'")
        cursor.execute("SET session_replication_role = DEFAULT")
    said = " ".join(faults())
    assert "A row is missing: audit_letgo" in said and "A row is missing: strategy_concernevent" in said


def test_a_row_that_was_let_go_and_is_there_again_is_named(cast):
    _, child = closed(cast)
    seal_all(now() + timedelta(minutes=2))
    event = Person.pgh_event_model.objects.filter(pgh_obj=child).first()
    LetGo.objects.create(
        certificate="DE-1", sha256="x", table="children_personevent", keys=[event.pk], at=AFTER
    )

    assert any("that was let go is there" in fault for fault in faults())


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_destroy_it_once(cast):
    of = agreed(cast)
    at = waited(of)

    both_at_once(lambda: destroying.destroy(of.pk, at=at))

    assert Certificate.objects.count() == 1
    assert Destruction.objects.get().state == State.DESTROYED


@pytest.mark.django_db(transaction=True)
def test_a_hold_at_the_same_moment_either_holds_or_is_told_that_it_came_too_late(cast):
    first, second = agreed(cast), agreed(cast, closed(cast, child=OTHER)[1])
    at, said = waited(first), []

    def hold(of):
        child = of.child
        facts = {"authority": child.authority, "child": child, "why": "A claim", "by": cast["governance"]}
        return lambda: told(lambda: keeping.place_hold(**facts, at=at))

    def told(act):
        try:
            act()
        except Refused as refused:
            said.append(str(refused))

    before_the_first_commits(hold(first), lambda: destroying.destroy(first.pk, at=at))
    before_the_first_commits(lambda: destroying.destroy(second.pk, at=at), hold(second))

    assert [str(of.state) for of in Destruction.objects.order_by("pk")] == ["ended", "destroyed"]
    assert Person.objects.filter(pk=first.child_id).exists()
    assert not Person.objects.filter(pk=second.child_id).exists()
    assert said == [keeping.GONE]


@pytest.mark.django_db(transaction=True)
def test_the_stored_files_go_after_the_rows_and_are_tried_until_they_are_gone(cast, monkeypatch):
    of = agreed(cast)
    names = files.file_of(of.child).stored()
    assert names and all(default_storage.exists(name) for name in names)
    with monkeypatch.context() as broken:
        broken.setattr(default_storage, "delete", _refuses)
        destroying.carry_out(at=waited(of))
    assert FileToErase.objects.count() == len(names)
    assert not Rendering.objects.exists()

    destroying.carry_out(at=waited(of))

    assert not FileToErase.objects.exists()
    assert not any(default_storage.exists(name) for name in names)


def _refuses(name):
    raise OSError("The disk is away")


@pytest.mark.django_db(transaction=True)
def test_the_role_of_the_application_can_destroy_nothing(cast):
    of = agreed(cast)
    role = "fortyseven_cannot_destroy"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP ROLE IF EXISTS {role}")
        cursor.execute(f"CREATE ROLE {role}")
    call_command("grant_app_role", role)
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {role}")
        assert destroying.carry_out(at=waited(of)) == []
        with pytest.raises(CommandError, match="Only the owner"):
            call_command("destroy_files")
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            files.erase(files.file_of(of.child))
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            LetGo.objects.create(certificate="DE-1", sha256="x", table="t", keys=[1], at=AFTER)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
            cursor.execute(f"DROP OWNED BY {role}")
            cursor.execute(f"DROP ROLE {role}")
    of.refresh_from_db()
    assert of.state == State.AGREED


def test_what_cannot_be_destroyed_stays_agreed_and_the_others_go(cast, monkeypatch):
    first = agreed(cast)
    second = agreed(cast, closed(cast, child=OTHER)[1])
    erase = files.erase

    def breaks(file):
        if file.child.pk == first.child_id:
            raise IntegrityError("A row outside still needs it")
        return erase(file)

    monkeypatch.setattr(files, "erase", breaks)
    gone = destroying.carry_out(at=waited(second))

    assert [of.pk for of in gone] == [second.pk]
    first.refresh_from_db()
    assert first.state == State.AGREED and Person.objects.filter(pk=first.child_id).exists()


OTHER = {
    "given_names": "Other", "family_name": "Unrelated", "born_on": date(2020, 1, 1), "sex": "F", "case_number": "T-9",
}  # fmt: skip


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


def test_the_command_destroys_what_waited_and_says_so(cast, capsys, monkeypatch):
    of = agreed(cast)
    monkeypatch.setattr("retention.management.commands.destroy_files.now", lambda: waited(of))

    call_command("destroy_files")

    assert f"{of.ref}: destroyed" in capsys.readouterr().out


def test_seals_know_what_was_let_go_by_certificate(cast):
    gone = destroyed(cast)

    ((certificate, rows),) = seals.let_go()
    assert certificate == gone.ref and rows == gone.certificate.content["history"]
    assert set(LetGo.objects.values_list("sha256", flat=True)) == {gone.certificate.sha256}
