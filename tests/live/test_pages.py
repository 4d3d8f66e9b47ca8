"""Narrow screens, no scripts, keyboard alone, and every remaining page under axe."""

import re

import pytest

from config.clock import today
from tests.live.accessible import violations
from tests.together import until


def refs(system, kind, state):
    return system.sql(
        "SELECT ref FROM records_record WHERE kind = %s AND state = %s ORDER BY id", kind, state
    )[0][0]


def test_no_page_is_wider_than_a_phone(system, sign_in):
    page = sign_in("manager", viewport={"width": 320, "height": 700})
    held, signed = refs(system, "discussion", "concluded"), refs(system, "discussion", "signed")
    concern, enquiry = refs(system, "concern", "decided"), refs(system, "enquiry", "opened")
    child = system.sql("SELECT ref FROM children_person WHERE is_child ORDER BY id")[0][0]
    decided = refs(system, "enquiry", "signed")
    met, planned = refs(system, "conference", "signed"), refs(system, "conference", "convened")

    for path in (
        "/", "/board/", "/records/", "/actions/", "/search/", f"/children/{child}/", f"/records/{concern}/",
        f"/concerns/{concern}/convene/", f"/records/{held}/", f"/records/{held}/decisions/", f"/records/{held}/who/",
        f"/records/{held}/plan/", f"/discussions/{held}/sign/", f"/records/{signed}/circulation/", f"/records/{signed}/read/",
        f"/records/{enquiry}/", f"/records/{enquiry}/checks/", f"/records/{enquiry}/rows/check/",
        f"/records/{enquiry}/rows/seen/", f"/records/{enquiry}/came_of/", f"/enquiries/{enquiry}/recommend/",
        f"/enquiries/{enquiry}/decide/", f"/records/{decided}/", f"/records/{decided}/read/",
        f"/records/{planned}/", f"/conferences/{planned}/convene/", f"/records/{planned}/chronology/",
        f"/records/{planned}/who/", f"/records/{planned}/plan/", f"/conferences/{planned}/report/",
        f"/records/{met}/", f"/records/{met}/decision/", f"/conferences/{met}/sign/",
    ):  # fmt: skip
        page.goto(path)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 320, (path, width)
        assert violations(page) == [], path


def test_a_section_is_written_and_saved_without_scripts(system, sign_in):
    page = sign_in("manager", java_script_enabled=False)
    ref = refs(system, "discussion", "concluded")
    page.goto(f"/records/{ref}/plan/")

    page.fill("#id_areas", "Written without scripts")
    page.get_by_label("Authorised without").check()
    page.fill("#id_consent_by", "Alex Demo")
    page.get_by_role("button", name="Save and continue").click()

    assert "/examination/" in page.url
    page.goto(f"/records/{ref}/plan/")
    assert page.input_value("#id_areas") == "Written without scripts"
    assert page.input_value("#id_consent_by") == "Alex Demo"


def test_with_the_keyboard_alone_a_partner_finds_and_acknowledges(system, sign_in):
    page = sign_in("nursery")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "govuk-skip-link"

    def tab_to(text):
        for _ in range(60):
            focused = page.evaluate("[document.activeElement.tagName, document.activeElement.innerText]")
            if focused[0] in ("A", "BUTTON") and text in (focused[1] or ""):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"No way with the keyboard to {text}")

    tab_to("Read and acknowledge: full record")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('Record of strategy discussion')")
    tab_to("Acknowledge for")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Acknowledged. Thank you.")


def test_who_may_know_and_emergencies_on_a_phone(system, sign_in):
    child = system.sql("SELECT ref FROM children_person WHERE is_child ORDER BY id")[0][0]
    for who, paths in (
        ("service", (f"/children/{child}/restriction/", "/emergency/", "/account/")),
        ("worker2", (f"/children/{child}/", "/emergency/by-name/")),
        ("governance", ("/restricted/", "/emergency/review/", "/looked/", "/subject-access/", "/retention/")),
    ):
        page = sign_in(who, viewport={"width": 320, "height": 700})
        for path in paths:
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
            assert violations(page) == [], path


