"""The sections and rows of a discussion (§5)."""

from collections.abc import Iterator

from records import explaining, rows
from records.contents import rows_of
from records.fields import moment_in_words
from records.models import Record
from records.passages import ALL, RESTRICTIONS, Chapter, Passage
from records.refusals import Refusal, WhyNot
from records.rows import RowKind
from records.sections import Said, Section, need, register
from strategy import apply, lateness
from strategy import vocabulary as v
from strategy.forms import discussion as forms
from strategy.models import Call, Concern, Information, Risk, StrategyDiscussion, people_of
from strategy.quoracy import quoracy
from strategy.sections.concern import family


def child_opening(record: Record) -> tuple[Passage, ...]:
    """Who the child is comes before what was said of the family."""
    child = record.child
    told = {
        "Name": str(child),
        "Also known as": child.also_known_as,
        "Born or expected": child.birth,
        "Sex": child.get_sex_display(),
        "NHS number": child.nhs_number,
        "Case number": child.case_number,
        "Address": "Withheld" if child.address_withheld else child.address,
        "Ethnicity": child.get_ethnicity_display(),
        "First language": child.first_language,
        "Interpreter": "Needed" if child.interpreter_needed else "",
        "Religion": child.religion,
        "Disability": child.disability,
        "Communication": child.communication,
    }
    return tuple(Passage(label, str(text)) for label, text in told.items() if text)


def child_missing(discussion: StrategyDiscussion, said: Said) -> Iterator[str]:
    yield from need(said, fathers="Say what is known of the father, also if he lives elsewhere.")


def held_missing(discussion: StrategyDiscussion, said: Said) -> Iterator[str]:
    yield from need(
        said,
        mode="Say how the discussion was held.",
        started_at="Say when the discussion began.",
        ended_at="Say when the discussion ended.",
    )
    if said.get("mode") == "telephone":
        yield from need(said, phone_reason="Say why no meeting was possible.")


def calls(discussion: StrategyDiscussion) -> Chapter:
    rows = tuple(
        (moment_in_words(c.at), c.people, c.said)
        for c in sorted(rows_of(discussion, "calls"), key=lambda c: (c.at, c.pk))
    )
    return Chapter("held", "How held", (), ("When", "Who spoke", "What was said"), rows)


def who_rows(discussion: StrategyDiscussion) -> Chapter:
    people = people_of(discussion)
    rows = tuple(
        (
            p.user.name,
            p.position,
            p.agency.name,
            p.get_attendance_display() or "Not yet noted",
            "Yes" if p.decides else "",
        )
        for p in people
    )
    found = quoracy(people)
    passages = (Passage("Quoracy", found.in_words), *explaining.reads(discussion, "left out:"))
    columns = ("Name", "Position", "Organisation", "Attendance", "Decides for the agency")
    return Chapter("who", "Who", passages, columns, rows)


def who_missing(discussion: StrategyDiscussion, said: Said) -> Iterator[str]:
    people = people_of(discussion)
    for person in people:
        if not person.attendance:
            yield f"Note whether {person.user.name} took part."
        if not person.position:
            yield f"Give the position of {person.user.name}."
    if not quoracy(people).met:
        yield from need(said, not_quorate_reason="Say why it went ahead without being quorate.")


def reason_missing(discussion: StrategyDiscussion, said: Said) -> Iterator[str]:
    yield from need(
        said,
        trigger="Say what triggered the discussion.",
        purpose="Say what the discussion was to cover.",
        delay="Say whether there was a delay.",
    )
    if said.get("delay") == "yes":
        yield from need(
            said,
            delay_cause="Say what caused the delay.",
            delay_mitigation="Say how the impact of the delay was reduced.",
        )


def reason_opening(discussion: StrategyDiscussion) -> tuple[Passage, ...]:
    """[002] How it was held reads as the first line of the reason."""
    how = Passage("How it was held", v.HOW_HELD[discussion.mode])
    return (how, *concerns_covered(discussion), *lateness.reads(discussion))


def concerns_covered(discussion: StrategyDiscussion) -> tuple[Passage, ...]:
    """Each concern that it covers, where another was joined to it; each keeps its own receipt."""
    first, *joined = discussion.concerns
    lines = [_received(first)]
    for each in joined:
        assert each.joined_at
        by = f"joined by {each.joined_by}, {moment_in_words(each.joined_at)}: {each.joined_reason}"
        lines.append(f"{_received(each)}, {by}")
    return (Passage("Concerns that it covers", "\n".join(lines)),) if joined else ()


