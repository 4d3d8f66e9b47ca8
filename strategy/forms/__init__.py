"""What each section asks. Parsing and consistency only; the rules are in workflow."""
