"""The pages of retention, from the list of what is due to the certificate, and what they refuse."""

from datetime import timedelta

import pytest

from audit.models import AccessEvent
from children.models import Person
from config.clock import LONDON, now
from notices.models import Notice
from records.models import Record
from retention import destroying, finding, holding, keeping
from retention.models import Destruction, DueFile, KeptLonger, LegalHold
from tests.entering import WORD, confirm
from tests.stories import long_ago, signed
from tests.together import both_at_once

WHY = "Read with the legal team. No inquiry or claim is known."


@pytest.fixture
def old(cast):
    _, concern = long_ago(cast)
    finding.find(at=now())
    return concern.child


def proposed(cast, child):
    return destroying.propose(child.pk, reason=WHY, by=cast["governance"], at=now())


def day(of):
    return {"until_day": of.day, "until_month": of.month, "until_year": of.year}


def test_from_the_list_of_what_is_due_to_the_certificate(cast, client, settings, old):
    settings.DESTRUCTION_WAITS_DAYS = 0
    client.force_login(cast["governance"])
    page = client.get("/retention/").content.decode()
    assert str(old) in page and "1 March 2020" in page
    file = client.get(f"/retention/file/{old.ref}/").content.decode()
    assert "Its time is over" in file and "This one counts." in file and "Children in need, Devon" in file

    made = client.post(f"/retention/file/{old.ref}/propose/", {"reason": WHY, "password": WORD})
    here = made.url
    assert "You are the second person" not in client.get(here).content.decode()
    assert client.post(f"{here}agree/", {"password": WORD}).status_code == 422
    client.force_login(cast["head"])
    assert here in client.get("/").content.decode()
    assert client.post(f"{here}agree/", {"password": "wrong"}).status_code == 422
    assert Destruction.objects.get().state == "proposed"
    assert client.post(f"{here}agree/", {"password": WORD}).status_code == 302
    destroying.carry_out(at=now())

    certificate = client.get(here).content.decode()
    assert "Certificate of destruction" in certificate and WHY in certificate
    assert "Yesteryear" not in certificate and "Oldchild" not in certificate
    assert not Record.objects.exists() and not DueFile.objects.exists()
    confirm(client)
    pdf = client.get(f"{here}certificate.pdf")
    assert pdf.content.startswith(b"%PDF") and "attachment" in pdf["Content-Disposition"]
    client.force_login(cast["governance"])
    assert here in client.get("/retention/register/").content.decode()
    assert client.get(f"/retention/file/{old.ref}/").status_code == 404
    looked = f"/children/{old.ref}/looked/"
    assert looked in client.get(here).content.decode()
    assert str(cast["governance"]) in client.get(looked).content.decode()
    assert client.post("/looked/", {"number": old.ref.lower()}).url == looked
    client.force_login(cast["head"])
    assert client.get(looked).status_code == 404


def test_what_is_missing_is_said_and_what_was_typed_stays(cast, client, old):
    client.force_login(cast["governance"])
    here = f"/retention/file/{old.ref}/"
    on = {"stands_on": here}
    named = client.post(f"{here}propose/", on | {"reason": "Oldchild moved away.", "password": WORD})
    wrong = client.post(f"{here}propose/", on | {"reason": WHY, "password": "wrong"})
    short = client.post(f"{here}keep/", on | {"reason": "A sister may ask."} | day(now() - timedelta(days=3)))

    for page, words in ((named, "without a name: Oldchild"), (named, "Oldchild moved away."), (wrong, "not your password"),
                        (wrong, WHY), (short, "Enter a day in the future"), (short, "A sister may ask.")):  # fmt: skip
        assert page.status_code == 422 and words in page.content.decode()
    assert not Destruction.objects.exists() and not KeptLonger.objects.exists()
    assert AccessEvent.objects.filter(verb="refused", ref=old.ref, child_id=old.pk).count() == 2


def test_a_file_kept_longer_leaves_the_list_and_says_why(cast, client, old):
    client.force_login(cast["governance"])
    until = now().astimezone(LONDON) + timedelta(days=400)
    client.post(f"/retention/file/{old.ref}/keep/", {"reason": "A sister may ask."} | day(until))
    finding.find(at=now())

    assert "No file’s time is over." in client.get("/retention/").content.decode()
    page = client.get(f"/retention/file/{old.ref}/").content.decode()
    assert "A sister may ask." in page and "It may not go now." in page
    assert "Propose that it is destroyed" not in page


