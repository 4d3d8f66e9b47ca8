"""A child’s file is gathered, redacted by one person, looked at by a second one, and released."""

import subprocess
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from children import workflow as children
from children.models import Person
from circulation.models import Receipt
from circulation.workflow import ask_for_correction
from governance import gathering
from governance import subject_access as access
from governance.models import Gathered, Mark, Released, SubjectAccess
from governance.redaction import texts
from governance.reminders import remind
from notices.models import Notice
from records.refusals import Refused
from strategy.models import Contribution
from tests.pages.test_access import with_its_conference
from tests.pages.test_restricted import restrict
from tests.stories import signed

SECRET = "Intelligence that only the police may read."
State = SubjectAccess.State


def with_a_mother(cast, child, at):
    children.add_relative(
        child, given_names="Marta", family_name="Invented", kind="mother", parental_responsibility=True,
        address="7 Fiction Road, Northmoor NM1 1AA", by=cast["worker"], at=at,
    )  # fmt: skip


def opened(cast, *, asker="child", **changed):
    told, discussion = signed(cast)
    with_a_mother(cast, discussion.child, told.at(30))
    facts = {"asker": asker, "asker_name": "Somebody Invented", "checked": "Passport seen."} | changed
    facts |= {"received_on": told.received.date(), "by": cast["governance"], "at": told.at(600)}
    return told, access.open_request(discussion.child, **facts)


def everything(request):
    return "\n".join(text.text for part in access.parts_of(request) for text in texts(part))


def settle(request, told, cast):
    marks = list(request.marks.proposed().values_list("pk", flat=True))
    access.keep(request.pk, marks=marks, reason="third_party", by=cast["governance"], at=told.at(700))


def sent(cast, **changed):
    told, request = opened(cast, **changed)
    settle(request, told, cast)
    return told, access.send(request.pk, by=cast["governance"], at=told.at(800))


def let_go(told, request, cast, who="head"):
    seen = request.sending
    return access.release(request.pk, said="", seen=seen, by=cast[who], at=told.at(900))


# --- gather --------------------------------------------------------------------------------


def test_the_file_holds_what_every_record_says(cast):
    told, request = opened(cast)
    said = everything(request)

    for words in ("Testchild Quillfeather", "A fracture that nobody explains.", "Fracture of the forearm.", SECRET,
                  "Marta Invented", "7 Fiction Road", "Northmoor General Hospital"):  # fmt: skip
        assert words in said
    for record in request.child.records.all():
        assert record.ref in said
    for action in request.child.records.get(kind="discussion").actions.all():
        assert action.what in said


def test_a_conference_and_a_letter_are_in_it_too(cast):
    discussion = with_its_conference(cast)
    titles = [part.title for part in gathering.gather(discussion.child, at=discussion.created_at)]

    for kind in ("enquiry", "conference"):
        assert any(discussion.child.records.get(kind=kind).ref in title for title in titles)


def test_the_same_words_of_one_record_are_gathered_once(cast):
    _, request = opened(cast)
    found = [t for part in access.parts_of(request) for t in texts(part) if t.text == SECRET]

    assert len(found) <= 2  # in the record, and as it was handed in


def test_nothing_written_later_is_in_it_and_nobody_changes_it(cast):
    told, request = opened(cast)
    Person.objects.filter(pk=request.child_id).update(religion="Written later")

    assert "Written later" not in everything(SubjectAccess.objects.get(pk=request.pk))
    with pytest.raises(InternalError), transaction.atomic():
        Gathered.objects.update(parts=[])


def test_what_an_agency_has_not_sent_stays_its_own(cast):
    told, discussion = signed(cast)
    contribution = discussion.contributions.first()
    Contribution.objects.filter(pk=contribution.pk).update(
        information="Half a sentence", sent_at=None, sent_by=None
    )

    said = str(gathering.gather(discussion.child, at=told.at(600)))
    assert "Half a sentence" not in said


def test_what_was_written_to_the_chair_alone_is_kept_from_the_family_until_somebody_decides(cast):
    told, discussion = signed(cast)
    receipt = Receipt.objects.get(
        version__record=discussion.pk, version__product="record", agency__name="Northmoor Police"
    )
    ask_for_correction(receipt.pk, text="The informant is his cousin.", by=cast["sergeant"], at=told.at(500))
    request = access.open_request(
        discussion.child, asker="child", asker_name="X", checked="Y", received_on=told.received.date(),
        by=cast["governance"], at=told.at(600),
    )  # fmt: skip

    assert "cousin" in everything(request)
    assert "cousin" not in str(access.as_released(request))
    with pytest.raises(Refused, match="Choose why"):
        access.keep(
            request.pk, marks=request.marks.proposed().values_list("pk", flat=True), reason="", by=cast["governance"],
            at=told.at(700),
        )  # fmt: skip


# --- what is marked ------------------------------------------------------------------------


def test_police_passages_are_locked_and_other_peoples_words_proposed(cast):
    told, request = opened(cast)
    marks = request.marks.standing()
    locked = (
        marks.get(locked=True) if marks.filter(locked=True).count() == 1 else marks.filter(locked=True)[0]
    )

    assert locked.reason == "crime"
    assert locked.confirmed_at
    words = {m.words for m in marks.filter(by=Mark.By.FINDER)}
    assert "Marta Invented" in words
    assert any("7 Fiction Road" in w for w in words)
    assert not any(str(cast["doctor"]) in w for w in words)  # a professional in their role


