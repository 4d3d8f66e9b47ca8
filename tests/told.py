"""A story is told once by each worker, and its rows are put back for whoever wants it again.

Most tests begin with the same few stories, and telling them through the verbs took most of the time of all
tests. `@told_once` keeps what such a story leaves in the database when it is told for the second time, and from
then on puts that back: the same rows with the same keys, by COPY, no verb and no trigger. A story is put back
only where telling it would give the same, else it is told as ever:

1. nothing was written in this test since the cast came in (or since the story it goes on from);
2. the test replaces nothing of ours (`monkeypatch`), and its settings are those that it was told with;
3. the test takes its rows back itself: one that commits tells its story.
"""

import functools
import io
import pickle
import re
from pathlib import Path

from django.apps import apps
from django.conf import UserSettingsHolder, settings
from django.core.files.storage import default_storage
from django.db import connection, models

from children.models import person

# Who is signed in is written beside the matter.
WRITES = re.compile(
    r"\b(?:INSERT INTO|UPDATE|DELETE FROM|COPY|TRUNCATE)\s+"
    r'(?!"?django_session|"agencies_user" SET "last_login" = \S+ WHERE)"?\w+"?\s'
)
OF_ONE_TEST = {"SEALS_FILE"}
SEQUENCES = "SELECT quote_ident(sequencename), last_value FROM pg_sequences WHERE schemaname = 'public'"


class Telling:
    """Which story stands in the database of the test that runs, and what stories left there."""

    def __init__(self):
        self.kept, self.told_before = {}, set()
        self.at, self.cast, self.replaced = None, None, False

    def begins(self, cast):
        """The cast has come in, into a database that is empty but for it."""
        self.at, self.cast = None if self.replaced else "cast", cast

    def ends(self):
        """Nothing is known of what stands there any more."""
        self.at = None

    def replacing(self, replace):
        """As `replace`, which puts something in the place of ours."""

        @functools.wraps(replace)
        def replaces(*said, **more):
            self.at, self.replaced = None, True
            return replace(*said, **more)

        return replaces

    def watch(self, execute, sql, params, many, context):
        """Every statement of a test comes by here."""
        if self.at and WRITES.search(str(sql)):
            self.at = None
        return execute(sql, params, many, context)


TELLING = Telling()


def told_once(tell):
    """For a function, or a fixture, that goes on from the cast or from another story and gives what came of it.

    What it is given, and what it gives, is made of rows, of the cast, and of what can be pickled.
    """

    @functools.wraps(tell)
    def told(*given, **changed):
        if TELLING.at is None:
            return tell(*given, **changed)
        cast, begun = TELLING.cast, TELLING.at
        key = (begun, tell.__module__, tell.__qualname__, _pickled((given, changed), cast), _settings())
        if key in TELLING.kept:
            came = TELLING.kept[key].put_back(cast)
        elif key in TELLING.told_before:
            before = Rows()
            came = tell(*given, **changed)
            TELLING.kept[key] = Kept(before, came, cast)
        else:
            TELLING.told_before.add(key)
            came = tell(*given, **changed)
        TELLING.at = key
        return came

    return told


def _settings():
    """Those that this test has, and others have not."""
    own, holder = {}, settings._wrapped
    while isinstance(holder, UserSettingsHolder):
        own = {name: value for name, value in vars(holder).items() if name.isupper()} | own
        holder = holder.default_settings
    return repr(sorted((name, value) for name, value in own.items() if name not in OF_ONE_TEST))


class Rows:
    """What stands in each table, as COPY gives it, and how far the sequences are."""

    def __init__(self):
        self.tables = {}
        with connection.cursor() as cursor:
            for name in connection.introspection.table_names(cursor):
                rows = io.StringIO()
                cursor.copy_expert(f'COPY "{name}" TO STDOUT', rows)
                self.tables[name] = rows.getvalue()
            cursor.execute(SEQUENCES)
            self.sequences = dict(cursor.fetchall())


class Kept:
    """What a story left, beside what stood there before."""

    def __init__(self, before, came, cast):
        after = Rows()
        self.tables = {name: rows for name, rows in after.tables.items() if rows != before.tables[name]}
        self.sequences = [(n, at) for n, at in after.sequences.items() if at != before.sequences[n]]
        self.references = person.secrets.getstate()
        self.files = {name: Path(default_storage.path(name)).read_bytes() for name in _files()}
        self.came = _pickled(came, cast)

    def put_back(self, cast):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(";".join(f'DELETE FROM "{name}"' for name in self.tables))
            for name, rows in self.tables.items():
                cursor.copy_expert(f'COPY "{name}" FROM STDIN', io.StringIO(rows))
            cursor.execute("SET LOCAL session_replication_role = origin")
            for name, at in self.sequences:
                cursor.execute("SELECT setval(%s, %s)", [name, at])
        person.secrets.setstate(self.references)
        for name, content in self.files.items():
            path = Path(default_storage.path(name))
            if not path.exists() or path.read_bytes() != content:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        return _Unpickler(io.BytesIO(self.came), cast).load()


def _files():
    """The names of all files that rows speak of."""
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.FileField) and field.model is model:
                named = model._base_manager.exclude(**{field.name: ""}).exclude(**{field.name: None})
                yield from named.values_list(field.name, flat=True)


def _pickled(things, cast):
    written = io.BytesIO()
    _Pickler(written, cast).dump(things)
    return written.getvalue()


class _Pickler(pickle.Pickler):
    """A row is kept by its key, and the cast as whoever is the cast then."""

    def __init__(self, file, cast):
        super().__init__(file)
        self.cast = cast

    def persistent_id(self, thing):
        if thing is self.cast:
            return "cast"
        if isinstance(thing, models.Model):
            return type(thing), thing.pk
        return None


class _Unpickler(pickle.Unpickler):
    def __init__(self, file, cast):
        super().__init__(file)
        self.cast = cast

    def persistent_load(self, said):
        if said == "cast":
            return self.cast
        model, key = said
        return model._base_manager.get(pk=key)