def test_a_file_is_gathered_and_words_withheld_with_the_mouse_on_a_phone_too(system, sign_in):
    child = system.sql("SELECT ref FROM children_person WHERE is_child ORDER BY id")[0][0]
    page = sign_in("governance")
    page.goto(f"/subject-access/new/{child}/")
    assert violations(page) == []
    page.check("input[value=child]")
    page.fill("#id_asker_name", "Somebody Invented")
    page.fill("#id_checked", "Passport seen.")
    day = today()
    for part, number in (("day", day.day), ("month", day.month), ("year", day.year)):
        page.fill(f"[name=received_on_{part}]", str(number))
    page.fill("#id_password", "demonstration only")
    page.get_by_role("button", name="Gather the file").click()
    page.wait_for_selector("text=The file is gathered")
    here = page.url
    for path in ("", "part/2/", "part/2/?as=read"):
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(here + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert violations(page) == [], path

    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(here + "part/2/")
    text = page.locator(".app-text", has=page.locator("p .app-words", has_text="nursing staff")).first
    text.locator("p .app-words").first.dblclick(position={"x": 8, "y": 8})
    form = text.locator("details[open] form")
    words = form.locator("[data-words]").input_value()
    assert words
    form.locator("select").select_option("serious_harm")
    form.get_by_role("button", name="Withhold").click()
    page.wait_for_selector("text=Withheld in one place.")
    assert page.locator("mark", has_text=words).count() > 0


def test_a_file_whose_time_is_over_goes_once_two_people_agree(system, sign_in):
    page = sign_in("governance")
    page.goto("/retention/")
    page.get_by_role("link", name="Tess Longago").click()
    assert violations(page) == []
    page.fill("#id_reason", "Read with the legal team. No inquiry or claim is known.")
    page.fill("#id_password", "demonstration only")
    page.get_by_role("button", name="Propose that it is destroyed").click()
    page.wait_for_selector("text=It is proposed.")
    here = page.url

    second = sign_in("head")
    second.goto(here)
    assert violations(second) == []
    second.fill("#id_password", "demonstration only")
    second.get_by_role("button", name="I agree: destroy it").click()
    second.wait_for_selector("text=You agreed.")
    for width in (1280, 320):
        second.set_viewport_size({"width": width, "height": 800})
        assert second.evaluate("document.documentElement.scrollWidth") <= width

    until(lambda: system.sql("SELECT 1 FROM retention_certificate"), what="the worker")
    page.goto(here)
    page.wait_for_selector("h1:has-text('Certificate of destruction')")
    assert "Longago" not in page.inner_text("main")
    assert violations(page) == []
    assert system.sql("SELECT 1 FROM children_person WHERE family_name = 'Longago'") == []


def test_a_session_asks_before_it_ends_and_what_was_typed_stays(system, sign_in):
    page = sign_in("manager")
    page.clock.install()
    page.goto("/emergency/")
    page.fill("#reason", "Half a sentence")
    page.clock.fast_forward("12:50")
    assert page.locator("#idle").is_hidden()

    page.clock.fast_forward("00:15")
    page.wait_for_selector("text=Are you still there?")
    assert violations(page) == []
    page.get_by_role("button", name="Stay signed in").click()
    page.wait_for_selector("#idle", state="hidden")

    page.clock.fast_forward("15:05")
    page.wait_for_selector("text=You are signed out. What you have typed stays on this page")
    page.get_by_role("button", name="Show the page").click()
    assert page.input_value("#reason") == "Half a sentence"


def test_two_people_in_one_section_see_both_texts(system, sign_in):
    ref = refs(system, "discussion", "concluded")
    one, other = sign_in("manager"), sign_in("support")
    for page in (one, other):
        page.goto(f"/records/{ref}/voice/")
    one.fill("#id_says", "What the chair heard")
    one.get_by_role("button", name="Save and stay").click()
    other.fill("#id_says", "What the note taker heard")
    other.get_by_role("button", name="Save and stay").click()

    shown = other.inner_text("main")
    assert "What the chair heard" in shown
    assert other.input_value("#id_says") == "What the note taker heard"
    assert violations(other) == []


def test_a_closed_tab_loses_nothing(system, sign_in):
    ref = refs(system, "discussion", "concluded")
    page = sign_in("manager")
    page.goto(f"/records/{ref}/safety/")
    page.fill("#id_measures", "Typed and never saved")
    page.wait_for_selector("#saved:has-text('Draft kept at')")
    page.close()

    again = sign_in("manager")
    again.goto(f"/records/{ref}/safety/")

    assert again.input_value("#id_measures") == "Typed and never saved"
    again.get_by_role("button", name="Discard it").click()
    assert again.input_value("#id_measures") == ""


@pytest.mark.parametrize("path", ["/sign-in/", "/set-password/", "/set-password/sent/", "/set-password/x/y/"])
def test_pages_before_sign_in_have_no_violation(system, chromium, path):
    page = chromium.new_page(base_url=system.url)
    page.goto(path)

    assert violations(page) == []
    page.close()


def test_a_late_form_and_a_locked_address_have_no_violation(system, sign_in, chromium):
    page = sign_in("worker2")
    page.goto("/emergency/")
    page.fill("#reason", "Typed before the session ended")
    system.sql("UPDATE agencies_user SET sessions_end_before = now() WHERE email = 'worker2@demo.invalid'")
    page.get_by_role("button", name="Open the file").click()
    page.fill("#id_login", "worker2@demo.invalid")
    page.fill("#id_password", "demonstration only")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_selector("text=Typed before the session ended")
    assert violations(page) == []

    other = chromium.new_page(base_url=system.url)
    for _ in range(10):
        other.goto("/sign-in/")
        other.fill("#id_login", "nobody@demo.invalid")
        other.fill("#id_password", "wrong")
        other.get_by_role("button", name="Sign in").click()
    other.wait_for_selector("text=Too many attempts")
    assert violations(other) == []
    other.close()


def test_no_page_asks_another_host_and_none_breaks_the_policy(system, sign_in):
    page = sign_in("manager")
    asked, errors = [], []
    page.on("request", lambda r: asked.append(r.url))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)

    for path in ("/", "/board/", f"/records/{refs(system, 'discussion', 'concluded')}/decisions/"):
        answer = page.goto(path, wait_until="networkidle")
        assert re.search(
            r"script-src 'nonce-[^' ]+' 'strict-dynamic'", answer.headers["content-security-policy"]
        )
        assert "camera=()" in answer.headers["permissions-policy"]
    assert page.evaluate("document.body.classList.contains('js-enabled') && typeof htmx") == "object"

    assert {re.match(r"https?://[^/]+", url)[0] for url in asked} == {system.url}
    assert errors == []
