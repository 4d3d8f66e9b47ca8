"""From the enquiry to the plan, in a browser: recorded, recommended, decided, convened, held, acknowledged."""

import re
from datetime import timedelta

from config import clock
from config.opaque import tagged
from deadlines.calendar import LONDON, calendar_with
from tests.live.accessible import violations
from tests.live.test_story import fill_day, fill_moment, go_on, press, tick
from tests.together import until

PASSWORD = "demonstration only"


def ref_of(system, kind, number):
    return system.sql(
        "SELECT r.ref FROM records_record r JOIN children_person c ON c.id = r.child_id"
        " WHERE r.kind = %s AND c.case_number = %s ORDER BY r.id DESC", kind, number,
    )[0][0]  # fmt: skip


def nothing_owed(system, ref):
    return not system.sql(
        "SELECT 1 FROM circulation_receipt c JOIN records_version v ON v.id = c.version_id"
        " JOIN records_record r ON r.id = v.record_id WHERE r.ref = %s AND c.sent_at IS NULL", ref,
    )  # fmt: skip


def write(page, ref, key, answers=None, choose=()):
    page.goto(f"/records/{ref}/{key}/")
    for label in choose:
        page.get_by_label(label, exact=True).first.check()
    for name, text in (answers or {}).items():
        page.fill(f"#id_{name}", text)


