"""Whatever speaks of a child, or says who may do what, is under the seals or has a reason why not."""

import re

from django.apps import apps
from django.db import models

from agencies.models import Agency, User
from audit.history import histories, kept_models, moment_of
from audit.seals import tables
from children.models import Person
from records.frozen import FrozenFile, FrozenText
from records.models import Record
from tests.house.test_house import FLOORS, ROOT, sources

WITHOUT_HISTORY = {
    "records.Draft": "typing is not history; it is gone when the section is saved",
    "retention.DueFile": "a list that the worker finds anew every hour; what is decided has history",
    "agencies.User_groups": "nobody is in a group: an agency’s group stands for the agency, rights come by role",
    "agencies.User_user_permissions": "no page asks for one: rights come by role, administration by is_superuser",
    "admin.LogEntry": "Django’s own log of its pages; each change has history of its own",
    "account.EmailAddress": "a copy of the address of the account, which has history",
    "mfa.Authenticator": "how somebody proves who they are, not what they may do; its owner is told of each change",
    "socialaccount.SocialAccount": "who somebody is at their employer; what they may do hangs on the account",
    "guardian.UserObjectPermission": "not used: permissions of ours are records.Share and records.NamedShare",
    "guardian.GroupObjectPermission": "not used, as above",
    "socialaccount.SocialToken": "not used: no token of a provider is stored",
    "account.EmailConfirmation": "not used: an address is confirmed by its administrator",
    "axes.AccessAttemptExpiration": "wrong passwords, forgotten when the right one comes",
    "retention.FileToErase": "what is still to be erased from the disk; the certificate says how many",
    "auth.Group_permissions": "no page asks for one",
    "pghistory.MiddlewareEvents": "no table: the library’s view over its events",
    "agencies.PasswordLink": "the way to a password, gone when it was used; it says of nobody what they may do",
    "governance.NameQuestion": "personal data of a request, blanked after a while; a history would keep it",
}


def leads_to(model, ends, on_the_way=()):
    towards = [f.related_model for f in model._meta.concrete_fields if f.is_relation]
    further = [to for to in towards if isinstance(to, type) and to not in on_the_way]
    return any(to in ends or leads_to(to, ends, (*on_the_way, model, to)) for to in further)


def test_whatever_leads_to_a_child_or_says_who_may_do_what_was_read_or_tracked():
    written_once = {*kept_models(), *histories()}
    bare = [
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if not hasattr(model, "pgh_tracked_model")
        and model._meta.managed
        and model not in written_once
        and (model in (Person, Record, User) or leads_to(model, {Person, Record, User, Agency}))
    ]
    assert [label for label in bare if label not in WITHOUT_HISTORY] == [], (
        "Let audit.history.tracked keep its history, or write it once by audit.history.kept"
    )


def test_every_exception_still_is_one():
    written_once = {m._meta.label for m in (*kept_models(), *histories())}
    assert [label for label in WITHOUT_HISTORY if label in written_once] == []


def test_every_table_that_is_kept_and_every_history_is_sealed_by_its_one_moment():
    sealed = tables()
    for model in kept_models():
        assert sealed[model._meta.db_table].at == moment_of(model)
    for history in histories().values():
        assert history._meta.db_table in sealed
    assert {"records_version", "records_rendering", "records_agreement", "s47_outcomedecision", "s47_letter",
            "circulation_receiptevent", "circulation_correctionevent", "deadlines_deadlineevent",
            "agencies_userevent", "agencies_accessreview", "actions_happening", "governance_released",
            "retention_certificate"} <= set(sealed)  # fmt: skip


def test_what_lies_beside_its_sha_256_is_read_through_the_door_that_compares_it():
    for model in apps.get_models():
        if model._meta.app_label not in FLOORS or hasattr(model, "pgh_tracked_model"):
            continue
        if not any(f.name.endswith("sha256") for f in model._meta.local_fields):
            continue
        for field in model._meta.local_concrete_fields:
            if isinstance(field, models.JSONField):
                assert isinstance(field, FrozenText), f"{field}: use records.frozen.FrozenText"
            if isinstance(field, models.FileField):
                assert isinstance(field, FrozenFile), f"{field}: use records.frozen.FrozenFile"


def test_nobody_goes_round_that_door():
    round_it = re.compile(
        r'\bvalues(?:_list)?\([^)]*"(?:\w+__)?(?:content|parts|pdf)"|default_storage\.open|\.storage\.open|'
        r"__dict__\[\"(?:content|parts)\"\]|FROM records_version|FROM governance_(?:gathered|released)"
    )
    wrong = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in sources()
        if path.name != "frozen.py"
        for line in path.read_text().splitlines()
        if round_it.search(line)
    ]
    assert wrong == [], "Read the field of the row: records/frozen.py compares it with its hash"
