"""What opening and refusing leaves behind; who may open what is in tests/matrix."""

from datetime import timedelta

import pytest

from agencies.models import User
from audit.models import AccessEvent
from circulation.models import Receipt
from conference import report
from conference.models import Conference
from config.opaque import tagged
from deadlines.models import Deadline
from demo.enquiry import carry_out, decide
from records.models import Product, Record
from s47.vocabulary import Outcome
from s47.workflow import letters
from tests.stories import signed


def with_its_conference(cast):
    """A signed discussion whose enquiry has led to a conference."""
    told, discussion = signed(cast)
    decide(told, carry_out(told, discussion, minutes=400), Outcome.CONFERENCE, minutes=900)
    return discussion


def told_in_a_letter(enquiry):
    letter = enquiry.letters.first() or letters.write_letter(
        enquiry.pk, to=enquiry.child, keys=[], text="We have met.", why="",
        reader=User.objects.get(email="manager@demo.invalid"), by=User.objects.get(email="worker@demo.invalid"), at=enquiry.created_at + timedelta(days=3),
    )  # fmt: skip
    return letter.version.number


def addresses(discussion):
    """URL name → the address of a page about this discussion, and what came of it."""
    ref, concern = discussion.ref, discussion.concern.ref
    receipt = Receipt.objects.get(
        version__record=discussion.pk,
        version__product=Product.RECORD,
        agency__name="Northmoor General Hospital",
    )
    action = discussion.actions.get(owner__name="Dr Nico Fable")
    enquiry = discussion.enquiries.get().ref
    conference = Conference.objects.get()
    letter = told_in_a_letter(discussion.enquiries.get())
    held, key = conference.ref, report.lines(conference, "analysis")[0].key
    clock = Deadline.objects.get(record=discussion.pk, code="record_filed")
    return {
        "people": "/people/", "people_of": f"/people/{tagged(receipt.agency_id)}/",
        "invite_person": f"/people/{tagged(receipt.agency_id)}/invite/", "access_review": f"/people/{tagged(receipt.agency_id)}/review/",
        "roles_given": "/people/given/", "offers": "/account/offers/", "merge_agency": f"/people/{tagged(receipt.agency_id)}/merge/",
        "person_of_agency": f"/people/{tagged(receipt.agency_id)}/{tagged(action.owner_id)}/",
        "my_work": "/", "account": "/account/", "actions": "/actions/", "inbox": "/shared/", "board": "/board/", "pathway": "/board/pathway/", "search": "/search/",
        "records": "/records/",
        "child": f"/children/{discussion.child.ref}/", "child_new": "/children/new/",
        "looked": f"/children/{discussion.child.ref}/looked/", "looked_find": "/looked/", "unusual": "/looked/unusual/",
        "restricted": "/restricted/", "restriction": f"/children/{discussion.child.ref}/restriction/",
        "emergency": "/emergency/", "emergency_reviews": "/emergency/review/",
        "looked_csv": f"/children/{discussion.child.ref}/looked.csv",
        "child_edit": f"/children/{discussion.child.ref}/edit/", "relative": f"/children/{discussion.child.ref}/family/",
        "record": f"/records/{ref}/", "section": f"/records/{ref}/voice/", "reading": f"/records/{ref}/read/",
        "version": f"/records/{ref}/versions/record/1/", "pdf": f"/records/{ref}/versions/record/1.pdf",
        "circulation": f"/records/{ref}/circulation/", "convene": f"/concerns/{concern}/convene/",
        "invite": f"/discussions/{ref}/invite/", "row_add": f"/records/{ref}/rows/risk/",
        "agree_action": f"/discussions/{ref}/actions/", "sign": f"/discussions/{ref}/sign/",
        "agree": f"/discussions/{ref}/agree/",
        "convene_conference": f"/conferences/{held}/convene/", "sign_report": f"/conferences/{held}/report/",
        "edit_passage": f"/conferences/{held}/report/analysis/edit/?key={key}",
        "sign_conference": f"/conferences/{held}/sign/",
        "letters": f"/enquiries/{enquiry}/letters/",
        "letter_given": f"/enquiries/{enquiry}/letters/{letter}/given/",
        "family_paper": f"/records/{enquiry}/family/letter/{letter}/", "family_reports": f"/conferences/{held}/family/",
        "into_plan": f"/records/{ref}/into-plan/",
        "recommend": f"/enquiries/{enquiry}/recommend/", "decide_outcome": f"/enquiries/{enquiry}/decide/",
        "invitation": f"/invitations/{ref}/",
        "receipt": f"/shared/{tagged(receipt.pk)}/", "receipt_pdf": f"/shared/{tagged(receipt.pk)}/record.pdf",
        "action": f"/actions/{tagged(action.pk)}/", "clock": f"/clocks/{tagged(clock.pk)}/",
    }  # fmt: skip


def test_without_sign_in_every_page_asks_for_it(cast, client):
    discussion = with_its_conference(cast)

    for name, path in addresses(discussion).items():
        response = client.get(path)
        assert response.status_code == 302, name
        assert response.url.startswith("/sign-in/"), name


def test_a_refusal_and_a_view_and_a_download_leave_their_traces(cast, client):
    _, discussion = signed(cast)
    client.force_login(cast["school"])
    client.get(f"/records/{discussion.ref}/")
    client.force_login(cast["doctor"])
    receipt = Receipt.objects.visible_to(cast["doctor"]).get(version__product=Product.RECORD)
    client.get(f"/shared/{tagged(receipt.pk)}/")
    client.get(f"/shared/{tagged(receipt.pk)}/record.pdf")

    shown = AccessEvent.objects.exclude(kind="session")
    verbs = list(shown.order_by("pk").values_list("verb", "user_id", "kind"))
    assert verbs == [
        ("refused", cast["school"].pk, "record"),
        ("view", cast["doctor"].pk, "record"),
        ("download", cast["doctor"].pk, "record"),
    ]


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_an_access_event(cast, client, change):
    from django.db import DatabaseError, transaction

    client.force_login(cast["worker"])
    client.post("/search/", {"q": "anybody"})
    events = AccessEvent.objects.all()
    assert events.exists()

    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        events.update(ref="x") if change == "update" else events.delete()


def test_the_list_shows_exactly_what_opens(cast, client):
    signed(cast)
    records = list(Record.objects.all())

    for user in cast.values():
        listed = set(Record.objects.visible_to(user).values_list("ref", flat=True))
        opens = {r.ref for r in records if Record.objects.visible_to(user).filter(pk=r.pk).exists()}
        assert listed == opens


def test_another_agency_s_contribution_is_not_on_the_page_of_an_invited_one(cast, client):
    from tests.stories import convened, inform

    told, discussion = convened(cast)
    inform(told, discussion, "doctor", minutes=120, information="Only the hospital wrote this")
    client.force_login(cast["visitor"])

    page = client.get(f"/invitations/{discussion.ref}/").content.decode()

    assert "Only the hospital wrote this" not in page
    assert "Northmoor Community Health" in page


def test_printing_is_noted(cast, client):
    _, discussion = signed(cast)
    client.force_login(cast["worker"])

    client.post(f"/records/{discussion.ref}/printed/")

    assert AccessEvent.objects.get(verb="print").ref == discussion.ref
