"""What follows what across floors: the only file that connects signals.

a verb is done → the clocks          of each record it locked, and of those that hang on it (`_hanging_on`)
concern → strategy discussion        a plain call down, in strategy/workflow
discussion → section 47 enquiry      discussion_concluded, decisions_changed, discussion_signed: it begins, is
                                     withdrawn or begins again in the transaction that decides so
further discussion → missing child   discussion_concluded, in the transaction that concludes
outcome → conference                 outcome_signed, in the transaction that decides
signed in, or out → access event     Django’s own signals
birth → clocks of open records       birth_noted, in the transaction that writes it down
connection to the database → mark    Django’s own signal: what the program writes is known as its own
connection to the database → limits  the same signal: how long anybody waits for it
factor added, removed → its owner    the sign-in library’s signals; told by mail
mail about a password → its link     made when the mail goes out, kept nowhere
mail of a clock given up → others    those on the next rung of the ladder, in the same transaction
membership given → the invitation    membership_given, in the transaction that gives it
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest


def connect() -> None:
    from allauth.mfa import signals as factors
    from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

    from agencies.access import session_ended
    from agencies.offering import membership_given
    from children.signals import birth_noted
    from records.verbs import AFTERWARDS
    from s47.signals import outcome_signed
    from strategy.signals import decisions_changed, discussion_concluded, discussion_signed

    _connect_database_and_mail()
    AFTERWARDS.append(_clocks_follow)
    session_ended.connect(_hold_typing, dispatch_uid="hold typing")
    for decides in (discussion_concluded, decisions_changed, discussion_signed):
        decides.connect(_follow_decision, dispatch_uid="the enquiry follows the decision")
    outcome_signed.connect(_open_conference, dispatch_uid="open conference")
    user_logged_in.connect(_note_sign_in, dispatch_uid="note sign-in")
    user_logged_out.connect(_note_sign_out, dispatch_uid="note sign-out")
    user_login_failed.connect(_note_failure, dispatch_uid="note a failed sign-in")
    factors.authentication_failed.connect(_note_wrong_code, dispatch_uid="note a wrong code")
    for changed in (factors.authenticator_added, factors.authenticator_removed, factors.authenticator_reset):
        changed.connect(_factor_changed, dispatch_uid="factor changed")
    membership_given.connect(_seat, dispatch_uid="invite whoever was asked for")
    birth_noted.connect(_follow_birth, dispatch_uid="clocks after a birth")
    discussion_concluded.connect(_find_missing, dispatch_uid="further discussion about a missing child")


def _connect_database_and_mail() -> None:
    from django.db.backends.signals import connection_created

    from agencies import passwords
    from audit import marks
    from config import patience
    from deadlines.undelivered import tell_the_next
    from notices.workflow import GIVEN_UP, MADE_WHEN_SENT

    connection_created.connect(patience.put_on, dispatch_uid="be patient")
    connection_created.connect(marks.put_on, dispatch_uid="mark what the program writes")
    MADE_WHEN_SENT["password"] = passwords.path_of
    GIVEN_UP.update(dict.fromkeys(("overdue", "reminder", "undelivered"), tell_the_next))


def _clocks_follow(keys: Sequence[int], *, by: Any, at: datetime) -> None:
    """The clocks of the records that a verb has locked, and of those that hang on their facts."""
    from deadlines.settling import settle_after

    settle_after([*keys, *_hanging_on(keys)], by=by, at=at)


def _hanging_on(keys: Sequence[int]) -> set[int]:
    """The records whose clocks hang on facts of these: all of one child, whom the verb has locked.

    discussion → its concern, those joined to it, the discussion that it follows, its enquiry, that which is
                 open for the child
    enquiry    → its conference
    conference → its enquiry
    """
    from conference.models import Conference
    from s47.models import Enquiry
    from strategy.models import Concern, StrategyDiscussion

    of_these = Q(initiating_discussion__in=keys) | Q(open_for__records__as_discussion__in=keys)
    around = (
        *StrategyDiscussion.objects.filter(pk__in=keys).values_list("concern", "follows"),
        *Concern.objects.filter(joined__in=keys).values_list("pk"),
        *Enquiry.objects.filter(of_these).values_list("pk", "conference"),
        *Enquiry.objects.filter(pk__in=keys).values_list("conference"),
        *Conference.objects.filter(pk__in=keys).values_list("enquiry"),
    )
    return {key for row in around for key in row if key} - set(keys)


def _hold_typing(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    from config.held import hold_typing

    hold_typing(request)


def _follow_decision(sender: Any, discussion: Any, by: Any, at: datetime, **kwargs: Any) -> None:
    from s47.workflow.opening import follow_decision

    follow_decision(discussion, by=by, at=at)


def _find_missing(sender: Any, discussion: Any, at: datetime, **kwargs: Any) -> None:
    from s47.workflow.missing import note_discussion

    note_discussion(discussion, at=at)


def _open_conference(sender: Any, enquiry: Any, at: datetime, **kwargs: Any) -> None:
    from conference.workflow.convening import open_conference

    open_conference(enquiry, at=at)


def _seat(sender: Any, offer: Any, at: datetime, **kwargs: Any) -> None:
    from strategy.workflow.newcomers import seat_confirmed

    seat_confirmed(offer, at=at)


def _follow_birth(sender: Any, child: Any, at: datetime, **kwargs: Any) -> None:
    """The records about the child are locked, so that their clocks follow."""
    from records.models import Record
    from records.verbs import verb

    @verb
    def follow(*, at: datetime) -> None:
        Record.objects.lock_all(child.records.standing().values_list("pk", flat=True))

    follow(at=at)


def _note_sign_in(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    from audit import door
    from audit.models import AccessEvent
    from config import second_factor, sessions

    sessions.begin(request)
    second_factor.begin(request, user)
    door.note(AccessEvent.Verb.SIGN_IN, user_id=user.pk)


def _note_sign_out(sender: Any, user: Any, **kwargs: Any) -> None:
    from audit import door
    from audit.models import AccessEvent

    if user is not None:
        door.note(AccessEvent.Verb.SIGN_OUT, user_id=user.pk)


def _note_failure(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    from agencies import workflow as accounts
    from agencies.backends import address_typed
    from audit import door
    from audit.models import AccessEvent

    if request is not None:
        door.note(AccessEvent.Verb.REFUSED, user_id=accounts.whose(address_typed(request, credentials)))


def _note_wrong_code(sender: Any, user: Any, **kwargs: Any) -> None:
    from audit import door
    from audit.models import AccessEvent

    door.note(AccessEvent.Verb.REFUSED, user_id=user.pk)


def _factor_changed(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    from agencies import workflow as accounts
    from config import second_factor
    from config.clock import now

    second_factor.changed(request, user)
    accounts.tell(user, "second_factor", path="/account/second-factor/", at=now())