def test_the_enquiry_is_recorded_recommended_and_decided_and_its_conference_convened(system, sign_in):
    ref = ref_of(system, "enquiry", "DEMO-0090")
    now = clock.now().astimezone(LONDON)
    worker = sign_in("worker")
    worker.goto(f"/records/{ref}/")
    assert "Reconvene with legal advice" in worker.inner_text("main")
    assert "Not yet" in worker.inner_text("main")

    # Seen alone, an agency asked that answers, and one that does not and is asked again.
    worker.goto(f"/records/{ref}/rows/seen/")
    fill_moment(worker, "seen_at", now - timedelta(hours=2))
    sam = worker.locator("#id_seer option", has_text="Sam Example").first.get_attribute("value")
    worker.select_option("#id_seer", sam)
    tick(worker, "Yes")
    worker.fill("#id_account", "I would like to stay with grandma.")
    press(worker, "Save")
    assert "I would like to stay with grandma." in worker.inner_text("main")
    for agency in ("Northmoor Police", "Hill Lane Primary School"):
        worker.goto(f"/records/{ref}/rows/check/")
        worker.select_option("#id_agency", label=agency)
        fill_day(worker, "asked_on", now.date())
        tick(worker, "With the parents’ consent")
        tick(worker, "Answered")
        fill_day(worker, "answered_on", now.date())
        worker.fill("#id_information", "Nothing known.")
        assert violations(worker) == []
        press(worker, "Save")
    for action in system.sql(
        "SELECT a.id FROM actions_action a JOIN actions_actionon o ON o.action_id = a.id JOIN s47_enquiry e"
        " ON e.initiating_discussion_id = o.record_id JOIN records_record r ON r.id = e.record_ptr_id"
        " JOIN agencies_user u ON u.id = a.owner_id WHERE r.ref = %s AND u.name = 'Sam Example'", ref,
    ):  # fmt: skip
        worker.goto(f"/actions/{tagged(action[0])}/")
        worker.fill("#complete_outcome", "Done.")
        press(worker, "Complete the action")
    write(worker, ref, "history", {"history": "None."}, ["Yes"])
    go_on(worker)
    for key, answers in {
        "adults": {"adults": "A grandmother.", "visitors": "None known."},
        "contributors": {"did_not": "Nobody."},
        "analysis": dict.fromkeys(
            ("harm", "complicating", "strengths", "professionals", "parents", "child"), "Text."
        ),
        "conclusion": {"conclusion": "Likely to be harmed.", "next_steps": "A conference."},
        "safety": {"plan": "Stays with the grandmother.", "agreed_with": "All."},
    }.items():
        choose = ["Yes"] if key == "conclusion" else []
        write(worker, ref, key, answers, choose)
        if key == "safety":
            fill_day(worker, "next_visit", now.date() + timedelta(days=2))
        go_on(worker)
    for key, answers in {"parents": {"account": "They say little."}, "others": {}}.items():
        write(worker, ref, key, answers, ["No"])
        go_on(worker)
    worker.goto(f"/records/{ref}/medical/")
    for name in ("medical", "abe"):
        worker.check(f"[name={name}][value=not_needed]")
    go_on(worker)
    assert "Saved" not in worker.inner_text("h1")

    # The manager’s gate: one action is open, so it goes on with a reason only.
    manager = sign_in("manager")
    manager.goto(f"/enquiries/{ref}/recommend/")
    assert violations(manager) == []
    manager.check("[name=outcome][value=conference]")
    manager.fill("#id_reasons", "Likely to be harmed again.")
    press(manager, "Recommend it")
    assert "1 still to do" in manager.inner_text("main")
    assert manager.input_value("#id_reasons") == "Likely to be harmed again."
    manager.fill("#id_override", "The police answer next week; the child is safe.")
    press(manager, "Recommend it")

    head = sign_in("head")
    head.get_by_role("link", name=re.compile("Decide the outcome of the enquiry")).first.click()
    assert "The police answer next week" in head.inner_text("main")
    assert violations(head) == []
    head.check("[name=outcome][value=conference]")
    head.fill("#id_reasons", "I agree.")
    head.fill("#id_password", "not it")
    press(head, "Decide and sign")
    assert head.input_value("#id_reasons") == "I agree."
    head.fill("#id_password", PASSWORD)
    # The worker that sends is killed meanwhile: decided, kept, and sent once another one is there.
    system.kill("mail")
    press(head, "Decide and sign")
    assert "Decided and signed" in head.inner_text("main")
    owed = system.sql(
        "SELECT count(*) FROM circulation_receipt c JOIN records_version v ON v.id = c.version_id"
        " JOIN records_record r ON r.id = v.record_id WHERE r.ref = %s AND c.sent_at IS NULL", ref,
    )  # fmt: skip
    assert owed[0][0] > 0
    before = len(system.post.mails)
    system.worker("mail", "mail,upkeep")
    until(lambda: nothing_owed(system, ref), what="another worker to circulate the outcome")
    told = [m for m in system.post.mails[before:] if f"Record {ref}" in m[1]]
    assert len({to for to, _ in told}) == len(told) > 0

    # A letter to the mother, of what may be shared.
    worker.goto(f"/enquiries/{ref}/letters/")
    assert violations(worker) == []
    worker.select_option("#id_to", index=1)
    worker.locator("[name=keys]").first.check()
    worker.select_option("#id_reader", label="Alex Demo")
    press(worker, "Make the letter and ask for it to be read")
    assert "Letter to Mrs Closeddoor" in worker.inner_text("main")
    # Nobody is given it before a second person has read it.
    assert "Note that it was given" not in worker.inner_text("main")
    manager.goto("/")
    manager.locator(f"a[href^='/records/{ref}/family/letter/']").first.click()
    assert violations(manager) == []
    press(manager, "Approve: it can be given")
    worker.reload()
    worker.get_by_role("link", name=re.compile("Note that it was given")).first.click()
    assert violations(worker) == []
    fill_day(worker, "given_on", now.date())
    worker.check("[name=how][value=hand]")
    worker.fill("#id_by_whom", "Sam Example")
    press(worker, "Save")
    assert "by hand, and talked through, by Sam Example" in worker.inner_text("main")

    # The conference is open, and convened inside its clock.
    conference = ref_of(system, "conference", "DEMO-0090")
    manager.goto("/")
    manager.locator(f"a[href='/conferences/{conference}/convene/']").click()
    assert "working days left" in manager.inner_text("main")
    day = now.date() + timedelta(days=4)
    while not calendar_with().is_working_day(day):
        day += timedelta(days=1)
    for part in ("day", "month", "year"):
        manager.fill(f"#id_planned_at_{part}", str(getattr(day, part)))
    manager.fill("#id_planned_at_time", "10:00")
    manager.select_option("#id_chair", label="Val Pretend")
    press(manager, "Convene and send invitations")
    until(
        lambda: [m for m in system.post.mails if conference in m[1] and m[0] == "sergeant@demo.invalid"],
        what="the invitation",
    )
    assert not [m for m in system.post.mails if "Closeddoor" in m[1]]


