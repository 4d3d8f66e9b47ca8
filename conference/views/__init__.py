"""Pages of a conference; each view makes one domain call and translates it."""
