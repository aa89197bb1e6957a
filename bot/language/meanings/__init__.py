"""What the meanings of short messages are found by: the phrases that say them, and what a yes is worth."""
