"""Every text of the database that leads to a child, marked: so that whatever a page shows says where it is from."""

import itertools
import json
import re
from collections import deque
from dataclasses import dataclass

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, models

from actions.models import Action, Happening
from children.models import Person
from records.models import Draft, Record, Rendering, SectionContent, Version
from records.passages import digest_of
from strategy.sections.discussion import AGREED
from tests.oracle.filling import Filler

MARK = re.compile(r"zq[0-9]{5}z")
# What tells rows apart, or is a word of the program: no text of anybody.
KEPT = {
    "ref", "kind", "state", "code", "section", "key", "sha256", "digest", "gate", "together", "subject", "sex", "mode", "seat",
    "attendance", "source", "unit", "product", "audience", "case_number", "nhs_number", "object_pk", "table", "pdf", "evidence",
    "ethnicity", "restriction", "exception", "answer_kind", "verb", "certificate", "likelihood", "category",
}  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """Where a marked text is from: the case, its class in who_reads.txt, and whose it is."""

    case: str
    kind: str
    where: str
    agency: int | None = None
    user: int | None = None
    version: int | None = None


def leading_to_a_child():
    """Model → the path of foreign keys to the child, the shortest; found, not listed.

    By keys that every row has, where there are such: a row is of its enquiry, not of a discussion that it may have.
    """
    paths = {Person: (), Record: ("child",)}
    for may_be_none in (False, True):
        waiting = deque(paths)
        while waiting:
            known = waiting.popleft()
            for model in apps.get_models():
                if model in paths or hasattr(model, "pgh_tracked_model") or model._meta.proxy:
                    continue
                for f in model._meta.fields:
                    leads = isinstance(f, models.ForeignKey) and f.related_model is known
                    if leads and f.null <= may_be_none and not f.name.endswith("_by"):
                        paths[model] = (f.name, *paths[known])
                        waiting.append(model)
                        break
    return paths


def texts_of(model):
    for f in model._meta.concrete_fields:
        if f.model is not model and not isinstance(f, models.OneToOneField):
            continue  # its parent's, marked there
        if isinstance(f, models.CharField | models.TextField) and not f.choices and f.name not in KEPT:
            yield f


class Marker:
    def __init__(self, world):
        self.world, self.found, self.numbers = world, {}, itertools.count(1)

    def new(self, **facts):
        text = f"zq{next(self.numbers):05d}z"
        self.found[text] = Mark(**facts)
        return text

    def case_of(self, row, path):
        record, child = None, row
        for name in path:
            if isinstance(child, Record):
                record = child
            child = getattr(child, name)
            if child is None:
                return None
        if isinstance(row, Record):
            record = row
        if record is not None and record.pk in self.world.records:
            return self.world.records[record.pk]
        return self.world.children.get(child.pk) if isinstance(child, Person) else None


def mark_all(world):
    """Write a mark into every text; returns mark → where it is from."""
    marker, paths = Marker(world), leading_to_a_child()
    world.lacking = Filler(world, paths, marker.case_of).fill(texts_of)
    with connection.cursor() as cursor:
        cursor.execute(
            "SET session_replication_role = replica"
        )  # what is kept is written anew here, and only here
        for model, path in paths.items():
            _mark_model(marker, model, path)
        _mark_actions(marker)
        _mark_json(marker)
        Rendering.objects.all()._raw_delete("default")  # made anew, of the marked text, when somebody asks
        cursor.execute("SET session_replication_role = origin")
    for person in Person.objects.all():
        person.save()  # its keys for the search
    return marker.found


def _mark_model(marker, model, path):
    fields = list(texts_of(model))
    if not fields or model in (Draft,):
        return
    for row in model._base_manager.all():
        case = _case_of_relative(marker, row) if model is Person else marker.case_of(row, path)
        if case is None:
            continue
        changed = {}
        for f in fields:
            if getattr(row, f.attname):
                changed[f.attname] = _new(marker, row, f, case)
        if changed:
            model._base_manager.filter(pk=row.pk).update(**changed)


def _case_of_relative(marker, person):
    if person.pk in marker.world.children:
        return marker.world.children[person.pk]
    relation = person.relationships_to.first()
    return marker.world.children.get(relation.child_id) if relation else None


def _new(marker, row, f, case):
    label = row._meta.label
    kind = KINDS.get(f"{label}.{f.name}") or KINDS.get(label) or "record"
    if label == "children.Person" and not row.is_child:
        kind = "file"
    if label == "strategy.Contribution" and not row.sent_at:
        kind = "unsent"
    agency = getattr(row, "agency_id", None)
    if label == "circulation.Correction":
        agency = row.receipt.agency_id
    user = getattr(row, "user_id", None)
    # Why a version was made goes with it to whoever is sent it.
    version = row.pk if isinstance(row, Version) else None
    where = f"{label}.{f.name}"
    return marker.new(case=case, kind=kind, where=where, agency=agency, user=user, version=version)


