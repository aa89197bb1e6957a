"""A resident votes in a priorities poll."""
