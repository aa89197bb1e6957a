"""A notice of villages and themes, as the office writes and sends it."""
