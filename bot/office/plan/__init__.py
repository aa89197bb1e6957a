"""What an office enters of its plans and of the priorities that people named, and ties proposals to."""
