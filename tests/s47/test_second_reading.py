"""A second person reads what goes to the family before it is given; it can be withdrawn (§8)."""

import subprocess

import pytest
from django.db import DatabaseError, transaction

from boards.queries import my_work
from notices.models import Notice
from records import second_reading
from records.models import FamilyPaper, FamilyStep
from records.refusals import Refused
from records.states import PAPER_STEPS, PaperState
from tests.s47.test_letters import decided, given, write  # noqa: F401  fixtures
from tests.told import told_once

State = PaperState


@pytest.fixture
@told_once
def letter(decided):  # noqa: F811  the fixture that is imported
    return write(decided)


@pytest.fixture
def told(decided):  # noqa: F811  the fixture that is imported
    return decided[0]


def step(letter, told, verb, who="manager", **changed):
    do = {
        "approve": second_reading.approve,
        "back": second_reading.send_back,
        "withdraw": second_reading.withdraw,
    }
    facts = {"words": "", "by": told.people[who], "at": told.at(1100)}
    return do[verb](letter.version.family_paper.pk, **facts | changed)


def state_of(letter):
    return FamilyPaper.objects.get(version=letter.version_id).state


def test_one_person_alone_gives_no_letter(letter, told):
    with pytest.raises(Refused, match="A second person must read and approve it"):
        second_reading.note_given(letter.version.family_paper, by=told.people["worker"], at=told.at(1200))
    with pytest.raises(Refused, match="You wrote this"):
        step(letter, told, "approve", "worker")
    assert state_of(letter) == State.WRITTEN


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("support", "reads it. Ask one of them"),
        ("sergeant", "can change this record"),
        ("doctor", "can change this record"),
    ],
)
def test_who_may_not_read_it(letter, told, who, reason):
    with pytest.raises(Refused, match=reason):
        step(letter, told, "approve", who)


def test_approved_it_is_given_and_its_writer_is_told(letter, told):
    assert [n.path for n in Notice.objects.filter(kind="family_read")] == [letter.version.family_paper.path]
    step(letter, told, "approve")
    assert Notice.objects.get(kind="family_approved").to_user_id == told.people["worker"].pk
    given(letter, told)
    assert state_of(letter) == State.GIVEN


def test_sent_back_with_words_it_is_over_and_another_can_be_written(letter, told, decided):  # noqa: F811  the fixture that is imported
    with pytest.raises(Refused, match="Say what must be changed"):
        step(letter, told, "back")
    step(letter, told, "back", words="Say it more plainly.")
    with pytest.raises(Refused, match="It is sent back and is not given"):
        second_reading.note_given(letter.version.family_paper, by=told.people["worker"], at=told.at(1200))
    assert "A letter or report for the family was sent back" in [
        t.what for t in my_work(told.people["worker"])
    ]
    assert write(decided, text="More plainly.").version.number == 2
    assert not [t for t in my_work(told.people["worker"]) if "sent back" in t.what]


@pytest.mark.parametrize("given_before", [False, True])
def test_withdrawn_with_a_reason_by_a_second_person_also_after_it_was_given(letter, told, given_before):
    if given_before:
        given(letter, told)
    with pytest.raises(Refused, match="Somebody else, or a manager, withdraws it"):
        step(letter, told, "withdraw", "worker", words="Wrong.")
    with pytest.raises(Refused, match="Say why it is withdrawn"):
        step(letter, told, "withdraw")
    step(letter, told, "withdraw", words="It named the wrong day.")
    assert state_of(letter) == State.WITHDRAWN
    notice = second_reading.notice_of(letter.version)
    assert notice.startswith("WITHDRAWN on") and ("after it was given" in notice) is given_before
    with pytest.raises(Refused, match="withdrawn"):
        step(letter, told, "approve")


def test_a_manager_withdraws_what_they_wrote(decided, told):  # noqa: F811  the fixture that is imported
    letter = write(decided, who="manager", reader=told.people["worker"])
    step(letter, told, "withdraw", "manager", words="It is not needed.")
    assert state_of(letter) == State.WITHDRAWN


