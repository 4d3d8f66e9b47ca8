"""Pages of who receives a version, and of who sent it."""
