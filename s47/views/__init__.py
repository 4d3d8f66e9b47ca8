"""Pages of an enquiry; each view makes one domain call and translates it."""
