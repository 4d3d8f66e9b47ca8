"""A manager and the police agree decision and actions, each in their own sign-in [001 §5]."""

from collections.abc import Collection
from datetime import datetime

from agencies.models import User
from agencies.queries import with_hats
from agencies.roles import CSC_MANAGERS, Kind, Role
from children.restriction import name_all, who_may_know
from notices import outbox
from records import sections
from records import workflow as records
from records.contents import rows_of
from records.fields import moment_in_words
from records.models import Agreement
from records.passages import Chapter, Passage, digest
from records.refusals import Refusal, WhyNot, refuse_if
from records.verbs import verb
from strategy import permissions
from strategy.models import StrategyDiscussion, people_of
from strategy.queries import ASKED_INSTEAD, TO_AGREE, asked_for_police
from strategy.sections.discussion import AGREED, DISCUSSION, action_table


def agreed_digest(discussion: StrategyDiscussion) -> str:
    """Of the decision and the actions [001 §5]: what is agreed, not how far it is done."""
    chapters = [sections.reads(discussion, s) for s in DISCUSSION if s.key in AGREED and s.key != "actions"]
    rows = tuple(row[:-1] for row in action_table(discussion))
    return digest([*chapters, Chapter("actions", "Actions", (), (), rows)])


def agreements(discussion: StrategyDiscussion) -> dict[str, Agreement | None]:
    """The latest agreement at each gate that still speaks of what the record now says."""
    now_says = agreed_digest(discussion)
    found: dict[str, Agreement | None] = {"csc": None, "police": None}
    for agreement in rows_of(discussion, "agreements"):
        if agreement.gate in found and agreement.noted_by_id is None:
            found[agreement.gate] = agreement if agreement.digest == now_says else None
    return found


def given(discussion: StrategyDiscussion) -> list[Agreement]:
    """Every answer at the two gates, newest first, also those that no longer count."""
    return [a for a in reversed(rows_of(discussion, "agreements")) if a.gate in ("csc", "police")]


def gate_of(user: User, discussion: StrategyDiscussion) -> str:
    """At which gate this person can stand: csc, police or none."""
    if user.holds(*CSC_MANAGERS, agency_id=discussion.authority_id):
        return "csc"
    return "police" if permissions.works_for_police(user) else ""


def why_not_agree(discussion: StrategyDiscussion, *, by: User) -> WhyNot:
    """[001 §5] A manager of children's social care and a police sergeant at the least."""
    gate = gate_of(by, discussion)
    if gate == "csc":
        yield from permissions.why_not_see(discussion, by=by)
        if by == discussion.chair:
            yield Refusal("The chair signs; another manager must agree the decision.")
    elif gate == "police":
        if permissions.police_hat(by) is None:
            yield Refusal("A sergeant or above, or the dedicated decision maker, must agree for the police.")
        elif not asked_for_police(by).filter(pk=discussion.pk).exists():
            yield Refusal("You were not asked to agree this discussion for the police.")
    else:
        yield Refusal("Only a manager of children’s social care or the police can agree.")
    if discussion.state not in TO_AGREE:
        yield Refusal("The discussion must be concluded first, and not yet signed.")


@verb
def agree(pk: int, *, agreed: bool, comment: str, by: User, at: datetime, seen: str) -> Agreement:
    """Agree, or disagree, with what was shown; `seen` is the digest of it."""
    discussion = StrategyDiscussion.objects.lock(pk)
    refuse_if(why_not_agree(discussion, by=by))
    now_says = agreed_digest(discussion)
    if seen != now_says:
        refuse_if([Refusal("The decision or the actions changed since you opened this page.")])
    if not agreed and not comment.strip():
        refuse_if([Refusal("Say with what you do not agree.", mend="comment")])
    gate = gate_of(by, discussion)
    hat = permissions.police_hat(by) if gate == "police" else by.hat_in(discussion.authority_id)
    rank = f", {hat.get_rank_display()}" if hat and hat.rank else ""
    before = agreements(discussion)[gate]
    if before and before.by == by and before.agreed == agreed and before.comment == comment.strip():
        return before  # the same click twice
    return records.agree(
        discussion,
        gate=gate,
        agreed=agreed,
        comment=comment.strip(),
        capacity=f"{hat.title if hat else ''}{rank}, {hat.agency if hat else ''}",
        digest=now_says,
        by=by,
        at=at,
    )


def why_not_note_agreement(discussion: StrategyDiscussion, *, whose: User | None, by: User) -> WhyNot:
    """The chair may note what the police agreed at the meeting; they confirm it afterwards (§11)."""
    yield from permissions.why_not_the_chair(discussion, by=by)
    if discussion.state not in TO_AGREE:
        yield Refusal("The discussion must be concluded first, and not yet signed.")
    present = any(person.user == whose for person in people_of(discussion))
    if whose is None or not present or permissions.police_hat(whose) is None:
        yield Refusal("Choose a police sergeant or above, or decision maker, who took part.", mend="whose")