def test_nobody_asks_themselves_to_read(decided, told):  # noqa: F811  the fixture that is imported
    for reader in (told.people["worker"], None, told.people["doctor"], told.people["support"]):
        with pytest.raises(Refused, match="somebody else than you"):
            write(decided, reader=reader)


def test_the_database_keeps_the_order_the_second_person_and_the_rows(letter, told):
    paper, worker, manager = letter.version.family_paper, told.people["worker"], told.people["manager"]
    facts = {"paper": paper, "written_by": worker, "at": told.at(1200)}
    for wrong in (
        {"step": "approved", "by": worker},
        {"step": "approved", "by": manager, "written_by": manager},
        {"step": "given", "by": manager},
        {"step": "withdrawn", "by": manager},  # without a reason
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            FamilyStep.objects.create(**facts | wrong)
    made = FamilyStep.objects.create(**facts, step="approved", by=manager)
    for change in ({"words": "x"}, {"by": worker}):
        with pytest.raises(DatabaseError), transaction.atomic():
            FamilyStep.objects.filter(pk=made.pk).update(**change)


def test_every_step_that_is_not_in_the_table_is_refused_by_the_database(letter, told):
    paper, manager = letter.version.family_paper, told.people["manager"]
    for there in set(State) - set(PAPER_STEPS[State.WRITTEN]):
        with pytest.raises(DatabaseError), transaction.atomic():
            FamilyStep.objects.create(
                paper=paper, step=there, words="x", written_by=paper.by, by=manager, at=told.at(1200)
            )


def test_it_waits_in_the_work_of_who_may_read_it_and_of_nobody_else(letter, told):
    line = "Read what goes to the family before it is given"
    lines = {
        who: line in [t.what for t in my_work(told.people[who])]
        for who in ("manager", "worker", "support", "worker2", "doctor")
    }
    assert lines == {"manager": True, "worker": False, "support": False, "worker2": False, "doctor": False}
    step(letter, told, "approve")
    assert line not in [t.what for t in my_work(told.people["manager"])]
    assert "Give what was approved for the family" in [t.what for t in my_work(told.people["worker"])]


def pages_of(client, letter, tmp_path):
    ref, number = letter.version.record.ref, letter.version.number
    path = tmp_path / "made.pdf"
    path.write_bytes(client.get(f"/records/{ref}/versions/letter/{number}.pdf").content)
    told = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)
    return told.stdout.rstrip("\f").split("\f")


def test_until_it_is_approved_every_page_of_its_pdf_says_draft(letter, told, client, tmp_path):
    client.force_login(told.people["worker"])
    for page in pages_of(client, letter, tmp_path):
        assert "DRAFT: do not give it to anybody" in page
        assert "Taken by Sam Example" in page
    step(letter, told, "approve")
    for page in pages_of(client, letter, tmp_path):
        assert "DRAFT" not in page and "Letter for Mrs Quillfeather" in page
        assert "Taken by Sam Example" in page
    step(letter, told, "withdraw", words="It named the wrong day.")
    assert all("WITHDRAWN on" in page for page in pages_of(client, letter, tmp_path))


def test_on_its_page_the_second_person_reads_approves_and_sends_back(letter, told, client):
    path = letter.version.family_paper.path
    client.force_login(told.people["worker"])
    assert "You wrote this" in client.get(path).content.decode()
    enquiry = client.get(f"/records/{letter.version.record.ref}/").content.decode()
    assert "waits to be read by a second person: Alex Demo is asked" in enquiry
    client.force_login(told.people["manager"])
    page = client.get(path).content.decode()
    assert "Approve: it can be given" in page and "no continuing risk" in page
    answer = client.post(path, {"do": "back", "words": ""})
    assert answer.status_code == 422 and "Say what must be changed" in answer.content.decode()
    assert client.post(path, {"do": "approve"}).status_code == 302
    assert state_of(letter) == State.APPROVED
