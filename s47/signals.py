"""Sent inside the transaction; connected in config/pathway.py, and nowhere else."""

from django.dispatch import Signal

# enquiry, at. The head of service decided, for the first time or again: who listens does a thing once.
outcome_signed = Signal()
