from datetime import timedelta

from boards.queries import my_work
from notices import workflow
from notices.models import Notice
from tests.notices.letters import notice
from tests.stories import signed


def test_a_notice_is_sent_once(cast, morning, post):
    notice(cast, morning)

    workflow.send_some(at=morning)
    workflow.send_some(at=morning)

    assert [to for to, _ in post.taken] == ["school@demo.invalid"]


def test_more_than_a_batch_goes_out_batch_by_batch_each_once(cast, morning, post):
    many = [
        workflow.tell(key=f"n{n}", kind="joined", to=cast["school"], reference="r", path="/", at=morning)
        for n in range(workflow.BATCH + 7)
    ]
    workflow.post(many)

    place = workflow.send_some(at=morning)

    assert len(post.taken) == workflow.BATCH
    assert place
    assert workflow.send_some(at=morning, after=place) is None
    assert len(post.taken) == len(many)
    assert not Notice.objects.waiting().exists()


def test_an_address_that_bounces_is_tried_again_and_then_shown_as_failed_to_the_sender(cast, morning, post):
    gone, at = notice(cast, morning, to_email="gone@demo.invalid"), morning

    for pause in (1, 5):
        workflow.send_some(at=at)
        gone.refresh_from_db()
        assert gone.failed_at is None
        assert gone.send_at == at + timedelta(minutes=pause)
        assert gone.failure == "The mail server refused the address (550)."
        at = gone.send_at
    workflow.send_some(at=at)

    gone.refresh_from_db()
    assert gone.failed_at == at
    assert [t.what for t in my_work(cast["manager"])] == ["A mail could not be delivered"]


def test_a_busy_server_is_tried_again_with_growing_pauses_and_then_given_up(cast, morning, post):
    waiting, at, pauses = notice(cast, morning), morning, []
    post.busy = True

    for _ in range(workflow.MOST_ATTEMPTS):
        workflow.send_some(at=at)
        waiting.refresh_from_db()
        pauses.append(waiting.send_at - at)
        at = max(waiting.send_at, at)

    assert pauses[:4] == [timedelta(minutes=m) for m in (1, 5, 25, 125)]
    assert waiting.failed_at
    assert post.taken == []


def test_when_the_server_is_back_the_mail_goes_out(cast, morning, post):
    waiting = notice(cast, morning)
    post.busy = True
    workflow.send_some(at=morning)
    post.busy = False

    workflow.send_some(at=morning + timedelta(minutes=2))

    waiting.refresh_from_db()
    assert waiting.sent_at == morning + timedelta(minutes=2)


def test_one_bad_address_does_not_hold_back_the_others(cast, morning, post):
    notice(cast, morning, to_email="gone@demo.invalid")
    notice(cast, morning, who="doctor")

    workflow.send_some(at=morning)

    assert [to for to, _ in post.taken] == ["doctor@demo.invalid"]


def test_a_failed_notice_is_sent_again_at_a_corrected_address(cast, morning, post):
    gone = notice(cast, morning, to_email="gone@demo.invalid")
    for minutes in (0, 1, 6):
        workflow.send_some(at=morning + timedelta(minutes=minutes))

    workflow.send_again(gone.pk, to_email="here@demo.invalid", at=morning)
    workflow.send_some(at=morning)

    assert [to for to, _ in post.taken] == ["here@demo.invalid"]


def test_a_claim_that_its_worker_did_not_finish_is_taken_up_again(cast, morning):
    notice(cast, morning)
    assert len(workflow.claim(at=morning)) == 1
    assert workflow.claim(at=morning + timedelta(minutes=1)) == []

    assert len(workflow.claim(at=morning + workflow.CLAIM + timedelta(seconds=1))) == 1


def test_the_same_cause_is_told_once(cast, morning):
    made = workflow.tell(key="k", kind="joined", to=cast["school"], reference="r", path="/", at=morning)
    again = workflow.tell(key="k", kind="joined", to=cast["school"], reference="r", path="/", at=morning)

    workflow.post([made])
    workflow.post([again])

    assert Notice.objects.filter(key__startswith="k:").count() == 1


def test_no_mail_of_the_whole_story_contains_a_name_of_the_case(cast):
    from deadlines.sweep import sweep

    told, discussion = signed(cast)
    sweep(at=told.received + timedelta(days=40))

    mails = [workflow.compose(n) for n in Notice.objects.all()]
    text = "\n".join(f"{m.subject}\n{m.body}\n{m.attachments}" for m in mails)
    assert len({n.kind for n in Notice.objects.all()}) >= 6
    for word in ("Testchild", "Quillfeather", "fracture", "T-1", "2024"):
        assert word.lower() not in text.lower()


def test_every_kind_of_notice_has_a_text_with_a_subject(cast, morning):
    from django.conf import settings

    kinds = [p.stem for p in (settings.BASE_DIR / "templates" / "notices").glob("*.txt")]
    facts = {
        "starts": morning.isoformat(),
        "ends": morning.isoformat(),
        "due": morning.isoformat(),
        "version": 1,
    }

    for kind in kinds:
        mail = workflow.compose(notice(cast, morning, who="doctor", kind=kind, facts=facts, key=kind))
        assert mail.subject.startswith("OFFICIAL-SENSITIVE ")
        assert "http://localhost:8047/x/" in mail.body or kind == "invitation"
