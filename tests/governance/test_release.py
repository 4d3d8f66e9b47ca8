"""A second person looks, releases or sends back; and the month within which that is to be done."""

import subprocess
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from governance import subject_access as access
from governance.models import Released, SubjectAccess
from governance.reminders import remind
from notices.models import Notice
from records.refusals import Refused
from tests.governance.test_subject_access import SECRET, State, everything, let_go, opened, sent
from tests.pages.test_restricted import restrict
from tests.stories import signed


def test_it_is_not_sent_before_every_mark_is_settled(cast):
    told, request = opened(cast)
    with pytest.raises(Refused, match="not settled yet"):
        access.send(request.pk, by=cast["governance"], at=told.at(700))


def test_whoever_redacted_does_not_release(cast):
    told, request = sent(cast)
    with pytest.raises(Refused, match="A second person must look"):
        let_go(told, request, cast, "governance")
    with pytest.raises(IntegrityError), transaction.atomic():
        SubjectAccess.objects.filter(pk=request.pk).update(
            state=State.RELEASED, closed_by=cast["governance"], closed_at=told.at(900)
        )


@pytest.mark.parametrize("who", ["worker", "manager", "service", "doctor", "admin"])
def test_nor_does_anybody_who_has_no_part_in_it(cast, who):
    told, request = sent(cast)
    with pytest.raises(Refused, match="head of service"):
        let_go(told, request, cast, who)


def test_nothing_changes_while_the_second_person_looks_and_a_stale_page_releases_nothing(cast):
    told, request = sent(cast)
    seen = request.sending
    with pytest.raises(Refused, match="cannot be changed"):
        access.lift(request.pk, marks=[], because="x", by=cast["governance"], at=told.at(850))
    access.send_back(request.pk, said="The aunt.", seen=seen, by=cast["head"], at=told.at(860))
    access.send(request.pk, by=cast["governance"], at=told.at(870))

    with pytest.raises(Refused, match="sent again"):
        access.release(request.pk, said="", seen=seen, by=cast["head"], at=told.at(880))
    assert not Released.objects.exists()


def test_what_is_released_holds_nothing_of_what_is_withheld_and_the_rest_of_it(cast):
    told, request = sent(cast)
    original = everything(request)
    released = let_go(told, request, cast).released

    with released.pdf.open("rb") as file:
        pdf = file.read()
    read = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    both = " ".join(read.split()), str(released.content)
    for text in both:
        for words in (SECRET, "Marta", "Fiction Road"):
            assert words not in text
        assert "Fracture of the forearm." in text
        assert "Withheld: prevention and detection of crime" in text
    assert "/restriction" not in str(released.content)
    assert everything(SubjectAccess.objects.get(pk=request.pk)) == original


def test_a_released_copy_is_made_once_and_never_changed(cast):
    told, request = sent(cast)
    first = let_go(told, request, cast).released
    assert let_go(told, request, cast).released == first
    assert Released.objects.count() == 1
    with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE governance_released SET sha256 = 'x'")


# --- the clock -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "due", "extended"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), date(2026, 4, 30)),
        (date(2026, 6, 10), date(2026, 7, 10), date(2026, 9, 10)),
    ],
)
def test_the_reply_is_due_a_month_after_and_three_when_it_is_complex(cast, received, due, extended):
    told, discussion = signed(cast)
    at = told.at(600).replace(year=received.year, month=received.month, day=received.day) + timedelta(hours=1)
    request = access.open_request(
        discussion.child, asker="child", asker_name="X", checked="Y", received_on=received, by=cast["governance"], at=at,
    )  # fmt: skip
    assert request.due_on == due

    request = access.extend(request.pk, because="Four hundred pages.", by=cast["governance"], at=at)
    assert request.due_on == extended
    with pytest.raises(Refused, match="no further extension"):
        access.extend(request.pk, because="More.", by=cast["governance"], at=at)


def test_once_the_month_is_over_it_is_not_extended(cast):
    told, request = opened(cast)
    with pytest.raises(Refused, match="month is over"):
        access.extend(
            request.pk, because="Late.", by=cast["governance"], at=told.received + timedelta(days=40)
        )


def test_each_step_of_the_month_is_told_once_and_the_head_of_service_of_the_last_ones(cast):
    told, request = opened(cast)

    def told_of():
        found = Notice.objects.filter(key__startswith="subject-access:").order_by("pk")
        return [(n.to_email.split("@")[0], n.kind) for n in found]

    remind(at=told.received + timedelta(days=2))
    assert told_of() == []
    for days in (16, 17):
        remind(at=told.received + timedelta(days=days))
    assert told_of() == [("governance", "reminder")]
    remind(at=told.received + timedelta(days=31))
    remind(at=told.received + timedelta(days=32))
    remind(at=told.received + timedelta(days=90))
    assert told_of().count(("head", "overdue")) == 1
    assert told_of().count(("governance", "overdue")) == 1
    facts = str(list(Notice.objects.values("reference", "path", "facts")))
    assert request.asker_name not in facts
    assert request.child.family_name not in facts


def test_nobody_is_told_of_a_restricted_child_who_may_not_know_of_it(cast):
    told, request = opened(cast)
    restrict(cast, request.child)

    remind(at=told.received + timedelta(days=40))

    assert set(
        Notice.objects.filter(key__startswith="subject-access:").values_list("to_email", flat=True)
    ) == {"governance@demo.invalid"}


def test_handing_it_over_ends_the_clock(cast):
    told, request = sent(cast)
    with pytest.raises(Refused, match="once the file is released"):
        access.give(
            request.pk, given_on=told.at(900).date(), given_how="Post", by=cast["governance"], at=told.at(900)
        )
    let_go(told, request, cast)
    with pytest.raises(Refused, match="not in the future"):
        access.give(
            request.pk, given_on=told.at(900).date() + timedelta(days=9), given_how="Post", by=cast["governance"],
            at=told.at(900),
        )  # fmt: skip
    access.give(
        request.pk,
        given_on=told.at(900).date(),
        given_how="In person",
        by=cast["governance"],
        at=told.at(950),
    )

    assert not SubjectAccess.objects.unanswered().exists()
