"""A person's own proposals: the list, one whole, and what its author changes."""