def test_the_conference_is_reported_to_held_and_signed_and_its_plan_starts_its_clocks(system, sign_in):
    ref = ref_of(system, "conference", "DEMO-0110")
    now = clock.now().astimezone(LONDON)
    midwife = sign_in("midwife")
    midwife.goto(f"/invitations/{ref}/")
    midwife.fill("#id_information", "Seen at the clinic.")
    press(midwife, "Send to the chair")

    worker, manager = sign_in("worker"), sign_in("manager")
    worker.goto(f"/records/{ref}/agencies/")
    assert "Seen at the clinic." in worker.inner_text("main")
    worker.goto(f"/records/{ref}/analysis/")
    worker.get_by_role("link", name=re.compile("Edit or leave out")).first.click()
    assert violations(worker) == []
    worker.fill("#id_text", "In the author’s words.")
    press(worker, "Use these words")
    assert "In the author’s words." in worker.inner_text("main")
    write(worker, ref, "recommendation", {"recommendation": "A plan before the birth."})
    go_on(worker)
    for page, button in ((worker, "Sign it"), (manager, "Approve and send it")):
        page.goto(f"/conferences/{ref}/report/")
        assert violations(page) == []
        page.fill("#id_password", PASSWORD)
        press(page, button)
    worker.goto(f"/conferences/{ref}/family/")
    assert violations(worker) == []
    worker.select_option("#id_to", index=1)
    worker.select_option("#id_reader", label="Alex Demo")
    press(worker, "Make the copy and ask for it to be read")
    manager.goto(f"/records/{ref}/family/family_report/1/")
    assert violations(manager) == []
    press(manager, "Approve: it can be given")
    worker.goto(f"/records/{ref}/rows/shared/")
    worker.select_option("#id_person", index=1)
    fill_day(worker, "shared_on", now.date())
    worker.fill("#id_by_whom", "Sam Example")
    press(worker, "Save")

    # The manager set a day after the clock; the chair agrees to it in their own sign-in.
    chair = sign_in("conference")
    chair.get_by_role("link", name=re.compile("Agree to the later date")).first.click()
    assert violations(chair) == []
    press(chair, "Agree to the later date")
    assert "Agreed by the conference chair" in chair.inner_text("main")
    chair.goto(f"/records/{ref}/held/")
    # Never on a weekend, on which these tests may run.
    start = now - timedelta(hours=3)
    start -= timedelta(days=max(0, start.isoweekday() - 5))
    fill_moment(chair, "started_at", start)
    fill_moment(chair, "ended_at", start + timedelta(hours=1))
    go_on(chair)
    chair.goto(f"/records/{ref}/who/")
    for box in chair.locator("select[name^=attendance_]").all():
        box.select_option("attended")
    press(chair, "Save attendance")
    chair.goto(f"/records/{ref}/rows/family/")
    chair.select_option("#id_person", index=1)
    tick(chair, "Yes")
    press(chair, "Save")
    agencies = ["Northmoor Children’s Social Care", "Northmoor Police", "Northmoor Midwifery"]
    for agency in agencies:
        chair.goto(f"/records/{ref}/rows/view/")
        chair.select_option("#id_agency", label=agency)
        tick(chair, "A child protection plan is needed")
        chair.fill("#id_reason", "Not safe without one.")
        press(chair, "Save")
    write(chair, ref, "agency_views", {"parents": "They agree."})
    go_on(chair)
    write(chair, ref, "summary", {"strengths": "They came.", "worries": "Drinking."})
    go_on(chair)
    chair.goto(f"/records/{ref}/decision/")
    for name, value in (("threshold", "yes"), ("plan", "yes"), ("categories", "NEG"), ("dissent", "no")):
        chair.check(f"[name={name}][value={value}]")
    chair.fill("#id_reasons", "Likely to suffer neglect.")
    go_on(chair)
    write(chair, ref, "plan", {"outcomes": "Sober parents.", "contingency": "Legal advice."})
    go_on(chair)
    chair.goto(f"/records/{ref}/plan/")
    assert violations(chair) == []
    chair.fill("#action_what", "Weekly visits")
    chair.select_option("#action_owner", index=1)
    fill_day(chair, "due_on", now.date() + timedelta(days=7))
    press(chair, "Add action")
    chair.goto(f"/records/{ref}/rows/core/")
    chair.fill("#id_name", "Sam Example")
    press(chair, "Save")
    chair.goto(f"/records/{ref}/core/")
    fill_day(chair, "core_group_on", calendar_with().working_day_at_or_before(now.date() + timedelta(days=7)))
    fill_day(chair, "review_on", calendar_with().working_day_at_or_before(now.date() + timedelta(days=79)))
    go_on(chair)
    chair.goto(f"/conferences/{ref}/sign/")
    assert violations(chair) == []
    chair.fill("#id_password", PASSWORD)
    # Redis is gone meanwhile: signed, kept, and sent when it is back.
    system.stop_redis()
    press(chair, "Sign and circulate")
    chair.wait_for_selector("h1:has-text('Circulation')", timeout=60_000)
    assert "Signed. The record is on its way" in chair.inner_text("main")
    assert not nothing_owed(system, ref)
    system.start_redis()
    until(lambda: nothing_owed(system, ref), seconds=240, what="the worker to circulate the record")
    running = {row[0] for row in system.sql(
        "SELECT d.code FROM deadlines_deadline d JOIN records_record r ON r.id = d.record_id WHERE r.ref = %s"
        " AND d.met_at IS NULL AND d.dropped_at IS NULL", ref,
    )}  # fmt: skip
    assert {"core_group", "review_conference"} <= running

    midwife.goto("/shared/")
    midwife.get_by_role("link", name=re.compile(f"Full record {ref}")).click()
    press(midwife, re.compile("Acknowledge for"))
    assert "Acknowledged. Thank you." in midwife.inner_text("main")
    chair.goto("/")
    assert violations(chair) == []
    assert not [m for m in system.post.mails if "Expected-Sample" in m[1]]