def _received(concern: Concern) -> str:
    return (
        f"{concern.ref}, received {moment_in_words(concern.received_at)}"
        if concern.received_at
        else concern.ref
    )


def information_rows(discussion: StrategyDiscussion) -> Chapter:
    passages: list[Passage] = []
    for info in rows_of(discussion, "information"):
        source = dict(v.INFORMATION_SOURCES).get(info.source, "")
        text = info.facts + (f"\nSource: {source}" if source else "")
        if info.analysis:
            text += f"\nAnalysis of risk: {info.analysis}"
        mark = "" if info.restriction == ALL else f" ({RESTRICTIONS[info.restriction].lower()})"
        passages.append(Passage(f"{info.agency.name}{mark}", text, info.restriction, info.agency_id))
    return Chapter("information", "Information shared", tuple(passages))


def information_missing(discussion: StrategyDiscussion, said: Said) -> Iterator[str]:
    if not rows_of(discussion, "information"):
        yield "Record the information that was shared, or that nothing is known."


def voice_missing(discussion: StrategyDiscussion, said: Said) -> Iterator[str]:
    yield from need(said, says="Record the child’s voice.", how="Say how this is known.")


def risk_rows(discussion: StrategyDiscussion) -> Chapter:
    rows = tuple(
        (
            r.risk,
            r.get_category_display(),
            r.evidence,
            r.to_whom,
            r.get_likelihood_display(),
        )
        for r in rows_of(discussion, "risks")
    )
    columns = ("Risk", "Kind of harm", "Evidence", "To whom", "Likelihood")
    return Chapter("risks", "Risks named", (), columns, rows)


def risks_missing(discussion: StrategyDiscussion, said: Said) -> Iterator[str]:
    yield from need(said, others="Say which other children may be affected.")
    if discussion.decides(v.Decided.S47) and not rows_of(discussion, "risks"):
        yield "Name at least one risk."


def decisions_rows(discussion: StrategyDiscussion) -> Chapter:
    rows = tuple((d.get_kind_display(), d.reason) for d in rows_of(discussion, "decisions"))
    return Chapter("decisions", "Decisions", (), ("Decision", "Reason"), rows)


def decisions_missing(discussion: StrategyDiscussion, said: Said) -> Iterator[str]:
    yield from need(
        said,
        threshold="Say whether there is reasonable cause to suspect significant harm.",
        decisions="Record at least one decision.",
    )
    if discussion.concludes:
        yield from need(said, conclusion="Say what the discussion concludes.")
    for decision in rows_of(discussion, "decisions"):
        if not decision.reason:
            yield f"Give the reason for: {decision.get_kind_display()}."
    if "s47" in (said.get("decisions") or ()):
        yield from need(said, conducted="Say who conducts the section 47 enquiries.")
        advice = apply.joint_advice(discussion)
        if advice and said.get("conducted") == "alone":
            yield from need(said, joint_reason=f"{advice} Say why it is decided differently.")
    if "referral" in (said.get("decisions") or ()):
        yield from need(said, referred_to="Say to which agency the child is referred.")


def plan_missing(discussion: StrategyDiscussion, said: Said) -> Iterator[str]:
    if discussion.decides(v.Decided.S47):
        yield from need(
            said,
            who="Say who conducts the enquiries.",
            areas="Name the areas of risk to be assessed.",
            information="Say what information is needed.",
            seen_alone="Say when the child is seen alone and by whom, or why not.",
            wishes="Say how the child’s wishes and feelings are ascertained.",
            consent="Say whether checks are made with consent.",
            family_told="Say what the family is told, or why not.",
        )
        if said.get("consent") == "authorised":
            yield from need(
                said,
                consent_ground="Say on which ground checks are made without consent.",
                consent_by="Say who authorised checks without consent.",
            )


def examination_missing(discussion: StrategyDiscussion, said: Said) -> Iterator[str]:
    yield from need(
        said,
        medical="Say whether a medical examination is needed.",
        abe="Say whether an Achieving Best Evidence interview is needed.",
    )
    if said.get("medical") == "yes":
        yield from need(said, medical_who="Say who consults the paediatrician.")
    if said.get("abe") == "yes":
        yield from need(said, abe_plan="Say whether the child interview plan is complete.")
        if said.get("abe_plan") == "no":
            yield from need(
                said,
                abe_by_whom="Say who completes the child interview plan.",
                abe_by_when="Say by when the child interview plan is complete.",
            )


