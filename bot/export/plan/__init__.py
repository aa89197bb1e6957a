"""The items of a plan as a table to fill in."""
