"""Roles that wait: for a second administrator, for the person’s own yes; and what governance sees of them."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agencies import hats, offering
from agencies import workflow as accounts
from agencies.access import confirmed, user_of
from agencies.models import Agency, MembershipOffer, User
from agencies.standing import seconds_of
from audit import door
from audit.models import AccessEvent
from boards import people
from config.clock import now
from config.numbers import whole
from config.paging import Page
from records.door import refuse
from records.refusals import Refusal, refuse_if

View = AccessEvent.Verb.VIEW
SAID = {
    "confirm": "Confirmed.",
    "refuse": "Not confirmed. Whoever asked is told.",
    "withdraw": "Withdrawn. Nothing has begun.",
}


@dataclass(frozen=True)
class Waiting:
    """An offer, with what whoever looks at it may do."""

    offer: MembershipOffer
    may_confirm: bool
    may_withdraw: bool
    seconds: list[str]


def shown_in(agency: Agency, *, by: User) -> list[Waiting]:
    return [
        Waiting(
            offer,
            not any(offering.why_not_confirm(offer, by=by)),
            not any(offering.why_not_withdraw(offer, by=by)),
            [user.name for user in seconds_of(offer).order_by("name")],
        )
        for offer in offering.waiting_in(agency)
    ]


def told(offer: MembershipOffer) -> str:
    """What has come of asking, in words."""
    if offer.state == MembershipOffer.State.ASKED:
        names = ", ".join(user.name for user in seconds_of(offer).order_by("name"))
        return f"Asked. It begins when a second person confirms it: {names}."
    if offer.state == MembershipOffer.State.OFFERED:
        return "Offered. It begins when the person says yes in their own sign-in."
    if offer.replaces_id:
        return "Changed. The new role counts from the next click."
    return "Invited. A mail with the way in is on its way to the address."


@require_POST
def change(request: HttpRequest, agency: int, pk: int, verb: str) -> HttpResponse:
    """Confirm, refuse or withdraw what was asked for in an agency that one keeps."""
    kept = people.kept_by(user_of(request)).filter(pk=agency).first()
    found = offering.waiting_in(kept).filter(pk=pk).first() if kept else None
    if found is None or verb not in SAID:
        refuse(request, "offer", "")
    door.shown(request, "offer")
    does = {"confirm": offering.confirm, "refuse": offering.refuse, "withdraw": offering.withdraw}[verb]
    done = does(found.pk, by=user_of(request), at=now())
    messages.success(request, f"{SAID[verb]} {told(done)}" if verb == "confirm" else SAID[verb])
    return redirect("people_of", agency=done.agency_id)


@require_GET
@door.notes(View)
def given(request: HttpRequest) -> HttpResponse:
    """For information governance: what system administrators asked for or confirmed, and with whom."""
    user = user_of(request)
    if not user.governed_ids():
        refuse(request, "people", "")
    door.shown(request, "people", "given")
    page = Page(offering.for_governance(user), request.GET.get("page"))
    return render(request, "boards/roles_given.html", {"page": page})


@confirmed
@require_http_methods(["GET", "POST"])
@door.notes(View)
def own(request: HttpRequest) -> HttpResponse:
    """What waits for one’s own yes, after showing who one is: a role elsewhere, the sign-in at an agency."""
    user = user_of(request)
    offers = MembershipOffer.objects.awaiting_answer().filter(user=user).select_related("agency", "asked_by")
    providers = accounts.to_be_allowed(user)
    if request.method == "POST":
        if hats.ONLY in request.session:
            refuse_if([Refusal(OWN_SIGN_IN)])
        return _answered(request, user)
    door.shown(request, "offer")
    context = {
        "offers": offers.order_by("pk"),
        "providers": providers,
        "by_provider": hats.ONLY in request.session,
    }
    return render(request, "boards/own_offers.html", context)


OWN_SIGN_IN = (
    "You signed in with your agency’s account. Sign out, and sign in here with your own password to answer."
)


def _answered(request: HttpRequest, user: User) -> HttpResponse:
    said, which = request.POST.get("answer", ""), request.POST.get("which", "")
    pk = whole(which) or 0
    if said == "allow":
        provider = accounts.to_be_allowed(user).filter(pk=pk).first()
        if provider is None:
            refuse(request, "offer", "")
        accounts.allow_sign_in(provider, by=user, at=now())
        messages.success(
            request, f"Allowed. The sign-in of {provider} opens your work for {provider.agency}."
        )
        return redirect("offers")
    found = user.offers.awaiting_answer().filter(pk=pk).first()
    if found is None or said not in ("yes", "no"):
        refuse(request, "offer", "")
    if said == "yes":
        offering.accept(found.pk, by=user, at=now())
        messages.success(request, f"You work for {found.agency} too. Choose for which agency you act.")
    else:
        offering.decline(found.pk, by=user, at=now())
        messages.success(request, f"You said no. {found.asked_by} is told, and nothing has begun.")
    return redirect("offers")
