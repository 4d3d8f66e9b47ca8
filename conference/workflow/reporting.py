"""The conference report: edited, signed by its author and a manager, shared (§7)."""

from datetime import datetime

from agencies.models import User
from agencies.roles import CSC_MANAGERS
from circulation import workflow as circulation
from circulation.workflow import Recipient
from conference import report
from conference.models import Conference, Edit
from conference.sections import REPORT
from records import sections
from records import workflow as records
from records.contents import rows_of
from records.fields import moment_in_words
from records.models import Agreement, Product, Version
from records.passages import Chapter, Passage, digest
from records.permissions import why_not_work_on
from records.refusals import Refusal, WhyNot, refuse_if
from records.states import State
from records.verbs import verb

AUTHOR, MANAGER = "report_author", "report_manager"
NAMES = {AUTHOR: "Written and signed by", MANAGER: "Approved by"}


def chapters(conference: Conference) -> list[Chapter]:
    return [sections.reads(conference, s) for s in REPORT]


def agreements(conference: Conference) -> dict[str, Agreement | None]:
    """The signatures under the report that still speak of what it now says."""
    now_says = digest(chapters(conference))
    found: dict[str, Agreement | None] = {AUTHOR: None, MANAGER: None}
    for agreement in rows_of(conference, "agreements"):
        if agreement.gate in found:
            found[agreement.gate] = agreement if agreement.digest == now_says else None
    return found


# --- the author’s hand ----------------------------------------------------------------


def why_not_edit(conference: Conference, *, by: User) -> WhyNot:
    yield from records.why_not_write(conference, by=by)


@verb
def edit(
    pk: int, *, chapter: str, key: str, text: str = "", left_out: bool = False, by: User, at: datetime
) -> Edit | None:
    """Give a gathered passage other words, or leave it out; with neither it is linked again."""
    conference = Conference.objects.lock(pk)
    refuse_if(why_not_edit(conference, by=by))
    line = next((each for each in report.lines(conference, chapter) if each.key == key), None)
    if line is None:
        refuse_if([Refusal("This passage is not in the report any more.")])
    records.touch(conference)
    if not text.strip() and not left_out:
        Edit.objects.filter(conference=conference, key=key).delete()
        return None
    made, _ = Edit.objects.update_or_create(
        conference=conference,
        key=key,
        defaults={"text": text.strip(), "left_out": left_out, "at": at, "by": by},
    )
    return made


# --- signatures -----------------------------------------------------------------------


def why_not_sign_report(conference: Conference, *, by: User) -> WhyNot:
    """The lead social worker signs what they wrote; then a manager, who is somebody else."""
    yield from why_not_work_on(conference, by=by)
    if conference.state not in (State.PLANNED, State.CONVENED):
        yield Refusal("The conference was held; its report cannot change any more.")
    lead = conference.enquiry.allocation
    for section in REPORT:
        for sentence in sections.missing(conference, section):
            yield Refusal(sentence, mend=section.key)
    given = agreements(conference)
    author = given[AUTHOR]
    if author is None:
        if lead is None or by != lead.lead_social_worker:
            who = lead.lead_social_worker if lead else "the lead social worker"
            yield Refusal(f"{who}, who writes the report, signs it first.")
    elif given[MANAGER] is not None:
        yield Refusal("This report is signed by its author and a manager.")
    elif author.by == by:
        yield Refusal("You signed it as its author; a manager must approve it.")
    elif not by.holds(*CSC_MANAGERS, agency_id=conference.authority_id):
        yield Refusal(f"Only a manager of {conference.authority} can approve the report.")


@verb
def sign_report(pk: int, *, by: User, at: datetime, seen: str) -> Version | None:
    """The author’s signature; with the manager’s the report freezes and goes to who is invited.

    `seen` is the digest of what was read.
    """
    conference = Conference.objects.lock(pk)
    refuse_if(why_not_sign_report(conference, by=by))
    now_says = digest(chapters(conference))
    if seen != now_says:
        refuse_if([Refusal("The report changed since you opened this page. Read it again.")])
    gate = AUTHOR if agreements(conference)[AUTHOR] is None else MANAGER
    hat = by.hat_in(conference.authority_id)
    records.agree(
        conference, gate=gate, agreed=True, comment="", capacity=f"{hat.title if hat else ''}",
        digest=now_says, by=by, at=at,
    )  # fmt: skip
    return _freeze(conference, by=by, at=at) if gate == MANAGER else None


def signatures(conference: Conference) -> Chapter:
    passages = [
        Passage(NAMES[gate], f"{a.by.name}, {a.capacity}, {moment_in_words(a.at)}")
        for gate, a in agreements(conference).items()
        if a
    ]
    return Chapter("signatures", "Signatures", tuple(passages))


def head_of(conference: Conference, title: str) -> dict[str, str]:
    child = conference.child
    return {
        "title": title,
        "child": str(child),
        "birth": child.birth,
        "authority": conference.authority.name,
        "responsible": f"Conference chair: {conference.chair.name}." if conference.chair else "",
        "held": moment_in_words(conference.started_at) if conference.started_at else "",
    }


def _freeze(conference: Conference, *, by: User, at: datetime) -> Version:
    version = records.freeze(
        conference,
        Product.REPORT,
        head=head_of(conference, "Initial child protection conference report"),
        chapters=[*chapters(conference), signatures(conference)],
        by=by,
        at=at,
        signed=True,
    )
    circulation.circulate(version, to=invited(conference), by=by, at=at)
    return version


def invited(conference: Conference) -> list[Recipient]:
    """Everybody of another agency who is invited."""
    own = conference.authority_id
    people = conference.participants.select_related("agency", "user").order_by("pk")
    found = [Recipient(p.agency, (p.user,), "was invited") for p in people if p.agency_id != own]
    return circulation.merge(found)
