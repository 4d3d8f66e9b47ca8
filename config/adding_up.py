"""Where the processes of one server keep what they have counted, so that it adds up whichever is asked."""

import os
import tempfile


def begin() -> None:
    """Before anything is counted: the library reads the place when it is imported."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="fortyseven-figures-")
