"""What an office works with at its desk: sent answers that can still be taken back, templates of answers."""
