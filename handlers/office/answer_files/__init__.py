"""What goes with a written answer: sent by its clerk, taken off again, and heard by the office."""
