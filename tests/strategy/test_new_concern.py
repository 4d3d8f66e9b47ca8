"""A new concern reaches a manager at once, with its facts on the page where it is decided (§4)."""

from agencies.models import Membership, User
from agencies.roles import Role
from boards.queries import my_work
from config.clock import now
from notices.models import Notice
from notices.workflow import compose
from strategy.workflow import concern as workflow
from tests.pages.test_restricted import restrict
from tests.stories import recorded, story

WHAT = "Decide whether to hold a discussion"


def fresh(user):
    return User.objects.get_queryset().get(pk=user.pk)


def asked(user, concern):
    return [t for t in my_work(fresh(user)) if t.what == WHAT and t.ref == concern.ref]


def told(concern):
    found = Notice.objects.filter(kind="concern", reference=concern.ref)
    return set(found.values_list("to_email", flat=True))


def test_the_manager_of_the_team_is_told_and_has_it_in_my_work_until_it_is_decided(cast):
    story_, concern = recorded(cast)

    assert told(concern) == {"manager@demo.invalid"}
    assert len(asked(cast["manager"], concern)) == 1
    for who in ("manager2", "service", "worker", "head"):
        assert asked(cast[who], concern) == []

    story_.decide(concern)

    assert asked(cast["manager"], concern) == []


def test_the_mail_names_nobody(cast):
    _, concern = recorded(cast)

    mail = compose(Notice.objects.get(kind="concern"))

    assert concern.ref in mail.subject
    for name in (concern.child.given_names, concern.child.family_name):
        assert name not in mail.subject + mail.body


def test_where_the_team_has_no_manager_the_service_manager_hears(cast):
    Membership.objects.filter(user=cast["manager"]).update(ended_at=now())

    _, concern = recorded(cast)

    assert told(concern) == {"service@demo.invalid"}
    assert len(asked(cast["service"], concern)) == 1


def test_a_manager_who_comes_later_has_it_too(cast):
    _, concern = recorded(cast)
    user = User.objects.create_user("later@demo.invalid", "Later Manager")
    team = cast["manager"].memberships.get().team
    Membership.objects.create(user=user, agency=team.agency, team=team, role=Role.TEAM_MANAGER)

    assert len(asked(user, concern)) == 1


def test_of_a_restricted_child_only_who_is_named_hears(cast):
    told_ = story(cast)
    child = told_.make_child()
    restrict(cast, child, "worker", "service")

    concern = told_.record(child)

    assert told(concern) == {"service@demo.invalid"}
    assert len(asked(cast["service"], concern)) == 1
    assert asked(cast["manager"], concern) == []


def test_the_facts_stand_where_it_is_decided(cast, client):
    _, concern = recorded(cast)
    client.force_login(cast["manager"])

    page = client.get(f"/records/{concern.ref}/").content.decode()

    what = story(cast).said["what"]
    assert page.index(what[:40]) < page.index("Record the decision")
    assert not list(workflow.why_not_decide(concern, by=cast["manager"]))
