"""A file whose time is over goes once two people agree; what is left, and who could not make it go."""

from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import IntegrityError, InternalError, connection, transaction

from audit import verify
from audit.models import AccessEvent, LetGo
from boards.queries import my_work
from children.models import Person, Restriction
from config.clock import now
from notices.models import Notice
from records.models import Record, Rendering
from records.refusals import Refused
from retention import destroying, files, holding, keeping
from retention.models import Certificate, Destruction, FileToErase
from tests.audit.test_seals import found as faults
from tests.audit.test_seals import seal_all
from tests.retention.test_retention import (
    AFTER,
    OTHER,
    WHY,
    State,
    agreed,
    closed,
    destroyed,
    proposed,
    waited,
)
from tests.together import before_the_first_commits, both_at_once

# --- who -----------------------------------------------------------------------------------


def test_information_governance_alone_proposes_keeps_and_holds(cast):
    _, child = closed(cast)

    for who in ("head", "manager", "service", "worker", "admin", "sergeant", "elsewhere"):
        by = cast[who]
        for act in (
            lambda by=by: destroying.propose(child.pk, reason=WHY, by=by, at=AFTER),
            lambda by=by: keeping.keep_longer(child.pk, until=date(2090, 1, 1), reason="x", by=by, at=AFTER),
            lambda by=by: holding.place_hold(
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
        return lambda: told(lambda: holding.place_hold(**facts, at=at))

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


def test_the_command_destroys_what_waited_and_says_so(cast, capsys, monkeypatch):
    of = agreed(cast)
    monkeypatch.setattr("retention.management.commands.destroy_files.now", lambda: waited(of))

    call_command("destroy_files")

    assert f"{of.ref}: destroyed" in capsys.readouterr().out


def test_seals_know_what_was_let_go_by_certificate(cast):
    gone = destroyed(cast)

    ((certificate, rows),) = verify.let_go()
    assert certificate == gone.ref and rows == gone.certificate.content["sealed"]
    assert set(LetGo.objects.values_list("sha256", flat=True)) == {gone.certificate.sha256}
