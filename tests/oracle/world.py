"""Two partnerships, five cases and everybody who should, and should not, know of them; made by the real verbs.

Ada: from a concern to the record of her conference. Ada again, with her brother Ben: a second discussion, being held;
Ben’s case is restricted to four people. Cy: another team’s. Far: another partnership’s.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.files.base import ContentFile

from actions import workflow as actions
from agencies.models import Agency, Membership, Partnership, Team, User
from agencies.roles import Kind, Rank, Role
from children.models import Named, Person, Restriction
from children.workflow import add_relative, link_siblings
from circulation import workflow as circulation
from circulation.models import Receipt
from deadlines.sweep import sweep
from demo.conference import book, conference_of, hand_in, hold, report
from demo.enquiry import carry_out, decide
from demo.ics import ICS_RECORD, ICS_RISK
from demo.people import PASSWORD
from demo.story import Story, agree_and_sign, inform, write
from demo.story import hold as hold_discussion
from governance import duty, subject_access
from governance.glass import break_glass
from records import workflow as records
from records.models import Product
from records.withdrawing import withdraw_child
from s47.vocabulary import Outcome
from s47.workflow import deciding, missing
from strategy.models import Seat, StrategyDiscussion
from strategy.workflow import concern as concerns
from strategy.workflow import joining, recording, signing
from tests.conftest import MORNING
from tests.pages.test_access import told_in_a_letter

DAY = 24 * 60
MEETING = {
    "doctor": Seat.HEALTH, "sergeant": Seat.POLICE, "visitor": Seat.OTHER, "both": Seat.OTHER, "left": Seat.OTHER,
    "legal": Seat.OTHER,
}  # fmt: skip


@dataclass
class World:
    people: dict[str, User]
    # Key of a record, or of a child → the case it belongs to; both in one, told apart by what is asked.
    records: dict[int, str] = field(default_factory=dict)
    children: dict[int, str] = field(default_factory=dict)


def member(partner, agency, key, role, **more):
    user = User.objects.create_user(f"{key}@oracle.invalid", f"Oracle {key.title()}", PASSWORD)
    Membership.objects.create(user=user, agency=agency, role=role, position=role.label, decides=True, **more)
    return user


def everybody(cast):
    """The cast of the demonstration; a leaver, somebody of two agencies, another sergeant; another partnership."""
    acute, gp, police = (
        Agency.objects.get(name=n)
        for n in ("Northmoor General Hospital", "Moorgate Surgery", "Northmoor Police")
    )
    people = dict(cast)
    people["left"] = member(None, acute, "left", Role.REPRESENTATIVE)
    people["both"] = member(None, acute, "both", Role.REPRESENTATIVE)
    Membership.objects.create(user=people["both"], agency=gp, role=Role.SAFEGUARDING_LEAD, position="Partner")
    people["sergeant2"] = member(None, police, "sergeant2", Role.POLICE_DECISION_MAKER, rank=Rank.SERGEANT)
    far = Partnership.objects.create(name="Southdale Partnership (invented)")
    csc, force = (
        Agency.objects.create(partnership=far, name=n, kind=k)
        for n, k in (("Southdale Social Care", Kind.CSC), ("Southdale Police", Kind.POLICE))
    )
    team = Team.objects.create(agency=csc, name="South")
    for key, role, where, more in (
        ("far_worker", Role.SOCIAL_WORKER, csc, {"team": team, "qualified": True}),
        ("far_manager", Role.TEAM_MANAGER, csc, {"team": team}),
        ("far_service", Role.SERVICE_MANAGER, csc, {}),
        ("far_head", Role.HEAD_OF_SERVICE, csc, {}),
        ("far_governance", Role.INFORMATION_GOVERNANCE, csc, {}),
        ("far_admin", Role.ADMINISTRATOR, csc, {}),
        ("far_sergeant", Role.POLICE_DECISION_MAKER, force, {"rank": Rank.SERGEANT}),
    ):
        people[key] = member(far, where, key, role, **more)
    return people


def story(people, name, *, days=0, **changed):
    facts = {
        "people": people,
        "received": MORNING + timedelta(days=days),
        "now": MORNING + timedelta(days=90),
        "child": {
            "given_names": name, "family_name": "Oracle", "also_known_as": f"Little {name}", "born_on": date(2024, 12, 1),
            "sex": "F", "case_number": f"O-{name}", "address": "12 Somewhere Street, Northmoor", "religion": "None said",
            "disability": "None known to anybody", "communication": "By looking",
        },
        "referral": {"source_kind": "3E", "source_name": "Somebody who told us", "source_relationship": "A neighbour of theirs",
                     "may_be_named": "no"},
        "said": {"what": "A fracture that nobody explains.", "categories": ["PHY"], "trigger": "incident",
                 "incident_on": MORNING.date(), "aware_on": MORNING.date()},
        "flags": {"flags": ["serious"], "circumstances": ["inpatient"], "offences": ["injury_offence"]},
    }  # fmt: skip
    return Story(**facts | changed)


def talk(told, discussion, *, who, brings, actions_of):
    """Everybody brings something, the meeting is held, somebody takes on something."""
    for key, restriction in brings.items():
        inform(
            told, discussion, key, minutes=120, information=f"What {key} knows of it.", analysis=f"What {key} thinks of it.",
            restriction=restriction,
        )  # fmt: skip
    review = {"review_how": "By the chair herself", "review_on": MORNING.date() + timedelta(days=80)}
    hold_discussion(
        told,
        discussion,
        minutes=180,
        said=ICS_RECORD | {"actions": review, "who": {"not_quorate_reason": "Nobody else could come."}},
        risks=[ICS_RISK],
        attendance=who,
    )
    for key in actions_of:
        recording.agree_action(
            [discussion], what=f"Something that {key} does", why=f"Because {key} can do it", owner=told.people[key],
            due_on=told.received.date() + timedelta(days=5), by=discussion.chair, at=told.at(240),
        )  # fmt: skip


def make(cast):
    people = everybody(cast)
    world = World(people)
    ben = story(people, "Ben", days=30).make_child()
    world.children[ben.pk] = "Ben"
    ada = _ada(world, ben)
    _with_her_brother(world, ada, ben)
    _elsewhere(world)
    _begun_by_mistake(world)
    _half_typed(world)
    _asked_by_name(world)
    now = MORNING + timedelta(days=91)
    Membership.objects.filter(user=people["left"]).update(ended_at=now)
    sweep(at=now)  # some clocks have run out
    return world


def _note(world, case, child, *records):
    world.children[child.pk] = case
    world.records |= {record.pk: case for record in records}


def _ada(world, ben):
    told = story(world.people, "Ada")
    child = told.make_child()
    link_siblings(child, ben)  # nobody minds yet: what is signed now names him
    add_relative(
        child, kind="mother", given_names="Marta", family_name="Oracle", address="3 Elsewhere Road, Northmoor",
        address_withheld=True, note="Comes at weekends", parental_responsibility=True, by=world.people["worker"], at=told.at(2),
    )  # fmt: skip
    concern = told.record(child)
    told.liaise(concern)
    told.decide(concern)
    (discussion,) = told.convene(concern, minutes=180, who=MEETING)
    talk(
        told, discussion, who={"visitor": "apologies"},
        brings={"doctor": "all", "sergeant": "police", "legal": "legal"},
        actions_of=("worker", "sergeant", "doctor", "both", "left"),
    )  # fmt: skip
    signing.conclude(discussion.pk, by=discussion.chair, at=told.at(250))
    agree_and_sign(told, discussion, minutes=260)
    for action in discussion.actions.all():
        actions.complete(
            action.pk, outcome="Done as it was agreed.", by=action.owner, at=told.at(300),
            evidence=ContentFile(b"%PDF-1.7 evidence", name="evidence of it.pdf"),
        )  # fmt: skip
        actions.review(
            action.pk, accepted=True, note="Seen and accepted.", by=discussion.chair, at=told.at(310)
        )
    hospital = Receipt.objects.get(version__product=Product.RECORD, agency__name="Northmoor General Hospital")
    circulation.ask_for_correction(
        hospital.pk, text="The date of it is wrong.", by=world.people["doctor"], at=told.at(320)
    )
    discussion.refresh_from_db()
    enquiry = carry_out(told, discussion, minutes=400)
    lead = {"by": world.people["worker"], "at": told.at(870)}
    missing.record_missing(enquiry.pk, since=told.at(860), what="Gone from the ward.", **lead)
    missing.note_found(enquiry.pk, when=told.at(865), how="At her aunt’s.", **lead)
    deciding.recommend(
        enquiry.pk, outcome=Outcome.CONFERENCE, reasons="It bears it out.", override="", explained="It is so.",
        by=world.people["manager"], at=told.at(880),
    )  # fmt: skip
    deciding.send_back(enquiry.pk, because="Say what the ward saw.", by=world.people["head"], at=told.at(890))
    decide(told, enquiry, Outcome.CONFERENCE, minutes=900)
    enquiry.refresh_from_db()
    told_in_a_letter(enquiry)
    conference = conference_of(enquiry)
    book(told, conference, told.at(DAY * 7 + 180), minutes=1000)
    hand_in(told, conference, "doctor", minutes=1500, information="Healing well, it seems.")
    report(told, conference, minutes=2000)
    hold(
        told, conference, minutes=DAY * 7 + 180, core_group_on=told.at(DAY * 14).date(),
        review_on=told.at(DAY * 58).date(),
    )  # fmt: skip
    _note(world, "Ada", child, concern, discussion, enquiry, conference)
    break_glass(
        child.case_number,
        by=world.people["worker2"],
        reason="Alone tonight, a neighbour says.",
        at=told.at(DAY),
    )
    world.people["worker2"].glass_until = None
    User.objects.filter(pk=world.people["worker2"].pk).update(glass_until=None)
    asked = {
        "asker": "child",
        "asker_name": "Somebody Invented",
        "checked": "Passport seen.",
        "received_on": told.received.date(),
    }
    subject_access.open_request(child, **asked, by=world.people["governance"], at=told.at(DAY * 10))
    return child


def _with_her_brother(world, ada, ben):
    people = world.people
    told = story(people, "Ben", days=30)
    both = concerns.begin([ada, ben], by=people["worker"], at=told.at(5))
    for concern in both:
        for key, said in (("referral", {"received_at": told.received} | told.referral), ("said", told.said), ("flags", told.flags),
                          ("place", told.place)):  # fmt: skip
            write(concern, key, said, by=people["worker"], at=told.at(20))
        concerns.record(concern.pk, by=people["worker"], at=told.at(30))
        told.liaise(concern)
        told.decide(concern)
    made = told.convene(*both, minutes=180, who=MEETING)
    for discussion in made:
        brings = {"doctor": "not_family", "sergeant": "police"}
        talk(told, discussion, who={"legal": "apologies"}, brings=brings, actions_of=("doctor", "visitor"))
        # Begun, and not sent.
        recording.save_contribution(
            discussion.pk, agency=people["visitor"].hats()[0].agency, seen=0, send=False, by=people["visitor"], at=told.at(130),
            facts={"information": "Not sent by the visitor.", "source": "record", "analysis": "Not sent either.",
                   "restriction": "all"},
        )  # fmt: skip
    again = told.record(ada)
    joining.join(
        again.pk, to=made[0].pk, reason="It is the same fall.", by=people["manager"], at=told.at(260)
    )
    _note(world, "Ada2", ada, both[0], made[0], again)
    _note(world, "Ben", ben, both[1], made[1])
    world.children[ada.pk] = "Ada"
    why = {"since": told.at(400), "by": people["manager"]}
    restriction = Restriction.objects.create(child=ben, reason="A colleague’s family.", **why)
    for key in ("manager", "worker", "doctor", "sergeant"):
        Named.objects.create(restriction=restriction, user=people[key], why="has work on it", **why)


def _elsewhere(world):
    cy = story(world.people, "Cy", worker="worker2", chair="manager2")
    child = cy.make_child()
    concern = cy.record(child)
    cy.liaise(concern)
    cy.decide(concern)
    (discussion,) = cy.convene(concern, minutes=180, who={"doctor": Seat.HEALTH, "sergeant": Seat.POLICE})
    talk(
        cy,
        discussion,
        who={},
        brings={"sergeant": "police", "doctor": "not_family"},
        actions_of=("worker2", "doctor"),
    )
    signing.conclude(discussion.pk, by=discussion.chair, at=cy.at(250))
    _note(world, "Cy", child, concern, discussion)
    theirs = {key: world.people[f"far_{key}"] for key in ("worker", "manager", "service", "sergeant")}
    far = story(theirs, "Far")
    child = far.make_child()
    concern = far.record(child)
    far.liaise(concern)
    far.decide(concern)
    (discussion,) = far.convene(concern, minutes=180, who={"sergeant": Seat.POLICE})
    talk(far, discussion, who={}, brings={"sergeant": "police"}, actions_of=("worker", "sergeant"))
    signing.conclude(discussion.pk, by=discussion.chair, at=far.at(250))
    agree_and_sign(far, discussion, minutes=260)
    _note(world, "Far", child, concern, discussion)
    for enquiry in discussion.enquiries.all():
        _note(world, "Far", child, enquiry)


def _begun_by_mistake(world):
    """A child of the other team, put on file twice, with a concern that is withdrawn as the file is."""
    told = story(world.people, "Cyn", worker="worker2", chair="manager2")
    child = told.make_child()
    (concern,) = concerns.begin([child], by=world.people["worker2"], at=told.at(5))
    concerns.withdraw(concern.pk, reason="It is Cy.", by=world.people["worker2"], at=told.at(6))
    withdraw_child(child, reason="Cy was on file already.", by=world.people["worker2"], at=told.at(7))
    _note(world, "Cy", child, concern)


def _half_typed(world):
    """What people have begun to type, for themselves alone."""
    each = {case: StrategyDiscussion.objects.get(pk=pk) for case, pk in _discussions(world).items()}
    for case, who, key, name in (
        ("Ada2", "worker", "agree_action:", "what"),
        ("Ada2", "manager", "invite:", "new_name"),
        ("Ada2", "doctor", "contribution:", "information"),
        ("Ada2", "manager", "voice", "says"),
        ("Ben", "worker", "row_add:risk", "risk"),
        ("Ben", "sergeant", "contribution:", "information"),
        ("Cy", "worker2", "voice", "says"),
    ):
        by = world.people[who]
        section = f"{key}{by.hats()[0].agency_id}" if key == "contribution:" else key
        fields = {name: [f"Half typed by {who}"]}
        records.keep_draft(each[case], section, fields=fields, base=0, by=by, at=MORNING + timedelta(days=40))


def _discussions(world):
    found = StrategyDiscussion.objects.filter(pk__in=world.records).order_by("pk")
    return {world.records[each.pk]: each.pk for each in found}


def _asked_by_name(world):
    """A duty worker has only a name, and is told the number of the restricted case."""
    people, at = world.people, MORNING + timedelta(days=40)
    asked = {
        "name": "Ben Oracle",
        "birth": "about two",
        "address": "Somewhere Street",
        "worry": "Screams at night, a caller says.",
    }
    question = duty.ask(
        authority=people["worker2"].hats()[0].agency,
        **asked,
        telephone="01632 960001",
        by=people["worker2"],
        at=at,
    )
    ben = Person.objects.get(pk=next(pk for pk, case in world.children.items() if case == "Ben"))
    duty.answer(
        question.pk, answer="number", words="This one.", child=ben, knowingly=True, by=people["governance"],
        at=at + timedelta(minutes=5),
    )  # fmt: skip
