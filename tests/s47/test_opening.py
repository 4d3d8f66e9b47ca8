"""An enquiry opens by itself, once, from the discussion that decided it; and a qualified person leads it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from agencies.models import Membership
from deadlines.calendar import calendar_with, due_moment
from deadlines.models import Deadline
from demo.ics import WARD
from demo.people import load_people
from demo.story import agree_and_sign, hold, write
from notices.models import Notice
from records.models import Record
from records.refusals import Refused
from s47.models import Allocation, Enquiry
from s47.workflow import opening as workflow
from strategy.models import Decision
from strategy.vocabulary import Decided
from strategy.workflow import signing
from tests.clocks import standing
from tests.stories import agree, concluded, fresh, held, sign, signed
from tests.together import before_the_first_commits

DAY = 24 * 60


def clocks_of(enquiry):
    return {d.code: d for d in Deadline.objects.filter(record=enquiry.pk)}


def follow(discussion, *, at):
    return workflow.follow_decision(discussion, by=discussion.chair, at=at)


def another(discussion):
    """A later discussion about the same child, signed, that decides section 47 too."""
    later = fresh(discussion)
    later.pk = later.id = later.record_ptr_id = None
    later._state.adding, later.ref = True, ""
    later.started_at = discussion.started_at + timedelta(days=3)
    later.ended_at = discussion.ended_at + timedelta(days=3)
    later.save()
    Decision.objects.create(discussion=later, kind=Decided.S47, reason="x")
    return later


def test_concluding_a_discussion_that_decides_section_47_opens_the_enquiry_with_its_clocks(cast):
    told, discussion = concluded(cast)
    enquiry = Enquiry.objects.get(initiating_discussion=discussion)

    found, calendar = clocks_of(enquiry), calendar_with()
    assert (enquiry.child, enquiry.team, enquiry.open_for) == (
        discussion.child,
        discussion.team,
        discussion.child,
    )
    assert set(found) == {"child_seen", "s47_outcome", "icpc"}
    assert {d.started_at for d in found.values()} == {discussion.started_at}
    assert found["child_seen"].due_at == discussion.started_at + timedelta(hours=24)
    assert found["s47_outcome"].due_at == due_moment(calendar, discussion.started_at, 15, "days")
    assert found["icpc"].due_at == due_moment(calendar, discussion.started_at, 15, "working_days")
    assert "provisional" in found["icpc"].because


def test_legal_planning_already_decided_shortens_the_outcome_to_five_days(cast):
    said = {
        "decisions": {
            "threshold": "yes", "decisions": ["s47", "legal"], "conducted": "joint",
            "reason_s47": "x", "reason_legal": "x",
        }
    }  # fmt: skip
    _, discussion = signed(cast, said=said)

    found = clocks_of(Enquiry.objects.get(initiating_discussion=discussion.pk))
    assert "s47_outcome" not in found
    assert found["s47_outcome_fast"].due_at == due_moment(calendar_with(), discussion.started_at, 5, "days")


def test_a_conference_already_decided_shortens_the_outcome_too(cast):
    said = {
        "decisions": {
            "threshold": "yes", "decisions": ["s47"], "conducted": "joint", "reason_s47": "x",
            "conference": "yes",
        }
    }  # fmt: skip
    _, discussion = signed(cast, said=said)

    found = clocks_of(Enquiry.objects.get(initiating_discussion=discussion.pk))
    assert "s47_outcome" not in found
    assert found["s47_outcome_fast"].due_at == due_moment(calendar_with(), discussion.started_at, 5, "days")


def later(told, discussion, minutes, *decisions, **said):
    """A further discussion about the child, concluded."""
    (found,) = told.convene(discussion.concern, minutes=minutes, who=WARD, late="More is known.")
    reasons = {f"reason_{kind}": "x" for kind in decisions}
    decided = {"threshold": "yes", "decisions": list(decisions)} | reasons | said
    hold(told, found, minutes=minutes, said={"decisions": decided}, risks=[], attendance={})
    return signing.conclude(found.pk, by=found.chair, at=told.at(minutes + 70))


@pytest.mark.parametrize("said", [{"decisions": ("legal",)}, {"decisions": ("s17",), "conference": "yes"}])
def test_what_is_decided_by_a_follow_up_gives_five_days_from_then(cast, said):
    told, discussion = signed(cast)
    enquiry = Enquiry.objects.get(initiating_discussion=discussion.pk)
    usual = standing(enquiry, "s47_outcome")
    kinds, more = said["decisions"], {k: v for k, v in said.items() if k != "decisions"}

    held_later = later(told, discussion, 3 * DAY, *kinds, **more)

    fast = standing(enquiry, "s47_outcome_fast")
    assert fast.started_at == fresh(held_later).started_at
    assert fast.due_at == due_moment(calendar_with(), fast.started_at, 5, "days") < usual.due_at
    usual.refresh_from_db()
    assert usual.superseded_by == fast  # and stays to be read


def test_it_is_never_later_than_the_longer_clock(cast):
    told, discussion = signed(cast)
    enquiry = Enquiry.objects.get(initiating_discussion=discussion.pk)
    later(told, discussion, 12 * DAY, "legal")
    assert standing(enquiry, "s47_outcome").running


def test_what_is_decided_by_a_correction_counts_from_the_correction(cast):
    told, discussion = signed(cast)
    enquiry = Enquiry.objects.get(initiating_discussion=discussion.pk)
    record = signing.correct(discussion.pk, reason="Decided since.", by=discussion.chair, at=told.at(2 * DAY))
    before = dict(record.contents.get(section="decisions").fields)

    write(record, "decisions", before | {"conference": "yes"}, by=record.chair, at=told.at(2 * DAY + 5))
    assert standing(enquiry, "s47_outcome_fast").started_at == told.at(2 * DAY + 5)
    write(record, "decisions", before | {"conference": "no"}, by=record.chair, at=told.at(2 * DAY + 9))
    assert standing(enquiry, "s47_outcome").started_at == discussion.started_at


def test_a_discussion_that_does_not_decide_it_opens_none(cast):
    said = {"decisions": {"threshold": "no", "decisions": ["s17"], "reason_s17": "x"}}
    _, discussion = signed(cast, said=said)

    assert not Enquiry.objects.filter(initiating_discussion=discussion.pk).exists()


def test_a_conclusion_that_fails_leaves_no_enquiry(cast, monkeypatch):
    told, discussion = held(cast)

    class PowerCut(Exception):
        pass

    def cut(*args, **kwargs):
        raise PowerCut

    monkeypatch.setattr("notices.outbox.wake_after_commit", cut)
    with pytest.raises(PowerCut):
        signing.conclude(discussion.pk, by=discussion.chair, at=told.at(250))

    assert not Enquiry.objects.exists()
    assert not Record.objects.filter(kind="enquiry").exists()


def test_the_signature_confirms_it_and_opens_no_second(cast):
    told, discussion = concluded(cast)
    enquiry = Enquiry.objects.get()
    before = clocks_of(enquiry)
    agree_and_sign(told, discussion, minutes=260)

    assert Enquiry.objects.get() == enquiry
    assert clocks_of(enquiry) == before


def test_a_correction_and_a_later_discussion_open_no_second_and_restart_no_clock(opened):
    told, discussion, enquiry = opened
    before = {code: (d.started_at, d.due_at) for code, d in clocks_of(enquiry).items()}
    signing.correct(discussion.pk, reason="A date.", by=fresh(discussion).chair, at=told.at(900))
    sign_again(told, discussion)

    found = follow(another(discussion), at=told.at(5000))

    assert found == enquiry
    assert found.initiating_discussion_id == discussion.pk
    assert {code: (d.started_at, d.due_at) for code, d in clocks_of(enquiry).items()} == before


def sign_again(told, discussion):
    for who in ("service", "sergeant"):
        agree(told, discussion, who, at=told.at(910))
    sign(told, discussion, at=told.at(920))


def test_a_correction_of_a_closed_case_opens_nothing_anew(opened):
    told, discussion, enquiry = opened
    Enquiry.objects.update(open_for=None)
    signing.correct(discussion.pk, reason="A date.", by=fresh(discussion).chair, at=told.at(900))

    sign_again(told, discussion)

    assert Enquiry.objects.get() == enquiry


def test_a_correction_that_decides_it_at_last_opens_it(cast):
    said = {"decisions": {"threshold": "no", "decisions": ["s17"], "reason_s17": "x"}}
    told, discussion = signed(cast, said=said)
    signing.correct(discussion.pk, reason="It was decided.", by=fresh(discussion).chair, at=told.at(900))
    decided = {"threshold": "yes", "decisions": ["s47"], "conducted": "joint", "reason_s47": "x"}
    write(fresh(discussion), "decisions", decided, by=discussion.chair, at=told.at(901))

    sign_again(told, discussion)

    assert clocks_of(Enquiry.objects.get())["icpc"].started_at == discussion.started_at


def test_the_first_discussion_that_decides_it_is_the_one_the_clocks_are_counted_from(cast):
    said = {"decisions": {"threshold": "no", "decisions": ["s17"], "reason_s17": "x"}}
    told, discussion = signed(cast, said=said)
    later = another(discussion)

    enquiry = follow(later, at=told.at(5000))

    assert enquiry.initiating_discussion == later
    assert clocks_of(enquiry)["icpc"].started_at == later.started_at


def test_the_database_refuses_a_second_open_enquiry_for_a_child(opened):
    told, discussion, enquiry = opened
    second = Enquiry.objects.get(pk=enquiry.pk)
    second.pk = second.id = second.record_ptr_id = None
    second._state.adding, second.ref = True, ""

    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


@pytest.mark.django_db(transaction=True)
def test_two_discussions_signed_at_once_open_one_enquiry():
    told, discussion = signed(load_people())
    Deadline.objects.filter(record__kind="enquiry").update(
        dropped_at=told.at(800), dropped_because="Begun anew"
    )
    Enquiry.objects.update(open_for=None)
    later = another(discussion)

    before_the_first_commits(
        lambda: follow(fresh(discussion), at=told.at(900)),
        lambda: follow(later, at=told.at(900)),
    )

    assert Enquiry.objects.exclude(open_for=None).count() == 1


def test_an_unborn_child_is_not_to_be_seen_within_a_day(cast):
    child = {
        "given_names": "",
        "family_name": "Quillfeather",
        "expected_on": told_date(),
        "sex": "U",
        "case_number": "T-U",
    }
    _, discussion = signed(cast, child=child)

    assert "child_seen" not in clocks_of(Enquiry.objects.get(initiating_discussion=discussion.pk))


def told_date():
    from tests.conftest import MORNING

    return (MORNING + timedelta(days=60)).date()


# --- allocation


def allocate(opened, to, who="manager", reason="", minutes=1000):
    told, _, enquiry = opened
    return workflow.allocate(
        enquiry.pk, to=told.people[to], reason=reason, by=told.people[who], at=told.at(minutes)
    )


def test_of_a_team_without_a_manager_the_service_manager_is_asked(cast, client):
    told, discussion = held(cast)
    cast["manager"].memberships.update(team=None)
    signing.conclude(discussion.pk, by=discussion.chair, at=told.at(250))

    assert {n.to_user_id for n in Notice.objects.filter(kind="allocate")} == {cast["service"].pk}
    client.force_login(cast["service"])
    assert "Allocate a lead social worker" in client.get("/").content.decode()


def test_the_manager_of_the_team_is_asked_and_a_qualified_worker_leads(opened, client):
    told, discussion, enquiry = opened
    assert Notice.objects.filter(kind="allocate", to_user_id=told.people["manager"].pk).count() == 1
    client.force_login(told.people["manager"])
    assert "Allocate a lead social worker" in client.get("/").content.decode()

    client.post(f"/enquiries/{enquiry.ref}/allocate/", {"lead_social_worker": told.people["worker"].pk})

    assert enquiry.allocation.lead_social_worker == told.people["worker"]
    assert "Allocate a lead social worker" not in client.get("/").content.decode()
    assert {d.owner for d in clocks_of(enquiry).values()} == {told.people["worker"]}


def test_who_is_not_marked_as_qualified_cannot_lead(opened, client):
    told, discussion, enquiry = opened
    unqualified = told.people["worker2"]

    with pytest.raises(Refused, match="Robin Sample is not marked as a qualified and experienced"):
        allocate(opened, "worker2")
    client.force_login(told.people["manager"])
    page = client.post(f"/enquiries/{enquiry.ref}/allocate/", {"lead_social_worker": unqualified.pk})

    assert page.status_code == 422
    assert enquiry.allocation is None
    assert "Robin Sample" not in client.get(f"/records/{enquiry.ref}/").content.decode()


def test_handing_over_needs_a_reason_and_keeps_the_history(opened):
    told, discussion, enquiry = opened
    Membership.objects.filter(user=told.people["worker2"]).update(qualified=True)
    allocate(opened, "worker")
    assert allocate(opened, "worker", minutes=1001).at == told.at(1000)  # a second click

    with pytest.raises(Refused, match="Say why Sam Example hands over"):
        allocate(opened, "worker2", minutes=1002)
    allocate(opened, "worker2", reason="On leave.", minutes=1003)

    history = [(a.lead_social_worker.name, a.ended_at) for a in enquiry.allocations.order_by("pk")]
    assert history == [("Sam Example", told.at(1003)), ("Robin Sample", None)]
    assert {d.owner for d in clocks_of(enquiry).values()} == {told.people["worker2"]}
    with pytest.raises(IntegrityError), transaction.atomic():
        Allocation.objects.filter(enquiry=enquiry).update(ended_at=None)


@pytest.mark.parametrize("who", ["worker", "manager2", "sergeant", "doctor"])
def test_only_a_manager_of_the_service_allocates(opened, client, who):
    told, discussion, enquiry = opened
    client.force_login(told.people[who])

    client.post(f"/enquiries/{enquiry.ref}/allocate/", {"lead_social_worker": told.people["worker"].pk})

    assert enquiry.allocation is None


@pytest.mark.parametrize("who", ["manager2", "sergeant", "doctor", "admin"])
def test_who_does_not_work_on_it_does_not_find_it(opened, client, who):
    told, discussion, enquiry = opened
    client.force_login(told.people[who])

    assert client.get(f"/records/{enquiry.ref}/").status_code == 404


def test_it_stands_in_the_file_of_the_child_and_in_the_list_of_records(opened, client):
    told, discussion, enquiry = opened
    client.force_login(told.people["manager"])

    assert enquiry.ref in client.get(f"/children/{discussion.child.ref}/").content.decode()
    assert enquiry.ref in client.get("/records/?kind=enquiry").content.decode()
    assert "Outcome of the section 47 enquiry" in client.get(f"/records/{enquiry.ref}/").content.decode()


def test_discussion_and_enquiry_lead_to_each_other_for_whoever_works_on_both(opened, client):
    told, discussion, enquiry = opened
    client.force_login(told.people["manager"])
    assert f'/records/{enquiry.ref}/"' in client.get(f"/records/{discussion.ref}/").content.decode()
    assert f'/records/{discussion.ref}/"' in client.get(f"/records/{enquiry.ref}/").content.decode()

    client.force_login(told.people["doctor"])
    assert enquiry.ref not in client.get(f"/discussions/{discussion.ref}/").content.decode()
