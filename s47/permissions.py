"""Who may do what with an enquiry. When it may happen is in workflow.py."""

from agencies.models import User, UserQuerySet
from agencies.roles import Role
from records.refusals import Refusal, WhyNot
from s47.models import Enquiry

LEADS = (Role.SOCIAL_WORKER, Role.TEAM_MANAGER)


def able_to_lead(enquiry: Enquiry) -> UserQuerySet:
    """[003] A qualified and experienced social worker of the authority."""
    return User.objects.holding(*LEADS).filter(
        memberships__agency=enquiry.authority_id,
        memberships__role__in=LEADS,
        memberships__qualified=True,
        memberships__ended_at=None,
    )


def why_not_lead(user: User | None, enquiry: Enquiry) -> WhyNot:
    if user is None:
        yield Refusal("Choose the lead social worker.", mend="lead_social_worker")
    elif not able_to_lead(enquiry).filter(pk=user.pk).exists():
        yield Refusal(
            f"{user} is not marked as a qualified and experienced social worker of {enquiry.authority}.",
            mend="lead_social_worker",
        )
