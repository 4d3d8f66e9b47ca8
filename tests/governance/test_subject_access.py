"""A child’s file is gathered, redacted by one person, looked at by a second one, and released."""

import pytest
from django.db import IntegrityError, InternalError, transaction

from children import workflow as children
from children.models import Person
from circulation.models import Receipt
from circulation.workflow import ask_for_correction
from governance import gathering, reading
from governance import subject_access as access
from governance.models import Gathered, Mark, SubjectAccess
from governance.redaction import texts
from records.refusals import Refused
from strategy.models import Contribution
from tests.pages.test_access import with_its_conference
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
    return "\n".join(text.text for part in reading.parts_of(request) for text in texts(part))


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
    found = [t for part in reading.parts_of(request) for t in texts(part) if t.text == SECRET]

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
    assert "cousin" not in str(reading.as_released(request))
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
        for n, part in enumerate(reading.parts_of(request))
        for t in texts(part)
        if t.text == "Fracture of the forearm."
    )

    assert (
        access.withhold(request.pk, part=number, place=place, words="FOREARM", everywhere=False, **facts) == 1
    )
    assert access.withhold(request.pk, part=0, place="", words="forearm", everywhere=True, **facts) >= 1
    assert access.withhold(request.pk, part=0, place="", words="forearm", everywhere=True, **facts) == 0
    read = str(reading.as_released(request)["parts"])
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
