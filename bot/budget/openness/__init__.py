"""The openness checklist of a budget year: its rows, and how many of them are published."""
