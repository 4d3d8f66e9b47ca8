"""Sent inside the transaction; connected in config/pathway.py, and nowhere else."""

from django.dispatch import Signal

# discussion, at. A record was signed for the first time.
discussion_signed = Signal()
