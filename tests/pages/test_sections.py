"""Typing, saving, losing nothing: through the pages."""

import pytest
import time_machine
from django.test import Client

from audit.models import AccessEvent
from records.models import Draft, SectionContent
from tests.entering import WORD
from tests.stories import convened, held, signed


@pytest.fixture
def case(cast):
    told, discussion = convened(cast)
    # A session opened now; its moment is that of the machine, as in production.
    client = Client()
    client.force_login(cast["manager"])
    return told, discussion, client, f"/records/{discussion.ref}/"


def fields(**said):
    return {
        "trigger": "",
        "purpose": "",
        "delay": "",
        "delay_cause": "",
        "delay_mitigation": "",
        "seen": "0",
    } | said


def test_what_is_typed_is_kept_as_it_is_typed_and_shown_again(case):
    _, _, client, base = case

    answer = client.post(
        base + "reason/draft/", fields(trigger="half a sent"), headers={"HX-Request": "true"}
    )

    assert "Draft kept at" in answer.content.decode()
    page = client.get(base + "reason/").content.decode()
    assert "half a sent" in page
    assert "It is not saved yet" in page


def test_save_and_continue_works_without_scripts_and_leads_on(case):
    _, discussion, client, base = case

    answer = client.post(base + "reason/", fields(trigger="x", delay="no"))

    assert answer.url == base + "information/"
    assert SectionContent.objects.get(record=discussion.pk).fields["trigger"] == "x"


def test_a_stale_form_shows_both_texts_and_saves_the_second_time(case, cast):
    _, discussion, client, base = case
    other = Client()
    other.force_login(cast["support"])
    other.post(base + "reason/", fields(trigger="what the note taker wrote"))

    stale = client.post(base + "reason/", fields(trigger="what the chair wrote"))

    page = stale.content.decode()
    assert stale.status_code == 409
    assert "what the note taker wrote" in page
    assert "what the chair wrote" in page
    again = client.post(base + "reason/", fields(trigger="both", seen="1"))
    assert again.status_code == 302
    assert SectionContent.objects.get(record=discussion.pk).fields["trigger"] == "both"


def test_a_form_sent_after_the_session_ended_comes_back_after_sign_in(case, cast):
    _, discussion, client, base = case
    page = client.get(base + "reason/").content.decode()
    typist = page.split('name="typist" value="')[1].split('"')[0]
    client.logout()

    answer = client.post(base + "reason/", fields(trigger="a whole hour of work", typist=typist))
    assert answer.url.startswith("/sign-in/")
    back = client.post("/sign-in/", {"login": "manager@demo.invalid", "password": "demonstration only"})

    assert back.url == base + "reason/"
    assert "a whole hour of work" in client.get(back.url).content.decode()


def test_held_typing_goes_to_nobody_else(case, cast):
    _, discussion, client, base = case
    page = client.get(base + "reason/").content.decode()
    typist = page.split('name="typist" value="')[1].split('"')[0]
    client.logout()
    client.post(base + "reason/", fields(trigger="the chair's words", typist=typist))

    client.post("/sign-in/", {"login": "support@demo.invalid", "password": "demonstration only"})

    assert "the chair's words" not in client.get(base + "reason/").content.decode()
    assert not Draft.objects.exists()


def test_autosave_after_the_session_ended_says_so_and_how_to_go_on(case):
    _, _, client, base = case
    client.logout()

    answer = client.post(base + "reason/draft/", fields(trigger="x"), headers={"HX-Request": "true"})

    assert answer.status_code == 401
    assert "Sign in in a new tab" in answer.content.decode()


def test_a_token_of_an_earlier_sign_in_keeps_the_text(case):
    _, discussion, client, base = case
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies

    answer = strict.post(
        base + "reason/", fields(trigger="typed before"), headers={"Origin": "http://testserver"}
    )

    assert answer.url == base + "reason/"
    assert Draft.objects.get(record=discussion.pk).fields["trigger"] == ["typed before"]


def test_a_form_from_another_site_is_refused_and_keeps_nothing(case):
    _, _, client, base = case
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies

    answer = strict.post(
        base + "reason/", fields(trigger="x"), headers={"Origin": "http://elsewhere.invalid"}
    )

    assert answer.status_code == 403
    assert not Draft.objects.exists()


