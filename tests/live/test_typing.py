"""Typing, in a browser: kept although nobody pauses, in order, and over whatever takes the page away."""

from contextlib import contextmanager

import pytest

from tests.live.accessible import violations
from tests.live.test_pages import refs
from tests.together import until

SOON = 20  # seconds: a bound on a wait that ends as soon as it may


@pytest.fixture
def discussion(system):
    return refs(system, "discussion", "concluded")


def kept(system, ref, form, field):
    """What the server holds of a form that is being typed (of any, when `form` is "%"); empty for nothing."""
    found = system.sql(
        "SELECT d.fields -> %s ->> 0 FROM records_draft d JOIN records_record r ON r.id = d.record_id"
        " WHERE r.ref = %s AND d.section LIKE %s ORDER BY d.saved_at DESC",
        field, ref, form,
    )  # fmt: skip
    return found[0][0] or "" if found else ""


def forget(system, ref):
    system.sql(
        "DELETE FROM records_draft d USING records_record r WHERE r.id = d.record_id AND r.ref = %s", ref
    )


@contextmanager
def held(page, path):
    """The requests to this path wait until they are let go, as on a slow line."""
    waiting = []
    page.route(path, lambda route: waiting.append(route))  # Playwright marks its handlers
    yield waiting
    page.unroute(path)


def test_whoever_types_without_a_pause_is_kept_before_they_stop(system, sign_in, discussion):
    forget(system, discussion)
    page = sign_in("manager")
    page.goto(f"/records/{discussion}/voice/")
    page.focus("#id_says")

    def goes_on():
        page.keyboard.type("and then ", delay=40)
        return kept(system, discussion, "voice", "says")

    # Each turn is a third of a second of keys, none further from the last than a slow machine makes it.
    assert until(goes_on, seconds=SOON, what="what is typed without a pause").startswith("and then")


def test_one_autosave_is_under_way_at_a_time_and_the_newest_follows(system, sign_in, discussion):
    forget(system, discussion)
    page = sign_in("manager")
    page.goto(f"/records/{discussion}/voice/")
    with held(page, "**/voice/draft/") as waiting:
        page.fill("#id_says", "The first")
        until(lambda: page.wait_for_timeout(50) or waiting, seconds=SOON, what="the first autosave")
        for more in ("second", "third"):
            page.fill("#id_says", f"The {more}")
            page.evaluate("htmx.trigger('#section-form', 'keep')")  # as after a pause
        assert len(waiting) == 1
        waiting[0].continue_()
        until(lambda: page.wait_for_timeout(50) or len(waiting) > 1, seconds=SOON, what="the next")
        assert "The%20third" in waiting[1].request.post_data
        waiting[1].continue_()
    until(lambda: kept(system, discussion, "voice", "says") == "The third", seconds=SOON, what="the newest")


def test_what_was_typed_just_before_the_page_is_closed_is_kept(system, sign_in, discussion):
    forget(system, discussion)
    page = sign_in("manager")
    page.goto(f"/records/{discussion}/voice/")
    page.fill("#id_says", "Typed, and gone.")
    page.close()

    until(lambda: kept(system, discussion, "voice", "says") == "Typed, and gone.", seconds=SOON, what="it")


def test_a_connection_that_comes_back_needs_no_further_key(system, sign_in, discussion):
    forget(system, discussion)
    page = sign_in("manager")
    page.goto(f"/records/{discussion}/voice/")
    page.route("**/voice/draft/", lambda route: route.abort())
    page.fill("#id_says", "In the train.")
    page.wait_for_selector("#saved:has-text('No connection')")
    page.unroute("**/voice/draft/")

    page.wait_for_selector("#saved:has-text('Draft kept at')")
    assert kept(system, discussion, "voice", "says") == "In the train."


def test_a_name_typed_in_the_attendance_is_kept_by_saving_the_section_beside_it(system, sign_in, discussion):
    page = sign_in("manager")
    page.goto(f"/records/{discussion}/who/")
    field = page.locator("input[name^=position_]").first
    field.fill("Consultant of the week")
    name = field.get_attribute("name").removeprefix("position_")
    with page.expect_navigation():
        page.get_by_role("button", name="Save and continue").click()

    said = system.sql("SELECT position FROM strategy_participant WHERE id = %s", name)
    assert said == [("Consultant of the week",)]


