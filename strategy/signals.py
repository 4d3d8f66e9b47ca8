"""Sent inside the transaction; connected in config/pathway.py, and nowhere else."""

from django.dispatch import Signal

# discussion, by, at. A record was signed, for the first time or corrected: who listens does a thing once.
discussion_signed = Signal()

# discussion, by, at. A discussion was held and is over.
discussion_concluded = Signal()

# discussion, by, at. After it was concluded, and before it was signed, other decisions were recorded.
decisions_changed = Signal()
