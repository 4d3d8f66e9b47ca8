"""Restricting a case, naming people in it, and lifting it again (§9)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from agencies.models import User
from agencies.roles import Role
from boards import restricting
from children.models import Named, Restriction
from children.restriction import named_in
from circulation.models import Receipt
from circulation.workflow import pass_on
from config.clock import now
from records.models import Record
from records.refusals import Refused
from strategy.workflow.convening import Invitee, invite
from tests.pages.test_restricted import WHY, restrict
from tests.stories import convened, signed, story
from tests.together import before_the_first_commits


def test_governance_sees_the_list_and_names_and_lifts(cast, client):
    _, discussion = signed(cast)
    child = discussion.child
    restrict(cast, child)
    client.force_login(cast["governance"])

    assert child.family_name in client.get("/restricted/").content.decode()
    base = f"/children/{child.ref}/restriction/"
    assert WHY in client.get(base).content.decode()
    client.post(f"{base}name/", {"email": "manager2@demo.invalid", "why": "Takes the team over"})
    assert Record.objects.unhidden(cast["manager2"]).filter(pk=discussion.pk).exists()
    client.post(f"{base}lift/", {"reason": "The colleague has left"})

    assert Record.objects.visible_to(cast["service"]).filter(pk=discussion.pk).exists()
    restriction = Restriction.objects.get()
    assert (restriction.lifted_by, restriction.lifted_because) == (
        cast["governance"],
        "The colleague has left",
    )
    assert "The colleague has left" in client.get(base).content.decode()


def test_whoever_has_work_on_it_cannot_be_left_out(cast, client):
    _, discussion = signed(cast)
    client.force_login(cast["service"])

    answer = client.post(
        f"/children/{discussion.child.ref}/restriction/restrict/",
        {"people": [cast["service"].pk], "reason": WHY},
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Dr Nico Fable owns a clock" in page
    assert WHY in page
    assert not Restriction.objects.exists()


def test_a_manager_must_be_named_and_stay(cast):
    told, _ = convened(cast)
    lonely = story(cast, child=told.child | {"case_number": "T-2"}).make_child()
    with pytest.raises(Refused, match="at least one manager"):
        restricting.restrict(lonely, people=[cast["worker"]], reason=WHY, by=cast["service"], at=now())
    restriction = restricting.restrict(
        lonely, people=[cast["service"]], reason=WHY, by=cast["service"], at=now()
    )
    (only,) = named_in(restriction)

    with pytest.raises(Refused, match="A manager must stay named"):
        restricting.unname(restriction.pk, entry=only.pk, by=cast["service"], at=now())


def test_a_name_that_is_taken_off_is_history_and_closes_the_case_at_once(cast, client):
    _, discussion = signed(cast)
    restriction = restrict(cast, discussion.child, "service", "head")
    client.force_login(cast["head"])
    assert client.get(f"/records/{discussion.ref}/").status_code == 200
    entry = Named.objects.get(user=cast["head"])

    restricting.unname(restriction.pk, entry=entry.pk, by=cast["service"], at=now())

    assert client.get(f"/records/{discussion.ref}/").status_code == 404
    assert Named.objects.get(user=cast["head"]).ended_by == cast["service"]


def test_who_is_asked_to_take_part_or_is_handed_something_is_named_by_that(cast):
    told, discussion = convened(cast)
    restrict(cast, discussion.child)
    assert not Record.objects.unhidden(cast["school"]).filter(pk=discussion.pk).exists()

    school = cast["school"]
    invite(
        discussion.pk, invitee=Invitee(school, school.hats()[0].agency), by=discussion.chair, at=told.at(130)
    )

    entry = Named.objects.get(user=school)
    assert (entry.why, entry.by) == ("asked to take part", discussion.chair)
    assert Record.objects.unhidden(school).filter(pk=discussion.pk).exists()


def test_what_is_handed_over_within_an_agency_names_the_colleague(cast):
    _, discussion = signed(cast)
    restriction = restrict(cast, discussion.child)
    restricting.name(restriction.pk, user=cast["nurse"], why="Leads", by=cast["governance"], at=now())
    receipt = Receipt.objects.get(
        version__record=discussion.pk, version__product="record", agency=cast["nurse"].hats()[0].agency
    )
    colleague = User.objects.create_user("colleague@demo.invalid", "Cass Invented")
    cast["nurse"].hats()[0].agency.memberships.create(user=colleague, role=Role.REPRESENTATIVE)

    pass_on(receipt.pk, to=colleague, by=cast["nurse"], at=now())

    assert Receipt.objects.visible_to(colleague).filter(pk=receipt.pk).exists()


@pytest.mark.parametrize("key", ["worker", "manager", "support", "admin", "doctor", "conference"])
def test_only_the_service_s_managers_and_governance_restrict(cast, client, key):
    _, discussion = signed(cast)
    client.force_login(cast[key])
    base = f"/children/{discussion.child.ref}/restriction/"

    assert client.get(base).status_code == 404
    assert client.post(f"{base}restrict/", {"reason": WHY}).status_code == 404
    assert client.get("/restricted/").status_code == 404


def test_somebody_of_another_partnership_cannot_be_named_by_a_forged_form(cast, client):
    from agencies.models import Agency, Membership, Partnership

    _, discussion = signed(cast)
    far = Agency.objects.create(partnership=Partnership.objects.create(name="Far"), name="Far", kind="csc")
    stranger = User.objects.create_user("stranger@demo.invalid", "Stranger")
    Membership.objects.create(user=stranger, agency=far, role=Role.SERVICE_MANAGER)
    client.force_login(cast["service"])

    answer = client.post(
        f"/children/{discussion.child.ref}/restriction/restrict/", {"people": [stranger.pk], "reason": WHY}
    )

    assert answer.status_code == 404
    assert not Named.objects.exists()
    client.force_login(stranger)
    assert client.get(f"/children/{discussion.child.ref}/restriction/").status_code == 404


def test_the_database_keeps_one_standing_restriction_a_child(cast):
    _, discussion = signed(cast)
    facts = {"child": discussion.child, "reason": WHY, "since": now(), "by": cast["service"]}
    Restriction.objects.create(**facts)

    with pytest.raises(IntegrityError), transaction.atomic():
        Restriction.objects.create(**facts)


def test_a_moment_later_the_case_can_be_restricted_anew(cast):
    _, discussion = signed(cast)
    first = restrict(cast, discussion.child, "service")
    restricting.lift(first.pk, reason="Mistaken", by=cast["service"], at=now() + timedelta(seconds=1))

    again = restrict(cast, discussion.child, "service")

    assert again.pk != first.pk
    assert not Record.objects.visible_to(cast["head"]).filter(pk=discussion.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_work_that_is_given_at_the_same_moment_is_found_or_names_its_owner(cast):
    told, discussion = convened(cast)
    school = cast["school"]
    people = [*restricting.who_works_on(discussion.child)]
    refused = []

    def give():
        invitee = Invitee(school, school.hats()[0].agency)
        invite(discussion.pk, invitee=invitee, by=discussion.chair, at=told.at(130))

    def close():
        try:
            restricting.restrict(discussion.child, people=people, reason=WHY, by=cast["service"], at=now())
        except Refused as no:
            refused.append(str(no))

    before_the_first_commits(give, close)

    assert "Ms Lou Chalk takes part in a meeting that is not signed" in refused[0]
    assert not Restriction.objects.exists()


def test_too_long_a_reason_is_said_and_kept(cast, client):
    _, discussion = signed(cast)
    client.force_login(cast["service"])

    answer = client.post(
        f"/children/{discussion.child.ref}/restriction/restrict/",
        {"people": [cast["service"].pk], "reason": "Long " * 500},
    )

    assert answer.status_code == 422
    assert "at most 2000 characters" in answer.content.decode()
    assert "Long Long" in answer.content.decode()