@verb
def note_agreement(pk: int, *, whose: User | None, by: User, at: datetime) -> Agreement:
    """Note that the police agreed at the meeting. It stops nothing until they confirm it."""
    discussion = StrategyDiscussion.objects.lock(pk)
    refuse_if(why_not_note_agreement(discussion, whose=whose, by=by))
    assert whose
    hat = permissions.police_hat(whose)
    assert hat
    return records.agree(
        discussion,
        gate="police",
        agreed=True,
        comment="",
        capacity=f"{hat.title}, {hat.get_rank_display()}, {hat.agency}",
        digest=agreed_digest(discussion),
        by=whose,
        noted_by=by,
        at=at,
    )


def could_be_asked_instead(discussion: StrategyDiscussion) -> list[User]:
    """Who else of the force that was asked may agree for it, by name."""
    seats = people_of(discussion)
    force = next((seat.agency for seat in seats if seat.agency.kind == Kind.POLICE), None)
    if force is None:
        return []
    deciders = with_hats(User.objects.of(force).holding(Role.POLICE_DECISION_MAKER).order_by("name", "pk"))
    asked = {user.pk for user in who_agrees_for_police(discussion)}
    return [user for user in deciders if user.pk not in asked and permissions.police_hat(user)]


def why_not_ask_instead(discussion: StrategyDiscussion, *, whom: User | None, by: User) -> WhyNot:
    """Absence is covered by somebody named, with a reason (§11); the agreement stays the police's own."""
    yield from permissions.why_not_the_chair(discussion, by=by)
    if discussion.state not in TO_AGREE:
        yield Refusal("The discussion must be concluded first, and not yet signed.")
    elif whom not in could_be_asked_instead(discussion):
        yield Refusal(
            "Choose somebody of the force who may agree for it and was not asked yet.", mend="whose"
        )


@verb
def ask_instead(pk: int, *, whom: User | None, reason: str, by: User, at: datetime) -> Agreement:
    """Ask another decision maker of the force to agree, because whoever was asked is away."""
    discussion = StrategyDiscussion.objects.lock(pk)
    refuse_if(why_not_ask_instead(discussion, whom=whom, by=by))
    if not reason.strip():
        refuse_if([Refusal("Say why somebody else is asked.", mend="reason")])
    assert whom
    hat = permissions.police_hat(whom)
    assert hat
    name_all(discussion.child_id, [whom], why="asked to agree for the police", at=at, by=by)
    asked = records.agree(
        discussion, gate=ASKED_INSTEAD, agreed=True, comment=reason.strip(), digest="", by=whom,
        noted_by=by, capacity=f"{hat.title}, {hat.get_rank_display()}, {hat.agency}", at=at,
    )  # fmt: skip
    ask_to_agree(discussion, by=by, at=at)
    return asked


def asked_instead(discussion: StrategyDiscussion) -> tuple[Passage, ...]:
    """Whom the chair asked in a colleague's place, and why, as it reads beside the agreements."""
    found = [a for a in rows_of(discussion, "agreements") if a.gate == ASKED_INSTEAD]
    return tuple(
        Passage(
            "Asked to agree for the police, in a colleague’s place",
            f"{a.by}, {a.capacity}, asked by {a.noted_by}, {moment_in_words(a.at)}: {a.comment}",
        )
        for a in found
    )


def ask_to_agree(
    discussion: StrategyDiscussion, *, by: User, at: datetime, among: Collection[User] | None = None
) -> None:
    """Tell who agrees that it waits for them; of them only those `among` whom somebody was added."""
    asked = [*who_agrees_for_csc(discussion), *who_agrees_for_police(discussion)]
    if among is not None:
        asked = [user for user in asked if user in among]
    outbox.tell_each(
        who_may_know(discussion.child_id, asked),
        key=f"agree:{discussion.pk}:{discussion.revision}",
        kind="agree",
        sender=by,
        reference=discussion.ref,
        path=f"/discussions/{discussion.ref}/agree/",
        at=at,
    )


def who_agrees_for_csc(discussion: StrategyDiscussion) -> list[User]:
    managers = User.objects.of(discussion.authority).holding(*CSC_MANAGERS)
    present = managers.filter(invitations__record=discussion.pk).exclude(pk=discussion.chair_id)
    above = managers.filter(
        memberships__role=Role.SERVICE_MANAGER, memberships__agency=discussion.authority
    ).exclude(pk=discussion.chair_id)
    return list(present.distinct()) or list(above.distinct())


def who_agrees_for_police(discussion: StrategyDiscussion) -> list[User]:
    police = [person for person in people_of(discussion) if person.agency.kind == Kind.POLICE]
    instead = [a for a in rows_of(discussion, "agreements") if a.gate == ASKED_INSTEAD]
    asked = with_hats(dict.fromkeys([*(p.user for p in police), *(a.by for a in instead)]))
    able = [user for user in asked if permissions.police_hat(user)]
    if able or not police:
        return able
    deciders = with_hats(User.objects.of(police[0].agency).holding(Role.POLICE_DECISION_MAKER))
    return [u for u in deciders if permissions.police_hat(u)]
