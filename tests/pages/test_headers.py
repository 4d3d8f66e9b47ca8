"""What a browser is told about every page, and where it is led."""

import pytest

from tests.stories import convened


def test_every_page_forbids_keeping_framing_guessing_and_devices(cast, client):
    client.force_login(cast["manager"])

    for path in ("/", "/account/", "/no-such-page/", "/emergency/"):
        answer = client.get(path)
        assert answer["Cache-Control"] == "no-store, private"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] == "same-origin"
        assert "camera=()" in answer["Permissions-Policy"]
        for directive in (
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
        ):
            assert directive in answer["Content-Security-Policy"]
        assert "unsafe" not in answer["Content-Security-Policy"]


def test_each_page_has_a_nonce_of_its_own(cast, client):
    client.force_login(cast["manager"])

    found = {client.get("/").content.decode().split('nonce="')[1].split('"')[0] for _ in range(3)}

    assert len(found) == 3
    assert all(len(nonce) > 15 for nonce in found)


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.invalid/", "//evil.invalid/", "/\\evil.invalid/", "javascript:alert(1)"]
)
def test_no_form_leads_to_another_site(cast, client, elsewhere):
    _, discussion = convened(cast)
    client.force_login(cast["worker"])
    answer = client.post(
        f"/children/{discussion.child.ref}/family/",
        {"kind": "mother", "given_names": "A", "family_name": "B", "back": elsewhere},
    )
    assert answer.url == f"/children/{discussion.child.ref}/"

    client.post("/sign-out/")
    word = {"login": "worker@demo.invalid", "password": "demonstration only", "next": elsewhere}
    assert client.post("/sign-in/", word).url == "/"
