"""What happens to an enquiry: opened, allocated, decided; and what may go wrong on the way."""
