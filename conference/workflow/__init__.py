"""What happens to a conference: opened, convened, reported to, held, signed, followed."""
