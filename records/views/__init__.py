"""Pages that every record has: its sections, rows, reading view and versions."""
