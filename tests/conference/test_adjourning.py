"""A conference that is adjourned: its sitting is kept, and the clock stops at the sitting that decides (§7)."""

import pytest
import time_machine
from django.db import Error, transaction

from children.models import Person
from conference.models import Sitting
from conference.sections import FAMILY
from conference.workflow import adjourning, convening, signing
from conference.workflow.adjourning import Adjourning
from conference.workflow.convening import Booking
from demo.conference import hold
from notices.models import Notice
from records import sections
from records import workflow as records
from records.models import Product, Version
from records.refusals import Refused
from records.states import State
from strategy.workflow import recording
from tests.clocks import standing
from tests.conference.conftest import DAY
from tests.conference.test_holding import begun, decides, typed
from tests.pages.test_restricted import restrict
from tests.stories import fresh
from tests.told import told_once

FIRST, SECOND, LATE = DAY * 7 + 180, DAY * 12 + 180, DAY * 28 + 180
WHY = "The police could not come."


def attend(told, conference, *, minutes=DAY * 7 + 280, but=()):
    """Everybody took part, except those who sent apologies."""
    for person in conference.participants.select_related("user"):
        recording.note_attendance(
            conference.pk, person=person.pk, position=person.position, decides=person.decides,
            attendance="apologies" if person.user in but else "attended",
            by=told.people["conference"], at=told.at(minutes),
        )  # fmt: skip


@pytest.fixture
@told_once
def begins(reported):
    """It has begun, the sergeant sent apologies, and nothing is decided."""
    told, enquiry, conference = reported
    begun(told, conference, FIRST)
    attend(told, conference, but=[told.people["sergeant"]])
    return told, enquiry, fresh(conference)


def adjourn(told, conference, *, by="conference", at=DAY * 8 + 60, **changed):
    how = Adjourning(**{"reason": WHY} | changed)
    return adjourning.adjourn(conference.pk, how=how, by=told.people[by], at=told.at(at))


def reads(conference):
    chapter = sections.reads(fresh(conference), sections.section_of(conference, "held"))
    return {passage.label: passage.text for passage in chapter.passages}


def test_the_sitting_is_kept_and_the_conference_is_to_be_convened_again(begins):
    told, enquiry, conference = begins

    sitting = adjourn(told, conference)

    now = fresh(conference)
    assert (now.state, now.started_at, now.ended_at, now.planned_at) == (State.PLANNED, None, None, None)
    assert (sitting.began_at, sitting.reason, sitting.chair) == (told.at(FIRST), WHY, conference.chair)
    there = {who.partition(",")[0]: how for who, how, _ in sitting.present}
    assert there[told.people["sergeant"].name] == "Apologies"
    assert there[told.people["worker"].name] == "Attended"
    assert set(now.participants.values_list("attendance", flat=True)) == {""}
    assert standing(enquiry, "icpc").running
    assert sections.said(now, sections.section_of(now, "held"))["started_at"] is None


def test_with_a_day_everybody_is_invited_to_it_and_its_clock_runs_on(begins):
    told, enquiry, conference = begins
    before = Notice.objects.filter(kind="invitation", reference=conference.ref).count()

    adjourn(told, conference, goes_on_at=told.at(SECOND))

    now = fresh(conference)
    assert (now.state, now.planned_at, now.late_reason) == (State.CONVENED, told.at(SECOND), "")
    invited = Notice.objects.filter(kind="invitation", reference=conference.ref).count()
    assert invited == before + now.participants.count()
    assert standing(enquiry, "icpc").running


def test_the_clock_stops_at_the_sitting_that_decides_and_the_record_has_both(begins, days):
    told, enquiry, conference = begins
    adjourn(told, conference, goes_on_at=told.at(SECOND))
    days = {"core_group_on": told.at(DAY * 19).date(), "review_on": told.at(DAY * 58).date()}

    signed = hold(told, fresh(conference), minutes=SECOND, **days)

    assert (signed.state, signed.started_at) == (State.SIGNED, told.at(SECOND))
    assert standing(enquiry, "icpc").met_at == told.at(SECOND)
    assert standing(signed, "core_group").started_at == told.at(SECOND)
    read = str(Version.objects.get(record=signed.pk, product=Product.RECORD).content)
    assert "Began 17 June 2026 at 12:14, and was adjourned" in read
    assert WHY in read
    assert f"{told.people['sergeant'].name}, " in read
    assert "apologies" in read