def test_any_file_is_found_by_number_and_says_why_it_is_kept(cast, client):
    _, discussion = signed(cast)
    client.force_login(cast["governance"])

    assert client.post("/retention/", {"number": "Quillfeather"}).status_code == 422
    way = client.post("/retention/", {"number": discussion.child.case_number}).url
    page = client.get(way).content.decode()
    for words in ("35 years from the last entry", "is not finished", "It is kept until"):
        assert words in page


def test_a_legal_hold_is_placed_and_ended_with_reasons(cast, client, old):
    client.force_login(cast["governance"])
    said = {"stands_on": "/retention/", "of": "child", "number": "T-0", "why": "A claim"}
    empty = client.post("/retention/holds/", said)
    assert empty.status_code == 422 and "A claim" in empty.content.decode()
    assert client.post("/retention/holds/", {"of": "", "why": "A claim"}).status_code == 422
    assert client.post("/retention/holds/", {"of": "all", "why": " "}).status_code == 422
    client.post("/retention/holds/", {"of": "child", "number": old.case_number, "why": "A claim"})
    client.post("/retention/holds/", {"of": "all", "why": "An inquiry"})
    one, everything = LegalHold.objects.order_by("pk")

    assert (one.child, everything.child) == (old, None)
    assert "A legal hold stands on" in client.get(f"/retention/file/{old.ref}/").content.decode()
    for hold in (one, everything):
        here = f"/retention/holds/{hold.ref}/"
        assert client.post(here, {"because": ""}).status_code == 422
        assert client.post(here, {"because": "Settled"}).status_code == 302
        assert LegalHold.objects.standing().filter(pk=hold.pk).exists()  # one person alone ends nothing
        client.force_login(cast["head"])
        assert client.post(here, {"do": "end"}).status_code == 302
        client.force_login(cast["governance"])
    assert not LegalHold.objects.standing().exists()
    assert "Settled" in client.get(here).content.decode()


def test_a_hold_after_both_agreed_keeps_the_file_and_both_are_told(cast, client, old):
    of = destroying.agree(proposed(cast, old).pk, by=cast["head"], at=now())
    holding.place_hold(authority=old.authority, child=None, why="An inquiry", by=cast["governance"], at=now())
    destroying.carry_out(at=of.not_before + timedelta(minutes=1))
    client.force_login(cast["head"])

    page = client.get(f"/retention/{of.ref}/").content.decode()
    assert "A legal hold stands on everything" in page and "I agree: destroy it" not in page
    assert Person.objects.filter(pk=old.pk).exists()
    assert Notice.objects.filter(kind="retention_kept").count() == 2


def test_a_stale_page_agrees_to_nothing_that_was_kept_meanwhile(cast, client, old):
    of = proposed(cast, old)
    destroying.keep(of.pk, because="Somebody wrote to us.", by=cast["governance"], at=now())
    client.force_login(cast["head"])
    answer = client.post(f"/retention/{of.ref}/agree/", {"password": WORD})

    assert answer.status_code == 422
    assert "there is nothing to agree" in answer.content.decode()
    assert Destruction.objects.get().state == "ended"


@pytest.mark.django_db(transaction=True)
def test_a_double_click_proposes_it_once(cast, old):
    both_at_once(lambda: proposed(cast, old))

    assert Destruction.objects.count() == 1


def test_the_admin_sets_a_length_and_refuses_nonsense(cast, client, old):
    admin = cast["admin"]
    admin.is_staff = admin.is_superuser = True
    admin.save()
    client.force_login(admin)
    said = {"partnership": old.authority.partnership_id, "code": "concern", "source_note": "Our policy"}
    way = "/admin/retention/retentionsetting/add/"

    for years in ("0", "-1", "151", "x"):
        assert client.post(way, said | {"years": years}).status_code == 200
    assert client.post(way, said | {"years": "60"}).status_code == 302
    assert "It is kept until" in " ".join(map(str, keeping.standing(old, at=now()).why_kept(at=now())))
