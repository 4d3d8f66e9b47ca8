"""First migrations whose operations change the state first and the database afterwards.

Django renders a model, and everything that hangs on it, anew after each operation. Here all hang together, so
that first migrations spent nine tenths of their time on states that nobody looked at.
"""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    CreateModel,
)
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

# What `CreateModel` has already done when it makes a table of the last state.
WITH_THE_TABLE = (AddField, AddConstraint, AddIndex)


class AtOnce(Operation):
    """Makes tables as they are in the end, and then what a new table cannot hold, such as triggers.

    Each operation is given that last state as the one before and the one after it.
    """

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    @property
    def reversible(self) -> bool:  # type: ignore[override]  # Django’s is a plain attribute
        return all(operation.reversible for operation in self.operations)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in self._left_to_do():
            operation.database_forwards(app_label, schema_editor, to_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in reversed(self._left_to_do()):
            operation.database_backwards(app_label, schema_editor, from_state, from_state)

    def describe(self) -> str:
        return f"Make {len(self._made())} tables at once"

    def _made(self) -> set[str]:
        return {made.name.lower() for made in self.operations if isinstance(made, CreateModel)}

    def _left_to_do(self) -> list[Operation]:
        made = self._made()
        return [
            operation
            for operation in self.operations
            if not (isinstance(operation, WITH_THE_TABLE) and operation.model_name_lower in made)
        ]
