"""The spreadsheet and the picture of a needs study."""
