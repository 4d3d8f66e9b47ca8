"""What holds behind PgBouncer in transaction mode."""
