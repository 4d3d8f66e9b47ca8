"""Verbs of the strategy floor, in the order of the story."""
