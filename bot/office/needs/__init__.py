"""What an office enters of focus groups and meetings, and the priorities that come of it."""
