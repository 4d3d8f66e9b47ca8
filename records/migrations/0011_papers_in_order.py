import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    """From here on the order of a paper’s steps is kept; letters that were given before it stand as given."""

    dependencies = [
        ("records", "0010_second_reading"),
        ("s47", "0006_letters_are_papers"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="familystep",
            trigger=pgtrigger.compiler.Trigger(
                name="family_step_in_order",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE here text;",
                    func="\n            IF NEW.written_by_id <> (SELECT by_id FROM records_familypaper WHERE id = NEW.paper_id) THEN\n                RAISE EXCEPTION 'This is not who wrote the paper';\n            END IF;\n            here := COALESCE((SELECT step FROM records_familystep WHERE paper_id = NEW.paper_id\n                ORDER BY id DESC LIMIT 1), 'written');\n            IF (here, NEW.step) NOT IN (('written', 'approved'), ('written', 'sent_back'), ('written', 'withdrawn'), ('approved', 'given'), ('approved', 'kept_back'), ('approved', 'withdrawn'), ('sent_back', 'withdrawn'), ('given', 'withdrawn'), ('kept_back', 'withdrawn')) THEN\n                RAISE EXCEPTION 'A paper for the family does not go from % to %', here, NEW.step;\n            END IF;\n            RETURN NEW;\n        ",
                    hash="407c519b9cd927de0c2c420c49226d47af1495e4",
                    operation="INSERT",
                    pgid="pgtrigger_family_step_in_order_b7467",
                    table="records_familystep",
                    when="BEFORE",
                ),
            ),
        ),
    ]
