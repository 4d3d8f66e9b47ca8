"""What of a case must not reach one reader of the family: gathered here, looked for by `records.protected`.

Protected are the homes of everybody but the reader’s own; who told us, unless they may be named; children
whose case is restricted; what passages that no family may read say, and the addresses, numbers and places
they name. A professional is nobody’s secret.
"""

from collections.abc import Iterable, Iterator

from agencies.models import Agency, User
from children.models import Person, hidden_from
from config.numbers import whole
from records import sections
from records.models import Record, SectionContent
from records.passages import ALL, Passage
from records.plain import plain, words_of
from records.protected import (
    Guard,
    Part,
    Source,
    of_address,
    of_name,
    of_passage,
    of_source,
    of_words,
)
from s47.models import Enquiry

WITHHELD = "part of an address that is withheld"
ANOTHERS = "part of an address that is not the addressee’s own"
WHO_TOLD = "it tells who told us, and the family may not be told"
RESTRICTED_CHILD = "the name of a child whose case is restricted"
NOT_HERE = "a name that must not stand here"  # for a writer who may not know why
REPEATED = "words of a passage that may not be shared with the family"
NAMED_THERE = "named in a passage that may not be shared with the family"


def guard_for(enquiry: Enquiry, *, to: Person, writer: User) -> Guard:
    """What to look for in anything that goes to `to`, whoever writes it."""
    people = _people(enquiry)
    sources = list(_sources(people))
    parts = [
        *_homes(people, to),
        *_told(sources, people, to),
        *_hidden_children(enquiry, people, to, writer),
        *_restricted(_passages(enquiry), known=list(_professionals(enquiry))),
    ]
    own = {p.letters for address in _own(enquiry, to) for p in of_address(address, "", area=True)}
    unnamed = {plain(source.name) for source in sources}
    allowed = [name for name in _professionals(enquiry) if plain(name) not in unnamed]
    return Guard(parts, own=own, allowed=allowed)


def _people(enquiry: Enquiry) -> list[Person]:
    """The child, everybody in the child’s life, and the children whose records were made together with it."""
    related = [r.person for r in enquiry.child.relationships.select_related("person").order_by("pk")]
    others = Person.objects.filter(records__together=enquiry.together)
    others |= Person.objects.filter(records__together=enquiry.initiating_discussion.together)
    return list(dict.fromkeys([enquiry.child, *related, *others.distinct().order_by("pk")]))


# --- homes -----------------------------------------------------------------------------------


def _own(enquiry: Enquiry, to: Person) -> list[str]:
    """The address of the reader; of somebody who lives with the child the child’s too, unless withheld."""
    together = enquiry.child.relationships.filter(person=to, same_household=True).exists()
    shared = [enquiry.child.address] if together and not enquiry.child.address_withheld else []
    return [to.address, *shared]


def _homes(people: list[Person], to: Person) -> Iterator[Part]:
    withheld = {plain(p.address) for p in people if p.address_withheld and p.address.strip()}
    for person in people:
        if person.pk != to.pk and person.address.strip():
            secret = plain(person.address) in withheld
            yield from of_address(person.address, WITHHELD if secret else ANOTHERS, area=secret)


# --- who told us, and children who are not named ----------------------------------------------


def _sources(people: list[Person]) -> Iterator[Source]:
    """Who told us of this child or those beside it, unless the family may know."""
    said = SectionContent.objects.filter(record__child__in=people, section="referral")
    for fields in said.order_by("pk").values_list("fields", flat=True):
        if fields.get("may_be_named") != "yes":
            of = Agency.objects.filter(pk=whole(fields.get("source_agency")) or 0).first()
            yield Source(
                str(fields.get("source_name") or ""),
                of.name if of else "",
                str(fields.get("source_relationship") or ""),
            )


def _told(sources: list[Source], people: list[Person], to: Person) -> Iterator[Part]:
    known = _words_of_names(p for p in people if not p.restricted)
    family = {plain(str(p)) for p in (*people, to)}
    for source in sources:
        if plain(source.name) in family:  # one of them: only that it was they is a secret
            yield Part(plain(source.name), WHO_TOLD, telling=True)
            source = Source("", source.agency, source.relationship)
        yield from of_source(source, WHO_TOLD, known=known)


def _hidden_children(enquiry: Enquiry, people: list[Person], to: Person, writer: User) -> Iterator[Part]:
    known = _words_of_names(p for p in people if not p.restricted or p.pk in (enquiry.child_id, to.pk))
    for child in people:
        if child.restricted and child.pk not in (enquiry.child_id, to.pk):
            may_know = Person.objects.filter(pk=child.pk).exclude(hidden_from(writer)).exists()
            for name in (str(child), *child.also_known_as.split(",")):
                yield from of_name(name, RESTRICTED_CHILD if may_know else NOT_HERE, known=known)


def _words_of_names(people: Iterable[Person]) -> set[str]:
    return {w.text for p in people for w in words_of(f"{p} {p.also_known_as}")}


def _professionals(enquiry: Enquiry) -> Iterator[str]:
    partnership = enquiry.authority.partnership_id
    yield from Agency.objects.filter(partnership=partnership).values_list("name", flat=True)
    workers = User.objects.get_queryset().filter(memberships__agency__partnership=partnership)
    yield from workers.distinct().values_list("name", flat=True)


# --- restricted passages -----------------------------------------------------------------------


def _passages(enquiry: Enquiry) -> list[Passage]:
    """Of every record of the child up to this one."""
    found: list[Passage] = []
    for record in Record.objects.filter(child=enquiry.child_id).order_by("pk"):
        whole = sections.whole(record)
        for section in sections.sections_of(whole):
            found += sections.reads(whole, section).passages
    return found


def _restricted(passages: list[Passage], *, known: list[str]) -> Iterator[Part]:
    open_texts = [p.text for p in passages if p.restriction == ALL]
    read = {part.letters for text in open_texts for part in of_words(text, "")}
    everybodys = plain("\n".join([*open_texts, *known]))
    for text in (p.text for p in passages if p.restriction != ALL):
        yield from (part for part in of_words(text, REPEATED) if part.letters not in read)
        yield from of_passage(text, NAMED_THERE, known=everybodys)
