"""Local initiatives of an aimak as a spreadsheet, a CSV or JSON lines."""
