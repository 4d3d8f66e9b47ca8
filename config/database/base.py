"""PostgreSQL, but a cursor of the server lives in a transaction only.

Behind PgBouncer in transaction mode each statement outside a transaction may go to another connection. A
cursor that is to outlive its statement there (WITH HOLD) is looked for on the wrong one, and stays open on
the right one for whoever is given it next. So the rows come at once instead, as if there were none.
"""

from typing import Any

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def chunked_cursor(self) -> Any:
        """For `.iterator()`: row by row from the server within a transaction, all at once outside."""
        return super().chunked_cursor() if self.in_atomic_block else self.cursor()