def safety_missing(discussion: StrategyDiscussion, said: Said) -> Iterator[str]:
    if discussion.decides(v.Decided.S47):
        yield from need(
            said,
            measures="Write the interim safety plan.",
            visits="Say who visits and monitors.",
        )


def action_rows(discussion: StrategyDiscussion) -> Chapter:
    return Chapter("actions", "Actions", (), ACTION_COLUMNS, action_table(discussion))


ACTION_COLUMNS = ("Action", "Why", "Person and agency", "By", "State")


def action_table(discussion: StrategyDiscussion) -> tuple[tuple[str, ...], ...]:
    actions = rows_of(discussion, "actions")
    return tuple(
        (
            a.what,
            a.why,
            f"{a.owner.name}, {a.agency.name}",
            f"{a.due_on:%-d %B %Y}",
            a.get_state_display(),
        )
        for a in actions
    )


def actions_missing(discussion: StrategyDiscussion, said: Said) -> Iterator[str]:
    if not discussion.decides(v.Decided.NFA) and not rows_of(discussion, "actions"):
        yield "Agree at least one action."
    if rows_of(discussion, "actions"):
        yield from need(
            said,
            review_how="Say how the completion of the actions is reviewed.",
            review_on="Say by when the actions are reviewed.",
        )


def further_missing(discussion: StrategyDiscussion, said: Said) -> Iterator[str]:
    yield from need(
        said,
        follow_up="Say whether a further discussion is needed.",
        disagreement="Say whether any agency disagrees.",
    )
    if said.get("follow_up") == "yes" or discussion.decides(v.Decided.FOLLOW_UP):
        yield from need(said, follow_up_on="Say by when the further discussion is held.")
    if said.get("disagreement") == "yes":
        yield from need(
            said,
            disagreement_agency="Say which agency disagrees.",
            disagreement_on="Say on what.",
            disagreement_escalated="Say how the disagreement is escalated.",
        )


ROWS = "strategy/rows/"
DISCUSSION = [
    Section(
        "child", "Child", forms.ChildForm, child_missing, family, opening=child_opening, shared=False
    ),
    Section(
        "held", "How held", forms.HeldForm, held_missing, calls, ROWS + "calls.html",
        apply=apply.held,
    ),
    Section("who", "Who", forms.WhoForm, who_missing, who_rows, ROWS + "who.html"),
    Section("reason", "Reason and purpose", forms.ReasonForm, reason_missing, 
        opening=reason_opening,),
    Section(
        "information", "Information shared", None, information_missing, information_rows,
        ROWS + "information.html",
    ),
    Section("voice", "The child’s voice", forms.VoiceForm, voice_missing, shared=False),
    Section("risks", "Risks named", forms.RisksForm, risks_missing, risk_rows, ROWS + "risks.html"),
    Section(
        "decisions", "Decisions", forms.DecisionsForm, decisions_missing, decisions_rows,
        apply=apply.decisions,
    ),
    Section("plan", "Plan for section 47", forms.PlanForm, plan_missing),
    Section("examination", "Medical and interview", forms.ExaminationForm, examination_missing),
    Section("safety", "Interim safety plan", forms.SafetyForm, safety_missing),
    Section(
        "actions", "Actions", forms.ActionsForm, actions_missing, action_rows, ROWS + "actions.html",
    ),
    Section("further", "Further discussion and disagreement", forms.FurtherForm, further_missing,
        ),
]  # fmt: skip

# What the manager and the police agree [001 §5]: a change to any of it asks them again.
AGREED = ("decisions", "plan", "safety", "actions")

register(StrategyDiscussion, DISCUSSION)


def why_not_alter(row: Information) -> WhyNot:
    """The agency that supplied a passage owns it: the chair cannot alter what was contributed."""
    if row.contribution_id:
        yield Refusal(f"Only {row.agency} can change what it has contributed.")


INFORMATION = RowKind(
    "information", "Information from an agency", "information", Information, forms.InformationForm,
    "discussion", why_not_alter=why_not_alter,
)  # fmt: skip
RISK = RowKind("risk", "Risk", "risks", Risk, forms.RiskForm, "discussion")
CALL = RowKind("call", "Telephone call", "held", Call, forms.CallForm, "discussion")
rows.register(StrategyDiscussion, INFORMATION, RISK, CALL)
