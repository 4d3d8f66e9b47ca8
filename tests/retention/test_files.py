"""What goes with a child, to the last row, and what stays with somebody else."""

from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from actions.models import Action, ActionOn, ChildPlan
from children import workflow as children
from children.models import Person, Relationship
from conference.models import FamilyMember
from records.explaining import explain
from records.models import Record, Version
from retention import files
from s47.models import Letter
from tests.governance.test_subject_access import with_a_mother
from tests.pages.test_access import told_in_a_letter, with_its_conference
from tests.stories import recorded, signed, story

# Every table whose rows go with a file. A model that is added and leads to a child has to be put here, after
# asking whether it belongs to the file or only refers to somebody (files.REFERS).
GO = {
    "actions": {"Action", "ActionOn", "ChildPlan", "Happening"},
    "children": {"Person", "Relationship", "Restriction", "Named", "Glass", "LookReason"},
    "circulation": {"Receipt", "ReceiptPerson", "Correction", "NothingReceived"},
    "conference": {"Conference", "FamilyMember", "AgencyView", "CoreGroupMember", "ReportShared", "Edit", "Sitting"},
    "deadlines": {"Deadline", "Breach", "BreachAnswer"},
    "governance": {"SubjectAccess", "Gathered", "Mark", "SecondLook", "Released", "NameQuestion"},
    "records": {"Record", "Share", "NamedShare", "SectionContent", "Draft", "Version", "Rendering", "Agreement",
                "FamilyPaper", "FamilyStep", "Explanation"},
    "retention": {"KeptLonger", "LegalHold", "DueFile"},
    "s47": {
        "Enquiry", "Sighting", "Visit", "AgencyCheck", "OtherChild", "Allocation", "Recommendation",
        "OutcomeDecision", "Missing", "AccessRefused", "Letter", "LetterGiven",
    },
    "strategy": {
        "Concern", "StrategyDiscussion", "Participant", "Contribution", "Information", "Risk", "Call", "Decision",
        "AskedSeat",
    },
}  # fmt: skip


def everything_of(child):
    """Every row of the database that the child's file holds, and its history, counted straight in the tables."""
    file = files.file_of(child)
    return {model._meta.label: len(keys) for model, keys in [*file.rows.items(), *file.history.items()]}


def erased(child):
    with transaction.atomic():
        return files.erase(files.file_of(child))


def words_in_the_database():
    """Every text of every table, as one."""
    found = []
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT '{name}', t::text FROM {connection.ops.quote_name(name)} t")
            found += cursor.fetchall()
    return found


def test_every_table_that_leads_to_a_child_is_known():
    reached, waiting = {Person}, [Person, Action]
    while waiting:
        for key in files.belonging(waiting.pop()):
            if key.model not in reached:
                reached.add(key.model)
                waiting.append(key.model)
    reached.add(Action)

    assert {m._meta.label for m in reached} == {
        f"{app}.{name}" for app, names in GO.items() for name in names
    }


def test_every_name_that_is_given_to_a_table_is_that_of_one():
    assert {label.split(".")[0] for label in files.CALLED} <= set(GO)
    assert all(label.split(".")[1] in GO[label.split(".")[0]] for label in files.CALLED)


def test_what_only_refers_is_a_column_that_there_is():
    for label in files.REFERS:
        app, model, column = label.split(".")
        assert apps.get_model(app, model)._meta.get_field(column).remote_field


def test_a_whole_case_goes_and_no_word_of_it_is_left(cast):
    discussion = with_its_conference(cast)
    child = discussion.child
    with_a_mother(cast, child, discussion.created_at)
    explain(
        discussion, about="left out:health", sentence="Nobody of health was asked.",
        words="The grandmother at the quay asked for it.", by=cast["manager"], at=discussion.created_at,
    )  # fmt: skip
    assert {
        "conference.Conference", "s47.Enquiry", "strategy.Concern", "records.Version", "records.Explanation",
    } <= set(everything_of(child))  # fmt: skip

    erased(child)

    for words in (
        "Quillfeather",
        "Marta",
        "7 Fiction Road",
        "A fracture that nobody explains",
        "The grandmother",
    ):
        assert [label for label, text in words_in_the_database() if words in text] == []
    assert not Record.objects.exists() and not Action.objects.exists() and not Person.objects.exists()


def test_the_file_of_another_child_stays_as_it_was(cast):
    _, discussion = signed(cast)
    told = story(
        cast,
        child={"given_names": "Other", "family_name": "Unrelated", "born_on": date(2020, 1, 1), "sex": "F"},
    )
    other = told.record(told.make_child())
    before = everything_of(other.child)

    erased(discussion.child)

    assert everything_of(other.child) == before
    assert Record.objects.get().pk == other.pk


def test_history_of_a_row_that_was_removed_before_goes_too(cast):
    _, discussion = signed(cast)
    discussion.risks.all().delete()

    erased(discussion.child)

    assert not apps.get_model("strategy", "RiskEvent").objects.exists()


def with_a_sister(cast, child, at):
    sister = story(cast, child={
        "given_names": "Sister", "family_name": "Quillfeather", "born_on": date(2020, 1, 1), "sex": "F", "case_number": "T-2",
        "nhs_number": "9434765919", "address": "7 Fiction Road",
    }).make_child()  # fmt: skip
    for one, other in ((child, sister), (sister, child)):
        Relationship.objects.create(child=one, person=other, kind="sibling")
    return sister


