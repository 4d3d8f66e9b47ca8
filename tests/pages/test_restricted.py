"""Restricted cases: named people, information governance, and nobody else (§9)."""

from datetime import timedelta

from actions.models import Action
from agencies.roles import Role
from boards import counts, queries, restricting, scopes
from children.models import Named, Person
from children.restriction import named_in
from children.workflow import give_reason, link_siblings
from circulation.models import Receipt
from config.clock import now
from config.opaque import tagged
from deadlines.models import Deadline
from deadlines.sweep import sweep
from notices.models import Notice
from records.models import Record
from tests.entering import confirm
from tests.pages.test_access import addresses, with_its_conference
from tests.stories import convened, signed, story

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
        confirm(client)
        for name, path in addresses(discussion).items():
            response = client.get(path)
            page = b"".join(response).decode(errors="replace")
            if response.status_code == 200 and any(word in page for word in words):
                found.append((key, name))
    assert found == []


def test_nor_does_a_list_or_a_search_or_an_export(cast, client):
    discussion = with_its_conference(cast)
    child = discussion.child
    words = told_of(child)
    paths = [
        ("/search/", "q", child.family_name),
        ("/search/", "q", child.case_number),
        "/search/",
        "/board/?show=overdue",
        "/board.csv",
        "/records/?show=open",
        "/actions/?which=review",
        "/actions/?which=agency",
        "/actions/?which=done",
        f"/discussions/{discussion.ref}/",
        (f"/children/{child.ref}/", "sibling", child.family_name),
    ]
    seen_before = _reading(cast, client, paths, words)
    restrict(cast, child)

    # They did see it, or else this tries nothing.
    assert ("service", ("/search/", "q", child.case_number)) in seen_before
    assert {path for _, path in seen_before} >= {"/search/", "/board.csv", "/board/?show=overdue"}
    assert _reading(cast, client, paths, words) == set()


def _reading(cast, client, paths, words):
    """Who reads one of the words at one of the paths; what was typed stands in the form again."""
    found = set()
    for key in ("service", "head", "manager2", "worker2", "nurse", "admin"):
        client.force_login(cast[key])
        confirm(client)
        for path in paths:
            address, field, typed = path if isinstance(path, tuple) else (path, "", "")
            answer = client.post(address, {field: typed}) if field else client.get(address)
            page = answer.content.decode().replace(f'value="{typed}"', "")
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
    assert client.get(f"/shared/{tagged(receipt.pk)}/").status_code == 200

    restrict(cast, discussion.child, "doctor")

    assert client.get(f"/shared/{tagged(receipt.pk)}/").status_code == 404
    assert client.get(f"/shared/{tagged(receipt.pk)}/record.pdf").status_code == 404
    client.force_login(cast["doctor"])
    assert client.get(f"/shared/{tagged(receipt.pk)}/").status_code == 200


def test_the_board_counts_nothing_of_it(cast):
    with_its_conference(cast)
    child = Person.objects.get(case_number="T-1")
    scope = scopes.scopes(cast["service"])[0]
    clocks = scopes.clocks_of(scope)
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
    told, discussion = convened(cast)
    child = discussion.child
    scope = scopes.scopes(cast["service"])[0]
    clocks = scopes.clocks_of(scope)
    at = told.at(200)
    assert counts.numbers(clocks, at=at)["running"] > 0

    restrict(cast, child)

    numbers = counts.numbers(clocks, at=at, less=counts.hidden(scope, cast["service"], at=at))
    assert set(numbers.values()) == {0}


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
    give_reason(other, kind="duty", words="On duty tonight.", by=cast["worker2"], at=now())
    client.force_login(cast["worker2"])
    assert discussion.child.ref in client.get(f"/children/{other.ref}/").content.decode()

    restrict(cast, discussion.child)

    assert discussion.child.ref not in client.get(f"/children/{other.ref}/").content.decode()


def test_lists_of_clocks_actions_and_records_agree_with_what_opens(cast):
    discussion = with_its_conference(cast)
    restrict(cast, discussion.child)
    for user in cast.values():
        for clock in Deadline.objects.running().filter(owner=user):
            assert Deadline.objects.unhidden(user).filter(pk=clock.pk).exists()
        for action in Action.objects.open().filter(owner=user):
            assert Action.objects.visible_to(user).filter(pk=action.pk).exists()


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
