"""The database as Django knows it, safe behind a pooler in transaction mode."""