def test_a_child_whom_another_file_names_stays_a_name_there_and_nothing_else(cast):
    told, discussion = signed(cast)
    child = discussion.child
    sister = with_a_sister(cast, child, told.at(30))

    history = files.file_of(sister).history
    assert erased(sister) == history

    left = Person.objects.get(pk=sister.pk)
    assert (str(left), left.sex, str(left.born_on)) == ("Sister Quillfeather", "F", "2020-01-01")
    assert (left.is_child, left.nhs_number, left.case_number, left.address) == (False, "", "", "")
    assert Person.pgh_event_model.objects.get(pgh_obj=left.pk).nhs_number == ""  # as it was reduced
    assert child.relationships.get().person == left
    assert not Relationship.objects.filter(child=sister).exists()
    assert [label for label, text in words_in_the_database() if "9434765919" in text] == []


def test_the_name_goes_with_the_last_file_that_has_it(cast):
    told, discussion = signed(cast)
    sister = with_a_sister(cast, discussion.child, told.at(30))

    erased(sister)
    erased(discussion.child)

    assert not Person.objects.exists()


def test_a_mother_stays_while_a_brother_or_sister_has_a_file(cast):
    told, discussion = signed(cast)
    child = discussion.child
    sister = with_a_sister(cast, child, told.at(30))
    with_a_mother(cast, child, told.at(31))
    mother = Person.objects.get(given_names="Marta")
    Relationship.objects.create(child=sister, person=mother, kind="mother")

    erased(child)
    assert Person.objects.filter(pk=mother.pk).exists()
    assert mother.address in str(words_in_the_database())

    erased(sister)
    assert not Person.objects.exists()


@pytest.mark.parametrize("kind", ["letter", "family"])
def test_whoever_is_named_at_another_childs_conference_or_written_to_stays(cast, kind):
    discussion = with_its_conference(cast)
    child = discussion.child
    sister = with_a_sister(cast, child, discussion.created_at)
    Relationship.objects.all().delete()
    enquiry = child.records.get(kind="enquiry").as_enquiry
    if kind == "family":
        FamilyMember.objects.create(
            conference=enquiry.conference,
            person=sister,
            invited=True,
            added_at=enquiry.created_at,
            added_by=cast["worker"],
        )
    else:
        told_in_a_letter(enquiry)
        told = Letter.objects.get()
        letter = Version.objects.create(
            record=told.version.record,
            product="letter",
            number=9,
            content={},
            sha256="x",
            made_at=told.at,
            made_by=told.by,
        )
        Letter.objects.create(enquiry=enquiry, addressee=sister, version=letter, at=told.at, by=told.by)

    erased(sister)

    assert Person.objects.get(pk=sister.pk).is_child is False


def test_an_action_for_two_children_stays_with_the_other_and_loses_the_plan_that_goes(cast):
    told, discussion = signed(cast)
    other_told = story(
        cast,
        child={"given_names": "Other", "family_name": "Unrelated", "born_on": date(2020, 1, 1), "sex": "F"},
    )
    other = other_told.record(other_told.make_child())
    action = discussion.actions.first()
    ActionOn.objects.create(action=action, record=Record.objects.get(pk=other.pk))
    plan = ChildPlan.objects.create(
        child=discussion.child, kind="initial", dated=told.received.date(), owner=cast["worker"], noted_at=told.at(500),
        noted_by=cast["worker"],
    )  # fmt: skip
    Action.objects.filter(pk=action.pk).update(plan=plan)

    erased(discussion.child)

    left = Action.objects.get()
    assert (left.pk, left.plan, list(left.records.values_list("pk", flat=True))) == (
        action.pk,
        None,
        [other.pk],
    )
    erased(other.child)
    assert not Action.objects.exists()


def test_a_row_outside_that_still_needs_one_of_it_stops_everything(cast):
    _, discussion = signed(cast)
    told = story(
        cast,
        child={"given_names": "Other", "family_name": "Unrelated", "born_on": date(2020, 1, 1), "sex": "F"},
    )
    file = files.file_of(discussion.child)
    mine = file.rows[Record]
    other = told.record(told.make_child())
    mine.discard(next(iter(mine)))

    with pytest.raises(IntegrityError), transaction.atomic():
        files.erase(file)
    assert Record.objects.filter(child=discussion.child).count() == len(mine) + 1
    assert Record.objects.filter(pk=other.pk).exists()


def test_the_last_entry_is_the_latest_moment_that_a_row_of_the_case_carries(cast):
    told, concern = recorded(cast)
    child = concern.child
    before = files.last_written(files.file_of(child), at=told.at(10_000))
    children.add_relative(
        child,
        given_names="Marta",
        family_name="Invented",
        kind="mother",
        by=cast["worker"],
        at=told.at(9_000),
    )

    assert before < told.at(9_000)
    assert (
        files.last_written(files.file_of(child), at=told.at(10_000)) == before
    )  # who she is, is not an entry
    told.liaise(concern)
    told.decide(concern)
    assert before < files.last_written(files.file_of(child), at=told.at(10_000)) < told.at(10_000)
