"""What an office works with at its desk: answers that were sent and can still be taken back, templates of answers."""