HELD = {"mode": "video", "place": "", "phone_reason": ""}


def held_form(start, end):
    names = ("day", "month", "year", "time")
    parts = {f"started_at_{n}": v for n, v in zip(names, start, strict=True)}
    parts |= {f"ended_at_{n}": v for n, v in zip(names, end, strict=True)}
    return HELD | parts | {"seen": "0"}


@pytest.mark.parametrize(
    ("start", "end", "error"),
    [
        (("31", "2", "2026", "10:00"), ("", "", "", ""), "31/2/2026 is not a date"),
        (("x", "2", "2026", "10:00"), ("", "", "", ""), "x/2/2026 is not a date"),
        (("1", "6", "26", "10:00"), ("", "", "", ""), "four figures"),
        (("1", "6", "2026", "25:00"), ("", "", "", ""), "hours and minutes"),
        (("29", "3", "2026", "01:30"), ("", "", "", ""), "the clocks went forward"),
        (("1", "6", "2026", "10:00"), ("1", "6", "2026", "09:00"), "ends before it begins"),
        (("1", "6", "2026", "10:00"), ("1", "6", "2026", "10:00"), "ends before it begins"),
        (("", "", "", ""), ("1", "6", "2026", "10:00"), "Say when it began"),
        (("1", "6", "2099", "10:00"), ("", "", "", ""), "still to come"),
    ],
)
def test_impossible_times_are_named_and_what_was_typed_stays(case, start, end, error):
    _, discussion, client, base = case

    answer = client.post(base + "held/", held_form(start, end))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert error in page
    assert f'value="{start[3]}"' in page
    assert Draft.objects.filter(record=discussion.pk, section="held").exists()


def test_a_discussion_may_run_past_midnight(case):
    _, discussion, client, base = case

    with time_machine.travel("2026-06-11T08:00:00Z", tick=False):
        client.force_login(discussion.chair)
        answer = client.post(
            base + "held/", held_form(("10", "6", "2026", "23:30"), ("11", "6", "2026", "00:40"))
        )

    assert answer.status_code == 302


def test_a_paragraph_of_200_000_characters_is_refused_in_words_and_kept(case):
    _, discussion, client, base = case
    long = "word " * 40_000

    answer = client.post(base + "reason/", fields(trigger=long))

    assert "longer than 20,000 characters" in answer.content.decode()
    assert Draft.objects.get(record=discussion.pk).fields["trigger"] == [long]


@pytest.mark.parametrize(
    "text", ["🧸👩‍👧‍👦", "العربية", "<script>alert(1)</script>", "ﷺ" * 50, "\u202egnihtyna", "=1+1"]
)
def test_every_kind_of_unicode_is_kept_and_shown_as_text(case, text):
    _, discussion, client, base = case

    client.post(base + "reason/", fields(trigger=text))

    page = client.get(base + "reason/").content.decode()
    kept = SectionContent.objects.get(record=discussion.pk).fields["trigger"]
    assert kept == text
    assert "<script>alert" not in page


def test_two_decisions_that_exclude_each_other_are_refused(cast):
    told, discussion = held(cast)
    client = Client()
    client.force_login(cast["manager"])

    answer = client.post(
        f"/records/{discussion.ref}/decisions/", {"decisions": ["nfa", "s47"], "reason_nfa": "x", "seen": "1"}
    )

    assert "excludes every other decision" in answer.content.decode()
    assert set(discussion.decisions.values_list("kind", flat=True)) == {"s47", "police"}


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"born_on_day": "1", "born_on_month": "1", "born_on_year": "2090"}, "cannot be in the future"),
        ({"nhs_number": "943 476 5918", "born_on_day": "1", "born_on_month": "1", "born_on_year": "2020"}, "check digit"),
        ({}, "Enter the date of birth, or the expected date"),
        (
            {"born_on_day": "1", "born_on_month": "1", "born_on_year": "2020",
             "expected_on_day": "1", "expected_on_month": "1", "expected_on_year": "2027"},
            "not both",
        ),
        ({"expected_on_day": "1", "expected_on_month": "1", "expected_on_year": "2027", "sex": "F"}, "not known"),
    ],
)  # fmt: skip
def test_a_child_with_impossible_facts_is_refused_and_the_form_keeps_them(case, facts, error):
    _, _, client, _ = case

    answer = client.post("/children/new/", {"given_names": "Zebedee"} | facts)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert error in page
    assert "Zebedee" in page