# --- being there --------------------------------------------------------------------------


QUIET = "localStorage.setItem('seen', Date.now() - document.body.dataset.idle * 1000 + {left} * 1000)"


def is_told(page, does):
    with page.expect_request("**/account/still-here/") as told:
        does()
    assert told.value.response().status == 204
    page.wait_for_function("Date.now() - localStorage.getItem('seen') < 60000")


@pytest.mark.parametrize("path", ["/search/", "/records/{ref}/rows/risk/", "/discussions/{ref}/invite/"])
def test_typing_in_any_form_is_being_there(sign_in, discussion, path):
    page = sign_in("manager")
    page.goto(path.format(ref=discussion))
    field = page.locator("main input[type=text], main input[type=search], main textarea").first
    field.evaluate("field => { for (let d = field.closest('details'); d; d = null) d.open = true; }")
    field.focus()
    page.evaluate(QUIET.format(left=180))

    is_told(page, lambda: page.keyboard.type("x"))


def test_escape_answers_whether_somebody_is_there(sign_in):
    page = sign_in("manager")
    page.evaluate(QUIET.format(left=60))
    page.wait_for_selector("#idle[open]")

    is_told(page, lambda: page.keyboard.press("Escape"))
    assert not page.locator("#idle[open]").count()
    page.evaluate(QUIET.format(left=60))
    page.wait_for_selector("#idle[open]")  # and asks again when its time has come again


# --- half-typed rows ----------------------------------------------------------------------


def test_a_half_typed_action_survives_save_and_continue_back_and_a_closed_tab(system, sign_in, discussion):
    forget(system, discussion)
    page = sign_in("manager")
    page.goto(f"/records/{discussion}/voice/")
    page.get_by_text("Add an action").click()
    page.fill("#action_what", "Ask the school")
    with page.expect_navigation():
        page.get_by_role("button", name="Save and continue").click()
    # Beside the next section it stands open, as it was left.
    assert page.input_value("#action_what") == "Ask the school"
    assert violations(page) == []

    page.fill("#action_why", "To know who fetches him")
    page.go_back()
    until(
        lambda: kept(system, discussion, "agree_action:", "why") == "To know who fetches him",
        seconds=SOON,
        what="what was typed on the page that was left",
    )
    page.goto(f"/records/{discussion}/actions/")
    assert page.input_value("#action_why") == "To know who fetches him"

    page.fill("#action_what", "Ask the school today")
    context = page.context
    page.close()
    again = context.new_page()
    until(
        lambda: kept(system, discussion, "agree_action:", "what") == "Ask the school today",
        seconds=SOON,
        what="what was typed in the tab that was closed",
    )
    again.goto(f"/records/{discussion}/actions/")
    assert again.input_value("#action_what") == "Ask the school today"
    again.get_by_role("button", name="Discard it").click()
    again.wait_for_url("**/actions/")
    assert kept(system, discussion, "agree_action:", "what") == ""


@pytest.mark.parametrize(
    ("path", "field"), [("/records/{ref}/rows/risk/", "risk"), ("/discussions/{ref}/invite/", "new_name")]
)
def test_a_half_typed_row_is_there_when_its_page_is_opened_again(system, sign_in, discussion, path, field):
    forget(system, discussion)
    page = sign_in("manager")
    page.goto(path.format(ref=discussion))
    box = page.locator(f"[name={field}]")
    box.evaluate("box => { const more = box.closest('details'); if (more) more.open = true; }")
    box.fill("Half ty")
    page.go_back()
    until(lambda: kept(system, discussion, "%", field) == "Half ty", seconds=SOON, what="what was typed")

    page.goto(path.format(ref=discussion))
    assert box.input_value() == "Half ty"
    assert box.is_visible()
    assert violations(page) == []
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_the_page_says_what_is_kept_and_when(sign_in, discussion):
    page = sign_in("manager", java_script_enabled=False)
    page.goto(f"/records/{discussion}/actions/")

    assert "kept when you send it" in page.inner_text("main")
    assert "kept as you type" not in page.inner_text("main")
