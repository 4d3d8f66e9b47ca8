"""Health of the clocks: what the system administrator and /health/ are told, in counts and moments alone."""

from datetime import datetime, timedelta

import pytest
import time_machine

from agencies.models import Membership, User
from audit.models import AccessEvent
from config.figures import Waiting
from config.templatetags.fortyseven import moment
from deadlines import health
from deadlines.models import ClockRound, Deadline
from deadlines.sweep import sweep
from notices.models import Notice
from records.models import Record
from tests.clocks import standing
from tests.stories import concluded

PAGE = "/clocks/health/"


@pytest.fixture
def told_of(cast, client):
    """What the page says to the administrator, without its tags."""
    client.force_login(cast["admin"])

    def asked(at):
        with time_machine.travel(at, tick=False):
            return " ".join(client.get(PAGE).content.decode().split())

    return asked


def found(client, at):
    with time_machine.travel(at, tick=False):
        return client.get("/health/").json()


def a_round(at):
    """The beat comes by until all records were compared."""
    while not health.compare_next(at=at, batch=2):
        pass


def test_before_the_first_sweep_it_says_so(cast, client, told_of):
    told, _ = concluded(cast)

    said = told_of(told.at(400))

    assert "Never. The worker of the clocks or the beat does not run." in said
    assert "Not counted yet." in said
    assert "Not all were compared yet." in said
    asked = found(client, told.at(400))
    assert (asked["sweep"], asked["clocks_compared"]) == ("never seen", "never")


def test_it_says_when_the_last_sweep_was_and_which_step_was_not_taken(cast, client, told_of):
    told, discussion = concluded(cast)
    sweep(at=told.at(400))
    step = Deadline.objects.running().order_by("next_step_at").first().next_step_at
    later = step + timedelta(minutes=10)

    said, asked = told_of(later), found(client, later)

    assert f"{moment(told.at(400))}" in said
    assert f"Due since {moment(step)}" in said
    assert (asked["sweep"], asked["oldest_step_not_taken_seconds"]) == ("silent", 600)
    sweep(at=later)
    assert "None. Every step that has come was taken." in told_of(later)
    asked = found(client, later)
    assert (asked["sweep"], asked["oldest_step_not_taken_seconds"]) == ("ok", 0)


def test_a_clock_whose_owner_has_left_has_nobody_who_can_act(cast, client, told_of):
    told, discussion = concluded(cast)
    chair = discussion.chair
    theirs = Deadline.objects.running().filter(owner=chair).count()
    assert theirs
    assert not health.without_owner().exists()

    Membership.objects.filter(user=chair).update(ended_at=told.at(500))
    health.count_without_owner(at=told.at(501))

    assert set(health.without_owner().values_list("owner", flat=True)) == {chair.pk}
    assert found(client, told.at(502))["clocks_without_owner"] == theirs
    assert f"{theirs}, counted {moment(told.at(501))}" in told_of(told.at(502))


def test_an_account_that_is_closed_cannot_act(cast):
    _, discussion = concluded(cast)

    User.objects.filter(pk=discussion.chair_id).update(is_active=False)

    assert set(health.without_owner().values_list("owner", flat=True)) == {discussion.chair_id}


def test_a_clock_of_nobody_is_the_leads_of_its_agency_and_never_of_the_authority(cast):
    _, discussion = concluded(cast)
    clock = standing(discussion, "record_filed")
    Deadline.objects.filter(pk=clock.pk).update(owner=None)
    assert list(health.without_owner()) == [clock]

    hospital = cast["nurse"].hats()[0].agency
    Deadline.objects.filter(pk=clock.pk).update(agency=hospital)
    assert not health.without_owner().exists()

    Membership.objects.filter(agency=hospital, role="safeguarding_lead").update(ended_at=clock.due_at)
    assert list(health.without_owner()) == [clock]


