"""Whatever hangs on a child, of whichever model, is in the file that is gathered."""

from datetime import timedelta

from django.db import models

from children.models import Person
from governance import gathering
from governance.redaction import texts
from s47.models import OtherChild
from strategy.models import Call
from tests.governance.test_subject_access import with_a_mother
from tests.matrix import worlds
from tests.stories import MORNING

# Free text about the work that says nothing of the child: fingerprints, and why somebody may read.
UNTOLD = {
    "records.Version.sha256", "records.Rendering.sha256", "records.Rendering.audience", "records.Agreement.digest",
    "records.Share.purpose", "records.NamedShare.purpose", "deadlines.Deadline.source", "deadlines.Deadline.subject",
    "deadlines.Deadline.code", "records.Agreement.gate", "records.SectionContent.section", "children.Person.ref",
}  # fmt: skip


def hanging_on(root):
    """Every model with rows that lead to one of `root`, history left out."""
    found, waiting = [root], [root]
    while waiting:
        for relation in waiting.pop()._meta.get_fields(include_hidden=True):
            towards = relation.auto_created and not relation.concrete and not relation.many_to_many
            if not towards or hasattr(relation.related_model, "pgh_tracked_model"):
                continue
            if relation.related_model not in found:
                found.append(relation.related_model)
                waiting.append(relation.related_model)
    return found


def test_every_text_of_every_row_that_leads_to_the_child_is_in_the_file(cast):
    conference = worlds.conference(cast, "signed")
    child = conference.child
    with_a_mother(cast, child, MORNING)
    discussion = child.records.get(kind="discussion").as_discussion
    added = {"added_at": MORNING, "added_by": cast["worker"]}
    OtherChild.objects.create(
        enquiry=conference.enquiry, name="Lou Invented", why_not="At a camp by the sea.", **added
    )
    Call.objects.create(
        discussion=discussion, at=MORNING, people="The school", said="She was not told of it.", **added
    )

    parts = gathering.gather(child, at=MORNING + timedelta(days=60))
    told = " ".join(" ".join(t.text for part in parts for t in texts(part)).split())

    untold = {
        f"{model._meta.label}.{column.name}: {text}"
        for model in hanging_on(Person)
        for row in model._base_manager.all()
        for column in model._meta.concrete_fields
        if isinstance(column, models.CharField | models.TextField) and not column.choices
        if f"{model._meta.label}.{column.name}" not in UNTOLD
        if (text := " ".join(getattr(row, column.attname).split())) and text not in told
    }
    assert untold == set()
