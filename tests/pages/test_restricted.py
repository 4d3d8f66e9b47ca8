"""Restricted cases: named people, information governance, and nobody else (§9)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from actions.models import Action
from agencies.models import User
from agencies.roles import Role
from boards import counts, queries, restricting
from children.models import Named, Person, Restriction
from children.restriction import named_in
from children.workflow import link_siblings
from circulation.models import Receipt
from circulation.workflow import pass_on
from config.clock import now
from deadlines.models import Deadline
from deadlines.sweep import sweep
from notices.models import Notice
from records.models import Record
from records.refusals import Refused
from strategy.workflow.convening import Invitee, invite
from tests.pages.test_access import ACCESS, address, with_its_conference
from tests.stories import convened, signed, story
from tests.together import before_the_first_commits

WHY = "The child of a colleague"


def restrict(cast, child, *more, by="service"):
    people = [*restricting.who_works_on(child), *(cast[key] for key in more)]
    return restricting.restrict(child, people=people, reason=WHY, by=cast[by], at=now())


def told_of(child):
    """What must not be read by anybody else: the name, and every reference."""
    refs = Record.objects.filter(child=child).values_list("ref", flat=True)
    return [child.family_name, child.ref, *refs]


def test_no_page_of_the_project_tells_those_who_are_not_named_that_the_case_exists(cast, client):
    discussion = with_its_conference(cast)
    restriction = restrict(cast, discussion.child)
    named = {entry.user for entry in named_in(restriction)}
    words = told_of(discussion.child)

    found = []
    for key, user in cast.items():
        if user in named or user.holds(Role.INFORMATION_GOVERNANCE):
            continue
        client.force_login(user)
        for name in ACCESS:
            response = client.get(address(name, discussion))
            page = b"".join(response).decode(errors="replace")
            if response.status_code == 200 and any(word in page for word in words):
                found.append((key, name))
    assert found == []


def test_nor_does_a_list_or_a_search_or_an_export(cast, client):
    discussion = with_its_conference(cast)
    child = discussion.child
    words = told_of(child)
    paths = [
        f"/search/?q={child.family_name}",
        f"/search/?q={child.case_number}",
        "/search/",
        "/board/?show=overdue",
        "/board.csv",
        "/records/?show=open",
        "/actions/?which=review",
        "/actions/?which=agency",
        "/actions/?which=done",
        f"/discussions/{discussion.ref}/",
        f"/children/{child.ref}/?sibling={child.family_name}",
    ]
    seen_before = _reading(cast, client, paths, words)
    restrict(cast, child)

    # They did see it, or else this tries nothing.
    assert ("service", f"/search/?q={child.case_number}") in seen_before
    assert {path for _, path in seen_before} >= {"/search/", "/board.csv", "/board/?show=overdue"}
    assert _reading(cast, client, paths, words) == set()


def _reading(cast, client, paths, words):
    """Who reads one of the words at one of the paths; what was typed stands in the form again."""
    found = set()
    for key in ("service", "head", "manager2", "worker2", "nurse", "admin"):
        client.force_login(cast[key])
        for path in paths:
            typed = path.partition("=")[2]
            page = client.get(path).content.decode()
            page = page.replace(f'value="{typed}"', "") if typed else page
            if any(word in page for word in words):
                found.add((key, path))
    return found


def test_who_is_named_goes_on_as_before(cast, client):
    discussion = with_its_conference(cast)
    restrict(cast, discussion.child, "service")

    for key in ("worker", "manager", "service"):
        client.force_login(cast[key])
        page = client.get(f"/children/{discussion.child.ref}/")
        assert page.status_code == 200
        assert "Restricted: named people only" in page.content.decode()
        assert client.get(f"/records/{discussion.ref}/").status_code == 200


def test_a_receipt_of_a_restricted_case_is_no_longer_its_agency_s_lead_s(cast, client):
    discussion = with_its_conference(cast)
    receipt = Receipt.objects.get(
        version__record=discussion.pk, version__product="record", agency=cast["nurse"].hats()[0].agency
    )
    client.force_login(cast["nurse"])
    assert client.get(f"/shared/{receipt.pk}/").status_code == 200

    restrict(cast, discussion.child, "doctor")

    assert client.get(f"/shared/{receipt.pk}/").status_code == 404
    assert client.get(f"/shared/{receipt.pk}/record.pdf").status_code == 404
    client.force_login(cast["doctor"])
    assert client.get(f"/shared/{receipt.pk}/").status_code == 200


def test_the_board_counts_nothing_of_it(cast):
    with_its_conference(cast)
    child = Person.objects.get(case_number="T-1")
    scope = queries.scopes(cast["service"])[0]
    clocks = queries.clocks_of(scope)
    at = Deadline.objects.exclude(met_at=None).latest("due_at").due_at + timedelta(days=1)

    def counted(key):
        less = counts.hidden(scope, cast[key], at=at)
        return counts.numbers(clocks, at=at, less=less), counts.by_week(clocks, at=at, less=less)

    before = counted("service")
    assert before[0]["overdue"] > 0
    assert any(week["met"] for week in before[1])

    restrict(cast, child)

    assert set(counted("service")[0].values()) == {0}
    assert not any(week["met"] or week["late"] or week["breached"] for week in counted("service")[1])
    assert counted("manager") == before


def test_what_is_to_come_is_taken_away_from_its_own_number(cast):
    told, _ = convened(cast, received=now() - timedelta(minutes=200), now=now())
    child = Person.objects.get(case_number="T-1")
    scope = queries.scopes(cast["service"])[0]
    clocks = queries.clocks_of(scope)
    at = now()
    assert counts.numbers(clocks, at=at)["running"] > 0

    restrict(cast, child)

    numbers = counts.numbers(clocks, at=at, less=counts.hidden(scope, cast["service"], at=at))
    assert set(numbers.values()) == {0}


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


def test_the_sweep_tells_named_people_alone_and_a_named_manager_where_a_manager_is_to_be_told(cast):
    told, discussion = convened(cast)
    head = cast["head"]
    restrict(cast, discussion.child, "head")
    named = {entry.user_id for entry in Named.objects.all()}
    Notice.objects.all().delete()

    sweep(at=told.at(60 * 24 * 40))

    told_to = set(Notice.objects.filter(key__startswith="deadline:").values_list("to_user_id", flat=True))
    assert told_to <= named
    assert head.pk in told_to  # the service manager is on the ladder, and is not named
    assert cast["service"].pk not in told_to


def test_a_number_of_a_restricted_child_is_refused_without_saying_whose_it_is(cast, client):
    told, discussion = convened(cast)
    child = discussion.child
    Person.objects.filter(pk=child.pk).update(nhs_number="9434765919")
    restrict(cast, child)
    client.force_login(cast["worker2"])

    answer = client.post(
        "/children/new/",
        {"given_names": "Other", "family_name": "Person", "born_on_day": "1", "born_on_month": "2",
         "born_on_year": "2020", "nhs_number": "943 476 5919"},
    )  # fmt: skip

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This number cannot be entered here" in page
    assert child.family_name not in page


def test_a_restricted_brother_or_sister_is_not_on_the_page_of_the_other(cast, client):
    told, discussion = convened(cast)
    other = story(cast, child=told.child | {"given_names": "Sister", "case_number": "T-2"}).make_child()
    link_siblings(discussion.child, other)
    client.force_login(cast["worker2"])
    assert discussion.child.ref in client.get(f"/children/{other.ref}/").content.decode()

    restrict(cast, discussion.child)

    assert discussion.child.ref not in client.get(f"/children/{other.ref}/").content.decode()


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


def test_lists_of_clocks_actions_and_records_agree_with_what_opens(cast):
    discussion = with_its_conference(cast)
    restrict(cast, discussion.child)
    for user in cast.values():
        for clock in Deadline.objects.running().filter(owner=user):
            assert Deadline.objects.unhidden(user).filter(pk=clock.pk).exists()
        for action in Action.objects.open().filter(owner=user):
            assert Action.objects.visible_to(user).filter(pk=action.pk).exists()


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


def test_a_mail_that_failed_is_not_told_to_a_sender_who_may_not_know_any_more(cast):
    _, discussion = signed(cast)
    notice = Notice.objects.filter(reference=discussion.ref, from_user_id=cast["manager"].pk).first()
    notice.sent_at, notice.failed_at = None, now()
    notice.save()
    assert "A mail could not be delivered" in [t.what for t in queries.my_work(cast["manager"])]
    Deadline.objects.update(owner=cast["worker"])
    Action.objects.update(owner=cast["worker"], reviewer=cast["worker"])

    restricting.restrict(
        discussion.child, people=[cast["worker"], cast["service"]], reason=WHY, by=cast["service"], at=now()
    )

    assert queries.my_work(cast["manager"]) == []