def test_a_locked_mark_is_lifted_by_nobody_not_even_in_the_database(cast):
    told, request = opened(cast)
    locked = request.marks.filter(locked=True).first()

    with pytest.raises(Refused, match="stay withheld"):
        access.lift(request.pk, marks=[locked.pk], because="Asked", by=cast["governance"], at=told.at(700))
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.filter(pk=locked.pk).update(lifted_at=told.at(700), lifted_by=cast["governance"])


def test_who_told_us_is_found_unless_the_family_may_know(cast):
    told, request = opened(cast)
    content = request.child.records.get(kind="concern").contents.get(section="referral")
    content.fields |= {"source_name": "Nell Neighbour", "may_be_named": "no"}
    content.save()
    by, at = cast["governance"], told.at(650)
    facts = {"asker": "child", "checked": "Seen.", "received_on": told.received.date(), "by": by, "at": at}

    hidden = access.open_request(request.child, asker_name="Second Asker", **facts)
    content.fields["may_be_named"] = "yes"
    content.save()
    named = access.open_request(request.child, asker_name="Third Asker", **facts)

    assert hidden.marks.filter(words="Nell Neighbour").exists()
    assert not named.marks.filter(words="Nell Neighbour").exists()


def test_a_withheld_address_of_the_child_is_kept_from_a_parent_only(cast):
    told, discussion = signed(cast)
    child = discussion.child
    Person.objects.filter(pk=child.pk).update(
        address="4 Safe Street, Northmoor NM2 2BB", address_withheld=True
    )
    child.refresh_from_db()
    facts = {
        "checked": "Seen.",
        "received_on": told.received.date(),
        "by": cast["governance"],
        "at": told.at(600),
    }

    parent = access.open_request(child, asker="parent", asker_name="A Parent", **facts)
    own = access.open_request(child, asker="child", asker_name="The Child", **facts)

    assert parent.marks.filter(words__startswith="4 Safe Street").exists()
    assert not own.marks.filter(words__startswith="4 Safe Street").exists()


# --- redact --------------------------------------------------------------------------------


def test_words_are_withheld_in_one_place_or_everywhere(cast):
    told, request = opened(cast)
    facts = {"reason": "serious_harm", "note": "", "by": cast["governance"], "at": told.at(700)}
    number, place = next(
        (n, t.place)
        for n, part in enumerate(access.parts_of(request))
        for t in texts(part)
        if t.text == "Fracture of the forearm."
    )

    assert (
        access.withhold(request.pk, part=number, place=place, words="FOREARM", everywhere=False, **facts) == 1
    )
    assert access.withhold(request.pk, part=0, place="", words="forearm", everywhere=True, **facts) >= 1
    assert access.withhold(request.pk, part=0, place="", words="forearm", everywhere=True, **facts) == 0
    read = str(access.as_released(request)["parts"])
    assert "forearm" not in read.lower()
    assert "Fracture of the [Withheld: likely to cause serious harm]." in read
    with pytest.raises(Refused, match="nearly every line"):
        access.withhold(request.pk, part=0, place="", words=" a ", everywhere=True, **facts)
    with pytest.raises(Refused, match="do not stand there"):
        access.withhold(request.pk, part=number, place=place, words="never said", everywhere=False, **facts)


def test_a_reason_that_protects_the_child_from_a_parent_is_refused_to_the_child(cast):
    told, request = opened(cast)
    facts = {"part": 0, "place": "0.p0", "words": "", "everywhere": False, "note": "", "at": told.at(700)}

    with pytest.raises(Refused, match="not against the child"):
        access.withhold(request.pk, **facts, reason="wishes", by=cast["governance"])
    with pytest.raises(Refused, match="Choose why"):
        access.withhold(request.pk, **facts, reason="", by=cast["governance"])


def test_what_a_person_has_confirmed_is_lifted_with_a_reason_only(cast):
    told, request = opened(cast)
    by, at = cast["governance"], told.at(700)
    proposal = request.marks.proposed().filter(by=Mark.By.FINDER).first()
    access.keep(request.pk, marks=[proposal.pk], reason="", by=by, at=at)

    with pytest.raises(Refused, match="Say why"):
        access.lift(request.pk, marks=[proposal.pk], because=" ", by=by, at=at)
    assert (
        access.lift(request.pk, marks=[proposal.pk], because="Her own words to the child.", by=by, at=at) == 1
    )


def test_only_governance_of_that_authority_redacts_and_opens(cast):
    told, request = opened(cast)
    for key in ("worker", "manager", "head", "sergeant", "admin"):
        with pytest.raises(Refused, match="Only information governance"):
            access.keep(request.pk, marks=[], reason="", by=cast[key], at=told.at(700))
        with pytest.raises(Refused, match="Only information governance"):
            access.open_request(
                request.child, asker="child", asker_name="X", checked="Y", received_on=told.received.date(),
                by=cast[key], at=told.at(700),
            )  # fmt: skip


# --- the second person ---------------------------------------------------------------------


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
