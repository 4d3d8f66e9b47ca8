"""The report shared with the family before the conference: a copy for each person, read by a second one (§7).

1. A copy is made of the signed report, for one person: without police, legal and professionals’ passages,
   without anything that tells where somebody else lives or who told us.
2. A second person reads it, `records.second_reading`. Only an approved copy is noted as shared.
3. That it was shared stays a row of the record of the conference, `conference.shared`.
"""

from datetime import datetime

from agencies.models import User
from children.models import Person
from conference.models import Conference
from conference.workflow.reporting import head_of
from records import second_reading
from records.models import FamilyPaper, Product, Version
from records.passages import for_family
from records.permissions import why_not_work_on
from records.refusals import Refusal, WhyNot, refuse_if
from records.states import State
from records.verbs import verb
from s47.protecting import guard_for
from s47.workflow.letters import addressees


def people(conference: Conference) -> list[Person]:
    """Who may be given a copy: the parents, carers and relatives, and the child."""
    return list(dict.fromkeys(person for person, _ in addressees(conference.enquiry)))


def report_of(conference: Conference) -> Version | None:
    return conference.versions.filter(product=Product.REPORT).order_by("-number").first()


def why_not_copy(conference: Conference, *, by: User) -> WhyNot:
    yield from why_not_work_on(conference, by=by)
    if report_of(conference) is None:
        yield Refusal("The report must be signed by its author and a manager first.")
    if conference.state == State.CANCELLED:
        yield Refusal("The conference is cancelled: its report is shared with nobody.")


@verb
def make_copy(pk: int, *, to: Person | None, reader: User | None, by: User, at: datetime) -> FamilyPaper:
    """Freeze the family’s copy of the signed report for one person, and ask `reader` to read it."""
    conference = Conference.objects.lock(pk)
    refuse_if(why_not_copy(conference, by=by))
    if to is None or to not in people(conference):
        refuse_if([Refusal("Choose somebody of the family.", mend="to")])
    refuse_if(second_reading.why_not_ask(conference, asked=reader, by=by))
    signed = report_of(conference)
    assert to and reader and signed
    guard = guard_for(conference.enquiry, to=to, writer=by)
    chapters = for_family(
        second_reading.chapters_of(signed),
        may_tell=lambda text: not guard.found(text),
        stubs=not conference.child.restricted,
    )
    head = head_of(conference, "Initial child protection conference report")
    return second_reading.write(
        conference,
        Product.FAMILY_REPORT,
        to=to,
        head=head | {"to": str(to), "copy": f"The family’s copy, for {to}"},
        chapters=chapters,
        asked=reader,
        by=by,
        at=at,
    )
