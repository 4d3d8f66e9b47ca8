"""The door in a browser: a passkey, recovery codes, the account at an agency, on a system that asks for a factor."""

from agencies import sealed
from tests.entering import WORD
from tests.live.accessible import violations
from tests.provider import RunningProvider
from tests.together import until


def with_a_key(page):
    """A virtual security key in this browser, as the WebAuthn automation of the browser offers it."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    cdp.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True,
                     "isUserVerified": True, "automaticPresenceSimulation": True}},
    )  # fmt: skip


def password(page, who):
    page.fill("#id_login", f"{who}@demo.invalid")
    page.fill("#id_password", WORD)
    page.click("main button[type=submit]")


def narrow(page):
    """No violation, and not wider than a phone."""
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.url


def test_a_key_is_set_up_asked_for_and_confirms_an_emergency(system, chromium):
    url = system.strict_web()
    context = chromium.new_context(base_url=url, viewport={"width": 320, "height": 700})
    context.set_default_timeout(20_000)
    page = context.new_page()
    faults = []
    page.on("console", lambda message: message.type == "error" and faults.append(message.text))
    try:
        with_a_key(page)
        page.goto("/sign-in/")
        password(page, "worker2")
        page.wait_for_selector("h1:has-text('Second factor')")
        narrow(page)
        page.goto("/account/second-factor/app/")
        narrow(page)
        page.goto("/account/second-factor/keys/add/")
        narrow(page)
        page.fill("#id_name", "The blue key")
        page.click("#add-key")
        page.wait_for_selector("h1:has-text('Recovery codes')")
        assert page.locator(".app-codes code").count() == 10
        narrow(page)
        page.click("text=I have kept them")
        page.wait_for_selector("h1:has-text('My work')")
        page.goto("/account/second-factor/keys/")
        assert "The blue key" in page.inner_text("main")
        narrow(page)

        page.click("text=Sign out")
        password(page, "worker2")
        page.wait_for_selector("h1:has-text('Your second factor')")
        narrow(page)
        page.click("#use-key")
        page.wait_for_selector("h1:has-text('My work')")

        page.goto("/emergency/")
        page.fill("#number", "nobody-has-this")
        page.fill("#reason", "A neighbour has just rung, the child is alone.")
        narrow(page)
        page.click("#use-key")
        page.wait_for_selector(".govuk-error-summary")
        said = page.inner_text(".govuk-error-summary")
        assert "not accepted" not in said
        assert "password" not in said  # the key was; there is only nobody with this number
        assert page.input_value("#number") == "nobody-has-this"
        page.goto("/account/again/key/?next=/account/")
        narrow(page)
        page.click("#use-key")
        page.wait_for_selector("h1:has-text('Your account')")
        assert [fault for fault in faults if "422" not in fault] == []
    finally:
        context.close()
        system.sql("DELETE FROM mfa_authenticator")
        system.kill("strict")


def test_somebody_signs_in_with_the_account_at_the_hospital(system, chromium):
    people = {"doctor": {"email": "doctor@demo.invalid", "email_verified": True}, "passer-by": {}}
    provider = RunningProvider(f"{system.url}/sign-in/with/northmoor/back/", people)
    system.sql(
        "INSERT INTO agencies_identityprovider (agency_id, slug, name, server_url, client_id, sealed_secret, active)"
        " SELECT id, 'northmoor', 'Northmoor General Hospital', %s, 'fortyseven', %s, true"
        " FROM agencies_agency WHERE name = 'Northmoor General Hospital'",
        provider.url, sealed.seal("a secret of this agency"),
    )  # fmt: skip
    try:
        for who, arrives in (
            ("doctor", "h1:has-text('My work')"),
            ("passer-by", "h1:has-text('You are not signed in')"),
        ):
            context = chromium.new_context(base_url=system.url)
            page = context.new_page()
            page.goto("/sign-in/")
            assert violations(page) == []
            page.click("text=Northmoor General Hospital")
            page.fill("[name=login]", who)
            page.fill("[name=password]", "anything")
            page.click("button[type=submit]")
            page.click("button[type=submit]")
            page.wait_for_selector(arrives)
            assert violations(page) == []
            context.close()
        until(lambda: system.sql("SELECT 1 FROM socialaccount_socialaccount WHERE uid = 'doctor'"), seconds=5)
    finally:
        provider.stop()
        system.sql("UPDATE agencies_identityprovider SET active = false")
