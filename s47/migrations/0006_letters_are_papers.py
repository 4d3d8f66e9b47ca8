from django.db import migrations


def to_papers(apps, schema_editor):
    """Every letter there is becomes a paper for the family; what was given before stays given."""
    letters = apps.get_model("s47", "Letter").objects
    papers = apps.get_model("records", "FamilyPaper").objects
    steps = apps.get_model("records", "FamilyStep").objects
    given = {g.letter_id: g for g in apps.get_model("s47", "LetterGiven").objects.all()}
    for letter in letters.order_by("pk").iterator():
        paper = papers.create(
            version_id=letter.version_id, addressee_id=letter.addressee_id, at=letter.at, by_id=letter.by_id
        )
        if found := given.get(letter.pk):
            steps.create(
                paper=paper,
                step="given" if found.given_on else "kept_back",
                words=found.kept_because,
                written_by_id=letter.by_id,
                at=found.added_at,
                by_id=found.added_by_id,
            )


class Migration(migrations.Migration):
    dependencies = [
        ("s47", "0005_history_kept"),
        ("records", "0010_second_reading"),
    ]

    # Backwards there is nothing to do: the tables of papers go with the migration that made them.
    operations = [migrations.RunPython(to_papers, migrations.RunPython.noop)]
