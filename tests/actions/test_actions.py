from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from actions import workflow
from actions.forms import CompleteForm
from actions.models import Action
from deadlines.models import Deadline
from notices.models import Notice
from records.refusals import Refused
from strategy.workflow import recording
from tests.stories import concluded
from tests.told import told_once


@pytest.fixture
@told_once
def action(cast):
    _, discussion = concluded(cast)
    return discussion.actions.get(owner=cast["doctor"])


def clock(action):
    return Deadline.objects.filter(subject=action.subject).order_by("-pk").first()


@pytest.mark.parametrize(
    ("lacking", "reason"),
    [
        ({"what": " "}, "Say what will be done"),
        ({"owner": None}, "Choose the person"),
        ({"due_on": None}, "Say by when"),
    ],
)
def test_an_action_without_what_who_or_when_is_refused(cast, morning, lacking, reason):
    told, discussion = concluded(cast)
    facts = {"what": "x", "why": "", "owner": cast["doctor"], "due_on": morning.date() + timedelta(days=3)}

    with pytest.raises(Refused, match=reason):
        recording.agree_action([discussion], **facts | lacking, by=cast["manager"], at=morning)


def test_an_action_cannot_be_due_before_it_was_agreed(cast, morning):
    _, discussion = concluded(cast)

    with pytest.raises(Refused, match="cannot be before that"):
        recording.agree_action(
            [discussion], what="x", why="", owner=cast["doctor"], due_on=morning.date() - timedelta(days=1),
            by=cast["manager"], at=morning,
        )  # fmt: skip


def test_completing_stops_the_clock_and_says_what_was_done(action, cast, morning):
    workflow.complete(
        action.pk, outcome="The report is written", by=cast["doctor"], at=morning + timedelta(days=1)
    )

    action.refresh_from_db()
    assert (action.state, action.completed_by) == (Action.State.DONE, cast["doctor"])
    assert clock(action).met_at == morning + timedelta(days=1)


def test_the_lead_of_the_agency_may_complete_for_the_owner_and_a_colleague_may_not(action, cast, morning):
    with pytest.raises(Refused, match="Only Dr Nico Fable or the safeguarding lead"):
        workflow.complete(action.pk, outcome="x", by=cast["manager"], at=morning)

    assert workflow.complete(action.pk, outcome="x", by=cast["nurse"], at=morning)


def test_completing_needs_words_and_happens_once(action, cast, morning):
    with pytest.raises(Refused, match="Say what was done"):
        workflow.complete(action.pk, outcome=" ", by=cast["doctor"], at=morning)
    workflow.complete(action.pk, outcome="x", by=cast["doctor"], at=morning)

    with pytest.raises(Refused, match="already done"):
        workflow.complete(action.pk, outcome="x", by=cast["doctor"], at=morning)


def test_handing_over_moves_the_clock_and_tells_the_colleague(action, cast, morning):
    workflow.hand_over(action.pk, to=cast["nurse"], reason="On leave", by=cast["doctor"], at=morning)

    assert clock(action).owner == cast["nurse"]
    assert Notice.objects.filter(kind="handed_over", to_user_id=cast["nurse"].pk).exists()
    with pytest.raises(Refused, match="does not work at"):
        workflow.hand_over(action.pk, to=cast["school"], reason="", by=cast["nurse"], at=morning)


def test_more_time_supersedes_the_clock_only_when_it_is_granted(action, cast, morning):
    first, day = clock(action), action.due_on + timedelta(days=4)
    workflow.ask_for_time(action.pk, day=day, reason="The scan is late", by=cast["doctor"], at=morning)
    assert clock(action) == first

    workflow.answer_time(action.pk, granted=True, by=cast["manager"], at=morning)

    first.refresh_from_db()
    assert first.superseded_by.due_at.date() == day
    with pytest.raises(Refused, match="Nobody is waiting"):
        workflow.answer_time(action.pk, granted=True, by=cast["manager"], at=morning)


def test_refused_time_leaves_the_date(action, cast, morning):
    workflow.ask_for_time(
        action.pk, day=action.due_on + timedelta(days=1), reason="x", by=cast["doctor"], at=morning
    )

    workflow.answer_time(action.pk, granted=False, by=cast["manager"], at=morning)

    assert clock(action).superseded_by is None


def test_sent_back_by_the_reviewer_the_clock_runs_again(action, cast, morning):
    workflow.complete(action.pk, outcome="x", by=cast["doctor"], at=morning)
    with pytest.raises(Refused, match="Say what is still to be done"):
        workflow.review(action.pk, accepted=False, note="", by=cast["manager"], at=morning)

    workflow.review(action.pk, accepted=False, note="Sign it", by=cast["manager"], at=morning)

    action.refresh_from_db()
    assert action.state == Action.State.OPEN
    assert clock(action).running


def test_the_review_clock_stops_when_the_last_action_is_reviewed_or_cancelled(cast, morning):
    _, discussion = concluded(cast)
    first, *rest = discussion.actions.order_by("pk")
    for action in rest:
        workflow.complete(action.pk, outcome="x", by=action.owner, at=morning)
        workflow.review(action.pk, accepted=True, note="", by=cast["manager"], at=morning)
    review = Deadline.objects.get(record=discussion.pk, code="action_review")
    assert review.running

    workflow.cancel(first.pk, reason="No longer needed", by=cast["manager"], at=morning)

    review.refresh_from_db()
    assert review.met_at == morning
    assert clock(first).dropped_because == "No longer needed"


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("report.pdf", b"MZ\x90 not a pdf", "is not the PDF that its name says"),
        ("run.exe", b"MZ\x90", "Files of this kind are not taken"),
        ("page.html", b"<script>", "Files of this kind are not taken"),
        ("note.txt", b"a\x00b", "is not the text that its name says"),
    ],
)
def test_an_upload_that_is_not_what_it_claims_is_refused(name, content, error):
    form = CompleteForm({"outcome": "x"}, {"evidence": SimpleUploadedFile(name, content)})

    assert not form.is_valid()
    assert error in str(form.errors)


def test_an_upload_that_is_too_large_is_refused(settings):
    settings.UPLOAD_LIMIT_BYTES = 1000
    form = CompleteForm({"outcome": "x"}, {"evidence": SimpleUploadedFile("a.pdf", b"%PDF-" + b"x" * 1000)})

    assert "larger than" in str(form.errors)
