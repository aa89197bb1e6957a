"""What is spoken, in figures: numbers and sums in words."""
