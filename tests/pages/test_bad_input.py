"""What somebody with bad intentions sends: a clear refusal, an access event, nothing leaks, nothing is lost."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import CharField
from django.test import Client

from actions.models import Action
from agencies.models import Agency
from audit.models import AccessEvent
from children.models import Person
from circulation.models import Receipt
from config.opaque import tagged
from config.sheets import as_csv
from deadlines.models import Deadline
from notices.models import Notice
from notices.workflow import compose
from records.models import Draft, Product, SectionContent
from strategy.sections.discussion import DISCUSSION
from tests.stories import convened, signed

SVG = "<svg onload=alert(1)><script>alert(2)</script>\"'><img src=x onerror=alert(3)>"


def refusals(user):
    return AccessEvent.objects.filter(verb="refused", user_id=user.pk).count()


# --- fields of somebody else --------------------------------------------------------------


def test_another_child_s_action_is_neither_shown_nor_done(cast, client):
    _, discussion = signed(cast)
    theirs = discussion.actions.get(owner=cast["sergeant"])
    client.force_login(cast["doctor"])

    for verb in ("complete", "hand-over", "more-time", "review", "cancel"):
        answer = client.post(
            f"/actions/{tagged(theirs.pk)}/{verb}/", {"outcome": "done", "reason": "x", "note": "x"}
        )
        assert answer.status_code in (404, 422), verb

    theirs.refresh_from_db()
    assert theirs.state == Action.State.OPEN


def test_an_agency_that_is_not_one_s_own_cannot_be_answered_for(cast, client):
    _, discussion = convened(cast)
    police = cast["sergeant"].hats()[0].agency
    client.force_login(cast["doctor"])

    client.post(
        f"/invitations/{discussion.ref}/",
        {"agency": police.pk, "information": "In their name", "send": "yes"},
    )

    assert not discussion.contributions.filter(agency=police).exists()


def test_a_foreign_discussion_in_an_autosave_is_refused_and_noted(cast, client):
    _, discussion = convened(cast)
    client.force_login(cast["worker2"])

    answer = client.post(f"/records/{discussion.ref}/voice/draft/", {"what": "Not mine", "seen": "0"})

    assert answer.status_code == 404
    assert refusals(cast["worker2"]) == 1
    assert not Draft.objects.exists()
    assert discussion.child.family_name not in answer.content.decode()


def test_a_receipt_of_another_agency_is_not_acknowledged(cast, client):
    _, _discussion = signed(cast)
    receipt = Receipt.objects.filter(
        agency__name="Northmoor General Hospital", version__product=Product.RECORD
    ).get()
    client.force_login(cast["school"])

    assert client.post(f"/shared/{tagged(receipt.pk)}/acknowledge/").status_code == 404
    receipt.refresh_from_db()
    assert receipt.acknowledged_at is None
    assert refusals(cast["school"]) == 1


# --- tokens -------------------------------------------------------------------------------


def test_a_number_without_its_tag_or_with_another_one_s_leads_nowhere(cast, client):
    _, discussion = signed(cast)
    action = discussion.actions.get(owner=cast["doctor"])
    other = discussion.actions.exclude(owner=cast["doctor"]).first()
    client.force_login(cast["doctor"])
    assert client.get(f"/actions/{tagged(action.pk)}/").status_code == 200

    tag = tagged(other.pk).partition("-")[2]
    for forged in (
        str(action.pk),
        f"{action.pk}-{tag}",
        f"{action.pk}-{'0' * 16}",
        f"-{action.pk}",
        "9" * 19 + "-" + tag,
    ):
        assert client.get(f"/actions/{forged}/").status_code == 404, forged


def test_a_link_from_before_the_key_was_changed_still_leads_there(cast, client, settings):
    _, discussion = signed(cast)
    path = f"/actions/{tagged(discussion.actions.get(owner=cast['doctor']).pk)}/"
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key " * 6
    client.force_login(cast["doctor"])

    assert client.get(path).status_code == 200


def test_the_sweep_writes_the_same_tag(cast):
    from deadlines.sweep import sweep

    signed(cast)
    clock = Deadline.objects.running().order_by("-due_at").first()
    sweep(at=clock.due_at + timedelta(days=30))

    assert Notice.objects.filter(kind="overdue", path=f"/clocks/{tagged(clock.pk)}/").exists()


def test_a_form_without_its_token_changes_nothing(cast):
    _, discussion = convened(cast)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast["manager"])

    answer = strict.post(f"/discussions/{discussion.ref}/cancel/", {"reason": "Forged on another site"})

    assert answer.status_code == 403
    discussion.refresh_from_db()
    assert discussion.state == "convened"


def test_a_forged_typist_gets_no_text_back(cast, client):
    _, discussion = convened(cast)
    client.post(
        f"/records/{discussion.ref}/voice/", {"what": "Text", "typist": f"{cast['worker'].pk}:forged"}
    )

    client.post("/sign-in/", {"login": "worker@demo.invalid", "password": "demonstration only"})

    assert not Draft.objects.exists()


# --- more fields than the form has --------------------------------------------------------


def test_fields_that_no_form_has_change_nothing(cast, client):
    _, discussion = convened(cast)
    child = discussion.child
    before = (
        Person.objects.filter(pk=child.pk)
        .values("ref", "authority", "restricted", "created_by", "is_child")
        .get()
    )
    client.force_login(cast["manager"])
    school = Agency.objects.get(name="Hill Lane Primary School")

    client.post(
        f"/children/{child.ref}/edit/",
        {"given_names": "Testchild", "family_name": "Quillfeather", "born_on_day": "1", "born_on_month": "12", "born_on_year": "2024",
         "sex": "M", "ref": "CH-MINE", "authority": school.pk, "restricted": "on", "created_by": cast["school"].pk, "is_child": ""},
    )  # fmt: skip
    client.post(
        f"/records/{discussion.ref}/voice/",
        {"says": "x", "seen": "0", "state": "signed", "chair": cast["worker"].pk},
    )

    assert Person.objects.filter(pk=child.pk).values(*before).get() == before
    discussion.refresh_from_db()
    assert (discussion.state, discussion.chair) == ("convened", cast["manager"])


# --- files --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/cron.d/x.pdf",
        "C:\\temp\\..\\x.pdf",
        "a\r\nSet-Cookie: x=1.pdf",
        "x" * 300 + ".pdf",
        "\u202efdp.pdf",
    ],
)
def test_the_name_of_an_upload_reaches_neither_the_disk_nor_a_header(cast, client, name, settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        }
    }
    _, discussion = signed(cast)
    action = discussion.actions.get(owner=cast["doctor"])
    client.force_login(cast["doctor"])
    upload = SimpleUploadedFile("plain.pdf", b"%PDF-1.7 text")
    upload._name = name  # past Django's own cleaning, as a client that is no browser would send it

    answer = client.post(f"/actions/{tagged(action.pk)}/complete/", {"outcome": "Seen", "evidence": upload})

    assert answer.status_code in (302, 422)
    action.refresh_from_db()
    if action.evidence:
        assert action.evidence.name.startswith("evidence/")
        assert ".." not in action.evidence.name
        got = client.get(f"/actions/{tagged(action.pk)}/evidence/")
        assert got["Content-Disposition"].startswith("attachment")
        assert "Set-Cookie" not in got.headers
        assert "\n" not in got["Content-Disposition"]
    assert not [
        path
        for path in tmp_path.rglob("*")
        if path.is_file() and not {"evidence", "renderings"} & set(path.parts)
    ]


def test_an_upload_that_was_refused_is_noted(cast, client):
    _, discussion = signed(cast)
    action = discussion.actions.get(owner=cast["doctor"])
    client.force_login(cast["doctor"])
    fake = SimpleUploadedFile("scan.pdf", b"<svg onload=alert(1)>")

    answer = client.post(
        f"/actions/{tagged(action.pk)}/complete/", {"outcome": "What I had typed", "evidence": fake}
    )

    assert "is not the PDF that its name says" in answer.content.decode()
    assert "What I had typed" in answer.content.decode()
    assert AccessEvent.objects.filter(verb="refused", kind="upload", user_id=cast["doctor"].pk).count() == 1


# --- text ---------------------------------------------------------------------------------


@pytest.mark.parametrize("begins", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", '=HYPERLINK("http://x")'])
def test_no_cell_of_an_export_is_a_formula(begins):
    rows = list(csv.reader(io.StringIO(as_csv("x", ["a"], [[begins]]).content.decode(), newline="")))

    assert rows[1][0] == f"'{begins}"


def test_markup_in_every_text_field_is_shown_as_it_was_typed(cast, client):
    _, discussion = convened(cast)
    client.force_login(cast["manager"])
    typed = 0
    for section in DISCUSSION:
        page = client.get(f"/records/{discussion.ref}/{section.key}/")
        if page.status_code != 200 or section.form is None:
            continue
        form = page.context["form"]
        texts = {
            name: SVG
            for name, field in form.fields.items()
            if type(field) is CharField or field.__class__.__name__ == "Prose"
        }
        typed += len(texts)
        client.post(
            f"/records/{discussion.ref}/{section.key}/", texts | {"seen": page.context.get("seen", 0)}
        )
        for path in (
            f"/records/{discussion.ref}/{section.key}/",
            f"/records/{discussion.ref}/",
            f"/records/{discussion.ref}/read/",
        ):
            shown = client.get(path).content.decode()
            assert "<svg onload" not in shown, path
            assert "<script>alert" not in shown, path
            assert "<img src=x" not in shown, path
    assert typed > 15
    kept = SectionContent.objects.filter(record=discussion.pk)
    assert sum(SVG in str(content.fields) or "svg onload" in str(content.fields) for content in kept) > 5


def test_markup_in_a_name_is_shown_as_it_is(cast, client):
    _, discussion = convened(cast, child={"given_names": "<svg onload=alert(1)>", "family_name": "</title><script>x</script>",
                                          "born_on": date(2024, 12, 1), "sex": "M", "case_number": "T-<b>"})  # fmt: skip
    client.force_login(cast["manager"])

    for path in (
        "/",
        f"/children/{discussion.child.ref}/",
        f"/records/{discussion.ref}/",
        "/search/",
        "/board/",
    ):
        page = client.get(path).content.decode()
        assert "<svg onload" not in page
        assert "</title><script>x" not in page


def test_a_line_break_in_an_address_or_a_name_reaches_no_header_of_a_mail(cast):
    from config.clock import now
    from notices.workflow import tell

    worker = cast["worker"]
    worker.email = "worker@demo.invalid\r\nBcc: thief@evil.invalid"
    worker.name = "Sam\r\nBcc: thief@evil.invalid"
    notice = tell(
        key="x", kind="joined", to=worker, reference="a\r\nBcc: thief@evil.invalid", path="/x/", at=now()
    )

    with pytest.raises(ValueError, match="newline"):
        compose(notice).message()


# --- size ---------------------------------------------------------------------------------


def test_a_body_that_is_too_large_is_a_clear_page_and_noted(cast, client, settings):
    _, discussion = convened(cast)
    client.force_login(cast["manager"])
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000

    answer = client.post(f"/records/{discussion.ref}/voice/", {"says": "x" * 20_000, "seen": "0"})

    assert answer.status_code == 400
    assert "larger than it may be" in answer.content.decode()
    assert refusals(cast["manager"]) == 1


def test_too_many_fields_are_a_clear_page(cast, client):
    client.force_login(cast["manager"])

    answer = client.post("/search/", {f"f{number}": "x" for number in range(3000)})

    assert answer.status_code == 400
    assert "larger than it may be" in answer.content.decode()


def test_ten_thousand_search_terms_are_a_search_for_the_first_few(cast, client):
    convened(cast)
    client.force_login(cast["manager"])

    page = client.post("/search/", {"q": "quillfeather " + "zz " * 10_000})
    quoted = client.post("/search/", {"q": "'; DROP TABLE children_person; -- %s {0} \\"})

    assert (page.status_code, quoted.status_code) == (200, 200)
    assert Person.objects.exists()
    assert AccessEvent.objects.filter(verb="search").exists()


def test_more_searches_and_exports_than_anybody_needs_are_refused(cast, client, settings):
    from tests.entering import confirm

    settings.SEARCHES_A_MINUTE, settings.EXPORTS_A_MINUTE = 3, 2
    client.force_login(cast["manager"])
    confirm(client)

    searches = [client.post("/search/", {"q": f"name{n}"}).status_code for n in range(5)]
    exports = [client.get("/board.csv").status_code for _ in range(4)]

    assert searches == [200, 200, 200, 429, 429]
    assert exports == [200, 200, 429, 429]
    assert client.get("/search/").status_code == 200
    assert refusals(cast["manager"]) == 4


def test_a_name_never_stands_in_an_address(cast, client):
    _, discussion = convened(cast)
    client.force_login(cast["manager"])

    for path in ("/search/", f"/children/{discussion.child.ref}/"):
        page = client.get(path).content.decode()
        assert 'method="get"' not in page
    assert "Quillfeather" not in client.get("/search/?q=Testchild").context["query"]


def test_the_address_of_a_button_says_so_when_it_is_opened_by_itself(cast, client):
    client.force_login(cast["worker"])

    answer = client.get("/concerns/start/")

    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "This is not a page by itself" in answer.content.decode()
