"""Why something cannot be done; the words are every floor's (config/refusals.py)."""

from config.refusals import Conflict, LeftOut, Refusal, Refused, WhyNot, ask_again, in_words, refuse_if

__all__ = ["Conflict", "LeftOut", "Refusal", "Refused", "WhyNot", "ask_again", "in_words", "refuse_if"]
