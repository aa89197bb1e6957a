"""The property list as a spreadsheet."""
