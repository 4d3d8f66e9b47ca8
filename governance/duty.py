"""Information governance on duty: a child whom search does not show, asked for by name (§9).

A restricted case is found by nobody who is not named. Whoever has only a name would make the child a second
time, or let the concern lie. They ask here instead. The question looks nothing up and a person answers it:
nothing on the page of who asked, nor the time it takes, tells whether anybody is on file.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from agencies.models import Agency, User
from agencies.roles import Role
from children.models import Person, PersonQuerySet, hidden_from
from children.search import Match, likely_duplicates
from governance.models import NameQuestion
from notices import outbox
from records.refusals import Refusal, WhyNot, refuse_if

Answer = NameQuestion.Answer
PATH = "/emergency/by-name/"


def why_not_ask(*, name: str, worry: str, telephone: str, by: User) -> WhyNot:
    if not by.case_work_ids():
        yield Refusal("This is for children’s social care.")
    if not name.strip():
        yield Refusal("Enter the name, as far as you know it.", mend="name")
    if len(worry.strip()) < 10:
        yield Refusal("Say what you have been told and how urgent it is.", mend="worry")
    if not any(c.isdigit() for c in telephone):
        yield Refusal("Enter the telephone number on which you can be reached now.", mend="telephone")


@transaction.atomic
def ask(
    *,
    authority: Agency,
    name: str,
    birth: str,
    address: str,
    worry: str,
    telephone: str,
    by: User,
    at: datetime,
) -> NameQuestion:
    """Put the question, and tell those who answer at once. The same question twice is one."""
    refuse_if(why_not_ask(name=name, worry=worry, telephone=telephone, by=by))
    User.objects.select_for_update().get(pk=by.pk)  # two clicks one after the other
    typed = {
        "name": name.strip(),
        "birth": birth.strip(),
        "address": address.strip(),
        "worry": worry.strip(),
        "telephone": telephone.strip(),
    }
    if known := NameQuestion.objects.waiting().filter(asked_by=by, **typed).first():
        return known
    due_at = at + timedelta(minutes=settings.NAME_QUESTION_MINUTES)
    made = NameQuestion.objects.create(authority=authority, asked_by=by, asked_at=at, due_at=due_at, **typed)
    _tell(made, _on_duty(made), kind="name_question", key="asked", at=at)
    return made


def _tell(question: NameQuestion, people: list[User], *, kind: str, key: str, at: datetime) -> None:
    outbox.tell_each(
        people,
        key=f"name-question:{question.pk}:{key}",
        kind=kind,
        reference=question.ref,
        path=f"{PATH}{question.ref}/",
        at=at,
        facts={"due": question.due_at.isoformat()},
    )


def _on_duty(question: NameQuestion) -> list[User]:
    """Information governance; where it has nobody, the head of service."""
    agency = [question.authority_id]
    for role in (Role.INFORMATION_GOVERNANCE, Role.HEAD_OF_SERVICE):
        people = User.objects.holding(role, agency_ids=agency).exclude(pk=question.asked_by_id)
        if found := list(people.order_by("pk")):
            return found
    return []


def files_for(question: NameQuestion, user: User) -> PersonQuerySet:
    """The children among whom whoever answers looks: all of the authority for governance, as for any request
    about a file; for the head of service those they may know of."""
    children = Person.objects.children().on_file().filter(authority=question.authority_id)
    if question.authority_id in user.governed_ids():
        return children
    return children.exclude(hidden_from(user))


def likely(question: NameQuestion, user: User) -> list[Match]:
    """Who of those on file may be meant."""
    return likely_duplicates(files_for(question, user), given=question.name, family="", born=question.birth)


def why_not_answer(
    question: NameQuestion, *, answer: str, words: str, child: Person | None, knowingly: bool, by: User
) -> WhyNot:
    if question.asked_by == by:
        yield Refusal("Nobody answers their own question.")
    elif not NameQuestion.objects.answerable_by(by).filter(pk=question.pk).exists():
        yield Refusal("Information governance answers this, or the head of service.")
    if question.answered_at:
        yield Refusal(f"{question.answered_by} has answered this already.")
    if answer not in Answer.values:
        yield Refusal("Choose an answer.", mend="answer")
    if answer == Answer.NUMBER:
        if child is None:
            yield Refusal("Choose whose number it is, or enter the number.", mend="number")
        elif not knowingly and _hidden(child, question.asked_by):
            yield Refusal(
                "This case is restricted, and who asks is not named: the number tells them that the child is"
                " known. Confirm that they have to know, or answer “It is in hand” and see to it yourself.",
                mend="knowingly",
            )
    if answer == Answer.HANDLED and not words.strip():
        yield Refusal(
            "Say who sees to it and rings back. Do not say whether anybody is on file.", mend="words"
        )


def may_read_answer(question: NameQuestion, user: User) -> bool:
    """Who asked, and who may know of the child. Another head of service sees that it is answered."""
    if question.child is None or question.asked_by == user or question.authority_id in user.governed_ids():
        return True
    return not _hidden(question.child, user)


def _hidden(child: Person, user: User) -> bool:
    return Person.objects.filter(hidden_from(user), pk=child.pk).exists()


@transaction.atomic
def answer(
    pk: int,
    *,
    answer: str,
    words: str,
    child: Person | None,
    knowingly: bool,
    by: User,
    at: datetime,
) -> NameQuestion:
    """Answer once; who asked is told that there is an answer, and reads it behind sign-in."""
    question = NameQuestion.objects.select_for_update(of=("self",)).get(pk=pk)
    refuse_if(why_not_answer(question, answer=answer, words=words, child=child, knowingly=knowingly, by=by))
    question.answer, question.words = answer, words.strip()
    question.child = child if answer == Answer.NUMBER else None
    question.answered_at, question.answered_by = at, by
    question.save()
    _tell(question, [question.asked_by], kind="name_answered", key="answered", at=at)
    return question


# --- the clock ----------------------------------------------------------------------------


def steps(question: NameQuestion) -> Iterator[tuple[str, datetime, tuple[Role, ...]]]:
    """Half-way to governance; when it is over, and after as long again, to the head of service too [ours]."""
    whole = question.due_at - question.asked_at
    governance, head = Role.INFORMATION_GOVERNANCE, Role.HEAD_OF_SERVICE
    yield "half", question.asked_at + whole / 2, (governance,)
    yield "overdue", question.due_at, (governance, head)
    yield "again", question.due_at + whole, (governance, head)


def remind(*, at: datetime) -> int:
    """Tell of the latest step that has come, once each. Returns how many questions were told of."""
    told = 0
    for question in NameQuestion.objects.waiting().order_by("pk"):
        come = [step for step in steps(question) if step[1] < at]
        if come:
            step, _, roles = come[-1]
            people = User.objects.holding(*roles, agency_ids=[question.authority_id])
            kind = "reminder" if step == "half" else "overdue"
            asked = question.asked_by_id
            _tell(question, list(people.exclude(pk=asked).order_by("pk")), kind=kind, key=step, at=at)
            told += 1
    return told


FORGOTTEN = {"name": "", "birth": "", "address": "", "worry": "", "telephone": "", "words": ""}


def forget(*, at: datetime) -> int:
    """Blank what was typed of questions answered long ago. Returns of how many."""
    old = at - timedelta(days=settings.NAME_QUESTION_KEPT_DAYS)
    return NameQuestion.objects.filter(answered_at__lt=old).exclude(name="").update(**FORGOTTEN)