def test_decided_after_a_late_second_sitting_it_is_late(begins):
    told, enquiry, conference = begins
    adjourn(told, conference, goes_on_at=told.at(LATE))
    assert fresh(conference).late_reason == WHY
    begun(told, conference, LATE, at=LATE + 60)

    decides(told, conference, at=LATE + 70)

    assert standing(enquiry, "icpc").met_late


def test_it_is_convened_again_and_everybody_is_asked_for_the_new_date(begins):
    told, _, conference = begins
    adjourn(told, conference)
    before = Notice.objects.filter(kind="invitation", reference=conference.ref).count()
    booking = Booking(planned_at=told.at(SECOND), chair=conference.chair)

    convening.convene(conference.pk, booking=booking, by=told.people["manager"], at=told.at(DAY * 9))

    now = fresh(conference)
    assert (now.state, now.planned_at) == (State.CONVENED, told.at(SECOND))
    after = Notice.objects.filter(kind="invitation", reference=conference.ref).count()
    assert after == before + now.participants.count()
    assert not now.explanations.exists()  # it was not moved


def test_it_is_adjourned_twice_and_both_sittings_are_read_in_order(begins):
    told, _, conference = begins
    adjourn(told, conference, goes_on_at=told.at(SECOND))
    begun(told, conference, SECOND, at=SECOND + 60)
    attend(told, fresh(conference), minutes=SECOND + 70)

    adjourn(told, conference, at=SECOND + 80, reason="The father’s lawyer was ill.")

    labels = [label for label in reads(conference) if label.startswith("Began")]
    assert labels == [
        "Began 17 June 2026 at 12:14, and was adjourned",
        "Began 22 June 2026 at 12:14, and was adjourned",
    ]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"by": "manager"}, "Only the conference chair"),
        ({"by": "sergeant"}, "Only the conference chair"),
        ({"reason": "  "}, "Say why it is adjourned"),
        ({"goes_on_at": FIRST}, "It goes on after this sitting"),
        ({"goes_on_at": DAY * 10 + 180}, "A conference is held on a working day; this is a Saturday"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(begins, changed, why):
    told, _, conference = begins
    if "goes_on_at" in changed:
        changed = {"goes_on_at": told.at(changed["goes_on_at"])}

    with pytest.raises(Refused, match=why):
        adjourn(told, conference, **changed)

    assert fresh(conference).state == State.HELD
    assert not Sitting.objects.exists()


def test_not_before_it_began_nor_before_it_is_noted_who_was_there_nor_once_it_decided(reported):
    told, _, conference = reported
    with pytest.raises(Refused, match="Only a conference that has begun"):
        adjourn(told, conference)
    begun(told, conference, FIRST)
    with pytest.raises(Refused, match=f"Note whether {told.people['sergeant'].name} took part"):
        adjourn(told, conference)
    attend(told, conference)
    decides(told, conference)
    with pytest.raises(Refused, match="has taken its decision"):
        adjourn(told, conference)


def test_not_in_any_other_state(reported, days):
    told, _, conference = reported
    signed = hold(told, conference, minutes=FIRST, **days)
    with pytest.raises(Refused, match="Only a conference that has begun"):
        adjourn(told, signed)
    signing.correct(signed.pk, reason="A name.", by=signed.chair, at=told.at(DAY * 9))
    with pytest.raises(Refused, match="Only a conference that has begun"):
        adjourn(told, signed)


def test_the_next_sitting_begins_after_the_last_one(begins):
    told, _, conference = begins
    adjourn(told, conference, goes_on_at=told.at(SECOND))

    with pytest.raises(Refused, match="It goes on after the sitting that began 17 June 2026 at 12:14"):
        begun(told, conference, FIRST + 10)


def test_a_sitting_that_went_on_before_it_was_typed_is_written_down_after_the_event(begins):
    """Adjourned on the 17th, gone on on the 22nd, both typed on the 23rd: nobody is invited to what is past."""
    told, enquiry, conference = begins
    before = Notice.objects.filter(kind="invitation", reference=conference.ref).count()

    adjourn(told, conference, goes_on_at=told.at(SECOND), at=DAY * 13)
    begun(told, conference, SECOND, at=DAY * 13 + 10)
    decides(told, conference, at=DAY * 13 + 20)

    assert standing(enquiry, "icpc").met_at == told.at(SECOND)
    assert Notice.objects.filter(kind="invitation", reference=conference.ref).count() == before


def test_the_row_is_written_once(begins):
    told, _, conference = begins
    sitting = adjourn(told, conference)
    for change in (lambda: Sitting.objects.filter(pk=sitting.pk).update(reason="x"), sitting.delete):
        with pytest.raises(Error), transaction.atomic():
            change()


def test_a_restricted_brother_who_was_there_is_not_read_by_whoever_may_not_know(begins, cast, client):
    """His line is a passage of its own, which goes by him."""
    told, _, conference = begins
    brother = Person.objects.create(
        authority=conference.authority, given_names="Quill", family_name="Hiddenbrother", sex="M",
        born_on=told.received.date(), created_at=told.received, created_by=cast["worker"], is_child=True,
    )  # fmt: skip
    said = {"person": brother, "invited": True, "told_on": None, "told_how": "", "supporter": "",
            "excluded_because": "", "attendance": "attended"}  # fmt: skip
    records.save_row(conference, FAMILY, facts=said, by=conference.chair, at=told.at(DAY * 8))
    adjourn(told, conference)
    client.force_login(cast["manager"])
    assert "Hiddenbrother" in client.get(f"/records/{conference.ref}/").content.decode()

    restrict(cast, brother, "service")

    page = client.get(f"/records/{conference.ref}/").content.decode()
    assert WHY in page
    assert "Hiddenbrother" not in page


# --- in the browser -------------------------------------------------------------------------------


def test_the_chair_adjourns_it_on_its_page_and_everybody_reads_it_there(begins, client):
    told, _, conference = begins
    where = f"/conferences/{conference.ref}/adjourn/"
    with time_machine.travel(told.at(DAY * 8), tick=False):
        client.force_login(told.people["conference"])
        assert where in client.get(f"/records/{conference.ref}/").content.decode()
        assert "Adjourn it" in client.get(where).content.decode()

        refused = client.post(where, {"reason": ""})
        assert refused.status_code == 422
        assert "Say why it is adjourned." in refused.content.decode()

        parts = {
            f"goes_on_at{name[10:]}": said for name, said in typed(told.at(SECOND)).items() if name != "seen"
        }
        answer = client.post(where, {"reason": WHY} | parts, follow=True)

        page = answer.content.decode()
        assert "Adjourned. This sitting is kept" in page
        assert "Began 17 June 2026 at 12:14, and was adjourned" in page
        client.force_login(told.people["worker"])
        page = client.get(f"/records/{conference.ref}/").content.decode()
    assert WHY in page
    assert "It was to go on: 22 June 2026 at 12:14" in page
    assert where not in page
    assert fresh(conference).planned_at == told.at(SECOND)


def test_whoever_may_not_adjourn_reads_why_and_has_no_button(begins, client):
    told, _, conference = begins
    client.force_login(told.people["manager"])
    page = client.get(f"/conferences/{conference.ref}/adjourn/").content.decode()
    assert "Only the conference chair" in page
    assert "Adjourn it</button>" not in page
    assert client.post(f"/conferences/{conference.ref}/adjourn/", {"reason": WHY}).status_code == 422


def test_without_a_date_the_manager_is_asked_to_convene_it_and_the_invited_read_that_it_has_none(
    begins, client
):
    told, _, conference = begins
    adjourn(told, conference)
    client.force_login(told.people["manager"])
    page = client.get(f"/records/{conference.ref}/").content.decode()
    assert "It has no date yet" in page
    assert "Convene the conference" in page
    assert "Convene the conference" in client.get("/").content.decode()
    client.force_login(told.people["doctor"])
    invitation = client.get(f"/invitations/{conference.ref}/")
    assert invitation.status_code == 200
    assert "has no new date yet" in invitation.content.decode()
