"""Every address of the project, for every object of the world: also those that make no sense together."""

from django.contrib import admin
from django.urls import get_resolver, reverse

from actions.models import Action
from agencies.models import Agency, User
from children.models import Glass, Person
from circulation.models import Correction, Receipt
from deadlines.models import Deadline
from governance.models import SubjectAccess
from notices.models import Notice
from records import rows, sections
from records.models import Record, Version
from strategy.models import Contribution, Information

# Before the door, or of the own account; the administration is walked by itself.
ELSEWHERE = ("sign-in/", "sign-out/", "set-password/", "account/", "admin/")
ACTION_VERBS = ("complete", "hand-over", "review")


def patterns():
    """(route, name, converters) of every pattern."""
    found = []

    def walk(resolver, prefix=""):
        for each in resolver.url_patterns:
            route = prefix + str(each.pattern)
            if hasattr(each, "url_patterns"):
                walk(each, route)
            elif each.name and not route.startswith(ELSEWHERE):
                found.append((route, each.name, set(each.pattern.converters)))

    walk(get_resolver())
    return found


# Addresses that belong to one kind of record: tried with each record of it, and with one of another kind.
KIND_OF = {
    "concerns/": "concern",
    "discussions/": "discussion",
    "enquiries/": "enquiry",
    "conferences/": "conference",
}
OF_RECORD = {
    "accept": (Contribution, "record"), "answer": (Correction, "receipt__version__record"),
    "restrict_passage": (Information, "discussion"),
}  # fmt: skip
OTHERS = {
    "action": Action,
    "action_verb": Action,
    "evidence": Action,
    "clock": Deadline,
    "answer_breach": Deadline,
    "emergency_review": Glass,
}
# Of what there are many alike: so many, from the first to the last that was made.
MANY = 12
# Their references are of something else than a record: two that are there, and are not theirs.
NOT_A_RECORD = ("destruction", "destruction_certificate", "destruction_change", "name_question")
TO_A_RECEIPT = ("receipt", "receipt_pdf", "acknowledge", "ask_for_correction", "pass_on")


def _pks(name):
    """The objects that an address with a number alone may mean."""
    model = Receipt if name in TO_A_RECEIPT else OTHERS.get(name)
    if model is None:
        return [1, 2]
    found = list(model._base_manager.order_by("pk").values_list("pk", flat=True))
    return found[:: -(-len(found) // MANY) or 1]


def _records(route):
    found = list(Record.objects.order_by("pk"))
    kind = next((k for prefix, k in KIND_OF.items() if route.startswith(prefix)), None)
    if kind is None:
        return found
    own = [r for r in found if r.kind == kind]
    return [*own, next(r for r in found if r.kind != kind)]


def _of_record(name, record):
    """Two of what hangs on this record, and one that hangs on another."""
    if name == "resend":
        return list(Notice.objects.filter(reference=record.ref).values_list("pk", flat=True)[:1])
    if name not in OF_RECORD:
        return [1]
    model, path = OF_RECORD[name]
    own = model._base_manager.filter(**{path: record.pk})
    other = model._base_manager.exclude(**{path: record.pk})
    return [*own.values_list("pk", flat=True)[:2], *other.values_list("pk", flat=True)[:1]]


def _record_addresses(route, name, wants):
    told, records = set(), _records(route)
    for record in records[:2] if name in NOT_A_RECORD else records:
        facts = {"ref": record.ref}
        if wants == {"ref"}:
            yield facts
        elif wants == {"ref", "key"}:
            keys = [s.key for s in sections.sections_of(record)]
            whole = name == "section" and record.kind not in told
            told.add(record.kind)  # every section of one record of each kind, and the first of the others
            yield from (facts | {"key": key} for key in (keys if whole else keys[:1]))
        elif {"product", "number"} <= wants:
            for version in Version.objects.filter(record=record.pk):
                yield facts | {"product": version.product, "number": version.number}
        elif "kind" in wants:
            yield from _row_addresses(record, wants)
        elif wants == {"ref", "pk"}:
            yield from (facts | {"pk": pk} for pk in _of_record(name, record))
        elif wants == {"ref", "number"}:
            yield facts | {"number": 1}
        elif wants == {"ref", "chapter"}:
            yield facts | {"chapter": "analysis"}
        elif wants == {"ref", "verb"}:
            yield facts | {"verb": "name"}


def _row_addresses(record, wants):
    for kind, declared in rows.KINDS.get(record.kind, {}).items():
        facts = {"ref": record.ref, "kind": kind}
        found = declared.of(sections.whole(record)).values_list("pk", flat=True)[:1] if "pk" in wants else [0]
        yield from (facts | {"pk": pk} for pk in found)


def _child_addresses(wants):
    for child in Person.objects.filter(is_child=True).order_by("pk"):
        facts = {"ref": child.ref}
        if "verb" in wants:
            yield from (facts | {"verb": verb} for verb in ("name", "keep"))
        else:
            yield facts


def facts_of(route, name, wants):
    if not wants:
        yield {}
    elif route.startswith(("children/", "retention/file")) or route.startswith(
        ("subject-access/new", "retention/holds")
    ):
        yield from _child_addresses(wants)
    elif route.startswith("subject-access/"):
        for asked in SubjectAccess.objects.all():
            yield {
                "ref": asked.ref,
                **({"number": 1} if "number" in wants else {}),
                **({"verb": "send"} if "verb" in wants else {}),
            }
    elif route.startswith("people/"):
        for agency in Agency.objects.filter(kind__in=["csc", "police", "acute"]):
            people = (
                User.objects.get_queryset().filter(memberships__agency=agency)[:1]
                if "pk" in wants
                else [None]
            )
            for somebody in people:
                facts = {"agency": agency.pk}
                facts |= {"pk": somebody.pk} if somebody else {}
                yield facts | ({"verb": "sessions"} if "verb" in wants else {})
    elif "ref" in wants:
        yield from _record_addresses(route, name, wants)
    elif wants == {"pk"}:
        yield from ({"pk": pk} for pk in _pks(name))
    elif wants == {"pk", "verb"}:
        yield from ({"pk": pk, "verb": verb} for pk in _pks(name) for verb in ACTION_VERBS)


def every_address():
    """(URL name, address), each once."""
    found = {}
    for route, name, converters in patterns():
        for facts in facts_of(route, name, converters):
            if converters <= set(facts):
                path = reverse(name, kwargs={key: facts[key] for key in converters})
                found.setdefault(path, name)
    return [(name, path) for path, name in found.items()]


def administration():
    """Every page of the administration, for the first objects of each model."""
    yield "admin", "/admin/"
    for model, _ in admin.site._registry.items():
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        yield from (("admin", base), ("admin", f"{base}add/"), ("admin", f"{base}?q=Oracle"))
        for pk in model._base_manager.order_by("pk").values_list("pk", flat=True)[:2]:
            yield from (("admin", f"{base}{pk}/{page}/") for page in ("change", "delete", "history"))
