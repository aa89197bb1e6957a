"""Residents watch a line of the budget or a work: what they see, how many may watch, the rating."""
