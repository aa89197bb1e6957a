"""What everybody reads: a text with stars in it, and where decisions hang."""
