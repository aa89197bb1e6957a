"""What is spoken: numbers and sums in words, and in which language it is."""
