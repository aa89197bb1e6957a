"""Focus groups and meetings, and the problems they named."""