def test_the_incident_cannot_be_after_it_was_reported(cast):
    from strategy.workflow import concern as concerns
    from tests.stories import story

    told = story(cast)
    (concern,) = concerns.begin([told.make_child()], by=cast["worker"], at=told.at(1))
    from demo.story import write

    write(
        concern,
        "referral",
        {"received_at": told.received, "source_kind": "3E"},
        by=cast["worker"],
        at=told.at(2),
    )
    client = Client()
    client.force_login(cast["worker"])

    answer = client.post(
        f"/records/{concern.ref}/said/",
        {"what": "x", "categories": ["PHY"], "trigger": "incident", "incident_on_day": "11",
         "incident_on_month": "6", "incident_on_year": "2026", "seen": "0"},
    )  # fmt: skip

    assert "after the concern was received" in answer.content.decode()


def test_a_tampered_form_reaches_no_other_record(cast):
    told, discussion = held(cast)
    client = Client()
    client.force_login(cast["worker2"])

    assert client.post(f"/records/{discussion.ref}/voice/", {"says": "x", "seen": "0"}).status_code == 404
    assert client.post(f"/records/{discussion.ref}/voice/draft/", {"says": "x"}).status_code == 404
    assert client.post(f"/discussions/{discussion.ref}/conclude/").status_code == 404


def test_a_refused_verb_is_a_page_that_says_why(cast):
    told, discussion = held(cast)
    client = Client()
    client.force_login(cast["support"])

    answer = client.post(f"/discussions/{discussion.ref}/conclude/")

    assert answer.status_code == 422
    assert "Only the chair, Alex Demo, can do this." in answer.content.decode()


def test_a_wrong_password_signs_nothing(cast):
    from tests.stories import concluded

    told, discussion = concluded(cast)
    client = Client()
    client.force_login(cast["service"])
    page = client.get(f"/discussions/{discussion.ref}/agree/").content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]

    answer = client.post(
        f"/discussions/{discussion.ref}/agree/",
        {"agreed": "yes", "comment": "", "password": "wrong", "seen": seen},
    )

    assert "This is not your password" in answer.content.decode()
    assert not discussion.agreements.exists()


def test_an_edit_after_somebody_else_has_signed_is_refused_noted_and_nothing_is_lost(cast, client):
    _, discussion = signed(cast)
    before = list(discussion.contents.order_by("pk").values_list("section", "fields"))
    client.force_login(cast["manager"])

    edited = client.post(f"/records/{discussion.ref}/voice/", {"says": "Too late", "seen": "1"})
    again = client.post(f"/discussions/{discussion.ref}/sign/", {"password": WORD, "seen": "1"})

    for answer in (edited, again):
        assert answer.status_code in (409, 422)
        assert "signed" in answer.content.decode()
    assert list(discussion.contents.order_by("pk").values_list("section", "fields")) == before
    noted = AccessEvent.objects.filter(verb="refused", user_id=cast["manager"].pk, ref=discussion.ref)
    assert [(e.kind, e.child_id) for e in noted] == [("discussion", discussion.child_id)] * 2


@pytest.mark.parametrize("who", ["sergeant", "doctor", "manager"])
def test_without_its_token_nothing_is_kept_in_a_record_that_is_signed_or_only_sent(cast, who):
    """Neither by those who were sent it, nor by those who work on it and cannot write in it any more."""
    _, discussion = signed(cast)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast[who])

    answer = strict.post(
        f"/records/{discussion.ref}/voice/", {"says": "Half a word"}, headers={"origin": "http://testserver"}
    )

    assert answer.status_code == 403
    assert "Half a word" in answer.content.decode()
    assert not Draft.objects.exists()
