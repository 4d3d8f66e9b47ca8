"""What is withheld before anybody has looked: what the record restricts, what seems somebody else’s."""

from collections.abc import Iterator
from datetime import datetime

from agencies.models import User
from children.models import Person
from conference.models import FamilyMember
from governance import finder
from governance.models import Asker, Mark, Reason, SubjectAccess
from governance.redaction import Part, texts
from records.models import SectionContent
from records.passages import ALL, LEGAL, NOT_FAMILY, POLICE
from s47.models import OtherChild

# What each restriction withholds in a copy for the family, and for which reason; none: a person says.
RESTRICTED = {POLICE: (True, Reason.CRIME), LEGAL: (True, Reason.PRIVILEGE), NOT_FAMILY: (False, "")}
NOT_FAMILYS, REPEATED = "kept from the family", "words of a restricted passage"


def proposed(request: SubjectAccess, parts: list[Part], *, at: datetime) -> Iterator[Mark]:
    seek = _finder(request, parts)
    for number, part in enumerate(parts):
        for text in texts(part):
            if not text.text:
                continue
            facts = {"request": request, "part": number, "place": text.place, "put_at": at}
            if text.restriction != ALL:
                locked, reason = RESTRICTED[text.restriction]
                yield Mark(
                    **facts,
                    begins=0,
                    ends=len(text.text),
                    by=Mark.By.RESTRICTION,
                    locked=locked,
                    reason=reason,
                    found="" if locked else NOT_FAMILYS,
                    confirmed_at=at if locked else None,
                )
                continue
            for found in seek.found(text.text):
                yield Mark(
                    **facts, begins=found.begins, ends=found.ends, by=Mark.By.FINDER, found=found.what,
                    words=text.text[found.begins : found.ends][:120],
                    reason="" if found.what == REPEATED else Reason.THIRD_PARTY,
                )  # fmt: skip


def _finder(request: SubjectAccess, parts: list[Part]) -> finder.Finder:
    child = request.child
    hidden = child.address_withheld and request.asker != Asker.CHILD
    family = FamilyMember.objects.filter(conference__child=child).values("person")
    people = Person.objects.filter(relationships_to__child=child) | Person.objects.filter(pk__in=family)
    others = [
        finder.Other(
            names=(str(p), *p.also_known_as.split(",")),
            addresses=(p.address,),
            born_on=p.born_on,
            numbers=(p.nhs_number, p.case_number),
        )
        for p in people.exclude(pk=child.pk).distinct()
    ]
    others += [
        finder.Other(names=(name,))
        for name in OtherChild.objects.filter(enquiry__child=child).values_list("name", flat=True)
    ]
    others += [finder.Other(names=(name,)) for name in _not_to_be_named(child)]
    if hidden:
        others.append(finder.Other(names=(), addresses=(child.address,)))
    own = [str(child), child.also_known_as, child.nhs_number, child.case_number]
    workers = User.objects.get_queryset().filter(
        memberships__agency__partnership=child.authority.partnership_id
    )
    return finder.Finder(
        others,
        own=[*own, *([] if hidden else [child.address])],
        workers=[text for pair in workers.distinct().values_list("name", "email") for text in pair],
        restricted=[t.text for part in parts for t in texts(part) if t.restriction in (POLICE, LEGAL)],
    )


def _not_to_be_named(child: Person) -> Iterator[str]:
    """Who told us, unless the family may know who it was."""
    for said in SectionContent.objects.filter(record__child=child, section="referral").values_list(
        "fields", flat=True
    ):
        if said.get("source_name") and said.get("may_be_named") != "yes":
            yield said["source_name"]
