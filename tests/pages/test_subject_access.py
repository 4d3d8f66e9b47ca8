"""The pages of subject access, from the request to the PDF, and what they refuse."""

from datetime import timedelta

import pytest

from audit.models import AccessEvent
from boards.queries import my_work
from config.clock import LONDON, now
from governance import reading
from governance import subject_access as access
from governance.models import Mark, SubjectAccess
from governance.redaction import texts
from tests.entering import WORD, confirm
from tests.governance.test_subject_access import SECRET, opened, sent, with_a_mother
from tests.pages.test_restricted import restrict
from tests.stories import signed
from tests.together import both_at_once


def asking(child, **changed):
    day = child.created_at.date()
    said = {
        "asker": "parent", "asker_name": "Marta Invented", "checked": "Passport seen.", "received_on_day": day.day,
        "received_on_month": day.month, "received_on_year": day.year, "password": WORD,
    }  # fmt: skip
    return said | changed


def test_governance_finds_a_file_by_number_and_gathers_it(cast, client):
    told, discussion = signed(cast)
    child = discussion.child
    with_a_mother(cast, child, told.at(30))
    client.force_login(cast["governance"])

    assert client.post("/subject-access/", {"number": "Quillfeather"}).status_code == 422
    way = client.post("/subject-access/", {"number": child.case_number}).url
    made = client.post(way, asking(child))

    found = SubjectAccess.objects.get()
    assert made.url == f"/subject-access/{found.ref}/"
    page = client.get(made.url).content.decode()
    assert "To be settled" in page
    event = AccessEvent.objects.get(verb="export")
    assert (event.ref, event.child_id) == (found.ref, child.pk)


def test_what_is_missing_is_said_beside_its_question_and_what_was_typed_stays(cast, client):
    _, discussion = signed(cast)
    client.force_login(cast["governance"])
    way = f"/subject-access/new/{discussion.child.ref}/"

    later = now().astimezone(LONDON) + timedelta(days=2)
    day = {"received_on_day": later.day, "received_on_month": later.month, "received_on_year": later.year}
    empty = client.post(way, asking(discussion.child, asker="", checked="", **day))
    wrong = client.post(way, asking(discussion.child, password="wrong"))

    page = empty.content.decode()
    assert empty.status_code == wrong.status_code == 422
    for words in ("Choose who asks.", "Say how you saw", "cannot have come in the future", "Marta Invented"):
        assert words in page
    assert not SubjectAccess.objects.exists()


def test_one_person_withholds_another_releases_and_the_pdf_is_given_after_a_confirmation(cast, client):
    told, request = opened(cast)
    here = f"/subject-access/{request.ref}/"
    client.force_login(cast["governance"])
    number, place = next(
        (n, t.place)
        for n, part in enumerate(reading.parts_of(request))
        for t in texts(part)
        if t.text == "Fracture of the forearm."
    )
    part = f"{here}part/{number}/"
    said = {
        "verb": "withhold",
        "place": place,
        "words": "forearm",
        "reason": "serious_harm",
        "note": "Ask first",
    }
    assert client.post(part, said).url == f"{part}#t{place}"
    proposals = reading.proposals(request)
    for one in proposals:
        client.post(f"{here}settle/", {"verb": "keep", "mark": one.mark, "reason": "third_party"})
    assert "Nothing can be changed while somebody else looks" in client.get(here).content.decode()
    client.post(f"{here}send/")
    assert "Keep withheld" not in client.get(here).content.decode()
    read = client.get(f"{part}?as=read").content.decode()
    assert "Fracture of the [Withheld: likely to cause serious harm]." in read
    assert SECRET not in read

    client.force_login(cast["head"])
    assert "Look at a redacted file before it is released" in [t.what for t in my_work(cast["head"])]
    request.refresh_from_db()
    wrong = client.post(f"{here}release/", {"seen": request.sending, "password": "wrong"})
    assert wrong.status_code == 422
    client.post(f"{here}release/", {"seen": request.sending, "password": WORD})
    request.refresh_from_db()
    assert request.state == "released"
    assert "/account/again/" in client.get(f"{here}released.pdf").url
    confirm(client)
    answer = client.get(f"{here}released.pdf")
    assert answer["Content-Disposition"] == f'attachment; filename="{request.ref}.pdf"'
    assert answer.content.startswith(b"%PDF-1.7")
    assert AccessEvent.objects.filter(verb="export", ref=request.ref, user_id=cast["head"].pk).exists()


def test_there_is_no_pdf_before_a_second_person_agreed(cast, client):
    _, request = sent(cast)
    for key in ("governance", "head"):
        client.force_login(cast[key])
        confirm(client)
        answer = client.get(f"/subject-access/{request.ref}/released.pdf")
        assert answer.status_code == 422
        assert "no PDF before a second person" in answer.content.decode()


def test_a_mark_of_another_request_is_not_settled_from_here(cast, client):
    told, one = opened(cast)
    other = access.open_request(
        one.child, asker="child", asker_name="Somebody Else", checked="Seen.", received_on=one.received_on,
        by=cast["governance"], at=told.at(610),
    )  # fmt: skip
    theirs = other.marks.proposed().first()
    client.force_login(cast["governance"])

    client.post(
        f"/subject-access/{one.ref}/settle/", {"verb": "keep", "mark": theirs.pk, "reason": "third_party"}
    )
    refused = client.post(
        f"/subject-access/{one.ref}/part/{theirs.part}/", {"verb": "lift", "mark": theirs.pk, "because": "x"}
    )

    assert refused.status_code == 422
    theirs.refresh_from_db()
    assert (theirs.confirmed_at, theirs.lifted_at) == (None, None)


@pytest.mark.parametrize(
    "said",
    [
        {"verb": "withhold", "place": "9.p9", "words": "", "reason": "court"},
        {"verb": "withhold", "place": "0.p0", "words": "", "reason": "because"},
        {"verb": "keep", "mark": "1 OR 1=1"},
        {"verb": "drop"},
        {},
    ],
)
def test_a_forged_form_marks_nothing_and_says_so(cast, client, said):
    _, request = opened(cast)
    before = list(request.marks.order_by("pk").values())
    client.force_login(cast["governance"])

    assert client.post(f"/subject-access/{request.ref}/part/0/", said).status_code == 422
    assert list(request.marks.order_by("pk").values()) == before


def test_markup_in_a_text_and_in_a_name_is_shown_as_text(cast, client):
    _, discussion = signed(cast)
    client.force_login(cast["governance"])
    name = "<img src=x onerror=alert(1)>"
    made = client.post(
        f"/subject-access/new/{discussion.child.ref}/", asking(discussion.child, asker_name=name)
    ).url

    page = client.get(made).content.decode()
    assert name not in page
    assert "&lt;img src=x" in page


def test_a_restricted_child_is_told_to_governance_and_to_a_head_who_is_named_only(cast, client):
    _, request = opened(cast)
    restrict(cast, request.child)
    for key, status in (("governance", 200), ("head", 404)):
        client.force_login(cast[key])
        assert client.get(f"/subject-access/{request.ref}/").status_code == status
    assert request.ref not in client.get("/subject-access/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_same_request_opened_twice_at_once_is_one(cast):
    _, discussion = signed(cast)
    at = discussion.created_at
    facts = {"asker": "child", "asker_name": "X", "checked": "Y", "received_on": at.date()}

    both_at_once(lambda: access.open_request(discussion.child, **facts, by=cast["governance"], at=at))

    request = SubjectAccess.objects.get()
    places = list(Mark.objects.values_list("part", "place", "begins", "ends"))
    assert len(places) == len(set(places)) > 0
    assert request.gathered