def test_the_people_of_an_agency_act_for_one_that_was_merged_into_it(cast):
    _, discussion = concluded(cast)
    clock = standing(discussion, "record_filed")
    gone, hospital = cast["school"].hats()[0].agency, cast["nurse"].hats()[0].agency
    Deadline.objects.filter(pk=clock.pk).update(owner=cast["nurse"], agency=gone)
    assert list(health.without_owner()) == [clock]

    type(gone).objects.filter(pk=gone.pk).update(merged_into=hospital, active=False)

    assert not health.without_owner().exists()


def test_the_beat_compares_all_records_in_turn_and_keeps_what_the_last_round_found(cast, client, told_of):
    told, discussion = concluded(cast)
    a_round(told.at(400))
    records = Record.objects.count()
    assert records > 2
    clock = standing(discussion, "record_filed")
    Deadline.objects.filter(pk=clock.pk).update(met_at=told.at(350))

    health.compare_next(at=told.at(450), batch=2)
    assert found(client, told.at(451))["clocks_that_differ"] == 0
    assert "The next round has come to 2 records" in told_of(told.at(451))
    a_round(told.at(460))

    asked = found(client, told.at(461))
    assert asked["clocks_that_differ"] == 1
    assert datetime.fromisoformat(asked["clocks_compared"]) == told.at(460)
    said = f"1, in {records} records; all were compared by {moment(told.at(460))}"
    assert said in told_of(told.at(461))
    clock.refresh_from_db()
    assert clock.met_at == told.at(350)  # it looks, and writes no clock
    assert ClockRound.objects.count() == 1


def test_notices_of_clocks_are_counted_and_others_are_not(cast, client, told_of):
    told, discussion = concluded(cast)
    Notice.objects.all().delete()
    late = standing(discussion, "record_filed").due_at + timedelta(days=4)
    sweep(at=late)
    ours = list(Notice.objects.filter(key__startswith="deadline:"))
    Notice.objects.create(key="other", kind="chase", to_email="x@demo.invalid", reference="X", path="/",
                          created_at=late, send_at=late)  # fmt: skip
    Notice.objects.filter(pk=ours[0].pk).update(failed_at=late, failure="The mail server refused it.")

    asked = found(client, late)

    assert (asked["clock_notices_unsent"], asked["clock_notices_given_up"]) == (len(ours) - 1, 1)
    assert "The next person on the ladder was told instead." in told_of(late)


def test_prometheus_is_told_the_same(cast):
    told, discussion = concluded(cast)
    Deadline.objects.filter(pk=standing(discussion, "record_filed").pk).update(met_at=told.at(350))
    Membership.objects.filter(user=discussion.chair).update(ended_at=told.at(399))
    a_round(told.at(400))
    health.count_without_owner(at=told.at(400))

    with time_machine.travel(told.at(402), tick=False):
        metrics = {metric.name: metric.samples for metric in Waiting().collect()}

    said = {sample.labels["state"]: sample.value for sample in metrics["fortyseven_clocks"]}
    assert said == {"differ": 1, "without_owner": health.without_owner().count()}
    assert metrics["fortyseven_clocks_compared_seconds"][0].value == 120


def test_it_names_no_case_and_is_noted(cast, client, told_of):
    told, discussion = concluded(cast)
    child = discussion.child

    said = told_of(told.at(400))

    for case in (discussion.ref, child.ref, child.given_names, child.family_name, discussion.chair.name):
        assert case not in said
    event = AccessEvent.objects.filter(user_id=cast["admin"].pk, verb="view").latest("pk")
    assert (event.kind, event.child_id) == ("health of the clocks", None)


def test_the_administrator_finds_it_under_administration_and_nobody_else_does(cast, client):
    client.force_login(cast["admin"])
    assert f'href="{PAGE}"' in client.get("/admin/").content.decode()

    for who in ("manager", "head", "governance", "people"):
        client.force_login(cast[who])
        assert client.get(PAGE).status_code == 404
