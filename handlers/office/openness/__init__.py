"""The openness checklist at the desk: its rows, what was published, the sheet."""
