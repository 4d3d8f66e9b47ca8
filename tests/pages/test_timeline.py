"""The file of a child is in the order in which things happened, and says which were written down later."""

from datetime import timedelta

from boards import timeline
from boards.scopes import file_of
from tests.stories import concluded, recorded, story

DAY = 24 * 60


def lines(cast, child, who="manager"):
    return timeline.of(file_of(child.pk, cast[who]))


def test_the_newest_happening_comes_first_whatever_was_typed_first(cast):
    told, discussion = concluded(cast)
    found = lines(cast, discussion.child)
    moments = [line.at for line in found]
    assert moments == sorted(moments, reverse=True)
    (meeting,) = [line for line in found if line.ref == discussion.ref and not line.clock]
    (concern,) = [line for line in found if line.ref == discussion.concern.ref and not line.clock]
    assert (meeting.at, concern.at) == (discussion.started_at, discussion.concern.received_at)


def test_what_was_written_down_on_another_day_says_so(cast, client):
    told = story(cast)
    told.received -= timedelta(days=3)
    told, concern = recorded(cast, received=told.received)
    type(concern).objects.filter(pk=concern.pk).update(recorded_at=told.received + timedelta(days=2))
    (line,) = [line for line in lines(cast, concern.child) if line.ref == concern.ref and not line.clock]
    assert line.at == told.received
    assert line.recorded_later
    client.force_login(cast["manager"])
    assert ", recorded 9 June 2026" in client.get(f"/children/{concern.child.ref}/").content.decode()


def test_what_was_written_down_the_same_day_does_not(cast):
    _, concern = recorded(cast)
    assert not any(line.recorded_later for line in lines(cast, concern.child))
