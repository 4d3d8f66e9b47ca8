"""A fresh installation: the first people are made in the shell, two of them."""

import pytest
from django.core.management import CommandError, call_command

from agencies.models import Agency, Membership, Partnership, User
from config.clock import now
from notices.models import Notice

TWO = ["one@council.invalid=Una First", "two@council.invalid=Otto Second"]


def begin(people, name="Newmoor"):
    given = [word for person in people for word in ("--administrator", person)]
    call_command("begin_partnership", "--partnership", name, "--social-care", "Newmoor Care", *given)


def test_it_begins_with_two_administrators_who_set_their_own_passwords(db):
    begin(TWO)

    care = Agency.objects.get(partnership__name="Newmoor")
    assert (care.kind, care.name) == ("csc", "Newmoor Care")
    assert list(Membership.objects.values_list("user__email", "role").order_by("pk")) == [
        ("one@council.invalid", "administrator"), ("two@council.invalid", "administrator"),
    ]  # fmt: skip
    assert not any(user.has_usable_password() for user in User.objects.get_queryset())
    assert Notice.objects.filter(kind="password").count() == 2


@pytest.mark.parametrize(
    "people",
    [TWO[:1], [TWO[0], TWO[0]], [TWO[0], "ONE@council.invalid=Somebody"], [*TWO, "x@c.invalid=X"], ["nobody=N", TWO[1]],
     ["one@council.invalid", TWO[1]]],
)  # fmt: skip
def test_not_with_one_nor_with_three(db, people):
    with pytest.raises(CommandError):
        begin(people)

    assert not Partnership.objects.exists()
    assert not User.objects.get_queryset().exists()


def test_run_again_it_makes_a_second_where_one_is_left_and_no_third(db):
    begin(TWO)
    with pytest.raises(CommandError, match="has its system administrators"):
        begin(["three@council.invalid=Trey Third"])
    Membership.objects.filter(user__email="two@council.invalid").update(ended_at=now())

    begin(["three@council.invalid=Trey Third"])

    live = Membership.objects.live().values_list("user__email", flat=True)
    assert set(live) == {"one@council.invalid", "three@council.invalid"}
    assert Partnership.objects.count() == Agency.objects.count() == 1
