"""What a concern and a discussion are made of, declared once; all pages come from here."""

from strategy.sections import concern, discussion

__all__ = ["concern", "discussion"]
