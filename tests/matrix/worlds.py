"""Every kind of record in every state, each with the addresses that belong to it."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.urls import get_resolver, reverse

from actions import workflow as actions
from actions.models import Action
from agencies import offering
from agencies.roles import Role
from agencies.standing import Hat
from boards import restricting
from children.workflow import add_relative
from circulation import workflow as circulation
from circulation.models import Receipt
from conference import report as reports
from conference.workflow import signing as conference_signing
from config.clock import now
from deadlines import breaches
from deadlines.models import Deadline
from deadlines.sweep import sweep
from demo.conference import book, conference_of, hand_in, hold, report
from demo.enquiry import carry_out, decide, enquiry_of
from demo.story import write
from governance import duty
from governance import subject_access as access
from governance.glass import break_glass
from notices.models import Notice
from records.models import Product
from retention import destroying, holding
from s47.vocabulary import Outcome
from s47.workflow import deciding
from strategy.workflow import convening, signing
from strategy.workflow.concern import begin, correct, liaise, withdraw
from tests import stories
from tests.pages.test_access import told_in_a_letter

DAY = 24 * 60


def concern(cast, state):
    if state == "draft":
        told = stories.story(cast)
        return begin([told.make_child()], by=cast["worker"], at=told.at(0))[0]
    told, found = stories.recorded(cast)
    if state == "withdrawn":
        withdraw(found.pk, reason="The wrong child.", by=cast["manager"], at=told.at(20))
    if state in ("decided", "correcting"):
        told.liaise(found)
        told.decide(found)
    if state == "correcting":
        correct(found.pk, reason="Police protection was taken", by=cast["manager"], at=told.at(90))
    return stories.fresh(found)


def discussion(cast, state):
    made = {"convened": stories.convened, "cancelled": stories.convened, "held": stories.held,
            "concluded": stories.concluded, "signed": stories.signed, "correcting": stories.signed}[state]  # fmt: skip
    told, found = made(cast)
    if state == "cancelled":
        convening.cancel(found.pk, reason="Not needed", by=found.chair, at=told.at(190))
    if state == "correcting":
        signing.correct(found.pk, reason="A date was wrong", by=found.chair, at=told.at(400))
    return stories.fresh(found)


def enquiry(cast, state):
    told, parent = stories.signed(cast)
    if state == "opened":
        return enquiry_of(parent)
    found = carry_out(told, parent, minutes=400)
    if state == "recommended":
        deciding.recommend(
            found.pk, outcome=Outcome.CONFERENCE, reasons="It bears it out.", override="", explained="",
            by=cast["manager"], at=told.at(900),
        )  # fmt: skip
        return stories.fresh(found)
    decide(told, found, Outcome.CONFERENCE, minutes=900)
    told_in_a_letter(stories.fresh(found))
    if state == "correcting":
        deciding.correct(found.pk, reason="A date was wrong", by=cast["head"], at=told.at(1000))
    return stories.fresh(found)


def conference(cast, state):
    told, parent = stories.signed(cast)
    asked = carry_out(told, parent, minutes=400)
    decide(told, asked, Outcome.CONFERENCE, minutes=900)
    found = conference_of(asked)
    if state == "planned":
        return found
    book(told, found, told.at(DAY * 7 + 180), minutes=1000)
    if state == "cancelled":
        deciding.correct(asked.pk, reason="A date was wrong", by=cast["head"], at=told.at(1100))
        decide(told, stories.fresh(asked), Outcome.NO_CONFERENCE, minutes=1200, onward="close")
    elif state == "held":
        hand_in(told, found, "doctor", minutes=1500, information="Healing well.")
        report(told, found, minutes=2000)
        begins = {"started_at": told.at(DAY * 7 + 180), "ended_at": told.at(DAY * 7 + 270)}
        write(
            found,
            "held",
            begins | {"delay_cause": "", "delay_mitigation": ""},
            by=cast["conference"],
            at=told.at(DAY * 7 + 300),
        )
    elif state != "convened":
        hand_in(told, found, "doctor", minutes=1500, information="Healing well.")
        report(told, found, minutes=2000)
        hold(
            told,
            found,
            minutes=DAY * 7 + 180,
            core_group_on=told.at(DAY * 14).date(),
            review_on=told.at(DAY * 58).date(),
        )
        if state == "correcting":
            conference_signing.correct(
                found.pk, reason="A date was wrong", by=cast["conference"], at=told.at(DAY * 9)
            )
    return stories.fresh(found)


def action(cast, state):
    told, parent = stories.signed(cast)
    found = parent.actions.get(owner=cast["doctor"])
    if state in ("done", "reviewed"):
        letter = ContentFile(b"%PDF-1.7 a letter", name="letter.pdf")
        actions.complete(
            found.pk, outcome="Done as agreed.", evidence=letter, by=cast["doctor"], at=told.at(500)
        )
    if state == "reviewed":
        actions.review(found.pk, accepted=True, note="", by=parent.chair, at=told.at(600))
    if state == "cancelled":
        actions.cancel(found.pk, reason="Not needed", by=parent.chair, at=told.at(600))
    return Action.objects.get(pk=found.pk)


def receipt(cast, state):
    told, _parent = stories.signed(cast)
    found = Receipt.objects.get(version__product=Product.RECORD, agency__name="Northmoor General Hospital")
    if state == "acknowledged":
        circulation.acknowledge(found.pk, by=cast["doctor"], at=told.at(500))
    return Receipt.objects.get(pk=found.pk)


def child(cast, state):
    _told, parent = stories.signed(cast)
    if state == "restricted":
        people = [cast[key] for key in ("worker", "manager", "head", "sergeant", "doctor", "visitor")]
        restricting.restrict(
            parent.child, people=[*people, *restricting.who_works_on(parent.child)], reason="A colleague’s family.",
            by=cast["head"], at=parent.created_at + timedelta(days=40),
        )  # fmt: skip
    return parent.child


def subject_access(cast, state):
    told, parent = stories.signed(cast)
    by = cast["governance"]
    mother = {"given_names": "Marta", "family_name": "Invented", "kind": "mother"}
    add_relative(parent.child, **mother, by=cast["worker"], at=told.at(30))
    found = access.open_request(
        parent.child, asker="child", asker_name="Somebody Invented", checked="Passport seen.",
        received_on=told.received.date(), by=by, at=told.at(600),
    )  # fmt: skip
    if state == "withdrawn":
        return access.withdraw(found.pk, because="Not needed", by=by, at=told.at(700))
    if state != "redacting":
        marks = list(found.marks.proposed().values_list("pk", flat=True))
        access.keep(found.pk, marks=marks, reason="third_party", by=by, at=told.at(700))
        found = access.send(found.pk, by=by, at=told.at(800))
    if state == "released":
        found = access.release(found.pk, said="", seen=found.sending, by=cast["head"], at=told.at(900))
    return found


def destruction(cast, state):
    _told, concern = stories.long_ago(cast)
    by, at = cast["governance"], now()
    found = destroying.propose(concern.child.pk, reason="Nobody asks for it.", by=by, at=at)
    if state in ("agreed", "destroyed"):
        found = destroying.agree(found.pk, by=cast["head"], at=at)
    if state == "destroyed":
        (found,) = destroying.carry_out(at=found.not_before)
    if state == "ended":
        found = destroying.keep(found.pk, because="Somebody asks for it.", by=by, at=at)
    return found


def legal_hold(cast, state):
    _told, concern = stories.recorded(cast)
    facts = {"by": cast["governance"], "at": now()}
    found = holding.place_hold(authority=concern.authority, child=concern.child, why="A claim", **facts)
    if state != "standing":
        found = holding.ask_to_end(found.pk, because="Settled", **facts)
    return holding.end(found.pk, by=cast["head"], at=now()) if state == "ended" else found


def name_question(cast, state):
    """Asked by a worker of another team."""
    _told, parent = stories.signed(cast)
    at = parent.created_at + timedelta(days=1)
    found = duty.ask(
        authority=parent.authority, name="Somebody Unfindable", birth="", address="", worry="A neighbour is worried tonight.",
        telephone="01632 960 001", by=cast["worker2"], at=at,
    )  # fmt: skip
    if state == "answered":
        facts = {"words": "Robin rings you back.", "child": None, "knowingly": False}
        found = duty.answer(found.pk, answer="handled", **facts, by=cast["governance"], at=at)
    return found


def late_clock(cast, state):
    """A clock that ran out: it still runs, was corrected since by a worker, or is answered by a manager."""
    told, parent = stories.recorded(cast)
    clock = Deadline.objects.get(record=parent.pk, code="police_liaison")
    sweep(at=told.at(2 * DAY))
    if state != "overdue":
        said = {"when": told.at(20), "officer": "Sgt Sample", "agreed": "To meet."}
        liaise(parent.pk, **said, by=cast["worker"], at=told.at(2 * DAY))
    if state == "answered":
        why = "The ward’s book has it."
        breaches.answer(clock.breach.pk, reason=why, by=cast["service"], at=told.at(3 * DAY))
    return clock


def place(cast, state):
    _told, parent = stories.signed(cast)
    reason = "The child is alone tonight, a neighbour says."
    return break_glass(
        parent.child.case_number, by=cast["worker2"], reason=reason, at=parent.created_at + timedelta(days=1)
    )


# Kind → its states, in the order of the table, and what makes one.
KINDS = {
    "concern": (("draft", "recorded", "decided", "withdrawn", "correcting"), concern),
    "discussion": (("convened", "held", "concluded", "signed", "correcting", "cancelled"), discussion),
    "enquiry": (("opened", "recommended", "signed", "correcting"), enquiry),
    "conference": (("planned", "convened", "held", "signed", "correcting", "cancelled"), conference),
    "action": (("open", "done", "reviewed", "cancelled"), action),
    "receipt": (("sent", "acknowledged"), receipt),
    "child": (("open", "restricted"), child),
    "subject_access": (("redacting", "sent", "released", "withdrawn"), subject_access),
    "destruction": (("proposed", "agreed", "destroyed", "ended"), destruction),
    "hold": (("standing", "asked", "ended"), legal_hold),
    "name_question": (("waiting", "answered"), name_question),
    "late_clock": (("overdue", "corrected", "answered"), late_clock),
    "place": (("any",), place),
}
ROLES = ("worker", "worker2", "manager", "manager2", "service", "head", "support", "conference", "conference2", "governance",
         "admin", "people", "sergeant", "constable", "doctor", "nurse", "visitor", "midwife", "school", "elsewhere")  # fmt: skip


def asked_for(cast):
    keeper = cast["people"]
    hat = Hat(Role.AGENCY_ADMINISTRATOR)
    return offering.ask(
        keeper.hats()[0].agency, email="second@demo.invalid", name="A Second", hat=hat, by=keeper, at=now()
    )


def given(kind, found, cast):
    """What the addresses of this kind are made of."""
    agency = cast["people"].hats()[0].agency_id
    if kind == "place":
        return {
            "agency": agency,
            "pk": cast["doctor"].pk,
            "verb": "sessions",
            "pk:emergency_review": found.pk,
            # Asked for by the hospital's own administrator; without another it waits for the partnership's.
            "pk:change_offer": asked_for(cast).pk,
            "verb:change_offer": "confirm",
        }
    if kind == "subject_access":
        return {"ref": found.ref, "number": 1, "verb": "send"}
    if kind == "child":
        return {"ref": found.ref, "verb": "name", "verb:retention_file_change": "keep"}
    if kind == "destruction":
        return {"ref": found.ref, "verb": "keep"}
    if kind in ("hold", "name_question"):
        return {"ref": found.ref}
    if kind in ("receipt", "late_clock"):
        return {"pk": found.pk}
    if kind == "action":
        clock = Deadline.objects.filter(subject=found.subject).first()
        return {"pk": found.pk, "verb": "complete", "pk:clock": clock.pk}
    section = {"concern": "said", "discussion": "voice", "enquiry": "analysis", "conference": "decision"}[
        kind
    ]
    row = {"concern": "none", "discussion": "risk", "enquiry": "visit", "conference": "view"}[kind]
    facts = {
        "ref": found.ref,
        "key": section,
        "kind": row,
        "product": Product.RECORD.value,
        "number": 1,
        "pk": 0,
        "chapter": "analysis",
    }
    if kind == "discussion":
        # A row of the record, and what an agency has brought: there once it was held.
        facts["pk:row"] = facts["pk:row_remove"] = facts["pk:row_draft"] = getattr(
            found.risks.first(), "pk", 0
        )
        facts["pk:accept"] = getattr(found.contributions.first(), "pk", 0)
        facts["pk:answer"] = _asked_of(found, cast)
        facts["pk:resend"] = _failed_of(found)
    if kind == "enquiry" and found.state in ("signed", "correcting"):
        facts["number:letter_given"] = found.letters.first().version.number
        facts["product:family_paper"] = "letter"
    if kind == "conference":
        facts["?edit_passage"] = f"?key={reports.lines(found, 'analysis')[0].key}"
    return facts


def _asked_of(found, cast):
    """A correction that the hospital asks for, once there is something to correct."""
    sent = Receipt.objects.filter(version__record=found.pk, version__product=Product.RECORD)
    sent = sent.filter(agency__name="Northmoor General Hospital").first()
    if sent is None:
        return 0
    at = found.created_at + timedelta(days=20)
    return circulation.ask_for_correction(sent.pk, text="The date is wrong.", by=cast["doctor"], at=at).pk


def _failed_of(found):
    """A mail of this record that was given up."""
    notice = Notice.objects.filter(reference=found.ref).first()
    if notice is None:
        return 0
    Notice.objects.filter(pk=notice.pk).update(failed_at=notice.created_at, sent_at=None, failure="refused")
    return notice.pk


def address(name, facts):
    """The address of a URL name, made of what it asks for."""
    for pattern in PATTERNS[name]:
        if pattern <= set(facts):
            how = {key: facts.get(f"{key}:{name}", facts[key]) for key in pattern}
            return reverse(name, kwargs=how) + facts.get(f"?{name}", "")
    raise AssertionError(
        f"{name} asks for {PATTERNS[name]}; the table has it among kinds that have {set(facts)}"
    )


def _patterns():
    found = {}

    def walk(patterns):
        for each in patterns:
            if hasattr(each, "url_patterns"):
                if getattr(each, "app_name", None) != "admin":
                    walk(each.url_patterns)
            elif each.name:
                found.setdefault(each.name, []).append(set(each.pattern.converters))

    walk(get_resolver().url_patterns)
    return found


PATTERNS = _patterns()
