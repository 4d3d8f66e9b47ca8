"""A conference that contradicts itself: refused at the question, or explained and read with the record (§7)."""

import pytest

from conference.workflow import signing
from conference.workflow.following import Held, note_held
from deadlines.models import Deadline
from demo.conference import hold
from records import explaining
from records.models import Product, Version
from records.refusals import Refused
from tests.conference.conftest import DAY
from tests.stories import fresh

HELD_AT = DAY * 7 + 180
DECIDED = {
    "threshold": "no",
    "plan": "yes",
    "categories": ["NEG"],
    "reasons": "x",
    "dissent": "no",
    "seen": "0",
}


def fields(day, **more):
    return {
        "core_group_on_day": day.day, "core_group_on_month": day.month, "core_group_on_year": day.year, "seen": "0",
    } | more  # fmt: skip


def begin(told, conference, days):
    """Held, and its chair is about to write what follows."""
    with pytest.raises(Refused):
        hold(told, conference, minutes=HELD_AT, said={"agency_views": {"parents": ""}}, **days)
    return fresh(conference)


def test_no_significant_harm_and_a_plan_is_an_error_at_the_question_and_keeps_what_was_typed(
    reported, client
):
    told, _, conference = reported
    client.force_login(told.people["conference"])

    answer = client.post(f"/records/{conference.ref}/decision/", DECIDED | {"reasons": "He is safe now."})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "A child protection plan is for a child who is suffering" in text
    assert 'href="#id_plan' in text
    assert "He is safe now." in text


def test_harm_and_no_plan_asks_why_on_the_same_page_and_the_record_reads_it(reported, days, client):
    told, _, conference = reported
    client.force_login(told.people["conference"])
    said = DECIDED | {"threshold": "yes", "plan": "no", "no_plan": "cin", "next": "on"}

    answer = client.post(f"/records/{conference.ref}/decision/", said)

    assert answer.url == f"/records/{conference.ref}/decision/"  # stays: there is a question left
    page = client.get(answer.url).content.decode()
    assert "significant harm, and no plan is made. Why?" in page
    again = client.post(
        answer.url, said | {"seen": "1", "explained_harm_without_plan": "He lives with her aunt."}
    )
    assert again.url.endswith("/plan/")
    assert "He lives with her aunt." in client.get(f"/records/{conference.ref}/read/").content.decode()


def test_unexplained_it_is_not_signed_and_explained_the_signed_version_says_why(reported, days):
    told, _, conference = reported
    decision = {"plan": "no", "categories": [], "no_plan": "cin"}
    with pytest.raises(Refused, match=r"no plan is made\. Explain it, or change one of them"):
        hold(told, conference, minutes=HELD_AT, said={"decision": decision}, **days)

    why = {"explained_harm_without_plan": "He lives with her aunt."}
    signed = hold(told, fresh(conference), minutes=HELD_AT, said={"decision": decision | why}, **days)

    assert "He lives with her aunt." in str(
        Version.objects.get(record=signed.pk, product=Product.RECORD).content
    )


@pytest.mark.parametrize(
    ("day", "error"),
    [
        (DAY * 11, "The first core group is held on a working day; 21 June 2026 is a Sunday."),
        (DAY * 7, "The first core group is held after the conference; 17 June 2026 is not."),
    ],
)
def test_a_day_that_cannot_be_is_refused_at_the_question(reported, days, client, day, error):
    told, _, conference = reported
    conference = begin(told, conference, days)
    client.force_login(told.people["conference"])
    revision = conference.contents.get(section="core").revision

    answer = client.post(f"/records/{conference.ref}/core/", fields(told.at(day).date(), seen=revision))

    assert answer.status_code == 422
    assert error in answer.content.decode()


def test_a_core_group_after_its_clock_is_explained(reported, days):
    told, _, conference = reported
    late = days | {"core_group_on": told.at(DAY * 22).date()}

    with pytest.raises(Refused, match="runs out at the end of 1 July 2026"):
        hold(told, conference, minutes=HELD_AT, **late)


def test_held_on_a_sunday_after_its_clock_says_why_and_both_are_read(reported, days):
    told, _, conference = reported
    signed = hold(told, conference, minutes=HELD_AT, **days)
    sunday, chair = told.at(DAY * 25), told.people["conference"]
    facts = {"by": chair, "at": told.at(DAY * 26)}

    with pytest.raises(Refused, match="5 July 2026, which is a Sunday"):
        note_held(signed.pk, held=Held("core_group", sunday), **facts)
    with pytest.raises(Refused, match="Say what caused the delay"):
        note_held(
            signed.pk, held=Held("core_group", sunday, why_then="The father works on weekdays."), **facts
        )
    held = Held("core_group", sunday, "The father works on weekdays.", "He was ill.", "Visited each day.")
    note_held(signed.pk, held=held, **facts)

    clock = Deadline.objects.get(record=signed.pk, code="core_group")
    assert (clock.met_late, clock.delay_cause, clock.delay_mitigation) == (
        True,
        "He was ill.",
        "Visited each day.",
    )
    (said,) = explaining.reads(signed, "core_group")
    assert "The father works on weekdays." in said.text


def test_on_the_page_each_reason_stands_at_its_field_and_nothing_typed_is_lost(reported, days, client):
    told, _, conference = reported
    signed = hold(told, conference, minutes=HELD_AT, **days)
    client.force_login(told.people["conference"])
    sunday = told.at(DAY * 25)
    typed = {
        "code": "core_group", "when_day": sunday.day, "when_month": sunday.month, "when_year": sunday.year,
        "when_time": "10:00", "delay_cause": "He was ill.",
    }  # fmt: skip

    answer = client.post(f"/conferences/{signed.ref}/followed/", typed)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_why_then"' in text
    assert 'href="#id_delay_mitigation"' in text
    assert "He was ill." in text
    assert "Error:" in text


def test_a_correction_keeps_what_was_explained(reported, days):
    told, _, conference = reported
    why = {"plan": "no", "categories": [], "no_plan": "cin", "explained_harm_without_plan": "With her aunt."}
    signed = hold(told, conference, minutes=HELD_AT, said={"decision": why}, **days)
    chair = told.people["conference"]
    signing.correct(signed.pk, reason="A name.", by=chair, at=told.at(DAY * 9))

    again = signing.sign(signed.pk, by=chair, at=told.at(DAY * 9 + 10), seen=fresh(signed).revision)

    last = Version.objects.filter(record=again.pk, product=Product.RECORD).order_by("-number").first()
    assert "With her aunt." in str(last.content)
