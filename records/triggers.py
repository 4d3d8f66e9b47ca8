"""Triggers of the tables of records that say more than “stays as it is”."""

import pgtrigger

from records import states


def of_a_child_on_file() -> pgtrigger.Trigger:
    """No record begins about a child whose file is withdrawn, also when both are done at the same moment."""
    return pgtrigger.Trigger(
        name="child_on_file",
        operation=pgtrigger.Insert,
        when=pgtrigger.Before,
        func="""
            PERFORM FROM children_person WHERE id = NEW.child_id AND withdrawn_at IS NULL FOR KEY SHARE;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'The file of this child is withdrawn' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


def in_order() -> pgtrigger.Trigger:
    """A step of a paper follows from the one before, by the table; and names who wrote the paper."""
    allowed = ", ".join(
        f"('{here}', '{there}')" for here, theres in states.PAPER_STEPS.items() for there in theres
    )
    return pgtrigger.Trigger(
        name="family_step_in_order",
        operation=pgtrigger.Insert,
        when=pgtrigger.Before,
        declare=[("here", "text")],
        func=f"""
            IF NEW.written_by_id <> (SELECT by_id FROM records_familypaper WHERE id = NEW.paper_id) THEN
                RAISE EXCEPTION 'This is not who wrote the paper';
            END IF;
            here := COALESCE((SELECT step FROM records_familystep WHERE paper_id = NEW.paper_id
                ORDER BY id DESC LIMIT 1), 'written');
            IF (here, NEW.step) NOT IN ({allowed}) THEN
                RAISE EXCEPTION 'A paper for the family does not go from % to %', here, NEW.step;
            END IF;
            RETURN NEW;
        """,
    )
