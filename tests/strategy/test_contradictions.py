"""A discussion that contradicts itself: refused at the question, or explained and read with the record (§5)."""

from datetime import timedelta

import pytest

from deadlines.models import Deadline
from demo.story import write
from records import sections
from records.refusals import Refused
from strategy.lateness import was_late
from strategy.workflow import signing
from tests.stories import concluded, convened, fresh, held

NOTHING = {"threshold": "yes", "decisions": ["nfa"], "reason_nfa": "He is abroad.", "seen": "1"}
LATE = {"started_at": timedelta(days=1, hours=3), "ended_at": timedelta(days=1, hours=4)}


def reads(discussion, key):
    chapter = sections.reads(discussion, sections.section_of(discussion, key))
    return {p.label: p.text for p in chapter.passages}


def test_cause_to_suspect_harm_and_nothing_done_is_asked_on_the_page_and_read(cast, client):
    _, discussion = held(cast)
    client.force_login(discussion.chair)
    path = f"/records/{discussion.ref}/decisions/"

    answer = client.post(path, NOTHING | {"next": "on"})

    assert answer.url == path
    assert "and no further action is decided. Why?" in client.get(path).content.decode()
    client.post(path, NOTHING | {"seen": "2", "explained_cause_nothing": "His country protects him."})
    said = reads(fresh(discussion), "decisions")
    assert said[
        "There is reasonable cause to suspect significant harm, and no further action is decided. Why?"
    ] == ("His country protects him.")


def test_it_is_not_signed_before_it_is_explained(cast):
    told, discussion = concluded(cast)
    write(
        discussion,
        "decisions",
        {k: v for k, v in NOTHING.items() if k != "seen"},
        by=discussion.chair,
        at=told.at(255),
    )

    reasons = [str(r) for r in signing.why_not_sign(fresh(discussion), by=discussion.chair)]

    assert any("no further action is decided. Explain it" in r for r in reasons)


def test_section_47_without_cause_is_an_error_at_the_question(cast, client):
    _, discussion = held(cast)
    client.force_login(discussion.chair)
    said = {"threshold": "no", "decisions": ["s47"], "reason_s47": "x", "seen": "1"}

    answer = client.post(f"/records/{discussion.ref}/decisions/", said)

    assert answer.status_code == 422
    assert 'href="#id_threshold' in answer.content.decode()


def test_no_delay_against_a_late_clock_is_refused_and_the_section_says_which(cast, client):
    told, discussion = convened(cast)
    moments = {name: told.received + after for name, after in LATE.items()}
    write(discussion, "held", moments | {"mode": "video"}, by=discussion.chair, at=told.at(60 * 40))
    client.force_login(discussion.chair)
    path = f"/records/{discussion.ref}/reason/"
    assert "Strategy discussion: due by the end of 10 June 2026" in client.get(path).content.decode()

    answer = client.post(path, {"trigger": "t", "purpose": "p", "delay": "no", "seen": "0"})

    assert answer.status_code == 422
    assert "There was a delay. Strategy discussion: due by the end of 10 June 2026" in answer.content.decode()


def test_no_delay_said_before_the_start_was_corrected_stops_the_signature(cast):
    told, discussion = concluded(cast)
    late = told.received + LATE["started_at"]
    Deadline.objects.filter(record=discussion.concern_id, met_at__isnull=False).update(met_at=late)

    with pytest.raises(Refused, match="There was a delay"):
        signing.sign(discussion.pk, by=discussion.chair, at=told.at(3000), seen=fresh(discussion).revision)


def test_a_discussion_that_follows_moves_no_clock_of_the_concern(cast):
    told, first = concluded(cast)
    (second,) = told.convene(first.concern, minutes=60 * 50, who={"sergeant": "police"})
    type(second).objects.filter(pk=second.pk).update(follows=first)
    moments = {"started_at": told.at(60 * 50), "ended_at": told.at(60 * 51)}

    write(fresh(second), "held", moments | {"mode": "video"}, by=second.chair, at=told.at(60 * 52))

    assert was_late(fresh(second)) == ""
    clock = Deadline.objects.get(record=first.concern_id, code__startswith="strategy")
    assert clock.met_at == fresh(first).started_at
