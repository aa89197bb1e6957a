"""What the meanings of short messages are found by: phrases, patterns compiled late, and what a yes is worth."""
