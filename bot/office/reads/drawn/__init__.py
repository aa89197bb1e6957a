"""What the charts of a year are made of: its figures, and these in words."""
