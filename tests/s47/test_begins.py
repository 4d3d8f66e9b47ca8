"""Section 47 begins when it is decided, ends with its reason when it is not any more, and begins again."""

from datetime import timedelta

import pytest
from django.test import Client

from deadlines.models import Deadline
from deadlines.sweep import sweep
from demo.enquiry import carry_out, see
from demo.story import write
from notices.models import Notice
from records.refusals import Refused
from records.states import State
from s47.models import Enquiry
from s47.workflow import opening
from strategy.models import Decision
from strategy.vocabulary import Decided
from strategy.workflow import signing
from tests.s47.test_opening import another, clocks_of, sign_again
from tests.stories import concluded, fresh, held, signed
from tests.told import told_once

S17 = {"threshold": "no", "decisions": ["s17"], "reason_s17": "It is need, not harm."}
S47 = {
    "threshold": "yes",
    "decisions": ["s47"],
    "conducted": "joint",
    "reason_s47": "The ward has called again.",
}
CODES = {"child_seen", "s47_outcome", "icpc"}


@pytest.fixture
@told_once
def begun(cast):
    told, discussion = concluded(cast)
    return told, discussion, Enquiry.objects.get()


def decide(told, discussion, said, *, minutes):
    write(fresh(discussion), "decisions", said, by=discussion.chair, at=told.at(minutes))


def running(enquiry):
    return {d.code for d in Deadline.objects.running().filter(record=enquiry.pk)}


def page(cast, who, path):
    client = Client()
    client.force_login(cast[who])
    return client.get(path).content.decode()


def test_it_is_in_the_file_and_on_the_board_before_anybody_signs(cast, begun):
    told, discussion, enquiry = begun
    assert enquiry.ref in page(cast, "manager", f"/children/{enquiry.child.ref}/")
    assert "Child seen" in page(cast, "manager", "/board/")
    assert enquiry.ref in page(cast, "manager", f"/records/{discussion.ref}/")


def test_no_longer_decided_before_the_signature_withdraws_it_with_the_reasons(cast, begun):
    told, discussion, enquiry = begun
    opening.allocate(enquiry.pk, to=cast["worker"], reason="", by=cast["manager"], at=told.at(252))
    decide(told, discussion, S17, minutes=255)

    found = fresh(enquiry)
    assert (found.state, found.open_for) == (State.WITHDRAWN, None)
    assert running(enquiry) == set()
    assert all("It is need, not harm." in d.dropped_because for d in clocks_of(enquiry).values())
    assert Notice.objects.filter(kind="enquiry_withdrawn", to_user_id=cast["worker"].pk).count() == 1
    said = page(cast, "manager", f"/records/{enquiry.ref}/")
    assert "Section 47 enquiries are no longer decided." in said
    assert "It is need, not harm." in said
    assert "Recommend an outcome" not in said


def test_it_leaves_what_waits_for_people(cast, begun):
    told, discussion, enquiry = begun
    assert "Allocate a lead social worker" in page(cast, "manager", "/")
    decide(told, discussion, S17, minutes=255)
    assert "Allocate a lead social worker" not in page(cast, "manager", "/")
    with pytest.raises(Refused, match="closed"):
        opening.allocate(enquiry.pk, to=cast["worker"], reason="", by=cast["manager"], at=told.at(256))


def test_decided_again_it_is_the_same_enquiry_and_the_clocks_count_from_the_same_moment(cast, begun):
    told, discussion, enquiry = begun
    before = {code: (d.started_at, d.due_at) for code, d in clocks_of(enquiry).items()}
    decide(told, discussion, S17, minutes=255)
    decide(told, discussion, S47, minutes=258)

    found = Enquiry.objects.get()
    assert (found, found.state, found.open_for) == (enquiry, State.OPENED, enquiry.child)
    now = Deadline.objects.running().filter(record=enquiry.pk)
    assert {d.code: (d.started_at, d.due_at) for d in now} == before
    assert "Section 47 enquiries are decided again." in page(cast, "manager", f"/records/{enquiry.ref}/")


def test_a_child_who_was_seen_before_it_was_withdrawn_is_seen(cast, begun):
    told, discussion, enquiry = begun
    opening.allocate(enquiry.pk, to=cast["worker"], reason="", by=cast["manager"], at=told.at(252))
    see(told, fresh(enquiry), minutes=254)
    decide(told, discussion, S17, minutes=255)
    decide(told, discussion, S47, minutes=258)

    assert running(enquiry) == CODES - {"child_seen"}


def test_a_correction_withdraws_it_once_it_is_signed_and_not_while_it_is_written(cast):
    told, discussion = signed(cast)
    enquiry = Enquiry.objects.get()
    signing.correct(discussion.pk, reason="The wrong box.", by=fresh(discussion).chair, at=told.at(900))
    decide(told, discussion, S17, minutes=901)
    assert fresh(enquiry).state == State.OPENED

    sign_again(told, discussion)
    assert fresh(enquiry).state == State.WITHDRAWN


def test_an_enquiry_with_an_outcome_stands(cast):
    told, discussion = signed(cast)
    enquiry = carry_out(told, discussion, minutes=400)
    Enquiry.objects.filter(pk=enquiry.pk).update(open_for=None)
    Enquiry.objects.filter(pk=enquiry.pk).update(state=State.SIGNED)
    signing.correct(discussion.pk, reason="The wrong box.", by=fresh(discussion).chair, at=told.at(1900))
    decide(told, discussion, S17, minutes=1901)

    with pytest.raises(Refused, match="section 47 stands"):
        opening.follow_decision(_as_signed(discussion), by=discussion.chair, at=told.at(1902))
    assert fresh(enquiry).state == State.SIGNED


def _as_signed(discussion):
    found = fresh(discussion)
    found.state = State.SIGNED
    return found


def test_another_discussion_that_decided_it_too_takes_the_place_of_the_first(cast, begun):
    told, discussion, enquiry = begun
    later = another(discussion)
    opening.follow_decision(later, by=later.chair, at=told.at(254))
    decide(told, discussion, S17, minutes=255)

    found = fresh(enquiry)
    assert (found.state, found.initiating_discussion) == (State.OPENED, later)
    now = Deadline.objects.running().filter(record=enquiry.pk)
    assert {d.started_at for d in now} == {later.started_at}
    assert {d.code for d in now} == CODES
    # What was counted from the first stays to be read.
    assert Deadline.objects.filter(record=enquiry.pk, superseded_by__isnull=False).count() == 3


def test_one_that_is_still_held_decides_nothing(cast, begun):
    told, discussion, enquiry = begun
    later = another(discussion)
    type(later).objects.filter(pk=later.pk).update(state=State.HELD)
    Decision.objects.get_or_create(discussion=later, kind=Decided.S47, defaults={"reason": "x"})
    decide(told, discussion, S17, minutes=255)

    assert fresh(enquiry).state == State.WITHDRAWN


def test_who_concludes_is_told_that_it_is_open(cast):
    told, discussion = held(cast)
    client = Client()
    client.force_login(discussion.chair)
    answer = client.post(f"/discussions/{discussion.ref}/conclude/", follow=True)
    assert "The section 47 enquiry is open, and its clocks run." in answer.content.decode()


def test_a_breach_before_it_was_withdrawn_stays_to_be_read(cast, begun):
    told, discussion, enquiry = begun
    sweep(at=discussion.started_at + timedelta(hours=25))
    decide(told, discussion, S17, minutes=2000)
    assert clocks_of(enquiry)["child_seen"].breach
