"""Who may open what: every URL name × the people of the story, in one table."""

from datetime import timedelta

import pytest
from django.urls import get_resolver

from agencies.models import User
from audit.models import AccessEvent
from circulation.models import Receipt
from conference import report
from conference.models import Conference
from deadlines.models import Deadline
from demo.enquiry import carry_out, decide
from records.models import Product, Record
from s47.vocabulary import Outcome
from s47.workflow import letters
from tests.stories import signed

WORKS_ON = {"worker", "manager", "service", "head", "support"}
OUTSIDE = {
    "school",
    "constable",
    "midwife",
    "governance",
    "conference",
    "conference2",
    "admin",
    "elsewhere",
    "manager2",
    "worker2",
}
CSC = WORKS_ON | {"manager2", "worker2"}
EVERYBODY = {
    "worker",
    "manager",
    "service",
    "head",
    "support",
    "sergeant",
    "doctor",
    "nurse",
    "visitor",
} | OUTSIDE

ASKS = {"manager", "manager2", "service", "head", "governance"}

# URL name → who gets the page (200 or a redirect onwards); everybody else gets 404.
ACCESS: dict[str, set[str]] = {
    "my_work": EVERYBODY,
    "actions": EVERYBODY,
    "account": EVERYBODY,
    "inbox": EVERYBODY,
    "board": EVERYBODY,
    "pathway": EVERYBODY,
    "search": CSC,
    "records": CSC,
    "child": CSC,
    "child_new": CSC,
    "child_edit": CSC,
    "looked": ASKS,
    "looked_csv": ASKS,
    "looked_find": ASKS,
    "unusual": {"governance"},
    "restricted": {"governance"},
    "restriction": {"service", "head", "governance"},
    "emergency": CSC,
    "emergency_reviews": ASKS,
    "relative": CSC,
    "record": WORKS_ON,
    "section": WORKS_ON,
    "reading": WORKS_ON,
    "version": WORKS_ON,
    "pdf": WORKS_ON,
    "circulation": WORKS_ON,
    "convene": WORKS_ON,
    "invite": WORKS_ON,
    "row_add": WORKS_ON,
    "agree_action": WORKS_ON,
    "sign": WORKS_ON,
    "recommend": WORKS_ON,
    "decide_outcome": WORKS_ON,
    "letters": WORKS_ON,
    "letter_given": WORKS_ON,
    "into_plan": WORKS_ON,
    "convene_conference": WORKS_ON,
    "sign_report": WORKS_ON,
    "edit_passage": WORKS_ON,
    "sign_conference": WORKS_ON,
    "agree": WORKS_ON | {"sergeant"},
    "invitation": {"sergeant", "doctor", "nurse", "visitor", "visitorlead", "worker", "manager"},
    "receipt": {"doctor", "nurse"},
    "receipt_pdf": {"doctor", "nurse"},
    "action": WORKS_ON | {"doctor", "nurse", "sergeant"},
    "clock": WORKS_ON | {"doctor", "nurse", "sergeant"},
}
# Answer to a POST alone, or lead on; their rules are tried with their verbs.
POSTS = {
    "sign_out_everywhere", "still_here", "restriction_change", "emergency_end", "emergency_review", "allocate", "child_missing", "agree_plan", "send_back", "correct_outcome", "conference_followed", "unusual_review", "agree_late", "hand_over_conference", "correct_conference", "concern_start", "concern_record", "concern_record_others", "liaise", "decide", "contribution_draft",
    "nothing_received", "hand_over_chair", "cancel", "attendance", "accept", "row_remove", "conclude", "correct",
    "note_agreement", "printed", "resend", "answer", "acknowledge", "ask_for_correction", "pass_on", "draft", "discard", "sibling",
}  # fmt: skip
# Open before sign-in, or tried elsewhere: row needs a row, evidence a file, board_csv a board.
OTHERWISE = {
    "sign_in", "sign_out", "password_reset", "password_reset_done", "password_reset_confirm", "landing", "row",
    "evidence", "action_verb", "board_csv",
}  # fmt: skip


def names():
    found = set()

    def walk(patterns):
        for p in patterns:
            if hasattr(p, "url_patterns"):
                if getattr(p, "app_name", None) != "admin":
                    walk(p.url_patterns)
            elif p.name:
                found.add(p.name)

    walk(get_resolver().url_patterns)
    return found


def test_every_url_is_in_the_table():
    assert names() - set(ACCESS) - POSTS - OTHERWISE == set()
    assert set(ACCESS) | POSTS | OTHERWISE <= names()


def with_its_conference(cast):
    """A signed discussion whose enquiry has led to a conference."""
    told, discussion = signed(cast)
    decide(told, carry_out(told, discussion, minutes=400), Outcome.CONFERENCE, minutes=900)
    return discussion


def told_in_a_letter(enquiry):
    letter = enquiry.letters.first() or letters.write_letter(
        enquiry.pk, to=enquiry.child, keys=[], text="We have met.", why="",
        by=User.objects.get(email="worker@demo.invalid"), at=enquiry.created_at + timedelta(days=3),
    )  # fmt: skip
    return letter.version.number


def address(name, discussion):
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
        "into_plan": f"/records/{ref}/into-plan/",
        "recommend": f"/enquiries/{enquiry}/recommend/", "decide_outcome": f"/enquiries/{enquiry}/decide/",
        "invitation": f"/invitations/{ref}/",
        "receipt": f"/shared/{receipt.pk}/", "receipt_pdf": f"/shared/{receipt.pk}/record.pdf",
        "action": f"/actions/{action.pk}/", "clock": f"/clocks/{clock.pk}/",
    }[name]  # fmt: skip


def test_each_page_opens_for_those_in_the_table_and_answers_404_to_everybody_else(cast, client):
    discussion = with_its_conference(cast)

    wrong = []
    for key, user in cast.items():
        client.force_login(user)
        for name, allowed in ACCESS.items():
            path = address(name, discussion)
            status = client.get(path).status_code
            # The sergeant receives the record but not this receipt; the table speaks of the hospital's.
            expected = 200 if key in allowed or allowed == EVERYBODY else 404
            if status != expected:
                wrong.append((key, name, status, expected))

    assert wrong == []


def test_without_sign_in_every_page_asks_for_it(cast, client):
    discussion = with_its_conference(cast)

    for name in ACCESS:
        response = client.get(address(name, discussion))
        assert response.status_code == 302, name
        assert response.url.startswith("/sign-in/"), name


def test_a_refusal_and_a_view_and_a_download_leave_their_traces(cast, client):
    _, discussion = signed(cast)
    client.force_login(cast["school"])
    client.get(f"/records/{discussion.ref}/")
    client.force_login(cast["doctor"])
    receipt = Receipt.objects.visible_to(cast["doctor"]).get(version__product=Product.RECORD)
    client.get(f"/shared/{receipt.pk}/")
    client.get(f"/shared/{receipt.pk}/record.pdf")

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
    client.get("/search/?q=anybody")
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