# Model, or field of one → the class of its texts in who_reads.txt; all else is the record’s own.
KINDS = {
    "children.Person": "file", "children.Person.given_names": "known", "children.Person.family_name": "known",
    "children.Person.also_known_as": "known", "children.Relationship": "file", "children.Restriction": "restriction",
    "children.Named": "restriction", "children.Glass": "glass",
    "records.Agreement": "agreement", "records.Version.reason": "sent_all",
    "strategy.StrategyDiscussion.place": "meeting", "conference.Conference.place": "meeting", "strategy.Contribution": "contribution",
    "strategy.Information": "information", "strategy.Decision": "agreed", "circulation.Correction": "correction",
    "circulation.Receipt": "receipt", "deadlines.Deadline": "clock",
}  # fmt: skip
for _model in apps.get_app_config("governance").get_models():
    KINDS[_model._meta.label] = "subject_access"
for _model in apps.get_app_config("retention").get_models():
    KINDS[_model._meta.label] = "retention"


def _mark_actions(marker):
    """An action leads to its children by the records it stands in."""
    for action in Action.objects.all():
        case = marker.world.records[action.records.order_by("actionon__pk")[0].pk]
        about = {"case": case, "agency": action.agency_id}
        changed = {
            name: marker.new(kind=kind, where=f"actions.Action.{name}", **about)
            for name, kind in (
                ("what", "action"),
                ("why", "action"),
                ("outcome", "done"),
                ("evidence_name", "done"),
            )
            if getattr(action, name)
        }
        Action.objects.filter(pk=action.pk).update(**changed)
        if action.evidence:
            text = marker.new(kind="done", where="actions.Action.evidence", **about)
            name = default_storage.save("evidence/oracle.pdf", ContentFile(f"%PDF-1.7 {text}".encode()))
            Action.objects.filter(pk=action.pk).update(evidence=name)
        for happening in Happening.objects.filter(action=action).exclude(text=""):
            text = marker.new(kind="done", where="actions.Happening.text", **about)
            Happening.objects.filter(pk=happening.pk).update(text=text)


def _prose(text):
    """A sentence somebody wrote: not a choice, a day or a key."""
    return isinstance(text, str) and " " in text and not re.match(r"\d{4}-\d\d-\d\d", text)


def _mark_json(marker):
    for content in SectionContent.objects.all():
        case = marker.world.records.get(content.record_id)
        kind = "agreed" if content.section in AGREED else "said" if content.section == "said" else "record"
        where = f"SectionContent {content.section}"
        fields = {
            n: marker.new(case=case, kind=kind, where=f"{where}.{n}") if _prose(v) else v
            for n, v in content.fields.items()
        }
        SectionContent.objects.filter(pk=content.pk).update(fields=fields)
    for draft in Draft.objects.all():
        case = marker.world.records.get(draft.record_id) or marker.world.children[draft.child_id]
        facts = {"case": case, "kind": "typed", "where": f"Draft {draft.section}", "user": draft.user_id}
        fields = {n: [marker.new(**facts) for _ in values] for n, values in dict(draft.fields).items()}
        Draft.objects.filter(pk=draft.pk).update(fields=fields)
    for version in Version.objects.all():
        _mark_version(marker, version)
    for model in apps.get_app_config("governance").get_models():
        for f in (f for f in model._meta.concrete_fields if isinstance(f, models.JSONField)):
            for row in model._base_manager.all():
                marked = _deep(
                    marker,
                    getattr(row, f.attname),
                    case="Ada",
                    kind="subject_access",
                    where=f"{model._meta.label}.{f.name}",
                )
                model._base_manager.filter(pk=row.pk).update(**{f.attname: marked})


def _deep(marker, value, **facts):
    if isinstance(value, dict):
        return {n: _deep(marker, v, **facts) for n, v in value.items()}
    if isinstance(value, list):
        return [_deep(marker, v, **facts) for v in value]
    return marker.new(**facts) if _prose(value) else value


def _mark_version(marker, version):
    case = marker.world.records[version.record_id]
    content = json.loads(json.dumps(version.content))
    facts = {"case": case, "version": version.pk}
    for chapter in content["chapters"]:
        for p in chapter["passages"]:
            where = f"Version {version.product} {chapter['key']}"
            p["text"] = marker.new(kind=f"sent_{p['restriction']}", where=where, agency=p["owner"], **facts)
        about = chapter.get("about") or [0] * len(chapter["rows"])
        rows = []
        for row, child in zip(chapter["rows"], about, strict=True):
            named = {**facts, "case": marker.world.children[child]} if child else facts
            where = f"Version {version.product} {chapter['key']} row"
            kind = "sent_sibling" if child else "sent_all"
            rows.append(
                [marker.new(kind=kind, where=where, **named) if _prose(cell) else cell for cell in row]
            )
        chapter["rows"] = rows
    content["head"]["child"] = marker.new(kind="sent_all", where="Version head", **facts)
    Version.objects.filter(pk=version.pk).update(content=content, sha256=digest_of(content))
