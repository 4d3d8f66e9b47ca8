"""Writing a record: drafts, sections, shares, agreements, versions."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from psycopg2.errors import UniqueViolation

from agencies.models import Agency, User
from children.models import Person
from children.restriction import name_all
from config.typed import keepable
from records import drafts, pdf, permissions, sections
from records.contents import rows_of
from records.fields import moment_in_words
from records.models import (
    Agreement,
    Draft,
    NamedShare,
    Product,
    Record,
    Rendering,
    SectionContent,
    Share,
    Version,
)
from records.passages import ALL, LEGAL, POLICE, Audience, Chapter, Passage, digest_of, widens
from records.refusals import Conflict, Refusal, WhyNot, refuse_if
from records.rows import RowKind
from records.sections import Section
from records.states import State
from records.verbs import FACT_SECTIONS, is_noted, only_prose, verb

MARKING = "OFFICIAL-SENSITIVE"


@verb
def keep_draft(
    of: Record | Person,
    section: str,
    *,
    fields: dict[str, Any],
    base: int,
    by: User,
    at: datetime,
    token: UUID | None = None,
    nth: int = 0,
) -> None:
    """Keep what is being typed, as it is, valid or not; nothing that is secret.

    What the same person typed on another revision, before somebody saved or in another tab, is not
    overwritten: it is kept aside. What the form with this `token` has sent before, and overtook on its way,
    changes nothing: `nth` says how far it was typed.
    """
    mine = {**drafts.owned_by(of), "section": section, "user": by}
    facts = {"fields": keepable(fields), "base_revision": base, "saved_at": at, "token": token, "nth": nth}
    known, made = Draft.objects.select_for_update().get_or_create(**mine, defaults=facts)
    if made or (token and known.token == token and nth < known.nth):
        return
    known.token, known.nth = token, nth
    each = known.aside | {str(known.base_revision): known.fields} | {str(base): facts["fields"]}
    known.base_revision, known.saved_at = max(known.base_revision, base), at
    known.fields = each.pop(str(known.base_revision))
    known.aside = each
    known.save()


def drop_draft(of: Record | Person, section: str, *, by: User) -> None:
    """The form was sent, or its typist lets go of what stands in it."""
    Draft.objects.filter(**drafts.owned_by(of), section=section, user=by).delete()


def why_not_write(record: Record, *, by: User) -> WhyNot:
    yield from permissions.why_not_work_on(record, by=by)
    yield from why_not_change(record)


def why_not_change(record: Record) -> WhyNot:
    if not record.is_open:
        yield Refusal(f"This record is {record.get_state_display().lower()} and cannot be changed.")


@verb
def save_section(
    record: Record,
    section: Section,
    *,
    cleaned: dict[str, Any],
    by: User,
    at: datetime,
    seen: int,
) -> SectionContent:
    """Save one section as it was seen at revision `seen`, and drop the draft of it.

    :raises Conflict: when somebody saved it meanwhile; the draft stays.
    :raises Refused: when the record is signed or cancelled.
    """
    written_before = is_noted(record.pk)
    locked = type(record)._default_manager.lock(record.pk)
    refuse_if(why_not_write(locked, by=by))
    content = SectionContent.objects.filter(record=locked.pk, section=section.key).first()
    fields = sections.kept_of(section, cleaned)
    if content and content.revision != seen:
        if content.fields != fields:
            raise Conflict([_who_was_first(content)])
        Draft.objects.filter(record=locked.pk, section=section.key, user=by).delete()
        return content  # the same form sent twice
    if content is None:
        content = SectionContent(record_id=locked.pk, section=section.key)
    content.fields, content.revision = fields, content.revision + 1
    content.changed_at, content.changed_by = at, by
    content.save()
    if section.apply:
        section.apply(locked, cleaned, by=by, at=at)
    Draft.objects.filter(record=locked.pk, section=section.key, user=by).delete()
    touch(locked)
    sections.forget(record)
    if not written_before and section.apply is None and section.key not in FACT_SECTIONS:
        only_prose(locked.pk)
    return content


def _who_was_first(content: SectionContent) -> Refusal:
    return Refusal(f"{content.changed_by} saved this section while you were writing. Nothing is lost.")


def touch(record: Record) -> None:
    record.revision += 1
    Record.objects.filter(pk=record.pk).update(revision=record.revision)


@verb
def copy_to_others(
    record: Record,
    section: Section,
    *,
    cleaned: dict[str, Any],
    to: Iterable[Record],
    by: User,
    at: datetime,
) -> list[Record]:
    """Copy a shared passage once into the records of the other children.

    A record that is signed, and a section that already says something else, is left as it is,
    and returned.
    """
    fields = sections.kept_of(section, cleaned)
    left = []
    for other in sorted(to, key=lambda r: r.pk):
        locked = type(other)._default_manager.lock(other.pk)
        theirs = SectionContent.objects.filter(record=locked.pk, section=section.key).first()
        differs = theirs is not None and any(theirs.fields.values()) and theirs.fields != fields
        if differs or any(why_not_write(locked, by=by)):
            left.append(other)
            continue
        content = theirs or SectionContent(record_id=locked.pk, section=section.key)
        content.fields, content.revision = fields, content.revision + 1
        content.changed_at, content.changed_by = at, by
        content.save()
        if section.apply:
            section.apply(locked, cleaned, by=by, at=at)
        touch(locked)
    return left


def why_not_widen(row: Any, *, by: User, restriction: str, agency: int | None) -> WhyNot:
    """§11: the agency that supplied a passage alone widens who may read it, whoever typed it."""
    if row.agency_id in by.agency_ids():
        return
    if widens(row.restriction, restriction):
        yield Refusal(f"Only {row.agency} can widen who may read what it supplied.", mend="restriction")
    if agency != row.agency_id and row.restriction != ALL:
        yield Refusal(f"This stays what {row.agency} supplied while it is restricted.", mend="agency")


def why_not_take_out(row: Any, *, by: User) -> WhyNot:
    """What an agency has restricted to some is not taken out and written anew for all."""
    restricted = getattr(row, "restriction", ALL) in (POLICE, LEGAL)
    if restricted and row.agency_id not in by.agency_ids():
        yield Refusal(f"Only {row.agency} can take out what it has restricted. Ask it, or reword it.")


def _why_not_alter(kind: RowKind, row: Any, facts: dict[str, Any], *, by: User) -> WhyNot:
    yield from kind.why_not_alter(row)
    if "restriction" in facts:
        supplied = facts["agency"].pk if facts.get("agency") else None
        yield from why_not_widen(row, by=by, restriction=facts["restriction"], agency=supplied)


@verb
def save_row(
    record: Record, kind: RowKind, *, facts: dict[str, Any], by: User, at: datetime, row: int | None = None
) -> Any:
    """Add a row to an open record, or change one; history keeps what it was.

    The same form sent twice makes one row.
    """
    locked = type(record)._default_manager.lock(record.pk)
    refuse_if(why_not_write(locked, by=by))
    refuse_if(kind.why_not_so(locked, facts, at))
    if row is not None:
        found = kind.of(locked).get(pk=row)
        refuse_if(_why_not_alter(kind, found, facts, by=by))
        for name, value in facts.items():
            setattr(found, name, value)
    elif known := kind.of(locked).filter(added_by=by, **facts).first():
        return known
    else:
        found = kind.model(**{kind.parent: locked}, added_at=at, added_by=by, **facts)
    try:
        with transaction.atomic():
            found.save()
    except IntegrityError as clash:
        if not isinstance(clash.__cause__, UniqueViolation):
            raise
        refuse_if([Refusal(f"{kind.title}: this one is there already. Change it instead.")])
    if kind.follow:
        kind.follow(locked)
    touch(locked)
    return found


@verb
def remove_row(record: Record, kind: RowKind, *, row: int, by: User, at: datetime) -> None:
    """Take a row out of a record that is not signed; history keeps it."""
    locked = type(record)._default_manager.lock(record.pk)
    refuse_if(why_not_write(locked, by=by))
    found = kind.of(locked).filter(pk=row).first()
    if found is None:
        return  # the same click twice
    refuse_if([*kind.why_not_alter(found), *why_not_take_out(found, by=by)])
    found.delete()
    if kind.follow:
        kind.follow(locked)
    touch(locked)


def why_corrected(record: Record) -> str:
    content = record.contents.filter(section="correction").first()
    return str(content.fields.get("reason", "")) if content else ""


def open_correction(record: Record, *, reason: str, by: User, at: datetime) -> None:
    """Open a signed record, locked by the caller, again; why is kept, and read in the next version."""
    record.step_to(State.CORRECTING)
    record.save()
    record.contents.update_or_create(
        section="correction",
        defaults={"fields": {"reason": reason.strip()}, "changed_at": at, "changed_by": by},
    )


def share_with_agencies(record: Record, agencies: Iterable[tuple[Agency, str]], *, at: datetime) -> None:
    """Open the record to the leads of each agency, with the purpose beside it."""
    _grant(Share, record, ((purpose, {"group_id": a.group_id}) for a, purpose in agencies), at=at)


def share_with_people(
    record: Record, people: Iterable[tuple[User, str]], *, of: Agency, at: datetime
) -> None:
    """Open the record to each of these people of one agency, with the purpose beside them.

    It is theirs while they act for this agency, and ends with their last role in it. In a restricted case
    they are named by that.
    """
    share_by_name(record, [(user, of, purpose) for user, purpose in people], at=at)


def share_by_name(record: Record, people: Iterable[tuple[User, Agency, str]], *, at: datetime) -> None:
    """The same for people of several agencies, in one statement."""
    people = list(people)
    for user, _, purpose in people:
        name_all(record.child_id, [user], why=purpose, at=at)
    whom = ((purpose, {"user_id": u.pk, "agency_id": a.pk}) for u, a, purpose in people)
    _grant(NamedShare, record, whom, at=at)


def _grant(model: Any, record: Record, whom: Iterable[tuple[str, dict[str, Any]]], *, at: datetime) -> None:
    """One statement however many there are; who has a share keeps the first one."""
    permission = Permission.objects.get(codename="read_record", content_type__app_label="records")
    model.objects.bulk_create(
        (
            model(permission=permission, content_object_id=record.pk, since=at, purpose=purpose, **who)
            for purpose, who in whom
        ),
        ignore_conflicts=True,
    )


def freeze(
    record: Record,
    product: Product,
    *,
    head: dict[str, Any],
    chapters: Iterable[Chapter],
    by: User,
    at: datetime,
    signed: bool,
    reason: str = "",
) -> Version:
    """Make the next version of a product: snapshot, SHA-256, and the full PDF."""
    number = Version.objects.filter(record=record.pk, product=product).count() + 1
    head = head | {"reference": record.ref, "version": number, "marking": MARKING}
    content = {"head": head, "chapters": [c.as_json() for c in chapters]}
    version = Version.objects.create(
        record_id=record.pk,
        product=product,
        number=number,
        content=json.loads(json.dumps(content)),
        sha256=digest_of(content),
        made_at=at,
        made_by=by,
        signed_at=at if signed else None,
        signed_by=by if signed else None,
        reason=reason,
    )
    rendering_for(version, Audience(), at=at)
    return version


def rendering_for(version: Version, audience: Audience, *, at: datetime) -> Rendering:
    """The PDF for this audience, made the first time somebody asks."""
    key = pdf.audience_key(version, audience)
    if found := Rendering.objects.filter(version=version, audience=key).first():
        return found
    made = pdf.render(version, audience)
    name = f"{version.record.ref}-{version.product}-v{version.number}-{key[:12]}.pdf"
    rendering = Rendering(version=version, audience=key, sha256=hashlib.sha256(made).hexdigest(), made_at=at)
    rendering.pdf.save(name, ContentFile(made), save=False)
    Rendering.objects.bulk_create([rendering], ignore_conflicts=True)
    return Rendering.objects.get(version=version, audience=key)


def agree(
    record: Record,
    *,
    gate: str,
    agreed: bool,
    comment: str,
    capacity: str,
    digest: str,
    by: User,
    at: datetime,
    noted_by: User | None = None,
) -> Agreement:
    return Agreement.objects.create(
        record_id=record.pk,
        gate=gate,
        agreed=agreed,
        comment=comment,
        capacity=capacity,
        digest=digest,
        noted_by=noted_by,
        by=by,
        at=at,
    )


HANDED_OVER = "handed_over"


def note_handed_over(
    record: Record, *, was: User | None, to: User, reason: str, by: User, at: datetime
) -> None:
    """The chair passed from one to another before signing: who noted it, when and why (§10, §11)."""
    agree(
        record, gate=HANDED_OVER, agreed=True, comment=reason.strip(), capacity=f"from {was} to {to}"[:120],
        digest="", by=by, at=at,
    )  # fmt: skip


def handed_over(record: Record) -> tuple[Passage, ...]:
    """Each handing over of the chair, as it reads beside the signatures."""
    return tuple(
        Passage("Chair handed over", f"{a.capacity}, noted by {a.by}, {moment_in_words(a.at)}: {a.comment}")
        for a in rows_of(record, "agreements")
        if a.gate == HANDED_OVER
    )
