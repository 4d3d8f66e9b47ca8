import re
import subprocess

from circulation import downloads
from circulation.models import Receipt
from records import leaving, pdf
from records.models import Product, Rendering, Version
from records.passages import Audience
from records.workflow import rendering_for
from tests.stories import signed


def text_of(made, tmp_path):
    path = tmp_path / "made.pdf"
    path.write_bytes(made)
    return subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True
    ).stdout


def taken(receipt, *, by, at):
    kept = downloads.rendering_of(receipt, by=by, at=at).pdf.read()
    return leaving.marked(kept, by=by, of=receipt.agency.name, at=at)


def test_the_signed_record_is_a_tagged_pdf_with_marking_pages_version_and_reference(cast, tmp_path):
    _, discussion = signed(cast)
    version = Version.objects.get(record=discussion.pk, product=Product.RECORD)

    made = rendering_for(version, Audience(), at=version.made_at).pdf.read()

    text = text_of(made, tmp_path)
    info = subprocess.run(["pdfinfo", tmp_path / "made.pdf"], capture_output=True, text=True, check=True)
    meta = subprocess.run(
        ["pdfinfo", "-meta", tmp_path / "made.pdf"], capture_output=True, text=True, check=True
    )
    assert re.search(r"Tagged:\s+yes", info.stdout)
    assert "pdfuaid" in meta.stdout
    assert "OFFICIAL-SENSITIVE" in text
    assert "Page 1 of" in text
    assert f"{discussion.ref}, version 1" in text
    assert version.sha256 in text


def test_what_only_the_police_may_read_is_withheld_from_the_hospital_in_its_pdf(cast, tmp_path):
    _, discussion = signed(cast)
    version = Version.objects.get(record=discussion.pk, product=Product.RECORD)
    secret = "Intelligence that only the police may read."

    texts = {}
    for name in ("Northmoor Police", "Northmoor General Hospital"):
        receipt = Receipt.objects.get(version=version, agency__name=name)
        person = cast["sergeant" if "Police" in name else "doctor"]
        texts[name] = text_of(taken(receipt, by=person, at=version.made_at), tmp_path)

    assert secret in texts["Northmoor Police"]
    assert secret not in texts["Northmoor General Hospital"]
    assert "[Police information withheld]" in texts["Northmoor General Hospital"]
    assert "Taken by Dr Nico Fable, Northmoor General Hospital" in texts["Northmoor General Hospital"]


def test_there_is_one_rendering_a_version_and_audience(cast):
    _, discussion = signed(cast)
    version = Version.objects.get(record=discussion.pk, product=Product.RECORD)
    made = Rendering.objects.filter(version=version).count()

    for agency in (11, 12, 13):
        rendering_for(version, Audience(agency=agency), at=version.made_at)

    assert Rendering.objects.filter(version=version).count() == made + 1
    assert pdf.audience_key(version, Audience(agency=11)) == pdf.audience_key(version, Audience(agency=12))


def test_every_page_says_who_took_it_and_the_rendering_is_shared(cast, tmp_path):
    _, discussion = signed(cast)
    version = Version.objects.get(record=discussion.pk, product=Product.RECORD)
    receipt = Receipt.objects.get(version=version, agency__name="Northmoor General Hospital")
    cast["nurse"].name = "Ñandú O’Long-Name " + "of Somewhere " * 8

    made_for = {who: taken(receipt, by=cast[who], at=version.made_at) for who in ("doctor", "nurse")}

    for who, made in made_for.items():
        pages = text_of(made, tmp_path).rstrip("\f").split("\f")
        assert len(pages) > 1
        assert all(f"Taken by {cast[who].name[:25]}" in page for page in pages), who
        info = subprocess.run(["pdfinfo", tmp_path / "made.pdf"], capture_output=True, text=True, check=True)
        assert re.search(r"Tagged:\s+yes", info.stdout)
    audience = pdf.audience_key(version, downloads.audience_of(receipt, cast["doctor"]))
    kept = version.renderings.get(audience=audience)
    assert "Taken by" not in text_of(kept.pdf.read(), tmp_path)


def test_markup_in_a_passage_is_text_in_the_pdf(cast, tmp_path):
    told, discussion = signed(
        cast, said={"voice": {"says": "<b>bold</b> <script>x</script> & ￿ 🧸 عربي", "how": "x"}}
    )
    version = Version.objects.get(record=discussion.pk, product=Product.RECORD)

    assert "<b>bold</b> <script>x</script>" in text_of(version.renderings.get().pdf.read(), tmp_path)
