"""Why something cannot be done; the words are every floor's (config/refusals.py)."""

from config.refusals import Conflict, Refusal, Refused, WhyNot, in_words, refuse_if

__all__ = ["Conflict", "Refusal", "Refused", "WhyNot", "in_words", "refuse_if"]
