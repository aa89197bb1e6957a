"""What is written to us, as text: whether it ends open, and whether it holds several proposals."""
