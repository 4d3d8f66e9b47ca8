"""Pages of concerns and discussions; each view makes one domain call and translates it."""
