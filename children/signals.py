"""Sent inside the transaction; connected in config/pathway.py, and nowhere else."""

from django.dispatch import Signal

# child, at. The day of birth became known or was corrected.
birth_noted = Signal()

# child, by, at. The day of death was recorded or corrected.
death_noted = Signal()
